"""A year scored under a scheme: every indicator with its points and one line that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.precedence import used_funding, used_indicators, used_rules, used_totals
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring.cases import Case, decide, speaks_of_execution
from jxanalytics.scoring.columns import Block, Group, score_columns, scored_groups
from jxanalytics.scoring.explain import Line, explained
from jxanalytics.scoring.loading import scheme_for
from jxanalytics.scoring.looks import Shape
from jxanalytics.scoring.measures import Columns
from jxanalytics.scoring.scheme import Scheme

SCORED = ("indicator", "execution")
_KEPT = [
    "project_id", "indicator_id", "position", "role", "level1", "level2", "name", "weight", "filed",
]  # fmt: skip
_TOLD = [
    "role", "target_raw", "target", "target_unit", "actual_raw", "actual", "money_annual", "money_executed", "rate", "finished",
]  # fmt: skip


@dataclass(frozen=True)
class ScoredYear:
    """Scores of a year under one scheme; see ``score_year`` for the columns.

    ``names`` are the names of the projects by their id.
    """

    scheme: Scheme
    indicators: pd.DataFrame
    totals: pd.DataFrame
    names: Mapping[str, str]


def score_year(year: EvaluationYear, scheme: Scheme | None = None) -> ScoredYear:
    """Score every used indicator of a year, under its own scheme unless another is given.

    ``indicators`` has a row per used indicator: project_id, indicator_id, position, role, level1,
    level2, name, weight, filed (自评得分 as filed), score, difference (score − filed), recomputed,
    rule, explanation, note. Points are exact to two decimals; NaN where there is no score.
    ``totals`` has a row per project with scores: project_id, weight, total, grade, filed (自评总分
    as filed, else the sum of the filed scores), filed_grade (of that total), difference. A project
    with an indicator that has weight and no score has no total.
    """
    scheme = scheme or scheme_for(year)
    rows = prepared(year)
    indicators = scored_rows(rows, scheme, year.year)
    names = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    return ScoredYear(scheme, indicators, _totals(year, indicators, scheme), names)


def prepared(year: EvaluationYear) -> pd.DataFrame:
    """Used indicators with their rule text, filed score, and their project's rate and money."""
    rows = used_indicators(year)
    keys = ["project_id", "indicator_id"]
    rules = used_rules(year)[[*keys, "text"]].rename(columns={"text": "rule_text"})
    filed = year["scores"].query("evaluation == 'self'")[["document_id", "indicator_id", "score"]]
    filed = filed.rename(columns={"score": "filed"})
    funding = used_funding(year)
    money = funding.loc[funding["source"] == "total", ["project_id", "annual", "executed"]].copy()
    money["rate"] = exact.percent(money["executed"], money["annual"])
    money = money.rename(columns={"annual": "money_annual", "executed": "money_executed"})
    finished = year["projects"][["project_id", "finished"]]
    rows = rows.merge(rules, on=keys, how="left").merge(
        filed, on=["document_id", "indicator_id"], how="left"
    )
    rows = rows.merge(money, on="project_id", how="left").merge(
        finished, on="project_id", how="left"
    )
    return rows.assign(rule_text=rows["rule_text"].fillna(""), finished=rows["finished"].fillna(""))


def scored_rows(rows: pd.DataFrame, scheme: Scheme, year: int) -> pd.DataFrame:
    """The ``indicators`` frame of a ScoredYear from prepared rows."""
    points, groups = _pass(rows, scheme, year)
    frame = rows[_KEPT].copy()
    frame["score"] = _final(rows, points, groups)
    frame["difference"] = exact.minus(frame["score"], frame["filed"], exact.SCORE_PLACES)
    frame["recomputed"] = ~np.isnan(points)
    lines: list[Line | None] = [None] * len(rows)
    for group in groups:
        for number, row in enumerate(group.rows.tolist()):
            lines[row] = Line(group, number)
    records = rows[_TOLD].join(frame[["weight", "score", "filed", "difference"]]).to_dict("records")
    told = [explained(line, row, scheme) for line, row in zip(lines, records, strict=True)]
    for number, column in enumerate(("rule", "explanation", "note")):
        frame[column] = pd.array([texts[number] for texts in told], dtype="str")
    return frame


def scores(rows: pd.DataFrame, scheme: Scheme, year: int) -> exact.Floats:
    """The scores alone of prepared rows, as in ``scored_rows``."""
    return _final(rows, *_pass(rows, scheme, year))


def _pass(rows: pd.DataFrame, scheme: Scheme, year: int) -> tuple[exact.Floats, list[Group]]:
    """Recomputed points of each row, NaN where there are none, and the groups they came from."""
    shapes, which = _shapes(rows, year)
    cases, which = _merged([decide(shape, scheme, year) for shape in shapes], which)
    groups = list(scored_groups(cases, which, prepared_columns(rows), scheme))
    points, done = score_columns(groups, len(rows))
    return exact.unscaled(points, exact.SCORE_PLACES, ~done), groups


