"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear

ROOT = Path(__file__).parents[1]
# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def reference() -> EvaluationYear:
    """The reference case; frozen, so that one object serves all tests."""
    return load_year(ROOT / "data" / "2019")
