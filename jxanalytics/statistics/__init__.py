"""Statistics: functions from tables to tables: execution, carry-over, scores. Imports `model`, `scoring`.

Every function takes a year (or the tables of a scored year) and returns a DataFrame; its formula
stands in its docstring. Arithmetic is exact, what is undefined is NaN and not 0, and the rate of a
group is a ratio of sums.
"""

from __future__ import annotations

from jxanalytics.statistics.appendix import methodology, methodology_markdown
from jxanalytics.statistics.budget import (
    RULES,
    BasisRule,
    next_year_basis,
    suggestion_summary,
)
from jxanalytics.statistics.carryover import carry_over
from jxanalytics.statistics.execution import execution, schedule_gap, total_row
from jxanalytics.statistics.labels import LABELS, labelled
from jxanalytics.statistics.money import project_money
from jxanalytics.statistics.report import report_json
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
from jxanalytics.statistics.spread import concentration, outliers
from jxanalytics.statistics.tables import all_tables
from jxanalytics.statistics.targets import target_completion, target_summary
from jxanalytics.statistics.years import ageing, same_projects, year_on_year

__all__ = [
    "LABELS",
    "RULES",
    "BasisRule",
    "ageing",
    "all_tables",
    "carry_over",
    "completion",
    "concentration",
    "execution",
    "grades",
    "labelled",
    "level_rank",
    "methodology",
    "methodology_markdown",
    "next_year_basis",
    "outliers",
    "points_lost",
    "project_money",
    "project_scores",
    "ranking",
    "report_json",
    "same_projects",
    "schedule_gap",
    "score_summary",
    "self_against",
    "suggestion_summary",
    "target_completion",
    "target_summary",
    "total_row",
    "year_on_year",
]
