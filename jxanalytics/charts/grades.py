"""Grades and scores: shares by count and money, the distribution, single scores against the lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.charts.bars import Bar, Mark, Plan, bar_chart, empty_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.legend import EDGE
from jxanalytics.charts.words import (
    SOURCE,
    figure,
    kept,
    name_of,
    sentence,
    titled,
)
from jxanalytics.model import exact, say
from jxanalytics.statistics import labelled

# Lower bounds of 中, 良 and 优: the lines a score is read against.
LINES = ((60.0, "中"), (80.0, "良"), (90.0, "优"))
_STEP = 5
_COUNT = look.Fill(look.BLUE)
_MONEY = look.Fill(look.OCHRE, look.HATCHED)


@drawn
def grade_shares(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Share of each grade by number of projects and by money, side by side.

    ``table``: `statistics.grades` of one group.
    """
    rows = [row for row in table.to_dict("records") if row["grade"] != "未评" or row["projects"]]
    bars, said = [], []
    for row in rows:
        grade, count = str(row["grade"]), int(figure(row, "projects"))
        by_count, by_money = figure(row, "projects_share"), figure(row, "annual_share")
        money = _money(by_money, figure(row, "annual"))
        if not count:
            bars.append(Bar(grade, [], "无"))
            said.append(f"{grade}无")
            continue
        bars += [
            Bar(grade, _part(by_count, _COUNT), f"{say.rate(by_count)}（{count}个）"),
            Bar("", _part(by_money, _MONEY), money, tight=True),
        ]
        said.append(f"{grade}{count}个项目占{say.rate(by_count)}、资金{money}")
    title = titled("评价等级分布", year)
    alt = (
        f"条形图，{title}：{'；'.join(said)}。"
        if table["projects"].sum()
        else f"{title}：无可用数据。"
    )
    columns = ["grade", "projects", "projects_share", "annual", "annual_share"]
    caption = Caption("grade-shares", title, source, alt, labelled(table[columns]))
    legend = [("按项目数", _COUNT), ("按全年预算数", _MONEY)]
    shown = bars if table["projects"].sum() else []
    return bar_chart(caption, Plan(shown, legend=legend), look.size_of(size), heading)


def _money(share: float, wan: float) -> str:
    """A share of the money and the amount behind it."""
    if math.isnan(wan):
        return "全年预算数未填"
    return say.amount(wan) if math.isnan(share) else f"{say.rate(share)}（{say.amount(wan)}）"


def _part(value: float, fill: look.Fill) -> list[tuple[float, look.Fill]]:
    return [] if math.isnan(value) else [(value, fill)]


