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

YEARS = make_demo()
LAST = Facts(YEARS[-1])


def test_the_same_seed_makes_the_same_years() -> None:
    """Two runs give equal tables and texts, another seed gives others."""
    for one, two, other in zip(YEARS, make_demo(), make_demo(7), strict=True):
        for name, table in one.tables.items():
            pd.testing.assert_frame_equal(table, two[name])
        assert dict(one.texts) == dict(two.texts)
        assert not one["funding"].equals(other["funding"])


def test_size_and_labels() -> None:
    """Sixty projects of eight units a year; units, file names and texts say that they are invented."""
    for year in YEARS:
        assert len(year["projects"]) == 60 and year["projects"]["unit_id"].nunique() == 8
        assert year["units"]["name"].str.endswith("（虚构）").all()
        assert year["documents"]["file"].str.startswith("虚构示例").all()
        assert all(text.startswith("本材料为虚构示例") for text in year.texts.values())


@pytest.mark.parametrize("year", YEARS, ids=[str(year.year) for year in YEARS])
def test_every_chapter_has_something_to_say(year: EvaluationYear) -> None:
    """Low execution, high scores with it, missing forms, and lower scores by others occur each year."""
    facts = Facts(year)
    scores = facts.project_scores
    low = scores[scores["rate"] < 60]
    assert 5 <= len(low) <= 20
    assert (low["score"] >= 80).any() and (low["score"] < 80).any()
    assert {"优", "良", "中", "未评"} <= set(scores["grade"])
    assert len(facts.without_form) == 2
    for who in ("department_difference", "review_difference"):
        given = facts.self_against[who].dropna()
        assert len(given) >= 8 and given.max() >= 5 and given.min() >= 0


def test_money_rolls_forward_but_for_one_project_a_year() -> None:
    """Each opening is last year's closing, merged projects added up, except one that does not connect."""
    for before, after in pairwise(YEARS):
        compared = year_on_year(before, after)
        gaps = compared["opening_gap"].dropna()
        assert len(gaps) > 40
        assert [round(gap, 2) for gap in gaps if gap] == [-32.0]
        assert (compared["status"] == "合并").sum() == 1
        assert set(compared["status"]) >= {"延续", "合并", "新增", "结束"}
        assert (same_projects(before, after) != "").sum() > 40


def test_old_money_lies_there() -> None:
    """At the last year's end there is money of this year, of last year and of years before."""
    total = ageing(YEARS, "total").iloc[0]
    assert total["current"] > 0 and total["one_year"] > 0 and total["two_years"] > 0


def test_slips_are_few_and_told() -> None:
    """Most filed scores are what the rules give; a few are not, and the checks find something to ask."""
    differing = (LAST.scored.totals["difference"].dropna() != 0).sum()
    assert 1 <= differing <= 10 and len(LAST.scored.totals) == 58
    for year in YEARS:
        found = check_year(year).frame
        assert found["title"].nunique() >= 5 and found["project_id"].nunique() <= 40
