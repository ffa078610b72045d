"""Tables of a local layout that no words can tell: put into the usual order by a function in ``extensions/``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jxanalytics import extensions
from jxanalytics.errors import ExtensionError
from jxanalytics.extensions import Extensions, Kind, offer
from jxanalytics.grid import Cell, build
from jxanalytics.intake.containers import Document, Note, Table
from jxanalytics.model.places import Place

# What a function is given: every row as wide as the table, a merged cell at each of its positions.
Rows = list[list[Cell]]
# What it gives: the same cells in other places, and words of its own, such as headings.
Laid = Sequence[Sequence[Cell | str]]
Rearrange = Callable[[Rows], "Laid | None"]


@dataclass(slots=True, eq=False)
class _Moved(Cell):
    """A cell that stands elsewhere in the table as it is read, and the cell as it is printed."""

    home: Cell = field(kw_only=True)

    @property
    def place(self) -> Place:
        return self.home.place


@dataclass(frozen=True)
class OwnLayout:
    """A layout of one workspace by its name: looked up where it is used, so that processes can pass it on."""

    root: Path
    name: str
    file: str

    def __call__(self, rows: Rows) -> Laid | None:
        function: Rearrange = extensions.load(self.root).of(Kind.LAYOUT)[self.name]
        with extensions.guarded(self.root / self.file, f"表式「{self.name}」出错："):
            laid = function(rows)
            if laid is not None and not all(isinstance(c, Cell | str) for row in laid for c in row):
                raise ExtensionError("应返回各行，每行由单元格和文字组成；不是这种表的返回 None")
            return laid


def form_layout(name: str) -> Callable[[Rearrange], Rearrange]:
    """Have tables put into the usual order before they are read; for files of ``extensions/``.

    The function is given the rows of each table, each a list of cells (``cell.text`` is what is
    printed), and gives the rows in an order the program knows: cells from top to bottom below their
    headings. It may add words of its own and gives None for a table it is not meant for. Figures
    keep the places where they are printed; what it leaves out is listed as not understood.
    """

    def keep(function: Rearrange) -> Rearrange:
        offer(Kind.LAYOUT, name, (function.__doc__ or name).strip().splitlines()[0], function)
        return function

    return keep


def layouts_of(added: Extensions) -> tuple[OwnLayout, ...]:
    """The layouts that extensions add."""
    if added.root is None:
        return ()
    return tuple(
        OwnLayout(added.root, one.name, one.file) for one in added.list if one.kind is Kind.LAYOUT
    )


def relaid(document: Document, layouts: Sequence[Callable[[Rows], Laid | None]]) -> Document:
    """The document with each table as the first layout that knows it puts it."""
    if not layouts:
        return document
    notes: list[Note] = []
    blocks = tuple(
        _relaid(block, layouts, notes) if isinstance(block, Table) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks, notes=(*document.notes, *notes))


def _relaid(
    table: Table, layouts: Sequence[Callable[[Rows], Laid | None]], notes: list[Note]
) -> Table:
    rows = _rows(table)
    laid = next((found for layout in layouts if (found := layout(rows)) is not None), None)
    if laid is None or not rows:
        return table
    kept = {id(cell) for row in laid for cell in row}
    for cell in dict.fromkeys(cell for row in rows for cell in row):
        if cell.filled and id(cell) not in kept:
            message = f"“{cell.text.strip()[:40]}”未能识别，未采用"
            notes.append(Note("note", "not_understood", str(cell.place), message))
    origin = rows[0][0].origin
    moved = {at: _moved(row, at, origin) for at, row in enumerate(laid)}
    grid = replace(build(moved), hidden_rows=table.grid.hidden_rows,
                   hidden_columns=table.grid.hidden_columns)  # fmt: skip
    return replace(table, grid=grid)


def _rows(table: Table) -> Rows:
    grid = table.grid
    found = []
    for at, row in enumerate(grid.rows):
        number, origin = max(cell.row for cell in row), row[0].origin
        found.append(
            [grid.at(at, c) or Cell("", number, c, origin) for c in range(grid.end)]
        )  # a position without a cell is one without text
    return found


def _moved(row: Sequence[Cell | str], at: int, origin: int | str) -> list[Cell]:
    """A row's cells where they are now; equal neighbours are one cell again."""
    made: list[Any] = []
    last: object = None
    for column, one in enumerate(row):
        if made and one is last and isinstance(one, Cell):
            made[-1].colspan += 1
        elif isinstance(one, str):
            made.append(Cell(one, at, column, origin))
        else:
            made.append(
                _Moved(one.text, at, column, one.origin, 1, 1, one.number, one.issue, home=one)
            )
        last = one
    return made
