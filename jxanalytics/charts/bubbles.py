"""Execution against score, with money as size: little spent and a high score stands out at the upper left."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.charts.bars import empty_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.legend import EDGE
from jxanalytics.charts.words import SOURCE, name_of, sentence, titled
from jxanalytics.model import say
from jxanalytics.model.vocabulary import HIGH_SCORE, LOW_RATE
from jxanalytics.statistics import labelled

# Steps between the rates on the axis, in percent, and how many steps there may be.
_STEPS = tuple(factor * 10**power for power in range(1, 7) for factor in (2, 5, 10))
_TICKS = 7
_USUAL = look.Fill(look.TEAL)
_ODD = look.Fill(look.BRICK)


@drawn
def execution_against_score(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
    measure: str = "自评得分",
) -> Chart:
    """Each project's execution rate (across) and score (up), its budget as the size of the disc.

    ``table``: `statistics.project_scores`, filtered or not; ``measure`` says whose score it holds.
    Projects without a score, a rate or a budget are not drawn. Those below 60% and from 90 points on are numbered and named below.
    """
    chosen = look.size_of(size)
    columns = ["name", "unit_name", "annual", "executed", "rate", "score", "grade"]
    drawn_rows = table[table[["rate", "score", "annual"]].notna().all(axis=1)]
    odd = drawn_rows[(drawn_rows["rate"] < LOW_RATE) & (drawn_rows["score"] >= HIGH_SCORE)]
    odd = odd.sort_values("annual", ascending=False, kind="stable")
    title = titled(f"预算执行率与{measure}", year)
    said = [
        f"{name_of(name)}（执行率{say.rate(rate)}，{say.points(score)}）"
        for name, rate, score in zip(odd["name"], odd["rate"], odd["score"], strict=True)
    ]
    few = f"执行率低于{LOW_RATE:g}%而得分{HIGH_SCORE:g}分及以上的{len(odd)}个" + (
        f"：{sentence(said)}" if said else ""
    )
    left_out = len(table) - len(drawn_rows)
    missing = f"{left_out}个项目缺少执行率或得分，未列入。" if left_out else ""
    alt = f"气泡图，{title}，共{len(drawn_rows)}个项目，气泡大小表示全年预算数。{few}。{missing}"
    if not len(drawn_rows):
        alt = f"{title}：无可用数据。"
    caption = Caption("execution-against-score", title, source, alt,
                      labelled(table[columns], name="项目名称"))  # fmt: skip
    if not len(drawn_rows):
        return empty_chart(caption, chosen, heading)
    return _draw(caption, drawn_rows, odd, (chosen, measure), heading)


class _Field:
    """The plotting field in inches, a disc's radius free at its edges, and the values there."""

    def __init__(
        self, table: pd.DataFrame, place: tuple[float, float, float, float], radius: float
    ) -> None:
        self.left, self.bottom, self.right, self.top = place
        self.free = radius
        self.first = min(0.0, math.floor(float(table["rate"].min()) / 10) * 10.0)
        self.most = max(100.0, math.ceil(float(table["rate"].max()) / 10) * 10.0)
        self.least = min(50.0, math.floor(float(table["score"].min()) / 10) * 10.0)

    def x(self, rate: float) -> float:
        share = (rate - self.first) / (self.most - self.first)
        return self.left + self.free + (self.right - self.left - 2 * self.free) * share

    def y(self, score: float) -> float:
        share = (score - self.least) / (100.0 - self.least)
        return self.bottom + self.free + (self.top - self.bottom - 2 * self.free) * share

    @property
    def rates(self) -> range:
        """The rates written below the field: round ones, so few that they stand apart."""
        span = self.most - self.first
        step = next(step for step in _STEPS if span / step <= _TICKS or step == _STEPS[-1])
        return range(math.ceil(self.first / step) * step, int(self.most) + 1, step)


