"""The HTML book in a real browser, opened from a folder: search, tables, keyboard, accessibility."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.html.pages import CONTENTS
from jxanalytics.book.stage.staged import Chapter, Stage
from jxanalytics.narrative import blocks as b
from jxanalytics.narrative.grid import figure, table, text
from jxanalytics.narrative.markdown import to_markdown
from tests.book.browser import DESKTOP, PHONE, accessibility, needs_browser, watched
from tests.book.conftest import Built

pytestmark = needs_browser
PER_UNIT, UNITS = 22, 3


def _project(number: int) -> str:
    title = f"城市道路养护工程第{number}期"
    rows = [[f"子项{i}", f"{(i * 37) % 23 + i / 100:.2f}"] for i in range(1, 21)]
    shown = table(
        f"tbl-P{number}", f"{title}资金", [text("子项"), figure("全年执行数")],
        [*rows, ["合计", "230.10"]], unit="万元", total=True,
    )  # fmt: skip
    words = b.paragraph(
        "执行情况见", b.ref(f"tbl-P{number}"), f"，第{number}期编号暗号{number}号。"
    )
    return to_markdown(
        [b.Heading(title, 1), words, b.Heading("资金", 2, f"sec-P{number}-money"), shown]
    )


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML pages of a book with many chapters in three parts."""
    folder = tmp_path_factory.mktemp("long")
    stage_folder = folder / "stage"
    stage_folder.mkdir()
    chapters = [Chapter("index", "前言", "", None)]
    (stage_folder / "index.md").write_text("# 前言 {.unnumbered}\n\n说明。\n", encoding="utf-8")
    labels = {}
    for number in range(1, PER_UNIT * UNITS + 1):
        chapter = Chapter(
            f"P{number}",
            f"城市道路养护工程第{number}期",
            f"第{(number - 1) // PER_UNIT + 1}分册",
            number,
        )
        chapters.append(chapter)
        (stage_folder / chapter.file).write_text(_project(number), encoding="utf-8")
        labels[f"tbl-P{number}"] = (chapter.name, f"表 {number}.1")
    stage = Stage(stage_folder, 2025, "长书", "", tuple(chapters), labels, {})
    return Embedded().render(stage, folder / "made").html


def test_every_page_is_accessible_and_fits(built: Built) -> None:
    """On a screen and on a phone axe finds nothing against WCAG 2.2 AA and nothing scrolls sideways;
    no complaint, no request."""
    with watched() as seen:
        for path in sorted(built.book.glob("*.html")):
            seen.open(path)
            for size in (DESKTOP, PHONE):
                seen.resize(size)
                assert seen.overflow() == 0, (path.name, size)
                assert accessibility(seen.page) == [], (path.name, size)
    assert seen.complaints == []
    assert seen.requests == []


def test_search_finds_a_project_by_two_characters(built: Built) -> None:
    """Typed by keyboard alone: two characters of a name lead to the project's page, hits marked."""
    with watched() as seen:
        seen.open(built.book / "index.html")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("接待")
        marks = seen.page.locator(".search li mark")
        marks.filter(has_text="接待").first.wait_for()
        assert set(marks.all_inner_texts()) == {"接待"}
        assert accessibility(seen.page) == []
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/P0001-*.html**")
    assert seen.complaints == []
    assert seen.requests == []


def test_search_finds_what_is_written(built: Built, long_book: Path) -> None:
    """Figures and several words are found, parts that do not stand together are not."""
    searches = {
        # What was said of one search must not be taken for what is said of the next.
        built.book: {"1237.78": "找到", "，": "输入", "24.67%": "找到"},
        long_book: {"路 养护": "找到", "道养": "没有找到"},
    }
    with watched() as seen:
        for folder, typed in searches.items():
            seen.open(folder / "index.html")
            seen.page.locator(".search-open").click()
            for words, said in typed.items():
                seen.page.keyboard.press("Control+A")
                seen.page.keyboard.type(words)
                status = seen.page.locator(".search [role=status]")
                status.filter(has_text=said).wait_for()
                assert (seen.page.locator(".search li").count() > 0) is (said == "找到"), words


