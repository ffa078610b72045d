"""The Word styles of the book, made from pandoc's own reference document."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

# Rows of tables stand close.
_CELL: dict[str, Any] = {"before": 1, "after": 1}


def write_reference(path: Path) -> None:
    """Write the reference document for pandoc's ``--reference-doc``."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    from jxanalytics.office.word import BODY, HEAD, KAI, TITLE, saved

    document = _default()
    _page(document)
    for name, font, size, extra in (
        # 小四: a book of reports is read at a desk, and its brief must stay on one page.
        ("Normal", BODY, 12, {}),
        ("Body Text", BODY, 12, {"indent": 2, "line": 20}),
        ("First Paragraph", BODY, 12, {"indent": 2, "line": 20}),
        ("LeadIn", BODY, 12, {"indent": 2, "line": 20, "keep": True}),
        ("Compact", BODY, 12, {"line": 19, "before": 0, "after": 1}),
        # 小五, as on paper: a name or a figure fits its column.
        ("TableText", BODY, 9, {**_CELL, "line": 13}),
        ("TableTextKept", BODY, 9, {**_CELL, "line": 13, "keep": True}),
        ("TableWide", BODY, 9, {**_CELL, "line": 13}),
        ("TableWideKept", BODY, 9, {**_CELL, "line": 13, "keep": True}),
        ("TableNarrow", BODY, 8, {**_CELL, "line": 11}),
        ("TableNarrowKept", BODY, 8, {**_CELL, "line": 11, "keep": True}),
        # An official form stands on one page, if it can.
        ("TableForm", BODY, 8, {"before": 0, "after": 0, "line": 10}),
        ("TableFormKept", BODY, 8, {"before": 0, "after": 0, "line": 10, "keep": True}),
        ("Title", TITLE, 26, {"align": ALIGN.CENTER, "before": 160, "line": 40}),
        ("Author", KAI, 16, {"align": ALIGN.CENTER}),
        (
            "PartTitle",
            TITLE,
            26,
            {"align": ALIGN.CENTER, "before": 180, "line": 40, "new_page": True},
        ),
        ("Heading 1", TITLE, 20, {"align": ALIGN.CENTER, "new_page": True}),
        ("Heading 2", HEAD, 15, {"before": 14}),
        ("Heading 3", KAI, 14, {"before": 10}),
        ("Heading 4", BODY, 12, {"bold": True, "before": 8}),
        ("TOC Heading", HEAD, 18, {"align": ALIGN.CENTER, "new_page": True}),
        ("TOC 1", HEAD, 12, {"before": 5, "after": 0, "line": 18}),
        ("TOC 2", BODY, 11, {"left": 24, "before": 0, "after": 0, "line": 17}),
        ("Table Caption", HEAD, 11, {"align": ALIGN.CENTER, "keep": True, "before": 8}),
        # The source stands below it.
        ("Image Caption", HEAD, 11, {"align": ALIGN.CENTER, "keep": True}),
        ("SectionEnd", BODY, 1, {"line": 1, "before": 0, "after": 0}),
        ("Captioned Figure", BODY, 11, {"align": ALIGN.CENTER, "keep": True}),
        ("AsFiled", KAI, 12, {"left": 20, "before": 6}),
        ("SourceLine", BODY, 10, {}),
        ("UnitLine", BODY, 10, {"align": ALIGN.RIGHT, "keep": True}),
        ("CalloutTitle", HEAD, 12, {"left": 14, "before": 12, "keep": True, "shade": "F1F5F9"}),
        ("Callout", BODY, 11, {"left": 14, "shade": "F1F5F9"}),
        ("CalloutEnd", BODY, 4, {"line": 6, "before": 0, "after": 0}),
    ):
        _style(document, name, font, size, **extra)
    _outlined(document.styles["PartTitle"])
    _dotted(document)
    _table_style(document)
    path.write_bytes(saved(document))


def _default() -> Any:
    """Pandoc's own reference document."""
    import docx
    import pypandoc

    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return docx.Document(BytesIO(done.stdout))


def _dotted(document: Any) -> None:
    """Dots lead from a line of the table of contents to its page."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    for name in ("TOC 1", "TOC 2"):
        tabs = document.styles[name].paragraph_format.tab_stops
        tabs.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _page(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    from jxanalytics.office.word import page, page_number

    section = document.sections[0]
    # Left and right as GB/T 9704 has them; above and below as in the PDF.
    page(section, top=31, bottom=28)
    # The title page bears no number.
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(paragraph)


def _style(
    document: Any, name: str, font: str, size: float, *, shade: str = "", **form: Any
) -> None:
    from jxanalytics.office.word import style

    chosen = style(document, name, font, size, **form)
    if shade:
        _box(chosen.element.get_or_add_pPr(), shade)


def _outlined(chosen: Any) -> None:
    """The titles of parts are listed in the table of contents and in Word's navigation."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    chosen.element.get_or_add_pPr().append(level)


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


def _table_style(document: Any) -> None:
    """Thin borders on every table: pandoc's own style has none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    from jxanalytics.office.word import borders, cell_margins

    style = document.styles["Table"]
    properties = style.element.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        style.element.append(properties)
    lines = borders("5B6770")
    indent = properties.find(qn("w:tblInd"))
    if indent is not None:
        indent.addnext(lines)
    else:
        properties.insert(0, lines)
    known = properties.find(qn("w:tblCellMar"))
    if known is not None:
        properties.remove(known)
    lines.addnext(cell_margins())
    rows, cells, middle = (OxmlElement(f"w:{name}") for name in ("trPr", "tcPr", "vAlign"))
    rows.append(OxmlElement("w:cantSplit"))
    middle.set(qn("w:val"), "center")
    cells.append(middle)
    properties.addnext(rows)
    rows.addnext(cells)
    for aligned in style.element.iter(qn("w:vAlign")):
        aligned.set(qn("w:val"), "center")
