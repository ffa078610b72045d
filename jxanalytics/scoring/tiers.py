"""Qualitative tiers in a sentence: 达成年度指标100%-80%(含)…, 优秀得10分、良好得8分…"""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np

from jxanalytics.model.exact import plain
from jxanalytics.model.values import compact
from jxanalytics.scoring.pieces import FULL, Award
from jxanalytics.scoring.rules import Tier, Tiers

_N = r"(\d+(?:\.\d+)?)"
_SPAN = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,20}}?)(?:的)?(?:得|计|按|:|为)?(?:分值的?|指标分值的?)?{_N}%?[-~至]{_N}%?(?P<i>\(含\))?(?:的?分值)?"
)
_OFFICIAL = re.compile(
    r"(?:.*?分为)?(?P<names>[\u4e00-\u9fff、]+?)[三3]档[,，]?(?:分别)?按照?(?:该指标)?对应分值区间"
    r"(?P<spans>[\d.%\-~至()含、,和]+)(?:合理)?(?:确定分值|确定得分|计分|得分)?"
)
_WORDS = (
    "非常满意|比较满意|很满意|非常明显|比较明显|非常好|比较好|很好|优秀|优|良好|良|中等|中|较好|好|一般|较差|差|合格|基本合格|不合格|完善|较完善|基本完善|不完善|健全|较健全|"
    "基本健全|不健全|满意|较满意|基本满意|不满意|明显|较明显|不明显|显著|较显著|不显著"
)
_WORDED = re.compile(
    rf"(?:效果|成效|质量|制度)?(?P<name>{_WORDS})(?:的)?(?:得|计|为|:)?(?:(?P<n>\d+(?:\.\d+)?)分|(?P<full>满分)|(?P<none>不得分))"
)
_POINTED = re.compile(
    rf"(?:效果|成效|质量|制度)?(?P<name>{_WORDS})(?:的)?(?:得|计|为|:)?(?P<n>\d+(?:\.\d+)?)分?[-~至](?P<m>\d+(?:\.\d+)?)分(?P<i>\(含\))?"
)
_MAXIMUM = re.compile(r"(?:本项)?满分(\d+(?:\.\d+)?)分")


def parse_tiers(sentence: str) -> Tiers | None:
    """The tiers a sentence states, or None when it states another kind of rule."""
    text = compact(sentence).rstrip("。;,")
    if match := _OFFICIAL.fullmatch(text):
        names = match["names"].split("、")
        spans = [s for s in re.split(r"[、,和]", match["spans"]) if s]
        if len(names) == len(spans):
            return _spans([name + span for name, span in zip(names, spans, strict=True)])
        return None
    parts = [part for part in re.split(r"[,;、。]", text) if part]
    maximum = None
    if parts and (stated := _MAXIMUM.fullmatch(parts[-1])):
        maximum, parts = Decimal(stated[1]), parts[:-1]
    found = _spans(parts) or _worded(parts) or _pointed(parts)
    return Tiers(found.tiers, maximum) if found else None


def _spans(parts: list[str]) -> Tiers | None:
    matches = [_SPAN.fullmatch(part) for part in parts]
    tiers = []
    for match in matches:
        # A percentage of completion (完成率80%-90%得…) is no tier's name.
        if match is None or re.search(r"[率度量值数]$", match["name"]):
            return None
        high, low = sorted((Decimal(match[2]), Decimal(match[3])), reverse=True)
        included = match["i"] is not None or low == 0
        tiers.append(Tier(match["name"], Award(low, True), Award(high, True), included))
    return Tiers(tuple(tiers)) if len(tiers) > 1 else None


def _worded(parts: list[str]) -> Tiers | None:
    matches = [_WORDED.fullmatch(part) for part in parts]
    tiers = []
    for match in matches:
        if match is None:
            return None
        award = FULL if match["full"] else Award(Decimal(match["n"] or 0))
        tiers.append(Tier(match["name"], award, award))
    return Tiers(tuple(tiers)) if len(tiers) > 1 else None


def _pointed(parts: list[str]) -> Tiers | None:
    """Tiers of points: 效果明显得12-15分、效果一般得9-12分."""
    matches = [_POINTED.fullmatch(part) for part in parts]
    tiers = []
    for match in matches:
        if match is None:
            return None
        high, low = sorted((Decimal(match["n"]), Decimal(match["m"])), reverse=True)
        included = match["i"] is not None or low == 0
        tiers.append(Tier(match["name"], Award(low), Award(high), included))
    return Tiers(tuple(tiers)) if len(tiers) > 1 else None


def outside_tier(rule: Tiers, actual: str, weight: float, score: float) -> str:
    """What is wrong between a judged score and the tier its actual names; empty where nothing is."""
    tier = _named(rule, compact(actual))
    if tier is None:
        return "实际完成值没有写明属于哪一档"
    if np.isnan(weight) or np.isnan(score):
        return ""
    full, filed = Decimal(str(weight)), Decimal(str(score))
    low, high = (a.amount * full / 100 if a.share else a.amount for a in (tier.low, tier.high))
    inside = low < filed <= high or (filed == low and tier.low_inclusive)
    if inside:
        return ""
    ends = plain(low) if low == high else f"{plain(low)}至{plain(high)}"
    return f"填报得分{plain(filed)}分不在“{tier.name}”一档的{ends}分之内"


def _named(rule: Tiers, actual: str) -> Tier | None:
    """The tier whose opening words (部分达成…, 优秀) the actual uses; the longest that fits."""
    keys = {re.split(r"年度|预期|并|且", tier.name)[0] or tier.name: tier for tier in rule.tiers}
    graded = all(tier.low == tier.high for tier in rule.tiers)
    fitting = [key for key in keys if (actual == key if graded else actual.startswith(key))]
    return keys[max(fitting, key=len)] if fitting else None
