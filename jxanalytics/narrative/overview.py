"""Chapter 综述: projects, money, scores, grades, coverage, and the list of all projects."""

from __future__ import annotations

import math

import pandas as pd

from jxanalytics.model import say
from jxanalytics.narrative import grid, season
from jxanalytics.narrative.blocks import Passage, Table, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import LISTED, Facts, Row, largest
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, value
from jxanalytics.narrative.year_tables import annexed, grades_table
from jxanalytics.statistics.scores import UNGRADED


def money_sentence(facts: Facts) -> str:
    """Projects, units and money of the year; the rate is the ratio of sums."""
    total, model = facts.total, facts.model
    projects, units = len(model["projects"]), model["projects"]["unit_id"].nunique()
    told = f"{facts.year}年度纳入绩效评价的项目{projects}个{facts.of_them}，涉及实施单位{units}个"
    return f"{told}；{spent(total)}。" if total else f"{told}。"


def spent(total: Row) -> str:
    """What was to be spent, was spent and is left, of a row of `statistics.execution` in total."""
    told = (f"全年预算数{say.amount(value(total, 'annual'))}，"
            f"全年执行数{say.amount(value(total, 'executed'))}，"
            f"预算执行率{say.rate(value(total, 'rate'))}（汇总率），"
            f"年末未执行数{say.amount(value(total, 'unexecuted'))}")  # fmt: skip
    if lacking := int(total["incomplete"]):
        told += f"；{lacking}个项目资金未填全，不参与执行率计算"
    return told


def score_sentence(facts: Facts) -> str:
    """Mean of the recomputed scores with the number of projects it is of, and the filed mean."""
    computed, filed = facts.score_summary("total"), facts.score_summary("filed")
    scored = int(computed.get("scored", 0))
    if not scored:
        return f"没有项目得出得分，平均得分{TO_SUPPLY}。"
    told = f"按“{facts.scheme.name}”复算，{scored}个项目有得分，平均{say.points(value(computed, 'mean'))}"
    if filed.get("scored"):
        told += (
            f"；自评填报总分的项目{int(filed['scored'])}个，平均{say.points(value(filed, 'mean'))}"
        )
    without = int(computed["unscored"])
    return f"{told}；另有{without}个项目没有得分，不参与平均。" if without else f"{told}。"


def grade_sentence(facts: Facts) -> str:
    """Grades by number of projects and by money."""
    told = [
        f"“{row['grade']}”{row['projects']}个（资金{say.amount(row['annual'])}，占{say.rate(row['annual_share'])}）"
        for row in facts.grades().to_dict("records")
        if row["projects"] and row["grade"] != UNGRADED
    ]
    return f"评价等级为{'、'.join(told)}。" if told else ""


class Overview:
    """综述; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """The year in three sentences."""
        facts = self.facts
        return passage(
            paragraph(money_sentence(facts)),
            paragraph(score_sentence(facts), grade_sentence(facts)),
        )

    @property
    def coverage(self) -> Passage:
        """Which projects lack a form or a score, by name."""
        facts = self.facts
        count = len(facts.model["projects"])
        forms, scores = facts.without_form, facts.without_score
        evaluated = facts.model["projects"].query("department_evaluation == '是'")
        # With a list of those who must file it is the list that counts.
        listed = season.filing(facts)
        start = (
            "" if listed.blocks else f"应提交自评表的项目{count}个，已收到{count - len(forms)}个。"
        )
        if facts.many:
            told = f"未收到的{len(forms)}个，见“组织开展情况”。" if forms and start else ""
            told += f"没有得分的项目{len(scores)}个。" if scores else ""
            whole = f"{start}{told}开展部门评价的项目{len(evaluated)}个。"
            return passage(*listed.blocks, paragraph(whole))
        points = []
        if forms:
            points.append(
                f"未收到自评表的项目{len(forms)}个：{say.listed(forms, noun='个')}，{TO_SUPPLY}。"
            )
        if scores:
            points.append(f"没有得分的项目{len(scores)}个：{say.listed(scores, noun='个')}。")
        points.append(f"开展部门评价的项目{len(evaluated)}个。")
        return passage(*listed.blocks, paragraph(start) if start else None, bullets(points))

    @property
    def grades(self) -> Passage:
        """Grades by count and money, as a table and as a picture."""
        table = grades_table(self.facts, "overview")
        drawn = picture("grades", self.facts, "fig-overview-grades")
        told = paragraph("评价等级分布见", ref(table.label), "和", ref(drawn.label), "。")
        return passage(told, table, drawn)

    @property
    def projects(self) -> Passage:
        """All projects with money, rate, score and grade, and the way to each report; of many the largest."""
        table = self._projects_table()
        how = "，全部项目见" if self.facts.many else "。"
        more = (annexed("summary"), "和", annexed("scores"), "。") if self.facts.many else ()
        return passage(paragraph("各项目情况见", ref(table.label), how, *more), table)

    def _listed(self) -> pd.DataFrame:
        """The projects a table in the text has room for, largest budgets chosen, in print order."""
        return largest(self.facts.project_scores)

    def _projects_table(self) -> Table:
        rows = [
            [
                row["unit_name"],
                grid.linked(row["name"], f"sec-{row['project_id']}-self"), grid.money(row["annual"]), grid.money(row["executed"]),
             grid.percent(row["rate"]), grid.points(row["score"]), row["grade"]]
            for row in self._listed().to_dict("records")
        ]  # fmt: skip
        total = self.facts.total
        if total:
            mean = value(self.facts.score_summary(), "mean")
            average = "—" if math.isnan(mean) else f"平均{grid.points(mean)}"
            rows.append(["合计" if not self.facts.many else "合计（全部项目）", "", *(grid.money(value(total, n)) for n in ("annual", "executed")),
                         grid.percent(value(total, "rate")), average, ""])  # fmt: skip
        columns = [grid.text("实施单位", 2), grid.text("项目名称", 2), grid.figure("全年预算数"),
                   grid.figure("全年执行数"), grid.figure("执行率", 1), grid.figure("复算得分", 1),
                   grid.middle("等级", 0.7)]  # fmt: skip
        which = f"（全年预算数较大的{LISTED}个）" if self.facts.many else ""
        return grid.table("tbl-overview-projects", f"{self.facts.year}年度项目一览{which}", columns, rows,
                          unit="万元", merge=1, total=bool(total))  # fmt: skip
