"""Money: from the initial budget to what was left, and carry-over from opening to closing."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pandas as pd

from jxanalytics.charts import look
from jxanalytics.charts.bars import Bar, Plan, bar_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.words import (
    SOURCE,
    figure,
    kept,
    money_cell,
    money_left_out,
    money_unit,
    name_of,
    sentence,
    signed,
    titled,
)
from jxanalytics.model import exact, say
from jxanalytics.statistics import labelled

Unit = tuple[str, int]
_TOTAL = look.Fill(look.BLUE)
_LESS = look.Fill(look.OCHRE, look.HATCHED)
_SOURCES = {
    "current": look.Fill(look.BLUE),
    "carry_over": look.Fill(look.TEAL),
    "other": look.Fill(look.OCHRE),
}
_SHOWN = ("initial", "annual", "executed")
_NEW = look.Fill(look.BLUE)
_OLD = look.Fill(look.OCHRE, look.HATCHED)
_AGES = (("以前年度资金", _OLD), ("当年资金", _NEW))


@drawn
def funding_waterfall(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Initial budget → adjustments → annual budget → executed → unexecuted, each by source.

    ``table``: `statistics.execution` by source. Without initial budgets it begins with the annual
    budget. Money whose source is not stated is not in it.
    """
    rows = [row for row in table.to_dict("records") if not math.isnan(figure(row, "annual"))]
    # A source filed as 0 throughout has nothing to be told apart.
    used = [row for row in rows if any(figure(row, name) > 0 for name in _SHOWN)]
    started = bool(rows) and not any(math.isnan(figure(row, "initial")) for row in rows)
    unit = money_unit(_amounts(rows, started))
    bars = _budget_bars(rows, started, unit) if rows else []
    legend = [(str(row["name"]), _SOURCES[str(row["key"])]) for row in used]
    title = titled("项目资金从预算到执行", year)
    data = labelled(
        table[["name", "initial", "annual", "executed", "unexecuted", "rate"]], name="资金来源"
    )
    caption = Caption("funding-waterfall", title, source, _steps_alt(title, bars, unit), data)
    plan = Plan(bars, legend=legend, unit=f"单位：{unit[0]}", joined=True)
    return bar_chart(caption, plan, look.size_of(size), heading)


def _amounts(rows: list[dict[Hashable, object]], started: bool) -> list[float]:
    """What the picture prints: sums of the sources, and each source's changes."""
    sums = ["initial", "annual", "unexecuted"] if started else ["annual", "unexecuted"]
    whole = [exact.total([figure(row, name) for row in rows]) for name in sums]
    return whole + [figure(row, "executed") for row in rows] + (_changes(rows) if started else [])


def _changes(rows: list[dict[Hashable, object]]) -> list[float]:
    return [float(exact.minus([row["annual"]], [row["initial"]])[0]) for row in rows]


def _budget_bars(rows: list[dict[Hashable, object]], started: bool, unit: Unit) -> list[Bar]:
    def stack(label: str, quantity: str) -> Bar:
        parts = [(figure(row, quantity), _SOURCES[str(row["key"])]) for row in rows]
        parts = [(value, fill) for value, fill in parts if not math.isnan(value)]
        whole = exact.total([value for value, _ in parts])
        return Bar(label, parts, money_cell(whole, unit), strong=True)

    bars = []
    if started:
        bars.append(stack("年初预算数", "initial"))
        bars += _steps(bars[0].reach[-1], "调整：", rows, _changes(rows), unit)
    bars.append(stack("全年预算数", "annual"))
    spent = [-figure(row, "executed") for row in rows]
    bars += _steps(bars[-1].reach[-1], "执行：", rows, spent, unit)
    return [*bars, stack("年末未执行数", "unexecuted")]


def _steps(
    start: float,
    verb: str,
    rows: list[dict[Hashable, object]],
    changes: Sequence[float],
    unit: Unit,
) -> list[Bar]:
    """One floating bar a source that changes anything."""
    bars, at = [], start
    for row, change in zip(rows, changes, strict=True):
        if change and not math.isnan(change):
            fill = _SOURCES[str(row["key"])]
            bars.append(
                Bar(f"{verb}{row['name']}", [(change, fill)], _signed(change, unit), start=at)
            )
            at += change
    return bars


