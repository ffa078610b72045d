"""Every chart at every size, for a small and a large made-up year and for the reference case."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pandas as pd

from jxanalytics import charts, statistics
from jxanalytics.charts import Chart
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import score_year, sensitivity
from tests.conftest import REFERENCE
from tests.statistics.years import amount, make_year, scored

# Names as forms have them: long, short, with a dollar sign, a direction override, an emoji.
NAMES = (
    "非物质文化遗产保护传承与数字化展示平台建设及运行维护（二期）项目经费",
    "道路养护",
    "引进外资$100$万美元_奖励^2",
    "接待\u202e费😀",
    "Smart-City Data-Platform Operation and Maintenance（智慧城市）",
    "农田建设\n（第三批）",
)
TREE = (
    ("产出指标", "数量指标", 20), ("产出指标", "质量指标", 15), ("产出指标", "时效指标", 5),
    ("产出指标", "成本指标", 10), ("效益指标", "社会效益指标", 15),
    ("效益指标", "可持续影响指标", 15), ("满意度指标", "服务对象满意度指标", 10),
)  # fmt: skip


@cache
def year_of(projects: int, long: bool = False) -> tuple[EvaluationYear, pd.DataFrame, pd.DataFrame]:
    """A seeded year with its totals and indicators; with ``long`` every name fills many lines."""
    rng = random.Random(projects)
    money, filed, marks = [], [], []
    for i in range(projects):
        current, prior = (
            rng.randint(1, 9) * 10 ** rng.randint(2, 7),
            rng.randint(0, 10**6) * (i % 3),
        )
        spent = int((current + prior) * min(1.0, rng.uniform(0.1, 1.3)))
        old = min(spent, prior)
        entry = {
            "total": {"initial": amount(current + prior), "annual": amount(current + prior)},
            "current": {"initial": amount(current * 9 // 10), "annual": amount(current)},
            "carry_over": {"initial": amount(prior), "annual": amount(prior)},
        }
        if i % 40 != 7:
            entry["total"]["executed"] = amount(spent)
            entry["current"]["executed"] = amount(spent - old)
            entry["carry_over"]["executed"] = amount(old)
        money.append(entry)
        score = rng.randint(4500, 10000) / 100
        filed.append(score)
        marks.append({"self": score, "department": max(0.0, round(score - rng.uniform(-3, 9), 2))})
    year = make_year(
        money,
        units=[f"U{i % 11}" for i in range(projects)],
        names=[f"{NAMES[0] * 4 if long else NAMES[i % len(NAMES)]}{i}" for i in range(projects)],
        scores=marks,
    )
    rows = [
        {"project_id": f"P{i + 1}", "indicator_id": f"I{k}", "role": "indicator", "level1": level1,
         "level2": level2, "name": "指标", "weight": float(weight),
         "filed": round(weight * rng.uniform(0.3, 1.0), 2)}
        for i in range(projects)
        for k, (level1, level2, weight) in enumerate(TREE)
        if rng.random() > 0.05
    ]  # fmt: skip
    return year, scored(filed), pd.DataFrame(rows)


@cache
def extremes() -> tuple[EvaluationYear, pd.DataFrame, pd.DataFrame]:
    """One project with nearly all the money, one that took money back, one that spent thirty times
    its budget, one without figures; scores from 0 to 100."""
    spent = [5 * 10**9, -400, 30000, 1000, 0, 1000]
    money = [
        {"total": {"initial": amount(whole), "annual": amount(whole), "executed": amount(out)},
         "current": {"initial": amount(whole), "annual": amount(whole), "executed": amount(out)}}
        for whole, out in zip([99 * 10**8, *[1000] * 5], spent, strict=True)
    ]  # fmt: skip
    filed = [100.0, 0.0, 100.0, 59.99, 90.0, 100.0]
    marks = [{"self": score, "department": 100.0 - score} for score in filed]
    year = make_year([*money, {}], units=["U1", "U2"] * 3 + ["U3"],
                     names=[f"{NAMES[0]}（第{i}期）" for i in range(7)], scores=[*marks, {}])  # fmt: skip
    rows = [
        {"project_id": f"P{i + 1}", "indicator_id": f"I{k}", "role": "indicator", "level1": level1,
         "level2": level2, "name": "指标", "weight": float(weight), "filed": weight * score / 100}
        for i, score in enumerate(filed)
        for k, (level1, level2, weight) in enumerate(TREE)
    ]  # fmt: skip
    totals = scored(filed).assign(project_id=[f"P{i + 1}" for i in range(6)])
    return year, totals, pd.DataFrame(rows)


@cache
def reference() -> tuple[EvaluationYear, pd.DataFrame, pd.DataFrame]:
    year = load_year(REFERENCE)
    result = score_year(year)
    return year, result.totals, result.indicators


@cache
def readings() -> pd.DataFrame:
    table = sensitivity(load_year(REFERENCE))
    return table[table["project_id"] == "P0001"]


def year_before(year: EvaluationYear) -> EvaluationYear:
    """The same projects a year earlier, with four fifths as much spent by every second one."""
    funding = year["funding"]
    less = funding["executed"].where(funding.index % 6 < 3, (funding["executed"] * 0.8).round(2))
    earlier = year.replaced(funding=funding.assign(executed=less))
    return EvaluationYear(year.year - 1, earlier.tables, {})


Case = tuple[EvaluationYear, pd.DataFrame, pd.DataFrame]
MAKERS: dict[str, Callable[[Case, str, bool], Chart]] = {
    "execution_by_project": lambda c, s, h: charts.execution_by_project(
        statistics.execution(c[0]), s, 2019, heading=h
    ),
    "execution_by_unit": lambda c, s, h: charts.execution_by_unit(
        statistics.execution(c[0], "unit"), s, 2019, heading=h
    ),
    "funding_waterfall": lambda c, s, h: charts.funding_waterfall(
        statistics.execution(c[0], "source"), s, 2019, heading=h
    ),
    "carry_over_roll_forward": lambda c, s, h: charts.carry_over_roll_forward(
        statistics.carry_over(c[0]), s, 2019, heading=h
    ),
    "carry_over_by_age": lambda c, s, h: charts.carry_over_by_age(
        statistics.ageing([c[0]], "unit"), s, 2019, heading=h
    ),
    "unexecuted_by_unit": lambda c, s, h: charts.unexecuted_by_unit(
        statistics.execution(c[0], "unit"), s, 2019, heading=h
    ),
    "grade_shares": lambda c, s, h: charts.grade_shares(
        statistics.grades(c[1], c[0]), s, 2019, heading=h
    ),
    "score_bars": lambda c, s, h: charts.score_bars(
        statistics.project_scores(c[1], c[0]), s, 2019, heading=h
    ),
    "score_distribution": lambda c, s, h: charts.score_distribution(
        statistics.project_scores(c[1], c[0]), s, 2019, heading=h
    ),
    "points_lost": lambda c, s, h: charts.points_lost(
        statistics.points_lost(c[2]), s, 2019, heading=h
    ),
    "completion_heatmap": lambda c, s, h: charts.completion_heatmap(
        statistics.completion(c[2]), c[0]["projects"].set_index("project_id")["name"], s, 2019, heading=h
    ),
    "self_against_department": lambda c, s, h: charts.self_against_department(
        statistics.self_against(c[0]), s, 2019, heading=h
    ),
    "execution_against_score": lambda c, s, h: charts.execution_against_score(
        statistics.project_scores(c[1], c[0]), s, 2019, heading=h
    ),
    "year_on_year": lambda c, s, h: charts.year_on_year(
        statistics.year_on_year(year_before(c[0]), c[0]), s, 2019, heading=h
    ),
    "grade_sensitivity": lambda c, s, h: charts.grade_sensitivity(readings(), s, 2019, heading=h),
    "findings_by_kind": lambda c, s, h: charts.findings_by_kind(
        ["执行率低", "指标值与实际完成值计量单位不一致，无法比较，请核实后更正"], [3, 11], s, 2019, heading=h
    ),
}  # fmt: skip


def empty() -> Case:
    """A year without a project, and scores and indicators without a row."""
    _, totals, indicators = year_of(2)
    return make_year([]), totals.iloc[:0], indicators.iloc[:0]
