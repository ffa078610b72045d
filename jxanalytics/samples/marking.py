"""Indicators, rules, scores and totals of the documents of a made-up year, cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.samples.cells import cells, summary_rows, table_of
from jxanalytics.samples.decided import (
    CONCLUSION,
    Plan,
    grade,
    hundredths,
    money_text,
    percent_text,
)
from jxanalytics.samples.outcomes import ACHIEVED
from jxanalytics.samples.plan import Flags
from jxanalytics.samples.words import TEMPLATES

EXECUTION_RULES = {
    2020: "按执行率×分值计分",
    2021: "100%及以上得满分，80%(含)-100%(不含)得分值的70%，60%(含)-80%(不含)得分值的50%，低于60%不得分",
}
UNSPENT = "部分合同按进度付款，尾款在下年度支付，余额按规定结转使用。"


def names_of(plan: Plan) -> list[str]:
    topics = plan.projects.topic
    return [TEMPLATES[t].name.format(topic=topics[p]) if t >= 0 else "无"
            for p, t in zip(plan.slots.project, plan.slots.template, strict=True)]  # fmt: skip


def indicators(plan: Plan) -> pd.DataFrame:
    """The indicators of target forms, self-evaluations and reports, in that order."""
    reported = plan.evaluated[plan.slots.project]
    everything = np.ones(len(reported), dtype=np.bool_)
    return pd.concat(
        [
            _listed(plan, "target", everything, 9),
            _executions(plan, "self_evaluation", np.ones(len(plan.ids), dtype=np.bool_)),
            _listed(plan, "self_evaluation", everything, 12),
            _executions(plan, "report", plan.evaluated),
            _listed(plan, "report", reported, 2),
        ],
        ignore_index=True,
    )


# Columns of name, target, actual, weight, reason in each kind of document.
_COLUMNS = {
    "target": (4, 5, 0, 6, 0),
    "self_evaluation": (7, 9, 11, 13, 17),
    "report": (4, 5, 6, 7, 9),
}
_TABLE_NUMBER = {"target": 1, "self_evaluation": 1, "report": 3}


def _listed(plan: Plan, kind: str, kept: Flags, above: int) -> pd.DataFrame:
    """Rows of the indicators proper; the first stands in the row after ``above``."""
    s, names, filed = plan.slots, names_of(plan), kind != "target"
    at = np.flatnonzero(kept).tolist()
    number = s.number[at].tolist()
    own = [plan.ids[p] for p in s.project[at]]
    rows, table = [above + n for n in number], _TABLE_NUMBER[kind]
    name, aim, done, weight, why = _COLUMNS[kind]
    scored = s.template[at] >= 0
    texts = [names[i] for i in at]
    level1, level2 = [s.level1[i] for i in at], [s.level2[i] for i in at]
    columns = {
        "document_id": [f"{p}-{kind}" for p in own],
        "project_id": own,
        "indicator_id": [f"I{n:02d}" for n in number],
        "position": [n + filed for n in number],
        "role": np.where(scored, "indicator", "none").tolist(),
        **{"level1": level1, "level2": level2, "name": texts},
        **{"level1_raw": level1, "level2_raw": level2, "name_raw": texts},
        "name_place": cells(rows, name, table),
        **_target(plan, at, cells(rows, aim, table)),
        "weight": np.where(scored, s.weight[at], np.nan),
        "weight_raw": [str(w) if k else "" for w, k in zip(s.weight[at], scored, strict=True)],
        "weight_place": cells(rows, weight, table),
    }
    if filed:
        columns |= _actual(plan, at, cells(rows, done, table))
        columns["reason"] = [_reason(plan, i, kind) for i in at]
        columns["reason_place"] = cells(rows, why, table)
    return table_of("indicators", len(at), **columns)


def _target(plan: Plan, at: list[int], places: list[str]) -> dict[str, Any]:
    o = plan.outcomes
    return {
        "target": np.where(o.numeric[at], o.target[at] / 10, np.nan),
        "target_operator": [o.target_operator[i] for i in at],
        "target_unit": [o.unit[i] for i in at],
        "target_raw": [o.target_raw[i] for i in at],
        "target_place": places,
    }


def _actual(plan: Plan, at: list[int], places: list[str]) -> dict[str, Any]:
    o = plan.outcomes
    return {
        "actual": np.where(o.numeric[at], o.actual[at] / 10, np.nan),
        "actual_unit": [o.unit[i] for i in at],
        "actual_raw": [o.actual_raw[i] for i in at],
        "actual_place": places,
    }


def _reason(plan: Plan, row: int, kind: str) -> str:
    own, taken = plan.outcomes.reason[row], int(plan.deducted[row])
    if kind != "report" or not taken:
        return own
    # Only a judgement leaves room within its tier; a figure is taken off for want of evidence.
    room = (
        "成效有提升空间，由评价组在所处档次内酌情"
        if plan.outcomes.actual_raw[row] == ACHIEVED
        else "佐证不足，由评价组"
    )
    return f"{own}资料显示{room}扣{hundredths(taken)}分。建议补充成效佐证资料。"


def _executions(plan: Plan, kind: str, kept: Flags) -> pd.DataFrame:
    """The execution rows: a row of the funding block in the form, an ordinary one in the report."""
    at = np.flatnonzero(kept).tolist()
    own = [plan.ids[i] for i in at]
    rates = plan.rate[at].tolist()
    where = _in_form() if kind == "self_evaluation" else _in_report(plan, at)
    return table_of(
        "indicators",
        len(at),
        document_id=[f"{p}-{kind}" for p in own],
        project_id=own,
        indicator_id="execution",
        position=1,
        role="execution",
        actual=[r / 100 for r in rates],
        actual_unit="%",
        actual_raw=[percent_text(r) for r in rates],
        weight=10.0,
        weight_raw="10",
        **where,
    )


def _in_form() -> dict[str, Any]:
    """The form has no cell for a reason beside the execution rate; its text gives it."""
    return {
        "name": "预算执行率",
        "name_raw": "执行率",
        "name_place": "表1!R5C15",
        "actual_place": "表1!R6C15",
        "weight_place": "表1!R6C13",
    }


def _in_report(plan: Plan, at: list[int]) -> dict[str, Any]:
    named = {"level1": "执行率指标", "level2": "资金落实", "name": "预算资金执行率"}
    return {
        **named,
        **{f"{column}_raw": words for column, words in named.items()},
        "name_place": "表3!R2C4",
        **{"target": 100.0, "target_unit": "%", "target_raw": "100%", "target_place": "表3!R2C5"},
        "actual_place": "表3!R2C6",
        "weight_place": "表3!R2C7",
        "reason": [UNSPENT if plan.money.closing[i] else "" for i in at],
        "reason_place": "表3!R2C9",
    }


def rules(plan: Plan) -> pd.DataFrame:
    """Each indicator's rule: in the form beside it, in the report in its table of rules."""
    execution = EXECUTION_RULES[2020 if plan.year <= 2020 else 2021]
    parts = []
    for kind, first, above, column, table in (
        ("self_evaluation", 6, 12, 19, 1),
        ("report", 2, 2, 4, 2),
    ):
        keys, executed, at, rows = _marked(plan, kind, first, above)
        texts = [execution] * len(executed) + [plan.outcomes.rule[i] for i in at]
        places = cells(rows, column, table)
        parts.append(
            table_of("rules", len(at) + len(executed), **keys, position=1, text=texts, raw=texts, place=places)
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def scores(plan: Plan) -> pd.DataFrame:
    """The unit's own points in the form, the department's in the report."""
    parts = []
    for kind, who, first, above, column, table in (
        ("self_evaluation", "self", 6, 12, 15, 1),
        ("report", "department", 2, 2, 8, 3),
    ):
        keys, executed, at, rows = _marked(plan, kind, first, above)
        points = plan.outcomes.score - (plan.deducted if who == "department" else 0)
        values = np.concatenate([plan.execution[executed], points[at]])
        parts.append(
            table_of(
                "scores",
                len(values),
                **keys,
                evaluation=who,
                score=values / 100,
                score_raw=[hundredths(value) for value in values.tolist()],
                score_place=cells(rows, column, table),
            )
        )
    return pd.concat(parts, ignore_index=True)


def _marked(
    plan: Plan, kind: str, first: int, above: int
) -> tuple[dict[str, list[str]], list[int], list[int], list[int]]:
    """Keys of all that carries points in a kind of document: execution, then the indicators.

    Also the projects and the slots they belong to, and the rows where they stand.
    """
    filed = plan.evaluated if kind == "report" else np.ones(len(plan.ids), dtype=np.bool_)
    executed = np.flatnonzero(filed).tolist()
    at = np.flatnonzero(filed[plan.slots.project] & (plan.slots.template >= 0)).tolist()
    number = plan.slots.number[at].tolist()
    own = [plan.ids[i] for i in executed] + [plan.ids[p] for p in plan.slots.project[at]]
    keys = {
        "document_id": [f"{project}-{kind}" for project in own],
        "project_id": own,
        "indicator_id": ["execution"] * len(executed) + [f"I{n:02d}" for n in number],
    }
    return keys, executed, at, [first] * len(executed) + [above + n for n in number]


def totals(plan: Plan) -> pd.DataFrame:
    """Totals as each document states them; rows of (document, project, measure, value, raw, place)."""
    rows: list[tuple[str, str, str, float, str, str]] = []
    last = np.bincount(plan.slots.project, minlength=len(plan.ids)).tolist()
    own, theirs = plan.self_total.tolist(), plan.department_total.tolist()
    for i, project in enumerate(plan.ids):
        target, form, report = (f"{project}-{kind}" for kind in _COLUMNS)
        rows.append((target, project, "weight", 90.0, "90", f"表1!R{10 + last[i]}C6"))
        end = 13 + last[i]
        rows.append((form, project, "weight", 100.0, "100", f"表1!R{end}C13"))
        rows.append((form, project, "self", own[i] / 100, hundredths(own[i]), f"表1!R{end}C15"))
        if plan.evaluated[i]:
            end, points = 3 + last[i], theirs[i]
            rows.append((report, project, "weight", 100.0, "100", f"表3!R{end}C7"))
            rows.append(
                (report, project, "department", points / 100, hundredths(points), f"表3!R{end}C8")
            )
            rows.append((report, project, "grade", np.nan, grade(points), f"¶ {CONCLUSION} 1"))
    rows += _summary_totals(plan)
    names = ("document_id", "project_id", "measure", "value", "raw", "place")
    return table_of("totals", len(rows), **dict(zip(names, zip(*rows, strict=True), strict=True)))


def _summary_totals(plan: Plan) -> list[tuple[str, str, str, float, str, str]]:
    rows: list[tuple[str, str, str, float, str, str]] = []
    order, summaries, lines = summary_rows(plan)
    own, theirs, ids = plan.self_total.tolist(), plan.department_total.tolist(), plan.ids
    annual, executed = plan.money.annual.tolist(), plan.money.executed.tolist()
    sums: dict[str, tuple[int, int, int]] = {}
    for i, summary, line in zip(order, summaries, lines, strict=True):
        rows.append((summary, ids[i], "self", own[i] / 100, hundredths(own[i]), f"表1!R{line}C6"))
        done = bool(plan.evaluated[i])
        points = theirs[i] / 100 if done else np.nan
        rows.append(
            (
                summary,
                ids[i],
                "department",
                points,
                hundredths(theirs[i]) if done else "",
                f"表1!R{line}C7",
            )
        )
        a, e, _ = sums.get(summary, (0, 0, 0))
        sums[summary] = (a + annual[i], e + executed[i], line + 1)
    for summary, (a, e, line) in sums.items():
        rows.append((summary, "", "annual", a / 100, money_text(a), f"表1!R{line}C4"))
        rows.append((summary, "", "executed", e / 100, money_text(e), f"表1!R{line}C5"))
        rows.append((summary, "", "self", np.nan, "—", f"表1!R{line}C6"))
    return rows
