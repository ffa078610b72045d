"""Filling a Word template: placeholders replaced, rows repeated, levels merged."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from jxanalytics.documents.forms.placeholders import (
    MERGED,
    PATTERN,
    Content,
    Row,
    groups,
    list_in,
    lookup,
    names_in,
)
from jxanalytics.office.word import saved

_P, _R, _T, _TR, _TC, _TBL = (qn(f"w:{name}") for name in ("p", "r", "t", "tr", "tc", "tbl"))
_BREAKS = {"\n": "w:br", "\t": "w:tab"}


def fill_word(template: Path, content: Content) -> bytes:
    """The template filled in, as the bytes of a .docx. Raises BuildError for an unknown placeholder."""
    document = docx.Document(str(template))
    fill(document, content, template.name)
    return saved(document)


def fill(document: Any, content: Content, template: str) -> None:
    """Fill in body, headers and footers of an open document."""
    roots = [document.element.body]
    for section in document.sections:
        roots += [section.header._element, section.footer._element]
        if document.settings.odd_and_even_pages_header_footer:
            roots += [section.even_page_header._element, section.even_page_footer._element]
    for root in roots:
        for table in list(root.iter(_TBL)):
            repeat_rows(table, content, template)
        for paragraph in list(root.iter(_P)):
            fill_paragraph(paragraph, content.fields, template)


def text_of(element: Any) -> str:
    """All text below an element of a Word document."""
    return "".join(text.text or "" for text in element.iter(_T))


# -- rows ----------------------------------------------------------------------------------------


def repeat_rows(table: Any, content: Content, template: str) -> None:
    """Repeat the rows of a table that name a list; blank rows below are used up first."""
    for model in [row for row in table.iterchildren(_TR) if "{{" in text_of(row)]:
        name = list_in(text_of(model), content)
        if not name:
            continue
        rows = content.lists[name] or [dict.fromkeys(_columns(model, name), "")]
        for blank in _blanks_below(model)[: len(rows) - 1]:
            table.remove(blank)
        copies = [deepcopy(model) for _ in rows]
        for copied, row in zip(copies, rows, strict=True):
            model.addprevious(copied)
            for paragraph in list(copied.iter(_P)):
                fill_paragraph(paragraph, content.row(name, row), template)
        _merge_levels(model, copies, rows)
        table.remove(model)


def _columns(row: Any, name: str) -> list[str]:
    return [n.partition(".")[2] for n in names_in(text_of(row)) if n.startswith(f"{name}.")]


def _blanks_below(row: Any) -> list[Any]:
    blanks = []
    following = row.getnext()
    while following is not None and following.tag == _TR and not text_of(following).strip():
        blanks.append(following)
        following = following.getnext()
    return blanks


def _merge_levels(model: Any, copies: Sequence[Any], rows: Sequence[Row]) -> None:
    for index, cell in enumerate(model.iterchildren(_TC)):
        names = [name.partition(".")[2] for name in names_in(text_of(cell))]
        column = next((name for name in names if name in MERGED), "")
        if not column:
            continue
        for copied, span in zip(copies, groups(rows, column), strict=True):
            if span != 1:
                _merge(list(copied.iterchildren(_TC))[index], span > 1)


def _merge(cell: Any, first: bool) -> None:
    properties = cell.get_or_add_tcPr()
    merge = properties._add_vMerge() if properties.vMerge is None else properties.vMerge
    if first:
        merge.val = "restart"
        return
    paragraphs = list(cell.iterchildren(_P))
    for extra in paragraphs[1:]:
        cell.remove(extra)
    for run in list(paragraphs[0].iterchildren(_R)):
        paragraphs[0].remove(run)


# -- paragraphs ----------------------------------------------------------------------------------


def fill_paragraph(paragraph: Any, values: Row, template: str) -> None:
    """Replace a paragraph's placeholders, even where Word has cut one into several runs.

    A paragraph that is one placeholder becomes as many paragraphs as the text has lines; a line
    break inside other text stays a line break.
    """
    texts = list(paragraph.iter(_T))
    whole = "".join(text.text or "" for text in texts)
    if "{{" not in whole:
        return
    found = lookup(values, template)
    alone = PATTERN.fullmatch(whole.strip())
    if alone:
        first, *others = found(alone).split("\n")
        _set(paragraph, texts, first)
        before = paragraph.getprevious()
        if not first and not others and before is not None and before.tag == _TBL:
            _flatten(paragraph)
        for line in reversed(others):
            copied = deepcopy(paragraph)
            _set(copied, list(copied.iter(_T)), line)
            paragraph.addnext(copied)
        return
    for match in reversed(list(PATTERN.finditer(whole))):
        _replace(texts, match.start(), match.end(), found(match))
    for text in texts:
        _spaced(text)


def _flatten(paragraph: Any) -> None:
    """A paragraph Word needs behind a table, left empty: without height, or it makes a page of its own."""
    spacing = paragraph.get_or_add_pPr().get_or_add_spacing()
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)


def _set(paragraph: Any, texts: list[Any], line: str) -> None:
    for text in texts[1:]:
        text.text = ""
    texts[0].text = line
    _spaced(texts[0])


def _replace(texts: list[Any], start: int, end: int, new: str) -> None:
    """Put ``new`` in the place of the characters ``start`` to ``end`` of the joined texts."""
    position = 0
    for text in texts:
        own = text.text or ""
        left, right = max(start - position, 0), min(end - position, len(own))
        position += len(own)
        if left < right:
            text.text = own[:left] + new + own[right:]
            new = ""


def _spaced(text: Any) -> None:
    """Keep spaces; turn line feeds and tabs into Word's own elements."""
    text.set(qn("xml:space"), "preserve")
    content = text.text or ""
    if not any(mark in content for mark in _BREAKS):
        return
    current, text.text = text, ""
    for character in content:
        if character in _BREAKS:
            mark, after = OxmlElement(_BREAKS[character]), OxmlElement("w:t")
            after.set(qn("xml:space"), "preserve")
            current.addnext(mark)
            mark.addnext(after)
            current, current.text = after, ""
        else:
            current.text += character
