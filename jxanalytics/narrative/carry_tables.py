"""Tables of carry-over that the chapter and the 附表 show."""

from __future__ import annotations

import math

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Table
from jxanalytics.narrative.facts import Facts, Row
from jxanalytics.narrative.sentences import value
from jxanalytics.narrative.year_tables import whole

_ROLL = {
    "opening": "上年结转",
    "appropriation": "当年拨款",
    "adjustment": "年中调整",
    "other": "其他资金",
    "executed": "全年执行",
    "returned": "已交回",
    "closing": "年末结转（推算）",
    "closing_current": "其中当年资金",
    "closing_prior": "其中以前年度资金",
}


def roll_table(facts: Facts, label: str, by: str = "project") -> Table:
    """The roll-forward of every project or unit with all its terms, the total last."""
    listed = [*facts.carry_over(by).to_dict("records"), *([facts.carried] if facts.carried else [])]
    rows = [[row["name"], *(grid.money(value(row, name)) for name in _ROLL)] for row in listed]
    header = {"project": "项目名称", "unit": "实施单位"}[by]
    columns = [grid.text(header, 3.4), *map(grid.figure, _ROLL.values())]
    note = ("年末结转（推算）=上年结转+当年拨款+年中调整+其他资金−全年执行−已交回；"
            "已交回数未列的按0计；“—”表示无从推算，合计只含可推算的项目。")  # fmt: skip
    whose = "" if by == "project" else "各单位"
    return grid.table(label, f"{facts.year}年度{whose}资金滚动情况", columns, rows,
                      unit="万元", note=note, total=bool(rows))  # fmt: skip


def short_roll_table(facts: Facts) -> Table:
    """The roll-forward by unit for those who decide: the smaller terms as one."""
    frame = facts.of_listed_units(facts.carry_over("unit"))
    listed = [_with_rest(row) for row in frame.to_dict("records")]
    if facts.carried:
        listed.append({**_with_rest(facts.carried), "name": whole(facts, len(listed))})
    names = {"opening": "上年结转", "appropriation": "当年拨款", "rest": "调整和其他",
             "executed": "全年执行", "closing": "年末结转（推算）",
             "closing_prior": "其中以前年度资金"}  # fmt: skip
    rows = [[row["name"], *(grid.money(value(row, name)) for name in names)] for row in listed]
    columns = [grid.text("实施单位", 2.6), *map(grid.figure, names.values())]
    note = ("调整和其他=年中调整+其他资金−已交回；年末结转（推算）=上年结转+当年拨款+调整和其他−全年执行；"
            "“—”表示无从推算，合计只含可推算的项目。")  # fmt: skip
    return grid.table("tbl-carry-over-roll", f"{facts.year}年度各单位资金滚动情况", columns, rows,
                      unit="万元", note=note, total=bool(facts.carried))  # fmt: skip


def _with_rest(row: Row) -> Row:
    """A row with adjustment, other money and what was returned as one figure."""
    terms = [value(row, "adjustment"), value(row, "other"), -value(row, "returned")]
    known = not math.isnan(value(row, "closing"))
    return {**row, "rest": exact.total(terms) if known else math.nan}


def statistics_table(facts: Facts, label: str, frame: pd.DataFrame) -> Table:
    """Rates of carry-over of the units in ``frame`` and in total."""
    listed = [row for row in frame.to_dict("records") if row["covered"]]
    if facts.carried.get("covered"):
        listed.append({**facts.carried, "name": whole(facts, len(frame))})
    rows = [[row["name"], *_statistics(row)] for row in listed]
    columns = [grid.text("实施单位", 2.4), *map(grid.figure, (
        "当年拨款执行率", "上年结转使用率", "结转结余率", "结转变动率", "可用年数"))]  # fmt: skip
    note = ("当年拨款执行率=当年拨款支出÷当年拨款；上年结转使用率=上年结转支出÷上年结转；"
            "结转结余率=年末结转÷可用资金；结转变动率=（年末结转−上年结转）÷上年结转；"
            "可用年数=年末结转÷全年执行。年末结转为推算数。")  # fmt: skip
    return grid.table(label, f"{facts.year}年度结转结余指标", columns, rows,
                      note=note, total=bool(rows))  # fmt: skip


def _statistics(row: Row) -> list[str]:
    rates = [grid.percent(value(row, n)) for n in ("current_rate", "use_rate", "balance_rate")]
    return [*rates, say.signed_rate(value(row, "change_rate")), say.years(value(row, "cover"))]
