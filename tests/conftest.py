"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def reference() -> EvaluationYear:
    """The reference case; frozen, so that one object serves all tests."""
    return load_year(ROOT / "data" / "2019")
