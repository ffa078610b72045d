"""Clean years with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from jxanalytics.checks import check_year
from jxanalytics.checks.findings import Findings
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_year

Change = Callable[[EvaluationYear], EvaluationYear]


@cache
def clean() -> EvaluationYear:
    """A clean year small enough to be checked in a fraction of a second."""
    return make_year(2024, 5, 24, 4)


def edited(
    made: EvaluationYear, table: str, rows: Callable[[pd.DataFrame], pd.Series], **values: object
) -> EvaluationYear:
    """The year with the first row that ``rows`` picks changed; a number changes its raw text too."""
    frame = made[table].copy()
    picked = frame.index[rows(frame)]
    assert len(picked), f"no such row in {table}"
    for column, value in values.items():
        frame.loc[picked[0], column] = value
        if isinstance(value, int | float) and f"{column}_raw" in frame:
            frame.loc[picked[0], f"{column}_raw"] = f"{value:g}"
        elif isinstance(value, int | float) and table == "totals":
            frame.loc[picked[0], "raw"] = f"{value:g}"
    return made.replaced(**{table: frame})


def without(
    year: EvaluationYear, table: str, rows: Callable[[pd.DataFrame], pd.Series]
) -> EvaluationYear:
    """The year without the first row that ``rows`` picks."""
    frame = year[table]
    picked = frame.index[rows(frame)]
    assert len(picked), f"no such row in {table}"
    return year.replaced(**{table: frame.drop(index=picked[0]).reset_index(drop=True)})


def codes(found: Findings) -> set[str]:
    return {finding.code for finding in found}


def codes_of(year: EvaluationYear, **options: object) -> set[str]:
    return codes(check_year(year, **options))  # type: ignore[arg-type]
