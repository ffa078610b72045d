"""A year scored under a scheme: every indicator with its points and one line that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.exact import Integers
from jxanalytics.model.precedence import used_funding, used_indicators, used_rules, used_totals
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring.cases import Case, Shape, about_execution, decide, readable
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.explain import FINISHED, Line, explained
from jxanalytics.scoring.loading import scheme_for
from jxanalytics.scoring.measures import Columns, Look
from jxanalytics.scoring.ratios import Ratios
from jxanalytics.scoring.rules import Branch, Measured, Outcome, Proportional
from jxanalytics.scoring.scheme import Over, OverCompletion, Scheme

SCORED = ("indicator", "execution")
OVERSPENT = "执行率超过100%，不计分，须先核实更正预算数或执行数"
_UNSCORED = (Branch.UNCOVERED, Branch.JUDGED)
_KEPT = [
    "project_id",
    "indicator_id",
    "position",
    "role",
    "level1",
    "level2",
    "name",
    "weight",
    "filed",
]


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
    points, lines = _lines(rows, scheme, year)
    frame = rows[_KEPT].copy()
    frame["score"] = _final(rows, points, lines)
    frame["difference"] = exact.minus(frame["score"], frame["filed"], exact.SCORE_PLACES)
    frame["recomputed"] = ~np.isnan(points)
    records = _records(rows, frame)
    told = [explained(line, row, scheme) for line, row in zip(lines, records, strict=True)]
    for number, column in enumerate(("rule", "explanation", "note")):
        frame[column] = pd.array([texts[number] for texts in told], dtype="str")
    return frame


def scores(rows: pd.DataFrame, scheme: Scheme, year: int) -> exact.Floats:
    """The scores alone of prepared rows, as in ``scored_rows``."""
    return _final(rows, *_lines(rows, scheme, year))


def _lines(rows: pd.DataFrame, scheme: Scheme, year: int) -> tuple[exact.Floats, list[Line | None]]:
    """Recomputed points of each row (NaN where none) and where each came from."""
    columns = _columns(rows)
    unweighted = rows["weight"].isna().to_numpy()
    units = np.zeros(len(rows), dtype=object)
    done = np.zeros(len(rows), dtype=np.bool_)
    lines: list[Line | None] = [None] * len(rows)
    for shape, members in _grouped(rows, year).items():
        case = decide(shape, scheme, year)
        picked = np.array(members)
        values, outcome, reasons = apply(case, columns.take(picked), scheme)
        if case.measure and case.measure.look is Look.EXECUTION:
            reasons = _no_rates(rows.iloc[picked])
        if shape.role == "execution" and outcome is not None:
            outcome = _finished(outcome, rows.iloc[picked], columns.weight[picked], scheme)
        for i, row in enumerate(members):
            reason = "分值未填" if unweighted[row] else reasons[i] if reasons else case.problem
            line = lines[row] = Line(case, values, outcome, i, reason)
            if outcome and not reason and line.branch not in _UNSCORED:
                units[row], done[row] = int(outcome.points[i]), True
    return exact.unscaled(units, exact.SCORE_PLACES, ~done), lines


def _final(rows: pd.DataFrame, points: exact.Floats, lines: list[Line | None]) -> exact.Floats:
    """Recomputed points, else the filed ones; nothing for overspending and rows not scored."""
    unscored = np.array(
        [line is None or line.reason == OVERSPENT for line in lines], dtype=np.bool_
    )
    filed = np.where(unscored, np.nan, rows["filed"].to_numpy())
    return np.asarray(np.where(np.isnan(points), filed, points), dtype=np.float64)


def apply(
    case: Case, columns: Columns, scheme: Scheme
) -> tuple[Ratios | None, Outcome | None, list[str] | None]:
    """Values and points of rows of one case; the reason, row by row, why a row has none."""
    if case.rule is None or case.measure is None:
        return None, None, None
    values, undefined = case.measure.values(columns)
    measured = Measured(values, columns.weight, case.measure.start(columns))
    outcome = case.rule.outcome(measured, scheme.reading)
    if (
        isinstance(case.rule, Proportional)
        and case.measure.look is Look.COMPLETION
        and not case.local
    ):
        outcome = _over(outcome, values, columns.weight, scheme.over, scheme)
    reasons = [case.measure.doubt if doubtful else "" for doubtful in undefined]
    return values, outcome, reasons if undefined.any() else None


def _over(
    outcome: Outcome, values: Ratios, weights: Integers, over: OverCompletion, scheme: Scheme
) -> Outcome:
    """Points with over-completion beyond the scheme's limit deducted."""
    if over.kind in (Over.NOTHING, Over.EXPLAIN):
        return outcome
    beyond = values.above(over.limit, inclusive=False)
    if over.kind is Over.STEPS and over.step is not None:
        reduced, _ = over.step.score(
            values.minus(over.limit), outcome.points, weights, scheme.reading
        )
    else:
        limit = int(over.limit)
        inverse = Ratios(
            np.where(beyond, values.under, 0) * limit, np.where(beyond, values.over, 1)
        )
        reduced = inverse.times(weights, scheme.reading.places)
    return Outcome(np.where(beyond, reduced, outcome.points), outcome.branch, outcome.count)


