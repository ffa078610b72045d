"""Execution of the budget: by project, unit, department, source, category and in total."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import SOURCES
from jxanalytics.statistics.methods import FORM, PRACTICE, Method, methods
from jxanalytics.statistics.money import (
    FINE,
    PARTS,
    TOTAL,
    Codes,
    grouping,
    mean_rate,
    project_money,
)

_SUMS = ["initial", "annual", "executed", "unexecuted"]
_RATED = ["rated_annual", "rated_executed"]


@methods(
    Method("rate", "executed ÷ annual × 100%",
           "分母是全年预算数，不是年初预算数；合计的执行率是合计数之比（汇总率），只计两数都已填报的项目；"
           "全年预算数为0、为负或未填的不计算，不作0%", FORM),
    Method("unexecuted", "annual − executed", "逐项目计算后相加；未经账面核实的，不称结转或结余"),
    Method("mean_rate", "Σrate ÷ 有执行率的项目数", "按未修约的执行率平均，仅列入数据表，不作为汇总率"),
)  # fmt: skip
def execution(year: EvaluationYear, by: str = "project") -> pd.DataFrame:
    """Execution of the budget by project, unit, department, source, category or total.

    Columns: ``key`` (the id, source code or category; "total"), name, projects, incomplete,
    initial, annual, executed, unexecuted (万元), rated_annual, rated_executed (万元, the sums behind
    the rate), rate, mean_rate (percent, two places); by project also unit_id and unit_name. Units
    stand in code order, projects in listed order within a unit.

    ``rate`` of a group is the ratio of sums over the projects that state both figures;
    ``incomplete`` counts those that do not, whose figures are in the sums only. ``mean_rate`` is
    never printed as the group's rate. NaN where undefined: a figure is missing, or the budget is
    not positive. It is not 0%.

    By source only projects that state sources are used: the groups do not add up to the total
    when some project states its total alone. One whose annual budget is stated as a total alone is
    left out, whatever it states of the year's beginning: what became of that could not be told.

    Raises MisuseError for an unknown ``by``.
    """
    money = project_money(year)
    if by == "source":
        return _by_source(money)
    keys, codes = grouping(money, by)
    result = _summed(_rows(money, "total", money["fine_rate"].to_numpy()), codes, keys)
    if by != "project":
        return result
    return result.assign(
        unit_id=money["unit_id"].to_numpy(), unit_name=money["unit_name"].to_numpy()
    )


@methods(
    Method("gap", "rate − 序时进度", "单位为个百分点；年末序时进度为100%", PRACTICE),
)  # fmt: skip
def schedule_gap(year: EvaluationYear, progress: float = 100.0, by: str = "unit") -> pd.DataFrame:
    """Execution against the even course of the year (序时进度), columns of `execution` and gap.

    ``gap`` in percentage points (个百分点), two places; ``progress`` (序时进度) is the share of the
    year gone in percent, 100 at its end. NaN where the rate is undefined.
    """
    table = execution(year, by)
    return table.assign(gap=exact.minus(table["rate"], progress, exact.RATE_PLACES))


def _rows(money: pd.DataFrame, source: str, fine: exact.Floats | None = None) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            quantity: money[f"{source}_{quantity}"].to_numpy()
            for quantity in ("initial", "annual", "executed")
        }
    )
    both = rows["annual"].notna() & rows["executed"].notna()
    return rows.assign(
        unexecuted=exact.minus(rows["annual"], rows["executed"]),
        # Only what has both a budget and an execution can be compared.
        rated_annual=rows["annual"].where(both),
        rated_executed=rows["executed"].where(both),
        incomplete=~both,
        fine=exact.percent(rows["executed"], rows["annual"], FINE) if fine is None else fine,
    )


def _summed(rows: pd.DataFrame, codes: Codes, keys: pd.DataFrame) -> pd.DataFrame:
    """Sums and rates of ``rows`` per group, in the order of ``keys``."""
    groups = len(keys)
    sums = exact.total_by(codes, groups, {name: rows[name] for name in _SUMS + _RATED})
    return keys.assign(
        projects=np.bincount(codes, minlength=groups),
        incomplete=np.bincount(codes[rows["incomplete"].to_numpy()], minlength=groups),
        **sums,
        rate=exact.percent(sums["rated_executed"], sums["rated_annual"]),
        mean_rate=mean_rate(rows["fine"].to_numpy(), codes, groups),
    )


def _by_source(money: pd.DataFrame) -> pd.DataFrame:
    annual = money[[f"{part}_annual" for part in PARTS]].notna().any(axis=1)
    stating = money[money["sources_stated"] & (annual | money["total_annual"].isna())]
    stating = stating.reset_index(drop=True)
    parts: list[pd.DataFrame] = []
    for part in PARTS:
        rows = _rows(stating, part)
        # A project without this source has nothing to say about it; it is not incomplete.
        stated = rows[["initial", "annual", "executed"]].notna().any(axis=1)
        parts.append(rows[stated].assign(code=len(parts)))
    keys = pd.DataFrame({"key": list(PARTS), "name": [SOURCES[part] for part in PARTS]})
    joined = pd.concat(parts, ignore_index=True)
    return _summed(joined, joined["code"].to_numpy(np.intp), keys)


@methods(
    Method("", "所列各行之和；rate为其全年执行数之和 ÷ 全年预算数之和 × 100%", "表经筛选的，只合计所列各行",
           name="合计行"),
)  # fmt: skip
def total_row(table: pd.DataFrame) -> dict[str, object]:
    """The row 合计 of a table of `execution`, filtered or not: sums of its rows, rate their ratio."""
    sums = {name: exact.total(table[name]) for name in _SUMS + _RATED}
    return {
        "key": "total",
        "name": TOTAL,
        "projects": int(table["projects"].sum()),
        "incomplete": int(table["incomplete"].sum()),
        **sums,
        "rate": float(exact.percent([sums["rated_executed"]], [sums["rated_annual"]])[0]),
    }
