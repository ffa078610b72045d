"""Tables that come back filled in: found by their headers in a Word, Excel or CSV file, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jxanalytics.errors import DataError, Fault
from jxanalytics.grid import Cell, CellIssue
from jxanalytics.intake.containers import Document, Refused, Table, Text, open_document
from jxanalytics.model.schema import Table as Schema
from jxanalytics.model.tables import from_rows
from jxanalytics.model.values import DASHES, compact

# What files change of a table: values by the row's key and the column.
Changes = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Line:
    """A row below the headers: its cells by header, and its number in the file."""

    file: str
    row: int
    cells: dict[str, Cell]

    def text(self, header: str) -> str:
        """What is written under a header, without the white space around it; "" for nothing."""
        cell = self.cells.get(header)
        return "" if cell is None else cell.text.strip().removeprefix("'")

    def stated(self, header: str) -> str:
        """As ``text``; a dash or a stroke states nothing and is "" too."""
        text = self.text(header)
        return "" if compact(text) in DASHES else text

    def place(self, header: str) -> str:
        """The cell's address as the model keeps it; "" where there is no such cell."""
        cell = self.cells.get(header)
        return "" if cell is None else str(cell.place)

    def fault(self, header: str, problem: str) -> Fault:
        return Fault(self.file, self.row, header, self.text(header), problem)


@dataclass(frozen=True)
class Returned:
    """A file's rows under the headers asked for, and every text that stands elsewhere in it."""

    file: str
    table: str
    lines: tuple[Line, ...]
    texts: tuple[str, ...]


def opened(path: Path) -> Document:
    """The file's texts and tables. Raises DataError with one sentence where it cannot be read."""
    try:
        return open_document(path)
    except Refused as error:
        raise DataError(f"“{path.name}”{error}") from error


def read_returned(path: Path, needed: Sequence[str]) -> Returned:
    """The rows of the first table whose header row names all of ``needed``.

    Headers are compared without white space and line breaks. Raises DataError where no table has
    them, or a cell holds a formula without a value or an error.
    """
    document = opened(path)
    for table in _tables(document.blocks):
        at = _header_row(table, needed)
        if at is not None:
            lines, others = _lines(path.name, table, at)
            _sound(path.name, lines, needed)
            loose = [block.text for block in document.blocks if isinstance(block, Text)]
            return Returned(path.name, table.name, tuple(lines), (*loose, *others))
    raise DataError(
        f"“{path.name}”中没有找到列有{'、'.join(needed)}的表，请用程序写出的表填写，不要改动表头"
    )


def _tables(blocks: Iterable[object]) -> Iterator[Table]:
    return (block for block in blocks if isinstance(block, Table))


def _header_row(table: Table, needed: Sequence[str]) -> int | None:
    for number, row in enumerate(table.grid.rows):
        if set(needed) <= {compact(cell.text) for cell in row}:
            return number
    return None


def _lines(file: str, table: Table, at: int) -> tuple[list[Line], list[str]]:
    grid = table.grid
    headers = {cell.column: compact(cell.text) for cell in grid.rows[at] if cell.filled}
    others = [cell.text for row in grid.starting[:at] for cell in row]
    lines = []
    for number in range(at + 1, len(grid)):
        # A line over the whole width is a remark, not a row.
        if len(grid.rows[number]) == 1 and len(headers) > 1:
            others.append(grid.rows[number][0].text)
            continue
        row = {name: grid.at(number, column) for column, name in headers.items()}
        cells = {name: cell for name, cell in row.items() if cell is not None}
        first = grid.starting[number][0].row if grid.starting[number] else grid.rows[number][0].row
        lines.append(Line(file, first + 1, cells))
    return lines, others


def _sound(file: str, lines: Sequence[Line], needed: Sequence[str]) -> None:
    faults = [
        line.fault(name, "公式没有计算结果，请在 Excel 中打开并保存后再交"
                   if cell.issue == CellIssue.NO_VALUE else "单元格是错误值，请改正")
        for line in lines for name, cell in line.cells.items() if cell.issue and name in needed
    ]  # fmt: skip
    if faults:
        raise DataError(faults)


def with_changes(
    table: pd.DataFrame, schema: Schema, changes: Sequence[tuple[str, Changes]]
) -> pd.DataFrame:
    """A table with one key column, changed by several files (name and changes); new rows at the end.

    Raises DataError where two files change one value differently.
    """
    key = schema.key[0]
    rows = {str(row[key]): dict(row) for row in table.to_dict("records")}
    said: dict[tuple[str, str], tuple[str, object]] = {}
    for file, own in changes:
        for name, values in own.items():
            row = rows.setdefault(name, {key: name})
            for column, value in values.items():
                other, before = said.setdefault((name, column), (file, value))
                if before != value:
                    raise DataError(
                        f"{name}的“{schema.column(column).label}”，“{other}”填“{before}”，"
                        f"“{file}”填“{value}”，请核对后只留一处"
                    )
                row[column] = value
    return from_rows(schema, [{str(k): v for k, v in row.items()} for row in rows.values()])
