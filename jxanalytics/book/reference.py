"""The Word styles of the book, made from pandoc's own reference document.

Official fonts are named, not embedded: readers' machines have them. East Asian fonts are set
explicitly, because a theme font would leave the choice to the reader's Word.
"""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

BODY, HEAD, KAI, TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"
LATIN = "Times New Roman"


def write_reference(path: Path) -> None:
    """Write the reference document for pandoc's ``--reference-doc``."""
    import docx
    import pypandoc
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    default = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout
    document = docx.Document(BytesIO(default))
    _page(document)
    for name, font, size, extra in (
        ("Normal", BODY, 14, {}),
        ("Body Text", BODY, 14, {"indent": 2, "line": 26}),
        ("First Paragraph", BODY, 14, {"indent": 2, "line": 26}),
        ("Compact", BODY, 14, {"line": 26}),
        ("TableText", BODY, 10.5, {"line": 15}),
        ("TableTextKept", BODY, 10.5, {"line": 15, "keep": True}),
        ("TableNarrow", BODY, 8, {"line": 11}),
        ("TableNarrowKept", BODY, 8, {"line": 11, "keep": True}),
        ("Title", TITLE, 26, {"align": ALIGN.CENTER, "before": 160, "line": 40}),
        ("Author", KAI, 16, {"align": ALIGN.CENTER}),
        ("Heading 1", TITLE, 20, {"align": ALIGN.CENTER, "new_page": True}),
        ("Heading 2", HEAD, 16, {"before": 14}),
        ("Heading 3", KAI, 15, {"before": 10}),
        ("Heading 4", BODY, 14, {"bold": True, "before": 8}),
        ("TOC Heading", HEAD, 18, {"align": ALIGN.CENTER, "new_page": True}),
        ("TOC 1", HEAD, 14, {"before": 8}),
        ("TOC 2", BODY, 14, {"left": 28}),
        ("Table Caption", HEAD, 11, {"align": ALIGN.CENTER, "keep": True, "before": 8}),
        ("Image Caption", HEAD, 11, {"align": ALIGN.CENTER}),
        ("Captioned Figure", BODY, 11, {"align": ALIGN.CENTER, "keep": True}),
        ("AsFiled", KAI, 13, {"left": 20, "before": 6}),
        ("SourceLine", BODY, 10, {}),
        ("UnitLine", BODY, 10, {"align": ALIGN.RIGHT, "keep": True}),
        ("CalloutTitle", HEAD, 12, {"left": 14, "before": 12, "keep": True, "shade": "F1F5F9"}),
        ("Callout", BODY, 12, {"left": 14, "shade": "F1F5F9"}),
    ):
        _style(document, name, font, size, **extra)
    _table_style(document)
    _save(document, path)


def _save(document: Any, path: Path) -> None:
    """Write the document without the time of day: pandoc hands it on to every book."""
    written = BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)


def _page(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The title page bears no number.
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" —")


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            text = OxmlElement("w:instrText")
            text.text = code
            run._r.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _style(
    document: Any,
    name: str,
    font: str,
    size: float,
    *,
    align: Any = None,
    indent: int = 0,
    line: float = 0,
    before: float = 0,
    left: float = 0,
    bold: bool = False,
    keep: bool = False,
    new_page: bool = False,
    shade: str = "",
) -> None:
    """Set one paragraph style; ``indent`` is the first line's, in characters of ``size``."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    known = {style.name for style in document.styles}
    if name in known:
        style = document.styles[name]
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _fonts(style, font)
    form = style.paragraph_format
    form.alignment = align
    form.first_line_indent = Pt(indent * size) if indent else Pt(0)
    form.left_indent = Pt(left) if left else None
    form.line_spacing = Pt(line) if line else None
    form.space_before = Pt(before) if before else Pt(3)
    form.space_after = Pt(3)
    form.keep_with_next = keep or name.startswith("Heading")
    form.page_break_before = new_page
    if shade:
        _box(form.element.get_or_add_pPr(), shade)


def _box(properties: Any, shade: str) -> None:
    """A shaded paragraph with a bar at its left."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border, bar, mark = (OxmlElement(f"w:{name}") for name in ("pBdr", "left", "shd"))
    for key, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", "17406D")):
        bar.set(qn(f"w:{key}"), value)
    border.append(bar)
    mark.set(qn("w:val"), "clear")
    mark.set(qn("w:fill"), shade)
    # The schema wants both before spacing, indents and alignment.
    later = [qn(f"w:{name}") for name in ("spacing", "ind", "jc")]
    place = next((child for child in properties if child.tag in later), None)
    for element in (border, mark):
        if place is not None:
            place.addprevious(element)
        else:
            properties.append(element)


def _fonts(style: Any, east_asian: str) -> None:
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)


def _table_style(document: Any) -> None:
    """Thin borders on every table: pandoc's own style has none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style = document.styles["Table"]
    properties = style.element.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        style.element.append(properties)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "5B6770")):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    indent = properties.find(qn("w:tblInd"))
    if indent is not None:
        indent.addnext(borders)
    else:
        properties.insert(0, borders)
    _narrow_margins(properties, borders)
    rows, cells, middle = (OxmlElement(f"w:{name}") for name in ("trPr", "tcPr", "vAlign"))
    rows.append(OxmlElement("w:cantSplit"))
    middle.set(qn("w:val"), "center")
    cells.append(middle)
    properties.addnext(rows)
    rows.addnext(cells)
    for aligned in style.element.iter(qn("w:vAlign")):
        aligned.set(qn("w:val"), "center")


def _narrow_margins(properties: Any, borders: Any) -> None:
    """Cell margins of 1 mm: tables of a dozen columns have no room to give away."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    known = properties.find(qn("w:tblCellMar"))
    if known is not None:
        properties.remove(known)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "30"), ("left", "57"), ("bottom", "30"), ("right", "57")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), width)
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    borders.addnext(margins)
