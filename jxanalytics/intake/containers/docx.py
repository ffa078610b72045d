"""Word documents (.docx) to texts and tables: one pass over the XML of the body.

Tracked deletions do not count, insertions do; a text box counts once; content controls are
looked through. Not read by python-docx, which opens every part without limits.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from jxanalytics.grid import Cell, Grid, build
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
_PROPERTIES, _NUMBERED = _W + "pPr", _W + "numPr"
_OUTLINE, _NAMED = _W + "outlineLvl", _W + "pStyle"
_HIDDEN = _W + "hidden"
_SYMBOL, _FONT, _CHARACTER = _W + "sym", _W + "font", _W + "char"
_VALUE, _ID, _TYPE = _W + "val", _W + "id", _W + "type"
_WRAPPERS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")
)
_INLINE = (T, _TAB, _BREAK, _RETURN, _HYPHEN, _MATH_TEXT, _SYMBOL)
_IN_TABLE = (TR, TC, P, _SPAN, _VMERGE, _HMERGE, _BEFORE, _HIDDEN, *_INLINE)
_LETTERS = (T, _MATH_TEXT)
_WHITE = {_TAB: "\t", _BREAK: "\n", _RETURN: "\n", _HYPHEN: "-"}
# Boxes and ticks inserted from a symbol font, by font and the last two digits of the code.
_SYMBOLS = {
    ("Wingdings", "A8"): "□", ("Wingdings", "6F"): "□", ("Wingdings", "FE"): "☑",
    ("Wingdings", "FD"): "☒", ("Wingdings", "FC"): "✓", ("Wingdings 2", "A3"): "□",
    ("Wingdings 2", "52"): "☑", ("Wingdings 2", "53"): "☒", ("Wingdings 2", "50"): "✓",
}  # fmt: skip
# A grid column beyond this is no form; Word itself allows 63 columns.
_MAX_SPAN = 1000

Boxes = dict[etree._Element, list[etree._Element]]


def read_docx(package: Package, file: str) -> Document:
    """The body's paragraphs, text boxes and tables in order. Raises Refused."""
    root = package.xml("word/document.xml")
    _drop_deleted(root)
    boxes = _take_boxes(root)
    reader = _Reader(boxes)
    body = next(root.iterchildren(_W + "body"), None)
    blocks = [] if body is None else list(reader.blocks(body))
    return Document(file, tuple(blocks), (*reader.notes, *_notes_below(package, root)))


def _notes_below(package: Package, root: etree._Element) -> Iterator[Note]:
    """Footnotes and endnotes, which are no part of a form's figures: each told with what it hangs on."""
    for kind, label in (("footnote", "脚注"), ("endnote", "尾注")):
        part = f"word/{kind}s.xml"
        if part not in package:
            continue
        # Those with a type are the lines Word draws above notes.
        texts = {
            note.get(_ID): "".join(map(_line, note.iter(P))).strip()
            for note in package.xml(part).iterchildren(_W + kind)
            if note.get(_TYPE) is None
        }
        for reference in root.iter(f"{_W}{kind}Reference"):
            text, paragraph = (
                texts.get(reference.get(_ID), ""),
                next(reference.iterancestors(P), None),
            )
            if text and paragraph is not None:
                about = _shown(_line(paragraph).strip())
                message = f"“{about}”的{label}“{_shown(text)}”未采用，请核对"
                yield Note("note", kind, "", message)


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
                yield from self.table(child, nested)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child, nested)

    def paragraph(self, element: etree._Element, nested: bool) -> Iterator[Block]:
        if self.boxes:
            for box in self.boxes.pop(element, ()):
                yield from self.blocks(box, True)
        text = _line(element)
        if text.strip():
            yield Text(text, *_style(element))

    def table(self, element: etree._Element, nested: bool) -> Iterator[Block]:
        number = max(self.tables, 1)
        flow: tuple[Block, ...] = ()
        inner = [t for t in element.iter(TBL) if t is not element]
        if self.boxes:
            yield from self._boxed(element)
        if inner:
            flow = tuple(self._flow(element))
            for table in inner:
                _remove(table)
        grid, place, label = self._grid(element, number), f"table {number}", f"表{number}"
        yield Table(grid, place, label, flow=flow, nested=nested)

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
        hidden: list[str] = []
        covered: list[Cell] = []
        grid = build(_rows(element, number, hidden, covered), hidden)
        self.notes += [_covered_note(cell) for cell in covered if cell.filled]
        return grid


