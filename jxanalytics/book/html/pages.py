"""What stands around a chapter in the HTML book: the list of chapters, turning links, scripts, styles."""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from urllib.parse import quote

from jxanalytics.book import RESOURCES
from jxanalytics.book.html.search import write_index
from jxanalytics.book.stage.downloads import FOLDER as DOWNLOADS
from jxanalytics.book.stage.staged import Chapter, Stage
from jxanalytics.book.stage.volumes import volumes

CONTENTS = "contents"
# From this many chapters on, a page lists only the chapters of its own part; the other parts are
# links to the page of contents. Otherwise every page would list every chapter, and a book of 300
# would hold 90,000 links.
_MANY = 60
_FILES = (("Word", ".docx"), ("PDF", ".pdf"))
_STYLES = ("page.css", "book.css")
_SCRIPTS = ("page.js", "tables.js", "search.js", "vendor/minisearch.js")


def long(stage: Stage) -> bool:
    """Whether the book has a page of contents of its own."""
    return stage.split or len(stage.chapters) >= _MANY


def sidebar(stage: Stage, current: Chapter | None) -> str:
    """The list of parts and chapters as HTML, the current one marked; None for the contents page."""
    groups = [f"<ul>{_entry(stage.chapters[0], current)}{_all(stage, current)}</ul>"]
    for number, (part, chapters) in enumerate(stage.parts, start=1):
        if long(stage) and current not in chapters:
            groups.append(
                f'<p class="part"><a href="{CONTENTS}.html#part-{number}">{html.escape(part)}</a></p>'
            )
            continue
        entries = "".join(_entry(chapter, current) for chapter in chapters)
        groups.append(
            f"<details open><summary>{html.escape(part)}</summary><ul>{entries}</ul></details>"
        )
    groups.append(f"<ul>{_downloads(stage)}</ul>")
    return "\n".join(groups)


def place(stage: Stage, chapter: Chapter) -> str:
    """The part of a chapter as HTML, in a long book a link to its list; "" for one of no part."""
    name = html.escape(chapter.part)
    if not name or not long(stage):
        return name
    number = next(n for n, (_, chapters) in enumerate(stage.parts, start=1) if chapter in chapters)
    return f'<a href="{CONTENTS}.html#part-{number}">{name}</a>'


def _downloads(stage: Stage) -> str:
    """The book as files: both of the one volume, or the page that lists all volumes."""
    bound = volumes(stage)
    if len(bound) > 1:
        return f'<li><a href="{CONTENTS}.html#files">下载Word、PDF分册</a></li>'
    return "".join(
        f'<li><a href="{_link(bound[0].name + ending)}" download>下载{kind}</a></li>'
        for kind, ending in _FILES
    )


def _link(name: str) -> str:
    return html.escape(quote(name), quote=True)


def contents_markdown(stage: Stage) -> str:
    """The page that lists every chapter by part."""
    parts = ["# 全书目录 {.unnumbered}", f"```{{=html}}\n{_files(stage)}\n```"]
    for number, (part, chapters) in enumerate(stage.parts, start=1):
        entries = "".join(_entry(chapter, None) for chapter in chapters)
        parts.append(
            f'```{{=html}}\n<section id="part-{number}"><h2>{html.escape(part)}</h2>'
            f'<ul class="contents">{entries}</ul></section>\n```'
        )
    return "\n\n".join(parts) + "\n"


def _files(stage: Stage) -> str:
    """Every volume with its Word and its PDF file."""
    rows = []
    for volume in volumes(stage):
        links = "　".join(
            f'<a href="{_link(volume.name + ending)}" download>{kind}</a>'
            for kind, ending in _FILES
        )
        rows.append(f"<li>{html.escape(volume.part or stage.title)}　{links}</li>")
    return f'<section id="files"><h2>Word、PDF文件</h2><ul>{"".join(rows)}</ul></section>'


def neighbour(stage: Stage, index: int, word: str) -> str:
    """The link to the chapter before or after."""
    if not 0 <= index < len(stage.chapters):
        return ""
    chapter = stage.chapters[index]
    rel = "prev" if word == "上一章" else "next"
    return (
        f'<a href="{chapter.name}.html" rel="{rel}"><small>{word}</small>'
        f"{html.escape(chapter.title)}</a>"
    )


def write_assets(stage: Stage, source: Path, folder: Path) -> None:
    """Style sheets, scripts, the text to search, and the pictures beside the pages."""
    for name in (*_STYLES, *_SCRIPTS):
        shutil.copyfile(RESOURCES / name, folder / Path(name).name)
    write_index(stage.chapters, folder)
    figures = source / "figures"
    if figures.is_dir():
        (folder / "figures").mkdir(exist_ok=True)
        for picture in sorted(figures.glob("*.svg")):
            shutil.copyfile(picture, folder / "figures" / picture.name)
    if (source / DOWNLOADS).is_dir():
        shutil.copytree(source / DOWNLOADS, folder / DOWNLOADS, dirs_exist_ok=True)


def _all(stage: Stage, current: Chapter | None) -> str:
    if not long(stage):
        return ""
    here = ' aria-current="page"' if current is None else ""
    return f'<li><a href="{CONTENTS}.html"{here}>全书目录</a></li>'


def _entry(chapter: Chapter, current: Chapter | None) -> str:
    here = ' aria-current="page"' if chapter == current else ""
    number = f'<span class="number">{chapter.number}</span> ' if chapter.number else ""
    failed = "（未能生成）" if chapter.failed else ""
    title = html.escape(chapter.title) + failed
    return f'<li><a href="{chapter.name}.html"{here}>{number}{title}</a></li>'
