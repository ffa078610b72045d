"""Running the checks over a year, and the findings in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from types import MappingProxyType

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Finding, Raised
from jxanalytics.checks.findings import Findings, Names
from jxanalytics.checks.held import ByProject, Held, separable
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
    held: Held | None = None,
) -> Findings:
    """Every check that is switched on, run over a year.

    ``scheme`` is the year's own unless another is given; ``before`` is the year before it, without
    which the checks across years (JX9xx) stay silent. What ``held`` knows is not looked for again.
    """
    evidence = Evidence(year, scheme, before)
    known, chosen = held or Held(), settings or Settings()
    evidence.titles = {code: check.title for code, check in switchable(chosen).items()}
    if before is not None:
        last = known.before
        evidence.found_before += _found(Evidence(before), chosen, {}) if last is None else last
    found = _ordered(_found(evidence, chosen, known.projects), list(evidence.names))
    names = Names(
        MappingProxyType(evidence.names),
        MappingProxyType(dict(zip(year["units"]["unit_id"], year["units"]["name"], strict=True))),
        MappingProxyType({key: evidence.short(key) for key in evidence.kinds}),
        MappingProxyType(evidence.titles),
    )
    last_year = tuple(evidence.found_before)
    checked = any(chosen.of(code).on for code in switchable(chosen))
    return Findings(year.year, tuple(found), names, chosen.fore, before=last_year, checked=checked)


def switchable(settings: Settings) -> Mapping[str, Check]:
    """All checks there are in a workspace: the program's, then its own."""
    return {**registered(), **settings.own}


def _found(evidence: Evidence, settings: Settings, known: ByProject) -> list[Finding]:
    """The findings by code; those of single projects taken from ``known`` where they stand there."""
    checks = [
        check
        for code, check in switchable(settings).items()
        if settings.of(code).on and (check.family is not Family.YEARS or evidence.before)
    ]
    own = [check for check in checks if check.code in settings.own]
    across = [c for c in checks if c.family is Family.YEARS and c not in own]
    of_year = [c for c in checks if c.of_year and c not in (*across, *own)]
    found = _of_projects(evidence, settings, [c for c in checks if not c.of_year], known)
    found += _raised(evidence, settings, of_year)
    # Across years it is asked, too, what the checks of one year have found.
    evidence.found = sorted(found, key=lambda finding: finding.code)
    evidence.found += _raised(evidence, settings, [*across, *own])
    return evidence.found


def _of_projects(
    evidence: Evidence, settings: Settings, checks: Sequence[Check], known: ByProject
) -> list[Finding]:
    """What checks find that look at one project at a time: those not known are looked at."""
    if not known or not separable(evidence.year):
        return list(_raised(evidence, settings, checks))
    left = [project for project in evidence.names if project not in known]
    found = [f for project in ("", *evidence.names) for f in known.get(project, ())]
    if left:
        few = Evidence(evidence.year.of_projects(left), evidence.scheme, evidence.before)
        # What belongs to no project is known as well.
        found += [f for f in _raised(few, settings, checks) if f.project_id]
    return found


def _raised(evidence: Evidence, settings: Settings, checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        choice = settings.of(check.code)
        run = _guarded if check.code in settings.own else Check.run
        for raised in run(check, evidence, choice.numbers):
            unit = evidence.units.get(raised.project_id, "")
            # Findings are handed on and printed: they show no person's number and no leader's name.
            spots = tuple(replace(spot, quote=veiled(spot.quote)) for spot in raised.spots)
            yield Finding(
                check.code, choice.severity or check.severity, raised.project_id, unit,
                veiled(raised.message), spots, veiled(raised.expected), veiled(raised.basis),
                raised.key,
            )  # fmt: skip


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
