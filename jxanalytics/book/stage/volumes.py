"""Which chapters stand in which Word and PDF file: one for the whole book, or volumes by part."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jxanalytics.book.stage.staged import Chapter, Stage

# Characters that no file system or link takes in a name; units' names are typed by people.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|#%&{}$!`@+=\x00-\x1f\s]+')
_LONGEST = 40


@dataclass(frozen=True)
class Volume:
    """One Word and one PDF file. ``name`` is their file name without ending, ``part`` what the
    title page says below the title, empty where there is one volume only."""

    name: str
    part: str
    chapters: tuple[Chapter, ...]

    @property
    def offset(self) -> int:
        """How many numbered chapters stand before this volume."""
        numbers = [chapter.number for chapter in self.chapters if chapter.number]
        return numbers[0] - 1 if numbers else 0


def whole(stage: Stage) -> Volume:
    """The whole book as one volume."""
    return Volume(_safe(stage.title), "", stage.chapters)


def volumes(stage: Stage) -> tuple[Volume, ...]:
    """The volumes of a book in order; the first holds the home page and the main report."""
    if not stage.split:
        return (whole(stage),)
    home, parts = stage.chapters[0], stage.parts
    groups = [(part, tuple(chapters)) for part, chapters in parts]
    if groups and groups[0][0] == stage.main:
        groups[0] = (stage.main, (home, *groups[0][1]))
    else:
        groups.insert(0, (stage.main, (home,)))
    return tuple(
        Volume(f"{_safe(stage.title)}-{number:02d}-{_safe(part)}", part, chapters)
        for number, (part, chapters) in enumerate(groups, start=1)
    )


def _safe(title: str) -> str:
    """A title as a piece of a file name; a number tells volumes of like names apart."""
    plain = unicodedata.normalize("NFC", title)
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    return _NOT_IN_NAMES.sub("_", plain).strip("._")[:_LONGEST].rstrip("._") or "分册"
