"""Amounts, rates and scores are exact decimals: tested against an oracle in fractions."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact, say

# Amounts as integers of the last place (one 分 of money), as large as a float carries.
UNITS = st.integers(-(10**15) + 1, 10**15 - 1)
POSITIVE = st.integers(1, 10**15 - 1)
PLACE = 10**exact.AMOUNT_PLACES


def amount(units: int) -> float:
    return float(Decimal(units).scaleb(-exact.AMOUNT_PLACES))


def rounded(value: Fraction, places: int) -> Fraction:
    """The oracle: half away from zero, in fractions."""
    whole = math.floor(abs(value) * 10**places + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


@given(UNITS, POSITIVE, st.integers(0, 4))
@example(30536, 123778, 2)
@example(999999999999999, 1, 2)
@example(59995, 100000, 2)  # 59.995% is 60.00%: at the edge of a band
@example(89995, 100000, 2)
@example(599949, 1000000, 2)  # 59.9949% is 59.99%
@example(1, 8, 2)
def test_percent_is_the_nearest_float_of_the_exact_rate(part: int, whole: int, places: int) -> None:
    """A rate is rounded half-up from the exact quotient, whatever the size of the amounts."""
    expected = rounded(Fraction(part, whole) * 100, places)
    result = exact.percent([amount(part)], [amount(whole)], places)
    assert result.tolist() == [expected.numerator / expected.denominator]


@pytest.mark.parametrize(
    ("part", "whole"), [(1.0, 0.0), (0.0, 0.0), (math.nan, 1.0), (1.0, math.nan), (1.0, -2.0)]
)
def test_an_undefined_rate_is_missing(part: float, whole: float) -> None:
    """A rate of a missing, zero or negative budget is missing, never 0% and never an error."""
    assert np.isnan(exact.percent([part], [whole])).all()


def test_rates_of_an_empty_column() -> None:
    """No rows give no rates."""
    assert exact.percent([], []).shape == (0,)


@given(st.integers(-(10**40), 10**40), st.integers(0, 8), st.integers(0, 6))
def test_half_up_agrees_with_fractions(digits: int, scale: int, places: int) -> None:
    """Rounding a decimal of any size is exact and half away from zero."""
    value = Decimal(f"{digits}e-{scale}")
    assert Fraction(exact.half_up(value, places)) == rounded(Fraction(value), places)


def test_a_float_stands_for_the_decimal_that_was_typed() -> None:
    """0.285 and 1.005 round up although their binary values lie below the half."""
    assert str(exact.half_up(0.285, 2)) == "0.29"
    assert str(exact.half_up(1.005, 2)) == "1.01"
    assert str(exact.half_up(-1.005, 2)) == "-1.01"


@given(st.lists(UNITS, min_size=1, max_size=30))
def test_total_is_the_exact_sum(units: list[int]) -> None:
    """A sum has no binary error, and nothing filled in has no sum."""
    filled = [amount(u) for u in units]
    assert exact.total([*filled, math.nan]) == sum(units) / PLACE
    assert math.isnan(exact.total([math.nan]))


@given(UNITS, UNITS)
def test_row_sums_and_differences_are_exact(left: int, right: int) -> None:
    """Parts and remainders are exact; a missing part makes the sum missing."""
    a, b = [amount(left)], [amount(right)]
    assert exact.summed(a, b).tolist() == [(left + right) / PLACE]
    assert exact.minus(a, b).tolist() == [(left - right) / PLACE]
    assert np.isnan(exact.summed(a, [math.nan])).all()
    assert np.isnan(exact.minus([math.nan], b)).all()


def test_sums_in_binary_would_differ() -> None:
    """The reference case's sums come out to the cent where binary addition need not."""
    assert exact.summed([1237.78], [179.31]).tolist() == [1417.09]
    assert exact.total([0.1] * 3) == 0.3 != sum([0.1] * 3)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.none() | UNITS), max_size=20))
def test_grouped_totals_agree_with_fractions(rows: list[tuple[str, int | None]]) -> None:
    """Group sums are exact, leave blanks out, and are missing where nothing is filled in."""
    frame = pd.DataFrame(
        {
            "unit": pd.Series([key for key, _ in rows], dtype="str"),
            "money": [math.nan if u is None else amount(u) for _, u in rows],
        }
    )
    result = exact.grouped_total(frame, "unit", ["money"])
    assert result["unit"].tolist() == sorted({key for key, _ in rows})
    for key, value in zip(result["unit"], result["money"], strict=True):
        filled = [u for k, u in rows if k == key and u is not None]
        assert value == sum(filled) / PLACE if filled else math.isnan(value)


def test_sums_beyond_what_floats_count_are_exact() -> None:
    """Amounts near the limit of a float add up to the nearest float of the exact sum, negative ones too."""
    money = [8999999999.5, -8999999998.75, 8999999999.25, 7.000001, -0.000001]
    frame = pd.DataFrame({"unit": ["甲", "乙", "甲", "乙", "甲"], "money": money})
    sums = exact.grouped_total(frame, "unit", ["money"]).set_index("unit")["money"]
    assert sums["甲"] == (8999999999500000 + 8999999999250000 - 1) / 10**6
    assert sums["乙"] == (-8999999998750000 + 7000001) / 10**6


def test_values_beyond_exactness_are_refused() -> None:
    """An amount too large to be exact raises an error that names it, instead of wrapping round."""
    with pytest.raises(MisuseError, match=r"1e\+20"):
        exact.percent([1e20], [1.0])
    with pytest.raises(MisuseError, match="inf"):
        exact.total([math.inf])
    frame = pd.DataFrame({"unit": ["甲"] * 2000, "money": [9e9] * 2000})
    with pytest.raises(MisuseError, match="money"):
        exact.grouped_total(frame, "unit", ["money"])


@given(UNITS)
def test_what_a_float_carries(units: int) -> None:
    """Every amount with six decimals and fifteen digits is carried, half a unit more is not."""
    assert exact.carried([amount(units), math.nan], exact.AMOUNT_PLACES).all()
    small = (units % 10**8 + 0.5) / PLACE
    assert not exact.carried([small, 1e300, math.inf], exact.AMOUNT_PLACES).any()


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (92.0, None, "92"),
        (100.0, None, "100"),
        (0.000001, None, "0.000001"),
        (1e15, None, "1000000000000000"),
        (24.666, 2, "24.67"),
        (1237.7, 2, "1237.70"),
        (-0.0, None, "0"),
        (-0.004, 2, "0.00"),
        (-0.005, 2, "-0.01"),
        (Decimal("2.50"), None, "2.5"),
    ],
)
def test_numbers_print_plainly(value: float, places: int | None, text: str) -> None:
    """Printed numbers have no exponent, no separator, no negative zero."""
    assert exact.plain(value, places) == text


@given(st.lists(st.integers(0, 6)))
def test_the_first_of_each_code(codes: list[int]) -> None:
    """Each code that occurs has its first place, in the order of the codes."""
    first = exact.first_of(np.array(codes, dtype=np.int64))
    assert first.tolist() == [codes.index(code) for code in sorted(set(codes))]


@pytest.mark.parametrize(
    ("wan", "said"),
    [(9999.99, "9999.99万元"), (9999.995, "1.00亿元"), (-9999.996, "-1.00亿元"), (10000.0, "1.00亿元")],
)  # fmt: skip
def test_an_amount_that_rounds_to_a_yi_is_said_so(wan: float, said: str) -> None:
    """What the two decimals make 10000.00万元 is 1.00亿元."""
    assert say.amount(wan) == said