def test_search_shows_text_never_markup(built: Built) -> None:
    """A search for markup neither runs it nor breaks the list."""
    with watched() as seen:
        seen.open(built.book / "index.html")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("<img src=x onerror=alert(1)>")
        seen.page.locator(".search [role=status]").filter(has_text="没有找到").wait_for()
        assert seen.page.locator(".search img").count() == 0
    assert seen.complaints == []


def test_a_long_book_lists_only_its_part(long_book: Path) -> None:
    """A page of a long book lists the chapters of its part; the page of contents lists all."""
    with watched() as seen:
        seen.open(long_book / "P30.html")
        entries = seen.page.locator(".sidebar details li").count()
        assert entries == PER_UNIT
        assert "第30期" in seen.page.locator(".sidebar [aria-current]").inner_text()
        here = seen.page.locator(".sidebar [aria-current]").bounding_box()
        assert here is not None and 0 < here["y"] < DESKTOP[1], "the current chapter is in sight"
        seen.page.locator(".sidebar .part a").last.click()
        seen.page.wait_for_url(f"**/{CONTENTS}.html#part-3")
        assert seen.page.locator(".contents li").count() == PER_UNIT * UNITS
        assert accessibility(seen.page) == []
    assert seen.complaints == []


def test_tables_sort_and_filter(long_book: Path) -> None:
    """A click on a header sorts by figures, the total row stays at the foot, a word narrows."""
    with watched() as seen:
        seen.open(long_book / "P7.html")

        def column(number: int) -> list[str]:
            cells = seen.page.locator(f"table.jx-table tbody tr:visible td:nth-child({number})")
            return [str(text) for text in cells.all_inner_texts()]

        header = seen.page.locator("table.jx-table th").nth(1)
        header.locator("button").focus()
        seen.page.keyboard.press("Enter")
        figures = [float(text) for text in column(2)]
        assert figures[:-1] == sorted(figures[:-1]) and column(1)[-1] == "合计"
        assert header.get_attribute("aria-sort") == "ascending"
        seen.page.keyboard.press("Enter")
        figures = [float(text) for text in column(2)]
        assert figures[:-1] == sorted(figures[:-1], reverse=True) and column(1)[-1] == "合计"
        seen.page.locator(".table-filter input").fill("子项1")
        assert sorted(column(1)) == sorted(f"子项{n}" for n in (1, *range(10, 20)))
        assert "11行" in seen.page.locator(".table-filter [role=status]").inner_text()
        assert accessibility(seen.page) == []
        seen.page.locator(".table-filter input").fill("")
        assert len(column(1)) == 21
    assert seen.complaints == []


def test_everything_is_reached_by_keyboard(built: Built) -> None:
    """The first stop skips to the text; menu, search and links follow; each shows where one is."""
    with watched(PHONE) as seen:
        seen.open(built.book / "scores.html")
        stops, outlines = [], []
        for _ in range(6):
            seen.page.keyboard.press("Tab")
            name, outline = seen.page.evaluate(
                "[document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]"
            )
            stops.append(name)
            outlines.append(outline)
        assert stops[0] == "skip" and {"search-open", "menu-switch"} <= set(stops)
        assert "none" not in outlines
        seen.page.locator(".menu-switch").focus()
        seen.page.keyboard.press("Space")
        assert seen.page.locator(".sidebar").is_visible()


def test_without_scripts_all_is_readable(built: Built) -> None:
    """With scripts switched off the text, the list of chapters and the links are there."""
    from playwright.sync_api import sync_playwright

    from tests.book.browser import CHROMIUM

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto((built.book / "P0001-self.html").as_uri())
        assert page.locator(".sidebar a").count() > 5
        assert not page.locator(".search-open").is_visible()
        assert page.locator("article").inner_text().count("1237.78") > 1
        browser.close()


