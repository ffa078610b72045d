"""The same money and the same scores in several documents. JX201–JX209."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from jxanalytics.checks.evidence import Evidence, Row, apart, grouped, matching, spot, spots
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.registry import check
from jxanalytics.model import exact, say
from jxanalytics.model.precedence import PRECEDENCE
from jxanalytics.model.vocabulary import EVALUATIONS, FUNDING_QUANTITIES, SOURCES

# Between 元 and 万元.
_SLIP = 10_000
_NEAR = 1e-4
_MONEY = ["project_id", "source"]


@check(
    "JX201",
    title="全年预算数各表不一致",
    rule="同一项目、同一资金来源的全年预算数，自评表、汇总表、评价报告、财务数据应一致，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
)
def annual(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """The annual budget is the same in every document."""
    return _disagreeing(evidence, "annual", tolerance)


@check(
    "JX202",
    title="全年执行数各表不一致",
    rule="同一项目、同一资金来源的全年执行数，自评表、汇总表、评价报告、财务数据应一致，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
)
def executed(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """What was spent is the same in every document."""
    return _disagreeing(evidence, "executed", tolerance)


@check(
    "JX203",
    title="年初预算数与批复不一致",
    rule="同一项目、同一资金来源的年初预算数，自评表应与绩效目标表等一致，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
)
def initial(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """The initial budget is the one approved with the target form."""
    return _disagreeing(evidence, "initial", tolerance)


def _disagreeing(evidence: Evidence, quantity: str, tolerance: float) -> Iterator[Raised]:
    """One finding a project whose documents state a quantity differently, whatever the source."""
    spans = _spans(evidence, quantity)
    wrong = spans[apart(spans["max"], spans["min"], tolerance) & ~_slipped(spans)]
    rows = evidence.funding[evidence.funding[quantity].notna()]
    rows = _best_first(matching(rows, wrong, _MONEY))
    label = FUNDING_QUANTITIES[quantity]
    for project, mine in grouped(rows, "project_id").items():
        first = mine[0]
        same = [row for row in mine if row["source"] == first["source"]]
        yield Raised(
            project,
            f"{SOURCES[first['source']]}的{label}各表不一致：{_said(evidence, same, quantity)}，请核实并更正不符的一处。",
            spots(mine, quantity),
            expected=f"各表一致；计算时采用{evidence.short(first['document_id'])}的{say.amount(first[quantity])}",
            basis=f"最大与最小相差{_gap(same, quantity)}",
            key=quantity,
        )


def _spans(evidence: Evidence, quantity: str) -> pd.DataFrame:
    """The largest and the smallest statement of a project and source: project_id, source, max, min."""
    rows = evidence.funding[evidence.funding[quantity].notna()]
    return rows.groupby(_MONEY, sort=False)[quantity].agg(["max", "min"]).reset_index()


def _slipped(spans: pd.DataFrame) -> pd.Series[bool]:
    """Where one statement is ten thousand times another."""
    return (spans["max"] / (spans["min"].where(spans["min"] > 0) * _SLIP) - 1).abs() < _NEAR


def _best_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements by project and source, the one that is used first."""
    kinds = {kind: i for i, kind in enumerate(PRECEDENCE["funding"])}
    order = {source: i for i, source in enumerate(SOURCES)}
    keyed = rows.assign(_kind=rows["kind"].map(kinds), _source=rows["source"].map(order))
    return keyed.sort_values(["_source", "_kind"], kind="stable")


def _said(evidence: Evidence, rows: list[Row], quantity: str) -> str:
    return "，".join(
        f"{evidence.short(row['document_id'])}{say.amount(row[quantity])}" for row in rows
    )


def _gap(rows: list[Row], quantity: str) -> str:
    values = [row[quantity] for row in rows]
    return say.amount(float(exact.minus([max(values)], [min(values)])[0]))


@check(
    "JX204",
    title="金额疑似以元为万元",
    rule="同一数额在不同表中、或同一行的预算数与执行数，恰好相差一万倍的，疑似元与万元混用。",
    severity=Severity.ERROR,
)
def slipped_unit(evidence: Evidence) -> Iterator[Raised]:
    """One statement exactly ten thousand times another: 元 for 万元."""
    found: dict[str, list[Row]] = {}
    for quantity in FUNDING_QUANTITIES:
        spans = _spans(evidence, quantity)
        wrong = spans[_slipped(spans)]
        rows = evidence.funding[evidence.funding[quantity].notna()]
        rows = _best_first(matching(rows, wrong, _MONEY)).assign(quantity=quantity)
        for project, mine in grouped(rows, "project_id").items():
            found.setdefault(project, []).extend(mine)
    for project, mine in found.items():
        first = mine[0]
        quantity = first["quantity"]
        same = [r for r in mine if (r["source"], r["quantity"]) == (first["source"], quantity)]
        yield Raised(
            project,
            f"{SOURCES[first['source']]}的{FUNDING_QUANTITIES[quantity]}各表相差一万倍：{_said(evidence, same, quantity)}，"
            "请核对金额单位是元还是万元。",
            tuple(spot(row, row["quantity"]) for row in mine),
            expected="各表统一以万元填报",
            basis="较大数÷较小数＝10000",
        )


@check(
    "JX205",
    title="自评得分各表不一致",
    rule="同一项目的自评总分，自评表与资金汇总表、评价报告应一致。",
    severity=Severity.ERROR,
)
def self_scores(evidence: Evidence) -> Iterator[Raised]:
    """The self score of the form is that of the summary and the report."""
    return _scores(evidence, "self")


@check(
    "JX206",
    title="部门评价得分各表不一致",
    rule="同一项目的部门评价总分，评价报告与资金汇总表应一致。",
    severity=Severity.ERROR,
)
def department_scores(evidence: Evidence) -> Iterator[Raised]:
    """The department's score of the report is that of the summary."""
    return _scores(evidence, "department")


@check(
    "JX207",
    title="复核得分各表不一致",
    rule="同一项目的复核总分，各表应一致。",
    severity=Severity.ERROR,
)
def review_scores(evidence: Evidence) -> Iterator[Raised]:
    """The review score is the same wherever it is stated."""
    return _scores(evidence, "review")


def _scores(evidence: Evidence, evaluation: str) -> Iterator[Raised]:
    rows = evidence.totals
    stated = (rows["measure"] == evaluation) & (rows["project_id"] != "") & rows["value"].notna()
    rows = rows[stated]
    spans = rows.groupby("project_id", sort=False)["value"].agg(["max", "min"]).reset_index()
    wrong = spans[apart(spans["max"], spans["min"], 0)]
    label = EVALUATIONS[evaluation]
    for project, mine in grouped(matching(rows, wrong, ["project_id"]), "project_id").items():
        listed = "，".join(
            f"{evidence.short(row['document_id'])}{say.points(row['value'])}" for row in mine
        )
        yield Raised(
            project,
            f"{label}各表不一致：{listed}，请核实并更正不符的一处。",
            spots(mine),
            expected="各表一致",
            basis="同一项目只有一个" + label,
            key=evaluation,
        )
