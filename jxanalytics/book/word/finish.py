"""What pandoc and Quarto leave undone in a Word file: page sections, rows whole, heads shaded.

The filters mark where a section ends (``SectionEnd``); here each mark gets the page, margins and
footers of the document's own section, upright or on its side. Page numbers of the title page and
the contents are Roman, the text begins with 1. The same file in gives the same bytes out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from jxanalytics.office.package import fixed

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_MEMBER = "word/document.xml"
# Above the title of a chapter that begins no page, in twentieths of a point.
_APART = "560"
_HEAD_SHADE = "E9EFF5"
# What may stand before w:shd in a cell's properties, and before w:pgNumType in a section's.
_BEFORE_SHADE = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")


def finish_word(path: Path, alternatives: Mapping[str, str] | None = None) -> None:
    """Complete the Word file at ``path`` in place; ``alternatives`` are the words for figures, by
    label, where the engine leaves them out."""
    package = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read(_MEMBER))
    body = root.find(_name("body"))
    if body is None:
        return
    _unframe(body, alternatives or {})
    _sections(body)
    _run_on(body)
    _rows(body)
    _forms(body)
    _notes(body)
    _marks(body)
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    path.write_bytes(fixed(package, {_MEMBER: text}))


def _name(tag: str) -> str:
    return f"{{{_WORD}}}{tag}"


def _unframe(body: Any, alternatives: Mapping[str, str]) -> None:
    """Quarto sets a table or figure with its title in a table of one cell, in which no header row
    repeats and no page ends: what is in it stands by itself, as the embedded engine writes it."""
    for frame in body.findall(_name("tbl")):
        cells = frame.findall(f"{_name('tr')}/{_name('tc')}")
        marks = cells[0].findall(_name("bookmarkStart")) if len(cells) == 1 else []
        label = marks[0].get(_name("name"), "") if marks else ""
        if not label.startswith(("tbl-", "fig-")):
            continue
        for picture in cells[0].iter(f"{{{_DRAWING}}}docPr"):
            picture.set("descr", picture.get("descr") or alternatives.get(label, ""))
        for form in cells[0].iter(_name("pPr")):
            # The alignment of the frame, written after that of the cell.
            if aligned := form.findall(_name("jc")):
                form.remove(aligned[-1])
        for element in cells[0]:
            if element.tag == _name("p"):
                _restyle(element, "TableCaption" if label.startswith("tbl-") else "ImageCaption")
            if element.tag != _name("tcPr") and (len(element) or element.tag != _name("p")):
                frame.addprevious(element)
        body.remove(frame)


def _restyle(paragraph: Any, caption: str) -> None:
    """Our style for a caption (Quarto gives it properties twice) or a picture."""
    forms = paragraph.findall(_name("pPr"))
    drawn = next(paragraph.iter(_name("drawing")), None) is not None
    if len(forms) < 2 and not drawn:
        return
    for form in forms:
        paragraph.remove(form)
    form, style = etree.Element(_name("pPr")), etree.Element(_name("pStyle"))
    style.set(_name("val"), "CaptionedFigure" if drawn else caption)
    form.append(style)
    paragraph.insert(0, form)


def _sections(body: Any) -> None:
    """Complete the marks of section ends from the section of the whole document."""
    whole = body.find(_name("sectPr"))
    marks = [mark for mark in body.iter(_name("sectPr")) if mark is not whole]
    if whole is None or not marks:
        return
    marks = [mark for mark in marks if not _after_another(mark)]
    pattern = deepcopy(whole)
    _drop(whole, "titlePg")
    front = marks[0].find(_name("pgNumType")) is not None
    for index, mark in enumerate(marks):
        section = deepcopy(pattern)
        if index:
            _drop(section, "titlePg")
        _number(section, index, front)
        page = mark.find(_name("pgSz"))
        if page is not None:
            _on_its_side(section)
        mark.getparent().replace(mark, section)
        marks[index] = section
    _number(whole, len(marks), front)
    _no_empty_end(body, whole)


def _after_another(mark: Any) -> bool:
    """Whether a section would be empty because another ends just before; its mark is taken away."""
    paragraph = mark.getparent().getparent()
    before = paragraph.getprevious()
    while before is not None and before.tag != _name("p"):
        if before.tag in (_name("tbl"), _name("sdt")):
            return False
        before = before.getprevious()
    ended = before.find(f"{_name('pPr')}/{_name('sectPr')}") if before is not None else None
    if ended is None or mark.find(_name("pgSz")) is not None:
        return False
    paragraph.getparent().remove(paragraph)
    return True


def _run_on(body: Any) -> None:
    """Chapters that follow the one before without a new page, which their style would begin."""
    for mark in body.findall(_name("p")):
        if _style(mark) != "RunOn":
            continue
        form = next(mark.itersiblings(_name("p"))).find(_name("pPr"))
        stays, apart = etree.Element(_name("pageBreakBefore")), etree.Element(_name("spacing"))
        stays.set(_name("val"), "0")
        apart.set(_name("before"), _APART)
        form.find(_name("pStyle")).addnext(stays)
        stays.addnext(apart)
        body.remove(mark)


def _drop(section: Any, tag: str) -> None:
    for element in section.findall(_name(tag)):
        section.remove(element)


def _number(section: Any, index: int, front: bool) -> None:
    """Title page 0 and contents from I; the section after them from 1; the others go on."""
    said = {0: {"fmt": "upperRoman", "start": "0"}, 1: {"start": "1"}}.get(index) if front else None
    _drop(section, "pgNumType")
    if said:
        element = etree.Element(_name("pgNumType"))
        for key, value in said.items():
            element.set(_name(key), value)
        section.find(_name("pgMar")).addnext(element)


def _on_its_side(section: Any) -> None:
    page, margins = section.find(_name("pgSz")), section.find(_name("pgMar"))
    page.set(_name("orient"), "landscape")
    width, height = page.get(_name("w")), page.get(_name("h"))
    page.set(_name("w"), height)
    page.set(_name("h"), width)
    top, right, bottom, left = (margins.get(_name(s)) for s in ("top", "right", "bottom", "left"))
    for side, value in (("top", left), ("right", bottom), ("bottom", right), ("left", top)):
        margins.set(_name(side), value)


def _no_empty_end(body: Any, whole: Any) -> None:
    """A document that ends on its side ends there: no empty upright page after it."""
    last = whole.getprevious()
    ended = last.find(f"{_name('pPr')}/{_name('sectPr')}") if last is not None else None
    if ended is not None:
        body.replace(whole, ended)
        body.remove(last)


def _marks(body: Any) -> None:
    """The mark of a heading stands in it and ends with it: LibreOffice loses one that stands between
    a table and a heading or spans a table."""
    ends = {end.get(_name("id")): end for end in body.iter(_name("bookmarkEnd"))}
    for mark in body.findall(_name("bookmarkStart")):
        heading = mark.getnext()
        while heading is not None and heading.tag == _name("bookmarkStart"):
            heading = heading.getnext()
        if heading is None or heading.tag != _name("p"):
            continue
        form = heading.find(_name("pPr"))
        heading.insert(0 if form is None else 1, mark)
        heading.append(ends[mark.get(_name("id"))])


def _style(paragraph: Any) -> str:
    """The style of a paragraph; "" where it has none."""
    style = paragraph.find(f"{_name('pPr')}/{_name('pStyle')}")
    return "" if style is None else str(style.get(_name("val")))


def _forms(body: Any) -> None:
    """An official form begins a page with its heading and is set close, that it may stand on one.

    Its note stands above it: below a form that fills its page it would be alone on the next.
    """
    from jxanalytics.office.word import cell_margins

    for table in body.findall(_name("tbl")):
        first = next(table.iter(_name("p")), None)
        if first is None or not _style(first).startswith("TableForm"):
            continue
        properties = table.find(_name("tblPr"))
        _drop(properties, "tblCellMar")
        # The schema wants it after the layout, which pandoc writes, and before the look.
        look = properties.find(_name("tblLook"))
        margins = cell_margins(top=10, bottom=10)
        if look is None:
            properties.append(margins)
        else:
            look.addprevious(margins)
        before = islice(table.itersiblings(_name("p"), preceding=True), 2)
        heading = next((p for p in before if _style(p).startswith("Heading")), None)
        note = _note_below(table)
        if note is not None:
            table.addprevious(note)
            _keep(note)
        if heading is not None:
            heading.find(f"{_name('pPr')}/{_name('pStyle')}").addnext(
                etree.Element(_name("pageBreakBefore"))
            )


def _notes(body: Any) -> None:
    """The note or source below a table stays with its last row, the source of filed words with them."""
    for table in body.iter(_name("tbl")):
        rows = table.findall(_name("tr"))
        if rows and _note_below(table) is not None:
            _keep(rows[-1])
    for words in body.iter(_name("p")):
        below = words.getnext()
        if below is not None and _style(words) == "AsFiled" and _style(below) == "SourceLine":
            _keep(words)


def _note_below(table: Any) -> Any:
    """The note or source that stands next below a table; None where there is none."""
    below = next(table.itersiblings(_name("p"), _name("tbl")), None)
    return below if below is not None and _style(below) == "SourceLine" else None


def _empty_cells(table: Any) -> None:
    """An empty cell has the style of its row: else its line would be as high as one of the text."""
    known = ""
    for row in table.iter(_name("tr")):
        paragraphs = list(row.iter(_name("p")))
        known = next(filter(_of_table, map(_style, paragraphs)), known)
        for paragraph in paragraphs if known else ():
            if _of_table(_style(paragraph)):
                continue
            form = _properties(paragraph, "pPr")
            style = form.find(_name("pStyle"))
            if style is None:
                style = etree.Element(_name("pStyle"))
                form.insert(0, style)
            style.set(_name("val"), known)


def _of_table(style: str) -> bool:
    return style.startswith("Table")


def _keep(element: Any) -> None:
    """Keep a paragraph or a row with what comes next: every paragraph of the row, or a cell joined
    to the one above it would let the page end there."""
    for paragraph in element.iter(_name("p")):
        form = _properties(paragraph, "pPr")
        if form.find(_name("keepNext")) is None:
            form.insert(1 if _style(paragraph) else 0, etree.Element(_name("keepNext")))


def _properties(element: Any, name: str) -> Any:
    """The properties of a paragraph or row, which stand first in it; made where there are none."""
    found = element.find(_name(name))
    if found is None:
        found = etree.Element(_name(name))
        element.insert(0, found)
    return found


def _rows(body: Any) -> None:
    """Rows stay whole at the end of a page; header rows are shaded."""
    for table in body.iter(_name("tbl")):
        _empty_cells(table)
    for row in body.iter(_name("tr")):
        form = _properties(row, "trPr")
        if form.find(_name("cantSplit")) is None:
            form.insert(0, etree.Element(_name("cantSplit")))
        if any(_style(paragraph).endswith("Kept") for paragraph in row.iter(_name("p"))):
            _keep(row)
    for mark in body.iter(_name("tblHeader")):
        for cell in mark.getparent().getparent().findall(_name("tc")):
            properties = cell.find(_name("tcPr"))
            if properties is None:
                properties = etree.Element(_name("tcPr"))
                cell.insert(0, properties)
            _drop(properties, "shd")
            shade = etree.Element(_name("shd"))
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD_SHADE)):
                shade.set(_name(key), value)
            first = [_name(tag) for tag in _BEFORE_SHADE]
            place = sum(child.tag in first for child in properties)
            properties.insert(place, shade)
