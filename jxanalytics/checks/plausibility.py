"""Plausibility: figures that reconcile and still give cause to ask. JX5xx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import (
    Evidence,
    Row,
    grouped,
    matching,
    spot,
    spots,
)
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import why_unspent
from jxanalytics.checks.registry import check
from jxanalytics.checks.wording import quoted
from jxanalytics.model import exact, say
from jxanalytics.model.values import MONEY_UNITS, compact
from jxanalytics.scoring.cases import speaks_of_execution
from jxanalytics.statistics.targets import attained

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|千元|元)")


@check(
    "JX501",
    title="金额目标与执行数完全一致",
    rule="以金额作目标的指标，目标与全年执行数分毫不差、而与全年预算数不同的，请提供批复的绩效目标表。",
    severity=Severity.WARNING,
)
def target_is_spending(evidence: Evidence) -> Iterator[Raised]:
    """A money target that equals the spending to the cent, where the budget was another amount."""
    rows = evidence.weighted[evidence.weighted["role"] == "indicator"]
    rows = rows.assign(stated=_stated_amounts(rows))
    money = evidence.funding[evidence.funding["source"] == "total"]
    spent = money[(money["executed"] > 0) & (money["executed"] != money["annual"])]
    spent = spent[["project_id", "executed"]].drop_duplicates("project_id")
    joined = rows[rows["stated"].notna()].merge(spent, on="project_id")
    same = joined[np.abs(exact.minus(joined["stated"], joined["executed"])) < 1e-9]
    sources = grouped(
        matching(money[money["executed"].notna()], same, ["project_id"]), "project_id"
    )
    for project, mine in grouped(same, "project_id").items():
        first = mine[0]
        yield Raised(
            project,
            f"{quoted(first['name'])}的金额与全年执行数{say.amount(first['executed'])}完全一致，请提供批复的绩效目标表，并说明年初目标。",
            (
                *(Spot(row["document_id"], row["name_place"], row["name_raw"]) for row in mine),
                *(spot(row, "target") for row in mine),
                *spots(sources[project], "executed"),
            ),
            expected="批复的年初目标",
            basis="目标金额与全年执行数逐一比较",
            key=first["indicator_id"],
        )


def _stated_amounts(rows: pd.DataFrame) -> np.ndarray:
    """The amount of each row's target, else of its name, in 万元; NaN where it is none."""
    named = {name: _amount(name) for name in rows["name"].unique()}
    factor = {unit: float(value / MONEY_UNITS["万元"]) for unit, value in MONEY_UNITS.items()}
    of_target = rows["target"] * rows["target_unit"].map(factor).astype(float)
    found = of_target.where(of_target.notna(), rows["name"].map(named).astype(float)).to_numpy(
        np.float64
    )
    return exact.unscaled(*_scaled(found))


def _scaled(values: np.ndarray) -> tuple[np.ndarray, int, np.ndarray]:
    units, missing = exact.scaled(values, exact.AMOUNT_PLACES)
    return units, exact.AMOUNT_PLACES, missing


def _amount(text: str) -> float:
    match = _AMOUNT.search(compact(text))
    if match is None:
        return np.nan
    return float(Decimal(match[1]) * MONEY_UNITS[match[2]] / MONEY_UNITS["万元"])


@check(
    "JX502",
    title="预算执行率低而各项指标均得满分",
    rule="预算执行率低于{least}%而其他各项指标全部得满分的，请说明以较少支出完成全部目标的原因，或核实目标是否偏低、得分是否偏高。",
    severity=Severity.WARNING,
)
def full_marks(evidence: Evidence, *, least: float = 60) -> Iterator[Raised]:
    """All targets met in full while little of the money was spent."""
    rows = evidence.marked
    rows = rows[(rows["role"] == "indicator") & (rows["evaluation"] == "self")]
    rows = rows[rows["project_id"].map(evidence.rates).astype(float) < least]
    full = (rows["score"] == rows["weight"]).groupby(rows["document_id"]).transform("all")
    for project, mine in grouped(rows[full], "project_id").items():
        rate = say.rate(evidence.rates[project])
        yield Raised(
            project,
            f"预算执行率{rate}，其余{len(mine)}项指标均得满分，请说明支出较少而目标全部完成的原因，并核实目标和得分。",
            spots(mine, "score"),
            expected="说明原因",
            basis=f"执行率{rate}低于{least:g}%",
        )


@check(
    "JX503",
    title="全年预算数调减到与执行数相同",
    rule="全年预算数由年初预算数调减、且恰好等于全年执行数的，请补充预算调整依据和时间。",
    severity=Severity.WARNING,
)
def adjusted_to_spending(evidence: Evidence) -> Iterator[Raised]:
    """An annual budget that was cut to exactly what was spent."""
    rows = evidence.funding
    cut = (rows["annual"] < rows["initial"]) & (rows["annual"] == rows["executed"])
    rows = rows[cut & (rows["source"] == "total") & (rows["executed"] > 0)]
    for project, mine in grouped(rows, "project_id").items():
        first = mine[0]
        yield Raised(
            project,
            f"全年预算数由{say.amount(first['initial'])}调减为{say.amount(first['annual'])}，与全年执行数相同，请补充预算调整的依据和时间。",
            tuple(spot(row, name) for row in mine for name in ("initial", "annual", "executed")),
            expected="预算调整文件",
            basis="全年预算数＝全年执行数＜年初预算数",
        )


