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
from jxanalytics.statistics.methods import PRACTICE, PROJECTS, Method, methods
from jxanalytics.statistics.money import grouping, project_money

# Scores are averaged and printed at this many places.
PLACES = 2
UNGRADED = "未评"
EXECUTION = INDICATOR_ROLES["execution"]
GRADE_COLUMN = {"filed": "filed_grade", "total": "grade"}
LEVELS = ("level1", "level2")


@methods(
    Method("grade", "得分保留两位小数后，按评分办法的等级界限判断",
           "界限包含下限，如90分为优；没有得分的列为未评", PROJECTS),
)  # fmt: skip
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
    keep = ["project_id", "name", "unit_id", "unit_name", "department_id", "category"]
    place = pd.Index(totals["project_id"]).get_indexer(money["project_id"])
    score = totals[column].array.take(place, allow_fill=True)
    known = [*GRADES, UNGRADED]
    # -1, no grade or none of the four, is the last of the known ones: 未评.
    filed = pd.Index(known).get_indexer(totals[GRADE_COLUMN[column]])
    named = np.where(pd.isna(score), -1, np.append(filed, -1)[place])
    return money[keep].assign(
        annual=money["total_annual"],
        executed=money["total_executed"],
        rate=exact.percent(money["total_executed"], money["total_annual"]),
        score=np.asarray(score, dtype=np.float64),
        grade=pd.array(known, dtype="str").take(named),
    )


@methods(
    Method("coverage", "scored ÷ projects × 100%", "没有得分的项目不按0分计入平均"),
    Method("mean", "Σscore ÷ scored"),
    Method("median", "居中的得分；得分个数为双数的，取居中两个的平均"),
)  # fmt: skip
def score_summary(
    totals: pd.DataFrame, year: EvaluationYear, by: str = "total", column: str = "filed"
) -> pd.DataFrame:
    """How many projects have a score and how it is spread, by total, unit, department or category.

    Columns: key, name, projects, scored, unscored, coverage, mean, median, lowest, highest.

    coverage in percent; mean and median half-up at two places. One project is its own mean and
    median; without a score all are NaN. Unscored projects never count as 0.
    """
    scores = project_scores(totals, year, column)
    keys, codes = grouping(project_money(year), by)
    groups = len(keys)
    units, missing = exact.scaled(scores["score"], exact.SCORE_PLACES)
    # In the order of groups, and of scores within a group.
    order = np.lexsort((units[~missing], codes[~missing]))
    ordered, ends = (
        units[~missing][order],
        np.cumsum(np.bincount(codes[~missing], minlength=groups)),
    )
    counted = np.bincount(codes[~missing], minlength=groups)
    rows = [_spread(ordered[end - n : end]) for n, end in zip(counted, ends, strict=True)]
    projects = np.bincount(codes, minlength=groups)
    return keys.assign(
        projects=projects,
        scored=counted,
        unscored=projects - counted,
        coverage=exact.percent(counted, projects),
        **pd.DataFrame(rows, columns=_SPREAD, dtype=np.float64),
    )


_SPREAD = ["mean", "median", "lowest", "highest"]


