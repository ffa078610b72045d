"""A short official paper in Word: a title, lines, paragraphs, ruled tables, in the faces of GB/T 9704."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from jxanalytics.fonts import visible
from jxanalytics.office import word

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_TITLE, _TEXT, _LINE, _HEAD, _CELL, _SIGNED = "标题行", "正文段", "说明行", "表头", "表格", "落款行"
_TO, _HEADING = "主送", "小标题"
_SHADE = "E9EFF5"


class Paper:
    """A document under construction; ``landscape`` lays the page on its side with narrow margins."""

    def __init__(self, landscape: bool = False):
        self.document = docx.Document()
        self._ids: dict[str, str] = {}
        section: Any = self.document.sections[0]
        if landscape:
            word.page(section, 20, 18, 18, 18, landscape=True)
        else:
            word.page(section)
        self.width = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
        center, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
        self._style(_TITLE, word.TITLE, 22, align=center, line=33, after=12, keep=True)
        self._style(_TEXT, word.BODY, 16, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=2, line=28.95,
                    before=0, after=0)  # fmt: skip
        self._style(_TO, word.BODY, 16, line=28.95, before=0, after=0)
        self._style(_HEADING, word.HEAD, 16, indent=2, line=28.95, before=0, after=0, keep=True)
        self._style(_LINE, word.BODY, 12)
        self._style(_HEAD, word.HEAD, 10.5, align=center, before=0, after=0)
        self._style(_CELL, word.SONG, 10.5, before=0, after=0)
        self._style(_SIGNED, word.BODY, 16, align=right, line=28.95, before=0, after=0)
        foot = section.footer.paragraphs[0]
        foot.alignment = center
        word.page_number(foot)

    def _style(self, name: str, font: str, size: float, **look: Any) -> None:
        self._ids[name] = word.style(self.document, name, font, size, **look).style_id

    def title(self, text: str) -> None:
        self._add(text, _TITLE)

    def text(self, text: str) -> None:
        """A paragraph of the body, indented by two characters."""
        self._add(text, _TEXT)

    def to(self, text: str) -> None:
        """Whom a letter goes to."""
        self._add(text, _TO)

    def heading(self, text: str) -> None:
        """A heading of the first level, 一、…"""
        self._add(text, _HEADING)

    def line(self, text: str, align: str = "left") -> None:
        """A small line: what stands over or under a table."""
        self._add(text, _LINE).alignment = _ALIGN[align]

    def attached(self, *names: str) -> None:
        """The list of attachments, a blank line before it; it stays with the signature."""
        many = len(names) > 1
        lines = [f"{f'{n}．' if many else ''}{name}" for n, name in enumerate(names, start=1)]
        shown = [f"附件：{lines[0]}", *(f"　　　{line}" for line in lines[1:])]
        # No page holds a signature without a line of the text.
        for paragraph in (
            self.document.paragraphs[-1],
            *(self._add(t, _TEXT) for t in ("", *shown)),
        ):
            form = paragraph.paragraph_format
            form.keep_with_next = form.keep_together = True

    def signed(self, *lines: str) -> None:
        """The lines at the end at the right, a blank one before them."""
        for text in ("", *filter(None, lines)):
            self._add(text, _SIGNED).paragraph_format.keep_with_next = text != lines[-1]

    def _add(self, text: str, style: str) -> Any:
        return self._set(self.document.add_paragraph(visible(text)), style)

    def _set(self, paragraph: Any, style: str) -> Any:
        """Give a paragraph one of our styles; python-docx would look through all of its own each time."""
        paragraph._p.style = self._ids[style]
        return paragraph

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        align: Sequence[str],
        merge: int = 0,
    ) -> None:
        """A ruled table; the header repeats on every page and no row breaks over two.

        ``widths`` are shares of the text width; the first ``merge`` columns join equal neighbours.
        """
        table = self.document.add_table(rows=0, cols=len(header))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        table._tbl.tblPr.append(word.borders())
        table._tbl.tblPr.append(word.cell_margins())
        unit = self.width / sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(unit * width)
        for number, texts in enumerate([header, *rows]):
            row = table.add_row()
            for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Mm(unit * widths[at])
                paragraph = self._set(cell.paragraphs[0], _CELL if number else _HEAD)
                paragraph.alignment = _ALIGN[align[at]] if number else _ALIGN["center"]
                paragraph.add_run(visible(text))
            _row(row, header=not number)
        for column in range(merge):
            _merge(table, column, rows)

    def saved(self) -> bytes:
        """The bytes of the .docx, without the time of day."""
        return word.saved(self.document)


def _row(row: Any, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if not header:
        return
    properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _merge(table: Any, column: int, rows: Sequence[Sequence[str]]) -> None:
    """Join equal neighbours of a column, within equal cells of the columns before it."""
    first = 0
    for place in range(1, len(rows) + 1):
        same = place < len(rows) and list(rows[place][: column + 1]) == list(
            rows[first][: column + 1]
        )
        if same:
            continue
        if place - first > 1:
            for below in range(first + 1, place):
                table.cell(below + 1, column).paragraphs[0].clear()
            joined = table.cell(first + 1, column).merge(table.cell(place, column))
            for empty in joined.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)
        first = place
