"""A slow second opinion: every rule scored one value at a time in Fraction arithmetic.

Written from the meaning of the rules, without the column code: it decides by plain comparisons.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from jxanalytics.scoring.pieces import Award, Bound, Step
from jxanalytics.scoring.reading import Contradiction, Partial, Reading
from jxanalytics.scoring.rules import (
    Bands,
    Deadline,
    Ladder,
    Proportional,
    Range,
    Rule,
    Tiers,
    YesNo,
)


def score(
    rule: Rule, value: Fraction, weight: Fraction, reading: Reading, base: Fraction
) -> Fraction | None:
    """The points of one value; None where the rule leaves it to judgement or does not cover it."""
    if isinstance(rule, Proportional):
        return proportional(rule, value, weight, reading)
    if isinstance(rule, Ladder):
        return ladder(rule, value, weight, reading, base)
    if isinstance(rule, Bands):
        return bands(rule, value, weight, reading)
    if isinstance(rule, Range):
        return within(rule, value, weight, reading)
    if isinstance(rule, Deadline):
        return deadline(rule, value, weight, reading)
    if isinstance(rule, YesNo):
        if value > 0:
            return capped(rule.met, weight)
        return None if rule.discretion else capped(rule.otherwise, weight)
    assert isinstance(rule, Tiers)
    return None


def rounded(value: Fraction, places: int = 2) -> Fraction:
    """Half-up on a value that is not negative."""
    return Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)


def worth(award: Award, weight: Fraction) -> Fraction:
    amount = Fraction(award.amount)
    return (
        rounded(weight * amount / 100)
        if award.share and amount != 100
        else (weight if award.share else amount)
    )


def capped(award: Award, weight: Fraction) -> Fraction:
    return min(worth(award, weight), weight)


def satisfies(bound: Bound, value: Fraction, reading: Reading, falling: bool = True) -> bool:
    limit = Fraction(bound.value)
    inclusive = {
        "≥": True, "≤": True, "止": True, "达": True, ">": False, "<": False,
        "以上": reading.above_inclusive, "以下": reading.below_inclusive,
    }[bound.sign]  # fmt: skip
    if value == limit:
        return inclusive
    upward = bound.sign in (">", "≥", "以上") or (bound.sign == "达" and falling)
    return value > limit if upward else value < limit


def after_steps(
    step: Step, shortfall: Fraction, full: Fraction, weight: Fraction, reading: Reading
) -> Fraction:
    if shortfall <= 0:
        return full
    partial = step.partial or reading.partial
    each, size = worth(step.deduct, weight), Fraction(step.size)
    if partial is Partial.PRORATED:
        lost = rounded(each * shortfall / size)
    else:
        steps = shortfall / size
        lost = each * (ceil(steps) if partial is Partial.STARTED else floor(steps))
    if step.limit is not None:
        lost = min(lost, worth(step.limit, weight))
    return max(full - lost, Fraction(0))


def proportional(
    rule: Proportional, value: Fraction, weight: Fraction, reading: Reading
) -> Fraction:
    if value < 0 or (rule.zero is not None and satisfies(rule.zero, value, reading)):
        return Fraction(0)
    if value >= 100 or (rule.full is not None and satisfies(rule.full, value, reading)):
        return weight
    low = Fraction(rule.zero.value) if rule.rescaled and rule.zero else Fraction(0)
    earned = weight * max(value - low, Fraction(0)) / (100 - low)
    return Fraction(floor(earned)) if rule.down else rounded(earned)


def ladder(
    rule: Ladder, value: Fraction, weight: Fraction, reading: Reading, base: Fraction
) -> Fraction:
    swallowed = False
    if rule.full and rule.zero:
        gap = rule.full.value - rule.zero.value
        swallowed = gap <= 0 if rule.falling else gap >= 0
    ignored = swallowed and reading.contradiction is Contradiction.REPAIRED
    if rule.zero and not ignored and satisfies(rule.zero, value, reading):
        return Fraction(0)
    start = Fraction(rule.full.value) if rule.full else base
    shortfall = start - value if rule.falling else value - start
    return after_steps(rule.step, shortfall, capped(rule.award, weight), weight, reading)


def bands(rule: Bands, value: Fraction, weight: Fraction, reading: Reading) -> Fraction | None:
    for band in rule.bands:
        ends = [end for end in (band.low, band.high) if end]
        if all(satisfies(end, value, reading) for end in ends):
            return capped(band.award, weight)
    # A gap of at most one unit belongs to the band below it.
    starts = sorted(band.low.value for band in rule.bands if band.low)
    for band in rule.bands:
        if band.high is None or (band.low and not satisfies(band.low, value, reading)):
            continue
        next_up = [s for s in starts if band.high.value < s <= band.high.value + 1]
        if next_up and value < Fraction(next_up[0]):
            return capped(band.award, weight)
    return None


def within(rule: Range, value: Fraction, weight: Fraction, reading: Reading) -> Fraction:
    full = capped(rule.award, weight)
    inside = satisfies(rule.low, value, reading) and satisfies(rule.high, value, reading)
    if inside or rule.step is None:
        return full if inside else Fraction(0)
    low, high = Fraction(rule.low.value), Fraction(rule.high.value)
    return after_steps(rule.step, max(low - value, value - high), full, weight, reading)


def deadline(rule: Deadline, late: Fraction, weight: Fraction, reading: Reading) -> Fraction | None:
    full = capped(rule.award, weight)
    if late <= 0:
        return full
    if rule.step is None:
        return None if rule.discretion else Fraction(0)
    if rule.zero and satisfies(rule.zero, late, reading):
        return Fraction(0)
    return after_steps(rule.step, late, full, weight, reading)
