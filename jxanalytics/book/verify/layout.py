"""The finished PDF measured: no text across the lines of a table, nothing in the margins.

Reads what Typst writes: glyphs of two bytes, upright text, table lines as strokes. Pages set
otherwise are not judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from jxanalytics.book.verify.faces import Face, Faces

# Millimetres on every side that must stay white, and points that are still a rounding.
MARGIN = 15.0
_TOUCH = 0.5
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

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Run:
    """A stretch of text on a page in points: from ``left`` to ``right``, without what hangs out of
    its line unseen, at the height ``y``."""

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
    found, faces = [], Faces()
    for number, page in enumerate(reader.pages, start=1):
        drawn, width = drawn_on(page, faces), float(page.mediabox.width)
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


def drawn_on(page: Any, faces: Faces | None = None) -> Drawn:
    """What a page shows, nothing where its fonts are not of two bytes; ``faces`` are those known."""
    known = (faces or Faces()).of(page)
    content = page.get_contents()
    drawn = Drawn()
    if not known or content is None:
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
            advance, hangs = (x * size / 1000 for x in _advance(found["shown"], known[font]))
            whole = _times(text, matrix)
            ink = max(advance - hangs, 0)
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


def _advance(shown: bytes, face: Face) -> tuple[float, float]:
    """The width of what is shown, in thousandths of the size, and how much of its end nobody sees;
    numbers between move it back."""
    total = hangs = 0.0
    for part in _PART.findall(shown):
        if part[:1] in b"(<":
            raw = glyphs(part)
            for i in range(0, len(raw) - 1, 2):
                glyph = raw[i] << 8 | raw[i + 1]
                total += face.width(glyph)
                hangs = hangs + face.width(glyph) if glyph in face.blank else face.empty(glyph)
        else:
            total -= float(part)
    return total, hangs


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
