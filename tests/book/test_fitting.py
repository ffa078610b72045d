"""Pages well filled: forms whole, no hole before a figure, no last lines alone, not too many pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.engines.fitting import Fit, better
from jxanalytics.book.stage.staged import Chapter, Stage
from jxanalytics.narrative import blocks as b
from jxanalytics.narrative.blocks import Cell
from jxanalytics.narrative.markdown import to_markdown
from tests.book.filled import nearly_empty
from tests.book.finished import pdf_pages

WORDS = "全市纳入绩效自评的项目全年执行数合计较上年增加，部分项目绩效目标不够细化、量化不足，请各单位说明。"
# Sentences before the form of each chapter: it meets every part of a page.
LENGTHS = (1, 6, 11, 16, 21, 26, 31)
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="440pt" height="330pt" viewBox="0 0 440 330">'
    '<rect x="20" y="20" width="400" height="290" fill="#17406d"/></svg>'
)


def _form(name: str) -> b.Table:
    rows = [tuple(Cell(text) for text in ("产出", "数量指标", f"完成城市道路养护里程第{n}项", "≥100公里",
            "102公里", "5", "5", "", "因上级标准年中修订，需重新核对。")) for n in range(24)]  # fmt: skip
    widths = (0.6, 1.2, 2.2, 1.3, 1.2, 0.9, 0.9, 0.6, 1.6)
    return b.Table(
        f"tbl-{name}-form", "自评表", (), tuple(rows), widths, note=f"{name}按填报列示。"
    )


def _report(name: str, sentences: int) -> str:
    words = [b.paragraph(WORDS) for _ in range(sentences)]
    return to_markdown(
        [b.Heading(name, 1), *words, b.Heading("附件", 2, unnumbered=True), _form(name)]
    )


def _running() -> dict[str, str]:
    """Two chapters of a main report: a figure that finds no room, and what is said after it."""
    before = "\n\n".join([WORDS] * 8)
    shown = "::: {#fig-tall}\n\n![](figures/fig-tall){fig-alt=图}\n\n高图\n\n:::"
    after = "\n\n".join(["图后的话。" + WORDS] * 12)
    first = f"# 综述\n\n{WORDS}\n"
    return {"first": first, "second": f"# 资金 {{.run-on}}\n\n{before}\n\n{shown}\n\n{after}\n"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Rendered]:
    folder = tmp_path_factory.mktemp("fitting")
    pages = folder / "stage"
    (pages / "figures").mkdir(parents=True)
    (pages / "figures" / "fig-tall.svg").write_text(FIGURE, encoding="utf-8")
    reports = {f"P{count}": _report(f"P{count}", count) for count in LENGTHS}
    texts = {"index": "# 前言 {.unnumbered}\n\n说明。\n", **_running(), **reports}
    chapters, labels = [], {"fig-tall": ("second", "图 2.1")}
    for number, (name, text) in enumerate(texts.items()):
        (pages / f"{name}.md").write_text(text + "\n", encoding="utf-8")
        part = "" if not number else "总体" if number < 3 else "甲局"
        title = re.match(r"# (\S+)", text)
        assert title is not None
        chapters.append(Chapter(name, title[1], part, number or None))
        if number > 2:
            labels[f"tbl-{name}-form"] = (name, f"表 {number}.1")
    stage = Stage(pages, 2025, "汇编", "", tuple(chapters), labels, {}, "总体", True)
    return stage, Embedded().render(stage, folder / "made")


def texts(made: tuple[Stage, Rendered], volume: int) -> list[str]:
    return pdf_pages(made[1].file(made[1].volumes[volume], ".pdf"))


def test_a_form_stands_on_one_page(made: tuple[Stage, Rendered]) -> None:
    """Whatever comes before it: with its heading, every row and its note."""
    pages = texts(made, 1)
    for count in LENGTHS:
        (page,) = [p for p in pages if f"P{count}按填报列示" in p]
        assert "附件" in page
        assert [n for n in range(24) if f"里程第{n}项" not in page] == []


def test_no_page_is_nearly_empty(made: tuple[Stage, Rendered]) -> None:
    """Neither in a volume of reports nor in the main report."""
    for volume in made[1].volumes:
        # The preface has but a word.
        found = nearly_empty(made[1].file(volume, ".pdf"))
        assert [page for page in found if page > 3] == []


def test_text_flows_on_where_a_figure_finds_no_room(made: tuple[Stage, Rendered]) -> None:
    """What is said after a figure fills the page on which there was no room for it."""
    pages = texts(made, 0)
    figure = next(n for n, page in enumerate(pages) if "图2.1" in page)
    assert "图后的话" in pages[figure - 1]
    assert pages[figure].index("图2.1") < pages[figure].index("图后的话")


def test_forms_begin_a_page_in_word(made: tuple[Stage, Rendered]) -> None:
    """The heading of a form begins a page, its note follows, and all its rows are kept with each other."""
    word: Any = Document(str(made[1].file(made[1].volumes[1], ".docx")))
    headings = [p for p in word.paragraphs if p.text == "附件"]
    assert len(headings) == len(LENGTHS) == len(word.tables)
    assert all(p.paragraph_format.page_break_before for p in headings)
    for table in word.tables:
        note = table._tbl.getprevious()
        assert "按填报列示" in "".join(note.itertext())
        for row in (note, *table._tbl.tr_lst[:-1]):
            kept = [p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") for p in row.iter(qn("w:p"))]
            assert kept and None not in kept


def _float(label: str, page: int, before: tuple[int, float], kind: str = "image") -> dict[str, Any]:
    return {"label": label, "kind": kind, "at": {"page": page, "y": 100.0},
            "before": {"page": before[0], "y": before[1]}}  # fmt: skip


def _found(
    *floats: Any,
    ends: tuple[tuple[int, float], ...] = ((9, 400.0),),
    pages: int = 9,
    forms: Any = (),
    rows: Any = (),
) -> Any:
    told = [{"stretch": n, "at": {"page": p, "y": y}} for n, (p, y) in enumerate(ends, start=1)]
    return {"floats": floats, "ends": told, "begins": [1] * len(ends), "pages": pages,
            "forms": forms, "rows": rows}  # fmt: skip


def _rows(**pages: int) -> Any:
    return [{"table": "tbl-a", "row": name, "page": page} for name, page in pages.items()]


def test_a_figure_is_moved_only_for_a_hole() -> None:
    """One that left a good part of a page free goes up; one that left a line's height, or follows at
    once, stays."""
    hole, line, none = (_float(n, 3, (2, y)) for n, y in (("a", 500), ("b", 750), ("c", 758)))
    assert better(Fit(), _found(hole)) == Fit(("a",))
    assert better(Fit(), _found(_float("d", 2, (2, 300)), line, none)) is None
    assert better(Fit(("a",)), _found(hole)) is None


def test_order_is_kept_within_a_kind() -> None:
    """A table that would come before an earlier one, moved to the next page, goes there too."""
    moved = _float("tbl-a", 3, (2, 500), "table")
    after = _float("tbl-b", 2, (2, 600), "table")
    picture = _float("fig-c", 2, (2, 600))
    assert better(Fit(("tbl-a",)), _found(moved, picture, after)) == Fit(("tbl-a", "tbl-b"))


def test_last_lines_and_too_many_pages_set_a_stretch_closer() -> None:
    """Step by step, and no closer than is read with ease; on its own first page nothing is thin."""
    thin = _found(ends=((5, 120.0), (9, 400.0)))
    assert better(Fit(), thin) == Fit(closer={1: 1})
    assert better(Fit(closer={1: 2}), thin) == Fit(closer={1: 3})
    assert better(Fit(closer={1: 3}), thin) is None
    assert better(Fit(), _found(ends=((1, 120.0),))) is None
    long = _found(pages=21)
    assert better(Fit(("a",)), long, 20) == Fit(closer={1: 1})
    assert better(Fit(), _found(pages=20), 20) is None
    assert better(Fit(), long) is None


def test_a_row_alone_at_the_foot_of_a_page_goes_with_the_others() -> None:
    """The table begins the next page; one with two rows there stays."""
    alone = _found(rows=_rows(first=2, second=3, before=3, last=3))
    assert better(Fit(), alone) == Fit(pushed=("tbl-a",))
    assert better(Fit(pushed=("tbl-a",)), alone) is None
    assert better(Fit(), _found(rows=_rows(headed=2, first=2, second=3, before=3, last=3))) is None
    assert better(Fit(), _found(rows=_rows(first=2, second=2, before=3, last=3))) is None


@pytest.mark.parametrize(
    "pages", [{"before": 2, "last": 3}, {"before": 2, "last": 2, "note": 3}], ids=["rows", "note"]
)
def test_last_rows_and_a_note_are_brought_back_to_their_table(pages: dict[str, int]) -> None:
    """The stretch they stand in is set closer, no other."""
    found = _found(rows=_rows(first=2, second=2, **pages), ends=((1, 600.0), (9, 600.0)))
    found["begins"] = [1, 2]
    assert better(Fit(), found) == Fit(closer={2: 1})


def test_a_poor_page_before_a_form_is_saved_where_that_can_be() -> None:
    """A few lines on it are worth setting closer what stands before them; half a page is not."""
    form = {"at": {"page": 5, "y": 90.0}, "before": {"page": 4, "y": 200.0}}
    assert better(Fit(), _found(forms=[form])) == Fit(closer={1: 1})
    half = {**form, "before": {"page": 4, "y": 420.0}}
    assert better(Fit(), _found(forms=[half])) is None
    beside = {"at": {"page": 4, "y": 240.0}, "before": {"page": 4, "y": 200.0}}
    assert better(Fit(), _found(forms=[beside])) is None
