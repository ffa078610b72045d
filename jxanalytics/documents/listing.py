"""Lists as official Excel tables: a title, the unit of money, ruled rows, cells for people to fill in.

The header row repeats on every printed page; a page is A4 on its side, as wide as the table. Cells to
be filled in are tinted, and may offer choices. The same lists give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from jxanalytics.documents.forms.sheet import fit_heights
from jxanalytics.model.sheets import plain, put_text
from jxanalytics.office.package import fixed
from jxanalytics.office.word import BODY, HEAD, SONG, TITLE

Value = str | int | float | None
Align = Literal["left", "center", "right"]
_LINE = Side(style="thin", color="000000")
_RULED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER, _ASKED = (PatternFill("solid", fgColor=color) for color in ("E9EFF5", "FFF8DC"))
# Room in a row beyond what its text takes in the faces named.
_SPARE = 1.15
# Excel takes at most so many characters for the choices of a cell.
_CHOICES = 255


@dataclass(frozen=True)
class Column:
    """A column: ``width`` in characters of 11 points; ``asked`` is filled in by people, out of
    ``choices`` where there are any."""

    header: str
    width: float = 12.0
    align: Align = "left"
    asked: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class List:
    """One sheet. ``above`` stands between title and table, ``below`` under it; ``unit`` is printed at
    the right above the table. The first ``merge`` columns join equal neighbours; ``total`` sets the
    last row strong. A number is written as a number, text as text."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    unit: str = ""
    merge: int = 0
    total: bool = False


def workbook(lists: Sequence[List]) -> bytes:
    """The lists as the bytes of an .xlsx, a sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "jxanalytics"
    for one in lists:
        _sheet(book.create_sheet(one.name[:31]), one)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue())


def _sheet(sheet: Any, one: List) -> None:
    for at, column in enumerate(one.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    row = _line(sheet, 1, one.title, one, Font(name=TITLE, size=18), "center")
    for text in one.above:
        row = _line(sheet, row, text, one, Font(name=BODY, size=12), "left")
    if one.unit:
        row = _line(sheet, row, f"单位：{one.unit}", one, Font(name=BODY, size=11), "right")
    header = row
    _rows(sheet, header, one)
    row = header + 1 + len(one.rows)
    for text in one.below:
        row = _line(sheet, row, text, one, Font(name=BODY, size=11), "left")
    _choices(sheet, header, one)
    _page(sheet, header)
    fit_heights(sheet, _SPARE)


def _line(sheet: Any, row: int, text: str, one: List, font: Font, align: str) -> int:
    """A line over the whole width; the number of the next row."""
    cell = put_text(sheet.cell(row, 1), text)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if len(one.columns) > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(one.columns))
    return row + 1


def _rows(sheet: Any, header: int, one: List) -> None:
    for at, column in enumerate(one.columns, start=1):
        cell = put_text(sheet.cell(header, at), column.header)
        cell.font, cell.fill, cell.border = Font(name=HEAD, size=11), _HEADER, _RULED
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, values in enumerate(one.rows, start=1):
        strong = one.total and number == len(one.rows)
        for at, (column, value) in enumerate(zip(one.columns, values, strict=True), start=1):
            _cell(sheet.cell(header + number, at), column, value, strong)
    for at in range(1, one.merge + 1):
        for first, last in _spans([row[:at] for row in one.rows]):
            sheet.merge_cells(start_row=header + 1 + first, end_row=header + 1 + last,
                              start_column=at, end_column=at)  # fmt: skip


def _cell(cell: Any, column: Column, value: Value, strong: bool) -> None:
    shown = plain(value)
    if isinstance(shown, str):
        put_text(cell, shown)
    elif shown is not None:
        cell.value = shown
        cell.number_format = "0" if isinstance(shown, int) else "0.00####"
    cell.font = Font(name=HEAD if strong else SONG, size=11)
    cell.border = _RULED
    if column.asked and not strong:
        cell.fill = _ASKED
    cell.alignment = Alignment(horizontal=column.align, vertical="center", wrap_text=True)


def _spans(keys: Sequence[Sequence[Value]]) -> list[tuple[int, int]]:
    """First and last place of equal neighbours, where there is more than one."""
    found, first = [], 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[first]:
            if place - first > 1:
                found.append((first, place - 1))
            first = place
    return found


def _choices(sheet: Any, header: int, one: List) -> None:
    last = header + len(one.rows) - (1 if one.total else 0)
    for at, column in enumerate(one.columns, start=1):
        listed = ",".join(column.choices)
        if not listed or len(listed) > _CHOICES or last <= header:
            continue
        offered = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
        offered.add(f"{get_column_letter(at)}{header + 1}:{get_column_letter(at)}{last}")
        sheet.add_data_validation(offered)


def _page(sheet: Any, header: int) -> None:
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = "— &P —"
