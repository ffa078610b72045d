"""Verification finds what an engine's own word would hide."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
import typst

from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.stage.staged import Stage
from jxanalytics.book.stage.volumes import volumes
from jxanalytics.book.verify.book import verify_book
from jxanalytics.book.verify.figures import verify_figures
from jxanalytics.book.verify.pdf import verify_pdf
from jxanalytics.fonts import FOLDER


@pytest.fixture
def made(bound: tuple[Stage, Rendered], tmp_path: Path) -> tuple[Stage, Rendered]:
    """A copy of the small book, to be spoilt."""
    stage, rendered = bound
    shutil.copytree(stage.folder, tmp_path / "stage")
    shutil.copytree(rendered.html, tmp_path / "made")
    return (
        dataclasses.replace(stage, folder=tmp_path / "stage"),
        dataclasses.replace(rendered, html=tmp_path / "made"),
    )


def test_a_sound_book_has_no_problem(made: tuple[Stage, Rendered]) -> None:
    """Nothing is found in a book that is right."""
    assert verify_book(*made) == []


def test_holes_are_found(made: tuple[Stage, Rendered]) -> None:
    """A missing page, a dead link, a picture that is not there and an unresolved mark are each named."""
    stage, rendered = made
    page = rendered.html / "projects.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace(
            "</article>", '<a href="gone.html">x</a><img src="no.svg" alt="x">?@fig-x</article>'
        ),
        encoding="utf-8",
    )
    (rendered.html / "whole.html").unlink()
    found = "\n".join(verify_book(stage, rendered))
    for wanted in ("whole.html", "gone.html", "no.svg", "?@"):
        assert wanted in found


def test_a_reference_without_target_and_an_empty_picture_are_found(
    made: tuple[Stage, Rendered],
) -> None:
    """What is written in a chapter and cannot come out right is found in the staged book."""
    stage, rendered = made
    chapter = stage.folder / stage.chapters[1].file
    chapter.write_text(
        chapter.read_text(encoding="utf-8") + "\n见[@tbl-gone]。\n", encoding="utf-8"
    )
    (stage.folder / "figures" / "fig-money.svg").write_text("<svg></svg>" + " " * 100)
    found = "\n".join(verify_book(stage, rendered))
    assert "tbl-gone" in found
    assert "fig-money.svg 是空的" in found


def test_a_missing_chapter_is_found_in_word_and_pdf(made: tuple[Stage, Rendered]) -> None:
    """A chapter that one of the whole-book files lacks is named with the file."""
    stage, rendered = made
    first = stage.chapters[1]
    other = dataclasses.replace(first, title="从未写过的一章")
    more = dataclasses.replace(stage, chapters=(stage.chapters[0], other, *stage.chapters[2:]))
    found = verify_book(more, dataclasses.replace(rendered, volumes=volumes(more)))
    assert any(said.startswith("DOCX：缺少章节“从未写过的一章”") for said in found)
    assert any(said.startswith("PDF：缺少章节“从未写过的一章”") for said in found)


@pytest.mark.parametrize(("text", "missing"), [("预算绩效", 0), ("预算\U0002a6a5\U0001f600绩", 2)])
def test_characters_without_a_glyph_are_found(tmp_path: Path, text: str, missing: int) -> None:
    """A PDF in which Typst silently left characters undrawn is not taken for right."""
    source, target = tmp_path / "a.typ", tmp_path / "a.pdf"
    source.write_text(f'#set text(font: "Noto Sans SC", fallback: false)\n{text}', encoding="utf-8")
    typst.compile(
        str(source), output=str(target), font_paths=[str(FOLDER)], ignore_system_fonts=True
    )
    found = verify_pdf(target)
    assert bool(found) is bool(missing)
    if missing:
        assert f"{missing}个字" in found[0]


TABLE = "<table><tr><th>全年执行数</th><th>执行率</th></tr><tr><td>305.36</td><td>24.67%</td></tr></table>"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("<p>全年执行数305.36万元，预算执行率24.67%。</p>", 0),
        ("<p>全年执行数305.63万元，预算执行率24.67%。</p>", 1),
        ("<p>全年执行数305.36万元，预算执行率24.7%。</p>", 1),
        ("<p>全年执行数<strong>305.63</strong>万元。</p>", 1),
        ("<p>全年执行数</p><p>305.63万元。</p>", 0),
        ("<p>年初预算数100.00万元。</p>", 0),
        ('<div class="as-filed"><p>全年执行数999万元。</p></div>', 0),
        ('<div class="callout callout-warning"><p>全年执行数999万元，请核实。</p></div>', 0),
        (
            "<details><table><tr><th>年初预算数</th></tr></table></details><p>年初预算数1万元。</p>",
            0,
        ),
    ],
)
def test_figures_in_words_must_stand_in_the_tables(words: str, wrong: int) -> None:
    """A figure that a sentence names as a table's head names it must stand in a table of the page."""
    assert len(verify_figures("a.html", f"<article>{words}{TABLE}</article>")) == wrong


def test_a_table_may_show_more_decimals_than_a_sentence() -> None:
    """387.66 in a sentence is 387.66462 in a table of amounts filed in 元; 387.67 is not."""
    table = "<table><tr><th>全年预算数</th></tr><tr><td>387.66462</td></tr></table>"
    for amount, wrong in (("387.66", 0), ("387.67", 1)):
        words = f"<p>全年预算数{amount}万元。</p>"
        assert len(verify_figures("a.html", f"<article>{words}{table}</article>")) == wrong


def test_data_behind_a_picture_need_not_hold_a_total() -> None:
    """A total in a sentence is not missed in the folded data of a picture, which list the parts."""
    folded = f"<details>{TABLE}</details>"
    assert (
        verify_figures("a.html", f"<article><p>全年执行数999.99万元。</p>{folded}</article>") == []
    )
