"""The fonts of a PDF by what is needed to measure its lines: widths, and which glyphs are empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")
_SPACES = frozenset(" \u00a0\u3000\u200b\u2002\u2003\u2009")
# Marks whose right half is empty: it may hang over the end of a line.
_HALF = frozenset("、。，．：；！？）〕】》〉」』”’｝］")


@dataclass(frozen=True)
class Face:
    """A font of two bytes a glyph. Widths are thousandths of the size."""

    widths: dict[int, float]
    other: float
    blank: frozenset[int]
    half: frozenset[int]

    def width(self, glyph: int) -> float:
        return self.widths.get(glyph, self.other)

    def empty(self, glyph: int) -> float:
        """How much of the end of a glyph is white."""
        return self.width(glyph) / 2 if glyph in self.half else 0.0


class Faces:
    """The fonts of a PDF; each is read once, however many pages use it."""

    def __init__(self) -> None:
        self._known: dict[Any, Face | None] = {}

    def of(self, page: Any) -> dict[str, Face]:
        """The fonts of a page by their names on it; empty where one is not of two bytes a glyph."""
        found = {}
        for name, font in (page.get("/Resources", {}).get_object().get("/Font") or {}).items():
            key = getattr(font, "idnum", None) or id(font)
            if key not in self._known:
                self._known[key] = _face(font.get_object())
            face = self._known[key]
            if face is None:
                return {}
            found[name] = face
        return found


def _face(font: Any) -> Face | None:
    if str(font.get("/Encoding")) != "/Identity-H":
        return None
    descendant = font["/DescendantFonts"].get_object()[0].get_object()
    signs = _signs(font)
    return Face(
        _widths(descendant),
        float(descendant.get("/DW", 1000)),
        frozenset(glyph for glyph, sign in signs.items() if sign in _SPACES),
        frozenset(glyph for glyph, sign in signs.items() if sign in _HALF),
    )


def _signs(font: Any) -> dict[int, str]:
    """The character of each glyph, from the font's own list for readers of the text."""
    listed = font.get("/ToUnicode")
    data = listed.get_object().get_data() if listed is not None else b""
    return {int(glyph, 16): chr(int(sign, 16)) for glyph, sign in _PAIR.findall(data)}


def _widths(descendant: Any) -> dict[int, float]:
    known: dict[int, float] = {}
    said = list(descendant.get("/W") or [])
    while said:
        first, then = int(said[0]), said[1]
        if isinstance(then, list):
            known.update((first + i, float(width)) for i, width in enumerate(then))
            said = said[2:]
        else:
            known.update(dict.fromkeys(range(first, int(then) + 1), float(said[2])))
            said = said[3:]
    return known
