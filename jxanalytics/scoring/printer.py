"""From a rule back to a Chinese sentence that the parser reads as the same rule."""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch

from jxanalytics.model.exact import plain
from jxanalytics.scoring.pieces import FULL, NOTHING, Award, Bound, Step
from jxanalytics.scoring.reading import Base, Partial
from jxanalytics.scoring.rules import (
    Band,
    Bands,
    Deadline,
    Ladder,
    Proportional,
    Range,
    Rule,
    Tier,
    Tiers,
    YesNo,
)


def sentence(rule: Rule) -> str:
    """The rule as one Chinese sentence without a full stop."""
    parts = [part for part in _parts(rule) if part]
    if rule.maximum is not None:
        parts.append(f"满分{plain(rule.maximum)}分")
    return "，".join(parts)


@singledispatch
def _parts(rule: object) -> list[str]:
    raise TypeError(f"没有“{type(rule).__name__}”这种规则")


@_parts.register
def _(rule: Proportional) -> list[str]:
    zero = f"{bound(rule.zero, '%')}不得分" if rule.zero else ""
    subject = rule.subject or "完成率"
    if rule.rescaled and rule.zero:
        rest = plain(Decimal(100) - rule.zero.value)
        formula = f"按({subject}-{plain(rule.zero.value)}%)/{rest}%×分值计分"
    else:
        formula = f"按{subject}×分值计分" if rule.subject else "按完成比例得分"
    full = f"{bound(rule.full, '%')}得满分" if rule.full else ""
    return [zero, full, formula, "舍去小数" if rule.down else ""]


@_parts.register
def _(rule: Ladder) -> list[str]:
    verb = "下降" if rule.falling else "超过"
    opening = ""
    if rule.full:
        opening = f"{bound(rule.full, rule.unit)}{award(rule.award)}"
    elif rule.base is Base.TARGET or rule.award != FULL:
        opening = f"{'达到' if rule.falling else '不超过'}年度指标值{award(rule.award)}"
    zero = f"{bound(rule.zero, rule.unit)}不得分" if rule.zero else ""
    parts = [opening, *_steps(rule.step, f"每{verb}", rule.unit), zero]
    parts.append("扣完为止" if rule.to_zero else "")
    return _named(rule.subject, parts)


@_parts.register
def _(rule: Bands) -> list[str]:
    return _named(rule.subject, [band_words(band, rule.unit) for band in rule.bands])


@_parts.register
def _(rule: Range) -> list[str]:
    low, high = rule.low.value, rule.high.value
    if low == -high and rule.low.sign == "≥" and rule.high.sign == "≤":
        inside = f"在±{plain(high)}{rule.unit}以内{award(rule.award)}"
    else:
        inside = f"{_span(rule.low, rule.high, rule.unit)}之间{award(rule.award)}"
    outside = _steps(rule.step, "每偏离", rule.unit) if rule.step else ["超出范围不得分"]
    return _named(rule.subject, [inside, *outside])


@_parts.register
def _(rule: Deadline) -> list[str]:
    due = f"{rule.due.year}年{rule.due.month}月{rule.due.day}日前" if rule.due else "按时"
    on_time = f"{due}完成{award(rule.award)}"
    if rule.step is None:
        return [on_time, "" if rule.discretion else "逾期不得分"]
    zero = f"逾期{bound(rule.zero, rule.unit)}不得分" if rule.zero else ""
    return [on_time, *_steps(rule.step, "每逾期", rule.unit), zero]


@_parts.register
def _(rule: YesNo) -> list[str]:
    aim, miss = (
        ("不超过年度指标值", "超过年度指标值") if rule.ceiling else ("达到年度指标值", "未达到")
    )
    otherwise = f"{miss}酌情得分" if rule.discretion else f"{miss}{award(rule.otherwise)}"
    return [f"{aim}{award(rule.met)}", otherwise]


@_parts.register
def _(rule: Tiers) -> list[str]:
    return ["、".join(_tier(tier) for tier in rule.tiers) or "酌情评分"]


def award(value: Award) -> str:
    """得满分, 得4分, 得分值的80% or 不得分."""
    if value == FULL:
        return "得满分"
    if value == NOTHING:
        return "不得分"
    return f"得分值的{plain(value.amount)}%" if value.share else f"得{plain(value.amount)}分"


def bound(value: Bound, unit: str) -> str:
    """A bound in words: 超过500批次, 80%以下, 95%及以上."""
    figure = f"{plain(value.value)}{value.unit or unit}"
    before = {">": "超过", "<": "低于"}
    after = {"≥": "及以上", "≤": "及以下", "以上": "以上", "以下": "以下"}
    return f"{before.get(value.sign, '')}{figure}{after.get(value.sign, '')}"


def _named(subject: str, parts: list[str]) -> list[str]:
    first = next(i for i, part in enumerate(parts) if part)
    return [subject + part if i == first else part for i, part in enumerate(parts)]


def _steps(step: Step, verb: str, unit: str) -> list[str]:
    size = f"{plain(step.size)}{unit}"
    loss = (
        f"分值的{plain(step.deduct.amount)}%"
        if step.deduct.share
        else f"{plain(step.deduct.amount)}分"
    )
    partial = {
        None: "",
        Partial.WHOLE: f"不足{size}不扣分",
        Partial.STARTED: f"不足{size}按{size}计",
        Partial.PRORATED: f"不足{size}按比例扣分",
    }[step.partial]
    limit = f"最多扣{plain(step.limit.amount)}分" if step.limit else ""
    return [f"{verb}{size}扣{loss}", partial, limit]


def band_words(band: Band, unit: str) -> str:
    """A band and what it earns: 80%(含)-90%(不含)得8分."""
    if band.low and band.high:
        return f"{_span(band.low, band.high, unit)}{award(band.award)}"
    one = band.low or band.high
    return f"{bound(one, unit) if one else '其余'}{award(band.award)}"


def _span(low: Bound, high: Bound, unit: str) -> str:
    said = {"≥": "(含)", "≤": "(含)", ">": "(不含)", "<": "(不含)"}
    left = f"{plain(low.value)}{unit}{said.get(low.sign, '')}"
    return f"{left}-{plain(high.value)}{unit}{said.get(high.sign, '')}"


def _tier(tier: Tier) -> str:
    if tier.low == tier.high:
        return f"{tier.name}{award(tier.low)}"
    included = "(含)" if tier.low_inclusive and tier.low.amount else ""
    if not tier.low.share:
        return f"{tier.name}得{plain(tier.high.amount)}-{plain(tier.low.amount)}分{included}"
    return f"{tier.name}{plain(tier.high.amount)}%-{plain(tier.low.amount)}%{included}"
