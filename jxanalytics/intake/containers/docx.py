"""Word documents (.docx) to texts and tables: one pass over the XML of the body.

Tracked deletions do not count, insertions do; a text box counts once; content controls are
looked through. Not read by python-docx, which opens every part without limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern

from lxml import etree

from jxanalytics.grid import Cell, Grid, Position, build, make_cell
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
from jxanalytics.intake.containers.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
P, T, TBL, TR, TC = _W + "p", _W + "t", _W + "tbl", _W + "tr", _W + "tc"
_TAB, _BREAK, _RETURN, _HYPHEN = _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen"
_RUN, _TABS = _W + "r", _W + "tabs"
_DELETED, _MOVED, _ROW_MARKS = _W + "del", _W + "moveFrom", _W + "trPr"
_CELL_DELETED, _CELL_MARKS = _W + "cellDel", _W + "tcPr"
_BOX = _W + "txbxContent"
_SPAN, _VMERGE, _HMERGE, _BEFORE = _W + "gridSpan", _W + "vMerge", _W + "hMerge", _W + "gridBefore"
_HIDDEN = _W + "hidden"
_VALUE = _W + "val"
_WRAPPERS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")
)
_INLINE = (T, _TAB, _BREAK, _RETURN, _HYPHEN, _MATH_TEXT)
_IN_TABLE = (TR, TC, P, _SPAN, _VMERGE, _HMERGE, _BEFORE, _HIDDEN, *_INLINE)
_WHITE = {_TAB: "\t", _BREAK: "\n", _RETURN: "\n", _HYPHEN: "-"}
# A grid column beyond this is no form; Word itself allows 63 columns.
_MAX_SPAN = 1000

Boxes = dict[etree._Element, list[etree._Element]]


def read_docx(package: Package, file: str) -> Document:
    """The body's paragraphs, text boxes and tables in order. Raises Refused."""
    root = package.xml("word/document.xml")
    _drop_deleted(root)
    boxes = _take_boxes(root)
    reader = _Reader(boxes)
    body = root.find(_W + "body")
    blocks = [] if body is None else list(reader.blocks(body))
    return Document(file, tuple(blocks), tuple(reader.notes))


def _drop_deleted(root: etree._Element) -> None:
    """Take out what was deleted under tracking and the second copy of alternate content."""
    for element in list(root.iter(_DELETED, _MOVED, _FALLBACK, _CELL_DELETED)):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == _DELETED and parent.tag == _ROW_MARKS:
            _remove(parent.getparent())
        elif element.tag == _CELL_DELETED and parent.tag == _CELL_MARKS:
            cell = parent.getparent()
            for child in [] if cell is None else [c for c in cell if c.tag != _CELL_MARKS]:
                cell.remove(child)
        elif len(element):
            parent.remove(element)


def _remove(element: etree._Element | None) -> None:
    parent = None if element is None else element.getparent()
    if parent is not None:
        parent.remove(element)


def _take_boxes(root: etree._Element) -> Boxes:
    """Text boxes out of the tree, by the paragraph each is anchored in."""
    boxes: Boxes = {}
    for box in list(root.iter(_BOX)):
        anchor = next(box.iterancestors(P), None)
        _remove(box)
        if anchor is not None:
            boxes.setdefault(anchor, []).append(box)
    return boxes


class _Reader:
    """Walks the body; counts its top-level tables."""

    def __init__(self, boxes: Boxes):
        self.boxes = boxes
        self.tables = 0
        self.notes: list[Note] = []

    def blocks(self, parent: etree._Element, nested: bool = False) -> Iterator[Block]:
        for child in parent:
            if child.tag == P:
                yield from self.paragraph(child, nested)
            elif child.tag == TBL:
                if not nested:
                    self.tables += 1
                yield from self.table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child, nested)

    def paragraph(self, element: etree._Element, nested: bool) -> Iterator[Block]:
        if self.boxes:
            for box in self.boxes.pop(element, ()):
                yield from self.blocks(box, True)
        text = _line(element)
        if text.strip():
            yield Text(text, *_style(element))

    def table(self, element: etree._Element) -> Iterator[Block]:
        number = max(self.tables, 1)
        flow: tuple[Block, ...] = ()
        inner = [t for t in element.iter(TBL) if t is not element]
        if self.boxes:
            yield from self._boxed(element)
        if inner:
            flow = tuple(self._flow(element))
            for table in inner:
                _remove(table)
        yield Table(self._grid(element, number), f"table {number}", f"表{number}", flow=flow)

    def _flow(self, element: etree._Element) -> Iterator[Block]:
        """What the cells of a table with tables in it hold, in document order."""
        for child in element:
            if child.tag == TC:
                yield from self.blocks(child, True)
            elif child.tag == TR or child.tag in _WRAPPERS:
                yield from self._flow(child)

    def _boxed(self, element: etree._Element) -> Iterator[Block]:
        """Text boxes anchored in cells: the text of an empty cell, else a text before the table."""
        for paragraph in [p for p in element.iter(P) if p in self.boxes]:
            cell = next(paragraph.iterancestors(TC), None)
            for box in self.boxes.pop(paragraph):
                if cell is not None and not "".join(t.text or "" for t in cell.iter(T)).strip():
                    cell.extend(list(box))
                else:
                    yield from self.blocks(box, True)

    def _grid(self, element: etree._Element, number: int) -> Grid:
        drafts, hidden = _cells(element)
        cells: list[Cell] = []
        for draft in drafts:
            # One object a text: what is known of 100% is found again without comparing it.
            text = intern("".join(draft.parts))
            if not draft.covered:
                cells.append(draft.cell(number, text))
            elif text.strip():
                place = str(Position(number, draft.row, draft.column))
                self.notes.append(_covered(text.strip(), place))
        return build(cells, hidden)