@drawn
def carry_over_roll_forward(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """The roll-forward of carry-over as a waterfall: opening, money in, money out, closing by vintage.

    ``table``: `statistics.carry_over`, filtered or not; its rows with a roll-forward are summed.
    """
    sums = {name: exact.total(table[name]) for name, _, _ in _ROLL}
    sums |= {name: exact.total(table[name]) for name in ("closing_current", "closing_prior")}
    unit = money_unit(list(sums.values()))
    known = not math.isnan(sums["closing"])
    bars = _roll_bars(sums, unit) if known else []
    covered, projects = int(table["covered"].sum()), int(table["projects"].sum())
    note = f"根据{covered}个项目所填资金来源推算；" + (
        f"另有{projects - covered}个项目未填报或未填全资金来源，未计入；"
        if projects > covered
        else ""
    )
    title = titled("上年结转到年末结转", year)
    plan = Plan(
        bars, legend=_AGES, unit=f"单位：{unit[0]}", joined=True,
        note=note + "结转、结余以账面数据为准",
    )  # fmt: skip
    columns = ["name", *(name for name, _, _ in _ROLL), "closing_current", "closing_prior"]
    caption = Caption(
        "carry-over-roll-forward", title, source, _steps_alt(title, bars, unit),
        labelled(table[columns]),
    )  # fmt: skip
    return bar_chart(caption, plan, look.size_of(size), heading)


# Rows of the roll-forward: column, label, and whether it adds (+1), takes away (−1) or sums up (0).
_ROLL = (
    ("opening", "上年结转", 0),
    ("appropriation", "当年财政拨款", 1),
    ("adjustment", "年中调整", 1),
    ("other", "其他资金", 1),
    ("available", "可用资金合计", 0),
    ("executed_prior", "上年结转支出", -1),
    ("executed_current", "当年拨款支出", -1),
    ("executed_other", "其他资金支出", -1),
    ("returned", "已交回数", -1),
    ("closing", "年末结转（推算）", 0),
)


def _roll_bars(sums: dict[str, float], unit: Unit) -> list[Bar]:
    bars: list[Bar] = []
    at = 0.0
    for name, label, sign in _ROLL:
        value = sums[name]
        if sign and not value:
            continue
        old = name in ("opening", "executed_prior")
        if sign:
            fill = _OLD if old else _NEW
            bars.append(Bar(label, [(sign * value, fill)], _signed(sign * value, unit), start=at))
            at += sign * value
            continue
        new = sums["closing_current"] if name == "closing" else value - sums["opening"]
        prior = sums["closing_prior"] if name == "closing" else sums["opening"]
        parts = [(prior, _OLD), (new if name != "opening" else 0.0, _NEW)]
        bars.append(Bar(label, [p for p in parts if p[0]], money_cell(value, unit), strong=True))
        at = value
    return bars


@drawn
def unexecuted_by_unit(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Unexecuted balance at the year's end, a bar a unit in code order.

    ``table``: `statistics.execution` by unit or department, filtered or not. When there are more
    than fit, those with most have a bar, the note says what the others come to.
    """
    chosen = look.size_of(size)
    known = table[table["unexecuted"].notna()]
    rows, rest = kept(known, chosen, "unexecuted")
    unit = money_unit(list(rows["unexecuted"]))
    bars = [
        Bar(str(row["name"]), [(figure(row, "unexecuted"), _TOTAL)], money_cell(figure(row, "unexecuted"), unit))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    note = money_left_out(rest["unexecuted"], "个单位")
    shown = rows[["name", "unexecuted"]].to_dict("records")
    if len(rest):
        shown.append(
            {"name": f"其余{len(rest)}个单位", "unexecuted": exact.total(rest["unexecuted"])}
        )
    title = titled("各单位年末未执行数", year)
    said = [f"{name_of(row['name'])}{say.amount(figure(row, 'unexecuted'))}" for row in shown]
    alt = f"条形图，{title}。{sentence(said)}。合计{say.amount(exact.total(known['unexecuted']))}。"
    if not len(known):
        alt = f"{title}：无可用数据。"
    data = labelled(pd.DataFrame(shown, columns=["name", "unexecuted"]), name="单位名称")
    caption = Caption("unexecuted-by-unit", title, source, alt, data)
    return bar_chart(caption, Plan(bars, unit=f"单位：{unit[0]}", note=note), chosen, heading)


def _signed(change: float, unit: Unit) -> str:
    return signed(change, lambda value: money_cell(value, unit))


def _steps_alt(title: str, bars: Sequence[Bar], unit: Unit) -> str:
    if not bars:
        return f"{title}：无可用数据。"
    steps = [f"{bar.label}{bar.value}" for bar in bars]
    return f"瀑布图，{title}，单位{unit[0]}：{sentence(steps, len(steps))}。"
