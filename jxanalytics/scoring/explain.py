"""One Chinese line for each score: rule, values, arithmetic, result, filed score, difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from typing import Any

import numpy as np

from jxanalytics.model import say
from jxanalytics.model.exact import SCORE_PLACES, plain
from jxanalytics.scoring.cases import Case
from jxanalytics.scoring.columns import Block, Group
from jxanalytics.scoring.measures import Look
from jxanalytics.scoring.pieces import FINISHED, Bound, Branch, Step
from jxanalytics.scoring.printer import band_words, bound
from jxanalytics.scoring.reading import Partial
from jxanalytics.scoring.rules import Bands, Deadline, Ladder, Proportional, Range, Tiers
from jxanalytics.scoring.scheme import Over, Scheme
from jxanalytics.scoring.tiers import outside_tier

_BLOCKS = {
    Block.NO_WEIGHT: "分值未填",
    Block.NO_BUDGET: "全年预算数未填，执行率无从计算",
    Block.NOT_EXECUTED: "全年执行数未填，执行率无从计算",
    Block.ZERO_BUDGET: "全年预算数为0，执行率不适用",
    Block.OVERSPENT: "执行率超过100%，不计分，须先核实更正预算数或执行数",
}


@dataclass(frozen=True)
class Line:
    """Where a row's score came from: its group and its number there."""

    group: Group
    number: int

    @property
    def case(self) -> Case:
        return self.group.case

    @property
    def reason(self) -> str:
        """Why the row has no recomputed score; empty where a rule scored or judged it."""
        block = Block(int(self.group.blocked[self.number]))
        if block is Block.UNDEFINED and self.case.measure:
            return self.case.measure.doubt
        return _BLOCKS.get(block) or self.case.problem

    @property
    def branch(self) -> Branch:
        outcome = self.group.outcome
        return Branch(int(outcome.branch[self.number])) if outcome else Branch.JUDGED

    @property
    def count(self) -> int:
        outcome = self.group.outcome
        return int(outcome.count[self.number]) if outcome else 0

    @property
    def points(self) -> Decimal:
        outcome = self.group.outcome
        units = int(outcome.points[self.number]) if outcome else 0
        return Decimal(units).scaleb(-SCORE_PLACES)

    @property
    def looked(self) -> Fraction | None:
        """The exact value the rule was applied to."""
        values = self.group.values
        if values is None:
            return None
        under = values.under if isinstance(values.under, int) else int(values.under[self.number])
        return Fraction(int(values.over[self.number]), under)

    @property
    def value(self) -> str:
        """The value looked at, as printed: at most two decimals, half-up."""
        return "" if self.looked is None else _printed(self.looked)