class _Draft:
    """A cell while its table is being read."""

    rowspan = colspan = 1
    started = covered = False

    def __init__(self, row: int, column: int, hidden: bool):
        self.row, self.column, self.hidden = row, column, hidden
        self.parts: list[str] = []

    def cell(self, number: int, text: str) -> Cell:
        return make_cell(
            (text, self.row, self.column, number, self.rowspan, self.colspan, None, self.hidden, "")
        )


def _cells(table: etree._Element) -> tuple[list[_Draft], list[str]]:
    """Drafts of all cells, merged ones joined, and the numbers of hidden rows."""
    drafts: list[_Draft] = []
    hidden_rows: list[str] = []
    above: dict[int, _Draft] = {}
    current: dict[int, _Draft] = {}
    row, column, hidden = -1, 0, False
    draft: _Draft | None = None
    for element in table.iter(*_IN_TABLE):
        tag = element.tag
        if tag in (T, _MATH_TEXT):
            if draft is not None and element.text:
                draft.parts.append(element.text)
        elif tag == P:
            if draft is not None:
                if draft.started:
                    draft.parts.append("\n")
                draft.started = True
        elif tag == TC:
            if draft is not None:
                column = draft.column + draft.colspan
            draft = current[column] = _Draft(row, column, hidden)
            drafts.append(draft)
            if len(drafts) > MAX_CELLS:
                raise Refused(TOO_MANY)
        elif tag == TR:
            row += 1
            above, current, column, draft, hidden = current, {}, 0, None, False
        elif tag == _VMERGE and draft is not None:
            if element.get(_VALUE) != "restart":
                _join_above(draft, above, current)
        elif tag == _SPAN and draft is not None:
            draft.colspan = min(max(_integer(element), 1), _MAX_SPAN)
        elif tag == _HMERGE and draft is not None:
            if element.get(_VALUE) != "restart":
                _join_left(draft, drafts)
        elif tag == _BEFORE:
            column += min(max(_integer(element), 0), _MAX_SPAN)
        elif tag == _HIDDEN:
            hidden = True
            hidden_rows.append(str(row + 1))
        elif draft is not None and element.getparent().tag != _TABS:
            draft.parts.append(_WHITE.get(tag, ""))
    return drafts, hidden_rows


def _join_above(draft: _Draft, above: dict[int, _Draft], current: dict[int, _Draft]) -> None:
    """A cell that continues the one above; one that has none above stands for itself."""
    anchor = above.get(draft.column)
    if anchor is not None:
        anchor.rowspan = draft.row - anchor.row + 1
        draft.covered = True
        current[draft.column] = anchor


def _join_left(draft: _Draft, drafts: list[_Draft]) -> None:
    left = next((d for d in reversed(drafts[:-1]) if d.row == draft.row and not d.covered), None)
    if left is not None:
        left.colspan = draft.column + draft.colspan - left.column
        draft.covered = True


def _line(paragraph: etree._Element) -> str:
    parts = []
    for element in paragraph.iter(*_INLINE):
        tag = element.tag
        if tag in (T, _MATH_TEXT):
            parts.append(element.text or "")
        elif element.getparent().tag != _TABS:
            parts.append(_WHITE[tag])
    return "".join(parts)


def _style(paragraph: etree._Element) -> tuple[int, bool]:
    """Outline level (0 for body text) and whether Word numbers the paragraph."""
    level, listed = 0, False
    for properties in paragraph.iterchildren(_W + "pPr"):
        for element in properties:
            if element.tag == _W + "numPr":
                listed = True
            elif element.tag == _W + "outlineLvl":
                level = _integer(element) + 1
            elif element.tag == _W + "pStyle":
                name = (element.get(_VALUE) or "").lower()
                if name.startswith("heading") and name[7:].strip().isdigit():
                    level = int(name[7:])
    return (level if 0 < level < 10 else 0), listed


def _integer(element: etree._Element) -> int:
    text = element.get(_VALUE) or ""
    return int(text) if text.isdigit() and len(text) < 6 else 0


def _covered(text: str, place: str) -> Note:
    shown = text if len(text) < 40 else text[:40] + "…"
    return Note(
        "warning", "covered_cell", place, f"合并单元格下面压着看不见的文字“{shown}”，未采用，请核对"
    )
