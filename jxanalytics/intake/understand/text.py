"""Running text of a report: headings, the conclusion's grade, rules stated in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from jxanalytics.intake.containers.blocks import Text
from jxanalytics.intake.forms import Figure, Indicator, Line, Rule
from jxanalytics.model.places import Paragraph
from jxanalytics.model.values import compact

_RANKS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]、?"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
)
_MAIN = re.compile(
    r"(?:有关|相关|改进|对策)?(?:意见)?(?:和|及)?建议|其他需要说明的(?:问题|情况|事项)|(?:项目)?基本情况|(?:绩效)?评价(?:工作)?(?:开展)?情况"
    r"|综合评价.{0,10}|(?:绩效)?评价指标分析|主要经验.{0,20}|存在的?问题.{0,12}"
)
_LONGEST_HEADING = 45
_GRADE = re.compile(
    r"(?:等级|等次|档次|级别|评定|评价结果)(?:评定)?(?:为|是|：|:|属于)?[“\"「『]?(优秀?|良好?|中等?|较?差|合格|一般)(?![\u4e00-\u9fff]*(?:良|中|差))[”\"」』。，,；;）)\s]"
)
_DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_SENTENCE = re.compile(r"[^。；;]*[。；;]?")
_LADDER = re.compile(
    r"每(?:下降|降低|减少|超过|超出|增加|提高|少|低|多|高|延迟|推迟|逾期|延期|滞后|偏离|相差)[^，。；]{0,14}扣\d|\d[^，。；]{0,8}(?:不得分|得满分)|满分[^，。；]{0,4}\d"
)
_DIVISION = re.compile(
    r"归口(?:管理|业务)*(?:处室|科室)?(?:是|为|：|:)?([\u4e00-\u9fff]{2,12}?[处科室])(?=[，。；、管]|$)"
)


def report_lines(texts: Iterable[Text]) -> tuple[Line, ...]:
    """Paragraphs with their heading levels and places (nearest heading, number under it)."""
    lines: list[Line] = []
    open_ranks: list[int] = []
    heading, number = "", 0
    for text in texts:
        shown = text.text.strip()
        rank = _rank(text, shown)
        if rank:
            while open_ranks and open_ranks[-1] >= rank:
                open_ranks.pop()
            open_ranks.append(rank)
            heading, number = shown, 0
            lines.append(Line(shown, len(open_ranks), None))
            continue
        number += 1
        lines.append(Line(shown, 0, Paragraph(heading, number)))
    return tuple(lines)


def _rank(text: Text, shown: str) -> int:
    """How high a heading stands (1 highest), 0 for a paragraph."""
    if (
        len(shown) > _LONGEST_HEADING
        or shown.endswith(("。", "；", ";", "，", "：", ":"))
        or "。" in shown
    ):
        return 0
    if text.level:
        return text.level
    for rank, pattern in enumerate(_RANKS, start=1):
        if pattern.match(shown):
            return rank
    return 1 if _MAIN.fullmatch(shown) else 0


def grade_in(lines: Sequence[Line]) -> Figure | None:
    """The grade a report's conclusion states, first looked for under a heading that says 结论."""
    bodies = [line for line in lines if not line.level]
    concluding = [line for line in bodies if "结论" in _heading(line)]
    for line in [*concluding, *bodies]:
        match = _GRADE.search(line.text + "。")
        if match:
            return Figure(match[1], place=line.place)
    return None


def date_in(texts: Iterable[str]) -> str:
    """The first line that is nothing but a date, as 2020-05-25; empty where there is none."""
    for text in texts:
        match = _DATE.fullmatch(compact(text))
        if match:
            try:
                return date(*(int(part) for part in match.groups())).isoformat()
            except ValueError:
                continue
    return ""


def division_in(lines: Iterable[Line]) -> str:
    """The finance bureau's responsible division where the text names it."""
    for line in lines:
        match = _DIVISION.search(line.text)
        if match and not line.level:
            return match[1]
    return ""


def rules_in(lines: Sequence[Line], indicators: Sequence[Indicator]) -> list[Rule]:
    """Scoring rules stated in sentences, each with the indicator its paragraph or heading is about."""
    rules = []
    for line in lines:
        if line.level or ("扣" not in line.text and "不得分" not in line.text):
            continue
        owner = _owner(line, indicators)
        if owner is None:
            continue
        for sentence in _SENTENCE.findall(line.text):
            if _LADDER.search(sentence) and "扣" in sentence:
                rules.append(Rule(sentence.strip().rstrip("。；;"), line.text, line.place, owner))
    return rules


def _owner(line: Line, indicators: Sequence[Indicator]) -> int | None:
    """Index of the indicator a paragraph names in front, or the only one its heading speaks of."""
    bare = compact(line.text)
    named = [
        i for i, row in enumerate(indicators) if row.name and bare.startswith(compact(row.name))
    ]
    if named:
        return max(named, key=lambda i: len(indicators[i].name or ""))
    heading = compact(_heading(line))
    matching: dict[str, list[int]] = {}
    for index, row in enumerate(indicators):
        stem = (row.level2 or "").removesuffix("指标")
        if len(stem) >= 2 and stem in heading and row.name != "无":
            matching.setdefault(stem, []).append(index)
    longest = matching.get(max(matching, key=len), []) if matching else []
    return longest[0] if len(longest) == 1 else None


def _heading(line: Line) -> str:
    return line.place.heading if isinstance(line.place, Paragraph) else ""
