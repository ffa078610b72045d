"""What the tests of checks share: the findings of the reference case, looked for once."""

from __future__ import annotations

import pytest

from jxanalytics.checks import check_year
from jxanalytics.checks.findings import Findings
from jxanalytics.model.tables import EvaluationYear


@pytest.fixture(scope="session")
def reference_found(reference: EvaluationYear) -> Findings:
    """The findings of the reference case."""
    return check_year(reference)
