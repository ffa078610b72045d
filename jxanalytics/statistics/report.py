"""All statistics of a year as one machine-readable object, for ``jxa stats --format json``."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import ScoredYear
from jxanalytics.statistics.budget import next_year_basis
from jxanalytics.statistics.carryover import carry_over
from jxanalytics.statistics.execution import execution
from jxanalytics.statistics.scores import grades, points_lost, score_summary
from jxanalytics.statistics.years import ageing, year_on_year

_EXECUTION = [
    "initial",
    "annual",
    "executed",
    "unexecuted",
    "rate",
    "mean_rate",
    "projects",
    "incomplete",
]


def report_json(
    year: EvaluationYear, scored: ScoredYear | None = None, before: EvaluationYear | None = None
) -> dict[str, object]:
    """Execution, carry-over and, for a scored year, scores; money in 万元, rates in percent.

    Keys: year; execution (annual, executed, rate, …); by_project, by_unit, by_source, by_category,
    by_department (lists in print order, ``id`` and ``name`` first); carry_over (opening,
    appropriation, executed, closing, closing_current, closing_prior, …) and carry_over_by_project;
    ageing; with ``scored`` also scores, grades, points_lost, next_year_basis; with ``before`` (the
    year before) also year_on_year. What is undefined or not filed is null.
    """
    total = _records(execution(year, "total"))[0]
    result: dict[str, object] = {
        "year": year.year,
        "execution": {name: total[name] for name in _EXECUTION},
    }
    for by in ("project", "unit", "source", "category", "department"):
        result[f"by_{by}"] = [_named(row) for row in _records(execution(year, by))]
    rolled = _records(carry_over(year, "total"))[0]
    result["carry_over"] = {name: rolled[name] for name in rolled if name not in ("key", "name")}
    result["carry_over_by_project"] = [_named(row) for row in _records(carry_over(year))]
    years = [year] if before is None else [before, year]
    result["ageing"] = [_named(row) for row in _records(ageing(years))]
    if before is not None:
        result["year_on_year"] = [_named(row) for row in _records(year_on_year(before, year))]
    if scored is not None:
        summary = _records(score_summary(scored.totals, year))[0]
        result["scores"] = {name: summary[name] for name in summary if name not in ("key", "name")}
        result["grades"] = [
            {name: value for name, value in row.items() if name not in ("key", "name")}
            for row in _records(grades(scored.totals, year))
        ]
        result["points_lost"] = _records(points_lost(scored.indicators))
        result["next_year_basis"] = _records(next_year_basis(scored.totals, year, before=before))
    return result


def _named(row: Mapping[str, object]) -> dict[str, object]:
    return {"id": row["key"], **{name: value for name, value in row.items() if name != "key"}}


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Rows as plain Python values that JSON knows, NaN as null."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _plain(value: object) -> object:
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value
