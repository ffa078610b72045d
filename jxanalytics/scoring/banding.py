"""Clauses of a rule by bands put in order: shared edges, whole counts, 以此类推."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jxanalytics.scoring.clauses import Clause, Unreadable
from jxanalytics.scoring.pieces import NOTHING, Bound
from jxanalytics.scoring.rules import Band

ODD = "与其他部分合不成一条规则"


def common_unit(clauses: list[Clause]) -> str:
    units = {clause.condition.unit for clause in clauses} - {""}
    if len(units) > 1:
        raise Unreadable(clauses[-1].text, f"各档单位不一致（{'、'.join(sorted(units))}）")
    return units.pop() if units else ""


def below_hundred(bands: tuple[Band, ...]) -> bool:
    ends = [band.high or band.low for band in bands]
    return all(end is not None and end.value <= 100 for end in ends)


def band(clause: Clause, clauses: list[Clause], of: str) -> Band:
    low, high = clause.condition.low, clause.condition.high
    if low and low.sign == "达" and low.value == 0:
        # 事故发生数为0得满分: none, and not none or more.
        return Band(None, replace(low, sign="≤"), clause.award or NOTHING)
    if low and low.sign == "达" and of != "%":
        # Counts are whole: 3次得3分 ends where the next band begins.
        above = low.value + 1
        if any(c.condition.low and c.condition.low.value == above for c in clauses):
            return Band(replace(low, sign="≥"), Bound(above, "<"), clause.award or NOTHING)
    if low and low.sign == "达":
        higher = [c.condition.low.value for c in clauses if c.condition.low] + [
            c.condition.high.value for c in clauses if c.condition.high
        ]
        if max(higher) > low.value:
            raise Unreadable(clause.text, "只写了一点，没有写明“以上”还是“以下”")
        low = replace(low, sign="≥")
    # 70%-80%(含)得… beside 80%-90%: the shared edge was given to the lower band.
    edges = {
        c.condition.high.value for c in clauses if c.condition.high and c.condition.high.sign == "≤"
    }
    if low and low.sign == "以上" and high and low.value in edges:
        low = replace(low, sign=">")
    return Band(low, high, clause.award or NOTHING)


def ordered(bands: list[Band]) -> tuple[Band, ...]:
    """Bands in the order tried: by lower bound from the top, then those open below."""
    with_low = [band for band in bands if band.low]
    open_below = [band for band in bands if not band.low]
    with_low.sort(key=lambda band: band.low.value if band.low else Decimal(0), reverse=True)
    open_below.sort(key=lambda band: band.high.value if band.high else Decimal(0))
    return (*with_low, *open_below)


def extended(bands: tuple[Band, ...], series: Clause) -> tuple[Band, ...]:
    """以此类推: the last two bands' distance carried on down to the no-points bound or to nothing."""
    ranged = [band for band in bands if band.low and band.high]
    below = [band for band in bands if not band.low]
    if len(ranged) < 2 or any(band.award.share is not ranged[-1].award.share for band in ranged):
        raise Unreadable(series.text, "之前至少要有两档可供类推")
    upper, last = ranged[-2], ranged[-1]
    if not (upper.low and upper.high and last.low and last.high):
        raise Unreadable(series.text, ODD)
    down = upper.low.value - last.low.value
    less = upper.award.amount - last.award.amount
    if down <= 0 or less <= 0 or upper.high.value - last.high.value != down:
        raise Unreadable(series.text, "之前各档的间距不一致，不能类推")
    stop = max((band.high.value for band in below if band.high), default=Decimal(0))
    added: list[Band] = []
    low, high, amount = last.low.value - down, last.high.value - down, last.award.amount - less
    while low >= stop and amount > 0:
        award = replace(last.award, amount=amount)
        added.append(Band(replace(last.low, value=low), replace(last.high, value=high), award))
        low, high, amount = low - down, high - down, amount - less
    return ordered([*bands, *added])
