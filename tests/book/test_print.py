"""The book on paper, from the embedded engine: sections, parts, title above the unit, wide tables."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import typst
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from jxanalytics.book import RESOURCES
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.stage.staged import Stage
from jxanalytics.book.verify.layout import drawn_on, overfull
from jxanalytics.fonts import FOLDER as FONTS
from tests.book.finished import squeezed


@pytest.fixture(scope="module")
def word(bound: tuple[Stage, Rendered]) -> Any:
    return Document(str(bound[1].file(bound[1].volumes[0], ".docx")))


@pytest.fixture(scope="module")
def pdf(bound: tuple[Stage, Rendered]) -> PdfReader:
    return PdfReader(bound[1].file(bound[1].volumes[0], ".pdf"))


def words(page: Any) -> str:
    return squeezed(page.extract_text())


def styles(word: Any) -> list[str]:
    return [paragraph.style.name for paragraph in word.paragraphs]


def test_wide_table_lies_on_its_side_in_word(word: Any) -> None:
    """Front, upright, on its side, upright again: the wide table alone is turned, with its heading."""
    turned = [section.page_width > section.page_height for section in word.sections]
    assert turned == [False, False, True, False]
    body = list(word.element.body)
    ends = [
        i
        for i, block in enumerate(body)
        if block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ]
    table = next(i for i, block in enumerate(body) if block is word.tables[1]._tbl)
    assert ends[1] < table < ends[2]
    within = "".join(block.xpath("string(.)") for block in body[ends[1] : table])
    assert within.startswith("2项目一览2.1清单")


def test_pages_are_numbered_through_the_sections(word: Any) -> None:
    """Title page and contents in Roman, the text from 1 without a break; every section — 1 —."""
    numbers = [section._sectPr.find(qn("w:pgNumType")) for section in word.sections]
    said = [None if n is None else (n.get(qn("w:fmt")), n.get(qn("w:start"))) for n in numbers]
    assert said == [("upperRoman", "0"), (None, "1"), None, None]
    first = [section.different_first_page_header_footer for section in word.sections]
    assert first == [True, False, False, False]
    for section in word.sections:
        foot = section.footer.paragraphs[0]
        assert foot.text.startswith("— ") and foot.text.endswith(" —")
        assert "PAGE" in foot._p.xpath("string(.)")


def test_unit_stands_between_title_and_table_in_word(word: Any) -> None:
    """The title above, below it at the right 单位：万元, then the table."""
    table = word.tables[1]._tbl
    unit = table.getprevious()
    while unit.tag != qn("w:p"):
        unit = unit.getprevious()
    title = unit.getprevious()
    while title.tag != qn("w:p"):
        title = title.getprevious()
    assert [p.xpath("string(.)") for p in (title, unit)] == [
        "表 2.1　各项目资金执行情况一览",
        "单位：万元",
    ]
    assert [p.xpath("string(w:pPr/w:pStyle/@w:val)") for p in (title, unit)] == [
        "TableCaption",
        "UnitLine",
    ]


def test_header_rows_are_shaded_and_rows_whole(word: Any) -> None:
    """Every cell of every header row is shaded, no other; no row is cut by the end of a page."""
    for table in word.tables:
        for row in table.rows:
            head = row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            shades = [cell.xpath("string(w:tcPr/w:shd/@w:fill)") for cell in row._tr.tc_lst]
            assert set(shades) == ({"E9EFF5"} if head else {""})
            assert row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_parts_have_title_pages(word: Any, pdf: PdfReader) -> None:
    """The parts of the sidebar stand before their first chapters, in Word and in the PDF, and hold
    the chapters in the bookmarks."""
    titles = [p.text for p in word.paragraphs if p.style.name == "PartTitle"]
    assert titles == ["综合分析", "自评报告"]
    assert [words(page) for page in pdf.pages].count("综合分析") == 1
    outline = pdf.outline
    below = [
        str(e["/Title"])
        for e in outline[outline.index(_entry(outline, "综合分析")) + 1]
        if not isinstance(e, list)
    ]
    assert below == ["1 总体情况 <2025>", "2 项目一览"]


def _entry(outline: Any, title: str) -> Any:
    return next(e for e in outline if not isinstance(e, list) and e["/Title"] == title)


def test_wide_table_lies_on_its_side_in_the_pdf(pdf: PdfReader) -> None:
    """The pages of the wide table are turned, from its chapter's title on, and no page is empty."""
    turned = [page for page in pdf.pages if page.mediabox.width > page.mediabox.height]
    texts = [words(page) for page in turned]
    assert len(texts) > 2
    assert texts[0].startswith("2项目一览2.1清单")
    assert "表2.1各项目资金执行情况一览单位：万元" in texts[0]
    assert all("主管部门" in text for text in texts)
    assert all(len(words(page)) > 3 for page in pdf.pages)


def test_nothing_stands_outside_the_type_area(pdf: PdfReader) -> None:
    """No text crosses a line of its table, and nothing stands in the margins of 24 mm."""
    assert overfull(pdf, margin=24) == []
    drawn = [drawn_on(page) for page in pdf.pages]
    assert sum(len(page.runs) for page in drawn) > 500
    assert max(len(page.lines) for page in drawn) >= 13


