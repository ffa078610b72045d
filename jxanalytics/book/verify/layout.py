"""The finished PDF measured: no text across the lines of a table, nothing in the margins.

Reads what Typst writes: glyphs of two bytes, upright text, table lines as strokes. Pages set
otherwise are not judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Millimetres on every side that must stay white, and points by which text may touch a line: a space
# where a line was broken hangs out of its cell unseen.
MARGIN = 15.0
_TOUCH = 3.0
_POINTS = 72 / 25.4
_N = rb"(?<![-+.\d])[-+.\d]++"
# A string may hold parentheses in pairs.
_PLAIN = rb"[^()\\]|\\."
_INNER = rb"\((?:%b|\((?:%b)*\))*\)" % (_PLAIN, _PLAIN)
_STRING = rb"\((?:%b|%b)*\)|<[0-9A-Fa-f\s]*>" % (_PLAIN, _INNER)
# What is shown, moved, set, or stroked; the rest of a page is passed over.
_OPERATION = re.compile(
    rb"(?P<shown>\[(?:%(string)b|%(n)b|\s)*\]|%(string)b)\s*T[jJ]\b"
    rb"|(?P<matrix>(?:%(n)b\s+){6})(?P<set>cm|Tm)\b"
    rb"|(?P<font>/[^\s/]+)\s+(?P<size>%(n)b)\s+Tf\b"
    rb"|(?P<line>(?:%(n)b\s+){2}m\s+(?:%(n)b\s+){2})l\s+S\b"
    rb"|\b(?P<state>[qQ])\b" % {b"string": _STRING, b"n": _N},
    re.S,
)
_PART = re.compile(rb"%b|%b" % (_STRING, _N), re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

Width = Callable[[int], float]
Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Run:
    """A stretch of text on a page in points: from ``left`` to ``right``, less half an em, at the
    height ``y``."""

    left: float
    right: float
    y: float


@dataclass
class Drawn:
    """Text and upright lines of a page; a line is x, its lower and its upper end."""

    runs: list[Run] = field(default_factory=list)
    lines: list[tuple[float, float, float]] = field(default_factory=list)


def overfull(reader: Any, margin: float = MARGIN) -> list[tuple[int, str]]:
    """Pages (from 1) on which something is too wide, each with what it is; ``margin`` in mm."""
    found = []
    for number, page in enumerate(reader.pages, start=1):
        drawn, width = drawn_on(page), float(page.mediabox.width)
        least, most = margin * _POINTS - _TOUCH, width - margin * _POINTS + _TOUCH
        if any(run.left < least or run.right > most for run in drawn.runs):
            found.append((number, "文字超出版心"))
        if any(not least <= line[0] <= most for line in drawn.lines):
            found.append((number, "表格宽于版心"))
        lines = sorted(drawn.lines)
        if any(_crosses(run, lines) for run in drawn.runs):
            found.append((number, "表格中的文字越过格线"))
    return found


def _crosses(run: Run, lines: list[tuple[float, float, float]]) -> bool:
    start = bisect_right(lines, (run.left + _TOUCH,))
    for x, low, high in lines[start:]:
        if x >= run.right - _TOUCH:
            return False
        if low < run.y < high:
            return True
    return False


def drawn_on(page: Any) -> Drawn:
    """What a page shows, nothing where its fonts are not of two bytes."""
    widths = _widths(page)
    content = page.get_contents()
    drawn = Drawn()
    if not widths or content is None:
        return drawn
    matrix, kept, text, font, size = _UNIT, [], _UNIT, "", 0.0
    for found in _OPERATION.finditer(content.get_data()):
        if found["state"]:
            if found["state"] == b"q":
                kept.append(matrix)
            else:
                matrix = kept.pop()
        elif found["set"] == b"cm":
            matrix = _times(_matrix(found["matrix"]), matrix)
        elif found["set"]:
            text = _matrix(found["matrix"])
        elif found["font"]:
            font, size = found["font"].decode("latin-1"), float(found["size"])
        elif found["line"]:
            _line(found["line"], matrix, drawn)
        else:
            advance = _advance(found["shown"], widths[font]) * size / 1000
            whole = _times(text, matrix)
            # The empty half of a Chinese punctuation mark may hang over the end of a line.
            ink = max(advance - size / 2, 0)
            drawn.runs.append(Run(whole[4], whole[4] + ink * whole[0], whole[5]))
            text = _times((1, 0, 0, 1, advance, 0), text)
    return drawn


def _line(said: bytes, matrix: Matrix, drawn: Drawn) -> None:
    """An upright line of a table; others are of no interest."""
    numbers = [float(x) for x in said.split() if x != b"m"]
    (x, first), (to, last) = (_at(numbers[i], numbers[i + 1], matrix) for i in (0, 2))
    if abs(x - to) < 0.1:
        drawn.lines.append((x, min(first, last), max(first, last)))


def _matrix(said: bytes) -> Matrix:
    a, b, c, d, e, f = (float(x) for x in said.split())
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip


def _at(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    point = _times((1, 0, 0, 1, x, y), matrix)
    return point[4], point[5]


def _advance(shown: bytes, width: Width) -> float:
    """The width of what is shown, in thousandths of the size; numbers between move it back."""
    total = 0.0
    for part in _PART.findall(shown):
        if part[:1] in b"(<":
            raw = glyphs(part)
            total += sum(width(raw[i] << 8 | raw[i + 1]) for i in range(0, len(raw) - 1, 2))
        else:
            total -= float(part)
    return total


def glyphs(shown: bytes) -> bytes:
    """The bytes of a string in a page's stream, in parentheses or hexadecimal."""
    if shown.startswith(b"<"):
        return bytes.fromhex(b"".join(shown[1:-1].split()).decode("ascii"))
    return _ESCAPE.sub(_unescaped, shown[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    if said.isdigit():
        return bytes([int(said, 8) & 0xFF])
    return _LETTERS.get(said, said)


def _widths(page: Any) -> dict[str, Width]:
    """The glyph widths of each font by its name on the page."""
    resources = page.get("/Resources", {}).get_object()
    widths = {}
    for name, font in (resources.get("/Font") or {}).items():
        described = font.get_object()
        if str(described.get("/Encoding")) != "/Identity-H":
            return {}
        widths[name] = _width(described["/DescendantFonts"].get_object()[0].get_object())
    return widths


def _width(descendant: Any) -> Width:
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
    other = float(descendant.get("/DW", 1000))
    return lambda glyph: known.get(glyph, other)
