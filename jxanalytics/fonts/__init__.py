"""Fonts: the faces every chart and PDF is set in, and which characters they cover. Imports nothing.

Noto Sans SC (Regular, Bold) and Noto Serif SC (Regular), whole repertoire, SIL Open Font License
(OFL.txt beside them). With them output no longer depends on the machine's own fonts.
``scripts/make_fonts.py`` derives them from their published sources.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

__all__ = ["FOLDER", "SANS", "SERIF", "face", "missing_glyphs", "paths", "register", "visible"]

FOLDER = Path(__file__).parent
SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"

_FACES = {
    (SANS, False): "NotoSansSC-Regular.ttf",
    (SANS, True): "NotoSansSC-Bold.ttf",
    (SERIF, False): "NotoSerifSC-Regular.otf",
}
# Controls, format and direction characters, surrogates, private use, line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LAYOUT = frozenset("\n\t")


def face(family: str = SANS, bold: bool = False) -> Path:
    """The file of one face. Bold text is set in Noto Sans SC, the only family with a bold face."""
    return FOLDER / _FACES[family, bold]


def paths() -> list[Path]:
    """The font files, for programs that want files rather than the folder."""
    return [FOLDER / name for name in _FACES.values()]


def register() -> None:
    """Make the families known to matplotlib by name; its settings (rcParams) stay as they are."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in paths():
        if str(path) not in known:
            font_manager.fontManager.addfont(path)


def missing_glyphs(text: str) -> str:
    """The characters of ``text`` that at least one face lacks, each once, in order of appearance.

    Line feed and tab are layout, not characters to draw, and never missing.
    """
    return "".join(c for c in dict.fromkeys(text) if c not in _LAYOUT and ord(c) not in _covered())


def visible(text: str, *, glyphs: bool = True) -> str:
    """``text`` with every character no reader would see written as an escape such as ``[U+202E]``.

    Escaped are control, format and direction characters and those without a glyph in a face; a
    direction override would otherwise turn the text around, a missing glyph draw an empty box.
    A line end stays one, whichever system wrote it. ``glyphs=False`` leaves the faces out: the
    text is for a file that is shown in the fonts of its reader.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    missing = frozenset(missing_glyphs(text)) if glyphs else frozenset()
    return "".join(f"[U+{ord(c):04X}]" if _unseen(c) or c in missing else c for c in text)


def _unseen(character: str) -> bool:
    return character not in _LAYOUT and unicodedata.category(character) in _INVISIBLE


@cache
def _covered() -> frozenset[int]:
    """Code points that every face has a glyph for."""
    from fontTools.ttLib import TTFont

    maps = []
    for path in paths():
        with TTFont(path, lazy=True) as font:
            # Working out the glyphs' own names is most of the time, and nobody asks for them.
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
            maps.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*maps)