@check(
    "JX504",
    title="完成值偏离目标过大而没有说明",
    rule="实际完成值偏离年度指标值超过{limit}%的，应填写偏差原因分析及改进措施。",
    severity=Severity.WARNING,
)
def deviation(evidence: Evidence, *, limit: float = 30) -> Iterator[Raised]:
    """A result far above or below its target is explained."""
    rows = evidence.once(_results)
    far = rows[_far(rows, limit) & ~rows["explained"]]
    for project, mine in grouped(far, "project_id").items():
        told = [
            f"{quoted(row['name'])}目标{row['target_raw']}，完成{row['actual_raw']}" for row in mine
        ]
        yield Raised(
            project,
            f"完成值偏离目标超过{limit:g}%而未说明：{wording.told(told)}，请补充偏差原因分析及改进措施。",
            tuple(place for row in mine for place in (spot(row, "target"), spot(row, "actual"))),
            expected="填写偏差原因分析及改进措施",
            basis="；".join(
                f"{quoted(r['name'])}为目标的{say.rate(r['completion'])}" for r in mine
            ),
        )


@check(
    "JX505",
    title="未完成或扣分而没有说明",
    rule="未达到年度指标值或有扣分的指标，应填写偏差原因分析及改进措施；偏离超过{limit}%的另列。",
    severity=Severity.WARNING,
)
def unexplained(evidence: Evidence, *, limit: float = 30) -> Iterator[Raised]:
    """A missed target or a lost point is explained; large deviations are a finding of their own."""
    rows = evidence.once(_results)
    near = ~_far(rows, limit)
    lost = rows["score"] < rows["weight"]
    missed = rows["completion"] < 100
    rows = rows[(lost | missed) & near & ~rows["explained"]]
    # The execution row of many forms has no such cell; a low rate is a finding of its own.
    unasked = rows["role"].eq("execution") & rows["reason_place"].eq("")
    low = rows["role"].eq("execution") & (rows["project_id"].map(evidence.rates).astype(float) < 60)
    for project, mine in grouped(rows[~low & ~unasked], "project_id").items():
        told = [
            f"{quoted(row['name'])}目标{row['target_raw'].strip() or '未列'}，完成{row['actual_raw'].strip() or '未填'}"
            for row in mine
        ]
        yield Raised(
            project,
            f"未完成或有扣分而未说明：{wording.told(told)}，请补充偏差原因分析及改进措施。",
            tuple(
                place
                for row in mine
                for place in (
                    spot(row, "actual"),
                    Spot(row["document_id"], row["reason_place"], row["reason"]),
                )
            ),
            expected="填写偏差原因分析及改进措施",
            basis="未达目标或得分低于分值，偏差原因一栏空白",
        )


def _far(rows: pd.DataFrame, limit: float) -> pd.Series[bool]:
    """Where completion is beyond the limit; staying below a cap that is no amount is no deviation."""
    capped = rows["target_operator"].isin(["≤", "<"]) & ~rows["target_unit"].isin(list(MONEY_UNITS))
    beyond = (rows["completion"] - 100).abs() > limit
    return beyond & ~(capped & (rows["completion"] > 100))


def _results(evidence: Evidence) -> pd.DataFrame:
    """Scored rows of self-evaluations that have a column for reasons: with score, completion
    (percent of the target; above 100 is better than asked) and explained (in any document)."""
    rows = evidence.marked
    rows = rows[(rows["kind"] == "self_evaluation") & (rows["evaluation"] == "self")]
    column = rows["reason_place"].ne("") | rows["reason"].ne("")
    rows = rows[rows["document_id"].isin(set(rows.loc[column, "document_id"]))]
    told = evidence.indicators
    told = pd.MultiIndex.from_frame(
        told.loc[told["reason"].str.strip() != "", ["project_id", "indicator_id"]]
    )
    explained = pd.MultiIndex.from_frame(rows[["project_id", "indicator_id"]]).isin(told)
    # A low execution rate is a finding of its own.
    reached = np.where(rows["role"] == "indicator", attained(rows), np.nan)
    return rows.assign(completion=reached, explained=explained)


