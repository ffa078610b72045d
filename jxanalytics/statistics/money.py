"""The money of a year as one row a project: what every statistic of execution and carry-over starts from."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable
from weakref import ref

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import PRECEDENCE, used_funding
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT, FUNDING_QUANTITIES
from jxanalytics.statistics.methods import PRACTICE, Method, methods

PARTS = ("current", "carry_over", "other")
Codes = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
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
FINE = 10


def once_a_year(
    function: Callable[[EvaluationYear], pd.DataFrame],
) -> Callable[[EvaluationYear], pd.DataFrame]:
    """Keep the last few answers as long as their years live: a year never changes, and nearly every
    statistic starts from the same tables. What is handed out may be changed by who asked."""
    known: deque[tuple[ref[EvaluationYear], pd.DataFrame]] = deque(maxlen=3)

    @functools.wraps(function)
    def remembered(year: EvaluationYear) -> pd.DataFrame:
        for asked, table in known:
            if asked() is year:
                return table.copy(deep=False)
        table = function(year)
        known.append((ref(year), table))
        return table.copy(deep=False)

    return remembered


_ORDER = "、".join(DOCUMENT_SHORT[kind] for kind in PRECEDENCE["funding"])


@methods(
    Method("", f"依次采用{_ORDER}中第一份填有此数的", "逐项目、逐来源、逐项采用；各处不一致的列为疑点", PRACTICE,
           name="所用资金数"),
)  # fmt: skip
@once_a_year
def project_money(year: EvaluationYear) -> pd.DataFrame:
    """One row a project of ``year["projects"]``, units in code order, with all money used, in 万元.

    Columns: project_id, name, unit_id, unit_name, unit_code, department_id, department_name,
    category, total_key, ``<source>_<quantity>`` for the sources total, current, carry_over, other
    and the quantities initial, annual, executed, returned; sources_stated (bool: some source
    besides the total has a figure); fine_rate (percent, ten places, for averaging). Which statement
    is used: `model.precedence.used_funding`.
    """
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
    fine = exact.percent(columns["total_executed"], columns["total_annual"], FINE)
    return projects.assign(**columns, sources_stated=some, fine_rate=fine)


def _projects(year: EvaluationYear) -> pd.DataFrame:
    """Projects with what is known of their units: units by code, those without a code after them as
    listed, projects without a unit last; projects as listed within a unit."""
    units = year["units"].sort_values("unit_code", kind="stable")
    units = pd.concat([units[units["unit_code"] != ""], units[units["unit_code"] == ""]])
    numbers = pd.Index(units["unit_id"])

    def of_unit(places: Codes, column: str, absent: str = "") -> pd.api.extensions.ExtensionArray:
        return units[column].array.take(places, allow_fill=True, fill_value=absent)

    projects = year["projects"][["project_id", "name", "unit_id", "category"]]
    unit = numbers.get_indexer(projects["unit_id"])
    order = np.argsort(np.where(unit < 0, len(units), unit), kind="stable")
    projects, unit = projects.iloc[order].reset_index(drop=True), unit[order]
    department = of_unit(unit, "department_id")
    return projects.assign(
        unit_name=of_unit(unit, "name", NO_UNIT),
        unit_code=of_unit(unit, "unit_code"),
        department_id=department,
        department_name=of_unit(numbers.get_indexer(department), "name", NO_UNIT),
        category=projects["category"].replace("", NO_CATEGORY),
        total_key="total",
    )


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
    table = pd.DataFrame({"key": keys, "name": names})
    if by == "project":
        return table.reset_index(drop=True)
    table = table.drop_duplicates("key")
    blank = table["key"].isin(["", NO_CATEGORY])
    ordered = pd.concat([table[~blank], table[blank]])
    return ordered.reset_index(drop=True)


def grouping(money: pd.DataFrame, by: str) -> tuple[pd.DataFrame, Codes]:
    """The groups of ``by`` in print order, and for each row of ``money`` the number of its group.

    Raises MisuseError for an unknown ``by``.
    """
    keys = group_keys(money, by)
    if by == "project":
        return keys, np.arange(len(money))
    if by == "total":
        return keys, np.zeros(len(money), dtype=np.intp)
    return keys, pd.Index(keys["key"]).get_indexer(money[GROUPS[by]])


def mean_rate(rates: exact.Floats, codes: Codes, groups: int) -> exact.Floats:
    """The plain mean of unrounded rates per group, half-up to two places; NaN where none is defined."""
    known = ~np.isnan(rates)
    places = _places(rates[known])
    sums = exact.total_by(codes[known], groups, {"rate": rates[known]}, places)["rate"]
    units, missing = exact.scaled(sums, places)
    counts = np.bincount(codes[known], minlength=groups)
    step = 10 ** (places - exact.RATE_PLACES)
    means = exact.divided_half_up(units, np.maximum(counts, 1) * step)
    return exact.unscaled(means, exact.RATE_PLACES, missing)


def _places(rates: exact.Floats) -> int:
    """Places at which rates can be added up: fewer when one is absurd (元 filed for 万元)."""
    largest = float(np.abs(rates).max(initial=1)) * max(len(rates), 1)
    return next((places for places in (FINE, 6) if largest < 9e15 / 10**places), exact.RATE_PLACES)
