"""Word styling as official documents want it: faces, the page of GB/T 9704, styles, page numbers.

Official fonts are named, not embedded: readers' machines have them. East Asian fonts are set
explicitly, because a theme font would leave the choice to the reader's Word.
"""

from __future__ import annotations

import io
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jxanalytics.office.package import fixed

BODY, HEAD, KAI, SONG, TITLE = "仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"


def saved(document: Any) -> bytes:
    """The document's bytes, without the time of day."""
    written = io.BytesIO()
    document.save(written)
    return fixed(written.getvalue())


def page(
    section: Any,
    top: float = 37,
    bottom: float = 35,
    left: float = 28,
    right: float = 26,
    *,
    landscape: bool = False,
) -> None:
    """A4 with margins in mm; the defaults are those of GB/T 9704 (a type area of 156 × 225 mm)."""
    width, height = (297, 210) if landscape else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)


def page_number(paragraph: Any) -> None:
    """Append the page number with its dashes: — 1 —."""
    paragraph.add_run("— ")
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            text = OxmlElement("w:instrText")
            text.text = "PAGE"
            run._r.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    paragraph.add_run(" —")


def fonts(styled: Any, east_asian: str) -> None:
    """Set the faces of a style or a run, theme fonts taken out."""
    chosen = styled._element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(chosen.attrib):
        del chosen.attrib[attribute]
    chosen.set(qn("w:ascii"), LATIN)
    chosen.set(qn("w:hAnsi"), LATIN)
    chosen.set(qn("w:eastAsia"), east_asian)


def style(
    document: Any,
    name: str,
    font: str,
    size: float,
    *,
    align: Any = None,
    indent: int = 0,
    line: float = 0,
    before: float = 3,
    after: float = 3,
    left: float = 0,
    bold: bool = False,
    keep: bool = False,
    new_page: bool = False,
) -> Any:
    """Set one paragraph style, added where it is not there; gives it.

    ``size``, ``line`` (exact), ``before``, ``after`` and ``left`` are points; ``indent`` is the
    first line's, in characters of ``size``.
    """
    if name in document.styles:
        chosen = document.styles[name]
    else:
        chosen = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        chosen.base_style = document.styles["Normal"]
    chosen.font.size, chosen.font.bold, chosen.font.italic = Pt(size), bold, False
    chosen.font.color.rgb = RGBColor(0, 0, 0)
    fonts(chosen, font)
    form = chosen.paragraph_format
    form.alignment = align
    form.first_line_indent = Pt(indent * size) if indent else Pt(0)
    form.left_indent = Pt(left) if left else None
    form.line_spacing = Pt(line) if line else None
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = keep or name.startswith("Heading")
    form.page_break_before = new_page
    return chosen


def borders(color: str = "000000", size: int = 4) -> Any:
    """A ``w:tblBorders`` with thin lines on all sides and inside; ``size`` in eighths of a point."""
    element = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", color)):
            edge.set(qn(f"w:{key}"), value)
        element.append(edge)
    return element


def cell_margins(top: int = 30, left: int = 57, bottom: int = 30, right: int = 57) -> Any:
    """A ``w:tblCellMar``, in twentieths of a point: narrow, as tables of many columns need it."""
    element = OxmlElement("w:tblCellMar")
    for side, width in (("top", top), ("left", left), ("bottom", bottom), ("right", right)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        element.append(edge)
    return element