@pytest.mark.parametrize(
    ("size", "drawn"), [(DESKTOP, False), (PHONE, True)], ids=["desktop", "phone"]
)
def test_a_phone_gets_pictures_drawn_for_it(
    size: tuple[int, int], drawn: bool, built: Built
) -> None:
    """Below 600 pixels every chart is the one with letters to read there, whole within the page."""
    with watched(size) as seen:
        seen.open(built.book / "carry-over.html")
        pictures = seen.page.evaluate(
            "[...document.querySelectorAll('figure img')]"
            ".map(i => [i.currentSrc, i.naturalWidth > 0, i.getBoundingClientRect().right <= innerWidth])"
        )
        assert pictures
        assert all(source.endswith("-phone.svg") is drawn for source, _, _ in pictures)
        assert all(loaded and inside for _, loaded, inside in pictures)
        assert seen.complaints == [] and seen.requests == []


def test_a_page_says_where_one_is(long_book: Path, built: Built) -> None:
    """The part stands above the title and, in a long book, leads to its list; beside the text the
    section being read is marked."""
    with watched() as seen:
        seen.open(long_book / "P30.html")
        seen.page.locator(".place a").click()
        seen.page.wait_for_url(f"**/{CONTENTS}.html#part-2")
        seen.open(built.book / "funding.html")
        assert seen.page.locator(".place").inner_text() == "总体情况"
        marked = seen.page.locator(".page-toc [aria-current]")
        for index in (0, 2):
            sections = seen.page.locator("article section.level2")
            sections.nth(index).locator("h2").evaluate("heading => heading.scrollIntoView()")
            title = sections.nth(index).locator("h2").evaluate("h => h.firstChild.nextSibling.data")
            marked.filter(has_text=title.strip()).wait_for()
            assert marked.count() == 1
    assert seen.complaints == []


def test_a_table_of_few_columns_fits_a_phone(built: Built) -> None:
    """Five columns of figures stand side by side, without moving the table sideways."""
    with watched(PHONE) as seen:
        seen.open(built.book / "overview.html")
        frame = seen.page.locator("#tbl-overview-grades")
        assert frame.locator("thead th").count() == 5
        assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 1


def test_marks_of_sorting_take_no_room(long_book: Path) -> None:
    """A header is as high with the marks that it can be sorted by as without them."""
    with watched() as seen:
        seen.open(long_book / "P7.html")
        heights = (
            "[...document.querySelectorAll('th:has(> button.sort)')].map(th => th.offsetHeight)"
        )
        marked = seen.page.evaluate(heights)
        seen.page.add_style_tag(content="button.sort::after { display: none; }")
        assert marked and seen.page.evaluate(heights) == marked


def test_names_and_what_they_stand_for_are_not_sorted(built: Built) -> None:
    """Two columns without figures, as the year's main figures, offer no sorting and keep names on a line."""
    with watched(PHONE) as seen:
        seen.open(built.book / "index.html")
        frame = seen.page.locator("#tbl-home-figures")
        assert frame.locator("tbody tr").count() > 5
        assert frame.locator("button.sort").count() == 0


def test_a_table_moved_sideways_keeps_its_first_column(built: Built) -> None:
    """On a phone the names of rows stay in sight while the figures are moved."""
    with watched(PHONE) as seen:
        seen.open(built.book / "funding.html")
        frame = seen.page.locator(".table-frame:has(col:nth-child(6))").first
        lefts = "frame => [frame.querySelector('td:first-child'), frame].map(e => e.getBoundingClientRect().left)"
        frame.evaluate("frame => { frame.scrollLeft = 120; }")
        assert frame.evaluate("frame => frame.scrollLeft") == 120
        cell, edge = frame.evaluate(lefts)
        assert abs(cell - edge) <= 1