def _merged(
    cases: list[Case], which: npt.NDArray[np.int64]
) -> tuple[list[Case], npt.NDArray[np.int64]]:
    """Equal cases of different shapes made one, so that their rows are scored together."""
    numbers: dict[Case, int] = {}
    renumbered = [numbers.setdefault(case, len(numbers)) for case in cases]
    # The last entry is what −1 picks: rows that are not scored.
    return list(numbers), np.array([*renumbered, -1], dtype=np.int64)[which]


def _final(rows: pd.DataFrame, points: exact.Floats, groups: list[Group]) -> exact.Floats:
    """Recomputed points, else the filed ones; nothing for overspending and rows not scored."""
    stated = rows["filed"].to_numpy()
    filed = np.full(len(rows), np.nan)
    for group in groups:
        kept = group.rows[group.blocked != Block.OVERSPENT]
        filed[kept] = stated[kept]
    return np.asarray(np.where(np.isnan(points), filed, points), dtype=np.float64)


def prepared_columns(rows: pd.DataFrame) -> Columns:
    """The figures of prepared rows as exact integers."""

    def units(name: str, places: int) -> npt.NDArray[np.int64]:
        return exact.scaled(rows[name], places)[0]

    amount = exact.AMOUNT_PLACES
    return Columns(
        units("actual", amount), units("target", amount), units("rate", amount),
        units("weight", exact.SCORE_PLACES), rows["weight"].isna().to_numpy(), _no_rate(rows),
        (rows["finished"] == "是").to_numpy(),
    )  # fmt: skip


def _no_rate(rows: pd.DataFrame) -> npt.NDArray[np.int8]:
    """Why a row's project has no execution rate; overspending is judged on the amounts."""
    budget, done = rows["money_annual"].to_numpy(), rows["money_executed"].to_numpy()
    conditions = [np.isnan(budget), np.isnan(done), budget <= 0, done > budget]
    blocks = [Block.NO_BUDGET, Block.NOT_EXECUTED, Block.ZERO_BUDGET, Block.OVERSPENT]
    return np.select(conditions, blocks, Block.NONE).astype(np.int8)


def _shapes(rows: pd.DataFrame, year: int) -> tuple[list[Shape], npt.NDArray[np.int64]]:
    """The distinct shapes, in the order in which they first occur, and each row's (−1: none)."""
    speaks = {text: speaks_of_execution(text, year) for text in rows["rule_text"].unique()}
    target, actual = rows["target"].notna(), rows["actual"].notna()
    level1, level2 = rows["level1"], rows["level2"]
    dated = rows["name"].str.contains("年", regex=False)
    fields = {
        "role": rows["role"],
        "level2": level2,
        "satisfaction": level1.str.contains("满意度") | level2.str.contains("满意度"),
        "rule": rows["rule_text"],
        "about_execution": rows["rule_text"].map(speaks).astype(bool),
        # Names matter where a deadline may stand in them.
        "name": rows["name"].where(dated, ""),
        "rated": rows["name"].str.contains("完成率|完成比例"),
        "target": rows["target_raw"].where(~target, ""),
        "target_known": target,
        "target_zero": rows["target"] == 0,
        "target_unit": rows["target_unit"],
        "target_operator": rows["target_operator"],
        "actual": rows["actual_raw"].where(~actual, ""),
        "actual_known": actual,
        "actual_unit": rows["actual_unit"],
    }
    columns = [fields[name].tolist() for name in Shape._fields]
    numbers: dict[Shape, int] = {}
    which = np.full(len(rows), -1, dtype=np.int64)
    for row, values in enumerate(zip(*columns, strict=True)):
        if values[0] in SCORED:
            which[row] = numbers.setdefault(Shape._make(values), len(numbers))
    return list(numbers), which


def _totals(year: EvaluationYear, indicators: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    counted = indicators[indicators["role"].isin(SCORED)]
    places = exact.SCORE_PLACES
    sums = exact.grouped_total(counted, "project_id", ["weight", "score", "filed"], places)
    lacking = counted[counted["score"].isna() & counted["weight"].notna()]["project_id"]
    total = sums["score"].where(~sums["project_id"].isin(set(lacking)))
    stated = used_totals(year, "self").set_index("project_id")["value"]
    sums = sums.assign(total=total, filed=sums["project_id"].map(stated).fillna(sums["filed"]))
    sums = sums[sums["score"].notna()]
    order = {project: i for i, project in enumerate(year["projects"]["project_id"])}
    sums = sums.sort_values("project_id", key=lambda ids: ids.map(order), kind="stable")
    sums["grade"] = [scheme.grade(value) for value in sums["total"]]
    sums["filed_grade"] = [scheme.grade(value) for value in sums["filed"]]
    sums["difference"] = exact.minus(sums["total"], sums["filed"], places)
    names = ["project_id", "weight", "total", "grade", "filed", "filed_grade", "difference"]
    return sums[names].astype({"grade": "str", "filed_grade": "str"}).reset_index(drop=True)
