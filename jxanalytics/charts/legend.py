"""The line above a picture: what each filling means at the left, the unit at the right."""

from __future__ import annotations

from collections.abc import Sequence

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.charts.figure import Chart

EDGE = 0.08
_BEFORE = 0.05
_AFTER = 0.18
Legend = list[list[tuple[str, look.Fill]]]


def legend_rows(entries: Sequence[tuple[str, look.Fill]], unit: str, size: look.Size) -> Legend:
    """Entries in as many lines as they need, room for the unit kept in the first; none if both are empty."""
    room = size.width - 2 * EDGE
    rows: Legend = [[]]
    used = letters.width(unit, size.points) + _AFTER if unit else 0.0
    for words, fill in entries:
        wide = _entry(words, size)
        if used + wide > room and (rows[-1] or len(rows) == 1):
            rows.append([])
            used = 0.0
        rows[-1].append((words, fill))
        used += wide
    return rows if entries or unit else []


def draw_legend(chart: Chart, rows: Legend, unit: str, middle: float, dots: bool = False) -> None:
    """Write the legend, as boxes or as ``dots``, with ``middle`` as the middle of its first line."""
    size = chart.size
    side = _side(size)
    for number, row in enumerate(rows):
        x, y = EDGE, middle - number * letters.line_height(size.points)
        for words, fill in row:
            if dots:
                chart.dot(x + side * 0.7, y, *dot_of(fill, side / 2))
            else:
                chart.box(x, y - side / 2, side * 1.4, side, fill)
            chart.write(x + side * 1.4 + _BEFORE, y, words)
            x += _entry(words, size)
    if unit:
        chart.write(size.width - EDGE, middle, unit, along="right", colour=look.QUIET)


def dot_of(fill: look.Fill, radius: float) -> tuple[float, look.Fill, bool]:
    """A hatched fill is drawn as a ring, a little larger, so that both show where values coincide."""
    hollow = bool(fill.hatch)
    return radius * (1.0 if hollow else 0.6), fill, hollow


def _side(size: look.Size) -> float:
    return letters.line_height(size.points) * 0.62


def _entry(words: str, size: look.Size) -> float:
    """The room one entry takes, in inches."""
    return _side(size) * 1.4 + _BEFORE + letters.width(words, size.points) + _AFTER