def _rows(
    table: etree._Element, number: int, hidden: list[str], covered: list[Cell]
) -> dict[int, list[Cell]]:
    """A table's cells by row, in one pass over its XML, those joined that continue one another.

    Hidden rows are noted by number; cells that lie under one they continue are covered.
    """
    rows: dict[int, list[Cell]] = {}
    # By column, what stands in the row above and in this one.
    above: dict[int, Cell] = {}
    current: dict[int, Cell] = {}
    row, column, span, merged, count = -1, 0, 0, "", 0
    # What stands between cells goes nowhere.
    cell: Cell | None = None
    for element in table.iter(*_IN_TABLE):
        tag = element.tag
        if tag == P:
            if cell is not None:
                cell.text += "\n"
            elif span:
                # A cell's properties stand before its first paragraph.
                cell = Cell("", row, column, number, 1, span)
                whole = _continued(cell, merged, above, current) if merged else None
                (rows[row] if whole is None else covered).append(cell)
                current[column] = whole or cell
        elif tag == T:
            if cell is not None:
                cell.text += element.text or ""
        elif tag == TC:
            column += span
            cell, span, merged = None, 1, ""
            count += 1
        elif tag == TR:
            row += 1
            rows[row] = []
            above, current = current, {}
            cell, column, span = None, 0, 0
        elif tag == _BEFORE:
            column += min(max(_integer(element), 0), _MAX_SPAN)
        elif tag == _HIDDEN:
            hidden.append(str(row + 1))
        elif tag == _SPAN:
            span = min(max(_integer(element), 1), _MAX_SPAN)
        elif tag in (_VMERGE, _HMERGE):
            merged = "" if _value(element) == "restart" else tag
        elif cell is not None:
            cell.text += _inline(element, tag)
    if count > MAX_CELLS:
        raise Refused(TOO_MANY)
    return rows


def _continued(
    cell: Cell, mark: str, above: dict[int, Cell], current: dict[int, Cell]
) -> Cell | None:
    """The cell that goes on in one with this mark, made as large as it thereby is; None for none."""
    if mark == _VMERGE:
        whole = above.get(cell.column)
        if whole is not None:
            whole.rowspan = cell.row - whole.row + 1
        return whole
    whole = next(reversed(current.values()), None)
    if whole is not None and whole.row == cell.row:
        whole.colspan = cell.end - whole.column
    return whole


def _inline(element: etree._Element, tag: str) -> str:
    """What an element within a line stands for; a tab stop of the layout is nothing."""
    if tag in _LETTERS:
        return element.text or ""
    if tag == _SYMBOL:
        code = (element.get(_CHARACTER) or "")[-2:].upper()
        return _SYMBOLS.get((element.get(_FONT) or "", code), "")
    return "" if tag == _TAB and element.getparent().tag == _TABS else _WHITE[tag]


def _line(paragraph: etree._Element) -> str:
    return "".join([_inline(element, element.tag) for element in paragraph.iter(*_INLINE)])


def _style(paragraph: etree._Element) -> tuple[int, bool]:
    """Outline level (0 for body text) and whether Word numbers the paragraph."""
    level, listed = 0, False
    properties = paragraph[0] if len(paragraph) else None
    if properties is None or properties.tag != _PROPERTIES:
        return 0, False
    for element in properties.iterchildren(_NUMBERED, _OUTLINE, _NAMED):
        tag = element.tag
        if tag == _NUMBERED:
            listed = True
        elif tag == _OUTLINE:
            level = _integer(element) + 1
        else:
            name = _value(element).lower()
            if name.startswith("heading") and name[7:].strip().isdigit():
                level = int(name[7:])
    return (level if 0 < level < 10 else 0), listed


def _value(element: etree._Element) -> str:
    """The value of a property; most have no other attribute, and asking by name costs four times as much."""
    values = element.values()
    if len(values) > 1:
        return element.get(_VALUE) or ""
    return values[0] if values else ""


def _integer(element: etree._Element) -> int:
    text = _value(element)
    return int(text) if text.isdigit() and len(text) < 6 else 0


def _shown(text: str) -> str:
    return text if len(text) < 40 else text[:40] + "…"


def _covered_note(cell: Cell) -> Note:
    message = f"合并单元格下面压着看不见的文字“{_shown(cell.text.strip())}”，未采用，请核对"
    return Note("warning", "covered_cell", str(cell.place), message)
