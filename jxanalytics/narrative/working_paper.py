"""口径差异测算: how far grades depend on the rule chosen, as an internal working paper.

For those who set the rules. It is no chapter of the book: never part of a public edition or slides.
"""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import say
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import (
    Figure,
    Heading,
    Note,
    Passage,
    Table,
    bullets,
    paragraph,
    passage,
    ref,
)
from jxanalytics.narrative.facts import Facts
from jxanalytics.scoring import grade_changes, sensitivity

# Projects told one by one; the paper of a large year stays one that can be read.
TOLD = 20
_MARK = "※"


class WorkingPaper:
    """内部工作底稿; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @cached_property
    def scenarios(self) -> pd.DataFrame:
        """Every scenario of every project; see ``scoring.sensitivity``."""
        return sensitivity(self.facts.model)

    @property
    def notice(self) -> Passage:
        """What this is, and for whom."""
        told = paragraph(
            "本底稿供研究评分口径使用，不进入公开的汇编和汇报材料。各种情形由程序根据填报数据和规则文字找出，"
            "每种情形只改变所写明的一处；"
            f"标{_MARK}的依据疑似笔误的规则文字，仅说明照字面适用的后果。"
        )
        return passage(Note("内部工作底稿", (told,), "important"))

    @property
    def summary(self) -> Passage:
        """How many projects' grades depend on the reading."""
        table, moved = self.scenarios, self.moved
        projects = table["project_id"].nunique()
        if not projects:
            return passage(paragraph("没有已评分的项目，无从测算。"))
        basis = self.facts.scheme
        told = [
            f"以{basis.name}（{basis.basis}）为准，{projects}个已评分项目中，"
            f"至少有一种情形会改变等级的{len(moved)}个"
            + (
                f"：{say.listed([self.facts.names[p] for p in moved], noun='个')}。"
                if moved
                else "。"
            )
        ]
        careful = table[~table["misprint"]]
        kept = self._moved(careful)
        if len(kept) < len(moved):
            told.append(f"不计依据疑似笔误的情形，为{len(kept)}个。")
        return passage(paragraph(*told))

    @property
    def changes(self) -> Passage:
        """Each reading alone: how many scores and grades of the year it would move."""
        counted = grade_changes(self.scenarios)
        if counted.empty:
            return passage(paragraph("各项目得分不因口径不同而变化。"))
        rows = [
            [f"{row['scenario']}{_MARK if row['misprint'] else ''}", *(str(row[n]) for n in
             ("projects", "moved", "up", "down"))]
            for row in counted.to_dict("records")
        ]  # fmt: skip
        columns = [grid.text("情形（单独改变）", 4), grid.figure("得分变动"), grid.figure("等级变动"),
                   grid.figure("其中升高"), grid.figure("其中降低")]  # fmt: skip
        table = grid.table("tbl-working-changes", f"{self.facts.year}年度各种情形对等级的影响", columns, rows,
                           unit="个项目",
                           note=f"{_MARK}依据疑似笔误的规则文字。" if counted["misprint"].any() else "")  # fmt: skip
        return passage(paragraph("各种情形单独改变时的影响见", ref(table.label), "。"), table)

    @property
    def projects(self) -> Passage:
        """The projects whose grade depends on the reading, one by one."""
        moved = self.moved
        told = [self.project(project) for project in moved[:TOLD]]
        rest = moved[TOLD:]
        names = say.listed([self.facts.names[p] for p in rest])
        more = paragraph(f"另有{len(rest)}个项目的等级随口径变化，未逐一列出：{names}。")
        if not moved:
            return passage(paragraph("没有项目的等级随口径变化。"))
        return passage(*told, more if rest else None)

    def project(self, project: str) -> Passage:
        """One project: table, chart, and the changes that move its grade."""
        table = self.scenarios[self.scenarios["project_id"] == project]
        if table.empty:
            raise MisuseError(f"项目「{project}」没有得分，不能测算口径差异")
        name = self.facts.names[project]
        listed, drawn = self._table(project, name, table), self._chart(project, table)
        base = _base(table)
        lowest, highest = table["total"].min(), table["total"].max()
        told = (
            f"按现行口径{say.points(base['total'])}、{base['grade']}；"
            f"各种情形下总分在{say.number(lowest)}至{say.points(highest)}之间，见"
        )
        return passage(
            Heading(name, 3, f"sec-working-{project}"),
            paragraph(told, ref(listed.label), "和", ref(drawn.label), "。"),
            listed,
            drawn,
            bullets(_turning(table)) if _turning(table) else None,
        )

    @property
    def moved(self) -> list[str]:
        """Projects of which some scenario changes the grade, in the year's order."""
        return self._moved(self.scenarios)

    def _moved(self, table: pd.DataFrame) -> list[str]:
        return [
            str(project)
            for project, rows in table.groupby("project_id", sort=False)
            if (rows["grade"] != _base(rows)["grade"]).any()
        ]

    def _table(self, project: str, name: str, table: pd.DataFrame) -> Table:
        rows = [
            [row["kind"], f"{row['scenario']}{_MARK if row['misprint'] else ''}",
             "；".join(row["ingredients"]).replace(f"：{row['scenario']}", ""), grid.points(row["total"]), row["grade"] or "—"]
            for row in table[table["kind"] != "两项"].to_dict("records")
        ]  # fmt: skip
        columns = [grid.middle("类别", 0.8), grid.text("情形", 2.6), grid.text("得分变动", 4),
                   grid.figure("总分", 0.9), grid.middle("等级", 0.7)]  # fmt: skip
        pairs = int((table["kind"] == "两项").sum())
        note = f"两项同时改变的另有{pairs}种，见数据。" if pairs else ""
        return grid.table(
            f"tbl-working-{project}", f"{name}口径差异测算", columns, rows, unit="分", note=note,
            merge=1,
        )  # fmt: skip

    def _chart(self, project: str, table: pd.DataFrame) -> Figure:
        from jxanalytics.charts import grade_sensitivity

        chart = grade_sensitivity(table, year=self.facts.year)
        return Figure(f"fig-working-{project}", chart.title, chart)


def _base(table: pd.DataFrame) -> pd.Series[object]:
    """The line every change starts from: recomputed where that differs from what was filed."""
    first: pd.Series[object] = table[table["kind"].isin(["填报", "复算"])].iloc[-1]
    return first


def _turning(table: pd.DataFrame) -> list[str]:
    """The single changes that alone move the grade, each in a sentence."""
    base = _base(table)
    single = table[(table["kind"] == "单项") & (table["grade"] != base["grade"])]
    return [
        f"{row['scenario']}{_MARK if row['misprint'] else ''}：等级由{base['grade']}变为{row['grade'] or '未定'}。"
        for row in single.to_dict("records")
    ]
