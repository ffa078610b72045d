"""The reference case as an analyst holds it, and the same year with more spent."""

from __future__ import annotations

import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.blocks import Block
from jxanalytics.year import Year
from tests.narrative.reading import blocks


@pytest.fixture(scope="session")
def year(reference: EvaluationYear) -> Year:
    return Year(reference)


@pytest.fixture(scope="session")
def spent_more(reference: EvaluationYear) -> Year:
    """P0001 has executed 374.92 in place of 305.36, all of it from the carry-over."""
    funding = reference["funding"]
    changed = funding["executed"] == 305.36
    assert changed.sum() == 3
    return Year(
        reference.replaced(
            funding=funding.assign(executed=funding["executed"].mask(changed, 374.92))
        )
    )


@pytest.fixture(scope="session")
def book(year: Year) -> list[Block]:
    """Everything the reference case's book says."""
    return list(blocks(year))


@pytest.fixture(scope="session")
def book_spent_more(spent_more: Year) -> list[Block]:
    return list(blocks(spent_more))
