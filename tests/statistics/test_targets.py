"""Targets against actuals: completion, state, and how many were reached."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from jxanalytics.errors import MisuseError
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.statistics import target_completion, target_summary
from tests.conftest import REFERENCE
from tests.statistics.years import make_year

NAN = float("nan")


def year_with(*rows: dict[str, object]) -> EvaluationYear:
    """One project whose form has these indicators."""
    year = make_year([{"total": {"annual": 1, "executed": 1}}])
    made = [
        {"document_id": "P1-form", "project_id": "P1", "indicator_id": f"I{i}", "position": i,
         "role": "indicator", "level1": "产出指标", "level2": "数量指标", "name": f"指标{i}", **row}
        for i, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return year.replaced(indicators=from_rows(TABLES["indicators"], made))


def said(
    target: float, operator: str, unit: str, actual: float, actual_unit: str | None = None
) -> dict[str, object]:
    return {"target": target, "target_operator": operator, "target_unit": unit, "actual": actual,
            "actual_unit": unit if actual_unit is None else actual_unit}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "completion", "state"),
    [
        (said(500, "", "批次", 510), 102, "完成"),
        (said(500, "≥", "批次", 499), 99.8, "未完成"),
        (said(500, "≥", "批次", 0), 0, "未完成"),
        (said(500, "≥", "批次", 650), 130, "完成"),
        (said(500, "≥", "批次", 651), 130.2, "超额较多"),
        (said(500, ">", "批次", 500), 100, "未完成"),
        (said(500, "=", "批次", 510), 102, "未完成"),
        (said(20000, "≤", "元", 25000), 80, "未完成"),
        (said(20000, "≤", "元", 10000), 200, "完成"),
        (said(3, "≤", "起", 0), NAN, "完成"),
        (said(500, "", "批次", 100, "%"), 100, "完成"),
        (said(500, "", "批次", 95, "%"), 95, "未完成"),
        (said(95, "≥", "%", 95, "%"), 100, "完成"),
        (said(500, "≥", "人", 600, "人次"), NAN, "不能比较"),
        (said(20241130, "≤", "日期", 20241201), NAN, "未完成"),
        (said(20241130, "", "日期", 20241130), NAN, "完成"),
        (said(NAN, "", "", NAN), NAN, "不能比较"),
        (said(500, "≥", "批次", NAN), NAN, "不能比较"),
        (said(20241130, "≤", "日期", 100, "%"), 100, "完成"),
        (said(20241130, "", "日期", 80, "%"), 80, "未完成"),
        (said(0, "≤", "起", 0), NAN, "完成"),
        (said(0, "≤", "起", 3), 0, "未完成"),
        (said(0, "≥", "个", 5), NAN, "完成"),
        (said(2e10, "≥", "元", 1e10), 50, "未完成"),
        (said(-5, "≥", "℃", -6), NAN, "未完成"),
    ],
)
def test_completion_and_state(row: dict[str, object], completion: float, state: str) -> None:
    """Each comparison, unit and edge: more is better, less is better, dates, percentages of a target."""
    (found,) = target_completion(year_with(row)).to_dict("records")
    assert found["state"] == state
    if math.isnan(completion):
        assert math.isnan(found["target_completion"])
    else:
        assert found["target_completion"] == completion


def test_the_bound_of_far_over_is_a_setting() -> None:
    """What counts as far beyond the target is chosen by the caller."""
    year = year_with(said(100, "≥", "个", 125))
    assert target_completion(year)["state"].tolist() == ["完成"]
    assert target_completion(year, far_over=120)["state"].tolist() == ["超额较多"]


def test_summary_adds_up() -> None:
    """Per level every indicator is counted once; what cannot be compared is in no rate."""
    rows = [said(1, "", "个", n) for n in (0, 1, 1, 5)] + [said(1, "", "个", 1, "人")]
    table = target_completion(year_with(*rows))
    (found,) = target_summary(table).to_dict("records")
    assert (found["met"], found["unmet"], found["over"], found["unknown_targets"]) == (2, 1, 1, 1)
    assert found["indicators"] == 5 and found["met_rate"] == 75
    unknown = target_summary(table[table["state"] == "不能比较"], "total")
    assert math.isnan(unknown["met_rate"][0])


def test_levels_stand_in_the_order_of_the_form() -> None:
    """Whatever the order in the table, quantity comes before timeliness; no level 2: its level 1."""
    rows = [
        {**said(1, "", "个", 1), "level2": level} for level in ("时效指标", "", "数量指标", "自定")
    ]
    table = target_summary(target_completion(year_with(*rows)))
    assert table["level2"].tolist() == ["数量指标", "时效指标", "产出指标", "自定"]


def test_the_reference_case_reaches_every_target() -> None:
    """Its thirteen scored indicators are all filed as reached, most as 100% of a quantity."""
    table = target_completion(load_year(REFERENCE))
    assert target_summary(table, "total")[["indicators", "met"]].values.tolist() == [[13, 13]]
    assert table["target_completion"].tolist().count(105.26) == 2


def test_nothing_to_count() -> None:
    """Without indicators the tables are empty with their columns; an unknown grouping is refused."""
    table = target_completion(make_year([]))
    assert table.empty and target_summary(table).empty
    assert list(target_summary(table, "project"))[:2] == ["project_id", "indicators"]
    with pytest.raises(MisuseError, match="unit"):
        target_summary(pd.DataFrame(table), "unit")
