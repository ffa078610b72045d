"""A deck as PPTX: native tables and charts, Chinese faces named, the same input the same bytes."""

from __future__ import annotations

import datetime
import io
import re
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from jxanalytics.charts import look
from jxanalytics.fonts import visible
from jxanalytics.narrative.meeting.deck import Deck
from jxanalytics.office.package import fixed
from jxanalytics.slides import layout
from jxanalytics.slides.layout import Box, Field, Grid, Page, Words
from jxanalytics.slides.native import add_chart, rgb

# A face that every office computer has; the file embeds none.
FACE = "微软雅黑"
_TITLE_ONLY = 5
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_FILLS = {"head": "#e8eef4", "key": "#f4f7fa"}
_EPOCH = datetime.datetime(1980, 1, 1)


def to_pptx(deck: Deck) -> bytes:
    """The deck as a PPTX file of 16:9 slides."""
    show = Presentation()
    show.slide_width, show.slide_height = Inches(layout.WIDTH), Inches(layout.HEIGHT)
    base = _prepared(show)
    for number, page in enumerate(layout.pages(deck), start=1):
        _add(show.slides.add_slide(base), page, number)
    properties = show.core_properties
    properties.title, properties.author = visible(deck.title), visible(deck.unit)
    properties.subject, properties.last_modified_by = "内部资料", "jxanalytics"
    properties.created = properties.modified = _EPOCH
    properties.language, properties.revision = "zh-CN", 1
    out = io.BytesIO()
    show.save(out)
    return fixed(out.getvalue())


def _prepared(show: Any) -> Any:
    """The one layout the slides use, in 16:9 with our faces; new slides made by hand look alike."""
    master, kept = show.slide_master, show.slide_layouts[_TITLE_ONLY]
    for other in list(show.slide_layouts):
        if other is not kept:
            show.slide_layouts.remove(other)
    for holder in [*kept.placeholders]:
        if holder.placeholder_format.idx != 0:
            holder._element.getparent().remove(holder._element)
    kept.name = "标题和图表"
    for shape in master.shapes:
        shape.left, shape.width = (
            int(shape.left * layout.WIDTH / 10),
            int(shape.width * layout.WIDTH / 10),
        )
    title = kept.placeholders[0]
    _put(title, Box(layout.EDGE, 0.45, layout.WIDTH - 2 * layout.EDGE, 0.9))
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", str(int(layout.TITLE * 100)))
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            relation.target_part.blob = _with_face(relation.target_part.blob)
    return kept


def _with_face(theme: bytes) -> bytes:
    """The theme with our face for Latin and Chinese."""
    pattern = rb'(<a:(?:latin|ea) typeface=")[^"]*'
    return re.sub(pattern, rb"\g<1>" + FACE.encode(), theme)


def _add(slide: Any, page: Page, number: int) -> None:
    if page.cover:
        _band(slide, Box(0, 0, 0.45, layout.HEIGHT), look.BLUE)
        _band(slide, Box(layout.EDGE + 0.6, page.title.box.y - 0.35, 1.6, 0.07), look.OCHRE)
    else:
        _band(slide, Box(0, 0, layout.WIDTH, 0.12), look.BLUE)
        _band(slide, Box(layout.EDGE, 6.85, layout.WIDTH - 2 * layout.EDGE, 0.012), look.RULE)
    title = slide.shapes.title
    _put(title, page.title.box)
    _write(title.text_frame, page.title, number)
    for words in page.words:
        box = slide.shapes.add_textbox(*_emu(words.box))
        _write(box.text_frame, words, number)
    if page.grid:
        _grid(slide, page.grid)
    if page.plot:
        place, plot = page.plot
        add_chart(slide.shapes, plot, _emu(place), layout.BODY, FACE)
    frame = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(visible(note).replace("\n", " ") for note in page.notes)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            _face(run)


def _emu(box: Box) -> tuple[int, int, int, int]:
    return Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height)


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _emu(box)


def _band(slide: Any, box: Box, colour: str) -> None:
    band = slide.shapes.add_shape(1, *_emu(box))
    band.fill.solid()
    band.fill.fore_color.rgb = rgb(colour)
    band.line.fill.background()
    band._element.remove(band._element.find(qn("p:style")))
    # Decoration: nothing to read aloud.
    band._element.nvSpPr.cNvPr.set("descr", "")


def _write(frame: Any, words: Words, number: int) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment, paragraph.line_spacing = _ALIGN[words.align], Pt(words.leading)
    paragraph.space_before = paragraph.space_after = Pt(0)
    if words.bullet:
        _bullet(paragraph)
    if words.page:
        _page_number(paragraph, words, number)
    else:
        _run(paragraph, words.text, words.points, words.bold, words.colour)


def _bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = Inches(layout.BULLET)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    etree.SubElement(properties, qn("a:buFont")).set("typeface", "Arial")
    etree.SubElement(properties, qn("a:buChar")).set("char", "•")


def _run(paragraph: Any, text: str, points: float, bold: bool, colour: str) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(points), bold
    run.font.color.rgb = rgb(colour)
    _face(run)


def _face(run: Any) -> None:
    """Name the face for Latin letters and for Chinese characters, and the language."""
    run.font.name = FACE
    properties = run.font._rPr
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")
    for tag in ("a:ea", "a:cs"):
        etree.SubElement(properties, qn(tag)).set("typeface", FACE)


def _page_number(paragraph: Any, words: Words, number: int) -> None:
    """The slide's number as a field, so that it follows when slides are moved."""
    before, after = words.text.split("{}")
    for text in (before, str(number), after):
        _run(paragraph, text, words.points, words.bold, words.colour)
    run = paragraph._p.findall(qn("a:r"))[1]
    field = etree.Element(qn("a:fld"))
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    for child in run:
        field.append(deepcopy(child))
    paragraph._p.replace(run, field)


def _grid(slide: Any, grid: Grid) -> None:
    shape = slide.shapes.add_table(len(grid.rows), len(grid.widths), *_emu(grid.box))
    table = shape.table
    properties = table._tbl.tblPr
    properties.set("firstRow", "1" if grid.header else "0")
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Inches(width)
    for row, height in zip(table.rows, grid.heights, strict=True):
        row.height = Inches(height)
    for down, fields in enumerate(grid.rows):
        for across, field in enumerate(fields):
            _cell(table.cell(down, across), field, grid.ruled)


def _cell(cell: Any, field: Field, ruled: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(0.1)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    frame.word_wrap = True
    for number, (text, points, bold, colour) in enumerate(field.lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.line_spacing = _ALIGN[field.align], Pt(points * 1.3)
        _run(paragraph, text, points, bold, colour)
    if field.fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(_FILLS[field.fill])
    if ruled:
        _border(cell, "a:lnB", look.RULE, 1.0)
    else:
        for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
            _border(cell, side, look.PAPER, 8.0)


def _border(cell: Any, side: str, colour: str, points: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(qn(side))
    line.set("w", str(int(points * 12700)))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour.lstrip("#").upper())
    # Borders stand before the fill, in the order left, right, top, bottom.
    at = sum(1 for child in properties if child.tag in _LINES)
    properties.insert(at, line)


_LINES = {qn(side) for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB")}
