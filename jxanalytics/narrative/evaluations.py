"""Chapter 部门评价: self score against the department's and the review's."""

from __future__ import annotations

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import EVALUATIONS
from jxanalytics.narrative import grid, season
from jxanalytics.narrative.blocks import Passage, Table, paragraph, passage, ref
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY
from jxanalytics.narrative.year_tables import annexed


class Evaluations:
    """部门评价和复核; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def department(self) -> Passage:
        """Projects with a departmental evaluation: both scores and their difference."""
        chosen = self.facts.model["projects"].query("department_evaluation == '是'")
        start = f"开展部门评价的项目{len(chosen)}个。"
        return self._against("department", start)

    @property
    def review(self) -> Passage:
        """The sample, the ten with the largest difference, deviations by unit and indicator, quality."""
        facts = self.facts
        against = self._against("review", season.sample_sentence(facts))
        return passage(against, season.deviations(facts), season.quality(facts))

    def _against(self, other: str, start: str) -> Passage:
        table, gap, label = self.facts.self_against, f"{other}_difference", EVALUATIONS[other]
        both = table[table[gap].notna()]
        if both.empty:
            return passage(paragraph(f"{start}没有自评得分和{label}齐全的项目，{TO_SUPPLY}。"))
        mean = exact.half_up(
            exact.half_up(exact.total(both[gap], exact.SCORE_PLACES), 4) / len(both), 2
        )
        kinds = (("自评较高", both[gap] > 0), ("自评较低", both[gap] < 0), ("相同", both[gap] == 0))
        counts = [f"{words}的{int(rows.sum())}个" for words, rows in kinds if rows.any()]
        told = f"{start}自评得分和{label}齐全的{len(both)}个"
        if (both[gap] == 0).all():
            told += "，两种得分相同，"
        elif len(counts) == 1:
            told += f"，均为{counts[0].rpartition('的')[0]}；自评得分减{label}平均为{say.points(float(mean))}，"
        else:
            told += f"：{'，'.join(counts)}；自评得分减{label}平均为{say.points(float(mean))}，"
        more = ("，全部得分见", annexed("scores"), "。") if self.facts.many else ("。",)
        if other == "review":
            listed = self._table(both, other, gap, label)
            return passage(paragraph(told, "见", ref(listed.label), *more), listed)
        drawn = picture(f"self-against-{other}", self.facts, f"fig-evaluations-{other}")
        if self.facts.many:
            return passage(paragraph(told, "见", ref(drawn.label), *more), drawn)
        listed = self._table(both, other, gap, label)
        return passage(
            paragraph(told, "见", ref(listed.label), "和", ref(drawn.label), "。"), listed, drawn
        )

    def _table(self, both: pd.DataFrame, other: str, gap: str, label: str) -> Table:
        widest = both.loc[both[gap].abs().sort_values(ascending=False, kind="stable").index]
        shown = widest[:LISTED]
        rows = [
            [row["unit_name"], row["name"], grid.points(row["self"]), grid.points(row[other]),
             grid.points(row[gap])]
            for row in shown.to_dict("records")
        ]  # fmt: skip
        columns = [grid.text("实施单位", 2), grid.text("项目名称", 2.4), grid.figure("自评得分（填报）"),
                   grid.figure(f"{label}（填报）"), grid.figure("相差")]  # fmt: skip
        most = f"（相差最大的{LISTED}个）" if len(shown) < len(both) else ""
        return grid.table(f"tbl-evaluations-{other}", f"{self.facts.year}年度自评得分与{label}{most}",
                          columns, rows, unit="分", note="相差=自评得分−" + label + "。")  # fmt: skip
