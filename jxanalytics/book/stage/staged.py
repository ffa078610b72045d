"""The staged book: a self-contained folder of Markdown chapters that any engine can render.

Holds ``index.md``, one file a chapter, ``figures/``, and a ``_quarto.yml`` made from the hand-edited
one at the root with the chapter list added. Both engines render exactly this.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxanalytics.book.stage.baked import Baked, bake
from jxanalytics.fonts import visible
from jxanalytics.narrative.markdown import escape
from jxanalytics.runs.execute import Result
from jxanalytics.runs.workspace import Workspace

HOME = "index"
_LABEL = re.compile(r"^::: \{#((?:fig|tbl)-[\w.\-]+)[ }]", re.M)
_ANCHOR = re.compile(r"^#{1,6} .*\{#(sec-[\w.\-]+)", re.M)
# Links to sections: in running text, and in tables, which are HTML.
_TO_ANCHOR = re.compile(r"(\]\(|<a href=\")#(sec-[\w.\-]+)(?=[)\"])")
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
    for chapter, page in zip(staged, pages, strict=True):
        _write(folder, chapter, page, anchors)
    return Stage(
        folder=folder,
        year=year,
        title=workspace.settings.title.replace("{year}", str(year)),
        author=str(workspace.config.get("book", {}).get("author", "")),
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
    text = written.read_text(encoding="utf-8-sig").strip() if written.is_file() else ""
    text = text or "# 前言 {.unnumbered}"
    title = next((m[1] for m in re.finditer(r"^# +(.+?)(?: +\{.*\})?$", text, re.M)), "前言")
    if result is None:
        return Baked(title, text + "\n", {})
    page = _page(result)
    body = re.sub(r"\A# .*\n", "", page.markdown) if not result.failed else page.markdown
    return Baked(title, f"{text}\n\n{body}", page.files)


def _page(result: Result) -> Baked:
    if result.notebook is not None:
        return bake(result.notebook, result.task.title)
    return Baked(result.task.title, _failed_page(result), {})


def _failed_page(result: Result) -> str:
    """A chapter that could not be made stays visible in the book, with the reason."""
    return (
        f"# {escape(result.task.title)}\n\n"
        '::: {.callout-important title="本章未能生成"}\n\n'
        f"原因：{escape(result.reason)}\n\n请改正后重新生成本书；其余章节不受影响。\n\n:::\n"
    )


def _write(folder: Path, chapter: Chapter, page: Baked, anchors: dict[str, str]) -> None:
    def target(match: re.Match[str]) -> str:
        name = anchors.get(match[2], chapter.name)
        page = "" if name == chapter.name else f"{name}.md"
        return f"{match[1]}{page}#{match[2]}"

    text = _TO_ANCHOR.sub(target, visible(page.markdown))
    (folder / chapter.file).write_text(text, encoding="utf-8", newline="\n")
    for name, content in page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


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
