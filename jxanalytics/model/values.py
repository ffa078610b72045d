"""A value as written in a form: the raw text beside its number, unit and operator.

Reads what departments really write: ``500批次``, ``≥95%``, ``13000余人``, ``不少于 6 次``,
``１，２３７.７８``, ``2019年12月31日前``. What holds no single number keeps its raw text and nothing else;
neither does what only looks like one: a month or a year by itself (6月底前, 2019年内), a figure with a note's
number behind it (1237.78①).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

BLANKS = ("", "—", "-", "－", "–", "——", "/", "／", "无")
DATE_UNIT = "日期"
# Units of money in 元.
MONEY_UNITS: Mapping[str, Decimal] = MappingProxyType(
    {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
)

# What stands for 未填 in a figure's cell. 无 and 0 state something.
DASHES = frozenset(("", "—", "-", "－", "–", "——", "--", "/", "／", "\\"))
# Units money is printed in, in 万元.
UNIT_FACTORS: Mapping[str, Decimal] = MappingProxyType(
    {
        **{unit: yuan / MONEY_UNITS["万元"] for unit, yuan in MONEY_UNITS.items()},
        "百万元": Decimal(100),
        "千万元": Decimal(1000),
        "万": Decimal(1),
    }
)

_BEFORE = {
    "≥": "≥", "≧": "≥", "⩾": "≥", ">=": "≥", "=>": "≥", "不少于": "≥", "不低于": "≥", "不小于": "≥", "至少": "≥",
    "≤": "≤", "≦": "≤", "⩽": "≤", "<=": "≤", "=<": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤", "不大于": "≤",
    "控制在": "≤", "＞": ">", ">": ">", "大于": ">", "超过": ">", "高于": ">", "多于": ">",
    "＜": "<", "<": "<", "小于": "<", "低于": "<", "少于": "<",
    "=": "=", "═": "=", "＝": "=", "等于": "=", "约": "约", "近": "约", "大约": "约",
}  # fmt: skip
_AFTER = {
    "及以上": "≥", "(含)以上": "≥", "以上(含)": "≥", "以上": "≥", "及以下": "≤", "(含)以下": "≤",
    "以下(含)": "≤", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤", "左右": "约", "余": "余", "多": "余",
}  # fmt: skip

_OPERATOR = "|".join(sorted(map(re.escape, _BEFORE), key=len, reverse=True))
# 内 alone counts only after a span of time: 30天内, but not 10处室内.
_SUFFIX = "|".join(sorted(map(re.escape, _AFTER.keys() - {"内"}), key=len, reverse=True))
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# Words that lead to a figure and say nothing about it.
_LEAD = r"(?:实际)?(?:达到|达|完成|共计|共|累计|合计|为)?"
# Folded, these would be digits of the figure before them: 1237.78①, 500㎡.
_MARKS = "²³¹⁰⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_QUANTITY = re.compile(
    rf"{_LEAD}(?P<operator>{_OPERATOR})?(?P<open>\()?(?P<number>{_NUMBER})(?(open)\))"
    rf"(?P<scale>[百千万亿]{{0,2}})(?P<vague>余|多)?(?P<unit>%|[ck]?m[23²³]|[^\d≥≤<>=,.()%{_MARKS}]*?)"
    rf"(?P<after>{_SUFFIX}|(?<=[天日月年时周分秒])内)?"
)
# A month or a year of the calendar, no span of time: 6月底前完成, 3月份, 2019年, 2019年内.
_CALENDAR = re.compile(r"(?:1[0-2]|0?[1-9])月(?:[底初末份前]|[上中下]旬)|(?:19|20)\d\d年")
_DATE = re.compile(
    r"(?:已?于|截至|截止)?(?P<year>\d{4})[年./-](?P<month>\d{1,2})(?:[月./-](?P<day>\d{1,2})日?|月(?P<end>底)?)"
    r"(?P<after>(?:之|以)?前|底前|底)?(?:全部|已)?(?:完成|完工|竣工)?"
)
_PERCENT_WORDS = {"百分比", "百分之", "percent"}


@dataclass(frozen=True)
class Value:
    """What is written (``raw``) and what was understood of it.

    ``number`` is None where no single number stands; a date has unit 日期 and the number yyyymmdd
    (20191231). A percentage keeps the printed number and the unit ``%`` (24.67, not 0.2467).
    """

    raw: str
    number: Decimal | None = None
    unit: str = ""
    operator: str = ""

    @property
    def blank(self) -> bool:
        """Nothing is stated: an empty cell, — or /. 无 and 0 state something."""
        return compact(self.raw) in BLANKS and compact(self.raw) != "无"


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff")) | {0x2212: "-"}
_APART = frozenset(_MARKS + "㎡㎥㎢㎠")
_FOLDED_APART = re.compile(f"[^{''.join(_APART)}]+")


def compact(text: str) -> str:
    """Text with full-width letters, digits and signs made half-width and all white space removed.

    Raised and circled digits stay as they are: folded, they would lengthen the figure before them.
    """
    # Forms repeat their short texts: 100%, —, 产出指标.
    return _compact_short(text) if len(text) <= 64 else _compact(text)


def _compact(text: str) -> str:
    if text.isascii():
        return "".join(text.split())
    if _APART.isdisjoint(text):
        folded = unicodedata.normalize("NFKC", text)
    else:
        folded = _FOLDED_APART.sub(lambda part: unicodedata.normalize("NFKC", part[0]), text)
    return "".join(folded.split()).translate(_INVISIBLE)


_compact_short = lru_cache(maxsize=65536)(_compact)


def parse_value(raw: str) -> Value:
    """Understand one cell's text. Never raises: what is no single quantity keeps only ``raw``."""
    text = compact(raw)
    if text in BLANKS:
        return Value(raw)
    text = text.rstrip("。;,")
    if text.startswith("百分之"):
        text = text.removeprefix("百分之") + "%"
    if match := _DATE.fullmatch(text):
        return _dated(raw, match)
    match = _QUANTITY.fullmatch(text)
    if match is None or _CALENDAR.match(text, match.start("number")):
        return Value(raw)
    number = to_decimal(match["number"])
    if number is None:
        return Value(raw)
    if match["open"]:
        number = -number
    unit = match["scale"] + match["unit"]
    unit = "%" if unit in _PERCENT_WORDS else unit
    operator = _BEFORE.get(match["operator"] or "", "")
    operator = operator or _AFTER.get(match["after"] or "", "") or ("余" if match["vague"] else "")
    return Value(raw, number, unit, operator)