def test_a_table_too_narrow_for_its_text_is_told(tmp_path: Path) -> None:
    """A number that does not fit its column runs over the line, and the page is named."""
    narrow = "#table(columns: (12mm, 40mm), stroke: .5pt, [1234567890123.45], [甲])"
    (tmp_path / "narrow.typ").write_text(narrow, encoding="utf-8")
    typst.compile(str(tmp_path / "narrow.typ"), output=str(tmp_path / "narrow.pdf"))
    assert overfull(PdfReader(tmp_path / "narrow.pdf")) == [(1, "表格中的文字越过格线")]


def test_columns_fit_their_longest_number() -> None:
    """A column too narrow for a number it holds is widened, the others give way; else it stays."""
    shares = {text: _shares(text) for text in ("1.00", "123456789012.00")}
    assert shares["1.00"] == [10.0, 90.0]
    assert shares["123456789012.00"][0] > 20
    assert sum(shares["123456789012.00"]) == pytest.approx(100, abs=0.1)


def _shares(text: str) -> list[float]:
    """The widths, in percent, of a table of two columns of which the first holds ``text``."""
    columns = '<colgroup><col style="width: 10%"><col style="width: 90%"></colgroup>'
    table = f"<table>{columns}<tbody><tr><td>{text}</td><td>甲</td></tr></tbody></table>"
    made = pypandoc.convert_text(
        f"```{{=html}}\n{table}\n```", "typst", format="markdown",
        extra_args=["--lua-filter", str(RESOURCES / "shared.lua")],
    )  # fmt: skip
    found = re.search(r"columns: \(([^)]*)\)", made)
    assert found is not None
    return [float(width.rstrip("%")) for width in found[1].split(", ")]


# What sticks together: brackets, marks, dashes, letters of other scripts, words tied to each other.
GLUED = ["）" * 30, "（" * 30, "，" * 20, "—" * 12, "？！" * 8, "éèêëà" * 5, "Ж" * 20, "①②③④⑤⑥⑦⑧⑨⑩",
         "甲\u2060乙\u2060丙\u2060丁\u2060戊\u2060己\u2060庚", "甲\u00a0乙\u00a0丙\u00a0丁\u00a0戊\u00a0己", "http://example.cn/a/b"]  # fmt: skip


@pytest.mark.parametrize("text", GLUED)
def test_what_sticks_together_breaks_in_a_narrow_cell(text: str, tmp_path: Path) -> None:
    """A run without a place to break stays inside its cell, and every character is still there."""
    page = _narrow(text, tmp_path)
    assert overfull(page) == []
    shown = "".join(page.pages[0].extract_text().split())
    assert shown.replace("\u2060", "") == "".join(text.split()).replace("\u2060", "") + "甲"


def test_a_point_over_the_line_is_told(tmp_path: Path) -> None:
    """Figures stay whole, and one that leaves its cell by more than a rounding is named."""
    widths = {mm: overfull(_narrow("1234567.89", tmp_path, mm)) for mm in (14, 16, 18, 20)}
    assert widths[14] == [(1, "表格中的文字越过格线")]
    assert widths[20] == []
    assert [bool(found) for found in widths.values()] == sorted(
        map(bool, widths.values()), reverse=True
    )


def _narrow(text: str, folder: Path, mm: int = 14) -> PdfReader:
    """A page with ``text`` in a cell of so many millimetres."""
    blocks = (RESOURCES / "blocks.typ").read_text(encoding="utf-8")
    quoted = json.dumps(text, ensure_ascii=False)
    source = (
        f'{blocks}\n#set text(font: ("Noto Serif SC", "Noto Sans SC"), lang: "zh", size: 9pt)\n'
        "#set par(justify: false)\n#show table: jx-breakable\n"
        f"#table(columns: ({mm}mm, 40mm), stroke: .5pt, inset: (x: 2.5pt, y: 4pt), [#{quoted}], [甲])"
    )
    (folder / "narrow.typ").write_text(source, encoding="utf-8")
    typst.compile(
        str(folder / "narrow.typ"), output=str(folder / "narrow.pdf"),
        font_paths=[str(FONTS)], ignore_system_fonts=True,
    )  # fmt: skip
    return PdfReader(folder / "narrow.pdf")


def test_contents_of_word_have_pages(word: Any) -> None:
    """Each entry leads to a mark within its heading and bears the page as a field of its own, outside
    of which no program would work it out."""
    entries = [p for p in word.paragraphs if p.style.style_id in ("TOC1", "TOC2")]
    marks = {
        mark.get(qn("w:name")): mark.getparent()
        for mark in word.element.iter(qn("w:bookmarkStart"))
    }
    assert len(entries) >= 8
    for entry in entries:
        place = entry._p.xpath("string(w:hyperlink/@w:anchor)")
        assert f"PAGEREF {place} " in entry._p.xpath("string(.//w:instrText)")
        title = "".join(t.text or "" for t in marks[place].iter(qn("w:t")))
        said = entry._p.xpath("string(.//w:t)")
        assert title and "".join(said.split()) == "".join(title.split())
        assert not entry._p.xpath("ancestor::w:sdt")
