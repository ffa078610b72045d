"""The money of a year as one row a project: what every statistic of execution and carry-over starts from."""

from __future__ import annotations

from collections import deque
from weakref import ref

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_funding
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES

PARTS = ("current", "carry_over", "other")
# What a table may be grouped by, and the column of `project_money` that holds the key.
GROUPS = {
    "project": "project_id",
    "unit": "unit_id",
    "department": "department_id",
    "category": "category",
    "total": "total_key",
}
NO_CATEGORY = "（未填类别）"
NO_UNIT = "（未列单位）"
TOTAL = "合计"
# Rates are averaged at this many places, far beyond the two that are printed.
_FINE = 10
_LARGE = 900_000


def project_money(year: EvaluationYear) -> pd.DataFrame:
    """One row a project of ``year["projects"]``, units in code order, with all money used, in 万元.

    Columns: project_id, name, unit_id, unit_name, unit_code, department_id, department_name,
    category, total_key, ``<source>_<quantity>`` for the sources total, current, carry_over, other
    and the quantities initial, annual, executed, returned; sources_stated (bool: some source
    besides the total has a figure). Which statement is used: `model.precedence.used_funding`.
    """
    for known, money in _REMEMBERED:
        if known() is year:
            return money.copy(deep=False)
    money = _project_money(year)
    _REMEMBERED.append((ref(year), money))
    return money.copy(deep=False)


# Nearly every statistic starts from this table, and a year never changes: the last few are kept as
# long as their years live.
_REMEMBERED: deque[tuple[ref[EvaluationYear], pd.DataFrame]] = deque(maxlen=3)


def _project_money(year: EvaluationYear) -> pd.DataFrame:
    projects = _projects(year)
    used = used_funding(year)
    place = pd.Index(projects["project_id"]).get_indexer(used["project_id"])
    columns = {}
    for source in ("total", *PARTS):
        rows = (used["source"] == source).to_numpy() & (place >= 0)
        for quantity in FUNDING_QUANTITIES:
            values = np.full(len(projects), np.nan)
            values[place[rows]] = used[quantity].to_numpy(np.float64)[rows]
            columns[f"{source}_{quantity}"] = values
    stated = [columns[f"{part}_{q}"] for part in PARTS for q in ("initial", "annual", "executed")]
    some = ~np.isnan(np.stack(stated)).all(axis=0)
    return projects.assign(**columns, sources_stated=some)


def _projects(year: EvaluationYear) -> pd.DataFrame:
    columns = ["project_id", "name", "unit_id", "category"]
    projects = year["projects"][columns]
    units = year["units"].set_index("unit_id")
    department = projects["unit_id"].map(units["department_id"]).fillna("")
    named = projects.assign(
        unit_name=projects["unit_id"].map(units["name"]).fillna(NO_UNIT),
        unit_code=projects["unit_id"].map(units["unit_code"]).fillna(""),
        department_id=department,
        department_name=department.map(units["name"]).fillna(NO_UNIT),
        category=projects["category"].replace("", NO_CATEGORY),
        total_key="total",
    )
    return named.loc[_by_unit_code(named, units).index].reset_index(drop=True)


def _by_unit_code(projects: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Units by code, those without a code after them as listed; projects as listed within a unit."""
    listed = {unit: i for i, unit in enumerate(units.index)}
    keys = pd.DataFrame(
        {
            "coded": projects["unit_code"] == "",
            "code": projects["unit_code"],
            "listed": projects["unit_id"].map(listed),
        }
    )
    return keys.sort_values(["coded", "code", "listed"], kind="stable")


def group_keys(money: pd.DataFrame, by: str) -> pd.DataFrame:
    """The groups of ``by`` in print order: columns ``key`` and ``name`` (and unit_code for units).

    Raises MisuseError for an unknown ``by``.
    """
    if by not in GROUPS:
        raise MisuseError(f"不能按「{by}」汇总，可用：{'、'.join(GROUPS)}")
    if by == "total":
        # The total is there even when there is nothing to add up.
        return pd.DataFrame({"key": ["total"], "name": [TOTAL]})
    keys = money[GROUPS[by]]
    names = {
        "project": money["name"],
        "unit": money["unit_name"],
        "department": money["department_name"],
        "category": money["category"],
    }[by]
    table = pd.DataFrame({"key": keys, "name": names}).drop_duplicates("key")
    blank = table["key"].isin(["", NO_CATEGORY])
    ordered = pd.concat([table[~blank], table[blank]])
    return ordered.reset_index(drop=True)


def mean_rate(rates: pd.Series[float], keys: pd.Series[str]) -> pd.Series[float]:
    """The plain mean of unrounded rates per key, half-up to two places; NaN where none is defined."""
    frame = pd.DataFrame({"key": keys.to_numpy(), "rate": rates.to_numpy()}).dropna()
    # With yuan filed for 万元 a rate may be a million percent: too large for so many places.
    fine = _FINE if (frame["rate"].abs() < _LARGE).all() else exact.SCORE_PLACES
    units, _ = exact.scaled(frame["rate"], fine)
    grouped = pd.Series(units, dtype="int64").groupby(frame["key"].to_numpy()).agg(["sum", "count"])
    step = 10 ** (fine - exact.RATE_PLACES)
    means = exact.divided_half_up(
        grouped["sum"].to_numpy(), grouped["count"].to_numpy(np.int64) * step
    )
    return pd.Series(exact.unscaled(means, exact.RATE_PLACES), index=grouped.index, dtype=float)


def fine_rate(part: pd.Series[float], whole: pd.Series[float]) -> pd.Series[float]:
    """Rates in percent carried to ten places, for averaging."""
    return pd.Series(exact.percent(part, whole, _FINE), index=part.index, dtype=float)
