"""Across years: renamed and merged projects, changes, openings that do not connect, ageing."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.errors import MisuseError
from jxanalytics.model.schema import ALIASES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.statistics import ageing, carry_over, year_on_year
from jxanalytics.statistics.years import NOT_CONNECTED, ONE_YEAR_ONLY
from tests.statistics.years import Money, make_year, projects_money, renumbered, rolled, simple


def aliased(year: EvaluationYear, *rows: tuple[str, str, str]) -> EvaluationYear:
    """The year with aliases: (project, kind, alias)."""
    made = [{"project_id": p, "kind": kind, "alias": alias} for p, kind, alias in rows]
    return year.replaced(aliases=from_rows(ALIASES, made))


def test_continued_new_and_ended() -> None:
    """Projects that stay are compared, new and ended ones listed without a change."""
    before = make_year([simple(100, 50), simple(10, 10)])
    after = renumbered(make_year([simple(120, 90), simple(5, 5)], year=2020), P2="P9")
    table = year_on_year(before, after).set_index("key")
    assert table["status"].to_dict() == {"P1": "延续", "P9": "新增", "P2": "结束"}
    first = table.loc["P1"]
    assert (first["annual_change"], first["annual_change_rate"]) == (20, 20)
    assert (first["rate_before"], first["rate"], first["rate_change"]) == (50, 75, 25)
    assert table.loc[["P9", "P2"], "annual_change"].isna().all()


def test_renamed_and_merged() -> None:
    """A project under a new id is found by its alias; merged ones are added up before they are compared."""
    before = make_year(
        [simple(100, 20), simple(300, 180), simple(7, 7)], names=["老名", "并入项目", "主项目"]
    )
    after = aliased(
        renumbered(make_year([simple(90, 45), simple(500, 250)], names=["新名", "主项目"], year=2020),
                   P1="P8", P2="P3"),
        ("P8", "name", "老名"), ("P3", "merged", "并入项目"),
    )  # fmt: skip
    table = year_on_year(before, after).set_index("key")
    assert table["status"].to_dict() == {"P8": "更名", "P3": "合并"}
    assert table.loc["P8", "annual_before"] == 100
    assert table.loc["P3", "annual_before"] == 307
    assert table.loc["P3", "rate_before"] == 60.91
    assert table.loc["P3", "name_before"] == "并入项目、主项目"


def test_an_alias_that_had_ended_is_not_followed() -> None:
    """An alias used only until an earlier year does not identify a project of that name."""
    before = make_year([simple(1, 1)], names=["常用名"], year=2019)
    rows = [{"project_id": "P5", "kind": "name", "alias": "常用名", "until": 2017}]
    after = renumbered(make_year([simple(2, 2)], year=2020), P1="P5")
    after = after.replaced(aliases=from_rows(ALIASES, rows))
    assert year_on_year(before, after)["status"].tolist() == ["新增", "结束"]


def test_opening_that_does_not_connect() -> None:
    """The gap is this year's opening less last year's closing."""
    before = make_year([rolled(100, 40)])
    after = make_year([rolled(50, 0, prior=55, used=55)], year=2020)
    assert year_on_year(before, after)["opening_gap"].tolist() == [-5]


def test_scores_change_only_one_to_one() -> None:
    """Scores are compared for a project that stayed itself, not for one that several became."""
    before = make_year(
        [simple(1, 1), simple(1, 1)], names=["甲", "乙"], scores=[{"self": 80}, {"self": 70}]
    )
    after = make_year([simple(1, 1)], names=["甲"], year=2020, scores=[{"self": 90.5}])
    assert year_on_year(before, after)["score_change"][0] == 10.5
    merged = aliased(after, ("P1", "merged", "乙"))
    assert year_on_year(before, merged)["score_change"].isna().all()


def test_years_in_the_wrong_order_are_refused() -> None:
    """The earlier year must be the earlier one."""
    year = make_year([simple(1, 1)])
    with pytest.raises(MisuseError, match="应早于本年"):
        year_on_year(year, year)
    with pytest.raises(MisuseError, match="不能按「category」比较两年"):
        year_on_year(year, make_year([], year=2020), "category")


def test_units_and_total() -> None:
    """By unit and in total the changes are those of the sums."""
    before = make_year([simple(100, 50), simple(100, 100)], units=["A", "B"])
    after = make_year([simple(50, 50), simple(150, 75)], units=["A", "B"], year=2020)
    by_unit = year_on_year(before, after, "unit").set_index("key")
    assert by_unit["rate_change"].to_dict() == {"A": 50, "B": -50}
    total = year_on_year(before, after, "total").iloc[0]
    assert (total["annual_change"], total["rate_change"]) == (0, -12.5)


def test_age_from_one_year_is_unknown() -> None:
    """With one year's forms earlier money cannot be told apart, and the basis says so."""
    row = ageing([make_year([rolled(60, 10, prior=40, used=5)])]).iloc[0]
    assert (row["current"], row["unknown"], row["one_year"], row["two_years"]) == (50, 35, 0, 0)
    assert row["basis"] == ONE_YEAR_ONLY


def test_oldest_money_is_spent_first() -> None:
    """Closing 30 old + 50 new, 45 used next year: the old is gone, 35 of the newer is 满一年."""
    before = make_year([rolled(60, 10, prior=40, used=10)])
    after = make_year([rolled(20, 20, prior=80, used=45)], year=2020)
    row = ageing([before, after]).iloc[0]
    assert (row["current"], row["one_year"], row["two_years"], row["unknown"]) == (0, 35, 0, 0)
    less = ageing([before, make_year([rolled(20, 20, prior=80, used=10)], year=2020)]).iloc[0]
    assert (less["one_year"], less["two_years"]) == (50, 20)


def test_years_that_do_not_connect_have_no_age() -> None:
    """Where the opening is not last year's closing the age is unknown, and the basis asks to check."""
    before = make_year([rolled(60, 10)])
    row = ageing([before, make_year([rolled(20, 20, prior=70)], year=2020)]).iloc[0]
    assert (row["unknown"], row["basis"]) == (70, NOT_CONNECTED)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(projects_money(), min_size=1, max_size=4),
    st.lists(projects_money(), min_size=1, max_size=4),
)
def test_ages_add_up_to_the_closing(first: list[Money], second: list[Money]) -> None:
    """Per project and in total the ages add up to the closing of the roll-forward."""
    years = [make_year(first), make_year(second, year=2020)]
    ages = ["current", "one_year", "two_years", "unknown"]
    for by in ("project", "total"):
        table = ageing(years, by)
        assert table["closing"].tolist() == carry_over(years[1], by)["closing"].tolist()
        for row in table.to_dict("records"):
            parts = sum(Fraction(str(row[age])) for age in ages)
            assert parts == Fraction(str(row["closing"]))
    assert not math.isnan(float(table["closing"][0]))
