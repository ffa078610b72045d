"""Review against self score: by project, unit and level-2 indicator, and how many lie in which band."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import PRECEDENCE, used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.statistics.money import project_money
from jxanalytics.statistics.scores import EXECUTION, level_rank, self_against

# What a deviation is divided by.
BASES = {"复核得分": "review", "自评得分": "self", "分值": "weight"}
# Upper bounds of |偏差率| in percent, bound included, with their names; usual practice, no ministry
# rule: a bureau states its own.
BANDS: tuple[tuple[str, float], ...] = (
    ("基本一致", 5.0),
    ("略有偏差", 10.0),
    ("偏差较大", 20.0),
    ("偏差严重", float("inf")),
)
UNBANDED = "不适用"
Bands = Sequence[tuple[str, float]]


def deviation(
    year: EvaluationYear, by: str = "project", base: str = "复核得分", bands: Bands = BANDS
) -> pd.DataFrame:
    """Self score against review score of the reviewed projects, by project, unit or level2.

    Columns by project: project_id, name, unit_id, unit_name; by unit: unit_id, unit_name, projects;
    by level2: level1, level2, projects, indicators; then weight, self, review, difference (分),
    deviation_rate (percent, two places), band.

    - difference = self − review: positive where the project scored itself higher. Of a unit or a
      level the scores are sums over what both state.
    - deviation_rate = difference ÷ ``base`` (复核得分, 自评得分 or 分值), NaN where that is not positive.
    - band: the first of ``bands`` whose bound |deviation_rate| does not exceed; 不适用 without a rate.

    By project in print order, units in code order, levels in the form's order. Raises MisuseError
    for an unknown ``by`` or ``base``.
    """
    if base not in BASES:
        raise MisuseError(f"偏差率不能以「{base}」为分母，可用：{'、'.join(BASES)}")
    if by not in ("project", "unit", "level2"):
        raise MisuseError(f"偏差不能按「{by}」统计，可用：project、unit、level2")
    table = _by_level(year) if by == "level2" else _by_project(year)
    if by == "unit":
        table = _by_unit(table)
    rate = exact.percent(table["difference"], table[BASES[base]])
    return table.assign(deviation_rate=rate, band=banded(rate, bands))


def band_counts(table: pd.DataFrame, bands: Bands = BANDS) -> pd.DataFrame:
    """How many rows of a `deviation` lie in each band: band, projects, projects_share (percent)."""
    names = [*(name for name, _ in bands), UNBANDED]
    counts = table["band"].value_counts().reindex(names, fill_value=0).to_numpy()
    whole = np.full(len(names), len(table))
    share = exact.percent(counts, whole)
    rows = pd.DataFrame({"band": names, "projects": counts, "projects_share": share})
    # The last row speaks of what has no rate: left out where there is none.
    return rows if counts[-1] else rows.iloc[:-1]


def banded(rate: exact.Floats, bands: Bands) -> pd.Series[str]:
    """The band of each rate."""
    size = np.abs(rate)
    names = [next((name for name, most in bands if r <= most), UNBANDED) for r in size]
    return pd.Series(names, dtype="str")


def _by_project(year: EvaluationYear) -> pd.DataFrame:
    table = self_against(year)
    table = table[table["review"].notna() & table["self"].notna()].reset_index(drop=True)
    used = used_indicators(year)
    used = used[used["role"].isin(["indicator", "execution"])]
    weights = exact.grouped_total(used, "project_id", ["weight"], exact.SCORE_PLACES)
    weight = table["project_id"].map(weights.set_index("project_id")["weight"])
    table["weight"] = weight.astype(np.float64)
    table["difference"] = table["review_difference"]
    return table[["project_id", "name", "unit_id", "unit_name", *_SUMS]]


_SUMS = ["weight", "self", "review", "difference"]


def _by_unit(projects: pd.DataFrame) -> pd.DataFrame:
    order = projects.drop_duplicates("unit_id")[["unit_id", "unit_name"]].reset_index(drop=True)
    codes = pd.Index(order["unit_id"]).get_indexer(projects["unit_id"])
    count = np.bincount(codes, minlength=len(order))
    sums = exact.total_by(
        codes, len(order), {name: projects[name] for name in _SUMS}, exact.SCORE_PLACES
    )
    return pd.concat([order.assign(projects=count), pd.DataFrame(sums)], axis=1)


def reviewed_indicators(year: EvaluationYear) -> pd.DataFrame:
    """Every indicator with a self and a review score.

    Columns: project_id, indicator_id, level1, level2, name, weight, self, review, difference. The
    execution rate is a level of its own; a row without level 2 counts under its level 1.
    """
    used = used_indicators(year)
    used = used[used["role"].isin(["indicator", "execution"]) & used["weight"].notna()]
    keys = ["project_id", "indicator_id"]
    rows = used[[*keys, "role", "level1", "level2", "name", "weight"]]
    for evaluation in ("self", "review"):
        given = _given(year, evaluation)
        rows = rows.merge(given.rename(columns={"score": evaluation}), on=keys, how="inner")
    execution = rows["role"] == "execution"
    level2 = rows["level2"].where(rows["level2"] != "", rows["level1"])
    order = pd.Index(project_money(year)["project_id"]).get_indexer(rows["project_id"])
    listed = rows.assign(
        level1=rows["level1"].where(~execution, EXECUTION),
        level2=level2.where(~execution, EXECUTION),
        difference=exact.minus(rows["self"], rows["review"], exact.SCORE_PLACES),
    )
    return listed.iloc[np.argsort(order, kind="stable")].drop(columns="role").reset_index(drop=True)


def _given(year: EvaluationYear, evaluation: str) -> pd.DataFrame:
    """The scores of an evaluation, of the first document in the order of precedence."""
    kinds = year["documents"].set_index("document_id")["kind"]
    order = {kind: place for place, kind in enumerate(PRECEDENCE[evaluation])}
    scores = year["scores"]
    scores = scores[(scores["evaluation"] == evaluation) & scores["score"].notna()]
    rank = scores["document_id"].map(kinds).map(order)
    ranked = scores.assign(_rank=rank)[rank.notna()].sort_values("_rank", kind="stable")
    keys = ["project_id", "indicator_id"]
    return ranked.drop_duplicates(keys)[[*keys, "score"]]


def _by_level(year: EvaluationYear) -> pd.DataFrame:
    rows = reviewed_indicators(year)
    order = rows.drop_duplicates("level2")[["level1", "level2"]]
    place = np.argsort(level_rank(order["level2"]).to_numpy(), kind="stable")
    order = order.iloc[place].reset_index(drop=True)
    codes = pd.Index(order["level2"]).get_indexer(rows["level2"])
    sums = exact.total_by(
        codes, len(order), {name: rows[name] for name in _SUMS}, exact.SCORE_PLACES
    )
    projects = rows.groupby("level2", sort=False)["project_id"].nunique()
    counted = order.assign(
        projects=order["level2"].map(projects).astype(np.int64),
        indicators=np.bincount(codes, minlength=len(order)),
    )
    return pd.concat([counted, pd.DataFrame(sums)], axis=1)
