"""Carry-over: golden numbers, the roll-forward identity, and what is unknowable."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.model.store import load_year
from jxanalytics.statistics import carry_over
from jxanalytics.statistics.carryover import (
    AMOUNTS,
    FILED,
    FIRST_IN_FIRST_OUT,
    NO_RETURN,
    NOT_COMPLETE,
    NOT_EXECUTED,
    NOT_STATED,
)
from tests.conftest import REFERENCE
from tests.statistics.years import Money, make_year, projects_money

GOLDEN = {
    "opening": 690.09,
    "appropriation": 547.69,
    "adjustment": 0,
    "executed": 305.36,
    "executed_current": 0,
    "executed_prior": 305.36,
    "closing": 932.42,
    "closing_current": 547.69,
    "closing_prior": 384.73,
    "current_rate": 0,
    "use_rate": 44.25,
    "balance_rate": 75.33,
    "change_rate": 35.12,
    "cover": 3.05,
    "need": 0,
    "over_appropriation": 547.69,
}


@pytest.mark.parametrize("by", ["project", "unit", "total"])
def test_reference_case(by: str) -> None:
    """The reception project's carry-over comes out as published, also as unit and total."""
    row = carry_over(load_year(REFERENCE), by).iloc[0]
    assert {name: row[name] for name in GOLDEN} == GOLDEN
    assert row["covered"] == 1


def test_sources_not_stated_are_said() -> None:
    """The project that states its total alone has no roll-forward and the reason why."""
    row = carry_over(load_year(REFERENCE)).iloc[1]
    assert row["basis"] == NOT_STATED and math.isnan(row["closing"])


def one(**money: dict[str, float]) -> dict[str, object]:
    """The roll-forward of one project with this money."""
    row = carry_over(make_year([money])).iloc[0]
    return dict(row)


def test_first_in_first_out_is_said() -> None:
    """Spending without sources is taken from carry-over first, then the current appropriation, then other."""
    row = one(
        total={"annual": 100, "executed": 65},
        current={"annual": 50}, carry_over={"annual": 10}, other={"annual": 40},
    )  # fmt: skip
    assert (row["executed_prior"], row["executed_current"], row["executed_other"]) == (10, 50, 5)
    assert row["basis"] == f"{FIRST_IN_FIRST_OUT}；{NO_RETURN}"
    assert (row["need"], row["over_appropriation"]) == (55, -5)


def test_blank_source_counts_as_none_only_when_the_rest_is_the_total() -> None:
    """A blank source is nothing when the others make up the total; else the roll-forward is unknowable."""
    filled = one(total={"annual": 50, "executed": 20}, current={"annual": 50, "executed": 20})
    assert filled["closing"] == 30 and str(filled["basis"]).startswith(FILED)
    short = one(total={"annual": 60, "executed": 20}, current={"annual": 50, "executed": 20})
    assert short["basis"] == NOT_COMPLETE
    assert all(math.isnan(float(str(short[name]))) for name in AMOUNTS)


def test_blank_execution_is_unknowable() -> None:
    """Without any execution figure nothing is rolled forward."""
    assert one(total={"annual": 5}, current={"annual": 5})["basis"] == NOT_EXECUTED


def test_returned_money_leaves_carry_over_first() -> None:
    """What was returned reduces closing, that of earlier years first, and the basis needs no remark."""
    row = one(
        total={"annual": 100, "executed": 30, "returned": 50},
        current={"annual": 60, "executed": 0}, carry_over={"annual": 40, "executed": 30},
    )  # fmt: skip
    assert (row["closing"], row["closing_prior"], row["closing_current"]) == (20, 0, 20)
    assert row["basis"] == FILED


def test_adjustment_is_the_change_of_the_current_appropriation() -> None:
    """年初 40, 全年 60 of current money: appropriation 40, adjustment 20, and its rate is on 60."""
    row = one(
        total={"annual": 60, "executed": 30}, current={"initial": 40, "annual": 60, "executed": 30}
    )
    assert (row["appropriation"], row["adjustment"], row["current_rate"]) == (40, 20, 50)


def test_undefined_rates_are_missing() -> None:
    """With no opening and no spending, use, change and cover are undefined, not 0."""
    row = one(total={"annual": 60, "executed": 0}, current={"annual": 60, "executed": 0})
    assert all(math.isnan(float(str(row[n]))) for n in ("use_rate", "change_rate", "cover"))


@settings(max_examples=20, deadline=None)
@given(st.lists(projects_money(), min_size=1, max_size=6), st.data())
def test_roll_forward_conserves(money: list[Money], data: st.DataObject) -> None:
    """C = O + A + J + X − S − R and C = C_current + C_prior hold for every project, unit and total."""
    units = [data.draw(st.sampled_from("AB")) for _ in money]
    year = make_year(money, units)
    tables = {by: carry_over(year, by) for by in ("project", "unit", "total")}
    for table in tables.values():
        for row in table.to_dict("records"):
            v = {name: Fraction(str(row[name])) for name in AMOUNTS}
            start = v["opening"] + v["appropriation"] + v["adjustment"] + v["other"]
            assert v["closing"] == start - v["executed"] - v["returned"]
            assert v["closing"] == v["closing_current"] + v["closing_prior"]
            assert (
                v["executed"] == v["executed_current"] + v["executed_prior"] + v["executed_other"]
            )
    for name in AMOUNTS:
        whole = Fraction(str(tables["total"][name][0]))
        for by in ("project", "unit"):
            assert sum(Fraction(str(value)) for value in tables[by][name]) == whole


@settings(max_examples=20, deadline=None)
@given(projects_money())
def test_money_agrees_with_the_form(entry: Money) -> None:
    """Opening, spending and closing are the form's own figures, however the spending is split."""
    row = one(**{source: dict(amounts) for source, amounts in entry.items()})
    assert row["opening"] == entry["carry_over"]["annual"]
    assert row["executed"] == entry["total"]["executed"]
    filed = "executed" in entry["current"]
    assert str(row["basis"]).startswith(FILED if filed else FIRST_IN_FIRST_OUT)
    if filed:
        assert row["executed_prior"] == entry["carry_over"]["executed"]
