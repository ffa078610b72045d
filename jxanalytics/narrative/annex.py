"""附表 and 附录: the full tables by project, and the methods behind every figure."""

from __future__ import annotations

from jxanalytics.model import say
from jxanalytics.narrative import grid, season
from jxanalytics.narrative.blocks import Passage, bullets, paragraph, passage
from jxanalytics.narrative.carry_tables import roll_table, statistics_table
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.sentences import brief, value
from jxanalytics.narrative.year_tables import (
    coverage_table,
    execution_table,
    kinds_table,
    points_lost_table,
    score_groups_table,
    scores_table,
    targets_table,
)
from jxanalytics.statistics import methodology, target_summary
from jxanalytics.statistics.targets import FAR_OVER, OVER


class Annex:
    """附表和方法; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """附件1: every project with budget, execution, rate, self and department score, and remark."""
        facts = self.facts
        filed = facts.self_against.set_index("project_id")
        remarks = _remarks(facts)
        rows = []
        for number, row in enumerate(facts.execution().to_dict("records"), start=1):
            own = filed.loc[row["key"]]
            rows.append([
                str(number), row["unit_name"], row["name"], grid.money(row["annual"]),
                grid.money(row["executed"]), grid.percent(row["rate"]), grid.points(own["self"]),
                grid.points(own["department"]), remarks.get(row["key"], ""),
            ])  # fmt: skip
        if rows:
            total = facts.total
            rows.append(["", "合计", "", *(grid.money(value(total, n)) for n in ("annual", "executed")),
                         grid.percent(value(total, "rate")), "", "", ""])  # fmt: skip
        columns = [grid.middle("序号", 0.5), grid.text("实施单位", 1.8), grid.text("项目名称", 2.2),
                   grid.figure("全年预算数"), grid.figure("全年执行数"), grid.figure("执行率", 1),
                   grid.figure("自评分数", 0.8), grid.figure("部门评价分数", 0.9), grid.text("备注", 1)]  # fmt: skip
        return passage(grid.table("tbl-annex-summary", f"{facts.year}年度项目资金汇总表", columns, rows,
                                  unit="万元", total=bool(rows)))  # fmt: skip

    @property
    def carry_over(self) -> Passage:
        """The roll-forward of every project."""
        return passage(roll_table(self.facts, "tbl-annex-roll"))

    @property
    def scores(self) -> Passage:
        """Self (filed and recomputed), department and review score of every project."""
        return passage(scores_table(self.facts, "annex"))

    @property
    def lost(self) -> Passage:
        """Every indicator that lost points."""
        reached = self.facts.targets
        # In the order of the other 附表: by unit. A name merged over rows would be missing where the
        # table goes on overleaf.
        order = {key: place for place, key in enumerate(self.facts.execution()["key"])}
        losing = reached[reached["lost"] > 0]
        by_unit = losing.iloc[losing["project_id"].map(order).argsort(kind="stable")]
        rows = [
            [self.facts.names.get(row["project_id"], row["project_id"]), row["name"],
             row["target_raw"] or "—", row["actual_raw"] or "—", grid.points(row["weight"]),
             grid.points(row["score"]), grid.points(row["lost"]), brief(row["reason"], 60) or "—"]
            for row in by_unit.to_dict("records")
        ]  # fmt: skip
        if not rows:
            return passage(paragraph("没有失分的三级指标。"))
        columns = [grid.text("项目名称", 1.5), grid.text("三级指标", 1.8), grid.text("年度指标值（填报）", 1.2),
                   grid.text("实际完成值（填报）", 1.4), grid.figure("分值", 0.6),
                   grid.figure("复算得分", 0.7), grid.figure("失分", 0.6), grid.text("偏差原因（填报）", 2.8)]  # fmt: skip
        return passage(grid.table("tbl-annex-lost", f"{self.facts.year}年度失分指标", columns, rows,
                                  unit="分"))  # fmt: skip

    @property
    def over(self) -> Passage:
        """Every target passed by far."""
        far = self.facts.targets[self.facts.targets["state"] == OVER]
        if far.empty:
            return passage(paragraph(f"没有完成率超过{FAR_OVER:g}%的指标。"))
        last = ("target_completion", "完成率")
        return passage(targets_table(self.facts, "tbl-annex-over", "超额较多的指标", far, last, 60))

    @property
    def units(self) -> Passage:
        """Every unit: filing, money, carry-over and scores."""
        facts = self.facts
        money, carried = facts.execution("unit"), facts.carry_over("unit")
        return passage(
            coverage_table(facts, "annex"),
            execution_table(facts, "tbl-annex-unit-money", "各单位预算执行情况", "实施单位", money, money,
                            initial=True),
            roll_table(facts, "tbl-annex-unit-roll", "unit"),
            statistics_table(facts, "tbl-annex-unit-rates", carried),
            score_groups_table(facts, "tbl-annex-unit-scores", "各单位得分", "实施单位",
                               facts.score_groups("unit")),
            season.annexed_units(facts),
        )  # fmt: skip

    @property
    def groups(self) -> Passage:
        """Scores by category, points lost by kind of indicator."""
        facts = self.facts
        by, reached = facts.score_groups("category"), facts.targets
        kinds = (
            None if reached.empty else kinds_table(facts, "annex-groups", target_summary(reached))
        )
        lost = None if facts.points_lost().empty else points_lost_table(facts, "annex-groups")
        scores = score_groups_table(facts, "tbl-annex-categories", "各类项目得分", "项目类别", by)
        return passage(scores, kinds, lost, season.annexed_levels(facts))

    @property
    def next_year(self) -> Passage:
        """Every basis for next year's budget."""
        rows = [
            [row["name"], row["suggestion"], row["basis"], grid.money(row["amount"])]
            for row in self.facts.next_year.to_dict("records")
        ]
        if not rows:
            return passage(paragraph("按现有规则没有需要列出的事项。"), season.annex(self.facts))
        columns = [grid.text("项目名称", 2), grid.middle("建议", 0.7), grid.text("依据", 4),
                   grid.figure("金额", 1)]  # fmt: skip
        return passage(grid.table("tbl-annex-next", f"{self.facts.year}年度结果应用建议的依据", columns,
                                  rows, unit="万元", merge=1), season.annex(self.facts))  # fmt: skip

    @property
    def methods(self) -> Passage:
        """How every figure is computed, as the statistics themselves state it."""
        columns = [grid.text("统计项", 1.5), grid.text("公式", 2.6), grid.text("说明", 2.4),
                   grid.text("依据", 1.3)]  # fmt: skip
        rows = [[text or "—" for text in row] for row in methodology().to_numpy()]
        table = grid.table("tbl-annex-methods", "统计方法", columns, rows)
        told = [
            "金额以万元计，分数和百分数按十进制精确计算，四舍五入保留两位小数。",
            "合计的比率用合计数相除得出，不用各项目比率的平均数代替。",
            "未填、不适用与0不同：未填的不按0计入合计和平均，不适用的以“—”列示。",
            "同一数据在几份材料中不一致的，按财务数据、自评表、资金汇总表、评价报告、绩效目标表的次序采用，差异在疑点中列出。",
            f"得分按“{self.facts.scheme.name}”复算，"
            f"等级界限为{'、'.join(f'{name}{say.number(float(bound))}分以上' for name, bound in self.facts.scheme.grades[:-1])}。",
        ]
        return passage(bullets([*told, *season.quality_rules(self.facts)]), table)


def _remarks(facts: Facts) -> dict[str, str]:
    """The remark filed in the summary, by project."""
    kinds = facts.model["documents"].set_index("document_id")["kind"]
    rows = facts.model["funding"]
    rows = rows[(rows["document_id"].map(kinds) == "summary") & (rows["remark"] != "")]
    return dict(zip(rows["project_id"], rows["remark"], strict=True))
