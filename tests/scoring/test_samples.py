"""A made-up year in which everything reconciles: scores agree and no rule is found weak."""

from __future__ import annotations

import pytest

from jxanalytics.samples import make_year
from jxanalytics.scoring import rule_review, score_year


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024])
def test_a_clean_year_is_reproduced_in_silence(year: int) -> None:
    """Every filed score and total is reproduced, every rule read, and none reported as weak."""
    made = make_year(year, seed=5, projects=25)
    scored = score_year(made)
    assert len(scored.totals) == 25
    assert (scored.indicators["difference"].fillna(0) == 0).all()
    assert (scored.totals["difference"] == 0).all()
    assert scored.indicators["recomputed"].mean() > 0.8
    review = rule_review(made, scored.scheme)
    assert review["readable"].all()
    assert [w.text for found in review["weaknesses"] for w in found] == []
