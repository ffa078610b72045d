"""How money and rates are spread: concentration and outliers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.scoring.scheme import Origin
from jxanalytics.statistics.methods import Method, methods

LOW, HIGH = "偏低", "偏高"
# Places at which quartiles and fences are exact; the values themselves have at most six.
_PLACES = exact.AMOUNT_PLACES
_FENCES = Origin("箱线图的通行判断方法（Tukey）")


@methods(
    Method("share", "该行数值 ÷ Σ数值 × 100%", "未填的不列；有负数或合计不为正的不计算", name="占合计的比重"),
    Method("cumulative_share", "由大到小累计的数值 ÷ Σ数值 × 100%"),
)  # fmt: skip
def concentration(table: pd.DataFrame, column: str = "annual") -> pd.DataFrame:
    """The rows by ``column``, largest first, with rank, share and cumulative_share (percent).

    The last cumulative_share is 100. Equal values share a rank. Rows without a value are left out;
    when their sum is not positive, or some value is negative, shares are undefined (NaN).
    """
    known = table[table[column].notna()]
    ordered = known.sort_values(column, ascending=False, kind="stable", ignore_index=True)
    units, _ = exact.scaled(ordered[column], exact.AMOUNT_PLACES)
    whole = np.full(len(ordered), exact.total(ordered[column]))
    if (units < 0).any():
        whole = np.full(len(ordered), np.nan)
    running = exact.unscaled(np.cumsum(units), exact.AMOUNT_PLACES)
    return ordered.assign(
        rank=ordered[column].rank(method="min", ascending=False),
        share=exact.percent(ordered[column], whole),
        cumulative_share=exact.percent(running, whole),
    )


@methods(
    Method("lower", "Q1 − 1.5 × (Q3 − Q1)", "Q1、Q3为下、上四分位数，按线性插值；低于下限的标为偏低；不足5个数的组不判断",
           _FENCES, "离群下限"),
    Method("upper", "Q3 + 1.5 × (Q3 − Q1)", "高于上限的标为偏高；倍数可由用户改变", _FENCES, "离群上限"),
)  # fmt: skip
def outliers(
    table: pd.DataFrame,
    column: str = "rate",
    by: str | None = None,
    factor: float = 1.5,
    least: int = 5,
) -> pd.DataFrame:
    """The table with fences of its group and which values lie outside them.

    Columns added: lower, upper (NaN where not judged), judged (bool), outlier (偏低, 偏高 or "").

    ``factor`` stands for the 1.5 below; quartiles are exact; on a fence is inside. A group (``by``: a
    column; none: all rows) with fewer than ``least`` values is not judged.
    """
    keys = table[by].to_numpy() if by else np.zeros(len(table))
    lower = np.full(len(table), np.nan)
    upper = lower.copy()
    values = table[column].to_numpy(np.float64)
    for positions in pd.Series(np.arange(len(table))).groupby(keys, sort=False):
        index = positions[1].to_numpy()
        present = values[index][~np.isnan(values[index])]
        if len(present) >= least:
            lower[index], upper[index] = _fences(present, factor)
    with np.errstate(invalid="ignore"):
        outside = np.select([values < lower, values > upper], [LOW, HIGH], "")
    return table.assign(lower=lower, upper=upper, judged=~np.isnan(lower), outlier=outside)


def _fences(values: np.ndarray, factor: float) -> tuple[float, float]:
    units, _ = exact.scaled(np.sort(values), _PLACES)
    first, third = _quartile(units, 1), _quartile(units, 3)
    # Quartiles carry a divisor of 4, the factor two decimals; integers to the end.
    reach = round(factor * 100) * (third - first)
    scale = 400 * 10**_PLACES
    return (100 * first - reach) / scale, (100 * third + reach) / scale


def _quartile(units: np.ndarray, quarter: int) -> int:
    """Four times the quartile, as an integer of the last place."""
    position = (len(units) - 1) * quarter
    below, part = divmod(position, 4)
    above = min(below + 1, len(units) - 1)
    return int(units[below]) * (4 - part) + int(units[above]) * part
