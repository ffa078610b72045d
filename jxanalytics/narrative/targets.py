"""Chapter 目标完成情况: by level, what was not reached, what was passed by far, where points are lost."""

from __future__ import annotations

import math

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Passage, Table, paragraph, passage, ref
from jxanalytics.narrative.brief import brief
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, value
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
        told = (
            f"三级指标{total['indicators']}项：完成{total['met']}项，超额较多{total['over']}项，"
            f"未完成{total['unmet']}项，文字表述或计量单位不同、不能比较的{total['unknown_targets']}项。"
        )
        if not math.isnan(total["met_rate"]):
            told += f"可以比较的指标中，目标达成比例为{say.rate(total['met_rate'])}。"
        table = self._summary_table()
        return passage(paragraph(told, "分类情况见", ref(table.label), "。"), table)

    def _summary_table(self) -> Table:
        first = self.facts.targets.drop_duplicates("level2").set_index("level2")["level1"]
        rows = []
        for row in target_summary(self.facts.targets).to_dict("records"):
            counts = [
                str(row[n]) for n in ("indicators", "met", "over", "unmet", "unknown_targets")
            ]
            level1 = str(first.get(row["level2"], row["level2"]))
            rows.append([level1, row["level2"], *counts, grid.percent(row["met_rate"])])
        columns = [grid.text("一级指标", 1.4), grid.text("二级指标", 1.8), *map(grid.figure, (
            "指标数（项）", "完成", "超额较多", "未完成", "不能比较", "目标达成比例"))]  # fmt: skip
        note = (f"完成率超过{FAR_OVER:g}%的列为超额较多；目标达成比例=（完成+超额较多）÷"
                "（指标数−不能比较）；—表示没有可以比较的指标。")  # fmt: skip
        return grid.table("tbl-targets-summary", f"{self.facts.year}年度目标完成情况", columns, rows,
                          note=note, merge=1)  # fmt: skip

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
        return passage(
            paragraph(f"{told}。", _how_many(losing), "见", ref(table.label), "。"), table
        )

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
        return passage(paragraph(told, _how_many(far), "见", ref(table.label), "。"), table)

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
        told = (
            f"共失{say.points(exact.total(lost['lost'], exact.SCORE_PLACES))}，失分较多的有{'、'.join(names)}。"
            if names
            else "各项指标均得满分，没有失分。"
        )
        rows = [
            [row["level1"], row["level2"], str(row["indicators"]), grid.points(row["weight"]),
             grid.points(row["score"]), grid.points(row["lost"]), grid.percent(value(row, "lost_rate"))]
            for row in lost.to_dict("records")
        ]  # fmt: skip
        columns = [grid.text("一级指标", 1.5), grid.text("二级指标", 2), grid.figure("指标数（个）"),
                   grid.figure("分值"), grid.figure("复算得分"), grid.figure("失分"), grid.figure("失分率")]  # fmt: skip
        table = grid.table("tbl-targets-lost", f"{self.facts.year}年度失分情况", columns, rows,
                           note="失分率=失分÷分值。", merge=1)  # fmt: skip
        drawn = picture("points-lost", self.facts, "fig-targets-lost")
        return passage(
            paragraph(told, "分布见", ref(table.label), "和", ref(drawn.label), "。"), table, drawn
        )

    def _listed(self, rows: pd.DataFrame, what: str, title: str, last: tuple[str, str]) -> Table:
        """The first rows with project, target, actual, a figure, and the reason as filed."""
        name, header = last
        show = grid.points if name == "lost" else grid.percent
        body = [
            [self.facts.names.get(row["project_id"], row["project_id"]), row["name"],
             row["target_raw"] or "—", row["actual_raw"] or "—", show(row[name]),
             brief(row["reason"]) or "—"]
            for row in rows[:LISTED].to_dict("records")
        ]  # fmt: skip
        columns = [grid.text("项目名称", 2), grid.text("三级指标", 2), grid.text("年度指标值（填报）", 1.2),
                   grid.text("实际完成值（填报）", 1.2), grid.figure(header, 0.9),
                   grid.text("偏差原因（填报）", 2)]  # fmt: skip
        unit = "分" if name == "lost" else ""
        return grid.table(
            f"tbl-targets-{what}", f"{self.facts.year}年度{title}", columns, body, unit=unit
        )


def _how_many(rows: pd.DataFrame) -> str:
    return f"列前{LISTED}项，" if len(rows) > LISTED else ""
