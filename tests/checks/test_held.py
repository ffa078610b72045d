"""What is known to hold is not looked for again, and it makes no difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from jxanalytics.checks import Finding, Held, check_year, registered
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.faults import plant, spread
from tests.checks.made import clean
from tests.checks.planted import together
from tests.checks.test_planted import PLANTS

# Checks of single projects whose faults are not among the planted ones; each was read.
UNPLANTED: set[str] = set()


def single(found: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """By project the findings of checks that look at one project at a time."""
    checks, mine = registered(), {}
    for finding in found:
        if not checks[finding.code].of_year:
            mine.setdefault(finding.project_id, []).append(finding)
    return {project: tuple(listed) for project, listed in mine.items()}


def faulty(seed: int, count: int) -> EvaluationYear:
    """Several cities side by side, each with a fault of its own."""
    planted = [plant(name, n) for name, n in spread(count, seed)]
    years = [p.year for p in planted if p.kind.years == 1]
    return together([*years, *(made(clean()) for made, _ in list(PLANTS.values())[seed::3])])


def differing(year: EvaluationYear, unchanged: Callable[[int], bool]) -> list[Finding]:
    """Findings that differ when those of some projects are taken as known."""
    whole = check_year(year)
    projects = ["", *year["projects"]["project_id"]]
    known = {p: single(whole).get(p, ()) for n, p in enumerate(projects) if not n or unchanged(n)}
    again = check_year(year, held=Held(known))
    return sorted(set(whole.list) ^ set(again.list), key=str)


@pytest.mark.parametrize("unchanged", [lambda n: n % 2, lambda n: n % 9], ids=["half", "most"])
def test_the_rest_is_found_alone(unchanged: Callable[[int], bool]) -> None:
    """The findings of some projects checked alone are those of the whole year."""
    assert differing(faulty(0, 24), unchanged) == []
