"""Where everything stands on a slide: places in inches and words that fit them, for both writers.

Widths are measured with the faces that come with the program; Chinese characters are as wide in
every face, and the leading is set, so that the words fit with the reader's fonts as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.narrative.blocks import Align, Table
from jxanalytics.narrative.meeting.deck import INTERNAL, Deck, Plot, Slide

WIDTH, HEIGHT = 13.333, 7.5
EDGE = 0.6
TITLE, BODY = 28.0, 20.0
_TITLES = (28.0, 26.0, 24.0)
# Sizes for key figures, the largest at which all fit; other faces have wider digits than ours.
_FIGURES = (36.0, 32.0, 28.0, 24.0)
_WIDER = 1.1
# Sizes for tables: a short one is set larger, as long as no cell takes more lines for it.
_CELLS = (24.0, 22.0, BODY)
_SHORT = 0.6
_LEADING = 1.3
_TOP, _BOTTOM, _FOOT = 0.45, 6.78, 6.92
BULLET = 0.28
_PAD_X, _PAD_Y = 0.1, 0.07
# Room for 第18页.
_PAGE = 1.25
# Inches a bar of a chart needs, and what its legend and edges take; a few bars stand further apart.
_BAR, _LEGEND, _FEW = 0.62, 0.8, 3.2
# A longer name beside a bar takes two lines.
_NAME = 4.2
_INSIDE = WIDTH - 2 * EDGE
# Between a Chinese character and a figure or Latin letter.
_MEETING = re.compile(r"(?<=[\u2e80-\u9fff])(?=[!-~])|(?<=[!-~])(?=[\u2e80-\u9fff])")
Fill = Literal["", "head", "key"]


@dataclass(frozen=True)
class Box:
    """A rectangle in inches from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Words:
    """Text in a box; each line is ``leading`` points high. with ``page`` the braces in it stand for the slide's number,
    a ``bullet`` hangs ``BULLET`` inches to the left of its text, a ``foot`` is below the slide's matter."""

    box: Box
    text: str
    points: float = BODY
    bold: bool = False
    colour: str = look.INK
    align: Align = "left"
    page: bool = False
    bullet: bool = False
    foot: bool = False

    @property
    def leading(self) -> float:
        return self.points * _LEADING


@dataclass(frozen=True)
class Field:
    """A cell of a grid: lines of text, each with its size, weight and colour."""

    lines: tuple[tuple[str, float, bool, str], ...]
    align: Align = "left"
    fill: Fill = ""


@dataclass(frozen=True)
class Grid:
    """A table: its place, the widths of its columns, the heights of its rows, its cells row by row."""

    box: Box
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[Field, ...], ...]
    ruled: bool = True
    header: bool = True


@dataclass(frozen=True)
class Page:
    """A slide laid out; ``cover`` has its own background."""

    title: Words
    words: tuple[Words, ...]
    grid: Grid | None = None
    plot: tuple[Box, Plot] | None = None
    notes: tuple[str, ...] = ()
    cover: bool = False


def leading(points: float) -> float:
    """The height of a line in inches."""
    return points * _LEADING / 72


def fitted(
    text: str, inches: float, points: float, bold: bool = False, most: int = 2
) -> tuple[str, int]:
    """``text`` as one can see it, cut short with … if it needs more than ``most`` lines; its lines."""

    def lines(words: str) -> int:
        return len(letters.wrapped(_spaced(words), inches, points, bold, most=10**6))

    whole = letters.shown(text)
    if (needed := lines(whole)) <= most:
        return whole, needed
    low, high = 0, len(whole)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines(whole[:middle] + "…") <= most else (low, middle - 1)
    return whole[:low].rstrip() + "…", most


def _spaced(text: str) -> str:
    """As wide as a program makes it that sets Chinese and Latin characters apart."""
    return _MEETING.sub(" ", text)


def pages(deck: Deck) -> list[Page]:
    """The cover and every slide of a deck."""
    return [_cover(deck), *(_page(deck, slide) for slide in deck.slides)]


