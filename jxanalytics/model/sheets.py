"""Tables as CSV and XLSX files that a spreadsheet shows as what they are: text as text, numbers as numbers.

Text that a spreadsheet would take for a formula is neutralised; the same tables give the same bytes.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jxanalytics.fonts import visible
from jxanalytics.office.package import fixed

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# A formula to Excel, also after white space or quotes, also with the full-width sign; and a tab or
# line end in front, behind which some programs look for one. Quotes before either count as well: what
# begins with an apostrophe already gets one more, so that taking one away gives the text back.
_FORMULA = re.compile(r"""["'“”‘’]*[\t\r\n]|[\s"'“”‘’]*[=+\-@＝＋－＠]""")
_WIDEST = 48
# The height of a line of text in points, and how many lines a row is made high for.
_LINE, _MOST_LINES = 15.0, 12
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if _FORMULA.match(text) else text


def to_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV, UTF-8 with the mark by which Excel knows it; blank where nothing was filed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(visible(str(name))) for name in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow(
            [neutral(cell) if isinstance(cell := plain(value), str) else cell for value in row]
        )
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook, one sheet a table, in the order given: text cells as text, the header row fixed."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "jxanalytics"
    for name, table in sheets.items():
        _fill(book.create_sheet(_SHEET_NAME.sub("", visible(name))[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue())


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped, beside = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
    widths = [_width(str(name), table.iloc[:, at]) for at, name in enumerate(table.columns)]
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, name in enumerate(table.columns, start=1):
        cell = put_text(sheet.cell(1, at), visible(str(name)))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    _high(sheet, 1, [_lines(str(name), width) for name, width in zip(table, widths, strict=True)])
    for number, row in enumerate(table.itertuples(index=False, name=None), start=2):
        lines = [1]
        for at, value in enumerate(row, start=1):
            shown = plain(value)
            cell = sheet.cell(number, at)
            if isinstance(shown, str):
                put_text(cell, shown)
                lines.append(_lines(shown, widths[at - 1]))
                cell.alignment = wrapped if lines[-1] > 1 else beside
            elif shown is not None:
                cell.value = shown
                cell.number_format = "0.00" if isinstance(shown, float) else "0"
                cell.alignment = beside
        _high(sheet, number, lines)
    _to_print(sheet)


def _high(sheet: Worksheet, row: int, lines: list[int]) -> None:
    """Make a row as high as the most lines in it; of its own accord a spreadsheet does so only later."""
    if max(lines, default=1) > 1:
        sheet.row_dimensions[row].height = _LINE * min(max(lines), _MOST_LINES)


def _lines(words: str, width: float) -> int:
    """On how many lines a text stands in a column of a width."""
    if len(words) * 2 < width and "\n" not in words:
        return 1
    return sum(max(1, math.ceil((_columns(line) + 1) / width)) for line in words.split("\n"))


def _to_print(sheet: Worksheet) -> None:
    """A page on its side as wide as the table, its header on each; on a screen the header stays."""
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    sheet.oddFooter.center.text = "— &P —"


def put_text(cell: Cell, words: str) -> Cell:
    """Write text as text, whatever it looks like; it stays text when a reader edits the cell."""
    cell.value = words
    cell.data_type = "s"
    cell.quotePrefix = bool(_FORMULA.match(words))
    return cell


def plain(value: Any) -> str | int | float | None:
    """A cell's value as Python's own: text with unseen characters visible, None for what is missing."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value + 0.0
    return None if value is None or value is pd.NA else visible(str(value))


def _width(name: str, column: pd.Series[Any]) -> float:
    """Wide enough for the header on two lines and for the first cells; Chinese characters count double."""
    longest = max(
        (_columns(line) for value in column.head(200) for line in str(value).split("\n")), default=0
    )
    return float(min(max(longest, (_columns(name) + 1) // 2, 8) + 2, _WIDEST))


def _columns(words: str) -> int:
    """The columns a text takes; Chinese characters take two."""
    return len(words.encode("gbk", "replace"))
