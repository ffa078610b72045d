"""Column scoring against the slow oracle in Fraction arithmetic, band edges included."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.scoring.pieces import FULL, NOTHING, Award, Bound, Branch, Measured, Step
from jxanalytics.scoring.ratios import Ratios, product
from jxanalytics.scoring.reading import Base, Contradiction, Partial, Reading
from jxanalytics.scoring.rules import Band, Bands, Deadline, Ladder, Proportional, Range, Rule
from tests.scoring import oracle
from tests.scoring.strategies import figures, rules

# The smallest difference that figures of a form can have.
STEP = Fraction(1, 10**6)

readings = st.builds(
    Reading,
    partial=st.sampled_from(list(Partial)),
    above_inclusive=st.booleans(),
    below_inclusive=st.booleans(),
    base=st.sampled_from(list(Base)),
    contradiction=st.sampled_from(list(Contradiction)),
)
weights = figures(0, 100).filter(lambda w: w > 0)
loose = st.fractions(min_value=-10, max_value=700, max_denominator=10**6)


def edges(rule: Rule, base: Fraction) -> list[Fraction]:
    """The values at which a rule changes its mind, and the whole steps from its start."""
    bounds: list[Bound | None] = []
    step: Step | None = None
    start: Fraction | None = None
    if isinstance(rule, Ladder):
        bounds, step = [rule.full, rule.zero], rule.step
        start = Fraction(rule.full.value) if rule.full else base
    elif isinstance(rule, Bands):
        bounds = [end for band in rule.bands for end in (band.low, band.high)]
        bounds += [end for band in rule.stretched for end in (band.low, band.high)]
    elif isinstance(rule, Range):
        bounds, step, start = [rule.low, rule.high], rule.step, Fraction(rule.high.value)
    elif isinstance(rule, Deadline):
        bounds, step, start = [rule.zero], rule.step, Fraction(0)
    elif isinstance(rule, Proportional):
        bounds = [rule.zero, rule.full]
    found = [Fraction(bound.value) for bound in bounds if bound] + [Fraction(0), Fraction(100)]
    if step is not None and start is not None:
        found += [start + sign * n * Fraction(step.size) for n in (0, 1, 2, 5) for sign in (1, -1)]
    return found


def scored(
    rule: Rule, values: list[Fraction], weight: Decimal, reading: Reading, base: Fraction
) -> list[Fraction | None]:
    over = np.array([value.numerator for value in values], dtype=object)
    under = np.array([value.denominator for value in values], dtype=object)
    bases = Ratios(
        np.full(len(values), base.numerator, dtype=np.int64),
        np.full(len(values), base.denominator, dtype=np.int64),
    )
    ratios = Ratios(over.astype(np.int64), under.astype(np.int64))
    column = np.full(len(values), int(weight * 10**4), dtype=np.int64)
    outcome = rule.outcome(Measured(ratios, column, bases), reading)
    unscored = (Branch.UNCOVERED, Branch.JUDGED)
    return [
        None if branch in unscored else Fraction(int(points), 10**4)
        for points, branch in zip(outcome.points, outcome.branch, strict=True)
    ]


@given(rules(), st.lists(loose, max_size=8), weights, readings, figures(0, 600))
@settings(max_examples=150, deadline=None)
def test_columns_agree_with_the_oracle(
    rule: Rule, values: list[Fraction], weight: Decimal, reading: Reading, start: Decimal
) -> None:
    """Every rule kind gives the oracle's points, at every edge and one smallest step either side."""
    base = Fraction(start)
    at = edges(rule, base)
    tried = values + at + [value + STEP for value in at] + [value - STEP for value in at]
    expected = [oracle.score(rule, v, Fraction(weight), reading, base) for v in tried]
    assert scored(rule, tried, weight, reading, base) == expected


@given(rules(), weights, readings, figures(1, 600))
@settings(max_examples=60, deadline=None)
def test_no_score_leaves_its_range(
    rule: Rule, weight: Decimal, reading: Reading, start: Decimal
) -> None:
    """A score is never negative and never more than the weight."""
    values = [*edges(rule, Fraction(start)), Fraction(10**9), Fraction(-(10**9))]
    for points in scored(rule, values, weight, reading, Fraction(start)):
        assert points is None or 0 <= points <= Fraction(weight)


LADDER = Ladder("%", Step(Decimal(5), Award(Decimal(1))), Bound(Decimal(100), "达"), None)
HUGE = [
    LADDER,
    Proportional(),
    Bands(
        "%",
        (Band(Bound(Decimal(80), "≥"), None, FULL), Band(None, Bound(Decimal(80), "<"), NOTHING)),
    ),
]


@pytest.mark.parametrize("rule", HUGE)
@pytest.mark.parametrize("size", [2**31, 2**53, 2**62])
def test_overflow_is_defined(rule: Rule, size: int) -> None:
    """Beyond int64 the column goes on in unbounded integers with the same result."""
    values = [Fraction(size, size + 1), Fraction(size, 3), Fraction(95 * size + 1, size)]
    values = [value for value in values if value.numerator < 2**63]
    expected = [oracle.score(rule, v, Fraction(10), Reading(), Fraction(100)) for v in values]
    assert scored(rule, values, Decimal(10), Reading(), Fraction(100)) == expected


def test_products_switch_before_they_overflow() -> None:
    """A product that int64 cannot hold is carried as unbounded integers, a small one is not."""
    small = np.array([3, -4], dtype=np.int64)
    large = np.array([2**40, 1], dtype=np.int64)
    assert product(small, small).dtype == np.int64
    assert product(large, large).tolist() == [2**80, 1]


def test_a_score_at_an_edge_does_not_depend_on_binary_fractions() -> None:
    """0.285 of a point rounds up: as a binary fraction it would round down."""
    ratio = Ratios(np.array([285], dtype=np.int64), 1000)
    assert ratio.times(np.array([10**4], dtype=np.int64), 2).tolist() == [2900]


HUGE_BOUND = Decimal("999999999999.999999")


@pytest.mark.parametrize(
    "rule",
    [
        Ladder("元", Step(Decimal("0.01"), Award(Decimal(1))), Bound(HUGE_BOUND, ">")),
        Bands("元", (Band(Bound(HUGE_BOUND, "≥"), None, FULL), Band(None, None, NOTHING))),
        Range("元", Bound(Decimal(1), "≥"), Bound(HUGE_BOUND, "≤")),
    ],
)
@pytest.mark.parametrize("values", [[HUGE_BOUND - 1, HUGE_BOUND], [Decimal(5), Decimal(0)]])
def test_a_bound_beyond_int64_is_compared_exactly(rule: Rule, values: list[Decimal]) -> None:
    """The largest bound a sentence can state leaves int64 unharmed, beside large and small figures."""
    tried = [Fraction(value) for value in values]
    over = np.array([int(value * 10**6) for value in tried], dtype=np.int64)
    weights = np.full(len(tried), 10**5, dtype=np.int64)
    outcome = rule.outcome(Measured(Ratios(over, 10**6), weights), Reading())
    expected = [oracle.score(rule, v, Fraction(10), Reading(), Fraction(0)) for v in tried]
    assert [Fraction(int(p), 10**4) for p in outcome.points] == expected
