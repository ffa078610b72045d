"""The demonstration: the same by seed, believable, and with something to see everywhere."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from jxanalytics.checks import check_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.facts import Facts
from jxanalytics.samples import make_demo
from jxanalytics.statistics import ageing, same_projects, year_on_year

YEARS = (2022, 2023, 2024)
Made = list[EvaluationYear]


@pytest.fixture(scope="module")
def years() -> Made:
    return make_demo()


def test_the_same_seed_makes_the_same_years(years: Made) -> None:
    """Two runs give equal tables and texts, another seed gives others."""
    for one, two, other in zip(years, make_demo(), make_demo(7), strict=True):
        for name, table in one.tables.items():
            pd.testing.assert_frame_equal(table, two[name])
        assert dict(one.texts) == dict(two.texts)
        assert not one["funding"].equals(other["funding"])


def test_size_and_labels(years: Made) -> None:
    """Sixty projects of eight units a year; units, file names and texts say that they are invented."""
    for year in years:
        assert len(year["projects"]) == 60 and year["projects"]["unit_id"].nunique() == 8
        assert year["units"]["name"].str.endswith("（虚构）").all()
        assert year["documents"]["file"].str.startswith("虚构示例").all()
        assert all(text.startswith("本材料为虚构示例") for text in year.texts.values())


@pytest.mark.parametrize("number", YEARS)
def test_every_chapter_has_something_to_say(years: Made, number: int) -> None:
    """Low execution, high scores with it, missing forms, and lower scores by others occur each year."""
    facts = Facts(years[YEARS.index(number)])
    scores = facts.project_scores
    low = scores[scores["rate"] < 60]
    assert 5 <= len(low) <= 20
    assert (low["score"] >= 80).any() and (low["score"] < 80).any()
    assert {"优", "良", "中", "未评"} <= set(scores["grade"])
    assert len(facts.without_form) == 2
    for who in ("department_difference", "review_difference"):
        given = facts.self_against[who].dropna()
        assert len(given) >= 8 and given.max() >= 5 and given.min() >= 0


def test_money_rolls_forward_but_for_one_project_a_year(years: Made) -> None:
    """Each opening is last year's closing, merged projects added up, except one that does not connect."""
    for before, after in pairwise(years):
        compared = year_on_year(before, after)
        gaps = compared["opening_gap"].dropna()
        assert len(gaps) > 40
        assert [round(gap, 2) for gap in gaps if gap] == [-32.0]
        assert (compared["status"] == "合并").sum() == 1
        assert set(compared["status"]) >= {"延续", "合并", "新增", "结束"}
        assert (same_projects(before, after) != "").sum() > 40


def test_old_money_lies_there(years: Made) -> None:
    """At the last year's end there is money of this year, of last year and of years before."""
    total = ageing(years, "total").iloc[0]
    assert total["current"] > 0 and total["one_year"] > 0 and total["two_years"] > 0


def test_slips_are_few_and_told(years: Made) -> None:
    """Most filed scores are what the rules give; a few are not, and the checks find something to ask."""
    totals = Facts(years[-1]).scored.totals
    assert 1 <= (totals["difference"].dropna() != 0).sum() <= 10 and len(totals) == 58
    for year in years:
        found = check_year(year).frame
        assert found["title"].nunique() >= 5 and found["project_id"].nunique() <= 40
