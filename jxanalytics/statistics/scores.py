"""Scores: their summary, grades by count and by money, where points are lost, self against others, rank.

``totals`` and ``indicators`` are the tables of a scored year. ``column`` chooses whose score:
``filed`` (自评得分, as filed) or the recomputed one (``total`` in totals, ``score`` in indicators).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_totals
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import GRADES, INDICATOR_ROLES, LEVEL2_ORDER
from jxanalytics.statistics.money import GROUPS, group_keys, project_money

# Scores are averaged and printed at this many places.
PLACES = 2
UNGRADED = "未评"
EXECUTION = INDICATOR_ROLES["execution"]
GRADE_COLUMN = {"filed": "filed_grade", "total": "grade"}
LEVELS = ("level1", "level2")


def project_scores(
    totals: pd.DataFrame, year: EvaluationYear, column: str = "filed"
) -> pd.DataFrame:
    """Every project of the year with its score, grade and money, in print order.

    Columns: project_id, name, unit_id, unit_name, department_id, category, annual, executed (万元),
    rate (percent), score, grade; a project without a score has NaN and the grade 未评.
    """
    if column not in GRADE_COLUMN:
        raise MisuseError(f"没有「{column}」这种得分，可用：{'、'.join(GRADE_COLUMN)}")
    money = project_money(year)
    rows = totals.set_index("project_id")
    keep = ["project_id", "name", "unit_id", "unit_name", "department_id", "category", "total_key"]
    grade = money["project_id"].map(rows[GRADE_COLUMN[column]]).astype("str").fillna("")
    score = money["project_id"].map(rows[column]).astype(np.float64)
    return money[keep].assign(
        annual=money["total_annual"],
        executed=money["total_executed"],
        rate=exact.percent(money["total_executed"], money["total_annual"]),
        score=score,
        grade=grade.where(score.notna() & grade.isin(GRADES), UNGRADED),
    )


def score_summary(
    totals: pd.DataFrame, year: EvaluationYear, by: str = "total", column: str = "filed"
) -> pd.DataFrame:
    """How many projects have a score and how it is spread, by total, unit, department or category.

    Columns: key, name, projects, scored, unscored, coverage, mean, median, lowest, highest.

    - coverage = scored ÷ projects (percent). mean = Σ score ÷ scored; median = the middle score, of
      an even number the mean of the two middle ones; half-up at two places. One project is its own
      mean and median; without a score all are NaN. Unscored projects never count as 0.
    """
    scores = project_scores(totals, year, column)
    keys = group_keys(project_money(year), by)
    units, missing = exact.scaled(scores["score"], exact.SCORE_PLACES)
    present = pd.DataFrame({"key": scores[GROUPS[by]].to_numpy(), "units": units})[~missing]
    rows = {
        key: _spread(np.sort(group["units"].to_numpy())) for key, group in present.groupby("key")
    }
    spread = pd.DataFrame.from_dict(rows, orient="index", columns=["scored", *_SPREAD])
    # Without a score the index would be of numbers and fit no key.
    spread.index = spread.index.astype("str")
    projects = keys["key"].map(scores[GROUPS[by]].value_counts()).fillna(0).astype(int)
    result = keys.assign(projects=projects).join(spread, on="key")
    result["scored"] = result["scored"].fillna(0).astype(int)
    result[_SPREAD] = result[_SPREAD].astype(np.float64)
    result.insert(4, "unscored", result["projects"] - result["scored"])
    result.insert(5, "coverage", exact.percent(result["scored"], result["projects"]))
    return result


_SPREAD = ["mean", "median", "lowest", "highest"]


def _spread(units: np.ndarray) -> list[float]:
    count, step = len(units), 10 ** (exact.SCORE_PLACES - PLACES)
    middle = int(units[(count - 1) // 2]) + int(units[count // 2])
    mean, median = exact.divided_half_up(
        np.array([int(units.sum()), middle]), np.array([count * step, 2 * step])
    )
    low, high = exact.unscaled(units[[0, -1]], exact.SCORE_PLACES)
    return [count, mean / 10**PLACES, median / 10**PLACES, low, high]


def grades(
    totals: pd.DataFrame, year: EvaluationYear, by: str = "total", column: str = "filed"
) -> pd.DataFrame:
    """Grades 优 良 中 差 and 未评, by number of projects and by money; every grade has a row.

    Columns: key, name, grade, projects, projects_share, annual (万元), annual_share.

    - projects_share = projects of the grade ÷ all projects of the group; annual_share = their annual
      budget ÷ the group's (percent, two places). 未评 is a row of its own, so shares add up to all;
      each is rounded on its own, so their printed sum may differ from 100.00 by 0.02.
    """
    scores = project_scores(totals, year, column)
    keys = group_keys(project_money(year), by)
    group = scores[GROUPS[by]].to_numpy()
    rows = keys.merge(pd.DataFrame({"grade": [*GRADES, UNGRADED]}), how="cross")
    index = pd.MultiIndex.from_frame(rows[["key", "grade"]])
    counts = scores.groupby([group, scores["grade"]]).size()
    sums = exact.grouped_total(scores.assign(key=group), ["key", "grade"], ["annual"])
    counted = counts.reindex(index, fill_value=0).to_numpy()
    # A grade nobody has holds no money; a grade whose projects filed none has an unknown sum.
    annual = sums.set_index(["key", "grade"])["annual"].reindex(index)
    money = annual.where(counted > 0, 0.0).to_numpy()
    rows = rows.assign(projects=counted, annual=money)
    of_projects = rows["key"].map(rows.groupby("key")["projects"].sum())
    of_money = exact.grouped_total(rows, "key", ["annual"]).set_index("key")["annual"]
    rows.insert(4, "projects_share", exact.percent(rows["projects"], of_projects))
    return rows.assign(annual_share=exact.percent(rows["annual"], rows["key"].map(of_money)))


def points_lost(
    indicators: pd.DataFrame, by: str = "level2", column: str = "filed"
) -> pd.DataFrame:
    """Where points are lost: by level2, level1, indicator or project.

    Columns: those of ``by`` (level1; level2 and the level1 it first stands under; project_id,
    indicator_id, level1, level2, name; project_id), then indicators, unscored, losing, weight,
    score, lost, lost_rate, share. A form without level 2 counts under its level 1.

    - Rows: indicators and the execution rate that have a weight; ``unscored`` counts those without
      a score, which are in no sum. losing = how many lost points.
    - lost = Σ (weight − score); lost_rate = lost ÷ weight; share = lost ÷ all points lost (percent;
      NaN when none are lost). By level 2 in the form's order, else as listed.

    Raises MisuseError for an unknown ``by``.
    """
    columns = {
        "level1": ["level1"],
        "level2": ["level2"],
        "indicator": ["project_id", "indicator_id", "level1", "level2", "name"],
        "project": ["project_id"],
    }.get(by)
    if columns is None:
        raise MisuseError(f"不能按「{by}」统计扣分，可用：level1、level2、indicator、project")
    rows = _scored_rows(indicators, column)
    listed = rows[columns].drop_duplicates(ignore_index=True)
    if by in LEVELS:
        listed = _in_form_order(listed)
    index = listed.groupby(columns, sort=False, dropna=False).ngroup()
    rows = rows.merge(listed.assign(_group=index), on=columns)
    sums = exact.grouped_total(rows, "_group", ["weight", "score", "lost"], exact.SCORE_PLACES)
    counts = rows.groupby("_group").agg(
        indicators=("unscored", "size"), unscored=("unscored", "sum"), losing=("losing", "sum")
    )
    result = listed.join(counts).join(sums.drop(columns="_group"))
    result["lost_rate"] = exact.percent(result["lost"], result["weight"])
    result["share"] = exact.percent(
        result["lost"], np.full(len(result), exact.total(result["lost"], exact.SCORE_PLACES))
    )
    if by == "level2":
        above = rows.drop_duplicates("level2").set_index("level2")["level1"]
        result.insert(0, "level1", result["level2"].map(above))
    return result


def completion(indicators: pd.DataFrame, by: str = "level2", column: str = "filed") -> pd.DataFrame:
    """Score ÷ weight of every project and level-2 (or level-1) indicator, for the heat map.

    Columns: project_id, level1 or level2, weight, score, completion (percent, two places; NaN where
    the project has no such scored indicator). The execution rate is a level of its own.
    """
    if by not in LEVELS:
        raise MisuseError(f"完成情况只能按 level1 或 level2 统计，不能按「{by}」")
    rows = _scored_rows(indicators, column)
    keys = ["project_id", by]
    sums = exact.grouped_total(rows, keys, ["weight", "score"], exact.SCORE_PLACES)
    listed = rows[keys].drop_duplicates(ignore_index=True).merge(sums, on=keys)
    return listed.assign(completion=exact.percent(listed["score"], listed["weight"]))


def _scored_rows(indicators: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows that carry weight, with points lost; sums leave out a row without a score altogether."""
    counted = indicators["role"].isin(["indicator", "execution"]) & indicators["weight"].notna()
    rows = indicators[counted].reset_index(drop=True)
    execution = rows["role"] == "execution"
    # Where the execution row stands differs from form to form; it is one level everywhere.
    rows = rows.assign(
        level1=rows["level1"].where(~execution, EXECUTION),
        level2=rows["level2"]
        .where(rows["level2"] != "", rows["level1"])
        .where(~execution, EXECUTION),
        score=rows[column],
    )
    lost = exact.minus(rows["weight"], rows["score"], exact.SCORE_PLACES)
    missing = rows["score"].isna()
    return rows.assign(
        weight=rows["weight"].where(~missing), lost=lost, losing=lost > 0, unscored=missing
    )


