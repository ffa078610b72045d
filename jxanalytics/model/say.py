"""Figures as official texts say them: 1237.78万元, 24.67%, 92分, 3.05年."""

from __future__ import annotations

import math

from jxanalytics.model.exact import half_up, plain

MISSING = "未填"
UNDEFINED = "不适用"
# From 1亿元 amounts are said in 亿元; the limit is in 万元.
_YI = 10_000


def amount(wan: float) -> str:
    """An amount of 万元 in a sentence; from 1亿元 in 亿元. 未填 where it is missing."""
    if math.isnan(wan):
        return MISSING
    if abs(half_up(wan, 2)) >= _YI:
        return f"{half_up(half_up(wan, 6) / _YI, 2):f}亿元"
    return f"{plain(wan, 2)}万元"


def cell_amount(wan: float) -> str:
    """An amount in a table whose unit is 万元: two decimals, more only where they are stated."""
    if math.isnan(wan):
        return ""
    stated = plain(wan)
    return stated if len(stated.partition(".")[2]) > 2 else plain(wan, 2)


def rate(percent: float) -> str:
    """A rate given in percent; 不适用 where it is not defined."""
    return UNDEFINED if math.isnan(percent) else f"{plain(percent, 2)}%"


def signed_rate(percent: float) -> str:
    """A change in percent with its sign."""
    if math.isnan(percent):
        return UNDEFINED
    return f"{'+' if percent > 0 else ''}{plain(percent, 2)}%"


def points(value: float) -> str:
    """A score in a sentence: 92分, 92.47分."""
    return MISSING if math.isnan(value) else f"{plain(value)}分"


def number(value: float, places: int | None = None) -> str:
    """A bare number; empty where it is missing, as a blank cell."""
    return "" if math.isnan(value) else plain(value, places)


def years(value: float) -> str:
    """A span of years in words, two decimals: 3.05年."""
    return UNDEFINED if math.isnan(value) else f"{plain(value, 2)}年"


def day(iso: str) -> str:
    """A day as official texts write it: 2020年5月18日; a month without a day as 2020年5月. "" for none."""
    year, _, rest = iso.partition("-")
    parts = zip(rest.split("-"), "月日", strict=False)
    return f"{year}年" + "".join(f"{int(n)}{mark}" for n, mark in parts) if rest else ""


def listed(items: list[str], most: int = 5, noun: str = "项") -> str:
    """Names in a sentence: 甲、乙、丙等8项 — never more than ``most`` of them; ``noun`` counts them."""
    if len(items) <= most:
        return "、".join(items)
    return "、".join(items[:most]) + f"等{len(items)}{noun}"