def _cover(deck: Deck) -> Page:
    room = _INSIDE - 1.2
    text, lines = fitted(deck.title, room, 40, True, 2)
    title = Words(Box(EDGE + 0.6, 1.5, room, lines * leading(40)), text, 40, True, look.BLUE)
    top = 1.5 + 2 * leading(40) + 0.45
    rows = []
    for name, words in deck.cover:
        said, _ = fitted(words, 8.2 - 2 * _PAD_X, BODY, most=1)
        bold, colour = words == INTERNAL, look.BRICK if words == INTERNAL else look.INK
        rows.append(
            (Field(((name, BODY, False, look.QUIET),)), Field(((said, BODY, bold, colour),)))
        )
    height = leading(BODY) + 2 * _PAD_Y
    box = Box(EDGE + 0.6, top, 10.4, height * len(rows))
    grid = Grid(box, (2.2, 8.2), (height,) * len(rows), tuple(rows), header=False)
    notes = tuple(f"{name}：{words}" for name, words in deck.cover)
    return Page(title, (), grid, notes=notes, cover=True)


def _page(deck: Deck, slide: Slide) -> Page:
    title = _title(slide.title)
    top = _TOP + title.box.height + 0.12
    words = []
    if slide.lead:
        said, lines = fitted(slide.lead, _INSIDE, BODY, most=2)
        words.append(Words(Box(EDGE, top, _INSIDE, lines * leading(BODY)), said, colour=look.QUIET))
        top += lines * leading(BODY) + 0.1
    room = Box(EDGE, top + 0.06, _INSIDE, _BOTTOM - top - 0.06)
    grid, plot = None, None
    if slide.keys:
        grid = _keys(slide, room)
    elif slide.plot:
        plot = (_beside(slide.plot, room), slide.plot)
    elif slide.table:
        place = room
        if slide.points:
            place = Box(room.x, room.y, 5.3, room.height)
            words += _points(
                slide.points, Box(room.x + 5.75, room.y, room.width - 5.75, room.height)
            )
        grid = _table(slide.table, place, words)
    return Page(title, (*words, *_foot(deck)), grid, plot, slide.notes)


def _title(text: str) -> Words:
    """The title on one line, in somewhat smaller type where that helps, else on two."""
    for points, most in (*((points, 1) for points in _TITLES), (TITLE, 2)):
        shown, lines = fitted(text, _INSIDE, points, True, most)
        if not shown.endswith("…"):
            break
    return Words(Box(EDGE, _TOP, _INSIDE, lines * leading(points)), shown, points, True, look.BLUE)


def _foot(deck: Deck) -> list[Words]:
    """内部资料, who presents and when, and the number of the slide."""
    tall = leading(BODY)
    room = _INSIDE - 1.5 - _PAGE
    # The unit's name gives way, date and notice stay as long as they fit.
    fixed = "".join(f"　{letters.shown(part)}" for part in (deck.date, deck.notice) if part)
    left = room - letters.width(_spaced(fixed), BODY) - 0.1
    name = fitted(deck.unit, left, BODY, most=1)[0] if deck.unit and left > 1.5 else ""
    middle, _ = fitted(f"{name}{fixed}".strip("　"), room, BODY, most=1)
    return [
        Words(Box(EDGE, _FOOT, 1.5, tall), INTERNAL, bold=True, colour=look.BRICK, foot=True),
        Words(Box(EDGE + 1.5, _FOOT, room, tall), middle, colour=look.QUIET, foot=True),
        Words(Box(EDGE + 1.5 + room, _FOOT, _PAGE, tall), "第{}页", colour=look.QUIET, align="right", page=True,
              foot=True),
    ]  # fmt: skip


def _points(points: Sequence[str], room: Box) -> list[Words]:
    """Points below each other as far as they fit; how many more stand in the notes."""
    placed: list[Words] = []
    y = room.y
    for number, point in enumerate(points):
        text, lines = fitted(point, room.width - BULLET, BODY, most=4)
        last = number == len(points) - 1
        below = 0.0 if last else leading(BODY) + 0.14
        if y + lines * leading(BODY) + below > room.y + room.height:
            rest = f"另有{len(points) - number}项，见备注。"
            box = Box(room.x, y, room.width, leading(BODY))
            placed.append(Words(box, rest, colour=look.QUIET, bullet=True))
            break
        placed.append(Words(Box(room.x, y, room.width, lines * leading(BODY)), text, bullet=True))
        y += lines * leading(BODY) + 0.14
    return placed