@check(
    "JX506",
    title="成本指标以多支出为好",
    rule="成本指标应反映节约；以执行率、使用率高低计分的，支出越多得分越高，与成本控制相反。",
    severity=Severity.WARNING,
)
def rewarded_spending(evidence: Evidence) -> Iterator[Raised]:
    """A cost indicator whose rule rewards a higher rate of spending."""
    used = evidence.used_indicators
    cost = used[used["level2"].str.contains("成本") | used["level1"].str.startswith("成本")]
    rules = evidence.rules.merge(
        cost[["project_id", "indicator_id", "name"]], on=["project_id", "indicator_id"]
    )
    year = evidence.year.year
    speaks = {text: speaks_of_execution(text, year) for text in rules["text"].unique()}
    wrong = rules[rules["text"].map(speaks).astype(bool)]
    for (project, indicator), mine in grouped(wrong, "project_id", "indicator_id").items():
        yield Raised(
            project,
            f"成本指标{quoted(mine[0]['name'])}按执行率、使用率高低计分，支出越多得分越高，请改为反映成本控制的标准。",
            tuple(Spot(row["document_id"], row["place"], row["text"]) for row in mine),
            expected="以不超过目标成本为满分标准",
            basis="成本指标的评分规则以执行率、使用率计分",
            key=indicator,
        )  # fmt: skip


@check(
    "JX507",
    title="满意度为100%",
    rule="满意度实际完成值为100%的，请提供调查方式、样本量和调查结果。",
    severity=Severity.NOTE,
)
def all_satisfied(evidence: Evidence) -> Iterator[Raised]:
    """A satisfaction of exactly 100% is shown with its survey."""
    rows = evidence.weighted[evidence.weighted["kind"].isin(["self_evaluation", "report"])]
    satisfied = rows["level2"].str.contains("满意度") | rows["level1"].str.contains("满意度")
    wrong = rows[satisfied & rows["actual"].eq(100) & rows["actual_unit"].eq("%")]
    for project, mine in grouped(wrong, "project_id").items():
        yield Raised(
            project,
            f"{wording.names(row['name'] for row in mine)}满意度实际完成值为100%，请提供调查方式、样本量和调查结果。",
            spots(mine, "actual"),
            expected="满意度调查材料",
            basis="实际完成值100%",
        )


@check(
    "JX508",
    title="自评得分与部门评价、复核得分相差较大",
    rule="自评总分与部门评价总分或复核总分相差达到{points}分的，请说明原因。",
    severity=Severity.WARNING,
)
def far_scores(evidence: Evidence, *, points: float = 10) -> Iterator[Raised]:
    """Self score and another's score far apart are explained."""
    rows = evidence.totals
    rows = rows[(rows["project_id"] != "") & rows["value"].notna()]
    first = rows.drop_duplicates(["project_id", "measure"])
    own = first[first["measure"] == "self"][["project_id", "document_id", "value", "raw", "place"]]
    other = first[first["measure"].isin(["department", "review"])]
    joined = other.merge(own, on="project_id", suffixes=("", "_self"))
    label = {"department": "部门评价得分", "review": "复核得分"}
    joined["gap"] = exact.minus(joined["value"], joined["value_self"], exact.SCORE_PLACES)
    for row in joined[joined["gap"].abs() >= points].to_dict("records"):
        yield Raised(
            row["project_id"],
            f"自评得分{say.points(row['value_self'])}，{label[row['measure']]}{say.points(row['value'])}，"
            f"相差{say.points(abs(row['gap']))}，请说明原因。",
            (Spot(row["document_id_self"], row["place_self"], row["raw_self"].strip()), spot(row)),
            expected=f"相差不到{points:g}分，或说明原因",
            basis="两个总分相减",
            key=row["measure"],
        )


@check(
    "JX509",
    title="预算执行率低而没有说明原因",
    rule="预算执行率低于{least}%的，应说明原因。",
    severity=Severity.WARNING,
)
def low_execution(evidence: Evidence, *, least: float = 60) -> Iterator[Raised]:
    """A low execution rate is explained in the execution row, else in the text."""
    rates = evidence.rates
    low = set(rates.index[rates < least])
    rows = evidence.indicators
    rows = rows[rows["project_id"].isin(low) & (rows["role"] == "execution")]
    asked = set(rows.loc[rows["reason_place"] != "", "project_id"])
    explained = set(rows.loc[rows["reason"].str.strip() != "", "project_id"])
    money = evidence.funding[evidence.funding["source"] == "total"]
    explained |= set(money.loc[money["remark"].str.strip() != "", "project_id"])
    # Without form and report there is no place where it could be explained: that is another finding.
    filed = {*evidence.having("self_evaluation"), *evidence.having("report")}
    unexplained = (low & filed) - explained
    wrong = [project for project in evidence.projects.index if project in unexplained]
    places = grouped(money[money["project_id"].isin(wrong)], "project_id")
    for project in wrong:
        if project not in asked and _told(evidence, project):
            continue
        yield Raised(
            project,
            f"预算执行率{say.rate(rates[project])}，低于{least:g}%而未说明原因，请补充。",
            _executed(places.get(project, [])),
            expected="说明执行率低的原因和改进措施",
            basis="全年执行数÷全年预算数",
        )


def _executed(rows: list[Row]) -> tuple[Spot, ...]:
    stated = [row for row in rows if not np.isnan(row["executed"])]
    return tuple(spot(row, name) for row in stated for name in ("executed", "annual"))


def _told(evidence: Evidence, project: str) -> bool:
    """Whether a text of the project says why money was left, in one sentence."""
    return any(why_unspent(evidence.prose(name)) for name in evidence.documents_of(project))
