"""The text of the HTML book by section, as a script that the pages load for the full-text search.

A script and not JSON, because offices open the book straight from a folder, where a page may load
scripts beside it but may not fetch data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jxanalytics.book.stage.staged import Chapter

FILE = "search-index.js"
_APART = frozenset({"p", "li", "td", "th", "caption", "figcaption", "div", "tr", "br", "dd", "dt"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


@dataclass
class _Section:
    anchor: str
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Sections(HTMLParser):
    """The sections of a page's article: what pandoc's ``--section-divs`` marks as ``<section>``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Section] = []
        self._open: list[_Section] = []
        self._inside = False
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._inside = True
        elif tag == "section" and self._inside:
            section = _Section(dict(attrs).get("id") or "")
            self.found.append(section)
            self._open.append(section)
        elif tag in _HEADINGS:
            self._heading = True
        if tag in _APART:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._inside = False
        elif tag == "section" and self._open:
            self._open.pop()
        elif tag in _HEADINGS:
            self._heading = False

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, data: str) -> None:
        if self._inside and self._open:
            section = self._open[-1]
            (section.heading if self._heading else section.text).append(data)


def write_index(chapters: Sequence[Chapter], folder: Path) -> None:
    """``search-index.js`` of the pages in ``folder``, one entry a section."""
    entries = [
        {"id": number, **entry}
        for number, entry in enumerate(
            entry for chapter in chapters for entry in _entries(chapter, folder)
        )
    ]
    # "<" is written as an escape, or "</script>" typed into a form could end the script.
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    (folder / FILE).write_text(f"var jxSearchIndex={text};\n", encoding="utf-8", newline="\n")


def _entries(chapter: Chapter, folder: Path) -> Iterator[dict[str, str]]:
    page = f"{chapter.name}.html"
    sections = _Sections()
    sections.feed((folder / page).read_text(encoding="utf-8"))
    for section in sections.found:
        heading = _squeezed(section.heading)
        text = _squeezed(section.text)
        top = section is sections.found[0]
        if text or not top:
            yield {
                "page": page,
                "anchor": "" if top else section.anchor,
                "chapter": chapter.title,
                "heading": "" if top else heading,
                "text": text,
            }


def _squeezed(parts: Sequence[str]) -> str:
    return re.sub(r"\s+", " ", "".join(parts)).strip()