def level_rank(names: pd.Series[str]) -> pd.Series[int]:
    """Where a level-2 indicator stands in the official form; unknown ones after all known."""
    order = {EXECUTION: -1, **{name: i for i, name in enumerate(LEVEL2_ORDER)}}
    return names.map(order).fillna(len(order)).astype(int)


def _in_form_order(listed: pd.DataFrame) -> pd.DataFrame:
    if "level2" not in listed:
        first = listed["level1"] == EXECUTION
        return pd.concat([listed[first], listed[~first]], ignore_index=True)
    ranks = level_rank(listed["level2"])
    return listed.loc[ranks.sort_values(kind="stable").index].reset_index(drop=True)


def self_against(year: EvaluationYear) -> pd.DataFrame:
    """Self score, department score and review score of every project, as filed, side by side.

    Columns: project_id, name, unit_id, unit_name, self, department, review, department_difference,
    review_difference. A difference is self − the other (positive: the project scored itself
    higher), NaN where either was not filed. Which document's total: `model.precedence.PRECEDENCE`.
    """
    table = project_money(year)[["project_id", "name", "unit_id", "unit_name"]]
    for measure in ("self", "department", "review"):
        filed = used_totals(year, measure).set_index("project_id")["value"]
        table[measure] = table["project_id"].map(filed).astype(np.float64)
    return table.assign(
        department_difference=exact.minus(table["self"], table["department"], exact.SCORE_PLACES),
        review_difference=exact.minus(table["self"], table["review"], exact.SCORE_PLACES),
    )


def ranking(totals: pd.DataFrame, year: EvaluationYear, column: str = "filed") -> pd.DataFrame:
    """Projects by score, highest first; columns of `project_scores`, rank (NaN unscored), tied.

    Equal scores share a rank and the next rank is left out (1, 2, 2, 4); within a rank, and among
    the unscored at the end, projects stand in print order.
    """
    scores = project_scores(totals, year, column)
    rank = scores["score"].rank(method="min", ascending=False)
    tied = scores["score"].duplicated(keep=False) & scores["score"].notna()
    ranked = scores.assign(rank=rank, tied=tied)
    return ranked.sort_values("rank", kind="stable", ignore_index=True, na_position="last")
