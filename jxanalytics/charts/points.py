"""Points: where they are lost, and how far each level-2 indicator was reached, project by project."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap, to_hex

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.charts.bars import Bar, Plan, bar_chart, empty_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.legend import EDGE, draw_legend, legend_rows
from jxanalytics.charts.words import SOURCE, figure, fitting, left_out, name_of, sentence, titled
from jxanalytics.model import exact, say
from jxanalytics.statistics import labelled, level_rank

_LOST = look.Fill(look.BRICK, look.HATCHED)
# From far from reached (dark) to fully reached (light): lightness rises all the way, so that the
# scale keeps its order in greyscale, and what leaders look for stands out.
_SHADES = LinearSegmentedColormap.from_list("completion", [look.BRICK, look.OCHRE, "#f7f3e8"])
# The scale begins here: nearly all completion rates lie above it.
_LOW = 50.0
# White figures on cells darker than this.
_DARK = 62.0


@drawn
def points_lost(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Points lost by level-2 (or level-1) indicator, in the form's order, with their share of all.

    ``table``: `statistics.points_lost` by level2 or level1, filtered or not. When there are more
    rows than fit, those that lost most are chosen, the note says what the others come to.
    """
    chosen = look.size_of(size)
    level = "level2" if "level2" in table else "level1"
    known = table[table["lost"].notna()]
    most = known["lost"].sort_values(ascending=False, kind="stable").index[: chosen.rows - 1]
    rows = known if len(known) <= chosen.rows else known[known.index.isin(most)]
    rest = known.drop(rows.index)
    shown = rows.to_dict("records")
    bars = [Bar(str(row[level]), _length(figure(row, "lost")), _lost(row)) for row in shown]
    title = titled("各类指标失分情况", year)
    losing = [f"{name_of(row[level])}失{_lost(row)}" for row in shown if figure(row, "lost")]
    whole = say.points(exact.total(known["lost"], exact.SCORE_PLACES))
    alt = f"条形图，{title}：共失{whole}。{sentence(losing)}{'。' if losing else ''}"
    if not len(known):
        alt = f"{title}：无可用数据。"
    columns = [level, "indicators", "losing", "weight", "score", "lost", "lost_rate", "share"]
    caption = Caption(
        "points-lost", title, source, alt, labelled(table[columns], share="占全部失分")
    )
    notes = [_rest_lost(rest, known), "括号内为占全部失分的比重" if losing else ""]
    note = "；".join(filter(None, notes))
    return bar_chart(caption, Plan(bars, unit="单位：分", note=note), chosen, heading)


def _rest_lost(rest: pd.DataFrame, known: pd.DataFrame) -> str:
    lost, whole = (exact.total(part["lost"], exact.SCORE_PLACES) for part in (rest, known))
    share = float(exact.percent([lost], [whole])[0])
    lost_most = say.points(float(rest["lost"].max()))
    return left_out(len(rest), "类指标", _lost({"lost": lost, "share": share}), lost_most)


def _length(lost: float) -> list[tuple[float, look.Fill]]:
    return [(lost, _LOST)] if lost else []


def _lost(row: dict[Hashable, object]) -> str:
    share = figure(row, "share")
    return say.points(figure(row, "lost")) + (f"（{say.rate(share)}）" if share > 0 else "")


