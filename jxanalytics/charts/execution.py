"""Execution by project and by unit: rates as bars, with the ratio of sums as a line."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pandas as pd

from jxanalytics.charts import look
from jxanalytics.charts.bars import Bar, Mark, Plan, bar_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.words import (
    SOURCE,
    figure,
    kept,
    money_cell,
    name_of,
    rest_of,
    sentence,
    titled,
)
from jxanalytics.model import say
from jxanalytics.model.vocabulary import LOW_RATE
from jxanalytics.statistics import labelled, total_row

_USUAL = look.Fill(look.BLUE)
_LOW = look.Fill(look.BRICK, look.HATCHED)
_LISTED = 6
# Whoever divides what is printed must come to the rate: in 亿元 two decimals are too few.
_UNIT = ("万元", 1)
_COLUMNS = ["name", "annual", "executed", "rated_executed", "rated_annual", "unexecuted", "rate"]


@drawn
def execution_by_project(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Execution rate of each project, largest budgets first chosen, the rest as one bar.

    ``table``: `statistics.execution` by project, filtered or not. The dashed line is the rate of
    all rows together (汇总率), a ratio of sums. A rate that is not defined has no bar.
    """
    caption = _Caption("execution-by-project", "各项目预算执行率", "项目", year, source)
    return _execution(table, caption, size, heading)


@drawn
def execution_by_unit(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Execution rate of each unit, in code order.

    ``table``: `statistics.execution` by unit or department. See `execution_by_project`.
    """
    caption = _Caption("execution-by-unit", "各单位预算执行率", "单位", year, source)
    return _execution(table, caption, size, heading)


class _Caption:
    """What tells one execution chart from the other."""

    def __init__(self, name: str, title: str, noun: str, year: int | None, source: str) -> None:
        self.name, self.title, self.noun = name, titled(title, year), noun
        self.source = source


def _execution(table: pd.DataFrame, about: _Caption, size: str, heading: bool) -> Chart:
    chosen = look.size_of(size)
    total: dict[str, object] = total_row(table)
    rows, rest = kept(table, chosen, "annual")
    shown = rows[_COLUMNS].to_dict("records")
    if len(rest):
        row = rest_of(rest, about.noun)
        shown.append({name: row[name] for name in _COLUMNS})
    overall = figure(total, "rate")
    marks = [] if math.isnan(overall) else [Mark(overall, f"汇总率{say.rate(overall)}")]
    brief = size == "phone"
    bars = [_bar(row, brief, bool(len(rest)) and row is shown[-1]) for row in shown]
    low = any(figure(row, "rate") < LOW_RATE for row in shown)
    legend = [("执行率", _USUAL), (f"执行率低于{LOW_RATE:g}%", _LOW)] if low else []
    note = "" if brief else f"括号内为全年执行数÷全年预算数，单位：{_UNIT[0]}"
    known = bool(table["rate"].notna().any())
    plan = Plan(bars if known else [], marks, legend, note=note, most=100.0)
    data = labelled(pd.DataFrame(shown, columns=_COLUMNS), name=f"{about.noun}名称")
    caption = Caption(about.name, about.title, about.source, _alt(table, total, about), data)
    return bar_chart(caption, plan, chosen, heading)


def _bar(row: dict[Hashable, object], brief: bool, rest: bool) -> Bar:
    rate = figure(row, "rate")
    # The sums behind the rate, not those of projects that state one figure only.
    executed, annual = (money_cell(figure(row, name), _UNIT) for name in _COLUMNS[3:5])
    value = say.rate(rate)
    if not brief and not math.isnan(rate):
        value += f"（{executed}÷{annual}）"
    fill = _LOW if rate < LOW_RATE else _USUAL
    parts = [] if math.isnan(rate) else [(rate, look.REST if rest else fill)]
    return Bar(str(row["name"]), parts, value)


def _alt(table: pd.DataFrame, total: dict[str, object], about: _Caption) -> str:
    rated = table[table["rate"].notna()].sort_values("rate", kind="stable")
    if not len(rated):
        return f"{about.title}：无可用数据。"
    items = [
        f"{name_of(n)}{say.rate(r)}" for n, r in zip(rated["name"], rated["rate"], strict=True)
    ]
    listed = sentence(items)
    if len(items) > _LISTED:
        listed = f"最低的为{sentence(items[:3])}，最高的为{sentence(items[:-4:-1])}"
    undefined = len(table) - len(rated)
    missing = f"{undefined}个{about.noun}执行率不适用，未计入。" if undefined else ""
    annual, executed = (
        say.amount(figure(total, name)) for name in ("rated_annual", "rated_executed")
    )
    return (
        f"条形图，{about.title}，共{len(table)}个{about.noun}。{listed}。{missing}"
        f"合计全年预算{annual}，执行{executed}，汇总率{say.rate(figure(total, 'rate'))}。"
    )