def _draw(
    caption: Caption,
    table: pd.DataFrame,
    odd: pd.DataFrame,
    how: tuple[look.Size, str],
    heading: bool,
) -> Chart:
    size, measure = how
    line, small = letters.line_height(size.points), letters.line_height(size.small)
    named = odd[: max(3, size.rows // 3)]
    listed = [f"{i} {name}" for i, name in enumerate(named["name"], start=1)]
    what = f"执行率低于{LOW_RATE:g}%而得分{HIGH_SCORE:g}分及以上：" if listed else ""
    if len(odd) > len(named):
        listed.append(f"另有{len(odd) - len(named)}个，见附表")
    room = size.width - 2 * EDGE
    keys = _keys(what, listed, room, size)
    below = EDGE + len(keys) * small + 2.3 * small + (0.06 if keys else 0)
    above = 1.3 * line + 2 * EDGE
    tall = min(size.width * (0.46 if size.width > 4 else 0.8), size.height - above - below)
    chart = Chart(caption, size, below + tall + above, heading)
    left = EDGE + letters.width("100", size.small) + 0.1
    largest = float(table["annual"].max())
    # Smaller where there are many, so that a crowd stays a crowd of discs.
    radius = min(0.26, size.width * 0.035, 2.8 / math.sqrt(len(table)))
    field = _Field(table, (left, below, size.width - EDGE, below + tall), radius)
    _axes(chart, field, measure)
    _area(chart, measure, largest)
    for name, row in table.sort_values("annual", ascending=False).iterrows():
        fill = _ODD if name in odd.index else _USUAL
        area = max(float(row["annual"]), 0.0) / largest if largest > 0 else 0.0
        r = max(radius * math.sqrt(area), 0.025)
        chart.dot(field.x(row["rate"]), field.y(row["score"]), r, fill, opaque=0.8)
    _numbers(chart, field, named, radius / math.sqrt(largest) if largest > 0 else 0.0)
    for number, text in enumerate(reversed(keys)):
        chart.write(EDGE, EDGE + (number + 0.5) * small, text, points=size.small, colour=look.BRICK)
    return chart


def _keys(what: str, listed: Sequence[str], room: float, size: look.Size) -> list[str]:
    """What the numbered ones are and their names, on lines; long ones are cut so that the field keeps its room."""

    def lines(names: Sequence[str]) -> list[str]:
        return letters.wrapped(what + "；".join(names), room, size.small, most=8)

    if not listed:
        return []
    whole = lines(listed)
    if len(whole) <= max(2, len(listed) + 1):
        return whole
    return lines(["".join(letters.wrapped(name, room, size.small, most=1)) for name in listed])


def _numbers(chart: Chart, field: _Field, named: pd.DataFrame, scale: float) -> None:
    """A number beside each odd project, moved down where it would touch another."""
    small, wide = letters.line_height(chart.size.small), letters.width("00", chart.size.small)
    taken: list[tuple[float, float]] = []
    rows = zip(named["rate"], named["score"], named["annual"], strict=True)
    for i, (rate, score, annual) in enumerate(rows, start=1):
        x, y = field.x(rate) + scale * math.sqrt(max(annual, 0.0)) + 0.03, field.y(score)
        while any(abs(x - a) < wide and abs(y - b) < small for a, b in taken):
            y -= small / 2
        taken.append((x, y))
        chart.write(x, y, str(i), points=chart.size.small, colour=look.BRICK, bold=True, halo=True)


def _axes(chart: Chart, field: _Field, measure: str) -> None:
    size = chart.size
    small = letters.line_height(size.small)
    chart.rule((field.left, field.bottom), (field.right, field.bottom), look.QUIET)
    chart.rule((field.left, field.bottom), (field.left, field.top), look.QUIET)
    for rate in field.rates:
        x = field.x(rate)
        chart.rule((x, field.bottom), (x, field.top), dashed=rate == LOW_RATE)
        chart.write(x, field.bottom - small * 0.65, str(rate), points=size.small,
                    colour=look.QUIET, along="center")  # fmt: skip
    for score in range(int(field.least), 101, 10):
        y = field.y(score)
        line_of_grade = score in (60, 80, 90)
        chart.rule((field.left, y), (field.right, y), look.BRICK if line_of_grade else look.RULE,
                   dashed=line_of_grade)  # fmt: skip
        chart.write(field.left - 0.06, y, str(score), points=size.small, colour=look.QUIET,
                    along="right")  # fmt: skip
    chart.write(field.right, field.bottom - small * 1.7, "预算执行率（%）", points=size.small,
                colour=look.QUIET, along="right")  # fmt: skip


def _area(chart: Chart, measure: str, largest: float) -> None:
    """Above the field: what goes up, and what the largest disc stands for where that has room."""
    size = chart.size
    top = chart.body - EDGE - letters.line_height(size.points) * 0.5
    up, area = f"{measure}（分）", f"圆面积：全年预算数，最大{say.amount(largest)}"
    if letters.width(f"{up}　{area}", size.small) > size.width - 2 * EDGE:
        area = "圆面积：全年预算数"
    chart.write(EDGE, top, up, points=size.small, colour=look.QUIET)
    chart.write(size.width - EDGE, top, area, points=size.small, colour=look.QUIET, along="right")
