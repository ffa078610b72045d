"""The embedded engine, run for real on a small staged book."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from jxanalytics.book import RESOURCES
from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.stage.staged import Stage
from jxanalytics.book.verify.book import verify_book
from tests.book.finished import docx_xml, pdf_pages, pdf_words
from tests.book.staged import ALT, TITLE


def file(rendered: Rendered, ending: str) -> Path:
    return rendered.file(rendered.volumes[0], ending)


def page(bound: tuple[Stage, Rendered], name: str) -> str:
    return (bound[1].html / f"{name}.html").read_text(encoding="utf-8")


def style_of(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def test_book_is_whole(bound: tuple[Stage, Rendered]) -> None:
    """All three formats are made and nothing is missing, unresolved or without its font."""
    assert verify_book(*bound) == []


def test_captions_are_numbered_once(bound: tuple[Stage, Rendered]) -> None:
    """A caption holds the number from the stage, and no other, in every format."""
    assert "<caption>表 1.1　绩效自评得分 &lt;A&gt;</caption>" in page(bound, "whole")
    assert "图 1.1　资金执行情况</figcaption>" in page(bound, "whole")
    captions = [
        p.text
        for p in Document(str(file(bound[1], ".docx"))).paragraphs
        if "Caption" in style_of(p)
    ]
    assert captions[0] == "表 1.1　绩效自评得分 <A>"
    text = pdf_words(file(bound[1], ".pdf"))
    assert "表1.1绩效自评得分<A>" in text
    assert not re.search(r"表\d+[:：]|Table\d|Figure\d", text)


def test_references_are_links(bound: tuple[Stage, Rendered]) -> None:
    """A reference leads to its table, on another page too, and into the one Word document."""
    assert '<a href="#tbl-score" class="ref">表\u00a01.1</a>' in page(bound, "whole")
    assert '<a href="whole.html#tbl-score" class="ref">表\u00a01.1</a>' in page(bound, "projects")
    assert 'href="projects.html#sec-list"' in page(bound, "index")
    word = docx_xml(file(bound[1], ".docx"))
    assert '<w:hyperlink w:anchor="tbl-score">' in word
    assert 'w:name="tbl-score"' in word


def test_word_tables_repeat_their_head_and_keep_merged_cells(bound: tuple[Stage, Rendered]) -> None:
    """Both header rows repeat on every page; cells merged in the chapter are merged in Word."""
    table = Document(str(file(bound[1], ".docx"))).tables[0]
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in table.rows]
    assert [mark is not None for mark in repeated] == [True, True, False, False, False]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 2)._tc is table.cell(0, 4)._tc
    assert table.cell(2, 0)._tc is table.cell(3, 0)._tc
    assert table.cell(4, 0).text == "合计"
    styles = {style_of(p) for row in table.rows for c in row.cells for p in c.paragraphs}
    assert styles == {"TableText", "TableTextKept"}


def test_word_contents_are_filled(bound: tuple[Stage, Rendered]) -> None:
    """The table of contents lists chapters and sections, each leading to a bookmark that exists."""
    word = docx_xml(file(bound[1], ".docx"))
    contents = word.split("</w:sdt>")[0]
    entries = re.findall(r'w:anchor="([^"]+)".*?<w:t[^>]*>(.*?)</w:t>', contents)
    assert [said for _, said in entries][:5] == [
        "前言", "编制说明", "综合分析", "1　总体情况 &lt;2025&gt;", "1.1　得分情况",
    ]  # fmt: skip
    assert all(f'w:name="{anchor}"' in word for anchor, _ in entries)


def test_long_table_repeats_its_head_in_the_pdf(bound: tuple[Stage, Rendered]) -> None:
    """A table over several pages shows its header on each of them."""
    holding = [text for text in pdf_pages(file(bound[1], ".pdf")) if "桥梁加" in text]
    assert len(holding) > 2
    assert all("项目名称" in text and "主管部门" in text for text in holding)


def test_pdf_is_chinese_and_marked(bound: tuple[Stage, Rendered]) -> None:
    """The PDF names its title, author and language, has bookmarks and a Chinese list of contents."""
    reader = PdfReader(file(bound[1], ".pdf"))
    assert reader.metadata is not None
    assert reader.metadata.title == TITLE
    assert reader.metadata.author == "某市财政局 <预算科>"
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    titles = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert titles == ["前言", "综合分析", "自评报告"]
    text = pdf_words(file(bound[1], ".pdf"))
    assert "目录" in text
    assert "Contents" not in text
    assert "0.1" not in text


def test_alternative_text_reaches_every_format(bound: tuple[Stage, Rendered]) -> None:
    """The words for a chart are with its picture in HTML, Word and the tagged PDF."""
    assert f'alt="{ALT}"' in page(bound, "whole")
    assert f'descr="{ALT}"' in docx_xml(file(bound[1], ".docx"))
    reader = PdfReader(file(bound[1], ".pdf"))
    objects = (reader.get_object(n) for n in range(1, int(str(reader.trailer["/Size"]))))
    said = [str(o["/Alt"]) for o in objects if isinstance(o, DictionaryObject) and "/Alt" in o]
    assert ALT in said


def test_pages_fetch_and_run_nothing_foreign(bound: tuple[Stage, Rendered]) -> None:
    """Every page forbids foreign content and scripts in the page; it names only the book's own."""
    for chapter in bound[0].chapters:
        text = page(bound, chapter.name)
        assert "default-src 'none'" in text
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
        allowed = re.search(r"script-src ([^;\"]+)", text)
        assert allowed is not None and "unsafe" not in allowed[1]
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S)
        assert [inside for _, inside in scripts if inside] == []
        named = [re.sub(r'.*src="([^"]+)".*', r"\1", head) for head, _ in scripts]
        assert named == ["page.js", "tables.js", "search.js"]
        assert all((bound[1].html / name).is_file() for name in named)


def test_sidebar_marks_the_chapter_shown(bound: tuple[Stage, Rendered]) -> None:
    """Titles are literal in head and sidebar; exactly the chapter shown is marked."""
    text = page(bound, "projects")
    sidebar = text[text.index('class="sidebar"') : text.index("<main")]
    assert re.findall(r'href="([^"]+)" aria-current="page"', sidebar) == ["projects.html"]
    assert "总体情况 &lt;2025&gt;" in sidebar
    assert "<br" not in sidebar
    assert f'href="index.html">{TITLE}</a>' in text
    assert 'rel="prev"' in text
    assert 'rel="next"' in text


def test_same_bytes_on_a_second_render(bound: tuple[Stage, Rendered], tmp_path: Path) -> None:
    """The same staged book gives the same files, byte for byte."""
    again = Embedded().render(bound[0], tmp_path / "again")
    assert file(again, ".docx").read_bytes() == file(bound[1], ".docx").read_bytes()
    assert file(again, ".pdf").read_bytes() == file(bound[1], ".pdf").read_bytes()
    for path in sorted(bound[1].html.rglob("*.*")):
        other = again.html / path.relative_to(bound[1].html)
        assert other.read_bytes() == path.read_bytes(), path.name


def test_style_sheets_fetch_nothing() -> None:
    """No style sheet imports or fetches: the book works from a folder without a network."""
    for name in ("page.css", "book.css"):
        text = (RESOURCES / name).read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text
