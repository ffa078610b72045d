"""The findings of a year together: in order, by project, as a table, with what was explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from jxanalytics.checks.explained import Explanation
from jxanalytics.checks.finding import Finding, Severity, Spot
from jxanalytics.checks.registry import Family, family_of
from jxanalytics.model.places import said_in

_COLUMNS = [
    "number", "code", "title", "family", "severity", "project_id", "name", "unit_id", "unit_name",
    "message", "places", "expected", "basis", "key", "folded", "explained", "explained_by",
]  # fmt: skip
# Characters shown of a quotation in a sentence.
_QUOTE = 60
# Which families come to the fore where there are more findings than places.
_MONEY_FIRST = (
    Family.ARITHMETIC,
    Family.DOCUMENTS,
    Family.CARRY_OVER,
    Family.PLAUSIBILITY,
    Family.YEARS,
    Family.RULES,
    Family.NARRATIVE,
    Family.TARGETS,
    Family.STRUCTURE,
)
LABELS = {
    "number": "疑点编号",
    "code": "编码",
    "title": "核对事项",
    "family": "类别",
    "severity": "级别",
    "project_id": "项目编号",
    "name": "项目名称",
    "unit_id": "单位编号",
    "unit_name": "单位",
    "message": "疑点",
    "places": "位置和原文",
    "expected": "应为",
    "basis": "计算依据",
    "folded": "折叠",
    "explained": "说明原因",
    "explained_by": "说明人",
}


@dataclass(frozen=True)
class Names:
    """What is printed for ids and codes: projects, units, documents (自评表 …), titles of checks."""

    projects: Mapping[str, str]
    units: Mapping[str, str]
    documents: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Findings:
    """The findings of a year: those of the year as a whole, then project by project.

    Within a project by severity, code and key. ``fore`` is how many 必须更正 and 请说明 of a project
    stand before the rest is folded under them. ``explained`` are the explanations by the number of
    their finding; ``gone`` those whose finding is no longer there. ``before`` are the findings of
    the year before, without what was explained of them. Where every check is switched off nothing
    was ``checked``, and no findings say nothing.
    """

    year: int
    list: tuple[Finding, ...]
    names: Names
    fore: int = 8
    explained: Mapping[str, Explanation] = field(default_factory=dict)
    gone: tuple[Explanation, ...] = ()
    before: tuple[Finding, ...] = ()
    checked: bool = True

    def __len__(self) -> int:
        return len(self.list)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.list)

    def of(self, project_id: str) -> tuple[Finding, ...]:
        """The findings of one project; "" for those of the year as a whole."""
        return self._by_project.get(project_id, ())

    def folded(self, project_id: str) -> frozenset[str]:
        """Numbers of what is folded in a project's list: all but ``fore`` 必须更正 and 请说明.

        Kept are the gravest, and among them what touches the money before rules and wording; what
        is explained is settled and makes room.
        """
        if project_id not in self._folded:
            asking = [f for f in self.of(project_id) if f.severity is not Severity.NOTE]
            asking.sort(key=self._rank)
            shown = {finding.number for finding in asking[: self.fore]}
            hidden = (f.number for f in self.of(project_id) if f.number not in shown)
            self._folded[project_id] = frozenset(hidden)
        return self._folded[project_id]

    @cached_property
    def _folded(self) -> dict[str, frozenset[str]]:
        """What ``folded`` gave so far: it is asked once a finding."""
        return {}

    def _rank(self, finding: Finding) -> tuple[bool, int, int]:
        family = _MONEY_FIRST.index(family_of(finding.code))
        return finding.number in self.explained, finding.severity.rank, family

    def open(self, *severities: Severity) -> Iterator[Finding]:
        """Findings of these severities that nobody has explained."""
        return (f for f in self.list if f.severity in severities and f.number not in self.explained)

    def with_explanations(self, entries: Iterable[Explanation]) -> Findings:
        """These findings with what was explained; an entry without its finding is ``gone``."""
        numbers = {finding.number for finding in self.list}
        by_number = {entry.number: entry for entry in entries}
        gone = tuple(entry for number, entry in by_number.items() if number not in numbers)
        known = {number: entry for number, entry in by_number.items() if number in numbers}
        return replace(self, explained=MappingProxyType(known), gone=gone)

    @cached_property
    def _by_project(self) -> dict[str, tuple[Finding, ...]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.list:
            found.setdefault(finding.project_id, []).append(finding)
        return {project: tuple(mine) for project, mine in found.items()}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a finding: number, code, title, family, severity, project_id, name, unit_id,
        unit_name, message, places (text), expected, basis, key, folded, explained, explained_by."""
        hidden = {n for project in self._by_project for n in self.folded(project)}
        rows = [self._row(finding, hidden) for finding in self.list]
        return pd.DataFrame(rows, columns=_COLUMNS)

    def _row(self, finding: Finding, hidden: set[str]) -> dict[str, object]:
        entry = self.explained.get(finding.number)
        return {
            "number": finding.number,
            "code": finding.code,
            "title": self.names.titles[finding.code],
            "family": str(family_of(finding.code)),
            "severity": str(finding.severity),
            "project_id": finding.project_id,
            "name": self.names.projects.get(finding.project_id, ""),
            "unit_id": finding.unit_id,
            "unit_name": self.names.units.get(finding.unit_id, ""),
            "message": finding.message,
            "places": "；".join(self.place(spot) for spot in finding.spots),
            "expected": finding.expected,
            "basis": finding.basis,
            "key": finding.key,
            "folded": finding.number in hidden,
            "explained": entry.reason if entry else "",
            "explained_by": entry.person if entry else "",
        }

    def place(self, spot: Spot) -> str:
        """A place in words with what is written there: 自评表（表2）第6行第15列“24.67%”."""
        document = self.names.documents.get(spot.document_id, spot.document_id)
        where = said_in(document, spot.place)
        text = " ".join(spot.quote.split())
        return (
            f"{where}“{text if len(text) <= _QUOTE else text[: _QUOTE - 2] + '……'}”"
            if text
            else where
        )
