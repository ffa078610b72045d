"""What is wrong with a rule itself, before any score: found by analysis, worded for a finding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import singledispatch
from itertools import pairwise

import numpy as np
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.exact import plain
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring.cases import readable
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.loading import scheme_for
from jxanalytics.scoring.pieces import FULL, Award, Bound, Measured
from jxanalytics.scoring.printer import band_words, bound
from jxanalytics.scoring.ratios import Ratios, points
from jxanalytics.scoring.reading import Reading
from jxanalytics.scoring.rules import Band, Bands, Deadline, Ladder, Rule, Tiers, YesNo
from jxanalytics.scoring.scheme import Scheme
from jxanalytics.scoring.score import prepared, scores

# A fall of more than this share of the weight at one point is a cliff.
CLIFF = Decimal("0.5")


class Flaw(StrEnum):
    """Kinds of weakness of a rule."""

    CONTRADICTORY = "自相矛盾"
    NEVER_BINDING = "不起作用"
    OPEN_ENDED = "有缺口"
    CLIFF = "跳跃过大"
    MAXIMUM = "满分不一致"
    MIXED_UNITS = "计量单位不一"


@dataclass(frozen=True)
class Weakness:
    """One weakness of a rule and one Chinese sentence saying what it is."""

    flaw: Flaw
    text: str


def weaknesses(
    rule: Rule, weight: Decimal | None = None, reading: Reading | None = None
) -> tuple[Weakness, ...]:
    """What is weak in a rule. Points are counted against its 满分, else ``weight``, else 100."""
    top = rule.maximum or weight or Decimal(100)
    found = _found(rule, top, reading or Reading())
    if weight is not None and rule.maximum is not None and weight != rule.maximum:
        text = f"规则满分{plain(rule.maximum)}分，指标分值{plain(weight)}分"
        found = (*found, Weakness(Flaw.MAXIMUM, text))
    return found


@singledispatch
def _found(rule: object, top: Decimal, reading: Reading) -> tuple[Weakness, ...]:
    return ()


@_found.register
def _(rule: Ladder, top: Decimal, reading: Reading) -> tuple[Weakness, ...]:
    found = list(_stated_top(rule.award, top))
    units = {b.unit for b in (rule.full, rule.zero) if b and b.unit}
    if units:
        said = "”“".join(sorted(units | {rule.unit}))
        found.append(Weakness(Flaw.MIXED_UNITS, f"同一规则中并用“{said}”"))
    if rule.full is None and rule.base is None:
        found.append(Weakness(Flaw.OPEN_ENDED, "没有写明得满分的标准，起扣点须另行认定"))
    if rule.contradictory and rule.full and rule.zero:
        full, zero = bound(rule.full, rule.unit), bound(rule.zero, rule.unit)
        text = f"满分点为“{full}”，又规定“{zero}不得分”，两者不能同时成立"
        return (*found, Weakness(Flaw.CONTRADICTORY, text))
    if rule.zero:
        found += _at_zero(rule, rule.zero, top, reading)
    return tuple(found)


def _at_zero(rule: Ladder, zero: Bound, top: Decimal, reading: Reading) -> list[Weakness]:
    """How steps and the no-points bound fit: steps never reached, a bound never reached, a cliff."""
    start = rule.full.value if rule.full else Decimal(100)
    if rule.full is None and (rule.unit != "%" or start <= zero.value):
        return []
    said = bound(zero, rule.unit)
    distance = abs(start - zero.value)
    if distance < rule.step.size:
        text = f"从满分点到“{said}”不足一档（{plain(rule.step.size)}{rule.unit}），逐档扣分不起作用"
        return [Weakness(Flaw.NEVER_BINDING, text)]
    left = _left(rule, zero, top, reading)
    before = _left(rule, Bound(_step_before(rule, zero), zero.sign), top, reading)
    if left == 0 and before == 0:
        text = f"逐档扣分在“{said}”之前已扣完，这一句不起作用"
        return [Weakness(Flaw.NEVER_BINDING, text)]
    if left > CLIFF * top:
        text = f"到“{said}”时由{plain(left)}分骤降为0分，超过满分{plain(top)}分的一半"
        return [Weakness(Flaw.CLIFF, text)]
    return []


def _step_before(rule: Ladder, zero: Bound) -> Decimal:
    return zero.value + rule.step.size if rule.falling else zero.value - rule.step.size


def _left(rule: Ladder, at: Bound, top: Decimal, reading: Reading) -> Decimal:
    """What the steps alone leave at a value."""
    bare = Ladder(
        rule.unit, rule.step, rule.full, None, rule.falling, rule.award, subject=rule.subject
    )
    over, under = at.value.as_integer_ratio()
    weights = np.array([points(top)], dtype=np.int64)
    start = Ratios(np.array([100], dtype=np.int64))
    measured = Measured(Ratios(np.array([over], dtype=np.int64), under), weights, start)
    outcome = bare.outcome(measured, reading)
    return Decimal(int(outcome.points[0])).scaleb(-exact.SCORE_PLACES)


@_found.register
def _(rule: Bands, top: Decimal, reading: Reading) -> tuple[Weakness, ...]:
    found: list[Weakness] = []
    best = max((_worth(band.award, top) for band in rule.bands), default=Decimal(0))
    if rule.maximum is not None and best != rule.maximum:
        text = f"最高一档得{plain(best)}分，与满分{plain(rule.maximum)}分不一致"
        found.append(Weakness(Flaw.MAXIMUM, text))
    stretched = [band for band in rule.stretched if band.low or band.high]
    closed = any(band.low is None and band.high is None for band in rule.bands)
    for upper, lower in pairwise(stretched):
        high, low = lower.high, upper.low
        words = f"“{band_words(lower, rule.unit)}”与“{band_words(upper, rule.unit)}”"
        fall = abs(_worth(upper.award, top) - _worth(lower.award, top))
        if fall > CLIFF * top:
            found.append(
                Weakness(
                    Flaw.CLIFF, f"{words}之间相差{plain(fall)}分，超过满分{plain(top)}分的一半"
                )
            )
        if high is None or low is None:
            continue
        if high.value > low.value:
            found.append(Weakness(Flaw.CONTRADICTORY, f"{words}互相重叠而得分不同"))
        elif high.value < low.value and not closed:
            found.append(Weakness(Flaw.OPEN_ENDED, f"{words}之间没有写明如何得分"))
    ends = [band.high.value for band in stretched if band.high]
    whole = rule.unit == "%" and max(ends, default=Decimal(0)) == 100 and not closed
    if stretched and len(ends) == len(stretched) and not whole:
        text = f"高于最高一档“{band_words(_topmost(stretched), rule.unit)}”时没有写明如何得分"
        found.append(Weakness(Flaw.OPEN_ENDED, text))
    if not closed and stretched and all(band.low for band in stretched):
        text = f"低于最后一档“{band_words(stretched[-1], rule.unit)}”时没有写明如何得分"
        found.append(Weakness(Flaw.OPEN_ENDED, text))
    return tuple(found)


@_found.register
def _(rule: Deadline, top: Decimal, reading: Reading) -> tuple[Weakness, ...]:
    open_ended = Weakness(Flaw.OPEN_ENDED, "没有写明逾期如何得分")
    return (*_stated_top(rule.award, top), *([open_ended] if rule.discretion else []))


@_found.register
def _(rule: YesNo, top: Decimal, reading: Reading) -> tuple[Weakness, ...]:
    open_ended = Weakness(Flaw.OPEN_ENDED, "没有写明未达到时如何得分，或写明酌情")
    return (*_stated_top(rule.met, top), *([open_ended] if rule.discretion else []))


@_found.register
def _(rule: Tiers, top: Decimal, reading: Reading) -> tuple[Weakness, ...]:
    text = "只写酌情，没有写明得分标准"
    return () if rule.tiers else (Weakness(Flaw.OPEN_ENDED, text),)


def _topmost(bands: list[Band]) -> Band:
    return max(bands, key=lambda band: band.high.value if band.high else Decimal("Infinity"))


def _worth(award: Award, top: Decimal) -> Decimal:
    return award.amount * top / 100 if award.share else award.amount


def _stated_top(award: Award, top: Decimal) -> tuple[Weakness, ...]:
    if award == FULL or _worth(award, top) == top:
        return ()
    text = f"达到满分点得{plain(_worth(award, top))}分，与满分{plain(top)}分不一致"
    return (Weakness(Flaw.MAXIMUM, text),)


def rule_review(year: EvaluationYear, scheme: Scheme | None = None) -> pd.DataFrame:
    """Every rule stated in a year, read and analysed, with the score it would give.

    A row per row of ``rules``: document_id, project_id, indicator_id, position, text, place;
    readable; unread (the part not understood) and why; weaknesses (tuple of Weakness); score the
    rule gives its indicator under ``scheme`` (as filed where it cannot be recomputed), filed, and
    used (the rule the scores are computed by).
    """
    scheme = scheme or scheme_for(year)
    rows = prepared(year)
    keys = ["project_id", "indicator_id"]
    stated = year["rules"][["document_id", *keys, "position", "text", "place"]]
    joined = stated.merge(rows.drop(columns=["document_id", "position"]), on=keys, how="left")
    own = joined["rule_text"] == joined["text"]
    scored = joined["role"].notna().to_numpy()
    tried = joined.assign(rule_text=joined["text"])[scored].reset_index(drop=True)
    score = np.full(len(joined), np.nan)
    score[scored] = scores(tried, scheme, year.year)
    read = [readable(text, year.year) for text in joined["text"]]
    unread = [r if isinstance(r, Unreadable) else None for r in read]
    # Many indicators share a text and a weight: each pair is analysed once.
    weights = [None if np.isnan(w) else Decimal(str(w)) for w in joined["weight"]]
    pairs = list(zip(joined["text"], weights, strict=True))
    found = {
        pair: () if isinstance(rule, Unreadable) else weaknesses(rule, pair[1], scheme.reading)
        for pair, rule in dict(zip(pairs, read, strict=True)).items()
    }
    return stated.assign(
        readable=[u is None for u in unread],
        unread=[u.part if u else "" for u in unread],
        why=[u.why if u else "" for u in unread],
        weaknesses=pd.Series([found[p] for p in pairs], index=stated.index, dtype=object),
        score=score,
        filed=joined["filed"].to_numpy(),
        used=own.to_numpy(),
    )
