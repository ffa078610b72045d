"""A rule sentence brought to one spelling and cut into its clauses."""

from __future__ import annotations

import re

from jxanalytics.model.values import compact
from jxanalytics.scoring.clauses import DIGITS, TARGET, condition

_NUMBERED = re.compile(
    r"[①-⑳]|(?:(?<=^)|(?<=[;；。,，\n]))\s*"
    r"(?:[（(]\s*[\d一二三四五六七八九十]{1,2}\s*[)）]|[\d一二三四五六七八九十]{1,2}[、.．])\s*(?=[\u4e00-\u9fff≥≤<>])"
)
_QUOTES = re.compile(r"[\"'“”‘’「」『』]")
_PARTIAL = re.compile(r"\((不[足满][^()]*)\)")
# A follow-up that has no condition of its own: 扣1分, 得分值的80%, 不得分, 记…
_FOLLOWS = re.compile(
    r"(?:则|的)?(?:扣(?!完|至|光)|得(?!分=)|记|不得分|不计分|计\d|该项不得分|本项不得分)"
)
# Everything that is not full marks, said without a figure.
REST = (
    rf"(?:(?:未(?:能)?(?:全部)?(?:完成|达到|达成|实现|达标)|达不到)(?:{TARGET})?|不达标|不足|其余|其他|否则|反之)"
    r"(?:部分|的|者|时)*"
)
_REST = re.compile(REST)
_ARRANGED = re.compile(r"(?:则)?(?:按|得分=)")


def unnumbered(sentence: str) -> str:
    """The sentence without what only numbers its parts: ①, (1), 1、."""
    return _NUMBERED.sub(";", sentence).lstrip(";")


def split(sentence: str) -> list[str]:
    """The clauses of a sentence; a clause that only opens a condition is joined with the next."""
    parts = [part for part in re.split(r"[,;。、!\n]+", _spelled(sentence)) if part]
    joined: list[str] = []
    for part in parts:
        before = joined[-1] if joined else ""
        if before and _FOLLOWS.match(part) and not _complete(before):
            joined[-1] += part
        elif before and part.startswith("每") and (_opens(before) or _REST.fullmatch(before)):
            joined[-1] += "," + part
        elif before and _ARRANGED.match(part) and (_opens(before) or _REST.fullmatch(before)):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def as_written(part: str, sentence: str) -> str:
    """The words of ``sentence`` that were read as ``part``, spelled, spaced and quoted as written.

    ``part`` itself where its words do not follow each other in the sentence.
    """
    at = [i for i, sign in enumerate(sentence) for _ in _read(sign)]
    start = "".join(map(_read, sentence)).find(part)
    if not part or start < 0:
        return part
    first, last = at[start], at[start + len(part) - 1]
    while first and not _read(sentence[first - 1]):
        first -= 1
    return sentence[first : last + 1].strip()


def _read(sign: str) -> str:
    """What reading makes of one character."""
    return _QUOTES.sub("", compact(sign))


def _spelled(sentence: str) -> str:
    """One spelling for what is written in several ways."""
    # A comma inside a figure goes before full-width commas become the same sign.
    text = compact(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", sentence))
    text = _QUOTES.sub("", text)
    text = re.sub(r"百分之([一二三四五六七八九十百]+|\d+(?:\.\d+)?)", _percentage, text)
    text = re.sub(r"\((不?含)(?:本数|[\d.]+%?)\)", r"(\1)", text)
    text = re.sub(r"乘以|(?<=[\u4e00-\u9fff%)\d])[*xX✕](?=[\u4e00-\u9fff\d(])", "×", text)
    text = text.replace("除以", "÷")
    # What stands in brackets about a part of a step is a clause of its own.
    return "".join([_PARTIAL.sub("", text), *(f",{m[1]}" for m in _PARTIAL.finditer(text))])


def _percentage(match: re.Match[str]) -> str:
    """百分之九十五 as 95%; only whole tens and ones, and 百分之百."""
    said = match[1]
    if said[0].isdigit():
        return f"{said}%"
    if said in ("百", "一百"):
        return "100%"
    tens, ten, ones = said.partition("十")
    if not ten:
        return f"{DIGITS[said]}%" if said in DIGITS else match[0]
    if (tens and tens not in DIGITS) or (ones and ones not in DIGITS):
        return match[0]
    return f"{DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)}%"


def _opens(part: str) -> bool:
    """A bare condition (低于95%的) that waits for what follows from it."""
    found = None if _complete(part) else condition(re.sub("[的时者]$", "", part))
    return found is not None and (found.low or found.high) is not None


def _complete(part: str) -> bool:
    return bool(re.search(r"分(?:值)?$|值的\d+%$|为止$|类推$", part)) or "酌情" in part