def _printed(value: Fraction) -> str:
    """At most two decimals, half-up."""
    cents = Decimal(int((abs(value) * 200 + 1) // 2)).scaleb(-2)
    return plain(-cents if value < 0 else cents)


def explained(line: Line | None, row: dict[str, Any], scheme: Scheme) -> tuple[str, str, str]:
    """Rule, explanation and note of one row."""
    if line is None:
        text = "申明无此项指标，不计分" if row["role"] == "none" else "其中项，不单独计分"
        return "", text, ""
    case = line.case
    origin = "本指标规则" if case.local else scheme.name
    stated = f"{origin}：{case.text}" if case.text else "无适用规则"
    notes = [*case.notes, *_doubts(case, row)]
    if problem := line.reason or _unscored(line, row):
        notes.append(problem)
        done = f"{problem}，{'不计分' if np.isnan(row['score']) else '按填报得分计'}"
        parts = [*case.notes, done]
    else:
        parts = [*notes, *_arithmetic(case, line, row, scheme), _remark(line, row, scheme)]
    parts = [stated, _figures(case, row), *parts, _compared(row)]
    return case.text, "；".join(part for part in parts if part), "；".join(notes)


def _unscored(line: Line, row: dict[str, Any]) -> str:
    rule = line.case.rule
    if isinstance(rule, Tiers):
        judged = "由评价人判断，只核对不复算"
        if not rule.tiers:
            return f"规则写明酌情评分，{judged}"
        outside = outside_tier(rule, row["actual_raw"], row["weight"], row["filed"])
        return f"定性指标{judged}" + (f"；{outside}" if outside else "")
    if line.branch is Branch.JUDGED:
        return "未达到时如何得分由评价人判断，不复算"
    return "实际完成值不在规则所列各档之内" if line.branch is Branch.UNCOVERED else ""


def _doubts(case: Case, row: dict[str, Any]) -> list[str]:
    """What a reader should know of the rule beside this indicator."""
    doubts = []
    maximum = case.rule.maximum if case.rule else None
    if maximum is not None and row["weight"] != float(maximum):
        doubts.append(f"规则满分{plain(maximum)}分与分值{_plain(row['weight'])}分不一致")
    looked = case.measure is not None and case.measure.look is not Look.EXECUTION
    top = (
        _full_mark(case.rule) if case.local and case.measure and row["target_unit"] == "%" else None
    )
    if (
        top is not None
        and case.measure
        and case.measure.look is Look.VALUE
        and row["target"] != top
    ):
        doubts.append(f"规则以{plain(top)}%为满分点，与年度指标值{_plain(row['target'])}%不一致")
    if case.spending and looked and not np.isnan(row["rate"]) and row["actual"] != row["rate"]:
        doubts.append(
            f"规则按执行率计分，此处用填报的实际完成值；复算的预算执行率为{plain(row['rate'], 2)}%"
        )
    return doubts


def _full_mark(rule: object) -> float | None:
    """From which percentage on a rule gives full marks; None where it names none."""
    edge = None
    if isinstance(rule, Ladder) and rule.unit == "%":
        edge = rule.full
    elif isinstance(rule, Bands) and rule.unit == "%" and rule.bands[0].high is None:
        edge = rule.bands[0].low
    return float(edge.value) if edge else None


def _plain(value: float) -> str:
    return "未填" if np.isnan(value) else plain(value)


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
    return say.MISSING if np.isnan(value) else f"{say.cell_amount(value)}万元"


def _compared(row: dict[str, Any]) -> str:
    score, filed = row["score"], row["filed"]
    if np.isnan(score):
        return f"自评{plain(filed)}分" if not np.isnan(filed) else "自评得分未填"
    result = f"得{plain(score)}分"
    if np.isnan(filed):
        return f"{result}，自评得分未填"
    if row["difference"] == 0:
        return f"{result}，与自评一致"
    gap = plain(abs(row["difference"]))
    return f"{result}，自评{plain(filed)}分，复算{'高' if row['difference'] > 0 else '低'}{gap}分"


def _arithmetic(case: Case, line: Line, row: dict[str, Any], scheme: Scheme) -> list[str]:
    """What was looked at, where that is not the figure as filed, and what the rule made of it."""
    look = case.measure.look if case.measure else None
    rule = case.rule
    shown = ""
    if look is Look.OF_TARGET and isinstance(rule, Ladder | Bands | Range):
        shown = f"折合{line.value}{rule.unit}"
    elif look in (Look.COMPLETION, Look.SAVING, Look.CLOSENESS):
        shown = f"{look}＝{line.value}%"
    elif look is Look.DEVIATION:
        shown = f"偏差率{line.value}%"
    elif look is Look.LATE and isinstance(rule, Deadline) and line.branch is not Branch.FULL:
        shown = f"逾期{line.value}{rule.unit}"
    if line.count == FINISHED:
        return ["项目已完成且未超预算，得满分"]
    return [shown, _made(rule, line, row, scheme), _edge(rule, line, scheme)]


def _edge(rule: object, line: Line, scheme: Scheme) -> str:
    """Where a value lies exactly on a bound whose inclusion the sentence leaves open: how it is read."""
    at = line.looked
    for limit in _bounds(rule):
        if at == Fraction(limit.value) and limit.sign in ("以上", "以下"):
            reading = scheme.reading
            held = reading.above_inclusive if limit.sign == "以上" else reading.below_inclusive
            return f"恰为{line.value}，“{limit.sign}”按{'含' if held else '不含'}本数计"
    return ""


def _bounds(rule: object) -> list[Bound]:
    ends: list[Bound | None] = []
    if isinstance(rule, Ladder | Proportional):
        ends = [rule.full, rule.zero]
    elif isinstance(rule, Bands):
        ends = [end for band in rule.bands for end in (band.low, band.high)]
    elif isinstance(rule, Deadline):
        ends = [rule.zero]
    return [end for end in ends if end]


@singledispatch
def _made(rule: object, line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    return "达到年度指标值" if line.branch is Branch.FULL else "未达到年度指标值"


@_made.register
def _(rule: Proportional, line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return f"{bound(rule.full, '%') if rule.full else '完成率达到100%'}，得满分"
    if line.branch is Branch.ZERO:
        return f"{bound(rule.zero, '%')}，不得分" if rule.zero else "完成率为负，不得分"
    weight, rate = _plain(row["weight"]), f"{line.value}%"
    if rule.rescaled and rule.zero:
        least = plain(rule.zero.value)
        rate = f"({rate}-{least}%)÷{plain(Decimal(100) - rule.zero.value)}%"
    return f"{weight}分×{rate}计{plain(line.points)}分" + ("（舍去小数）" if rule.down else "")


@_made.register
def _(rule: Ladder, line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return "达到满分点，不扣分"
    if line.branch is Branch.ZERO and rule.zero:
        return f"{bound(rule.zero, rule.unit)}{_inclusive(rule.zero.sign, scheme)}，不得分"
    return _beyond(rule, line) + _deducted(rule.step, line.count, scheme)


def _beyond(rule: Ladder, line: Line) -> str:
    """How far the value lies from a full-mark point that the rule states."""
    if rule.full is None or line.looked is None or not line.count:
        return ""
    gap = _printed(abs(line.looked - Fraction(rule.full.value)))
    return f"{'低于' if rule.falling else '超过'}满分点{gap}{rule.unit}，"


@_made.register
def _(rule: Bands, line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    return f"在“{band_words(rule.bands[line.count], rule.unit)}”一档"


@_made.register
def _(rule: Range, line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return "在范围内，不扣分"
    if rule.step is None:
        return "超出范围，不得分"
    return "超出范围，" + _deducted(rule.step, line.count, scheme)


@_made.register
def _(rule: Deadline, line: Line, row: dict[str, Any], scheme: Scheme) -> str:
    if line.branch is Branch.FULL:
        return "按时完成"
    if line.branch is Branch.ZERO or rule.step is None:
        return "逾期，不得分"
    return _deducted(rule.step, line.count, scheme)


def _deducted(step: Step, count: int, scheme: Scheme) -> str:
    partial = step.partial or scheme.reading.partial
    each = (
        f"分值的{plain(step.deduct.amount)}%"
        if step.deduct.share
        else f"{plain(step.deduct.amount)}分"
    )
    if partial is Partial.PRORATED:
        return f"每{plain(step.size)}扣{each}，不足一档按比例"
    how = "" if step.partial else f"（不足一档{partial}）"
    return f"扣{count}档×{each}{how}" if count else f"未达扣分的一档，不扣分{how}"


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
