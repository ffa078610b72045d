"""The analysis of indicators: none left out, none supported by another's evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.narrative.told import Indicator, Told, reports
from jxanalytics.checks.prose import Passage
from jxanalytics.checks.prose.likeness import plain, runs, shared
from jxanalytics.checks.quotes import bare, opening
from jxanalytics.checks.registry import check
from jxanalytics.model import say

# What every paragraph of analysis recites from the table: no evidence of its own.
_RECITED = re.compile(
    "年度指标值为[^，。；]*|实际完成值为[^，。；]*|(?:经[^，。；]{2,4}，)?(?:本次)?(?:评分|得分?)为?[\\d.]+分|完成率[为达]?[\\d.]+%"
)
_NOTHING = {"", "无", "不适用", "无此项", "无此项指标", "/", "—"}
# Two short paragraphs may be alike by chance.
_SHORTEST_BODY = 20
_STEM = re.compile("指标$|^服务对象|^社会公众")


@check(
    "JX716",
    title="同一段材料用于两个指标",
    rule="不同指标的分析应各有依据；两个指标的分析有{least}字以上相同、且占较短一段{share}%以上的，请分别写明依据。",
    severity=Severity.WARNING,
)
def evidence_used_twice(
    evidence: Evidence, *, least: int = 50, share: float = 50
) -> Iterator[Raised]:
    """Two indicators are not supported by the same paragraph."""
    for told in reports(evidence):
        pairs = [
            (one, other)
            for one, other in combinations(_parts(told), 2)
            if one.about != other.about and _same(one, other, least, share)
        ]
        if pairs:
            names = "；".join(f"“{one.about}”与“{other.about}”" for one, other in pairs)
            passages = dict.fromkeys(part.passage for pair in pairs for part in pair)
            yield Raised(
                told.project_id,
                f"{names}的分析用了同一段材料，请分别写明各指标的完成情况和依据。",
                tuple(opening(passage) for passage in passages),
                expected="每个指标各有完成情况和依据",
                basis=f"相同文字在{least}字以上",
            )


@dataclass(frozen=True)
class _Part:
    """A paragraph of analysis: what it is about, all it says, and that without what it recites."""

    about: str
    passage: Passage
    body: str
    evidence: str


def _parts(told: Told) -> list[_Part]:
    """The paragraphs of analysis, each about the indicator it names, else about its heading."""
    parts = []
    for passage in told.analysis:
        named = str(passage.place) in told.labelled
        text = passage.text.removeprefix(passage.label)
        about = passage.label if named else passage.place.heading
        parts.append(_Part(about, passage, plain(text), plain(_RECITED.sub("", text))))
    return parts


def _same(one: _Part, other: _Part, least: int, share: float) -> bool:
    if _copied(one, other):
        return True
    first, second = sorted((one.evidence, other.evidence), key=len)
    if len(first) < least:
        return False
    alike = shared(first, runs(second))
    return alike >= least and alike * 100 >= share * len(first)


def _copied(one: _Part, other: _Part) -> bool:
    """Whether two paragraphs say the same after their labels, figures included."""
    return len(one.body) >= _SHORTEST_BODY and one.body == other.body


def copied_in(evidence: Evidence, passage: Passage) -> bool:
    """Whether a paragraph is another indicator's word for word: its figures are then no second cause."""
    return (passage.document_id, str(passage.place)) in evidence.once(_all_copied)


def _all_copied(evidence: Evidence) -> set[tuple[str, str]]:
    return {
        (told.document_id, str(part.passage.place))
        for told in reports(evidence)
        for one, other in combinations(_parts(told), 2)
        if one.about != other.about and _copied(one, other)
        for part in (one, other)
    }


@check(
    "JX717",
    title="计分指标在报告中没有分析",
    rule="评分表中计分的每个指标，都应在“绩效评价指标分析”部分写明完成情况和得分依据，不应只写“无”。",
    severity=Severity.WARNING,
)
def not_analysed(evidence: Evidence) -> Iterator[Raised]:
    """Each scored indicator is spoken of in the part that analyses indicators."""
    for told in reports(evidence):
        if not told.analysis:
            continue
        missing = [i for i in told.indicators if not _is_analysed(told, i)]
        if missing:
            names = "、".join(f"“{i.name}”（{say.points(i.weight)}）" for i in missing)
            spots = [
                Spot(str(i.row["document_id"]), str(i.row["name_place"]), str(i.row["name_raw"]))
                for i in missing
            ]
            yield Raised(
                told.project_id,
                f"评价报告没有分析计分指标{names}，请补充完成情况和得分依据。",
                (*spots, *_said_nothing(told, missing), Spot(told.document_id, "", told.analysis[0].headings[0])),
                expected="每个计分指标都有分析",
                basis="逐一比对评分表指标与报告指标分析部分",
            )  # fmt: skip


def _is_analysed(told: Told, indicator: Indicator) -> bool:
    if told.passages_of(indicator):
        return True
    if bare(indicator.name) in told.analysed:
        return True
    if indicator.role == "execution":
        # Reports tell of execution with the money as often as among the indicators.
        return any("执行率" in p.text or p.under("执行率") for p in told.prose.passages)
    stem = _stem(indicator)
    mine = [
        p
        for p in told.analysis
        if stem and stem in p.place.heading and bare(p.text) not in _NOTHING
    ]
    # Under a heading that tells indicator by indicator, this one is missing.
    return bool(mine) and not any(str(p.place) in told.labelled for p in mine)


def _said_nothing(told: Told, missing: list[Indicator]) -> Iterator[Spot]:
    """Where 无 stands under the heading of an indicator that is scored."""
    stems = {_stem(i) for i in missing} - {""}
    for passage in told.analysis:
        if bare(passage.text) in _NOTHING and any(stem in passage.place.heading for stem in stems):
            yield opening(passage)


def _stem(indicator: Indicator) -> str:
    """What a heading says of a level-2 indicator: 社会效益 of 社会效益指标."""
    return _STEM.sub("", _STEM.sub("", indicator.level2))
