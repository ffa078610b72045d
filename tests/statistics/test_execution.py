"""Execution: golden numbers of the reference case, and sums and ratios against plain fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.errors import MisuseError
from jxanalytics.model.store import load_year
from jxanalytics.statistics import execution, schedule_gap, total_row
from tests.conftest import REFERENCE
from tests.statistics.years import Money, make_year, projects_money


def plain_rate(part: Fraction, whole: Fraction) -> float:
    """part ÷ whole in percent, half away from zero at two places, computed on fractions."""
    hundredths = part * 10000 / whole
    rounded = math.floor(abs(hundredths) + Fraction(1, 2))
    return (rounded if hundredths >= 0 else -rounded) / 100


def exactly(value: float) -> Fraction:
    return Fraction(str(value))


def test_reference_case() -> None:
    """The two projects of 2019 execute 34.20% together, though their rates average 62.33%."""
    total = execution(load_year(REFERENCE), "total").iloc[0]
    assert (total["annual"], total["executed"], total["unexecuted"]) == (1417.09, 484.67, 932.42)
    assert (total["rate"], total["mean_rate"], total["projects"]) == (34.2, 62.33, 2)


def test_reference_case_by_project_and_source() -> None:
    """Each project has its own rate; sources are those of the one project that states them."""
    year = load_year(REFERENCE)
    assert execution(year)["rate"].tolist() == [24.67, 100.0]
    sources = execution(year, "source").set_index("key")
    assert sources["annual"].tolist()[:2] == [547.69, 690.09]
    assert sources["rate"].tolist()[:2] == [0.0, 44.25]
    assert math.isnan(sources.loc["other", "rate"]) and sources.loc["other", "projects"] == 0


def test_missing_is_not_zero() -> None:
    """A blank execution gives no rate, is counted as incomplete and kept out of the group's rate."""
    year = make_year([
        {"total": {"annual": 100, "executed": 50}},
        {"total": {"annual": 300}},
        {"total": {"annual": 0, "executed": 0}},
    ])  # fmt: skip
    by_project = execution(year)
    assert by_project["rate"].isna().tolist() == [False, True, True]
    total = execution(year, "total").iloc[0]
    assert (total["annual"], total["executed"], total["unexecuted"]) == (400, 50, 50)
    assert (total["rate"], total["rated_annual"], total["incomplete"]) == (50, 100, 1)


def test_units_stand_in_code_order() -> None:
    """Units are ordered by code as text, those without one last; projects keep their order within."""
    year = make_year(
        [{"total": {"annual": 1, "executed": 1}}] * 4,
        units=["B", "A", "N", "B"],
        codes={"A": "0102", "B": "0101"},
    )
    assert execution(year, "unit")["key"].tolist() == ["B", "A", "N"]
    assert execution(year)["key"].tolist() == ["P1", "P4", "P2", "P3"]


def test_schedule_gap() -> None:
    """The gap is the rate less the share of the year gone, in percentage points."""
    year = make_year([{"total": {"annual": 3, "executed": 1}}])
    assert schedule_gap(year, 50.0)["gap"].tolist() == [-16.67]


def test_unknown_grouping_is_refused() -> None:
    """An unknown grouping is refused with the ones there are."""
    with pytest.raises(MisuseError, match="不能按「colour」汇总，可用：project"):
        execution(make_year([]), "colour")


@pytest.mark.parametrize("by", ["project", "unit", "department", "category", "total", "source"])
def test_no_projects(by: str) -> None:
    """A year without projects gives tables without figures, not an error."""
    table = execution(make_year([]), by)
    assert table["rate"].isna().all()


@settings(max_examples=20, deadline=None)
@given(st.lists(projects_money(), min_size=1, max_size=6), st.data())
def test_against_fractions(money: list[Money], data: st.DataObject) -> None:
    """Per unit and in total, sums and rates equal those of plain fractions, and units add up to the total."""
    units = [data.draw(st.sampled_from("ABC")) for _ in money]
    year = make_year(money, units)
    table = execution(year, "unit").set_index("key")
    for unit in set(units):
        own = [entry["total"] for entry, owner in zip(money, units, strict=True) if owner == unit]
        annual = sum((exactly(entry["annual"]) for entry in own), Fraction())
        executed = sum((exactly(entry["executed"]) for entry in own), Fraction())
        assert exactly(table.loc[unit, "annual"]) == annual
        assert exactly(table.loc[unit, "unexecuted"]) == annual - executed
        if annual > 0:
            assert table.loc[unit, "rate"] == plain_rate(executed, annual)
        else:
            assert math.isnan(table.loc[unit, "rate"])
    total = execution(year, "total").iloc[0]
    for column in ("annual", "executed", "unexecuted"):
        assert sum(map(exactly, table[column])) == exactly(total[column])
    shown = total_row(execution(year))
    assert shown["annual"] == total["annual"] and shown["projects"] == len(money)
    assert shown["rate"] == total["rate"] or math.isnan(total["rate"])


def test_sources_of_the_beginning_alone_change_nothing() -> None:
    """A project whose annual budget is a total alone is in no source: its initial money, not broken
    down later, would pass for money taken back."""
    whole = {"initial": 30, "annual": 30, "executed": 20}
    year = make_year([
        {"total": {"initial": 100, "annual": 90, "executed": 80},
         "current": {"initial": 100, "annual": 90, "executed": 80}},
        {"total": whole, "current": {"initial": 30}},
    ])  # fmt: skip
    current = execution(year, "source").set_index("key").loc["current"]
    assert (current["initial"], current["annual"], current["projects"]) == (100, 90, 1)
