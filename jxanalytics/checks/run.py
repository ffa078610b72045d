"""Running the checks over a year, and the findings in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from types import MappingProxyType

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Finding, Raised
from jxanalytics.checks.findings import Findings, Names
from jxanalytics.checks.prose.people import veiled
from jxanalytics.checks.registry import REGISTER, Check, Family, Number
from jxanalytics.checks.settings import Settings
from jxanalytics.errors import ExtensionError
from jxanalytics.extensions import guarded
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import Scheme

# Where the checks stand, a family a line.
_MODULES = (
    "arithmetic.money",
    "arithmetic.marks",
    "across.money",
    "across.presence",
    "across.indicators",
    "across.versions",
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
    found = _ordered(_found(evidence, chosen), list(evidence.names))
    names = Names(
        MappingProxyType(evidence.names),
        MappingProxyType(dict(zip(year["units"]["unit_id"], year["units"]["name"], strict=True))),
        MappingProxyType({key: evidence.short(key) for key in evidence.kinds}),
        MappingProxyType({code: check.title for code, check in switchable(chosen).items()}),
    )
    return Findings(year.year, tuple(found), names, chosen.fore)


def switchable(settings: Settings) -> Mapping[str, Check]:
    """All checks there are in a workspace: the program's, then its own."""
    return {**registered(), **settings.own}


def _found(evidence: Evidence, settings: Settings) -> list[Finding]:
    for code, check in switchable(settings).items():
        choice = settings.of(code)
        if not choice.on or (check.family is Family.YEARS and evidence.before is None):
            continue
        severity = choice.severity or check.severity
        run = _guarded if code in settings.own else Check.run
        for raised in run(check, evidence, choice.numbers):
            unit = evidence.units.get(raised.project_id, "")
            # Findings are handed on and printed: they show no person's number and no leader's name.
            spots = tuple(replace(spot, quote=veiled(spot.quote)) for spot in raised.spots)
            finding = Finding(
                check.code, severity, raised.project_id, unit, veiled(raised.message), spots,
                raised.expected, raised.basis, raised.key,
            )  # fmt: skip
            evidence.found.append(finding)
    return evidence.found


def _guarded(check: Check, evidence: Evidence, numbers: Mapping[str, Number]) -> Iterator[Raised]:
    """What a workspace's own check raises; where it fails or yields something else, ExtensionError."""
    with guarded(Path(unwrap(check.look).__code__.co_filename), f"核对 {check.code} 不能运行，"):
        given = check.run(evidence, numbers)
        for raised in given if isinstance(given, Iterable) else [given]:
            if not isinstance(raised, Raised):
                raise ExtensionError(f"应逐条给出（yield）Raised(…)，现为「{raised}」")
            yield raised


def _ordered(found: Iterable[Finding], projects: list[str]) -> list[Finding]:
    place = {project: i for i, project in enumerate(projects)}
    return sorted(
        found, key=lambda f: (place.get(f.project_id, -1), f.severity.rank, f.code, f.key)
    )
