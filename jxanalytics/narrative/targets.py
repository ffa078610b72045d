"""Chapter 目标完成情况: by level, what was not reached, what was passed by far, where points are lost."""

from __future__ import annotations

import math

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.narrative.blocks import Inline, Passage, Table, paragraph, passage, ref
from jxanalytics.narrative.facts import LISTED, Facts, largest
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY
from jxanalytics.narrative.year_tables import (
    annexed,
    kinds_table,
    points_lost_table,
    rest_in,
    targets_table,
)
from jxanalytics.statistics import target_summary
from jxanalytics.statistics.targets import FAR_OVER, OVER

# Kinds of indicator that a sentence on points lost names.
_MOST_LOST = 3


class Targets:
    """目标完成情况; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """How many targets there are and how many were reached, by level 1 and level 2."""
        reached = self.facts.targets
        if reached.empty:
            return passage(paragraph(f"没有收到绩效指标，目标完成情况{TO_SUPPLY}。"))
        total = target_summary(reached, "total").iloc[0]
        kinds_of = (("met", "完成"), ("over", "超额较多"), ("unmet", "未完成"),
                    ("unknown_targets", "文字表述或计量单位不同、不能比较的"))  # fmt: skip
        counts = [f"{words}{total[name]}项" for name, words in kinds_of if total[name]]
        told = f"三级指标{total['indicators']}项：{'，'.join(counts)}。"
        if not math.isnan(total["met_rate"]):
            told += f"可以比较的指标中，目标达成比例为{say.rate(total['met_rate'])}。"
        kinds = target_summary(reached)
        table = kinds_table(self.facts, "targets", largest(kinds, "indicators"))
        rest = rest_in("groups", len(table.rows), len(kinds), "类")
        return passage(paragraph(told, "分类情况见", ref(table.label), "。", *rest), table)

    @property
    def by_project(self) -> Passage:
        """How far each project reached each kind of indicator."""
        if self.facts.completion().empty:
            return passage(paragraph(f"没有项目得出各项指标得分，{TO_SUPPLY}。"))
        drawn = picture("completion", self.facts, "fig-targets-completion")
        return passage(paragraph("各项目、各类指标的得分率见", ref(drawn.label), "。"), drawn)

    @property
    def unmet(self) -> Passage:
        """The targets that lost most points, with the reason as filed."""
        reached = self.facts.targets
        losing = reached[reached["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
        if losing.empty:
            return passage(paragraph("没有失分的三级指标。"))
        silent = int((losing["reason"] == "").sum())
        told = f"失分的三级指标{len(losing)}项"
        told += f"，其中{silent}项没有填报偏差原因和改进措施，请补充" if silent else ""
        table = self._listed(losing, "unmet", "失分较多的指标", ("lost", "失分"))
        return passage(paragraph(f"{told}。", *_way("lost", table, losing)), table)

    @property
    def far_over(self) -> Passage:
        """Targets passed by far: was the target too low?"""
        reached = self.facts.targets
        far = reached[reached["state"] == OVER]
        far = far.sort_values("target_completion", ascending=False, kind="stable")
        if far.empty:
            return passage(paragraph(f"没有完成率超过{FAR_OVER:g}%的指标。"))
        told = f"完成率超过{FAR_OVER:g}%的指标{len(far)}项，请说明指标值是否偏低。"
        table = self._listed(far, "over", "超额较多的指标", ("target_completion", "完成率"))
        return passage(paragraph(told, *_way("over", table, far)), table)

    @property
    def points_lost(self) -> Passage:
        """Where points are lost, by level-2 indicator."""
        lost = self.facts.points_lost()
        if lost.empty:
            return passage(paragraph(f"没有项目得出各项指标得分，{TO_SUPPLY}。"))
        losing = lost[lost["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
        names = [
            f"{row['level2']}{say.points(row['lost'])}（占{say.rate(row['share'])}）"
            for row in losing.head(_MOST_LOST).to_dict("records")
        ]
        whole = say.points(exact.total(lost["lost"], exact.SCORE_PLACES))
        most = (
            f"失分较多的有{'、'.join(names)}"
            if len(losing) > 1
            else "均在" + "".join(losing["level2"])
        )
        told = f"共失{whole}，{most}。" if names else "各项指标均得满分，没有失分。"
        drawn = picture("points-lost", self.facts, "fig-targets-lost")
        if self.facts.many:
            seen = paragraph(told, "分布见", ref(drawn.label), "，各类指标的失分见", annexed("groups"), "。")  # fmt: skip
            return passage(seen, drawn)
        table = points_lost_table(self.facts, "targets")
        return passage(
            paragraph(told, "分布见", ref(table.label), "和", ref(drawn.label), "。"), table, drawn
        )

    def _listed(self, rows: pd.DataFrame, what: str, title: str, last: tuple[str, str]) -> Table:
        """The first rows with project, target, actual, a figure, and the reason as filed."""
        most = min(len(rows), LISTED)
        return targets_table(self.facts, f"tbl-targets-{what}", title, rows[:most], last)


def _way(what: str, table: Table, rows: pd.DataFrame) -> tuple[Inline, ...]:
    """Words that lead to a table of the first rows, and to all of them."""
    rest = rest_in(what, len(table.rows), len(rows), "项")
    return ("见", ref(table.label), "，" if rest else "。", *rest)