@drawn
def completion_heatmap(
    table: pd.DataFrame,
    names: pd.Series[str],
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Score ÷ weight of each project (rows) and level-2 indicator (columns); darker is less.

    ``table``: `statistics.completion`, filtered or not; ``names``: the row labels by project_id, in
    print order. When there are more projects than fit, those that lost most are chosen and the rest
    is one row, the ratio of sums; of more columns than fit the rest is one column likewise. A dash:
    the project has no such indicator.
    """
    chosen = look.size_of(size)
    level = "level2" if "level2" in table else "level1"
    title = titled("各项目分类指标得分率", year)
    table = _columns_kept(table, level, chosen.columns)
    grid, labels = _grid(table, names, level, chosen)
    data = grid.rename_axis(None, axis=1)
    data.insert(0, "项目名称", labels)
    columns = [str(name) for name in data.columns[1:]]
    low = [
        f"{name_of(label)}的{column}{say.rate(value)}"
        for label, row in zip(labels, grid[columns].to_numpy(float), strict=True)
        for column, value in zip(columns, row, strict=True)
        if value < 60
    ]
    said = f"低于60%的有：{sentence(low)}。" if low else "没有低于60%的。"
    alt = (
        f"热力图，{title}，{len(labels)}行{len(columns)}列。{said}"
        if columns
        else f"{title}：无可用数据。"
    )
    caption = Caption("completion-heatmap", title, source, alt, data.reset_index(drop=True))
    if not columns:
        return empty_chart(caption, chosen, heading)
    return _draw_grid(caption, grid[columns], labels, chosen, heading)


def _columns_kept(table: pd.DataFrame, level: str, most: int) -> pd.DataFrame:
    """At most ``most`` levels: those with most weight, the others of each project summed into one."""
    known = table[table["completion"].notna()]
    weights = exact.grouped_total(known, level, ["weight"], exact.SCORE_PLACES)
    if len(weights) <= most:
        return table
    heaviest = weights.sort_values("weight", ascending=False, kind="stable")[level][: most - 1]
    rest = f"其余{len(weights) - len(heaviest)}类指标"
    named = known.assign(**{level: known[level].where(known[level].isin(heaviest), rest)})
    keys = ["project_id", level]
    sums = exact.grouped_total(named, keys, ["weight", "score"], exact.SCORE_PLACES)
    listed = named[keys].drop_duplicates(ignore_index=True).merge(sums, on=keys)
    return listed.assign(completion=exact.percent(listed["score"], listed["weight"]))


def _grid(
    table: pd.DataFrame, names: pd.Series[str], level: str, size: look.Size
) -> tuple[pd.DataFrame, list[str]]:
    """Completion by project and level, levels in the form's order; the rest of many as one row."""
    present = table[table["project_id"].isin(names.index) & table["completion"].notna()]
    listed = set(present["project_id"])
    ids = [project for project in names.index if project in listed]
    levels = pd.Series(present[level].unique(), dtype="str")
    order = list(levels.loc[level_rank(levels).sort_values(kind="stable").index])
    sums = exact.grouped_total(present, "project_id", ["weight", "score"], exact.SCORE_PLACES)
    lost = exact.minus(sums["weight"], sums["score"], exact.SCORE_PLACES)
    worst = sums.assign(lost=lost).sort_values("lost", ascending=False, kind="stable")["project_id"]
    # The heads of narrow columns take many lines.
    heads = 9 if size.width < 5 else 7
    most = fitting((names[project] for project in worst), size, heads, 0.8 if len(order) > 4 else 1)
    kept = set(worst if len(ids) <= most else worst[: most - 1])
    chosen = [project for project in ids if project in kept]
    wide = present.pivot(index="project_id", columns=level, values="completion")
    grid = wide.reindex(index=chosen, columns=order)
    labels = [str(names[project]) for project in chosen]
    if len(chosen) < len(ids):
        rest = present[~present["project_id"].isin(chosen)]
        sums = exact.grouped_total(rest, level, ["weight", "score"], exact.SCORE_PLACES)
        rates = pd.Series(exact.percent(sums["score"], sums["weight"]), index=sums[level])
        grid.loc["rest"] = rates.reindex(order)
        labels.append(f"其余{len(ids) - len(chosen)}个项目")
    return grid, labels


def _draw_grid(
    caption: Caption, grid: pd.DataFrame, labels: Sequence[str], size: look.Size, heading: bool
) -> Chart:
    line, small = letters.line_height(size.points), letters.line_height(size.small)
    room = size.width * size.label * (0.8 if len(grid.columns) > 4 else 1)
    # What the labels leave free at the least decides how the heads of the columns are wrapped.
    cell = (size.width - 2 * EDGE - room - 0.1) / len(grid.columns)
    heads = [letters.wrapped(str(name), cell - 0.04, size.small, most=9) for name in grid.columns]
    entries = [(f"{at}%" if at > _LOW else f"≤{at}%", look.Fill(_shade(at))) for at in _KEY]
    legend = legend_rows(entries, "", size)
    above = EDGE + len(legend) * line + max(len(lines) for lines in heads) * small + 0.08
    pads = [(0.22 * line, 0.22 * line)] * len(labels)
    rows, heights = letters.fitted(
        [(label, False) for label in labels], room, pads, size, size.height - above - EDGE
    )
    left = EDGE + max(letters.width(line, size.points) for lines in rows for line in lines) + 0.1
    cell = (size.width - EDGE - left) / len(grid.columns)
    chart = Chart(caption, size, above + sum(heights) + EDGE, heading)
    draw_legend(chart, legend, "", chart.body - EDGE - line / 2)
    for i, lines in enumerate(heads):
        chart.write(left + (i + 0.5) * cell, chart.body - above + 0.05, "\n".join(lines),
                    points=size.small, along="center", up="bottom")  # fmt: skip
    top = chart.body - above
    brief = letters.width("100.0", size.small) > cell
    for values, lines, height in zip(grid.to_numpy(float), rows, heights, strict=True):
        middle = top - height / 2
        chart.write(left - 0.07, middle, "\n".join(lines), along="right")
        for i, value in enumerate(values):
            _cell(chart, (left + i * cell, top - height, cell, height), value, brief)
        top -= height
    return chart


_KEY = (50, 60, 80, 90, 100)


def _shade(value: float) -> str:
    return str(to_hex(_SHADES((min(max(value, _LOW), 100.0) - _LOW) / (100.0 - _LOW))))


def _cell(
    chart: Chart, place: tuple[float, float, float, float], value: float, brief: bool
) -> None:
    x, y, wide, high = place
    unknown = math.isnan(value)
    chart.box(x, y, wide, high, look.Fill(look.PAPER if unknown else _shade(value)))
    words = "—" if unknown else exact.plain(value, 0 if brief or value == 100 else 1)
    chart.write(x + wide / 2, y + high / 2, words, points=chart.size.small, along="center",
                colour=look.PAPER if value < _DARK else look.INK)  # fmt: skip