def _dated(raw: str, match: re.Match[str]) -> Value:
    """A date; a month stands for its last day. 6月前 may mean two days and is left as written."""
    year, month = int(match["year"]), int(match["month"])
    if (
        not 1 <= month <= 12
        or not 1900 <= year < 2200
        or (match["after"] and not match["day"] and not match["end"])
    ):
        return Value(raw)
    last = monthrange(year, month)[1]
    day = int(match["day"]) if match["day"] else last
    if not 1 <= day <= last:
        return Value(raw)
    stamp = Decimal(year * 10000 + month * 100 + day)
    return Value(raw, stamp, DATE_UNIT, "≤" if match["after"] else "")


def to_decimal(text: str) -> Decimal | None:
    """A bare number, thousands separators allowed; None for anything else (nothing is guessed)."""
    bare = compact(text)
    negative = len(bare) > 2 and bare[0] == "(" and bare[-1] == ")"
    bare = bare[1:-1] if negative else bare
    if not re.fullmatch(_NUMBER, bare):
        return None
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation:
        return None
    return -number if negative else number


# Other spellings of one unit; units of one quantity, each in the first one named.
_SPELLINGS = {
    "日": "天", "个工作日": "工作日", "月": "个月", "公里": "千米", "km": "千米", "m": "米", "公斤": "千克", "kg": "千克",
    "名": "人", "㎡": "平方米", "m²": "平方米", "m2": "平方米", "㎥": "立方米", "m³": "立方米", "m3": "立方米",
    "㎢": "平方千米", "km²": "平方千米", "km2": "平方千米", "平方公里": "平方千米",
}  # fmt: skip
_SCALES: tuple[Mapping[str, Decimal], ...] = (
    {"%": Decimal(1), "‰": Decimal("0.1")},
    {"米": Decimal(1), "千米": Decimal(1000)},
    {"千克": Decimal(1), "吨": Decimal(1000)},
)
_POWERS = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}


def spelled(unit: str) -> str:
    """A unit in the one spelling that is compared: 日 is 天, ㎡ and m2 are 平方米."""
    return _SPELLINGS.get(unit, unit)


# Units that measure rather than count: never taken for one another.
_MEASURED = frozenset((
    "人次", "户次", "万元", "元", "千元", "亿元", "%", "天", "个月", "千米", "米", "吨", "千克", "亩", "平方米", "平方千米",
    "立方米",
))  # fmt: skip


def measures(unit: str) -> bool:
    """Whether a unit measures (万元, 天, ㎡) or says what is counted (人次): no other word stands for it."""
    return spelled(unit) in _MEASURED


def conversion(of: str, into: str) -> Decimal | None:
    """How many ``into`` one ``of`` is (万元 into 元: 10000); None where they measure different things."""
    of, into = spelled(of), spelled(into)
    for scale in _SCALES:
        if of in scale and into in scale:
            return scale[of] / scale[into]
    many, one = _counted_in(of)
    others, other = _counted_in(into)
    return Decimal(many) / others if one == other else None


def _counted_in(unit: str) -> tuple[int, str]:
    """万元 as 10000 and 元; a unit without such a figure as 1 and itself."""
    for said in sorted(_POWERS, key=len, reverse=True):
        rest = unit.removeprefix(said)
        if rest != unit and rest and rest not in ("米", "克"):
            return _POWERS[said], spelled(rest)
    return 1, unit
