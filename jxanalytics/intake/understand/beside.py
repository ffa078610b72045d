"""Two forms beside one another in one table, taken apart where the headings begin anew."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from jxanalytics.grid import Cell, Grid
from jxanalytics.intake.containers.blocks import Table
from jxanalytics.intake.understand.columns import Column, Header

# Headings without which a run of headings is no indicator table of its own.
_FIGURES = frozenset(("target", "actual", "weight", "score", "score_self", "score_converted"))


class Beside(NamedTuple):
    """The grid columns at which the headings of the first and of the second form begin."""

    first: int
    second: int


def second_heading(header: Header) -> Beside | None:
    """Where headings begin anew in a row of headings; None where they stand for one form."""
    if len(header.roles) == len(header.columns):
        return None
    for role in ("level1", "name"):
        leads = [column.start for column in header.columns if column.role == role]
        if len(leads) >= 2 and _is_table(header.columns, *leads[:2]):
            return Beside(*leads[:2])
    return None


def _is_table(columns: tuple[Column, ...], first: int, second: int) -> bool:
    """Whether the columns before and from the second heading on each head indicators and figures."""
    before = {column.role for column in columns if first <= column.start < second}
    behind = {column.role for column in columns if column.start >= second}
    return all(
        len(roles) >= 3 and "name" in roles and roles & _FIGURES for roles in (before, behind)
    )


def taken_apart(table: Table, beside: Beside) -> tuple[Table, Table] | None:
    """The forms beside one another as a table each; None where no line runs between them.

    What stands alone in its row (a common title, notes) may reach over both and goes with the first.
    """
    rows = table.grid.starting
    left = min(cells[0].column for cells in rows if len(cells) > 1)
    # As much stands before the headings of the second form as before those of the first, or less.
    for cut in range(beside.second - (beside.first - left), beside.second + 1):
        if cut > beside.first and not any(
            _crosses(cell, cut) for cells in rows if len(cells) > 1 for cell in cells
        ):
            return (
                replace(table, grid=_part(table.grid, 0, cut), flow=table.flow),
                replace(table, grid=_part(table.grid, cut, table.grid.end), flow=()),
            )
    return None


def _crosses(cell: Cell, column: int) -> bool:
    return cell.column < column < cell.end


def _part(grid: Grid, start: int, end: int) -> Grid:
    """The cells that begin in columns from ``start`` to before ``end``; rows without any are dropped."""
    kept = [
        (tuple(c for c in row if start <= c.column < end), filled)
        for row, cells in zip(grid.rows, grid.starting, strict=True)
        if (filled := tuple(c for c in cells if start <= c.column < end))
    ]
    return replace(grid, rows=tuple(r for r, _ in kept), starting=tuple(f for _, f in kept))
