"""Dates and years of a text."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from jxanalytics.checks.prose.numerals import chinese_number, folded

_YEAR = r"(?P<y>(?<!\d)(?:19|20)\d{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_MONTH = r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<d>\d{1,2}|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_FULL = re.compile(rf"{_YEAR}\s*年\s*(?:度(?!\d))?(?:\s*{_MONTH}\s*月(?:份|\s*{_DAY}\s*[日号])?)?")
_SIGNED = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d{2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.%])")  # fmt: skip
_SHORT = re.compile(rf"(?<![\d年])(?<!年\s){_MONTH}\s*月\s*{_DAY}\s*日")


@dataclass(frozen=True)
class Day:
    """A date as written: ``year`` may be unsaid (4月20日), month and day too (2019年)."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def iso(self) -> str:
        """yyyy-mm-dd; empty unless all three are said."""
        if self.year is None or self.month is None or self.day is None:
            return ""
        return f"{self.year}-{self.month:02d}-{self.day:02d}"


def days(text: str) -> tuple[Day, ...]:
    """Every date and year of a text, in order; impossible ones (2月30日) are left out."""
    plain = folded(text)
    found: dict[int, Day] = {}
    taken = [False] * (len(plain) + 1)
    for pattern in (_FULL, _SIGNED, _SHORT):
        for match in pattern.finditer(plain):
            if not taken[match.start()] and (day := _day(match)):
                found[day.start] = day
                taken[day.start : day.end] = [True] * (day.end - day.start)
    return tuple(found[start] for start in sorted(found))


def _day(match: re.Match[str]) -> Day | None:
    said = match.groupdict()
    year, month, day = (_number(said.get(part)) for part in "ymd")
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and month is not None and not 1 <= day <= monthrange(year or 2000, month)[1]:
        return None
    return Day(year, month, day, match.start(), match.end())


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() else chinese_number(text.replace("○", "〇"))
