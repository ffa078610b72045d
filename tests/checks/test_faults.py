"""Faults planted one at a time are named, each under its code, and nothing else is."""

from __future__ import annotations

import pytest

from jxanalytics.checks import check_year, registered
from jxanalytics.samples import make_year, make_years
from jxanalytics.samples.faults import FAULTS, HARMLESS, plant, spread
from tests.checks.planted import NAMED, Outcome, outcomes

LEAST = 0.98


def tried(count: int, seed: int) -> list[Outcome]:
    return outcomes([plant(name, number) for name, number in spread(count, seed)])


def judged(outcomes: list[Outcome]) -> None:
    missed = [str(o) for o in outcomes if not o.found]
    assert len(missed) <= (1 - LEAST) * len(outcomes), "\n".join(missed)
    assert [str(o) for o in outcomes if o.unexplained] == []


def test_every_kind_has_its_code() -> None:
    """Each kind of fault is mapped to codes that there are."""
    assert NAMED.keys() == FAULTS.keys()
    codes = {code for named in NAMED.values() for code in named.right | named.also}
    assert codes <= set(registered())


def test_planted_faults_are_named() -> None:
    """Of 36 faults at least 98% are found under the right code, and nothing unexplained."""
    judged(tried(36, 1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8])
def test_three_hundred_planted_faults_are_named(seed: int) -> None:
    """Of 300 faults at least 98% are found under the right code, and nothing unexplained."""
    judged(tried(300, seed))


def test_harmless_variations_raise_nothing() -> None:
    """Spellings, roundings and things that are so raise no finding."""
    assert [str(o) for o in outcomes([plant(n, 1) for n in HARMLESS]) if o.codes] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_more_harmless_variations_raise_nothing(seed: int) -> None:
    """The same for other years."""
    assert [str(o) for o in outcomes([plant(n, seed) for n in HARMLESS]) if o.codes] == []


def test_clean_years_raise_nothing() -> None:
    """A clean year of 500 projects: zero findings."""
    assert [f.message for f in check_year(make_year(2024, 0, 500, 30))] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "seed", "projects"), [(2020, 1, 500), (2023, 2, 500), (2024, 7, 10_000)]
)
def test_more_clean_years_raise_nothing(year: int, seed: int, projects: int) -> None:
    """Nor in other years, nor where thousands of projects come close to each other by chance."""
    assert [f.message for f in check_year(make_year(year, seed, projects, 30))] == []


def test_clean_years_in_a_row_raise_nothing() -> None:
    """Nor are there findings across clean years."""
    before, year = make_years((2023, 2024), seed=6, projects=60, units=8)
    assert [f.message for f in check_year(year, before=before)] == []
