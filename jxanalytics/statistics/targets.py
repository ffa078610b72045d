"""Targets: how far each was reached, which were not, and which were passed by far."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.statistics.methods import PRACTICE, Method, methods
from jxanalytics.statistics.scores import level_rank

MET, UNMET, OVER, UNKNOWN = "完成", "未完成", "超额较多", "不能比较"
STATES = (MET, UNMET, OVER, UNKNOWN)
# Beyond this completion (percent) a target is asked about; a custom, no rule: change it freely.
FAR_OVER = 130.0
_LESS = ("≤", "<")
_DATE, _PERCENT = "日期", "%"
# Figures from here on are too large for integers of the sixth place; they are rare and taken one by one.
_LARGE = 9e9


@methods(
    Method("target_completion", "实际完成值 ÷ 年度指标值 × 100%",
           "越少越好的指标为年度指标值 ÷ 实际完成值；按百分比填报完成情况的直接采用；文字、日期和计量单位不同的不计算"),
    Method("state", f"达到年度指标值的为完成；目标完成率超过{FAR_OVER:g}%的为超额较多；其余为未完成或不能比较",
           "超额较多的请说明指标值是否偏低；界限可由用户改变；越少越好的指标不作超额", PRACTICE),
)  # fmt: skip
def target_completion(year: EvaluationYear, far_over: float = FAR_OVER) -> pd.DataFrame:
    """Every used indicator with target and actual as filed, how far it was reached, and its state.

    Columns: project_id, indicator_id, level1, level2, name, target_raw, actual_raw, target_completion
    (percent, two places), state (完成 未完成 超额较多 不能比较), reason (as filed).

    - target_completion: as `attained`.
    - state: 完成 when the comparison the target states holds (without one: reached at least); 超额较多
      when it is above ``far_over`` percent and more is better; 不能比较 where words or units do not
      allow it, which is no fault by itself.
    """
    rows = used_indicators(year)
    rows = rows[rows["role"] == "indicator"].reset_index(drop=True)
    target, actual = rows["target"].to_numpy(), rows["actual"].to_numpy()
    less = rows["target_operator"].isin(_LESS).to_numpy()
    units = rows["target_unit"], rows["actual_unit"]
    dates = (units[0] == _DATE).to_numpy() & (units[1] == _DATE).to_numpy()
    of_target = _as_share(rows)
    completion = attained(rows)
    met = np.where(of_target, actual >= 100, _holds(rows["target_operator"], actual, target, dates))
    known = ~np.isnan(target) & ~np.isnan(actual)
    compared = of_target | (known & (units[0] == units[1]).to_numpy())
    over = compared & ~less & (completion > far_over)
    state = np.select([~compared, ~met.astype(bool), over], [UNKNOWN, UNMET, OVER], MET)
    columns = ["project_id", "indicator_id", "level1", "level2", "name", "target_raw", "actual_raw"]
    return rows[columns].assign(target_completion=completion, state=state, reason=rows["reason"])


def attained(rows: pd.DataFrame) -> exact.Floats:
    """How far each row's target was reached, in percent (two places), as statistics and checks take it.

    ``rows``: target, actual, target_operator, target_unit, actual_unit. Actual ÷ target, target ÷
    actual where less is better (≤ and <). An actual filed as a percentage of a target that is none
    is the completion itself. NaN where either is no number, units differ, a figure is not positive,
    or both are dates.
    """
    target, actual = rows["target"].to_numpy(), rows["actual"].to_numpy()
    units = rows["target_unit"], rows["actual_unit"]
    same = ((units[0] == units[1]) & (units[0] != _DATE)).to_numpy()
    less = rows["target_operator"].isin(_LESS).to_numpy()
    ratio = _ratio(np.where(less, target, actual), np.where(less, actual, target))
    return np.select([_as_share(rows), same], [actual, ratio], np.nan)


def _as_share(rows: pd.DataFrame) -> np.ndarray:
    """Where the actual is filed as a percentage of a target that is none, a term for one."""
    share = (rows["actual_unit"] == _PERCENT) & (rows["target_unit"] != _PERCENT)
    return np.asarray(share & rows["target"].notna() & rows["actual"].notna())


@methods(
    Method("met_rate", "(met + over) ÷ (indicators − unknown_targets) × 100%", "没有可比较指标的不计算"),
)  # fmt: skip
def target_summary(table: pd.DataFrame, by: str = "level2") -> pd.DataFrame:
    """How many targets were reached, by level1, level2, project or in total.

    ``table``: `target_completion`, filtered or not. Columns: that of ``by`` (key in total),
    indicators, met, unmet, over, unknown_targets (they add up to indicators), met_rate (percent).

    met_rate is NaN where none can be compared. Level 2 in the form's order, an indicator without one
    under its level 1; else as listed.

    Raises MisuseError for an unknown ``by``.
    """
    keys = {
        "level1": table["level1"],
        "level2": table["level2"].where(table["level2"] != "", table["level1"]),
        "project": table["project_id"],
        "total": pd.Series("total", index=table.index, dtype="str"),
    }
    if by not in keys:
        raise MisuseError(f"不能按「{by}」统计目标完成，可用：{'、'.join(keys)}")
    name = {"project": "project_id", "total": "key"}.get(by, by)
    counts = pd.crosstab(keys[by].to_numpy(), table["state"].to_numpy())
    counts = counts.reindex(index=keys[by].unique(), columns=list(STATES), fill_value=0)
    if by == "level2":
        counts = counts.iloc[level_rank(pd.Series(counts.index)).argsort(kind="stable")]
    result = pd.DataFrame(
        {name: counts.index.to_numpy(), "indicators": counts.sum(axis=1).to_numpy()}
    )
    for column, state in (
        ("met", MET),
        ("unmet", UNMET),
        ("over", OVER),
        ("unknown_targets", UNKNOWN),
    ):
        result[column] = counts[state].to_numpy(np.int64)
    reached = result["met"] + result["over"]
    return result.assign(
        met_rate=exact.percent(reached, result["indicators"] - result["unknown_targets"])
    )


def _holds(
    operators: pd.Series[str], actual: exact.Floats, target: exact.Floats, dates: np.ndarray
) -> np.ndarray:
    """Whether the stated comparison holds; a date without one is a term, anything else a least."""
    with np.errstate(invalid="ignore"):
        within = dates & ~operators.isin(["≥", ">", "="]).to_numpy()
        return np.select(
            [operators == "<", operators == ">", operators == "=", (operators == "≤") | within],
            [actual < target, actual > target, actual == target, actual <= target],
            actual >= target,
        )


def _ratio(part: exact.Floats, whole: exact.Floats) -> exact.Floats:
    """part ÷ whole in percent; NaN where either is missing or not positive."""
    with np.errstate(invalid="ignore"):
        usable = (part >= 0) & (whole > 0)
        large = usable & (np.maximum(part, whole) >= _LARGE)
    small = usable & ~large
    rates = exact.percent(np.where(small, part, np.nan), np.where(small, whole, np.nan))
    for at in np.flatnonzero(large):
        share = Decimal(str(part[at])) / Decimal(str(whole[at])) * 100
        rates[at] = float(exact.half_up(share, exact.RATE_PLACES))
    return rates
