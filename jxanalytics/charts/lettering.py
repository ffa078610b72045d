"""Text in pictures: the shipped face, measured in points, wrapped, and shown as exactly what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from jxanalytics import fonts
from jxanalytics.charts.look import Size

# Advances are measured once at this size and scaled.
_MEASURED = 100
# A drawn line differs from the sum of its advances by hinting; this much is kept free.
SLACK = 1.03
LINE = 1.3
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’％%…,.;:?!)]}")
_NOT_LAST = frozenset("（〔《“‘「『【([{")
_TOKEN = re.compile(r"[A-Za-z0-9.,%+\-_/]+|.", re.S)
# Brackets and what stands in them, kept on one line where that costs no further line.
_TOGETHER = re.compile(rf"[（(〔][^（()）〔〕]*[）)〕]|{_TOKEN.pattern}", re.S)


def properties(points: float, bold: bool = False) -> FontProperties:
    """The face by its file: no font list is searched and none is changed."""
    return FontProperties(fname=fonts.face(fonts.SANS, bold), size=points)


def shown(text: str) -> str:
    """Free text as one line that can be drawn: unseen characters as escapes, white space as one space."""
    return " ".join(fonts.visible(re.sub(r"[\t\r\n\v\f]+", " ", text)).split(" ")).strip()


@cache
def _font(bold: bool) -> FT2Font:
    font = FT2Font(str(fonts.face(fonts.SANS, bold)))
    font.set_size(_MEASURED, 72)
    return font


@cache
def _advance(character: str, bold: bool) -> float:
    glyph = _font(bold).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED


def width(text: str, points: float, bold: bool = False) -> float:
    """The width of one line in inches."""
    return sum(_advance(c, bold) for c in text) * points / 72 * SLACK


def _begun(text: str, inches: float, points: float, bold: bool) -> str:
    """As much of the beginning of ``text`` as the width allows."""
    end = next((i for i in range(len(text)) if width(text[: i + 1], points, bold) > inches), None)
    return text[:end]


def line_height(points: float) -> float:
    """The height of one line in inches."""
    return points * LINE / 72


def wrapped(
    text: str, inches: float, points: float, bold: bool = False, most: int = 3
) -> list[str]:
    """``text`` (as `shown`) in at most ``most`` lines no wider than ``inches``, else with … for what is
    left out before its end: long names differ there, 一期 from 二期.

    Breaks between Chinese characters and between words; closing punctuation never begins a line and
    an opening bracket never ends one; a bracketed addition is kept whole where it can be.
    Lines are made about equally long, so that no single character is left to the last one.
    """
    lines = _filled(text, inches, points, bold)
    together = _filled(text, inches, points, bold, _TOGETHER)
    kept = _TOGETHER if len(together) == len(lines) else _TOKEN
    if len(lines) > most:
        whole = shown(text)
        head = (
            "" if most > 1 else _begun(whole, (inches - width("…", points, bold)) / 2, points, bold)
        )
        tail = _begun(whole[::-1], inches - width(f"{head}…", points, bold), points, bold)[::-1]
        return [*lines[: most - 1], f"{head}…{tail}"]
    room = inches
    while len(lines) > 1 and room > points / 72:
        room -= points / 72
        narrower = _filled(text, room, points, bold, kept)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def fitted(
    labels: Sequence[tuple[str, bool]],
    inches: float,
    pads: Sequence[tuple[float, float]],
    size: Size,
    room: float,
) -> tuple[list[list[str]], list[float]]:
    """Labels (text, bold) of rows wrapped, and the rows' heights with their pads above and below.

    When the rows together are higher than ``room``, labels get fewer lines each.
    """
    line = line_height(size.points)
    for most in range(size.lines, 0, -1):
        rows = [wrapped(text, inches, size.points, bold, most) for text, bold in labels]
        heights = [
            above + len(lines) * line + below
            for lines, (above, below) in zip(rows, pads, strict=True)
        ]
        if sum(heights) <= room:
            break
    return rows, heights


def _filled(
    text: str, inches: float, points: float, bold: bool, kept: re.Pattern[str] = _TOKEN
) -> list[str]:
    """As few lines as the width allows, each as full as it can be."""
    lines: list[str] = []
    line: list[str] = []
    for token in _tokens(shown(text), inches, points, bold, kept):
        if not line or width("".join(line) + token, points, bold) <= inches:
            line.append(token)
            continue
        carried = _carried(line, token)
        lines.append("".join(line).rstrip())
        line = [*carried, token] if carried else [token.lstrip()]
    return [*lines, "".join(line)]


def _carried(line: list[str], token: str) -> list[str]:
    """Takes from ``line`` what must go to the next one with ``token``: what may not begin or end a
    line takes its neighbour with it."""
    carried: list[str] = []
    first = token
    while len(line) > 1 and (first in _NOT_FIRST or line[-1] in _NOT_LAST):
        first = line.pop()
        carried.insert(0, first)
    return carried


def _tokens(
    text: str, inches: float, points: float, bold: bool, kept: re.Pattern[str]
) -> list[str]:
    """What may not be broken: words and numbers, unless one alone is wider than a line."""
    tokens = []
    for token in kept.findall(text):
        if width(token, points, bold) <= inches:
            tokens.append(token)
        elif kept is _TOKEN:
            tokens += list(token)
        else:
            tokens += _tokens(token, inches, points, bold, _TOKEN)
    return tokens
