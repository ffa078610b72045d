"""The embedded engine: pandoc for HTML and DOCX, Typst for PDF. Needs nothing on the machine.

It stays small: pandoc reads the staged Markdown, two Lua filters give what Quarto would (captions,
references, call-outs), a template gives the page. Numbers and labels come ready from the stage.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jxanalytics.book import RESOURCES
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.engines.kept import Input, Kept
from jxanalytics.book.engines.process import run_program
from jxanalytics.book.html.pages import (
    CONTENTS,
    contents_markdown,
    long,
    neighbour,
    place,
    sidebar,
    write_assets,
)
from jxanalytics.book.stage.staged import Stage
from jxanalytics.book.stage.volumes import Volume, volumes
from jxanalytics.book.word.finish import finish_word
from jxanalytics.book.word.reference import write_reference
from jxanalytics.errors import BuildError
from jxanalytics.narrative.markdown import escape

_READ = "markdown+east_asian_line_breaks"
_SECONDS = 300
# As the stage writes them: figures/NAME without ending, or with one of them.
_PICTURE = re.compile(r"\]\((figures/[\w.\-]+?)(?:\.png|\.svg)?\)")
# Of a table or figure, where it stands or is referred to.
_LABEL = re.compile(r"[#@]((?:fig|tbl)-[\w.\-]+)")
_SECTION = re.compile(r"^## ", re.M)
# Lines of contents on a page, and how much of one a chapter's takes.
_CONTENTS_LINES, _CHAPTER_LINE = 37, 1.5
# A main report that stands by itself has so many pages at most.
_MAIN_PAGES = 20
# A file with the title page of a part; no chapter's name begins so.
_PART = "jx-part-"
# What changes a file after pandoc has written it.
_FINISHING = (Path(__file__).with_name("fitting.py"), RESOURCES.parent / "word" / "finish.py")
_SCRIPTS = ("shared.lua", "embedded.lua", "headings.lua")
_FILTERS = [word for script in _SCRIPTS for word in ("--lua-filter", script)]


@dataclass(frozen=True)
class Embedded:
    """Renders with the pandoc and the Typst that come with the installation."""

    name: str = "pandoc"

    def render(self, stage: Stage, folder: Path, kept_in: Path | None = None) -> Rendered:
        """``kept_in`` is where rendered files are kept from one build to the next."""
        kept = Kept(kept_in, RESOURCES, *_FINISHING, version("pypandoc_binary"), version("typst"))
        source = folder / "source"
        shutil.copytree(stage.folder, source)
        for name in (*_SCRIPTS, "contents.lua", "blocks.typ"):
            shutil.copyfile(RESOURCES / name, source / name)
        rendered = Rendered(folder / "html", volumes(stage))
        rendered.html.mkdir(parents=True, exist_ok=True)
        write_reference(source / "reference.docx")
        with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
            pages = [
                pool.submit(_page, stage, index, source, rendered.html, kept)
                for index in range(len(stage.chapters))
            ]
            others = [
                pool.submit(make, stage, volume, source, rendered.file(volume, ending), kept)
                for volume in rendered.volumes
                for make, ending in ((_docx, ".docx"), (_pdf, ".pdf"))
            ]
            for future in [*pages, *others]:
                future.result()
        if long(stage):
            _contents(stage, source, rendered.html, kept)
        kept.tidy()
        write_assets(stage, source, rendered.html)
        return rendered


def _page(stage: Stage, index: int, source: Path, folder: Path, kept: Kept) -> None:
    """One chapter as an HTML page."""
    chapter = stage.chapters[index]
    number = (
        ["--number-sections", f"--number-offset={chapter.number - 1}"] if chapter.number else []
    )
    variables = {
        "pagetitle": html.escape(chapter.title),
        "sidebar": sidebar(stage, chapter),
        "part": place(stage, chapter),
        "previous": neighbour(stage, index - 1, "上一章"),
        "next": neighbour(stage, index + 1, "下一章"),
    }
    _html(stage, chapter.name, source, folder, variables, number, kept)


def _contents(stage: Stage, source: Path, folder: Path, kept: Kept) -> None:
    """The page that lists every chapter of a long book."""
    (source / f"{CONTENTS}.md").write_text(contents_markdown(stage), encoding="utf-8")
    _html(
        stage,
        CONTENTS,
        source,
        folder,
        {"pagetitle": "全书目录", "sidebar": sidebar(stage, None)},
        [],
        kept,
    )


def _html(
    stage: Stage,
    name: str,
    source: Path,
    folder: Path,
    variables: Mapping[str, str],
    number: Sequence[str],
    kept: Kept,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.html"
    said = {"booktitle": html.escape(stage.title), **variables}
    arguments = [
        f"{name}.md", "--to=html5", "--standalone", "--section-divs", "--mathml", "--toc",
        "--toc-depth=3", "--default-image-extension=svg", "--wrap=none", *number,
        *_told(stage, source, name, variables=said), *_FILTERS,
    ]  # fmt: skip
    inputs: list[Input] = [*arguments, source / f"{name}.md", _settings(source, name)]
    template = ["--template", str(RESOURCES / "page.html"), "--output", str(target)]
    kept.make(target, inputs, lambda: _pandoc(source, [*arguments, *template]))


def _docx(stage: Stage, volume: Volume, source: Path, target: Path, kept: Kept) -> None:
    reference = source / "reference.docx"
    whole = _whole(volume, source)
    arguments = [
        *whole, "--to=docx", "--default-image-extension=png",
        *_told(stage, source, f"{volume.name}.docx", volume=volume), *_FILTERS,
        "--lua-filter", "contents.lua",
    ]  # fmt: skip
    inputs: list[Input] = [
        *arguments,
        *_sources(volume, source, ".png"),
        *_parts(whole, source),
        reference,
        _settings(source, f"{volume.name}.docx"),
    ]
    files = ["--reference-doc", str(reference), "--output", str(target)]

    def work() -> None:
        _pandoc(source, [*arguments, *files])
        finish_word(target)

    kept.make(target, inputs, work)


def _pdf(stage: Stage, volume: Volume, source: Path, target: Path, kept: Kept) -> None:
    # Typst's strings are written as JSON's.
    whole = _whole(volume, source)
    parts = _parts(whole, source)
    variables: dict[str, Any] = {
        "parts": bool(parts),
        "author-string": json.dumps(stage.author, ensure_ascii=False),
        "chapter-offset": str(volume.offset),
        "contents-depth": str(_contents_depth(volume, source)),
        "fit": json.dumps(f"{volume.name}.fit.json", ensure_ascii=False),
    }
    typeset = f"{volume.name}.typ"
    most = _MAIN_PAGES if stage.split and volume.chapters[0].number is None else 0
    arguments = [
        *whole, "--to=typst", "--standalone", "--default-image-extension=svg",
        *_told(stage, source, f"{volume.name}.pdf", volume=volume, variables=variables), *_FILTERS,
        "--output", typeset,
    ]  # fmt: skip
    inputs: list[Input] = [
        *arguments,
        *_sources(volume, source, ".svg"),
        *parts,
        str(most),
        _settings(source, f"{volume.name}.pdf"),
    ]
    template = ["--template", str(RESOURCES / "book.typ")]

    def work() -> None:
        _pandoc(source, [*arguments, *template])
        _typeset(source, typeset, target, most)

    kept.make(target, inputs, work)


def _typeset(source: Path, typeset: str, target: Path, most: int) -> None:
    import typst

    from jxanalytics.book.engines.fitting import typeset as set_pages

    try:
        set_pages(source / typeset, target, most)
    except (RuntimeError, typst.TypstError) as error:
        raise BuildError(f"PDF 排版失败：{error}") from error


def _sources(volume: Volume, source: Path, ending: str) -> list[Path]:
    """The chapters of a volume and the pictures of one kind that they name."""
    chapters = [source / chapter.file for chapter in volume.chapters]
    named = {
        picture
        for chapter in chapters
        for picture in _PICTURE.findall(chapter.read_text(encoding="utf-8"))
    }
    pictures = ((source / name).with_name(Path(name).name + ending) for name in sorted(named))
    return chapters + [picture for picture in pictures if picture.is_file()]


def _settings(source: Path, name: str) -> Path:
    return source / f"{name}.settings.json"


def _whole(volume: Volume, source: Path) -> list[str]:
    """The chapters of a volume for one document, numbered on from the volume before, with a title
    page before each part where there are several."""
    files, part = [], ""
    several = len({chapter.part for chapter in volume.chapters if chapter.part}) > 1
    for chapter in volume.chapters:
        if several and chapter.part != part:
            part = chapter.part
            files.append(f"{_PART}{chapter.number}.md")
            text = f"::: {{#{_PART}{chapter.number} .part}}\n{escape(part)}\n:::\n"
            (source / files[-1]).write_text(text, encoding="utf-8")
        files.append(chapter.file)
    return [*files, "--number-sections", f"--number-offset={volume.offset}"]


def _contents_depth(volume: Volume, source: Path) -> int:
    """2 where the contents of a volume have room for the sections on their page, or fill a good part
    of a second one, else 1."""
    sections = sum(
        len(_SECTION.findall((source / chapter.file).read_text(encoding="utf-8")))
        for chapter in volume.chapters
    )
    pages = (_CHAPTER_LINE * len(volume.chapters) + sections) / _CONTENTS_LINES
    return 2 if pages <= 1 or 1.25 < pages <= 2 else 1


def _parts(whole: Sequence[str], source: Path) -> list[Path]:
    """The title pages among what ``_whole`` names."""
    return [source / name for name in whole if name.startswith(_PART)]


def _told(
    stage: Stage,
    source: Path,
    name: str,
    *,
    volume: Volume | None = None,
    variables: Mapping[str, Any] | None = None,
) -> list[str]:
    """What filters and templates need to know, as a file of settings for pandoc.

    In such a file, unlike a metadata file, text is literal and never read as Markdown.
    """
    # A page is told the labels it speaks of: a table added elsewhere leaves it as it is.
    files = [source / c.file for c in volume.chapters] if volume else [source / f"{name}.md"]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    labels = {
        label: "|".join(stage.labels[label])
        for label in sorted(set(_LABEL.findall(text)))
        if label in stage.labels
    }
    metadata: dict[str, Any] = {
        "lang": "zh-CN",
        "jx-labels": labels,
        "jx-chapter": name,
    }
    if volume:
        metadata["jx-within"] = [chapter.name for chapter in volume.chapters]
        metadata["jx-offset"] = str(volume.offset)
        metadata["jx-depth"] = str(_contents_depth(volume, source))
        metadata["jx-parts"] = len({c.part for c in volume.chapters if c.part}) > 1
        metadata["title"] = stage.title
        if volume.part:
            metadata["subtitle"] = volume.part
        if stage.author:
            metadata["author"] = stage.author
    said = {"metadata": metadata, "variables": dict(variables or {})}
    path = _settings(source, name)
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
