"""How much of one text stands in another, by shared runs of characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Political set phrases stand in every report and are no copy of one another.
SET_PHRASES = re.compile(
    "(?:坚持)?以[^，。；]{2,40}(?:为指导|为统领|为引领|为根本遵循|为遵循)|"
    "(?:深入|全面|认真|坚决)?(?:学习)?(?:贯彻|落实|贯彻落实)[^，。；]{0,40}(?:精神|思想|部署|要求|方针|决策|战略)|"
    "不忘初心[^，。；]{0,12}|牢记使命|高举[^，。；]{2,30}旗帜|增强“?四个意识”?[^，。；]{0,30}|坚定“?四个自信”?|做到“?两个维护”?"
)
_IGNORED = re.compile(r"[\s，。；：、！？“”‘’（）()《》,.;:!?\"']")
RUN = 8


def plain(text: str) -> str:
    """Text for comparison: without set phrases, white space and punctuation; figures stay."""
    return _IGNORED.sub("", SET_PHRASES.sub("", text))


def runs(text: str, length: int = RUN) -> set[str]:
    """All runs of ``length`` characters of a text that ``plain`` gave; a short text is one run."""
    if len(text) <= length:
        return {text} if text else set()
    return {text[n : n + length] for n in range(len(text) - length + 1)}


def shared(text: str, other: Iterable[str], length: int = RUN) -> int:
    """How many characters of ``text`` lie in runs that are among the other text's ``runs``."""
    known = other if isinstance(other, set | frozenset) else set(other)
    if len(text) < length:
        return len(text) if text in known else 0
    covered, end = 0, 0
    for start in range(len(text) - length + 1):
        if text[start : start + length] in known:
            covered += start + length - max(start, end)
            end = start + length
    return covered
