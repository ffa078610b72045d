"""Names in an indicator table: levels, indicators and the rules printed behind them."""

from __future__ import annotations

import re

from jxanalytics.intake.understand import words
from jxanalytics.model.values import compact

_POINTS = (
    r"(?:[(（\[【]\s*(?:满分|分值|共|计|权重|总分)?\s*[:：]?\s*\d+(?:\.\d+)?\s*(?:[-—–~～至]\s*\d+(?:\.\d+)?)?\s*"
    r"(?:分\s*[)）\]】]|[)）\]】]\s*分))"
)
_NAME_POINTS = re.compile(rf"(?:{_POINTS}\s*)+$")
_LEVEL_POINTS = re.compile(rf"{_POINTS}|[(（]\d+(?:\.\d+)?[)）]$|\d+(?:\.\d+)?分$")
_FILLER_IN_FRONT = re.compile(r"^指标\s*[\d一二三四五六七八九十]{1,2}\s*[:：、.．]?\s*")
_BRACKETED = re.compile(r"\(.*?\)")


def level(text: str) -> str:
    """A level's name without points and white space."""
    return _LEVEL_POINTS.sub("", "".join(text.split()))


def cleaned(text: str) -> str:
    """An indicator's name: lines joined, filler in front, priority marks and points behind gone."""
    joined = "".join(line.strip() for line in text.splitlines()).strip()
    joined = joined.strip("★☆").strip()
    joined = _FILLER_IN_FRONT.sub("", joined).strip("★☆").strip()
    return _NAME_POINTS.sub("", joined).rstrip("★☆").strip()


def ladder(text: str) -> str:
    """The scoring rule in the last brackets of a cell; empty where there is none."""
    bare = text.rstrip()
    if not bare.endswith((")", "）")):
        return ""
    depth = 0
    for index in range(len(bare) - 1, -1, -1):
        depth += (bare[index] in ")）") - (bare[index] in "(（")
        if depth == 0:
            inside = bare[index + 1 : -1].strip()
            return inside if "分" in inside and not _NAME_POINTS.fullmatch(bare[index:]) else ""
    return ""


def without_ladder(text: str) -> str:
    """A cell's name without the rule behind it."""
    rule = ladder(text)
    return cleaned(text.rstrip()[: text.rstrip().rindex(rule)].rstrip(" (（\n") if rule else text)


def stands_for_execution(name: str) -> bool:
    """Whether a level or an indicator of this name is the budget execution rate."""
    return words.is_execution(_BRACKETED.sub("", compact(name)))