def _finished(outcome: Outcome, rows: pd.DataFrame, weights: Integers, scheme: Scheme) -> Outcome:
    """Full marks for a finished project within its budget, where the scheme gives them."""
    if not scheme.finished_full:
        return outcome
    full = (rows["finished"] == "是").to_numpy()
    branch = np.where(full, Branch.FULL, outcome.branch).astype(np.int8)
    return Outcome(
        np.where(full, weights, outcome.points), branch, np.where(full, FINISHED, outcome.count)
    )


def _no_rates(rows: pd.DataFrame) -> list[str]:
    """Why a project has no execution rate, per row; empty where it has."""
    columns = (rows[name].tolist() for name in ("money_annual", "money_executed"))
    return [_no_rate(*row) for row in zip(*columns, strict=True)]


def _no_rate(budget: float, done: float) -> str:
    if np.isnan(budget):
        return "全年预算数未填，执行率无从计算"
    if np.isnan(done):
        return "全年执行数未填，执行率无从计算"
    if budget <= 0:
        return "全年预算数为0，执行率不适用"
    # On the amounts, not the rounded rate: a cent above the budget is above it.
    return OVERSPENT if done > budget else ""


def _columns(rows: pd.DataFrame) -> Columns:
    def units(name: str, places: int) -> npt.NDArray[np.int64]:
        return exact.scaled(rows[name], places)[0]

    amount = exact.AMOUNT_PLACES
    return Columns(units("actual", amount), units("target", amount), units("rate", amount),
                   units("weight", exact.SCORE_PLACES))  # fmt: skip


def _grouped(rows: pd.DataFrame, year: int) -> dict[Shape, list[int]]:
    """Row numbers by shape, in the order in which the shapes first occur."""
    speaks = {text: _speaks(text, year) for text in rows["rule_text"].unique()}
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
        "target": rows["target_raw"].where(~target, ""),
        "target_known": target,
        "target_unit": rows["target_unit"],
        "target_operator": rows["target_operator"],
        "actual": rows["actual_raw"].where(~actual, ""),
        "actual_known": actual,
        "actual_unit": rows["actual_unit"],
    }
    columns = [fields[name].tolist() for name in Shape._fields]
    groups: dict[Shape, list[int]] = {}
    for number, values in enumerate(zip(*columns, strict=True)):
        if values[0] in SCORED:
            groups.setdefault(Shape._make(values), []).append(number)
    return groups


def _speaks(text: str, year: int) -> bool:
    rule = readable(text, year) if text else Unreadable("")
    return not isinstance(rule, Unreadable) and about_execution(rule)


def _records(rows: pd.DataFrame, frame: pd.DataFrame) -> list[dict[str, Any]]:
    wanted = rows[
        [
            "role",
            "target_raw",
            "actual_raw",
            "actual",
            "money_annual",
            "money_executed",
            "rate",
            "finished",
        ]
    ]
    both = wanted.assign(score=frame["score"], filed=frame["filed"], difference=frame["difference"],
                         weight=frame["weight"])  # fmt: skip
    records: list[dict[str, Any]] = both.to_dict("records")
    return records


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
