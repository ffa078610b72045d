"""Where a figure stands in a document: the address every stated value carries.

Stored as short text so that it survives CSV: ``表2!R5C4`` (table 2 of a Word document, row 5,
column 4 of the grid with merged cells undone), ``[自评表]!D5`` (a sheet's cell), ``¶ heading 2`` (second
paragraph under a heading; no heading for text before the first). ``str(place)`` stores, ``place.said`` speaks,
``place.said_in`` behind a document's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_COUNT = "([1-9][0-9]{0,8})"
_TABLE = re.compile(rf"表{_COUNT}!R{_COUNT}C{_COUNT}")
_SHEET = re.compile(rf"\[(.*)\]!([A-Z]{{1,3}}){_COUNT}", re.S)
_PARAGRAPH = re.compile(rf"¶ (.*) {_COUNT}", re.S)


@dataclass(frozen=True)
class TableCell:
    """A cell of a Word (or CSV) table; table, row and column count from 1."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        return f"表{self.table}!R{self.row}C{self.column}"

    @property
    def said(self) -> str:
        return f"表{self.table}{self._cell}"

    def said_in(self, document: str) -> str:
        return f"{document}（表{self.table}）{self._cell}"

    @property
    def _cell(self) -> str:
        return f"第{self.row}行第{self.column}列"


@dataclass(frozen=True)
class SheetCell:
    """A cell of a workbook, addressed as Excel does."""

    sheet: str
    column: str
    row: int

    def __str__(self) -> str:
        return f"[{self.sheet}]!{self.column}{self.row}"

    @property
    def said(self) -> str:
        return f"工作表“{self.sheet}”{self._cell}"

    def said_in(self, document: str) -> str:
        return f"{document}（工作表“{self.sheet}”）{self._cell}"

    @property
    def _cell(self) -> str:
        return f"{self.column}{self.row}单元格"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text: the nearest heading above it and its number under that."""

    heading: str
    number: int

    def __str__(self) -> str:
        return f"¶ {self.heading} {self.number}"

    @property
    def said(self) -> str:
        return f"“{self.heading}”第{self.number}段" if self.heading else f"正文第{self.number}段"

    def said_in(self, document: str) -> str:
        return f"{document}{self.said}"


Place = TableCell | SheetCell | Paragraph


def parse_place(text: str) -> Place | None:
    """The place that ``str(place)`` wrote; None for an empty text.

    Raises ValueError for a text that is no place.
    """
    if not text:
        return None
    if match := _TABLE.fullmatch(text):
        return TableCell(*(int(g) for g in match.groups()))
    if match := _SHEET.fullmatch(text):
        return SheetCell(match[1], match[2], int(match[3]))
    if match := _PARAGRAPH.fullmatch(text):
        return Paragraph(match[1], int(match[2]))
    raise ValueError(f"不是出处：「{text}」（应如 表2!R5C4、[自评表]!D5 或 ¶ 标题 1）")


def said(text: str) -> str:
    """A stored place in words for readers; empty for an empty place."""
    place = parse_place(text)
    return "" if place is None else place.said


def said_in(document: str, text: str) -> str:
    """A stored place in words behind the name of its document: 自评表（表2）第6行第11列; the name alone for no place."""
    place = parse_place(text)
    return document if place is None else place.said_in(document)
