"""Filling an Excel template: placeholders replaced, rows repeated, levels merged, heights fitted."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from jxanalytics.documents.forms.placeholders import (
    MERGED,
    NUMERIC,
    PATTERN,
    Content,
    Row,
    groups,
    list_in,
    lookup,
    names_in,
)
from jxanalytics.errors import BuildError
from jxanalytics.office.package import fixed

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?(%?)")
# The most characters an Excel cell holds; openpyxl would cut the rest off without a word.
_MOST = 32767
# Excel's tallest row, in points.
_TALLEST = 409.0


def fill_sheet(template: Path, content: Content) -> bytes:
    """The template filled in, as the bytes of an .xlsx. Raises BuildError as ``fill_word`` does."""
    book = openpyxl.load_workbook(template)
    for sheet in book.worksheets:
        _repeat_rows(sheet, content, template.name)
        for row in sheet.iter_rows():
            for cell in row:
                _fill(cell, content.fields, template.name)
        fit_heights(sheet)
    written = io.BytesIO()
    book.save(written)
    return fixed(written.getvalue())


def _fill(cell: Any, values: Row, template: str) -> None:
    text = cell.value
    if not isinstance(text, str) or "{{" not in text:
        return
    new = PATTERN.sub(lookup(values, template), text)
    if len(new) > _MOST:
        raise BuildError(
            f"模板“{template}”{cell.coordinate}的内容有{len(new)}字，超过 Excel 单元格的上限{_MOST}字，请改用 Word 版"
        )
    alone = PATTERN.fullmatch(text.strip())
    number = _NUMBER.fullmatch(new) if alone and NUMERIC.search(alone[1]) else None
    if number is None:
        cell.value = new or None
        if new:
            # Never a formula, whatever the text begins with.
            cell.data_type = "s"
        return
    decimals = f".{'0' * (len(number[1]) - 1)}" if number[1] else ""
    cell.value = float(new[:-1]) / 100 if number[2] else float(new) if number[1] else int(new)
    cell.number_format = f"0{decimals}{number[2]}"


# -- rows ----------------------------------------------------------------------------------------


def _repeat_rows(sheet: Any, content: Content, template: str) -> None:
    models = [
        (row[0].row, name)
        for row in sheet.iter_rows()
        if (name := list_in("".join(str(c.value or "") for c in row), content))
    ]
    for number, name in reversed(models):
        rows = content.lists[name]
        texts = {c.column: c.value for c in sheet[number] if isinstance(c.value, str)}
        if not rows:
            named = {n.partition(".")[2] for text in texts.values() for n in names_in(text)}
            rows = [dict.fromkeys(named, "")]
        _make_room(sheet, number, len(rows))
        _copy_row(sheet, number, len(rows))
        for offset, row in enumerate(rows):
            for column, text in texts.items():
                cell = sheet.cell(number + offset, column)
                cell.value = text
                _fill(cell, content.row(name, row), template)
        _merge_levels(sheet, number, texts, rows)


def _make_room(sheet: Any, model: int, count: int) -> None:
    """Have ``count`` rows from the model on: blank rows below are used up, then rows inserted."""
    blanks = 0
    while (
        model + blanks < sheet.max_row and blanks < count - 1 and _blank(sheet, model + blanks + 1)
    ):
        blanks += 1
    extra, below = count - 1 - blanks, model + blanks + 1
    if not extra:
        return
    # Merges first: moving cells over merged ones is refused.
    ranges = [CellRange(r.coord) for r in sheet.merged_cells.ranges]
    heights = {row: sheet.row_dimensions[row].height for row in range(below, sheet.max_row + 1)}
    for found in ranges:
        sheet.unmerge_cells(found.coord)
    if below <= sheet.max_row:
        area = f"A{below}:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        sheet.move_range(area, rows=extra)
    for found in ranges:
        if found.min_row >= below:
            found.shift(row_shift=extra)
        elif found.max_row >= below or (found.max_row >= model and found.size["rows"] > 1):
            found.expand(down=extra)
        sheet.merge_cells(found.coord)
    for row, height in heights.items():
        sheet.row_dimensions[row + extra].height = height


def _blank(sheet: Any, row: int) -> bool:
    cells = [sheet.cell(row, column) for column in range(1, sheet.max_column + 1)]
    tops = [r for r in sheet.merged_cells.ranges if r.min_row < row <= r.max_row]
    return not tops and all(cell.value in (None, "") for cell in cells)


def _copy_row(sheet: Any, model: int, count: int) -> None:
    """Give the rows below the model its styles, its height and its merges across columns."""
    across = [r for r in sheet.merged_cells.ranges if r.min_row == r.max_row == model]
    known = {r.coord for r in sheet.merged_cells.ranges}
    for row in range(model + 1, model + count):
        sheet.row_dimensions[row].height = sheet.row_dimensions[model].height
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column)._style = copy(sheet.cell(model, column)._style)
        for found in across:
            moved = CellRange(found.coord)
            moved.shift(row_shift=row - model)
            if moved.coord not in known:
                sheet.merge_cells(moved.coord)


def _merge_levels(sheet: Any, first: int, texts: dict[int, str], rows: Sequence[Row]) -> None:
    for column, text in texts.items():
        named = next((n.partition(".")[2] for n in names_in(text)), "")
        if named not in MERGED:
            continue
        across = next(
            (
                r
                for r in sheet.merged_cells.ranges
                if r.min_row == r.max_row == first and r.min_col == column
            ),
            None,
        )
        last = column if across is None else across.max_col
        for offset, span in enumerate(groups(rows, named)):
            if span < 2:
                continue
            top = first + offset
            for row in range(top, top + span):
                area = CellRange(min_col=column, max_col=last, min_row=row, max_row=row)
                if area.coord in {r.coord for r in sheet.merged_cells.ranges}:
                    sheet.unmerge_cells(area.coord)
            sheet.merge_cells(
                start_row=top, end_row=top + span - 1, start_column=column, end_column=last
            )


# -- heights -------------------------------------------------------------------------------------


def fit_heights(sheet: Any, spare: float = 1.0) -> None:
    """Make rows tall enough for their text: Excel does not for merged cells.

    ``spare`` over 1 allows for faces wider than those named, where a reader's machine lacks them.
    """
    merged = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
    wanted: dict[int, float] = {}
    texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    pairs = [(cell, merged.get((cell.row, cell.column))) for cell in texts]
    # What lies over several rows needs only what its rows do not have already.
    pairs.sort(key=lambda pair: 1 if pair[1] is None else pair[1].size["rows"])
    for cell, area in pairs:
        _want(sheet, cell, area, wanted, spare)
    for number, height in wanted.items():
        known = sheet.row_dimensions[number].height or 0
        sheet.row_dimensions[number].height = min(max(known, height), _TALLEST)


def _want(sheet: Any, cell: Any, area: Any, wanted: dict[int, float], spare: float) -> None:
    columns = range(cell.column, (cell.column if area is None else area.max_col) + 1)
    rows = range(cell.row, (cell.row if area is None else area.max_row) + 1)
    width = sum(sheet.column_dimensions[get_column_letter(c)].width for c in columns)
    size = cell.font.size or 11
    # A column's width counts digits of 11 points; Chinese characters take two.
    fitting = max(width * 11 / size - 1, 2)
    lines = sum(
        math.ceil(_columns_of(line) * spare / fitting) or 1 for line in cell.value.split("\n")
    )
    height = lines * size * 1.3 + 6
    missing = height - sum(_height(sheet, row, wanted) for row in rows)
    if missing > 0:
        for row in rows:
            wanted[row] = _height(sheet, row, wanted) + missing / len(rows)


def _height(sheet: Any, row: int, wanted: dict[int, float]) -> float:
    return wanted.get(row) or sheet.row_dimensions[row].height or 15.0


def _columns_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
