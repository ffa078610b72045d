"""Comments put into a copy of a unit's own file, at the cells and paragraphs concerned.

Word shows them in the margin, Excel at the cell; LibreOffice and WPS show both. Nothing else in the
file is changed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from jxanalytics.fonts import visible
from jxanalytics.intake.containers.blocks import Table
from jxanalytics.intake.containers.package import Package
from jxanalytics.intake.containers.xlsx import read_xlsx
from jxanalytics.model.places import Paragraph, SheetCell, TableCell, parse_place
from jxanalytics.model.values import compact
from jxanalytics.office.sheet_comments import with_comments
from jxanalytics.office.word import saved

AUTHOR, INITIALS = "预算绩效核对", "核"
_P, _TBL, _TR, _TC, _VMERGE = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "vMerge"))
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}  # fmt: skip
_ROW_GONE = f"{qn('w:trPr')}/{qn('w:del')}"
_SPAN, _BEFORE = (f"{qn(f'w:{a}')}/{qn(f'w:{b}')}" for a, b in (("tcPr", "gridSpan"), ("trPr", "gridBefore")))  # fmt: skip
# Characters of a quotation by which its paragraph is found.
_KNOWN_BY = 24


@dataclass(frozen=True)
class Note:
    """A comment: the place as `model.places` stores it ("" for the document), what is quoted there, the text."""

    place: str
    quote: str
    text: str


def commented(content: bytes, suffix: str, notes: Sequence[Note], dated: date) -> bytes:
    """A .docx or .xlsx with comments; the same file, notes and date give the same bytes."""
    if suffix in (".xlsx", ".xlsm"):
        return _workbook(content, notes)
    return _document(content, notes, dated)


# -- Word ----------------------------------------------------------------------------------------


def _document(content: bytes, notes: Sequence[Note], dated: date) -> bytes:
    document = docx.Document(io.BytesIO(content))
    tables = list(_tables(document.element.body))
    for note in notes:
        paragraph = _paragraph(document, tables, note)
        if not paragraph.runs:
            paragraph.add_run("")
        runs = paragraph.runs
        comment = document.add_comment([runs[0], runs[-1]], visible(note.text), AUTHOR, INITIALS)
        comment._comment_elm.set(qn("w:date"), f"{dated.isoformat()}T00:00:00Z")
    return saved(document)


def _tables(parent: Any) -> Iterator[Any]:
    """The tables of the body as the reader numbers them."""
    for child in parent:
        if child.tag == _TBL:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _tables(child)


def _paragraph(document: Any, tables: list[Any], note: Note) -> WordParagraph:
    place = parse_place(note.place)
    if isinstance(place, TableCell) and place.table <= len(tables):
        cell = _cell(tables[place.table - 1], place.row - 1, place.column - 1)
        if cell is not None:
            own = [WordParagraph(p, document) for p in cell.iterchildren(_P)]
            return next((p for p in own if p.text.strip()), own[0])
    every = [WordParagraph(p, document) for p in document.element.body.iter(_P)]
    filled = [p for p in every if p.text.strip()] or every
    return _quoted(filled, note, place) or filled[0]


def _cell(table: Any, row: int, column: int) -> Any | None:
    """The cell that covers a position of the grid, the top one of cells merged downwards."""
    rows = [tr for tr in table.iter(_TR) if _of(tr, _TBL) is table and tr.find(_ROW_GONE) is None]
    for number in range(min(row, len(rows) - 1), -1, -1):
        found = _covering(rows[number], column)
        merge = None if found is None else found.find(f"{qn('w:tcPr')}/{_VMERGE}")
        if found is None or merge is None or merge.get(qn("w:val")) == "restart":
            return found
    return None


def _covering(row: Any, column: int) -> Any | None:
    before = row.find(_BEFORE)
    at = 0 if before is None else int(before.get(qn("w:val")))
    for cell in (tc for tc in row.iter(_TC) if _of(tc, _TR) is row):
        span = cell.find(_SPAN)
        at += 1 if span is None else int(span.get(qn("w:val")))
        if column < at:
            return cell
    return None


def _of(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _quoted(filled: list[WordParagraph], note: Note, place: Any) -> WordParagraph | None:
    """The paragraph that holds what is quoted, else the numbered one under the heading named."""
    texts = [compact(p.text) for p in filled]
    found = _index(note.quote, texts)
    if found is not None:
        return filled[found]
    if isinstance(place, Paragraph) and place.heading:
        heading = compact(place.heading)
        at = next((n for n, text in enumerate(texts) if text == heading), None)
        if at is not None:
            return filled[min(at + place.number, len(filled) - 1)]
    return None


def _index(quote: str, texts: Sequence[str]) -> int | None:
    """Which of the compacted texts holds a quotation, by its longest piece that is as written."""
    # What is elided or veiled in a quotation does not stand there.
    pieces = [piece for part in quote.split("……") for piece in compact(part).split("*")]
    wanted = max(pieces, key=len)[:_KNOWN_BY]
    return next((n for n, text in enumerate(texts) if wanted and wanted in text), None)


# -- Excel ---------------------------------------------------------------------------------------


def _workbook(content: bytes, notes: Sequence[Note]) -> bytes:
    package = Package(content)
    sheets = [b for b in read_xlsx(package, "").blocks if isinstance(b, Table)]
    texts: dict[tuple[str, str], str] = {}
    for note in notes:
        cell = _sheet_cell(sheets, note)
        texts[cell] = "\n\n".join(filter(None, (texts.get(cell, ""), visible(note.text))))
    return with_comments(content, texts, AUTHOR)


def _sheet_cell(sheets: list[Table], note: Note) -> tuple[str, str]:
    """Sheet and cell of a note: as its place says, else where the quotation stands, else the first."""
    place = parse_place(note.place)
    if isinstance(place, SheetCell):
        return place.sheet, f"{place.column}{place.row}"
    cells = [cell for sheet in sheets for row in sheet.grid.starting for cell in row if cell.filled]
    found = _index(note.quote, [compact(cell.text) for cell in cells])
    chosen = parse_place(str(cells[found or 0].place))
    assert isinstance(chosen, SheetCell)
    return chosen.sheet, f"{chosen.column}{chosen.row}"
