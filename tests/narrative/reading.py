"""What tests read out of passages: sentences, and table cells with the header they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jxanalytics.narrative.blocks import (
    Block,
    Bullets,
    Filed,
    Heading,
    Inline,
    Note,
    Paragraph,
    Passage,
    Table,
)
from jxanalytics.narrative.chapters import CHAPTERS
from jxanalytics.runs.notebook import read_notebook
from jxanalytics.year import Year
from tests.conftest import ROOT


def passages(year: Year) -> Iterator[Passage]:
    """Everything the book of a year says: every section of every chapter and report."""
    for name in CHAPTERS:
        chapter = year.chapter(name)
        for attribute, kind in vars(type(chapter)).items():
            if isinstance(kind, property):
                yield getattr(chapter, attribute)
    for project in year.projects["project_id"]:
        yield year.project(project).report().passage
        yield year.project(project).evaluation_report().passage


def annex_headings() -> dict[str, str]:
    """The headings of the 附表 in the notebooks that hold them, by anchor."""
    found = {}
    for path in (ROOT / "notebooks").glob("*annex.ipynb"):
        for cell in read_notebook(path).cells:
            if match := re.fullmatch(r"## (.+) \{#(sec-annex-.+)\}", cell.source):
                found[match[2]] = match[1]
    return found


def blocks(year: Year) -> Iterator[Block]:
    for passage in passages(year):
        yield from passage.blocks


def computed(parts: Iterable[Block]) -> Iterator[str]:
    """All that is said as our own words; what is quoted as filed (填报) is left out."""
    for block in parts:
        match block:
            case Heading(text):
                yield text
            case Paragraph(spans):
                yield joined(spans)
            case Bullets(items):
                yield from (joined(item) for item in items)
            case Note(title, inner):
                yield title
                yield from computed(inner)
            case Table():
                yield f"{block.caption}{block.note}"
                for header, text in cells(block):
                    if "填报" not in header:
                        yield text


def filed(parts: Iterable[Block]) -> Iterator[str]:
    """All that is quoted as filed."""
    for block in parts:
        if isinstance(block, Filed):
            yield from block.paragraphs
        elif isinstance(block, Table):
            yield from (text for header, text in cells(block) if "填报" in header)


def joined(spans: Iterable[Inline]) -> str:
    return "".join(span if isinstance(span, str) else span.text for span in spans)


def cells(table: Table) -> Iterator[tuple[str, str]]:
    """Header and text of every cell, merged cells put back under their columns.

    A table without a header is a form in its official layout: all of it is as filed.
    """
    if not table.header:
        yield from (("填报", cell.text) for row in table.rows for cell in row)
        return
    headers = [cell.text for cell in table.header[0]]
    covered: dict[int, int] = {}
    for row in table.rows:
        given = iter(row)
        for column, header in enumerate(headers):
            if covered.get(column, 0) > 0:
                covered[column] -= 1
                continue
            cell = next(given)
            covered[column] = cell.rows - 1
            yield header, cell.text
        assert next(given, None) is None, f"{table.label}: a row is wider than the header"
