"""The staged book: a self-contained folder of Markdown chapters that any engine can render.

Holds ``index.md``, one file a chapter, ``figures/``, and a ``_quarto.yml`` made from the hand-edited
one at the root with the chapter list added. Both engines render exactly this.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jxanalytics.book.stage.baked import Baked, bake, marked, title_marks
from jxanalytics.fonts import visible
from jxanalytics.narrative.markdown import escape
from jxanalytics.runs.configuration import read_text
from jxanalytics.runs.execute import Result
from jxanalytics.runs.workspace import Workspace

HOME = "index"
OWN_PAGE = ".own-page"
_LABEL = re.compile(r"^::: \{#((?:fig|tbl)-[\w.\-]+)[ }]", re.M)
_ANCHOR = re.compile(r"^#{1,6} .*\{#(sec-[\w.\-]+)", re.M)
# Links to sections: in running text, and in tables, which are HTML.
_TO_ANCHOR = re.compile(
    r"\[(?P<words>(?:[^\[\]\\]|\\.)+)\]\(#(?P<place>sec-[\w.\-]+)\)"
    r"|<a href=\"#(?P<cell>sec-[\w.\-]+)\">(?P<text>.*?)</a>"
)
KINDS = {"fig": "图", "tbl": "表"}


@dataclass(frozen=True)
class Chapter:
    """A chapter of the staged book; ``number`` is None for the unnumbered home page."""

    name: str
    title: str
    part: str
    number: int | None
    failed: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.md"


@dataclass(frozen=True)
class Stage:
    """The staged folder and what is in it.

    ``labels`` maps a table's or figure's label to the name of its chapter and its printed number,
    表 2.1. ``main`` is the part of the main report; with ``split`` every part is a volume.
    """

    folder: Path
    year: int
    title: str
    author: str
    chapters: tuple[Chapter, ...]
    labels: dict[str, tuple[str, str]]
    config: dict[str, Any]
    main: str = ""
    split: bool = False

    @property
    def parts(self) -> list[tuple[str, list[Chapter]]]:
        """Chapters after the home page, grouped by part, in reading order."""
        groups: list[tuple[str, list[Chapter]]] = []
        for chapter in self.chapters[1:]:
            if not groups or groups[-1][0] != chapter.part:
                groups.append((chapter.part, []))
            groups[-1][1].append(chapter)
        return groups


def stage_book(workspace: Workspace, year: int, results: Sequence[Result], folder: Path) -> Stage:
    """Write the staged book of a year into ``folder``, which is made anew."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    home, chapters = _split(results)
    pages = [_home(workspace, home), *(_page(result) for result in chapters)]
    staged = [Chapter(HOME, pages[0].title, "", None, home.reason if home else "")]
    staged += [
        Chapter(result.task.name, page.title, result.task.part, number, result.reason)
        for number, (result, page) in enumerate(zip(chapters, pages[1:], strict=True), start=1)
    ]
    anchors = {
        anchor: chapter.name
        for chapter, page in zip(staged, pages, strict=True)
        for anchor in _ANCHOR.findall(page.markdown)
    }
    pages = _run_on(staged, pages, workspace.settings.part)
    for chapter, page in zip(staged, pages, strict=True):
        _write(folder, chapter, page, anchors)
    return Stage(
        folder=folder,
        year=year,
        title=workspace.settings.title.replace("{year}", str(year)),
        author=workspace.author,
        chapters=tuple(staged),
        labels=_labels(staged, pages),
        config=workspace.config,
        main=workspace.settings.part,
        split=workspace.settings.split(len({r.task.project_id for r in chapters} - {""})),
    )


def _split(results: Sequence[Result]) -> tuple[Result | None, list[Result]]:
    home = next((r for r in results if r.task.name == HOME), None)
    return home, [r for r in results if r.task.name != HOME]


def _home(workspace: Workspace, result: Result | None) -> Baked:
    """The hand-written ``index.md`` followed by the computed start page."""
    written = workspace.root / "index.md"
    text = read_text(written).strip() if written.is_file() else ""
    text = text or "# 前言 {.unnumbered}"
    title = next((m[1] for m in re.finditer(r"^# +(.+?)(?: +\{.*\})?$", text, re.M)), "前言")
    if result is None:
        return Baked(title, text + "\n", {})
    page = _page(result)
    body = re.sub(r"\A# .*\n", "", page.markdown) if not result.failed else page.markdown
    return Baked(title, f"{text}\n\n{body}", page.files)


def _run_on(chapters: Sequence[Chapter], pages: Sequence[Baked], main: str) -> list[Baked]:
    """The chapters of the main report but its first follow each other without a new page.

    One whose title says so (``{.own-page}``) stands on pages of its own.
    """
    made, alone = [pages[0]], True
    for chapter, page in zip(chapters[1:], pages[1:], strict=True):
        own = OWN_PAGE in title_marks(page.markdown)
        joined = chapter.part == main and not (own or alone)
        made.append(replace(page, markdown=marked(page.markdown, ".run-on")) if joined else page)
        alone = own
    return made


def _page(result: Result) -> Baked:
    if result.notebook is not None:
        return bake(result.notebook, result.task.title)
    return Baked(result.task.title, _failed_page(result), {})


def _failed_page(result: Result) -> str:
    """A chapter that could not be made stays visible in the book, with the reason."""
    return (
        f"# {escape(result.task.title)} {{#sec-{result.task.name}}}\n\n"
        '::: {.callout-important title="本章未能生成"}\n\n'
        f"原因：{escape(result.reason)}\n\n请改正后重新生成本书；其余章节不受影响。\n\n:::\n"
    )


def _write(folder: Path, chapter: Chapter, page: Baked, anchors: dict[str, str]) -> None:
    text = _TO_ANCHOR.sub(lambda match: _link(match, chapter, anchors), visible(page.markdown))
    (folder / chapter.file).write_text(text, encoding="utf-8", newline="\n")
    for name, content in page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _link(match: re.Match[str], chapter: Chapter, anchors: dict[str, str]) -> str:
    """A link with the page its section stands on; without a section there is no link, only its words."""
    anchor, words = match["place"] or match["cell"], match["words"] or match["text"]
    if anchor not in anchors:
        return words
    page = "" if anchors[anchor] == chapter.name else f"{anchors[anchor]}.md"
    if match["place"]:
        return f"[{words}]({page}#{anchor})"
    return f'<a href="{page}#{anchor}">{words}</a>'


def _labels(chapters: Sequence[Chapter], pages: Sequence[Baked]) -> dict[str, tuple[str, str]]:
    """Numbers as Quarto gives them: per chapter, tables and figures apart, without a chapter
    number on the unnumbered home page."""
    labels: dict[str, tuple[str, str]] = {}
    for chapter, page in zip(chapters, pages, strict=True):
        counts = dict.fromkeys(KINDS, 0)
        for label in _LABEL.findall(page.markdown):
            kind = label[:3]
            counts[kind] += 1
            number = f"{chapter.number}.{counts[kind]}" if chapter.number else str(counts[kind])
            labels[label] = (chapter.name, f"{KINDS[kind]} {number}")
    return labels
