"""Chapter 自评结果: scores, grades, points lost, self against department score, the scheme used."""

from __future__ import annotations

from jxanalytics.model import say
from jxanalytics.model.exact import plain
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Passage, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.overview import grade_sentence, grades_table, score_sentence
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, value


class Scores:
    """自评结果; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """Mean score and grades, and the projects whose filed score differs from the rules."""
        facts = self.facts
        totals = facts.scored.totals
        differing = totals[totals["difference"].abs() > 0]["project_id"]
        names = [facts.names[str(project)] for project in differing]
        told = (
            f"自评填报总分与复算不一致的项目{len(names)}个：{say.listed(names)}，请核实。"
            if names
            else "自评填报总分与复算结果一致。" if len(totals) else ""
        )  # fmt: skip
        return passage(paragraph(score_sentence(facts), grade_sentence(facts)),
                       paragraph(told) if told else None)  # fmt: skip

    @property
    def scheme(self) -> Passage:
        """The scheme by which scores are recomputed."""
        scheme = self.facts.scheme
        weights = "、".join(f"{name}{plain(points)}分" for name, points in scheme.weights)
        told = [
            f"名称：{scheme.name}。",
            f"依据文号：{scheme.basis or TO_SUPPLY}。",
            f"适用范围：{scheme.scope or TO_SUPPLY}。",
            f"分值：{weights}。",
            f"预算执行率：{scheme.execution.sentence}。",
            "三级指标旁写明评分规则的，按该规则计分；规则无法适用的，按填报得分计并在得分说明中注明。",
        ]
        return passage(bullets(told))

    @property
    def totals(self) -> Passage:
        """Self (filed and recomputed), department and review score of every project."""
        scored = self.facts.project_scores.set_index("project_id")
        rows = []
        for row in self.facts.self_against.to_dict("records"):
            own = scored.loc[row["project_id"]]
            filed = [grid.points(row[name]) for name in ("self", "department", "review")]
            rows.append(
                [row["name"], filed[0], grid.points(own["score"]), own["grade"], *filed[1:]]
            )
        columns = [grid.text("项目名称", 2.4), grid.figure("自评得分（填报）"), grid.figure("复算得分"),
                   grid.middle("等级（复算）"), grid.figure("部门评价得分（填报）"),
                   grid.figure("复核得分（填报）")]  # fmt: skip
        table = grid.table("tbl-scores-totals", f"{self.facts.year}年度各项目得分", columns, rows,
                           unit="分", note="—表示未填报或未得出得分。")  # fmt: skip
        bars = picture("scores", self.facts, "fig-scores-totals")
        against = picture("execution-against-score", self.facts, "fig-scores-execution")
        return passage(
            paragraph("各项目得分见", ref(table.label), "和", ref(bars.label), "。"),
            table,
            bars,
            paragraph("得分与预算执行率的对照见", ref(against.label), "。"),
            against,
            self._department(),
        )

    def _department(self) -> Passage:
        """Self against department score, where a project has both."""
        if not self.facts.self_against["department_difference"].notna().any():
            return passage()
        drawn = picture("self-against-department", self.facts, "fig-scores-department")
        return passage(paragraph("自评得分与部门评价得分的对照见", ref(drawn.label), "。"), drawn)

    @property
    def grades(self) -> Passage:
        table = grades_table(self.facts, "scores")
        shares = picture("grades", self.facts, "fig-scores-grades")
        spread = picture("score-distribution", self.facts, "fig-scores-distribution")
        return passage(
            paragraph("评价等级分布见", ref(table.label), "和", ref(shares.label), "。"),
            table,
            shares,
            paragraph("自评得分的分布见", ref(spread.label), "。"),
            spread,
        )

    @property
    def points_lost(self) -> Passage:
        """Where points are lost, by level-2 indicator."""
        lost = self.facts.points_lost()
        if lost.empty:
            return passage(paragraph(f"没有项目得出各项指标得分，{TO_SUPPLY}。"))
        losing = lost[lost["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
        names = [
            f"{row['level2']}（{say.points(row['lost'])}）" for row in losing.to_dict("records")
        ]
        told = f"失分集中在：{say.listed(names)}。" if names else "各项指标均得满分，没有失分。"
        rows = [
            [row["level1"], row["level2"], str(row["indicators"]), grid.points(row["weight"]),
             grid.points(row["score"]), grid.points(row["lost"]), grid.percent(value(row, "lost_rate"))]
            for row in lost.to_dict("records")
        ]  # fmt: skip
        columns = [grid.text("一级指标", 1.5), grid.text("二级指标", 2), grid.figure("指标数（个）"),
                   grid.figure("分值"), grid.figure("复算得分"), grid.figure("失分"), grid.figure("失分率")]  # fmt: skip
        table = grid.table("tbl-scores-lost", f"{self.facts.year}年度失分情况", columns, rows,
                           note="失分率=失分÷分值。", merge=1)  # fmt: skip
        drawn = picture("points-lost", self.facts, "fig-scores-lost")
        done = picture("completion", self.facts, "fig-scores-completion")
        return passage(
            paragraph(told, "分布见", ref(table.label), "和", ref(drawn.label), "。"),
            table,
            drawn,
            paragraph("各项目、各项指标的得分率见", ref(done.label), "。"),
            done,
        )
