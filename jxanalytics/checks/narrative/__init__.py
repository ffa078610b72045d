"""What the running text says, against the tables and against itself. JX7xx."""

from __future__ import annotations

from jxanalytics.checks.narrative import (
    analysis,
    breakdowns,
    copies,
    counts,
    goals,
    lessons,
    money,
    results,
    values,
    wording,
)

__all__ = [
    "analysis",
    "breakdowns",
    "copies",
    "counts",
    "goals",
    "lessons",
    "money",
    "results",
    "values",
    "wording",
]