def _spread(units: np.ndarray) -> list[float]:
    """Mean, median, lowest and highest of ordered scores; NaN where there are none."""
    if not len(units):
        return [np.nan] * len(_SPREAD)
    count, step = len(units), 10 ** (exact.SCORE_PLACES - PLACES)
    middle = int(units[(count - 1) // 2]) + int(units[count // 2])
    mean, median = exact.divided_half_up(
        np.array([int(units.sum()), middle]), np.array([count * step, 2 * step])
    )
    low, high = exact.unscaled(units[[0, -1]], exact.SCORE_PLACES)
    return [mean / 10**PLACES, median / 10**PLACES, low, high]


@methods(
    Method("projects_share", "该等级projects ÷ Σprojects × 100%", "未评的项目单列；各项分别修约，合计可差0.02"),
    Method("annual_share", "该等级annual ÷ Σannual × 100%"),
)  # fmt: skip
def grades(
    totals: pd.DataFrame, year: EvaluationYear, by: str = "total", column: str = "filed"
) -> pd.DataFrame:
    """Grades 优 良 中 差 and 未评, by number of projects and by money; every grade has a row.

    Columns: key, name, grade, projects, projects_share, annual (万元), annual_share.

    Shares are of the group, in percent with two places. 未评 is a row of its own, so they add up to
    all; each is rounded on its own, so their printed sum may differ from 100.00 by 0.02.
    """
    scores = project_scores(totals, year, column)
    keys, codes = grouping(project_money(year), by)
    named = [*GRADES, UNGRADED]
    rows = keys.merge(pd.DataFrame({"grade": named}), how="cross")
    cells = codes * len(named) + pd.Index(named).get_indexer(scores["grade"])
    counted = np.bincount(cells, minlength=len(rows))
    # A grade nobody has holds no money; a grade whose projects filed none has an unknown sum.
    sums = exact.total_by(cells, len(rows), {"annual": scores["annual"]})["annual"]
    money = np.where(counted > 0, sums, 0.0)
    group = np.repeat(np.arange(len(keys)), len(named))
    of_projects = np.bincount(codes, minlength=len(keys))[group]
    of_money = exact.total_by(group, len(keys), {"annual": money})["annual"][group]
    return rows.assign(
        projects=counted,
        projects_share=exact.percent(counted, of_projects),
        annual=money,
        annual_share=exact.percent(money, of_money),
    )


@methods(
    Method("lost", "Σ(weight − score)", "没有得分的指标不计"),
    Method("lost_rate", "lost ÷ weight × 100%"),
    Method("share", "lost ÷ Σlost × 100%", "没有失分的不计算", name="失分占比"),
)  # fmt: skip
def points_lost(
    indicators: pd.DataFrame, by: str = "level2", column: str = "filed"
) -> pd.DataFrame:
    """Where points are lost: by level2, level1, indicator or project.

    Columns: those of ``by`` (level1; level2 and the level1 it first stands under; project_id,
    indicator_id, level1, level2, name; project_id), then indicators, unscored, losing, weight,
    score, lost, lost_rate, share. A form without level 2 counts under its level 1.

    - Rows: indicators and the execution rate that have a weight; ``unscored`` counts those without
      a score, which are in no sum. losing = how many lost points.
    - lost_rate and share in percent, NaN when none are lost. By level 2 in the form's order, else
      as listed.

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
    listed, codes = _groups(rows, columns)
    if by in LEVELS:
        listed, codes = _in_form_order(listed, codes)
    places, count = exact.SCORE_PLACES, len(listed)
    sums = exact.total_by(
        codes, count, {name: rows[name] for name in ("weight", "score", "lost")}, places
    )
    result = listed.assign(
        indicators=np.bincount(codes, minlength=count),
        unscored=np.bincount(codes[rows["unscored"].to_numpy()], minlength=count),
        losing=np.bincount(codes[rows["losing"].to_numpy()], minlength=count),
        **sums,
        lost_rate=exact.percent(sums["lost"], sums["weight"]),
    )
    whole = np.full(count, exact.total(result["lost"], places))
    result = result.assign(share=exact.percent(result["lost"], whole))
    if by == "level2":
        above = rows.drop_duplicates("level2").set_index("level2")["level1"]
        result.insert(0, "level1", result["level2"].map(above.astype("str")).astype("str"))
    return result


@methods(Method("completion", "score ÷ weight × 100%", "预算执行率自成一级"))
def completion(indicators: pd.DataFrame, by: str = "level2", column: str = "filed") -> pd.DataFrame:
    """Score ÷ weight of every project and level-2 (or level-1) indicator, for the heat map.

    Columns: project_id, level1 or level2, weight, score, completion (percent, two places; NaN where
    the project has no such scored indicator). The execution rate is a level of its own.
    """
    if by not in LEVELS:
        raise MisuseError(f"完成情况只能按 level1 或 level2 统计，不能按「{by}」")
    rows = _scored_rows(indicators, column)
    listed, codes = _groups(rows, ["project_id", by])
    sums = exact.total_by(
        codes, len(listed), {name: rows[name] for name in ("weight", "score")}, exact.SCORE_PLACES
    )
    return listed.assign(**sums, completion=exact.percent(sums["score"], sums["weight"]))


def _groups(rows: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """The distinct values of some columns as they come, and for each row the number of its own."""
    codes = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        own, values = pd.factorize(rows[column])
        # Numbered anew each time, so that the products stay small.
        codes = pd.factorize(codes * max(len(values), 1) + own)[0]
    listed = rows[columns].iloc[exact.first_of(codes)].reset_index(drop=True)
    # Word by word pandas takes a second for a million; taken from the few words there are, none.
    words = {
        name: pd.array(list(listed[name].cat.categories), dtype="str").take(listed[name].cat.codes)
        for name in LEVELS
        if name in listed
    }
    return listed.assign(**words), codes


def _scored_rows(indicators: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows that carry weight, with points lost; sums leave out a row without a score altogether."""
    counted = indicators["role"].isin(["indicator", "execution"]) & indicators["weight"].notna()
    rows = indicators if counted.all() else indicators[counted].reset_index(drop=True)
    lost = exact.minus(rows["weight"], rows[column], exact.SCORE_PLACES)
    missing = rows[column].isna()
    plain = {name: rows[name] for name in ("project_id", "indicator_id", "name") if name in rows}
    return pd.DataFrame(
        {
            **plain,
            **_level_columns(rows),
            "weight": rows["weight"].where(~missing),
            "score": rows[column],
            "lost": lost,
            "losing": lost > 0,
            "unscored": missing,
        }
    )


def _level_columns(rows: pd.DataFrame) -> dict[str, pd.Categorical]:
    """Level 1 and 2 of every row; there are few, so that a row holds a number only.

    Where the execution row stands differs from form to form; it is one level everywhere. A row
    without level 2 counts under its level 1.
    """
    first, names1 = pd.factorize(rows["level1"])
    second, names2 = pd.factorize(rows["level2"])
    execution = (rows["role"] == "execution").to_numpy(np.int64)
    pairs, seen = pd.factorize((first * max(len(names2), 1) + second) * 2 + execution)
    level1, level2 = [], []
    for pair in seen:
        above, below = names1[pair // 2 // len(names2)], names2[pair // 2 % len(names2)]
        level1.append(EXECUTION if pair % 2 else above)
        level2.append(EXECUTION if pair % 2 else below or above)
    return {
        name: _categories(levels, pairs)
        for name, levels in (("level1", level1), ("level2", level2))
    }


def _categories(names: list[str], codes: np.ndarray) -> pd.Categorical:
    """``names[code]`` of every row; the same name may stand several times."""
    own, distinct = pd.factorize(np.array(names, dtype=object))
    return pd.Categorical.from_codes(own[codes] if len(own) else codes, distinct)


def level_rank(names: pd.Series[str]) -> pd.Series[int]:
    """Where a level-2 indicator stands in the official form; unknown ones after all known."""
    order = {EXECUTION: -1, **{name: i for i, name in enumerate(LEVEL2_ORDER)}}
    return names.map(order).fillna(len(order)).astype(int)


def _in_form_order(listed: pd.DataFrame, codes: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """Levels in the order of the form, the execution rate first, and the rows' numbers with them."""
    ranks = level_rank(listed["level2"]) if "level2" in listed else listed["level1"] != EXECUTION
    order = np.argsort(ranks.to_numpy(), kind="stable")
    return listed.iloc[order].reset_index(drop=True), np.argsort(order)[codes]


@methods(
    Method("department_difference", "self − department", "正数表示自评较高；有一方未填的不计算"),
    Method("review_difference", "self − review", "正数表示自评较高；有一方未填的不计算"),
)  # fmt: skip
def self_against(year: EvaluationYear) -> pd.DataFrame:
    """Self score, department score and review score of every project, as filed, side by side.

    Columns: project_id, name, unit_id, unit_name, self, department, review, department_difference,
    review_difference. A positive difference: the project scored itself higher; NaN where either was
    not filed. Which document's total: `model.precedence.PRECEDENCE`.
    """
    table = project_money(year)[["project_id", "name", "unit_id", "unit_name"]]
    for measure in ("self", "department", "review"):
        filed = used_totals(year, measure).set_index("project_id")["value"]
        table[measure] = table["project_id"].map(filed).astype(np.float64)
    return table.assign(
        department_difference=exact.minus(table["self"], table["department"], exact.SCORE_PLACES),
        review_difference=exact.minus(table["self"], table["review"], exact.SCORE_PLACES),
    )


@methods(
    Method("rank", "按得分由高到低编排", "得分相同的并列，其后名次空出（1、2、2、4）", PRACTICE)
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
