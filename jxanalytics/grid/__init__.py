"""Grids: tables with their merged cells undone, shared by all that reads tables: forms at intake, lists and sheets that come back. Imports `model`."""

from __future__ import annotations

from jxanalytics.grid.cells import (
    Cell,
    CellIssue,
    Grid,
    GridTooLarge,
    build,
    column_letters,
)

__all__ = [
    "Cell", "CellIssue", "Grid", "GridTooLarge", "build", "column_letters",
]  # fmt: skip
