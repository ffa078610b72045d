"""Running the checks over a year, and the findings in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from types import MappingProxyType

import pandas as pd

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Finding, Severity
from jxanalytics.checks.prose.people import veiled
from jxanalytics.checks.registry import REGISTER, Check
from jxanalytics.checks.settings import Settings
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import Scheme

# Where the checks stand, a family a line.
_MODULES = (
    "arithmetic.money",
    "arithmetic.marks",
    "across.money",
    "across.presence",
    "across.indicators",
    "rules.stated",
    "rules.scores",
    "targets.values",
    "targets.names",
    "plausibility",
    "carry_over",
    "narrative",
    "structure",
    "disclosure",
    "years",
)


def registered() -> Mapping[str, Check]:
    """All checks by code, in the order of their codes."""
    for name in _MODULES:
        import_module(f"jxanalytics.checks.{name}")
    return MappingProxyType(dict(sorted(REGISTER.items())))


@dataclass(frozen=True)
class Findings:
    """The findings of a year: those of the year as a whole, then project by project.

    Within a project by severity, code and key. ``fore`` is how many 必须更正 and 请说明 of a project
    stand before the rest is folded under them.
    """

    year: int
    list: tuple[Finding, ...]
    names: Mapping[str, str]
    fore: int = 8

    def __len__(self) -> int:
        return len(self.list)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.list)

    def of(self, project_id: str) -> tuple[Finding, ...]:
        """The findings of one project; "" for those of the year as a whole."""
        return self._by_project.get(project_id, ())

    @cached_property
    def _by_project(self) -> dict[str, tuple[Finding, ...]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.list:
            found.setdefault(finding.project_id, []).append(finding)
        return {project: tuple(mine) for project, mine in found.items()}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a finding: number, code, title, severity, project_id, name, unit_id, message,
        places (``文件 位置：原文`` joined by ；), expected, basis, key, family, folded (bool)."""
        known = registered()
        folded = {id(finding) for finding in self.folded()}
        rows = [
            {
                "number": finding.number,
                "code": finding.code,
                "title": known[finding.code].title,
                "family": str(known[finding.code].family),
                "severity": str(finding.severity),
                "project_id": finding.project_id,
                "name": self.names.get(finding.project_id, ""),
                "unit_id": finding.unit_id,
                "message": finding.message,
                "spots": finding.spots,
                "expected": finding.expected,
                "basis": finding.basis,
                "key": finding.key,
                "folded": id(finding) in folded,
            }
            for finding in self.list
        ]
        return pd.DataFrame(rows, columns=_COLUMNS)

    def folded(self) -> Iterator[Finding]:
        """Findings beyond the first ``fore`` 必须更正 and 请说明 of their project."""
        for mine in self._by_project.values():
            asking = [finding for finding in mine if finding.severity is not Severity.NOTE]
            yield from asking[self.fore :]


_COLUMNS = [
    "number", "code", "title", "family", "severity", "project_id", "name", "unit_id", "message",
    "spots", "expected", "basis", "key", "folded",
]  # fmt: skip


def check_year(
    year: EvaluationYear,
    *,
    scheme: Scheme | None = None,
    before: EvaluationYear | None = None,
    settings: Settings | None = None,
) -> Findings:
    """Every check that is switched on, run over a year.

    ``scheme`` is the year's own unless another is given; ``before`` is the year before it, without
    which the checks across years (JX9xx) stay silent.
    """
    evidence = Evidence(year, scheme, before)
    chosen = settings or Settings()
    if before is not None:
        evidence.found_before += _found(Evidence(before), chosen)
    names = {str(key): str(name) for key, name in evidence.projects["name"].items()}
    found = _ordered(_found(evidence, chosen), names)
    return Findings(year.year, tuple(found), MappingProxyType(names), chosen.fore)


def _found(evidence: Evidence, settings: Settings) -> list[Finding]:
    for check in registered().values():
        choice = settings.of(check.code)
        if not choice.on:
            continue
        severity = choice.severity or check.severity
        for raised in check.run(evidence, choice.numbers):
            unit = evidence.units.get(raised.project_id, "")
            # Findings are handed on and printed: they show no person's number and no leader's name.
            spots = tuple(replace(spot, quote=veiled(spot.quote)) for spot in raised.spots)
            finding = Finding(
                check.code, severity, raised.project_id, unit, veiled(raised.message), spots,
                raised.expected, raised.basis, raised.key,
            )  # fmt: skip
            evidence.found.append(finding)
    return evidence.found


def _ordered(found: Iterable[Finding], names: Mapping[str, str]) -> list[Finding]:
    place = {project: i for i, project in enumerate(names)}
    return sorted(
        found, key=lambda f: (place.get(f.project_id, -1), f.severity.rank, f.code, f.key)
    )
