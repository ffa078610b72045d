"""Concentration and outliers, with ties, negative and missing values and groups too small to judge."""

from __future__ import annotations

import math
import statistics as plain
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.statistics import concentration, outliers


def table(*values: float, **columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(
        {"name": [f"项目{i}" for i in range(len(values))], "annual": values, **columns}
    )


def test_concentration_runs_to_all() -> None:
    """Rows come largest first with rank, share and a running share that ends at 100; ties share a rank."""
    rows = concentration(table(1, math.nan, 2, 3, 2))
    assert rows["annual"].tolist() == [3, 2, 2, 1]
    assert rows["rank"].tolist() == [1, 2, 2, 4]
    assert rows["share"].tolist() == [37.5, 25, 25, 12.5]
    assert rows["cumulative_share"].tolist() == [37.5, 62.5, 87.5, 100]


def test_concentration_of_negative_or_no_money_is_undefined() -> None:
    """With a negative value, or a sum that is not positive, there are no shares."""
    for rows in (concentration(table(5, -1)), concentration(table(0, 0))):
        assert rows["share"].isna().all() and rows["cumulative_share"].isna().all()


def test_outliers_lie_outside_the_fences() -> None:
    """Values beyond 1.5 quartile ranges are named 偏低 or 偏高; one on the fence is inside."""
    rows = outliers(table(10, 11, 12, 13, 14, 30, -20), "annual")
    assert rows["outlier"].tolist() == ["", "", "", "", "", "偏高", "偏低"]
    assert (rows["lower"][0], rows["upper"][0]) == (6.0, 18.0)
    assert outliers(table(0, 0, 0, 0, 0), "annual")["outlier"].tolist() == [""] * 5


def test_small_groups_are_not_judged() -> None:
    """A group with too few values, missing ones not counted, has no fences."""
    units = ["A"] * 6 + ["B"] * 4
    rows = outliers(table(1, 1, 1, 1, 1, 99, 1, 1, 1, 99, unit=units), "annual", by="unit")
    assert rows["judged"].tolist() == [True] * 6 + [False] * 4
    assert rows["outlier"].tolist() == [""] * 5 + ["偏高"] + [""] * 4
    short = outliers(table(1, 1, 1, 1, math.nan), "annual")
    assert not short["judged"].any() and (short["outlier"] == "").all()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-(10**8), 10**8), min_size=5, max_size=30))
def test_fences_against_fractions(cents: list[int]) -> None:
    """Fences equal those of inclusive quartiles computed on fractions, and no fence is off by rounding."""
    values = [Fraction(c, 100) for c in cents]
    first, _, third = plain.quantiles(values, n=4, method="inclusive")
    lower, upper = (
        edge for edge in (first - (third - first) * 3 / 2, third + (third - first) * 3 / 2)
    )
    rows = outliers(table(*[c / 100 for c in cents]), "annual")
    assert (rows["lower"][0], rows["upper"][0]) == (float(lower), float(upper))
    expected = ["偏低" if v < lower else "偏高" if v > upper else "" for v in values]
    assert rows["outlier"].tolist() == expected
