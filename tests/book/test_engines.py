"""Two engines, one book: the reference year by the real Quarto beside the embedded engine's."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from tests.book.conftest import KINDS, Built, build
from tests.book.finished import docx_xml, markup_words, squeezed
from tests.book.test_build import CHAPTERS, FIGURES
from tests.folders import copy_workspace

pytestmark = pytest.mark.quarto
# The number of a table or figure; a year may follow at once, and 附表 is the title of a chapter.
_NUMBER = re.compile(r"(?<!附)[图表]\d+(?:\.\d{1,2}?)?(?=20\d\d年|\D)")
_WORD_LINK = re.compile(
    r'<w:hyperlink w:anchor="((?:tbl|fig)-[^"]+)"[^>]*>(.*?)</w:hyperlink>', re.S
)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The reference book by Quarto."""
    if shutil.which("quarto") is None:
        pytest.skip("本机没有 quarto，未与其比较")
    return build(copy_workspace(tmp_path_factory.mktemp("quarto")), "--engine", "quarto")


def articles(book: Built) -> Iterator[tuple[str, str]]:
    """Each page's name and what stands in its main part, without what is folded."""
    for path in sorted(book.book.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"<(script|style|details)\b.*?</\1>", "", text, flags=re.S)
        yield path.name, re.search(r"<main.*?</main>", text, re.S)[0]  # type: ignore[index]


def captions(book: Built) -> dict[str, list[str]]:
    """The titles of tables and figures on each page."""
    found = {}
    for name, text in articles(book):
        text = re.sub(r'<span class="unit">.*?</span>', "", text, flags=re.S)
        found[name] = [
            markup_words(c[1])
            for c in re.findall(r"<((?:fig)?caption)\b[^>]*>(.*?)</\1>", text, re.S)
        ]
    return found


def references(book: Built) -> list[tuple[str, str, str]]:
    """Page, label and number of every reference to a table or figure, in order."""
    link = r'<a href="[^"]*#((?:tbl|fig)-[^"]*)"[^>]*class="(?:ref|quarto-xref)"[^>]*>(.*?)</a>'
    return [
        (name, label, markup_words(said))
        for name, text in articles(book)
        for label, said in re.findall(link, text, re.S)
    ]


def word(book: Built, *styles: str) -> list[str]:
    """Paragraphs of the Word file in a style, without Quarto's point after a chapter's number."""
    return [
        re.sub(r"^(\d+)\.(?=\D)", r"\1", squeezed(p.text))
        for p in Document(str(book.docx)).paragraphs
        if p.style is not None and str(p.style.name).startswith(styles)
    ]


def test_quarto_builds_a_book_that_verifies(other: Built) -> None:
    """Exit 0: every chapter, link, font and glyph of Quarto's book is right."""
    assert other.code == 0, other.said
    assert "请核对" not in other.said


def test_chapters_and_key_figures_are_the_same(built: Built, other: Built) -> None:
    """The chapters and the reference figures are in all formats; headings agree in Word."""
    for kind in KINDS:
        text = other.words(kind)
        for wanted in (*FIGURES, *CHAPTERS):
            assert wanted in text, wanted
    assert word(other, "Heading") == word(built, "Heading")


def test_captions_are_the_same(built: Built, other: Built) -> None:
    """Titles and numbers of all tables and figures, on the same pages, in HTML, Word and PDF."""
    ours = captions(built)
    assert sum(map(len, ours.values())) > 20
    assert {k: sorted(v) for k, v in captions(other).items()} == {
        k: sorted(v) for k, v in ours.items()
    }
    assert word(other, "Table Caption", "Image Caption") == word(
        built, "Table Caption", "Image Caption"
    )
    text = other.words("pdf")
    assert [c for page in ours.values() for c in page if c not in text] == []


def test_references_are_the_same(built: Built, other: Built) -> None:
    """Every reference leads to the same table or figure under the same number; in Word
    too; in the PDF the numbers of tables and figures occur equally often."""
    ours = references(built)
    assert len(ours) > 20
    assert references(other) == ours
    links = [
        [(a, markup_words(said)) for a, said in _WORD_LINK.findall(docx_xml(b.docx))]
        for b in (built, other)
    ]
    assert links[0] == links[1]
    assert len(links[0]) == len(ours)
    numbers = [Counter(_NUMBER.findall(book.words("pdf"))) for book in (built, other)]
    assert numbers[0] == numbers[1]


def test_figures_bear_the_same_words_in_word(built: Built, other: Built) -> None:
    """Every figure has its alternative text; without one are only the icons of Quarto's call-outs."""
    said = [
        [shape._inline.docPr.get("descr") for shape in Document(str(book.docx)).inline_shapes]
        for book in (built, other)
    ]
    assert all(said[0])
    assert [words for words in said[1] if words] == said[0]


def test_quarto_uses_our_faces(other: Built) -> None:
    """Chinese text of Quarto's PDF is set in the faces that come with the package."""
    faces = {
        str(font.get_object()["/BaseFont"]).split("+")[-1].split("-")[0]
        for page in PdfReader(Path(other.pdf)).pages
        for font in (page["/Resources"].get("/Font") or {}).values()  # type: ignore[attr-defined]
    }
    assert {"NotoSerifSC", "NotoSansSC"} <= faces
