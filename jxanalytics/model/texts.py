"""The running text of a document: sections of paragraphs, kept as simple Markdown.

Only headings (``#`` to ``######``) and paragraphs separated by blank lines mean anything; all
other characters are what the writer typed and come out as typed. A line of a paragraph that itself
begins with ``#`` or ``\\`` is stored with a backslash in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6}) (.*)")


@dataclass(frozen=True)
class Section:
    """A heading (level 1–6; level 0 and "" for text before the first heading) and its paragraphs."""

    level: int
    heading: str
    paragraphs: tuple[str, ...]


def parse_text(markdown: str) -> tuple[Section, ...]:
    """The sections of a stored text, in order."""
    sections: list[Section] = []
    level, heading = 0, ""
    paragraphs: list[str] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        if lines:
            paragraphs.append("\n".join(lines))
            lines.clear()

    def end_section() -> None:
        end_paragraph()
        if heading or paragraphs:
            sections.append(Section(level, heading, tuple(paragraphs)))
        paragraphs.clear()

    # Not splitlines: it also cuts at characters that people type inside a line (U+2028, form feed).
    for line in markdown.split("\n"):
        if match := _HEADING.fullmatch(line):
            end_section()
            level, heading = len(match[1]), match[2].strip()
        elif not line.strip():
            end_paragraph()
        else:
            lines.append(line.removeprefix("\\"))
    end_section()
    return tuple(sections)


def render_text(sections: Iterable[Section]) -> str:
    """Sections as stored text; ``parse_text`` gives them back."""
    parts: list[str] = []
    for section in sections:
        if section.heading:
            parts.append(f"{'#' * section.level} {section.heading}")
        for paragraph in section.paragraphs:
            parts.append(re.sub(r"^(?=[#\\])", r"\\", _without_blank_lines(paragraph), flags=re.M))
    return "\n\n".join(parts) + "\n" if parts else ""


def _without_blank_lines(paragraph: str) -> str:
    return "\n".join(line for line in paragraph.split("\n") if line.strip())


def under(sections: Sequence[Section], heading: str) -> tuple[Section, ...]:
    """The first section whose heading contains ``heading``, with the sections below it."""
    for start, section in enumerate(sections):
        if heading in section.heading:
            end = start + 1
            while end < len(sections) and sections[end].level > section.level:
                end += 1
            return tuple(sections[start:end])
    return ()
