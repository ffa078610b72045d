"""Rows with wrapped labels, each with bars or dots and a figure: the form most charts here take.

The scale is chosen so that everything drawn and the figure behind it fit, whatever the lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.charts.figure import Caption, Chart
from jxanalytics.charts.legend import EDGE, dot_of, draw_legend, legend_rows

_PAD = 0.07


@dataclass(frozen=True)
class Bar:
    """One row: lengths drawn one after another from ``start``, or dots at values, and a figure.

    ``tight`` rows belong to the row above them.
    """

    label: str
    parts: Sequence[tuple[float, look.Fill]] = ()
    value: str = ""
    strong: bool = False
    start: float = 0.0
    dots: Sequence[tuple[float, look.Fill]] = ()
    tight: bool = False

    @property
    def reach(self) -> list[float]:
        """Every value the row draws to."""
        ends = [self.start]
        for length, _ in self.parts:
            ends.append(ends[-1] + length)
        return [value for value, _ in self.dots] or ends


@dataclass(frozen=True)
class Mark:
    """A vertical line with words above it: one that judges, or with ``quiet`` a value of the scale."""

    at: float
    words: str
    quiet: bool = False


@dataclass(frozen=True)
class Plan:
    """All of a chart of rows but its caption.

    ``base`` is the value at the left edge (bars need 0), ``most`` a value the scale must reach;
    ``unit`` is printed at the top right, ``note`` below; ``joined`` rows form a waterfall.
    """

    bars: Sequence[Bar]
    marks: Sequence[Mark] = ()
    legend: Sequence[tuple[str, look.Fill]] = ()
    unit: str = ""
    note: str = ""
    most: float = 0.0
    base: float = 0.0
    joined: bool = False


@dataclass(frozen=True)
class _Frame:
    """Where things are: the inch of ``base``, inches a unit, the labels' edge, and with reference
    lines the column in which the rows' figures stand."""

    zero: float
    scale: float
    base: float
    left: float
    column: float | None = None

    def at(self, value: float) -> float:
        return self.zero + (value - self.base) * self.scale


def bar_chart(caption: Caption, plan: Plan, size: look.Size, heading: bool = False) -> Chart:
    """Draw the rows of ``plan`` from top to bottom; a plan without rows says 无可用数据."""
    if not plan.bars:
        return empty_chart(caption, size, heading)
    line = letters.line_height(size.points)
    legend = legend_rows(plan.legend, plan.unit, size)
    marks = 1 if plan.marks else 0
    room = size.width - 2 * EDGE
    notes = letters.wrapped(plan.note, room, size.small, most=3) if plan.note else []
    above = EDGE + (len(legend) + marks) * line + 0.05
    below = EDGE + len(notes) * letters.line_height(size.small)
    named = [(bar.label, bar.strong) for bar in plan.bars]
    room = size.height - above - below
    wide = size.width * size.label - _PAD
    labels, heights = letters.fitted(named, wide, _pads(plan.bars, line), size, room)
    chart = Chart(caption, size, above + sum(heights) + below, heading)
    frame = _frame(plan, size, labels)
    top = chart.body - above
    _draw_rows(chart, plan, labels, heights, (frame, top))
    _draw_marks(chart, plan.marks, frame, (below, top))
    dots = any(bar.dots for bar in plan.bars)
    draw_legend(chart, legend, plan.unit, chart.body - EDGE - line / 2, dots)
    for number, text in enumerate(reversed(notes)):
        y = EDGE / 2 + (number + 0.5) * letters.line_height(size.small)
        chart.write(EDGE, y, text, points=size.small, colour=look.QUIET)
    return chart


def empty_chart(caption: Caption, size: look.Size, heading: bool) -> Chart:
    """A picture that says that there is nothing to draw."""
    chart = Chart(caption, size, 4 * letters.line_height(size.points), heading)
    chart.write(size.width / 2, chart.body / 2, "无可用数据", colour=look.QUIET, along="center")
    return chart


def _pads(bars: Sequence[Bar], line: float) -> list[tuple[float, float]]:
    """Free room above and below each row; none between a row and the tight one that belongs to it."""
    follows = [*(bar.tight for bar in bars[1:]), False]
    return [
        (0.0 if bar.tight else 0.22 * line, 0.0 if tight else 0.22 * line)
        for bar, tight in zip(bars, follows, strict=True)
    ]


