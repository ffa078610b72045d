"""Figures of a sentence: amounts, percentages and counts, with the words that say what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from jxanalytics.checks.prose.numerals import chinese_number, folded
from jxanalytics.model.values import MONEY_UNITS, Value, conversion, parse_value


class Sort(StrEnum):
    """What a figure measures."""

    AMOUNT = "金额"
    PERCENT = "百分数"
    COUNT = "数量"


# Measure words of official reports, longest first by the expression below.
_MEASURES = re.findall(
    r"\S+",
    "批次 批 人次 人天 人 名 位 个 项次 项 次 场次 场 期 班次 班 件次 件 份 条 篇 台套 套 台次 台 辆次 辆 家次 家 户次 "
    "户 处 间 座 所 栋 幢 公里 千米 米 平方公里 平方米 立方米 公顷 亩 吨 千克 公斤 升 册 部 本 幅 张 块 支 把 桌 餐 天 "
    "小时 学时 课时 车次 头 只 羽 株 棵 例 宗 起 笔 单 门 届 轮 趟 对 组 队 村 倍 ",
)
_MEASURE = "|".join(sorted(_MEASURES, key=len, reverse=True))
# Words of number that belong to set phrases and count nothing: 八项规定, 四位一体.
_PHRASES = "(?!规定|纪律|一体|原则|基本|重点|方面|一)"
_BEFORE = {
    "将近": "约", "接近": "约", "大约": "约", "近": "约", "约": "约",
    "不少于": "≥", "不低于": "≥", "至少": "≥", "不超过": "≤", "不多于": "≤",
    "超过": ">", "突破": ">", "超": ">", "逾": ">", "高达": "", "不足": "<", "不到": "<", "低于": "<",
    "≥": "≥", "≤": "≤", "＞": ">", "＜": "<", ">": ">", "<": "<",
}  # fmt: skip
_LEAD = "|".join(sorted(_BEFORE, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AFTER = "左右|上下|以上|以下|以内"
_FIGURE = re.compile(
    rf"(?P<lead>{_LEAD})?\s*(?P<number>(?<![\d.,第〔\[])(?:{_NUMBER})(?!\d))\s*(?P<rest>(?P<scale>[百千万亿]{{0,2}})(?P<vague>余|多|来)?\s*"
    rf"(?:(?P<money>元)|(?P<points>个百分点)|(?P<percent>%|‰)|(?P<measure>{_MEASURE})(?![月年]度?)))(?P<after>{_AFTER})?"
)
_SPOKEN = re.compile(
    rf"(?P<lead>{_LEAD})?(?P<number>(?<!第)[二两三四五六七八九十百千][零〇一二两三四五六七八九十百千万]*)(?P<vague>余|多|来)?"
    rf"(?:(?P<measure>{_MEASURE}){_PHRASES})(?P<after>{_AFTER})?"
)
_PER_HUNDRED = re.compile(rf"百分之(?P<number>{_NUMBER}|[零〇一二三四五六七八九十百]+)")
_RANGE = re.compile(r"\d%?\s*[-~～—–至到]\s*$")
_CLAUSE = re.compile("[，,。；;：:（）()！？!?、]")
# A measure word that belongs to the word it begins.
_OTHERWISE = {("个", "月"), ("个", "百"), ("人", "均"), ("家", "庭"), ("期", "间"), ("门", "户")}
_VAGUE_AFTER = {"左右": "约", "上下": "约"}


@dataclass(frozen=True)
class Mention:
    """A figure in a sentence.

    ``value`` holds the text as written, the number, its unit (万元, %, 批 …) and its operator;
    ``before`` the words of its clause that lead to it, ``after`` those that follow it.
    """

    sort: Sort
    value: Value
    start: int
    end: int
    before: str
    after: str

    @property
    def number(self) -> Decimal:
        """The number as written (24.67 for 24.67%)."""
        assert self.value.number is not None
        return self.value.number

    @property
    def exact(self) -> bool:
        """Whether the figure is said to be just that: no 近, 余, 超, 约 …"""
        return self.value.operator in ("", "=")

    @property
    def wan(self) -> Decimal | None:
        """An amount in 万元; None for anything else."""
        if self.sort is not Sort.AMOUNT:
            return None
        factor = conversion(self.value.unit, "元")
        return None if factor is None else self.number * factor / MONEY_UNITS["万元"]

    @property
    def places(self) -> int:
        """Decimals written."""
        return max(0, -int(self.number.as_tuple().exponent))

    @property
    def counted(self) -> Decimal:
        """A count in single units: 2万余人次 is 20000."""
        return self.number * (conversion(self.value.unit, self.measure) or 1)

    @property
    def measure(self) -> str:
        """The measure word without its power of ten: 人次 of 万人次."""
        return self.value.unit.lstrip("百千万亿") or self.value.unit

    @property
    def text(self) -> str:
        """As written."""
        return self.value.raw


def mentions(text: str) -> tuple[Mention, ...]:
    """The figures of a sentence in order. Ordinals, ranges, dates and document numbers are none."""
    plain = folded(text)
    found: list[Mention] = []
    if any(c.isdigit() for c in plain):
        found += [m for match in _FIGURE.finditer(plain) if (m := _figure(plain, text, match))]
    found += [m for match in _SPOKEN.finditer(plain) if (m := _spoken(plain, text, match))]
    found += [m for match in _PER_HUNDRED.finditer(plain) if (m := _per_hundred(text, match))]
    found.sort(key=lambda m: m.start)
    return _with_words(plain, found)


def _figure(plain: str, text: str, match: re.Match[str]) -> Mention | None:
    if _RANGE.search(plain, 0, match.start("number")) or _opens_range(plain, match.end()):
        return None
    if match["measure"] and not _counts(plain, match):
        return None
    unit = match["rest"].replace(" ", "").replace("来", "余")
    value = parse_value(match["number"] + unit)
    if value.number is None:
        return None
    if match["points"]:
        sort = Sort.PERCENT
    else:
        sort = Sort.AMOUNT if match["money"] else Sort.PERCENT if match["percent"] else Sort.COUNT
    return _mention(sort, value, text, match)


def _opens_range(plain: str, end: int) -> bool:
    return re.match(r"\s*[-~～—–至到]\s*\d", plain[end : end + 4]) is not None


def _counts(plain: str, match: re.Match[str]) -> bool:
    """Whether a measure word is meant as one: not 3个月, 5个百分点, 3人均."""
    after = plain[match.end() : match.end() + 1]
    return (match["measure"], after) not in _OTHERWISE


def _spoken(plain: str, text: str, match: re.Match[str]) -> Mention | None:
    number = chinese_number(match["number"])
    if number is None or (
        match.start() and plain[match.start("number") - 1] in "一第每之各几数这那"
    ):
        return None
    if not _counts(plain, match):
        return None
    value = parse_value(f"{number}{'余' if match['vague'] else ''}{match['measure']}")
    return _mention(Sort.COUNT, value, text, match)


def _per_hundred(text: str, match: re.Match[str]) -> Mention | None:
    said = match["number"]
    number = said if said[0].isdigit() else chinese_number(said)
    if number is None:
        return None
    value = replace(parse_value(f"{number}%"), raw=text[match.start() : match.end()])
    return Mention(Sort.PERCENT, value, match.start(), match.end(), "", "")


def _mention(sort: Sort, value: Value, text: str, match: re.Match[str]) -> Mention:
    operator = _BEFORE.get(match["lead"] or "", "") or value.operator
    operator = operator or _VAGUE_AFTER.get(match["after"] or "", "")
    if not operator and match["after"]:
        operator = "≤" if match["after"] in ("以下", "以内") else "≥"
    raw = text[match.start() : match.end()].strip()
    return Mention(
        sort, replace(value, raw=raw, operator=operator), match.start(), match.end(), "", ""
    )


def _with_words(plain: str, found: list[Mention]) -> tuple[Mention, ...]:
    """Each figure with the words of its clause before and after it, up to the next figure."""
    told, floor = [], 0
    for n, mention in enumerate(found):
        if mention.start < floor:
            continue
        stops = [stop.end() for stop in _CLAUSE.finditer(plain, floor, mention.start)]
        begin = stops[-1] if stops else floor
        ceiling = next((m.start for m in found[n + 1 :] if m.start >= mention.end), len(plain))
        stop = _CLAUSE.search(plain, mention.end, ceiling)
        end = stop.start() if stop else ceiling
        told.append(replace(mention, before=plain[begin : mention.start].strip(), after=plain[mention.end : end].strip()))  # fmt: skip
        floor = mention.end
    return tuple(told)
