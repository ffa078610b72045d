"""A large book in volumes: a main report, one volume a unit, each a Word and a PDF file."""

from __future__ import annotations

import pytest

from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.stage.staged import Chapter, Stage
from jxanalytics.book.stage.volumes import volumes
from jxanalytics.book.verify.book import verify_book
from jxanalytics.narrative import blocks as b
from jxanalytics.narrative.grid import figure, table, text
from jxanalytics.narrative.markdown import to_markdown
from tests.book.finished import docx_words, pdf_words

HOSTILE = "../甲局: <a>?*\u202e"


def _chapter(name: str, title: str, refers: str) -> str:
    shown = table(f"tbl-{name}", f"{title}资金", [text("项"), figure("数")], [["一", "1.00"]])
    other = b.paragraph(
        "对照见", b.ref(f"tbl-{refers}"), "，说明见", b.Span("该章", ref=f"sec-{refers}"), "。"
    )
    heading = b.Heading("资金", 2, f"sec-{name}")
    return to_markdown([b.Heading(title, 1), other, heading, shown]).replace(
        f"(#sec-{refers})", f"({refers}.md#sec-{refers})"
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Rendered]:
    folder = tmp_path_factory.mktemp("volumes")
    pages = folder / "stage"
    (pages / "figures").mkdir(parents=True)
    (pages / "index.md").write_text("# 前言 {.unnumbered}\n\n说明。\n", encoding="utf-8")
    plan = [("A", "综述", "总体情况", "B"), ("B", "甲项目", HOSTILE, "A"),
            ("C", "乙项目", HOSTILE, "B"), ("D", "附表一", "附表", "A")]  # fmt: skip
    chapters, labels = [Chapter("index", "前言", "", None)], {}
    for number, (name, title, part, refers) in enumerate(plan, start=1):
        chapters.append(Chapter(name, title, part, number))
        (pages / f"{name}.md").write_text(_chapter(name, title, refers), encoding="utf-8")
        labels[f"tbl-{name}"] = (name, f"表 {number}.1")
    stage = Stage(pages, 2025, "汇编", "", tuple(chapters), labels, {}, "总体情况", True)
    return stage, Embedded().render(stage, folder / "made")


def test_each_part_is_a_volume(made: tuple[Stage, Rendered]) -> None:
    """The main report holds the preface; each unit and the appendix stand apart, in order."""
    found = [(v.part, [c.name for c in v.chapters], v.offset) for v in volumes(made[0])]
    assert found == [
        ("总体情况", ["index", "A"], 0),
        (HOSTILE, ["B", "C"], 1),
        ("附表", ["D"], 3),
    ]


def test_file_names_are_safe_and_in_order(made: tuple[Stage, Rendered]) -> None:
    """Whatever a unit is called, its files are plain names beside the pages."""
    names = sorted(path.name for path in made[1].html.glob("*.docx"))
    assert names == ["汇编-01-总体情况.docx", "汇编-02-甲局_a.docx", "汇编-03-附表.docx"]


def test_a_volume_is_right_by_itself(made: tuple[Stage, Rendered]) -> None:
    """Chapters keep their numbers; what stands in another volume is named, not linked."""
    second = made[1].volumes[1]
    for read, ending in ((docx_words, ".docx"), (pdf_words, ".pdf")):
        said = read(made[1].file(second, ending))
        assert "对照见表" in said
        assert "乙项目" in said
        assert "附表一" not in said
    pdf = pdf_words(made[1].file(second, ".pdf"))
    assert "2甲项目" in pdf
    assert "3乙项目" in pdf
    assert "表1.1" in pdf
    assert "甲局" in pdf, "the volume says whose it is"


def test_the_whole_is_verified(made: tuple[Stage, Rendered]) -> None:
    """All volumes together hold every chapter, every page its links to them."""
    assert verify_book(*made) == []
    page = (made[1].html / "contents.html").read_text(encoding="utf-8")
    assert page.count(" download>") == 6


def test_a_book_of_one_volume_is_named_by_its_title(made: tuple[Stage, Rendered]) -> None:
    """Without a split there is one Word and one PDF file."""
    stage = made[0]
    one = Stage(stage.folder, 2025, "汇编", "", stage.chapters, stage.labels, {})
    assert [(v.name, v.part, v.offset) for v in volumes(one)] == [("汇编", "", 0)]
