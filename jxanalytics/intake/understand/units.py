"""The unit money is printed in: 万元 or 元, found where it is printed and nowhere else."""

from __future__ import annotations

import re
from functools import lru_cache

from jxanalytics.model.values import compact

_UNITS = r"百万元|千万元|亿元|万元|千元|元|万"
_IN_BRACKETS = re.compile(
    rf"[(\[【](?:金额|资金|计量)?(?:单位)?[:：]?(?:人民币)?({_UNITS})[)\]】/]"
)
_STATED = re.compile(rf"(?<![计度]量)(?<!指标)单位[:：为]*(?:人民币)?({_UNITS})(?![\w])")
_AT_END = re.compile(r"[^\d.](百万元|亿元|万元|千元)$")


@lru_cache(maxsize=8192)
def unit_of_heading(text: str) -> str | None:
    """The unit in a heading: 项目资金（万元）, 全年预算数（单位：元）, 预算数/万元."""
    bare = compact(text)
    if "元" not in bare and "万" not in bare:
        return None
    match = _IN_BRACKETS.search(bare) or _STATED.search(bare)
    if match is None and len(bare) <= 24:
        match = _AT_END.search(bare)
    return None if match is None else _named(match[1])


@lru_cache(maxsize=8192)
def unit_stated(text: str) -> str | None:
    """The unit a line states for the table: 单位：万元, 金额单位：元."""
    if "单位" not in text or ("元" not in text and "万" not in text):
        return None
    match = _STATED.search(compact(text))
    return None if match is None else _named(match[1])


def _named(unit: str) -> str:
    return "万元" if unit == "万" else unit
