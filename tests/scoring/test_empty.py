"""Years in which nothing can be scored yet."""

from __future__ import annotations

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import score_year


def test_a_year_without_indicators_has_no_scores(reference: EvaluationYear) -> None:
    """A year of which only the funding summary came in gives empty tables, not an error."""
    none = {name: reference[name].iloc[:0] for name in ("indicators", "scores", "rules")}
    scored = score_year(reference.replaced(**none))
    assert scored.indicators.empty
    assert scored.totals.empty
