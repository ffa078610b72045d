"""Tables made from rows of plain values: cells aligned by column, equal cells merged, totals strong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jxanalytics.model import say
from jxanalytics.model.exact import plain
from jxanalytics.narrative.blocks import Align, Cell, Table


@dataclass(frozen=True)
class Column:
    """A column: its header, its share of the width, and how its cells are aligned."""

    header: str
    width: float = 1.0
    align: Align = "left"


def text(header: str, width: float = 2.0) -> Column:
    """A column of words, set from the left."""
    return Column(header, width)


def figure(header: str, width: float = 1.2) -> Column:
    """A column of figures, set to the right."""
    return Column(header, width, "right")


def middle(header: str, width: float = 1.0) -> Column:
    """A column of short marks (等级, 是/否), centred."""
    return Column(header, width, "center")


def table(
    label: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | Cell]],
    *,
    unit: str = "",
    note: str = "",
    merge: int = 0,
    total: bool = False,
) -> Table:
    """A table of texts. The first ``merge`` columns join equal neighbours into one cell, each only
    within a cell of the column before it; ``total`` sets the last row strong."""
    spans = _spans(rows, merge)
    body = []
    for number, row in enumerate(rows):
        strong = total and number == len(rows) - 1
        cells = [
            _cell(value, spans[number][i], columns[i].align, strong)
            for i, value in enumerate(row)
            if spans[number][i]
        ]
        body.append(tuple(cells))
    header = tuple(Cell(column.header, align="center") for column in columns)
    widths = tuple(column.width for column in columns)
    return Table(label, caption, (header,), tuple(body), widths, unit, note)


def linked(text: str, ref: str) -> Cell:
    """A cell whose text leads to a section."""
    return Cell(text, ref=ref)


def _cell(value: str | Cell, rows: int, align: Align, strong: bool) -> Cell:
    given = value if isinstance(value, Cell) else Cell(value)
    return replace(given, rows=rows, align=align, strong=strong)


def _spans(rows: Sequence[Sequence[str | Cell]], merge: int) -> list[list[int]]:
    """How many rows each cell covers; 0 for a cell covered from above."""
    spans = [[1] * len(row) for row in rows]
    for column in range(merge):
        first = 0
        for number in range(1, len(rows)):
            if list(rows[number][: column + 1]) == list(rows[first][: column + 1]):
                spans[number][column] = 0
                spans[first][column] += 1
            else:
                first = number
    return spans


def money(value: float) -> str:
    """An amount of 万元 in a printed table, two decimals; — where the figure was not filed."""
    return "—" if math.isnan(value) else plain(value, 2)


def points(value: float) -> str:
    """A score in a printed table; — where there is none."""
    return "—" if math.isnan(value) else say.number(value)


def percent(value: float) -> str:
    """A rate in a printed table; — where there is none."""
    return "—" if math.isnan(value) else say.rate(value)
