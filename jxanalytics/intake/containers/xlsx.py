"""Workbooks (.xlsx) to one table a visible sheet, straight from the XML.

Only cells that hold something are looked at: declared dimensions, merges over the whole sheet
and a stray cell in the last corner cost nothing. Macros are never run, links never followed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from lxml import etree

from jxanalytics.grid import (
    Cell,
    CellIssue,
    Grid,
    GridTooLarge,
    build,
    column_letters,
)
from jxanalytics.intake.containers import numbers
from jxanalytics.intake.containers.blocks import (
    MAX_CELLS,
    TOO_MANY,
    Block,
    Document,
    Note,
    Refused,
    Table,
    Text,
)
from jxanalytics.intake.containers.package import DAMAGED, RELATIONSHIP, Package

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ROW, _C, _V, _F, _IS, _T = _S + "row", _S + "c", _S + "v", _S + "f", _S + "is", _S + "t"
_COL, _SI, _PHONETIC = _S + "col", _S + "si", _S + "rPh"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NUMERIC = (None, "n")
_NAMES = {"s": _S[1:-1]}
_FILLED = etree.XPath("/*/s:sheetData/s:row/s:c[*]", namespaces=_NAMES)
_HIDDEN_ROWS = etree.XPath(
    "/*/s:sheetData/s:row[@hidden='1' or @hidden='true' or @ht='0']", namespaces=_NAMES
)
_MERGED = etree.XPath("/*/s:mergeCells/s:mergeCell/@ref", namespaces=_NAMES, smart_strings=False)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_COLUMN, MAX_ROW = 16_384, 1_048_576


def read_xlsx(package: Package, file: str) -> Document:
    """Every visible sheet as a table; hidden sheets are noted, not read. Raises Refused."""
    workbook = package.xml("xl/workbook.xml")
    related = package.related("xl/workbook.xml")
    book = _Book(package, workbook)
    blocks: list[Block] = []
    notes: list[Note] = []
    for sheet in workbook.iter(_S + "sheet"):
        name, part = sheet.get("name") or "", related.get(sheet.get(RELATIONSHIP + "id") or "", "")
        if part not in package or "/chartsheets/" in part:
            continue
        if sheet.get("state", "visible") != "visible":
            message = f"工作表“{name}”是隐藏的，未读取，如需报送请取消隐藏"
            notes.append(Note("warning", "hidden_sheet", name, message))
            continue
        texts, grid = book.sheet(name, part, notes)
        blocks += [*texts, Table(grid, name, f"工作表“{name}”", sheet=True)]
    return Document(file, tuple(blocks), tuple(notes))


class _Book:
    """What sheets share: strings, number formats, the calendar."""

    def __init__(self, package: Package, workbook: etree._Element):
        self.package = package
        properties = next(workbook.iterchildren(_S + "workbookPr"), None)
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        found = _strings(package) if "xl/sharedStrings.xml" in package else ()
        self.strings = {str(index): text for index, text in enumerate(found)}
        self.formats = _Formats(package)
        self.count = 0

    def sheet(self, name: str, part: str, notes: list[Note]) -> tuple[list[Text], Grid]:
        root = self.package.xml(part)
        rows = self._cells(root, name)
        areas = [_area(reference) for reference in _MERGED(root)]
        if len(areas) > MAX_CELLS:
            raise Refused(TOO_MANY)
        if areas:
            covered = _merged(rows, [area for area in areas if area is not None])
            if covered:
                notes += [
                    _covered_note(c) for row in sorted(rows) for c in rows[row] if c in covered
                ]
                rows = {row: [c for c in cells if c not in covered] for row, cells in rows.items()}
        hidden = {_row(row.get("r") or "") for row in _HIDDEN_ROWS(root)}
        try:
            grid = build(
                rows,
                [str(row + 1) for row in sorted(hidden) if rows.get(row)],
                _shown_columns(rows, _hidden_columns(root)),
            )
        except GridTooLarge as error:
            raise Refused(f"工作表“{name}”的合并单元格过多，请整理后再报送") from error
        return list(self._boxes(root, part)), grid

    def _cells(self, root: etree._Element, sheet: str) -> dict[int, list[Cell]]:
        """Cells that hold something by row, in column order."""
        elements = _FILLED(root)
        self.count += len(elements)
        if self.count > MAX_CELLS:
            raise Refused(TOO_MANY)
        strings, reached, ordered = self.strings, -1, True
        rows: dict[int, list[Cell]] = {}
        for element in elements:
            kind, number, issue = element.get("t"), None, ""
            if kind == "s":
                text = strings.get(element[-1].text)
                if text is None:
                    raise Refused(DAMAGED)
            elif kind == "inlineStr":
                text = _inline(element)
            else:
                text, number, issue = self._shown(element, kind)
            if not text and not issue:
                continue
            reference = element.get("r")
            if reference is None:
                _name_cells(root)
                self.count -= len(elements)
                return self._cells(root, sheet)
            row, column = _position(reference)
            if row != reached:
                reached, stored = row, rows.setdefault(row, [])
            ordered = ordered and not (stored and stored[-1].column >= column)
            stored.append(Cell(text, row, column, sheet, 1, 1, number, issue))
        # No office program writes them out of order.
        for stored in () if ordered else rows.values():
            stored.sort(key=attrgetter("column"))
        return rows

    def _shown(self, element: etree._Element, kind: str | None) -> tuple[str, Decimal | None, str]:
        """Displayed text, stored number and what is wrong, of a cell that is no string."""
        only = element[0]
        if kind in _NUMERIC and len(element) == 1 and only.tag == _V and (value := only.text):
            return _number(value, self.formats[element.get("s") or "0"], self.from_1904)
        value, formula = "", False
        for child in element:
            tag = child.tag
            if tag == _V:
                value = child.text or ""
            elif tag == _F:
                formula = True
        if not value:
            return "", None, CellIssue.NO_VALUE if formula and kind != "str" else ""
        if kind in _NUMERIC:
            return _number(value, self.formats[element.get("s") or "0"], self.from_1904)
        if kind == "e":
            return value, None, CellIssue.ERROR
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), None, ""
        return value, None, ""

    def _boxes(self, root: etree._Element, part: str) -> Iterator[Text]:
        """Lines of the text boxes drawn on a sheet."""
        drawing = next(root.iterchildren(_S + "drawing"), None)
        if drawing is None:
            return
        target = self.package.related(part).get(drawing.get(RELATIONSHIP + "id") or "", "")
        if target not in self.package:
            return
        for paragraph in self.package.xml(target).iter(_A + "p"):
            text = "".join(t.text or "" for t in paragraph.iter(_A + "t"))
            if text.strip() and next(paragraph.iterancestors(_FALLBACK), None) is None:
                yield Text(text)


@lru_cache(maxsize=16384)
def _number(value: str, code: str, from_1904: bool) -> tuple[str, Decimal | None, str]:
    """What a stored number shows in a format, remembered: forms repeat 10, 5 and 0."""
    try:
        number = numbers.stored(value)
    except ValueError:
        return value, None, ""
    if not number.is_finite():
        return value, None, CellIssue.ERROR
    return numbers.shower(code)(number, from_1904), number, ""


def _strings(package: Package) -> Iterator[str]:
    for item in package.xml("xl/sharedStrings.xml").iter(_SI):
        yield item[0].text or "" if len(item) and item[0].tag == _T else _rich(item)


def _inline(element: etree._Element) -> str:
    """The text of a cell that holds it itself."""
    held = element[0] if len(element) == 1 else next(element.iterchildren(_IS), element[-1])
    if len(held) == 1:
        only = held[0]
        return only.text or "" if only.tag == _T else _rich(held)
    return _rich(held) if len(held) else held.text or ""


def _rich(item: etree._Element) -> str:
    """Text of a string in runs; the reading aids above it (phonetic runs) are no text."""
    return "".join(t.text or "" for t in item.iter(_T) if t.getparent().tag != _PHONETIC)


class _Formats(dict[str, str]):
    """The number formats of cell styles, each looked up when a number in it is first met.

    A cell that names no style has the first; a style there is none of shows numbers as they are.
    """

    def __init__(self, package: Package):
        super().__init__()
        self.styles: Sequence[etree._Element] = ()
        self.codes: dict[str | None, str] = {}
        if "xl/styles.xml" in package:
            root = package.xml("xl/styles.xml")
            self.codes = {
                f.get("numFmtId"): f.get("formatCode") or "" for f in root.iter(_S + "numFmt")
            }
            self.styles = next(root.iterchildren(_S + "cellXfs"), ())

    def __missing__(self, style: str) -> str:
        code = ""
        if style.isdecimal() and len(style) < 6 and int(style) < len(self.styles):
            number = self.styles[int(style)].get("numFmtId") or "0"
            code = self.codes.get(number, numbers.BUILT_IN.get(number, ""))
        self[style] = code
        return code


# First row, first column, last row, last column.
Area = tuple[int, int, int, int]


@lru_cache(maxsize=4096)
def _area(reference: str) -> Area | None:
    """A merged area; None for what names no two corners."""
    corners = reference.split(":")
    return (*_position(corners[0]), *_position(corners[1])) if len(corners) == 2 else None


def _merged(rows: Mapping[int, list[Cell]], areas: list[Area]) -> set[Cell]:
    """Give the cells at the corners of merged areas their size; those inside are covered."""
    filled = sorted(rows)
    reached: Sequence[int]
    found: set[Cell] = set()
    budget = 4 * MAX_CELLS
    for top, left, bottom, right in areas:
        if top == bottom:
            reached = (top,) if top in rows else ()
        else:
            reached = filled[bisect_left(filled, top) : bisect_right(filled, bottom)]
        for row in reached:
            inside = rows[row]
            budget -= len(inside)
            if budget < 0:
                raise Refused(TOO_MANY)
            for cell in inside:
                column = cell.column
                if column > right:
                    break
                if column == left and row == top:
                    cell.rowspan, cell.colspan = bottom - top + 1, right - left + 1
                elif column >= left:
                    found.add(cell)
    return found


def _covered_note(cell: Cell) -> Note:
    message = f"合并单元格下面压着看不见的内容“{cell.text[:40]}”，未采用，请核对"
    return Note("warning", "covered_cell", str(cell.place), message)


def _hidden_columns(root: etree._Element) -> list[tuple[int, int]]:
    return [
        (int(column.get("min") or 1) - 1, int(column.get("max") or 1) - 1)
        for column in root.iter(_COL)
        if column.get("hidden") in ("1", "true") or column.get("width") == "0"
    ]


def _shown_columns(rows: Mapping[int, list[Cell]], hidden: list[tuple[int, int]]) -> list[str]:
    """Letters of hidden columns that hold something."""
    if not hidden:
        return []
    columns = sorted({cell.column for cells in rows.values() for cell in cells})
    return [column_letters(c) for c in columns if any(a <= c <= b for a, b in hidden)]


@lru_cache(maxsize=65536)
def _position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a reference such as B12. Raises Refused for what is none."""
    reference = reference.replace("$", "")
    letters = reference.rstrip("0123456789")
    return _row(reference[len(letters) :]), _column(letters)


def _name_cells(root: etree._Element) -> None:
    """Give rows and cells the references some writers leave out: each is the one after the last."""
    row = -1
    for line in root.iter(_ROW):
        number = line.get("r")
        if number is None and len(line):
            number = (line[0].get("r") or "").lstrip(_LETTERS) or None
        row = row + 1 if number is None else _row(number)
        line.set("r", str(row + 1))
        column = -1
        for cell in line.iterchildren(_C):
            reference = cell.get("r")
            column = column + 1 if reference is None else _position(reference)[1]
            cell.set("r", f"{column_letters(column)}{row + 1}")


def _row(digits: str) -> int:
    if not digits.isdigit() or len(digits) > 7 or not 1 <= int(digits) <= MAX_ROW:
        raise Refused(DAMAGED)
    return int(digits) - 1


def _column(letters: str) -> int:
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise Refused(DAMAGED)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    if number > MAX_COLUMN:
        raise Refused(DAMAGED)
    return number - 1
