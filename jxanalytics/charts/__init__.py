"""Charts: one function a chart, from a table to a Figure that carries its data, title and alt text. Imports `model`, `fonts`, `statistics`.

Every function takes a table of the statistics room, filtered or not, and ``size`` (page, half, slide or
phone), and returns a `Chart`: a matplotlib Figure with ``name``, ``title``, ``source``, ``alt``,
``data``, ``svg()`` and ``png()``. Nothing global in matplotlib is changed or heeded.
"""

from __future__ import annotations

from jxanalytics.charts.against import (
    findings_by_kind,
    grade_sensitivity,
    self_against_department,
    year_on_year,
)
from jxanalytics.charts.ageing import carry_over_by_age
from jxanalytics.charts.bars import Bar, Mark, Plan, bar_chart
from jxanalytics.charts.bubbles import execution_against_score
from jxanalytics.charts.execution import execution_by_project, execution_by_unit
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.funding import (
    carry_over_roll_forward,
    funding_waterfall,
    unexecuted_by_unit,
)
from jxanalytics.charts.grades import grade_shares, score_bars, score_distribution
from jxanalytics.charts.look import SIZES, Fill, size_of
from jxanalytics.charts.own import chart
from jxanalytics.charts.points import completion_heatmap, points_lost

__all__ = [
    "SIZES",
    "Bar",
    "Caption",
    "Chart",
    "Fill",
    "Mark",
    "Plan",
    "bar_chart",
    "carry_over_by_age",
    "carry_over_roll_forward",
    "chart",
    "completion_heatmap",
    "drawn",
    "execution_against_score",
    "execution_by_project",
    "execution_by_unit",
    "findings_by_kind",
    "funding_waterfall",
    "grade_sensitivity",
    "grade_shares",
    "points_lost",
    "score_bars",
    "score_distribution",
    "self_against_department",
    "size_of",
    "unexecuted_by_unit",
    "year_on_year",
]
