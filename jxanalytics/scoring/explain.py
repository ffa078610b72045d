"""One Chinese line for each score: rule, values, arithmetic, result, filed score, difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any

import numpy as np

from jxanalytics.model.exact import SCORE_PLACES, plain
from jxanalytics.scoring.cases import Case
from jxanalytics.scoring.measures import Look
from jxanalytics.scoring.printer import award, bound
from jxanalytics.scoring.reading import Partial
from jxanalytics.scoring.rules import (
    Bands,
    Branch,
    Deadline,
    Ladder,
    Outcome,
    Proportional,
    Range,
    Step,
    Tiers,
)
from jxanalytics.scoring.scheme import Over, Scheme


@dataclass(frozen=True)
class Line:
    """Where a row's score came from: its case, the outcome of its group and its number there."""

    case: Case
    outcome: Outcome | None
    number: int
    reason: str

    @property
    def branch(self) -> Branch:
        return Branch(int(self.outcome.branch[self.number])) if self.outcome else Branch.JUDGED

    @property
    def count(self) -> int:
        return int(self.outcome.count[self.number]) if self.outcome else 0

    @property
    def points(self) -> Decimal:
        units = int(self.outcome.points[self.number]) if self.outcome else 0
        return Decimal(units).scaleb(-SCORE_PLACES)


def explained(line: Line | None, row: dict[str, Any], scheme: Scheme) -> tuple[str, str, str]:
    """Rule, explanation and note of one row."""
    if line is None:
        text = "申明无此项指标，不计分" if row["role"] == "none" else "其中项，不单独计分"
        return "", text, ""
    case = line.case
    origin = "本指标规则" if case.local else scheme.name
    stated = f"{origin}：{case.text}" if case.text else "无适用规则"
    parts = [stated, _figures(case, row)]
    notes = list(case.notes)
    problem = line.reason or _unscored(line)
    if problem:
        notes.append(problem)
        parts.append(f"{problem}，{'不计分' if np.isnan(row['score']) else '按填报得分计'}")
    else:
        parts += [*case.notes, _arithmetic(case.rule, line, scheme), _remark(line, row, scheme)]
    parts.append(_compared(row))
    return case.text, "；".join(part for part in parts if part), "；".join(notes)


def _unscored(line: Line) -> str:
    rule = line.case.rule
    if isinstance(rule, Tiers):
        return (
            "定性指标由评价人判断，只核对不复算"
            if rule.tiers
            else "规则写明酌情，由评价人判断，不复算"
        )
    if line.outcome is None or line.branch is Branch.JUDGED:
        return "未达到时如何得分由评价人判断，不复算"
    return "实际完成值不在规则所列各档之内" if line.branch is Branch.UNCOVERED else ""


def _figures(case: Case, row: dict[str, Any]) -> str:
    spending = case.measure is not None and case.measure.look is Look.EXECUTION
    if row["role"] == "execution" or spending:
        executed, annual = _money(row["money_executed"]), _money(row["money_annual"])
        rate = "" if np.isnan(row["rate"]) else f"，执行率{plain(row['rate'], 2)}%"
        return f"全年执行数{executed}÷全年预算数{annual}{rate}"
    target = " ".join(str(row["target_raw"]).split()) or "空白"
    actual = " ".join(str(row["actual_raw"]).split()) or "空白"
    return f"年度指标值{target}，实际完成值{actual}"


def _money(value: float) -> str:
    return "未填" if np.isnan(value) else f"{plain(value)}万元"


def _compared(row: dict[str, Any]) -> str:
    score, filed = row["score"], row["filed"]
    if np.isnan(score):
        return f"自评{plain(filed)}分" if not np.isnan(filed) else "自评得分未填"
    result = f"得{plain(score)}分"
    if np.isnan(filed):
        return f"{result}，自评得分未填"
    same = row["difference"] == 0
    gap = "与自评一致" if same else f"自评{plain(filed)}分，相差{plain(row['difference'])}分"
    return f"{result}，{gap}"


@singledispatch
def _arithmetic(rule: object, line: Line, scheme: Scheme) -> str:
    return "达到年度指标值" if line.branch is Branch.FULL else "未达到年度指标值"


@_arithmetic.register
def _(rule: Proportional, line: Line, scheme: Scheme) -> str:
    if line.count == -1:
        return "项目已完成且未超预算，得满分"
    said = {Branch.FULL: "达到100%，得满分", Branch.ZERO: "在不得分的范围内，不得分"}
    return said.get(line.branch) or f"按比例计{plain(line.points)}分"


@_arithmetic.register
def _(rule: Ladder, line: Line, scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return "达到满分点，不扣分"
    if line.branch is Branch.ZERO and rule.zero:
        return f"{bound(rule.zero, rule.unit)}，不得分" + _inclusive(rule.zero.sign, scheme)
    return _deducted(rule.step, line.count, scheme)


@_arithmetic.register
def _(rule: Bands, line: Line, scheme: Scheme) -> str:
    if line.count == -1:
        return "项目已完成且未超预算，得满分"
    band = rule.bands[line.count]
    ends = [bound(b, rule.unit) for b in (band.low, band.high) if b]
    return f"在“{'、'.join(ends) or '其余'}”一档，{award(band.award)}"


@_arithmetic.register
def _(rule: Range, line: Line, scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return "在范围内，不扣分"
    if rule.step is None:
        return "超出范围，不得分"
    return "超出范围，" + _deducted(rule.step, line.count, scheme)


@_arithmetic.register
def _(rule: Deadline, line: Line, scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return "按时完成"
    if line.branch is Branch.ZERO or rule.step is None:
        return "逾期，不得分"
    return "逾期，" + _deducted(rule.step, line.count, scheme)


def _deducted(step: Step, count: int, scheme: Scheme) -> str:
    partial = step.partial or scheme.reading.partial
    each = (
        f"分值的{plain(step.deduct.amount)}%"
        if step.deduct.share
        else f"{plain(step.deduct.amount)}分"
    )
    if partial is Partial.PRORATED:
        return f"满{count}档，不足一档按比例，每档扣{each}"
    how = "" if step.partial else f"（不足一档{partial}）"
    return f"扣{count}档×{each}{how}"


def _inclusive(sign: str, scheme: Scheme) -> str:
    if sign != "以下":
        return ""
    return "（含本数）" if scheme.reading.below_inclusive else "（不含本数）"


def _remark(line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    if row["role"] == "execution" and scheme.finished_full and not row["finished"]:
        return "项目是否完成未填，按未完成计"
    beyond = scheme.over.kind is not Over.NOTHING and not line.case.local
    if beyond and line.case.measure and line.case.measure.look is Look.COMPLETION:
        return f"超过年度指标值{plain(scheme.over.limit)}%的{scheme.over.kind}"
    return ""
