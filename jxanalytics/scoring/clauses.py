"""Conditions and awards: what a clause says of a value, and what that earns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from jxanalytics.scoring.pieces import FULL, NOTHING, Award, Bound
from jxanalytics.scoring.reading import Partial

DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2
}
# What a rule measures when it speaks of the share of the target that was done.
COMPLETION = "完成率"
NUM = r"(?:\d{1,12}(?:\.\d{1,6})?|[一二两三四五六七八九十])"
# Values may be negative (a deviation), points and steps never.
_VALUE = rf"-?{NUM}"
# A unit never holds a word that sets a bound: 完成400批次以下 is 400 of 批次.
UNIT = r"(?:%|‰|个?百分点|(?:(?!以[上下内外]|及以|之[内间]|内|的|得|扣|每)[a-zA-Z\u4e00-\u9fff]){0,5}?)"
_INCLUDED = r"(?:\((?:不?含)(?:本数|[\d.]+%?)?\)|(?:不?含))"
_SPAN = r"(?:-|~|—+|–|至|到)"
_BEFORE = {
    "≥": "≥", "≧": "≥", "⩾": "≥", ">=": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥", "大于等于": "≥", "大于或等于": "≥",
    "至少": "≥", "高于或等于": "≥", "≤": "≤", "≦": "≤", "⩽": "≤", "<=": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤",
    "不大于": "≤", "小于等于": "≤", "小于或等于": "≤", "控制在": "≤", ">": ">", "超过": ">", "超出": ">", "大于": ">",
    "高于": ">", "多于": ">", "<": "<", "低于": "<", "少于": "<", "小于": "<", "不足": "<", "不到": "<", "不满": "<",
}  # fmt: skip
_AFTER = {
    "及以上": "≥", "(含)以上": "≥", "含以上": "≥", "以上(含)": "≥", "以上": "以上", "及以下": "≤", "(含)以下": "≤",
    "含以下": "≤", "以下(含)": "≤", "以下": "以下", "以内": "≤", "之内": "≤", "(不含)以上": ">", "以上(不含)": ">",
    "(不含)以下": "<", "以下(不含)": "<",
}  # fmt: skip
_MIRRORED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def _words(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_PREFIXED = re.compile(rf"(?P<op>{_words(_BEFORE)})(?P<n>{_VALUE})(?P<u>{UNIT})(?:以内|之内)?")
_SUFFIXED = re.compile(rf"(?P<n>{_VALUE})(?P<u>{UNIT})(?P<op>{_words(_AFTER)})")
_PLAIN = re.compile(rf"(?:达到|达|完成|为|等于|=)?(?P<n>{_VALUE})(?P<u>{UNIT})(?:完成)?")
_BETWEEN = re.compile(
    rf"(?:在|达到|达|为|介于)?(?P<n>{_VALUE})(?P<u>{UNIT})(?P<i>{_INCLUDED}?){_SPAN}"
    rf"(?P<n2>{_VALUE})(?P<u2>{UNIT})(?P<i2>{_INCLUDED}?)(?:之间|以内|范围内|区间)?"
)
_CHAINED = re.compile(
    rf"(?P<n>{_VALUE})(?P<u>{UNIT})(?P<op>[<≤>≥])(?P<s>[a-zA-Z\u4e00-\u9fff]+)(?P<op2>[<≤>≥])"
    rf"(?P<n2>{_VALUE})(?P<u2>{UNIT})"
)
_TOLERANCE = re.compile(
    rf"(?:在)?(?:±|正负)(?P<n>{_VALUE})(?P<u>{UNIT})(?:以内|之内|范围内|之间)?(?:\(含\))?"
)
# What may stand before a number as the name of what is measured; anything else is not understood.
_SUBJECT = re.compile(
    r"(?P<s>[a-zA-Z\u4e00-\u9fff“”]{0,16}?(?:率|度|数|数量|量|比例|比重|占比|额|值|人次|次数|面积|里程|成本|费用|支出|"
    r"资金|造价|单价|总价|价格|任务|指标|目标|时间|天数|评分|得分|分数))(?:达到|达|完成|为|在|:)?(?=[^\u4e00-\u9fff]|不|低|高|超|少|多|大|小|至|每|控|一|二|两|三|四|五|六|七|八|九|十)"
)
TARGET = (
    r"(?:(?:年度|年初|批复|全年)?(?:绩效)?"
    r"(?:目标值?|指标值|计划(?:数|值|任务)?|任务数?|预算(?:数|金额|成本|额度)?|概算|批复(?:数|金额)))"
)
# 完成80%以上, 达到目标值的80%: the percentage is one of the target.
_DONE = re.compile(rf"(?:完成|达到|达|实现)(?:(?P<t>{TARGET})的?)?(?=[\d≥>≤<])")
# Events are counted: 发生3次以上, 累计出现2起.
_HAPPENED = re.compile(r"(?:累计)?(?:发生|出现|发现)(?=\d|[一二两三四五六七八九十])")
_COMPARING = re.compile(r"不|未|低于|高于|少于|多于|超|小于|大于|以内|每|达到")


@dataclass(frozen=True)
class Condition:
    """When a clause applies: bounds on a value, or one of a few words (按时, 完成 …)."""

    low: Bound | None = None
    high: Bound | None = None
    unit: str = ""
    subject: str = ""
    word: str = ""
    due: date | None = None
    tolerance: bool = False


@dataclass(frozen=True)
class Clause:
    """One recognised part of a sentence; ``kind`` says which of the fields it fills."""

    kind: str
    text: str
    condition: Condition = field(default_factory=Condition)
    award: Award | None = None
    number: Decimal | None = None
    unit: str = ""
    word: str = ""
    subject: str = ""
    partial: Partial | None = None
    base: str = ""
    each: bool = True


class Unreadable(ValueError):
    """A sentence or a part of it that is not understood. ``part`` is that part as written."""

    def __init__(self, part: str, why: str = "无法识别"):
        self.part, self.why = part, why
        super().__init__(f"“{part}”{why}")

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        return type(self), (self.part, self.why)


def number(text: str) -> Decimal:
    """A numeral of a clause, in digits or one Chinese character."""
    return Decimal(DIGITS[text]) if text in DIGITS else Decimal(text)


def unit(text: str) -> str:
    """A unit in the spelling used by rules: all words for percent are %."""
    return "%" if text in ("百分点", "个百分点") else text


def condition(text: str) -> Condition | None:
    """The condition a text states about a value; None when it is not understood."""
    subject, rest = _subject(text)
    found = _bounded(rest)
    if found is None and (done := _DONE.match(rest)):
        found = _bounded(rest[done.end() :])
        if found and done["t"] and found.unit != "%":
            return None
        if found and found.unit == "%" and (done["t"] or done[0] == "完成"):
            subject = subject or COMPLETION
    if found is None and (happened := _HAPPENED.match(rest)):
        found = _bounded(rest[happened.end() :])
    # A chained comparison (60%≤完成率<80%) has its subject inside.
    return replace(found, subject=subject or found.subject) if found else None


def _bounded(text: str) -> Condition | None:
    """Bounds without a name before them; two one-sided ones may be joined by 且."""
    one, joined, other = text.partition("且")
    if joined:
        left, right = _bounded(one), _bounded(other)
        low = (left and left.low) or (right and right.low)
        high = (left and left.high) or (right and right.high)
        if not left or not right or not low or not high or left.unit != right.unit:
            return None
        return Condition(low, high, left.unit) if low.value < high.value else None
    for pattern, build in _CONDITIONS:
        if match := pattern.fullmatch(text):
            found = build(match)
            if found is None:
                return None
            bottom, top, of, tolerance = found
            within = match.groupdict().get("s") or ""
            return Condition(bottom, top, of, within, tolerance=tolerance)
    return None


def subject_of(text: str) -> str | None:
    """The name of what is measured, when the text is nothing else."""
    match = _SUBJECT.match(text + "不")
    whole = match is not None and match.end() == len(text)
    return match["s"] if match and whole and not _COMPARING.search(match["s"]) else None


def _subject(text: str) -> tuple[str, str]:
    match, done = _SUBJECT.match(text), _DONE.match(text)
    if match is None or _COMPARING.search(match["s"]) or (done and done["t"]):
        return "", text
    return match["s"], text[match.end() :]


Found = tuple[Bound | None, Bound | None, str, bool] | None


def _one_sided(match: re.Match[str]) -> Found:
    words = _BEFORE if match.re is _PREFIXED else _AFTER
    bound = Bound(number(match["n"]), words[match["op"]])
    of = unit(match["u"])
    return (
        (None, bound, of, False) if bound.sign in ("<", "≤", "以下") else (bound, None, of, False)
    )


def _plain(match: re.Match[str]) -> Found:
    return Bound(number(match["n"]), "达"), None, unit(match["u"]), False


def _between(match: re.Match[str]) -> Found:
    ends = sorted([(number(match["n"]), match["i"]), (number(match["n2"]), match["i2"])])
    (left, left_said), (right, right_said) = ends
    low = Bound(left, (">" if "不" in left_said else "≥") if left_said else "以上")
    high = Bound(right, ("<" if "不" in right_said else "≤") if right_said else "止")
    units = {unit(match["u"]) or unit(match["u2"]), unit(match["u2"]) or unit(match["u"])}
    return (low, high, units.pop(), False) if len(units) == 1 else None


def _chained(match: re.Match[str]) -> Found:
    left, right = number(match["n"]), number(match["n2"])
    first, second = _MIRRORED[match["op"]], match["op2"]
    of = unit(match["u2"]) or unit(match["u"])
    bounds = [Bound(left, first), Bound(right, second)]
    low = next((b for b in bounds if b.sign in (">", "≥")), None)
    high = next((b for b in bounds if b.sign in ("<", "≤")), None)
    if low is None or high is None or (match["u"] and unit(match["u"]) != of):
        return None
    return low, high, of, False


def _tolerance(match: re.Match[str]) -> Found:
    size = number(match["n"])
    return Bound(-size, "≥"), Bound(size, "≤"), unit(match["u"]), True


_CONDITIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Found]], ...] = (
    (_CHAINED, _chained),
    (_TOLERANCE, _tolerance),
    (_BETWEEN, _between),
    (_PREFIXED, _one_sided),
    (_SUFFIXED, _one_sided),
    (_PLAIN, _plain),
)

VALUED = r"(?:分值|满分|权重分|权重|分数|总分)"
_AWARDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Award]], ...] = (
    (
        re.compile(
            r"(?:得|计|获|为|记)?(?:满分|全分)(?:(?P<max>\d+(?:\.\d+)?)分)?"
            r"|(?:得|计|记)(?:该指标|该项|本项)?(?:所赋)?(?:的)?全部分值"
        ),
        lambda m: FULL,
    ),
    (
        re.compile(rf"(?:得|计)(?:该项|本项|指标)?(?:{VALUED}的?)?一半分?(?:{VALUED})?"),
        lambda m: Award(Decimal(50), share=True),
    ),
    (
        re.compile(r"不得分|不计分|不给分|不记分|(?:得|计|记|为)?[0零]分|扣除?全部分值?|全扣"),
        lambda m: NOTHING,
    ),
    (re.compile(rf"(?:得|计|给|为|记|评)(?P<n>{NUM})分"), lambda m: Award(number(m["n"]))),
    (
        re.compile(rf"(?:得|计|给|按)(?:该项|本项|指标)?{VALUED}的?(?P<n>{NUM})%(?:得分|计分)?"),
        lambda m: Award(number(m["n"]), share=True),
    ),
    (
        re.compile(
            rf"(?:得|计|给|按)(?P<n>{NUM})%的?(?:该项|本项|指标)?(?:{VALUED}|分)(?:得分|计分)?"
        ),
        lambda m: Award(number(m["n"]), share=True),
    ),
    (re.compile(rf"得(?P<n>{NUM})%"), lambda m: Award(number(m["n"]), share=True)),
)
_LINK = re.compile(r"(?:的|者|时|的话)?(?:则)?(?:该项|本项|此项|该指标|本指标)?")


def awarded(text: str) -> Iterator[tuple[str, Award, Decimal | None]]:
    """Every way to read a text as condition + award (+ 满分), shortest condition first."""
    for cut in range(len(text)):
        for pattern, build in _AWARDS:
            if match := pattern.fullmatch(text, cut):
                left = text[:cut]
                for end in range(len(left) + 1):
                    if _LINK.fullmatch(left, end):
                        yield left[:end], build(match), _stated_maximum(match)


def _stated_maximum(match: re.Match[str]) -> Decimal | None:
    stated = match.groupdict().get("max")
    return Decimal(stated) if stated else None
