"""Header rows: which role each column of a table plays, over one or two rows of headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from jxanalytics.grid import Cell
from jxanalytics.intake.understand.said import said
from jxanalytics.intake.understand.view import View

Finder = Callable[[str], str]
Cells = dict[str, list[Cell]]
# Headings below these are joined to the figure above: 年度指标值 over 符号, 值 and 单位.
_PARTS = {"operator", "unit"}
_MOST_HEADING_ROWS = 3


class Column(NamedTuple):
    """A column of a table: its role, its grid columns, its heading.

    ``known`` is whether the heading says the role; one of another word below a known heading is told.
    """

    role: str
    start: int
    end: int
    cell: Cell
    known: bool = True


class Header:
    """The columns of a table, their roles, their headings as labels, and the row after its headings.

    ``exact`` gives the end and the role of the column that starts at a grid column.
    """

    def __init__(self, columns: Iterable[Column], end: int):
        self.columns = tuple(columns)
        self.end = end
        self.roles = {column.role for column in self.columns}
        self.names = {said[column.cell.text].label for column in self.columns}
        self.exact = {column.start: (column.end, column.role) for column in self.columns}

    def column(self, role: str) -> Column | None:
        return next((column for column in self.columns if column.role == role), None)


def single(columns: list[Column], role: str, last: bool = False) -> list[Column]:
    """The columns with only the first (or last) of a role kept, one with a heading of its own if any."""
    several = [c for c in columns if c.role == role]
    if len(several) < 2:
        return columns
    own = [c for c in several if (c.start, c.end) == (c.cell.column, c.cell.end)] or several
    kept = own[-1 if last else 0]
    return [c for c in columns if c.role != role or c is kept]


def read_header(view: View, row: int, find: Finder) -> Header:
    """The columns headed in ``row`` and in a second row of headings below it.

    Nothing is taken: the caller decides whether this is the header of its kind of table.
    """
    columns = [
        Column(find(told.label), c.column, c.end, c)
        for c, told in zip(view.starting[row], view.said[row], strict=True)
    ]
    end = row + 1
    while end < min(len(view.grid), row + _MOST_HEADING_ROWS):
        below = view.starting[end]
        if not below or not (
            _reached(columns, below[0].row) or all(_heads(cell, columns, find) for cell in below)
        ):
            break
        columns = _split(columns, below, find)
        end += 1
    return Header([column for column in columns if column.role], end)


def take_header(view: View, row: int, header: Header) -> None:
    """Mark the header's cells as understood."""
    heads = {column.cell for column in header.columns}
    view.used.update(column.cell for column in header.columns if column.known)
    for above in range(row, header.end):
        for cell, told in zip(view.starting[above], view.said[above], strict=True):
            if told.group and cell not in heads and _over(cell, header.columns):
                view.used.add(cell)


def assign(view: View, row: int, header: Header) -> Cells:
    """The cells of a row by the role of the column they stand under."""
    columns, exact = header.columns, header.exact
    cells, first = view.grid.rows[row], columns[0].start
    found: Cells = {}
    crowded = False
    for cell in cells:
        start, end = cell.column, cell.column + cell.colspan
        under = exact.get(start)
        if under is not None and under[0] == end:
            role = under[1]
        elif end <= first:
            continue
        else:
            role, hits = best(start, end, columns)
            crowded = crowded or (hits > 1 and end - start < columns[-1].end - columns[0].start)
        if role in found:
            found[role].append(cell)
        elif role:
            found[role] = [cell]
    if crowded and len(cells) == len(columns) and not any(c.rowspan > 1 for c in cells):
        return {column.role: [cell] for column, cell in zip(columns, cells, strict=True)}
    return found


def best(start: int, end: int, columns: tuple[Column, ...]) -> tuple[str, int]:
    """The role whose column a cell covers most, and how many columns it covers wholly."""
    role, most, hits = "", 0, 0
    for column in columns:
        overlap = min(end, column.end) - max(start, column.start)
        if overlap > 0:
            if start <= column.start and end >= column.end:
                hits += 1
            if overlap > most:
                role, most = column.role, overlap
    return role, hits


def _reached(columns: list[Column], row: int) -> bool:
    """Whether the headings go on in a row: several are merged down into it, whatever stands in the others.

    A heading at the side goes on down the whole table and says nothing.
    """
    tall = (c.cell for c in columns if c.role and 1 < c.cell.rowspan <= _MOST_HEADING_ROWS)
    return sum(cell.row + cell.rowspan > row for cell in tall) >= 2


def _heads(cell: Cell, columns: list[Column], find: Finder) -> bool:
    """Whether a cell is a second heading: a heading's word below a wider or an empty heading."""
    if len(cell.text) > 24:
        return False
    above = _above(cell, columns)
    word = said[cell.text].label
    return bool(find(word) or (above is not None and find(said[above.cell.text].label + word)))


def _above(cell: Cell, columns: list[Column]) -> Column | None:
    """The heading over a cell; the nearest to the left where merged cells were lost."""
    return next((c for c in reversed(columns) if c.start <= cell.column), None)


def _split(columns: list[Column], below: tuple[Cell, ...], find: Finder) -> list[Column]:
    result: list[Column] = []
    for column in columns:
        inside = [c for c in below if _above(c, columns) is column]
        if not any(_heads(c, columns, find) for c in inside):
            # Words that say nothing divide nothing, and are told.
            result.append(column)
            continue
        # What no second heading stands under keeps the upper one.
        for left, right in _gaps(column, inside):
            result.append(Column(column.role, left, right, column.cell))
        result += [
            Column(_role(column, c, find), c.column, c.end, c, _heads(c, columns, find))
            for c in inside
        ]
    orphans = [c for c in below if _above(c, columns) is None]
    result += [Column(find(said[c.text].label), c.column, c.end, c) for c in orphans]
    return sorted(result, key=lambda column: column.start)


def _gaps(column: Column, inside: list[Cell]) -> list[tuple[int, int]]:
    gaps, position = [], column.start
    for cell in sorted(inside, key=lambda c: c.column):
        if cell.column > position:
            gaps.append((position, min(cell.column, column.end)))
        position = max(position, cell.end)
    if position < column.end:
        gaps.append((position, column.end))
    return [(left, right) for left, right in gaps if left < right]


def _role(column: Column, cell: Cell, find: Finder) -> str:
    word = said[cell.text].label
    role = find(word)
    if column.role in ("target", "actual"):
        if role in _PARTS:
            return f"{column.role}_{role}"
        return column.role if role in ("target", "actual", "") else role
    return find(said[column.cell.text].label + word) or role or column.role


def _over(cell: Cell, columns: tuple[Column, ...]) -> bool:
    return any(c.start < cell.end and cell.column < c.end for c in columns)
