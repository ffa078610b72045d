"""Checks decide and print on decimals: nothing hangs on binary fractions."""

from __future__ import annotations

import pytest

from jxanalytics.checks import Finding, Settings, check_year, registered
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from tests.scoring.years import indicator, year_of


def found(year: EvaluationYear, code: str, **numbers: float) -> list[Finding]:
    """The findings of one check, with its numbers changed."""
    settings = Settings.read({code: numbers} if numbers else None, registered(), "checks")
    return [finding for finding in check_year(year, settings=settings) if finding.code == code]


def with_rows(year: EvaluationYear, table: str, *rows: dict[str, object]) -> EvaluationYear:
    own = {"document_id": "D", "project_id": "P"}
    return year.replaced(**{table: from_rows(TABLES[table], [{**own, **row} for row in rows])})


@pytest.mark.parametrize(("points", "count"), [(0.3, 1), (0.31, 0)])
def test_scores_apart_by_just_the_limit_are_asked_about(points: float, count: int) -> None:
    """92.3 and 92 differ by 0.3, though their binary difference is less."""
    totals = [{"measure": "self", "value": 92.3}, {"measure": "department", "value": 92}]
    year = with_rows(year_of(indicator("5次", "5次")), "totals", *totals)
    assert len(found(year, "JX508", points=points)) == count


def test_shares_of_points_are_printed_as_decimals() -> None:
    """30.1 and 20.3 points are 50.4, of which 60 percent are asked."""
    tree = (("决策", 24.8), ("过程", 24.8), ("产出", 30.1), ("效益", 20.3))
    rows = [indicator("5次", "5次", weight, weight, level1=name) for name, weight in tree]
    (finding,) = found(year_of(*rows), "JX316")
    assert "分值合计50.4分，不足60%" in finding.message
    assert (finding.expected, finding.basis) == ("不低于60分", "50.4分÷100分")


def test_money_that_is_added_up_is_rounded_half_up() -> None:
    """0.018 and 0.007 are 0.025, said as 0.03; and three amounts leave 1.015 over, said as 1.02."""
    money = [
        {"source": "total", "annual": 2.025, "executed": 0.5},
        {"source": "current", "initial": 0.018, "annual": 0.025, "executed": 0},
        {"source": "carry_over", "annual": 2, "executed": 0.5},
    ]
    (finding,) = found(with_rows(year_of(indicator("5次", "5次")), "funding", *money), "JX601")
    assert "当年财政拨款0.03万元未动用" in finding.message
    left = [{"source": "total", "annual": 1.125, "executed": 0.1, "returned": 0.01}]
    year = with_rows(year_of(indicator("5次", "5次"), finished="是"), "funding", *left)
    (finding,) = found(year, "JX606")
    assert "年末未执行数1.02万元" in finding.message
