"""The embedded engine: pandoc for HTML and DOCX, Typst for PDF. Needs nothing on the machine.

It stays small: pandoc reads the staged Markdown, two Lua filters give what Quarto would (captions,
references, call-outs), a template gives the page. Numbers and labels come ready from the stage.
"""

from __future__ import annotations

import html
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxanalytics.book.downloads import FOLDER as DOWNLOADS
from jxanalytics.book.engine import RESOURCES, Rendered
from jxanalytics.book.process import run_program
from jxanalytics.book.reference import write_reference
from jxanalytics.book.stage import Chapter, Stage
from jxanalytics.errors import BuildError
from jxanalytics.fonts import FOLDER as FONTS

_READ = "markdown+east_asian_line_breaks"
_SECONDS = 300
_FILTERS = ["--lua-filter", "shared.lua", "--lua-filter", "embedded.lua"]


@dataclass(frozen=True)
class Embedded:
    """Renders with the pandoc and the Typst that come with the installation."""

    name: str = "pandoc"

    def render(self, stage: Stage, folder: Path) -> Rendered:
        source = folder / "source"
        shutil.copytree(stage.folder, source)
        for name in ("shared.lua", "embedded.lua", "contents.lua", "blocks.typ"):
            shutil.copyfile(RESOURCES / name, source / name)
        rendered = Rendered(folder / "html", folder / "book.docx", folder / "book.pdf")
        with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
            pages = [
                pool.submit(_page, stage, index, source, rendered.html)
                for index in range(len(stage.chapters))
            ]
            others = [
                pool.submit(_docx, stage, source, rendered.docx),
                pool.submit(_pdf, stage, source, rendered.pdf),
            ]
            for future in [*pages, *others]:
                future.result()
        _assets(source, rendered.html)
        return rendered


def _page(stage: Stage, index: int, source: Path, folder: Path) -> None:
    """One chapter as an HTML page."""
    folder.mkdir(parents=True, exist_ok=True)
    chapter = stage.chapters[index]
    number = (
        ["--number-sections", f"--number-offset={chapter.number - 1}"] if chapter.number else []
    )
    variables = {
        "pagetitle": html.escape(chapter.title),
        "booktitle": html.escape(stage.title),
        "sidebar": _sidebar(stage, chapter),
        "previous": _neighbour(stage, index - 1, "上一章"),
        "next": _neighbour(stage, index + 1, "下一章"),
    }
    _pandoc(
        source,
        [chapter.file, "--to=html5", "--standalone", "--section-divs", "--mathml", "--toc",
         "--toc-depth=3", "--default-image-extension=svg", "--wrap=none", *number,
         "--template", str(RESOURCES / "page.html"),
         *_told(stage, source, chapter.name, whole=False, variables=variables), *_FILTERS,
         "--output", str(folder / f"{chapter.name}.html")],
    )  # fmt: skip


def _docx(stage: Stage, source: Path, target: Path) -> None:
    reference = source / "reference.docx"
    write_reference(reference)
    _pandoc(
        source,
        [*_whole(stage), "--to=docx", "--default-image-extension=png",
         "--reference-doc", str(reference), *_told(stage, source, "docx", whole=True),
         *_FILTERS, "--lua-filter", "contents.lua", "--output", str(target)],
    )  # fmt: skip


def _pdf(stage: Stage, source: Path, target: Path) -> None:
    import typst

    # Typst's strings are written as JSON's.
    variables = {"author-string": json.dumps(stage.author, ensure_ascii=False)}
    _pandoc(
        source,
        [*_whole(stage), "--to=typst", "--standalone", "--default-image-extension=svg",
         "--template", str(RESOURCES / "book.typ"),
         *_told(stage, source, "pdf", whole=True, variables=variables), *_FILTERS,
         "--output", "book.typ"],
    )  # fmt: skip
    try:
        typst.compile(
            str(source / "book.typ"),
            output=str(target),
            root=str(source),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            timestamp=0,
        )
    except (RuntimeError, typst.TypstError) as error:
        raise BuildError(f"PDF 排版失败：{error}") from error


def _whole(stage: Stage) -> list[str]:
    """All chapters for one document, numbered but for the home page."""
    return [chapter.file for chapter in stage.chapters] + ["--number-sections"]


def _told(
    stage: Stage,
    source: Path,
    name: str,
    *,
    whole: bool,
    variables: Mapping[str, str] | None = None,
) -> list[str]:
    """What filters and templates need to know, as a file of settings for pandoc.

    In such a file, unlike a metadata file, text is literal and never read as Markdown.
    """
    labels = {label: f"{where}|{said}" for label, (where, said) in stage.labels.items()}
    metadata: dict[str, Any] = {
        "lang": "zh-CN",
        "jx-labels": labels,
        "jx-whole": "true" if whole else "false",
        "jx-chapter": name,
    }
    if whole:
        metadata["title"] = stage.title
        if stage.author:
            metadata["author"] = stage.author
    said = {"metadata": metadata, "variables": dict(variables or {})}
    path = source / f"{name}.settings.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return ["--defaults", path.name]


def _pandoc(source: Path, arguments: Sequence[str]) -> None:
    import pypandoc

    done = run_program(
        [pypandoc.get_pandoc_path(), f"--from={_READ}", *arguments],
        folder=source,
        seconds=_SECONDS,
        variables={"SOURCE_DATE_EPOCH": "0"},
    )
    if done.code:
        raise BuildError(f"pandoc 未能生成 {arguments[0]}：{done.stderr.strip()}")


def _sidebar(stage: Stage, current: Chapter) -> str:
    """The list of parts and chapters as HTML, the current one marked."""
    home = stage.chapters[0]
    groups = [f"<ul>{_entry(home, current)}</ul>"]
    for part, chapters in stage.parts:
        entries = "".join(_entry(chapter, current) for chapter in chapters)
        opened = " open" if current in chapters or len(stage.chapters) < 40 else ""
        groups.append(
            f"<details{opened}><summary>{html.escape(part)}</summary><ul>{entries}</ul></details>"
        )
    return "\n".join(groups)


def _entry(chapter: Chapter, current: Chapter) -> str:
    here = ' aria-current="page"' if chapter == current else ""
    number = f'<span class="number">{chapter.number}</span> ' if chapter.number else ""
    failed = "（未能生成）" if chapter.failed else ""
    title = html.escape(chapter.title) + failed
    return f'<li><a href="{chapter.name}.html"{here}>{number}{title}</a></li>'


def _neighbour(stage: Stage, index: int, word: str) -> str:
    if not 0 <= index < len(stage.chapters):
        return ""
    chapter = stage.chapters[index]
    rel = "prev" if word == "上一章" else "next"
    return (
        f'<a href="{chapter.name}.html" rel="{rel}"><small>{word}</small>'
        f"{html.escape(chapter.title)}</a>"
    )


def _assets(source: Path, folder: Path) -> None:
    shutil.copyfile(RESOURCES / "book.css", folder / "book.css")
    shutil.copyfile(RESOURCES / "page.css", folder / "page.css")
    figures = source / "figures"
    if figures.is_dir():
        (folder / "figures").mkdir(exist_ok=True)
        for picture in sorted(figures.glob("*.svg")):
            shutil.copyfile(picture, folder / "figures" / picture.name)
    if (source / DOWNLOADS).is_dir():
        shutil.copytree(source / DOWNLOADS, folder / DOWNLOADS, dirs_exist_ok=True)
