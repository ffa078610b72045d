"""The main report stays short whatever the year: what it leaves out stands in the 附表, with the way there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jxanalytics.narrative.blocks import Block, Bullets, Figure, Paragraph, Passage, Span, Table
from jxanalytics.narrative.chapters import CHAPTERS
from jxanalytics.narrative.chapters import chapter as chapter_of
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.year_tables import ANNEXES
from jxanalytics.samples.demo import Demonstration
from jxanalytics.samples.years import told
from tests.narrative.reading import annex_headings

PROJECTS, UNITS = 120, 24
MAIN = [name for name in CHAPTERS if not name.endswith("annex")]
# Sections that cut a table short, and the 附表 that holds it whole.
CUT = {
    ("overview", "projects"): "summary",
    ("funding", "by_unit"): "units",
    ("carry-over", "roll_forward"): "units",
    ("scores", "by_group"): "units",
    ("targets", "unmet"): "lost",
    ("evaluations", "review"): "scores",
    ("findings", "units"): "units",
    ("findings", "errors"): "errors",
    ("application", "budget"): "next-year",
}


@pytest.fixture(scope="module")
def large() -> Facts:
    before, this = told(Demonstration(1), (2023, 2024), 1, PROJECTS, UNITS, "示例市")
    return Facts(this, before=before)


def sections(facts: Facts, name: str) -> dict[str, Passage]:
    chapter = chapter_of(name, facts)
    return {
        attribute: getattr(chapter, attribute)
        for attribute, kind in vars(type(chapter)).items()
        if isinstance(kind, property)
    }


@pytest.fixture(scope="module")
def said(large: Facts) -> dict[tuple[str, str], Passage]:
    """Every section of every chapter by chapter and name."""
    return {
        (name, attribute): passage
        for name in CHAPTERS
        for attribute, passage in sections(large, name).items()
    }


def main(said: dict[tuple[str, str], Passage]) -> Iterator[Block]:
    for (chapter, _), passage in said.items():
        if chapter in MAIN:
            yield from passage.blocks


def test_nothing_in_the_main_report_grows_with_the_year(
    said: dict[tuple[str, str], Passage],
) -> None:
    """No table has more rows than are listed and a total, no list more points; pictures are few."""
    for block in main(said):
        if isinstance(block, Table):
            assert len(block.rows) <= LISTED + 1, block.label
        elif isinstance(block, Bullets):
            assert len(block.items) <= LISTED
        elif isinstance(block, Paragraph):
            text = "".join(s if isinstance(s, str) else s.text for s in block.spans)
            assert len(text) < 400, text
    pictures = [block for block in main(said) if isinstance(block, Figure)]
    assert len(pictures) <= 13


@pytest.mark.parametrize(("chapter", "section"), CUT)
def test_a_table_cut_short_says_where_the_rest_stands(
    said: dict[tuple[str, str], Passage], chapter: str, section: str
) -> None:
    """Beside the table stands the way to the 附表 that holds all rows."""
    passage = said[chapter, section]
    assert any(isinstance(block, Table) for block in passage)
    refs = {
        s.ref for b in passage if isinstance(b, Paragraph) for s in b.spans if isinstance(s, Span)
    }
    assert f"sec-annex-{CUT[chapter, section]}" in refs


def rows_of(passage: Passage, label: str) -> list[list[str]]:
    table = next(b for b in passage if isinstance(b, Table) and b.label == label)
    return [[cell.text for cell in row] for row in table.rows]


def test_the_annexes_hold_every_row(large: Facts, said: dict[tuple[str, str], Passage]) -> None:
    """All projects, all units, all indicators that lost points and all errors stand in the 附表."""
    summary = rows_of(said["annex", "summary"], "tbl-annex-summary")
    assert len(summary) == PROJECTS + 1
    for label in ("tbl-annex-units", "tbl-annex-unit-money", "tbl-annex-unit-roll"):
        names = [row[0] for row in rows_of(said["annex", "units"], label)]
        assert names == [*large.execution("unit")["name"], "合计"]
    lost = rows_of(said["annex", "lost"], "tbl-annex-lost")
    assert len(lost) == int((large.targets["lost"] > 0).sum())
    errors = rows_of(said["findings-annex", "errors"], "tbl-annex-errors")
    assert len(errors) == sum(f.severity.name == "ERROR" for f in large.findings) > LISTED


def test_totals_are_of_the_whole_year(said: dict[tuple[str, str], Passage], large: Facts) -> None:
    """A table of the largest units ends with the total of all units, and says so."""
    total = large.total
    last = rows_of(said["funding", "by_unit"], "tbl-funding-unit")[-1]
    assert last[0] == f"合计（全部{UNITS}个单位）"
    assert last[2] == f"{total['annual']:.2f}"


def test_every_annex_is_where_it_is_said_to_be() -> None:
    """Numbers and anchors in the text are those of the headings in the notebooks."""
    said = {f"sec-annex-{what}": number for what, number in ANNEXES.items()}
    headings = annex_headings()
    assert {anchor: text.split("　")[0] for anchor, text in headings.items()} == said
