"""Statistics: functions from tables to tables: execution, carry-over, scores. Imports `model`, `scoring`.

Every function takes a year (or the tables of a scored year) and returns a DataFrame; its formula
stands in its docstring. Arithmetic is exact, what is undefined is NaN and not 0, and the rate of a
group is a ratio of sums.
"""

from __future__ import annotations

from jxanalytics.statistics.carryover import carry_over
from jxanalytics.statistics.execution import execution, schedule_gap, total_row
from jxanalytics.statistics.labels import LABELS, labelled
from jxanalytics.statistics.money import project_money
from jxanalytics.statistics.scores import (
    completion,
    grades,
    level_rank,
    points_lost,
    project_scores,
    ranking,
    score_summary,
    self_against,
)

__all__ = [
    "LABELS",
    "carry_over",
    "completion",
    "execution",
    "grades",
    "labelled",
    "level_rank",
    "points_lost",
    "project_money",
    "project_scores",
    "ranking",
    "schedule_gap",
    "score_summary",
    "self_against",
    "total_row",
]
