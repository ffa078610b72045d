"""All statistics of a year as tables with Chinese headers, by the name a reader knows them by."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import SOURCES
from jxanalytics.scoring import ScoredYear
from jxanalytics.statistics.appendix import methodology
from jxanalytics.statistics.budget import next_year_basis
from jxanalytics.statistics.carryover import carry_over
from jxanalytics.statistics.execution import execution, schedule_gap
from jxanalytics.statistics.labels import labelled
from jxanalytics.statistics.scores import (
    completion,
    grades,
    points_lost,
    ranking,
    score_summary,
    self_against,
)
from jxanalytics.statistics.spread import concentration, outliers
from jxanalytics.statistics.targets import target_completion, target_summary
from jxanalytics.statistics.years import ageing, year_on_year

# What a table may be grouped by, as the end of its name.
GROUPED = {
    "total": "合计",
    "department": "按主管部门",
    "unit": "按单位",
    "category": "按项目类别",
    "project": "按项目",
}

# Keys of groups that have no code of their own but a name: the whole, and the sources of money.
_KEYS = frozenset({"total", *SOURCES})


def all_tables(
    year: EvaluationYear, scored: ScoredYear, before: EvaluationYear | None = None
) -> Mapping[str, pd.DataFrame]:
    """Every statistic of a year, in reading order; with ``before`` also those of two years.

    Scores are the recomputed ones. Money in 万元, rates in percent. The last table is the methodology.
    """
    totals, indicators = scored.totals, scored.indicators
    rates = execution(year)
    tables = {f"执行{said}": execution(year, by) for by, said in GROUPED.items()}
    tables["执行按资金来源"] = execution(year, "source")
    tables["序时进度差距"] = schedule_gap(year)
    tables |= {f"结转{said}": carry_over(year, by) for by, said in GROUPED.items()}
    years = [year] if before is None else [before, year]
    tables |= {f"结转年限{GROUPED[by]}": ageing(years, by) for by in ("unit", "project")}
    for by in ("total", "department", "unit", "category"):
        tables[f"得分{GROUPED[by]}"] = score_summary(totals, year, by, "total")
    for by in ("total", "department", "unit", "category"):
        tables[f"等级{GROUPED[by]}"] = grades(totals, year, by, "total")
    tables["名次"] = ranking(totals, year, "total").drop(columns="department_id")
    for by, said in (("level1", "一级指标"), ("level2", "二级指标"), ("indicator", "三级指标")):
        tables[f"失分按{said}"] = points_lost(indicators, by, "score")
    tables["得分率"] = completion(indicators, "level2", "score")
    reached = target_completion(year)
    tables["目标完成按二级指标"] = target_summary(reached)
    tables["目标完成按三级指标"] = reached
    tables["自评与部门评价、复核"] = self_against(year)
    tables["资金集中度"] = concentration(rates[["key", "name", "unit_name", "annual"]])
    tables["执行率离群"] = outliers(rates[["key", "name", "unit_name", "rate"]])
    if before is not None:
        for by in ("total", "unit", "project"):
            tables[f"与上年比较{GROUPED[by]}"] = year_on_year(before, year, by)
    tables["下年预算参考"] = next_year_basis(totals, year, column="total", before=before)
    names = year["projects"].set_index("project_id")["name"]
    told = {name: labelled(_named(table, names)) for name, table in tables.items()}
    return {**told, "统计方法": methodology()}


def _named(table: pd.DataFrame, projects: pd.Series[str]) -> pd.DataFrame:
    """A table for people: projects by name beside their id, and no key that is only the program's."""
    if "key" in table:
        own = set(table["key"]).isdisjoint(_KEYS) and not table["key"].equals(table["name"])
        return table if own else table.drop(columns="key")
    if "project_id" in table and ("name" not in table or "indicator_id" in table):
        own = table.rename(columns={"name": "indicator_name"})
        own.insert(1, "project_name", own["project_id"].map(projects))
        return own
    return table