@drawn
def score_bars(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
    measure: str = "自评得分",
) -> Chart:
    """The score of each project against the lines of 60, 80 and 90; projects with most money first chosen.

    ``table``: `statistics.project_scores` or `ranking`, filtered or not; ``measure`` says whose score
    it holds. Unscored projects say so; the rest of many is one bar, the mean of their scores.
    """
    chosen = look.size_of(size)
    rows, rest = kept(table, chosen, "annual")
    bars = [
        Bar(
            str(row["name"]),
            _part(figure(row, "score"), look.GRADE_FILLS[str(row["grade"])]),
            "未评" if math.isnan(figure(row, "score")) else f"{say.points(figure(row, 'score'))} {row['grade']}",
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
    if len(rest):
        bars.append(_rest_scored(rest))
    title = titled(f"各项目{measure}", year)
    scored = table[table["score"].notna()]
    said = [
        f"{name_of(n)}{say.points(s)}" for n, s in zip(scored["name"], scored["score"], strict=True)
    ]
    alt = (
        f"条形图，{title}：{sentence(said)}。{_unscored(table)}"
        if said
        else f"{title}：无可用数据。"
    )
    columns = ["name", "unit_name", "annual", "score", "grade"]
    caption = Caption("score-bars", title, source, alt, labelled(table[columns], name="项目名称"))
    used = [
        grade for grade in look.GRADE_FILLS if (table["grade"] == grade).any() and grade != "未评"
    ]
    legend = [(grade, look.GRADE_FILLS[grade]) for grade in used]
    marks = [Mark(at, f"{at:g}") for at, _ in LINES]
    return bar_chart(
        caption, Plan(bars if said else [], marks, legend, most=100.0), chosen, heading
    )


def _rest_scored(rest: pd.DataFrame) -> Bar:
    """The projects not drawn, as the mean of their scores."""
    scores = rest["score"].dropna()
    label = f"其余{len(rest)}个项目"
    if scores.empty:
        return Bar(label, [], "未评")
    whole = exact.total(scores, exact.SCORE_PLACES)
    mean = exact.half_up(exact.half_up(whole, exact.SCORE_PLACES) / len(scores), 2)
    return Bar(label, [(float(mean), look.REST)], f"平均{say.points(float(mean))}")


def _unscored(table: pd.DataFrame) -> str:
    missing = int(table["score"].isna().sum())
    return f"另有{missing}个项目未评分。" if missing else ""


@drawn
def score_distribution(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
    measure: str = "自评得分",
) -> Chart:
    """How many projects have a score in each band of five points, with the lines of 60, 80 and 90.

    ``table``: `statistics.project_scores` or `ranking`, filtered or not; ``measure`` says whose score
    it holds. A band holds its lower
    bound and not its upper one, the last (95 to 100) both, so that no band lies across a line.
    """
    chosen = look.size_of(size)
    scores = table["score"].dropna()
    title = titled(f"{measure}分布", year)
    bands = _bands(scores)
    data = pd.DataFrame(
        {"得分区间": [_band(low) for low, _ in bands], "项目数": [count for _, count in bands]}
    )
    said = [f"{_band(low)}{count}个" for low, count in bands if count]
    alt = f"直方图，{title}，共{len(scores)}个已评分项目：{sentence(said, len(said))}。{_unscored(table)}"
    caption = Caption(
        "score-distribution", title, source, alt if said else f"{title}：无可用数据。", data
    )
    if not said:
        return empty_chart(caption, chosen, heading)
    # Wide and low on a page, squarer where the picture is narrow.
    tall = min(max(chosen.width * 0.42, 22 * chosen.points / 72), chosen.height)
    chart = Chart(caption, chosen, tall, heading)
    _columns(chart, bands, measure)
    return chart


def _bands(scores: pd.Series[float]) -> list[tuple[int, int]]:
    """Bands from the lowest one that is filled, at the latest from 55, up to 100, with their counts."""
    if scores.empty:
        return []
    units, _ = exact.scaled(scores, exact.SCORE_PLACES)
    step = _STEP * 10**exact.SCORE_PLACES
    index = np.minimum(units // step, 100 // _STEP - 1)
    counts = dict(zip(*np.unique(index, return_counts=True), strict=True))
    first = min(11, int(index.min()))
    last = max(19, int(index.max()))
    return [(i * _STEP, int(counts.get(i, 0))) for i in range(first, last + 1)]


def _band(low: int) -> str:
    return f"[{low},{low + _STEP}{']' if low + _STEP == 100 else ')'}"


def _columns(chart: Chart, bands: Sequence[tuple[int, int]], measure: str) -> None:
    size = chart.size
    line = letters.line_height(size.points)
    # The scores at both ends are written half beyond them.
    free = max(line, letters.width("100", size.small)) / 2
    left, right = EDGE + free, size.width - EDGE - free
    bottom, top = EDGE + 2.2 * line, chart.body - EDGE - 2.4 * line
    wide = (right - left) / len(bands)
    tallest = max(count for _, count in bands)
    for i, (low, count) in enumerate(bands):
        grade = next((g for bound, g in reversed(LINES) if low >= bound), "差")
        height = (top - bottom) * count / tallest
        x = left + i * wide
        chart.box(x + wide * 0.06, bottom, wide * 0.88, height, look.GRADE_FILLS[grade])
        if count:
            chart.write(
                x + wide / 2, bottom + height + line * 0.55, str(count), along="center", halo=True
            )
        _tick(chart, x, low, bottom, wide)
    _tick(chart, right, bands[-1][0] + _STEP, bottom, wide)
    chart.rule((left, bottom), (right, bottom), look.QUIET, rank=2)
    for bound, grade in LINES:
        x = left + (bound - bands[0][0]) / _STEP * wide
        chart.rule((x, bottom), (x, chart.body - EDGE - line), look.BRICK, 1.1, dashed=True, rank=0)
        words = f"{bound:g}分（{grade}）"
        # Two lines stand two bands apart.
        words = words if letters.width(words, size.points) < 2 * wide else f"{bound:g}"
        chart.write(x, chart.body - EDGE - line / 2, words, colour=look.BRICK, along="center")
    chart.write(left, EDGE + 0.5 * line, f"横轴：{measure}（分）；柱上数字：项目数（个）", points=size.small,
                colour=look.QUIET)  # fmt: skip


def _tick(chart: Chart, x: float, value: int, bottom: float, wide: float) -> None:
    """The score at a band's edge; every second one where they would touch."""
    room = letters.width("100", chart.size.small) * 1.3
    if wide < room and value % (2 * _STEP):
        return
    chart.write(x, bottom - letters.line_height(chart.size.small) * 0.6, str(value),
                points=chart.size.small, colour=look.QUIET, along="center")  # fmt: skip