def _frame(plan: Plan, size: look.Size, labels: list[list[str]]) -> _Frame:
    widest = max(
        letters.width(line, size.points, bar.strong)
        for bar, lines in zip(plan.bars, labels, strict=True)
        for line in lines
    )
    left = EDGE + widest + 2 * _PAD
    room = size.width - left - EDGE
    lowest = min(plan.base, *(min(bar.reach) for bar in plan.bars))
    if plan.marks:
        return _lined(plan, size, left, lowest)
    limits = [
        (room - letters.width(bar.value, size.points, bar.strong) - 2 * _PAD) / (end - lowest)
        for bar in plan.bars
        if (end := max(bar.reach)) > lowest
    ]
    if plan.most > lowest:
        limits.append((room - _PAD) / (plan.most - lowest))
    scale = min(limits, default=1.0)
    return _Frame(left + (plan.base - lowest) * scale, scale, plan.base, left)


def _lined(plan: Plan, size: look.Size, left: float, lowest: float) -> _Frame:
    """Figures beside what is drawn would lie across the reference lines, so where there are such
    lines all figures stand in a column at the right."""
    ends = [plan.most, *(mark.at for mark in plan.marks), *(max(bar.reach) for bar in plan.bars)]
    widest = max(letters.width(bar.value, size.points, bar.strong) for bar in plan.bars)
    column = size.width - EDGE - widest
    # A dot reaches beyond its value.
    start = left + (_radius(size) if any(bar.dots for bar in plan.bars) else 0.0)
    room = column - 2 * _PAD - _radius(size) - start
    scale = room / (max(ends) - lowest) if max(ends) > lowest else 1.0
    return _Frame(start + (plan.base - lowest) * scale, scale, plan.base, left, column)


def _radius(size: look.Size) -> float:
    """Of the larger of two dots, in inches."""
    return letters.line_height(size.points) * 0.4


def _draw_rows(
    chart: Chart,
    plan: Plan,
    labels: list[list[str]],
    heights: list[float],
    place: tuple[_Frame, float],
) -> None:
    frame, top = place
    first, line = top, letters.line_height(chart.size.points)
    joint: tuple[float, float] | None = None
    rows = zip(plan.bars, labels, heights, _pads(plan.bars, line), strict=True)
    for bar, lines, height, (above, below) in rows:
        middle = top - above - (height - above - below) / 2
        chart.write(frame.left - _PAD, middle, "\n".join(lines), bold=bar.strong, along="right")
        _draw_bar(chart, bar, frame, middle, line * 0.82)
        if joint is not None and plan.joined:
            chart.rule(joint, (joint[0], middle), look.QUIET, rank=0)
        joint = (frame.at(bar.reach[-1]), middle)
        x = frame.at(max(bar.reach)) + _PAD if frame.column is None else frame.column
        chart.write(x, middle, bar.value, bold=bar.strong, halo=True)
        top -= height
    chart.rule((frame.zero, top), (frame.zero, first), look.QUIET, rank=2)


def _draw_bar(chart: Chart, bar: Bar, frame: _Frame, middle: float, thick: float) -> None:
    at = bar.start
    for length, fill in bar.parts:
        chart.box(frame.at(at), middle - thick / 2, length * frame.scale, thick, fill)
        at += length
    if bar.dots:
        values = [value for value, _ in bar.dots]
        ends = (frame.at(min(values)), middle), (frame.at(max(values)), middle)
        chart.rule(*ends, look.QUIET, 1.6, rank=2)
    for value, fill in sorted(bar.dots, key=lambda dot: not dot[1].hatch):
        chart.dot(frame.at(value), middle, *dot_of(fill, _radius(chart.size)))


def _draw_marks(
    chart: Chart, marks: Sequence[Mark], frame: _Frame, span: tuple[float, float]
) -> None:
    """Dashed lines, their words above and apart from each other."""
    half_line = letters.line_height(chart.size.points) / 2
    free_from = 0.0
    for mark in sorted(marks, key=lambda mark: mark.at):
        x = frame.at(mark.at)
        ends = (x, span[0]), (x, span[1])
        if mark.quiet:
            chart.rule(*ends)
        else:
            chart.rule(*ends, look.BRICK, 1.1, dashed=True, rank=3)
        half = letters.width(mark.words, chart.size.points) / 2
        centre = max(min(x, chart.size.width - half - EDGE / 2), half + EDGE / 2, free_from + half)
        free_from = centre + half + _PAD
        colour = look.QUIET if mark.quiet else look.BRICK
        chart.write(centre, span[1] + half_line, mark.words, colour=colour, along="center")
