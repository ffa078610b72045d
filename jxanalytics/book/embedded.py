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

from jxanalytics.book.engine import RESOURCES, Rendered
from jxanalytics.book.pages import (
    CONTENTS,
    contents_markdown,
    long,
    neighbour,
    sidebar,
    write_assets,
)
from jxanalytics.book.process import run_program
from jxanalytics.book.reference import write_reference
from jxanalytics.book.stage import Stage
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
        if long(stage):
            _contents(stage, source, rendered.html)
        write_assets(stage, source, rendered.html)
        return rendered


def _page(stage: Stage, index: int, source: Path, folder: Path) -> None:
    """One chapter as an HTML page."""
    chapter = stage.chapters[index]
    number = (
        ["--number-sections", f"--number-offset={chapter.number - 1}"] if chapter.number else []
    )
    variables = {
        "pagetitle": html.escape(chapter.title),
        "sidebar": sidebar(stage, chapter),
        "previous": neighbour(stage, index - 1, "上一章"),
        "next": neighbour(stage, index + 1, "下一章"),
    }
    _html(stage, chapter.name, source, folder, variables, number)


def _contents(stage: Stage, source: Path, folder: Path) -> None:
    """The page that lists every chapter of a long book."""
    (source / f"{CONTENTS}.md").write_text(contents_markdown(stage), encoding="utf-8")
    _html(
        stage,
        CONTENTS,
        source,
        folder,
        {"pagetitle": "全书目录", "sidebar": sidebar(stage, None)},
        [],
    )


def _html(
    stage: Stage,
    name: str,
    source: Path,
    folder: Path,
    variables: Mapping[str, str],
    number: Sequence[str],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    said = {"booktitle": html.escape(stage.title), **variables}
    _pandoc(
        source,
        [f"{name}.md", "--to=html5", "--standalone", "--section-divs", "--mathml", "--toc",
         "--toc-depth=3", "--default-image-extension=svg", "--wrap=none", *number,
         "--template", str(RESOURCES / "page.html"),
         *_told(stage, source, name, whole=False, variables=said), *_FILTERS,
         "--output", str(folder / f"{name}.html")],
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
