"""A table with its merged cells undone: frozen cells, each knowing its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from jxanalytics.model.places import Place, SheetCell, TableCell

# Rows a merged cell is repeated in before the grid is called too large to be a form.
MAX_POSITIONS = 2_000_000


class CellIssue:
    """Codes of what is wrong with a cell as filed; "" is nothing."""

    NO_VALUE = "formula_without_value"
    ERROR = "error_value"


@dataclass(slots=True, eq=False)
class Cell:
    """One cell: what is shown (``text``), where it stands, what it covers.

    ``row`` and ``column`` are the 0-based grid position of its top left corner; ``origin`` is the
    number of its table or the name of its sheet; ``number`` the stored value of a numeric
    spreadsheet cell (None in Word and for text), ``issue`` one of CellIssue. A container fills it
    in; in a grid it is left as it is. Two cells with the same text stay two.
    """

    text: str
    row: int
    column: int
    origin: int | str
    rowspan: int = 1
    colspan: int = 1
    number: Decimal | None = None
    issue: str = ""

    @property
    def end(self) -> int:
        """The grid column after the cell."""
        return self.column + self.colspan

    @property
    def filled(self) -> bool:
        """Whether anything is written here, or should be (a formula that kept no value)."""
        return bool(self.issue) or bool(self.text and not self.text.isspace())

    @property
    def place(self) -> Place:
        """The cell's address in its document."""
        if isinstance(self.origin, int):
            return TableCell(self.origin, self.row + 1, self.column + 1)
        return SheetCell(self.origin, column_letters(self.column), self.row + 1)

    def __str__(self) -> str:
        """The address as tables of the model keep it."""
        return str(self.place)


def column_letters(column: int) -> str:
    """A 0-based column as Excel names it: 0 → A, 26 → AA."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


_column = attrgetter("column")


@dataclass(frozen=True)
class Grid:
    """Rows of distinct cells in column order; a cell merged over several rows stands in each.

    Only rows that hold something are kept (a sheet of a million empty rows costs nothing), so
    ``rows[i]`` is not sheet row i: ask a cell for its place. ``starting[i]`` are the filled cells
    whose top stands in that row.
    """

    rows: tuple[tuple[Cell, ...], ...]
    starting: tuple[tuple[Cell, ...], ...]
    hidden_rows: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position (row of the grid, grid column); None where none does."""
        cells = self.rows[row]
        if not cells or column >= cells[-1].end:
            return None
        index = bisect_right(cells, column, key=_column) - 1
        if index < 0:
            return None
        cell = cells[index]
        return cell if column < cell.end else None

    @cached_property
    def end(self) -> int:
        """The grid column after the last."""
        return max((row[-1].end for row in self.rows if row), default=0)

    @cached_property
    def width(self) -> int:
        """How many columns there are from the first that holds a cell to the last."""
        return self.end - min((row[0].column for row in self.rows if row), default=0)


class GridTooLarge(ValueError):
    """Raised when undoing the merged cells would need more than MAX_POSITIONS positions."""


def build(
    rows: Mapping[int, list[Cell]],
    hidden_rows: Sequence[str] = (),
    hidden_columns: Sequence[str] = (),
) -> Grid:
    """A grid of cells by row, in column order; those merged over several rows are repeated in each.

    Rows in which no cell is filled are dropped; rows of a merge that hold no other cell are too.
    The lists given are used up. Raises GridTooLarge.
    """
    starting: dict[int, tuple[Cell, ...]] = {}
    for row in sorted(rows):
        # As Cell.filled, which is asked here of every cell of every file.
        filled = [c for c in rows[row] if ((text := c.text) and not text.isspace()) or c.issue]
        if filled:
            starting[row] = tuple(filled)
    kept = list(starting)
    _repeat(rows, [c for stored in rows.values() for c in stored if c.rowspan > 1], kept)
    return Grid(
        tuple([tuple(rows[row]) for row in kept]),
        tuple(starting.values()),
        tuple(hidden_rows),
        tuple(hidden_columns),
    )


def _repeat(rows: Mapping[int, list[Cell]], tall: list[Cell], kept: list[int]) -> None:
    positions = 0
    reached: set[int] = set()
    for cell in tall:
        first = bisect_right(kept, cell.row)
        last = bisect_right(kept, cell.row + cell.rowspan - 1)
        positions += last - first
        if positions > MAX_POSITIONS:
            raise GridTooLarge(f"{positions}")
        for row in kept[first:last]:
            rows[row].append(cell)
        reached.update(kept[first:last])
    for row in reached:
        rows[row].sort(key=_column)