def _beside(plot: Plot, room: Box) -> Box:
    """As much of the room as the plot's bars need: two bars are not drawn as two walls."""
    if plot.kind == "bubbles":
        return room
    series = 1 if plot.kind == "stacked" else len(plot.data.columns) - 1
    names = [letters.shown(str(name)) for name in plot.data.iloc[:, 0]]
    wide = any(letters.width(name, BODY) > _NAME for name in names)
    bar = max(_BAR if series == 1 else 0.5 * series, 2.2 * leading(BODY) if wide else 0.0)
    needed = len(plot.data) * bar + _LEGEND
    return Box(room.x, room.y, room.width, min(room.height, max(_FEW, needed)))


def _keys(slide: Slide, room: Box) -> Grid:
    """Key figures in rows of four."""
    across = 4
    width = room.width / across
    values = [letters.shown(key.value) for key in slide.keys]
    points = next(
        (p for p in _FIGURES
         if all(letters.width(_spaced(v), p, True) * _WIDER <= width - 0.3 for v in values)),
        _FIGURES[-1],
    )  # fmt: skip
    fields = [
        Field(((value, points, True, look.BLUE), (letters.shown(key.label), BODY, False, look.QUIET)),
              "center", "key")
        for key, value in zip(slide.keys, values, strict=True)
    ]  # fmt: skip
    rows = tuple(tuple(fields[i : i + across]) for i in range(0, len(fields), across))
    height = min(1.9, room.height / len(rows))
    top = room.y + (room.height - height * len(rows)) / 3
    box = Box(room.x, top, room.width, height * len(rows))
    return Grid(box, (width,) * across, (height,) * len(rows), rows, ruled=False, header=False)


def _table(table: Table, room: Box, words: list[Words]) -> Grid:
    """A table of the narrative; its unit stands above it at the right."""
    if table.unit:
        unit = Words(Box(room.x, room.y, room.width, leading(BODY)), f"单位：{table.unit}",
                     colour=look.QUIET, align="right")  # fmt: skip
        words.append(unit)
        room = Box(
            room.x, room.y + leading(BODY) + 0.04, room.width, room.height - leading(BODY) - 0.04
        )
    widths = tuple(room.width * share / sum(table.widths) for share in table.widths)
    aligns = [[cell.align for cell in row] for row in (*table.header, *table.rows)]
    heads = len(table.header)
    points, cells, pad = _set(table, widths, room.height)
    heights = tuple(max(n for _, n in row) * leading(points) + 2 * pad for row in cells)
    while sum(heights) > room.height and len(heights) > heads + 1:
        cells, heights, aligns = cells[:-1], heights[:-1], aligns[:-1]
    rows = tuple(
        tuple(
            Field(((text, points, number < heads, look.INK),), aligns[number][i], "head" if number < heads else "")
            for i, (text, _) in enumerate(row)
        )
        for number, row in enumerate(cells)
    )  # fmt: skip
    return Grid(Box(room.x, room.y, room.width, sum(heights)), widths, heights, rows)


_Cells = list[list[tuple[str, int]]]


def _set(table: Table, widths: Sequence[float], height: float) -> tuple[float, _Cells, float]:
    """Size of type, words with their lines, and the room above and below a row: a short table is
    set larger and wider apart, a long one in the smallest type on as few lines as it needs."""
    texts = [[cell.text for cell in row] for row in (*table.header, *table.rows)]

    def cells(points: float, most: int) -> _Cells:
        return [
            [fitted(text, widths[i] - 2 * _PAD_X, points, number < len(table.header), most)
             for i, text in enumerate(row)]
            for number, row in enumerate(texts)
        ]  # fmt: skip

    def tall(points: float, made: _Cells) -> float:
        return sum(max(lines for _, lines in row) * leading(points) + 2 * _PAD_Y for row in made)

    usual = cells(BODY, 2)
    if tall(BODY, usual) > height:
        return BODY, cells(BODY, 1), _PAD_Y
    for points in _CELLS:
        made = cells(points, 2)
        if made == usual and tall(points, made) <= height * _SHORT:
            spare = (height * _SHORT - tall(points, made)) / (2 * len(made))
            return points, made, _PAD_Y + min(spare, 0.1)
    return BODY, usual, _PAD_Y
