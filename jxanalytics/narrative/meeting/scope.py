"""Whose figures a deck shows: the whole year, one unit, or one project."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import say
from jxanalytics.model.precedence import PRECEDENCE
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.narrative.facts import Facts

# Rows of a table of names on one slide, in type of 20 points.
ROWS = 7
_LISTED = 40


@dataclass(frozen=True)
class Scope:
    """The figures of the projects a deck is about; ``whole`` are those of all, where it is some."""

    facts: Facts
    whole: Facts | None = None

    @property
    def count(self) -> int:
        return len(self.facts.model["projects"])

    @cached_property
    def by(self) -> str:
        """Several units are compared as units, one unit's projects as projects."""
        return "unit" if self.facts.model["projects"]["unit_id"].nunique() > 1 else "project"

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What the checks found, a row a finding; sums over all are checked over all."""
        year = self.whole or self.facts
        found = year.findings.frame
        mine = {*self.facts.model["projects"]["project_id"], *([] if self.whole else [""])}
        return found[found["project_id"].isin(mine)]

    @property
    def noun(self) -> str:
        return "单位" if self.by == "unit" else "项目"

    @property
    def source(self) -> str:
        """Where the figures come from, for the notes."""
        order = "、".join(DOCUMENT_SHORT[kind] for kind in PRECEDENCE["funding"])
        return (
            f"来源：{self.facts.year}年度各单位报送材料；同一数据在几份材料中都有的，"
            f"依次采用{order}所填数。评分办法：{self.facts.scheme.name}。"
        )

    @property
    def latest(self) -> str:
        """The latest date that a document of the year bears, in words; blank where none does."""
        dates = [date for date in self.facts.model["documents"]["dated"] if date]
        return say.day(max(dates, default=""))


def of_unit(scope: Scope, unit_id: str) -> Scope:
    """The same with the projects of one unit alone."""

    def narrowed(model: EvaluationYear) -> EvaluationYear:
        projects = model["projects"]
        return model.of_projects(projects.loc[projects["unit_id"] == unit_id, "project_id"])

    facts, before = scope.facts, scope.facts.before
    mine = Facts(narrowed(facts.model), facts.scheme, narrowed(before) if before else None)
    return Scope(mine, facts)


def find_unit(facts: Facts, wanted: str) -> tuple[str, str]:
    """Id and name of the unit with projects known by that id, code or name.

    Raises MisuseError with a suggestion for any other.
    """
    units = facts.model["units"]
    units = units[units["unit_id"].isin(facts.model["projects"]["unit_id"])]
    known = ["unit_id", "unit_code", "name"]
    for row in units[known].to_dict("records"):
        if wanted and wanted in row.values():
            return str(row["unit_id"]), str(row["name"])
    names = [str(value) for column in known for value in units[column]]
    close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.3)
    hint = (
        f"是否要用「{close[0]}」？"
        if close
        else f"可用：{say.listed(list(units['name']), noun='个')}。"
    )
    raise MisuseError(f"{facts.year}年度没有单位「{wanted}」，{hint}")


def listing(data: pd.DataFrame) -> list[str]:
    """The rows behind a figure as lines of the notes: name, then each figure with its header."""
    shown = data.head(_LISTED)
    lines = [
        f"{row[0]}：" + "，".join(f"{name}{_said(v, name)}" for name, v in zip(data.columns[1:], row[1:], strict=True))
        for row in shown.itertuples(index=False, name=None)
    ]  # fmt: skip
    if len(data) > len(shown):
        lines.append(f"其余{len(data) - len(shown)}行见年度汇编附表。")
    return lines


def _said(value: object, header: str) -> str:
    """A figure of the notes: amounts and rates with two decimals, as everywhere."""
    if isinstance(value, float):
        return say.number(value, 2 if header.endswith(("（万元）", "（%）")) else None) or "未填"
    return str(value)
