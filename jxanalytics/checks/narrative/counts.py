"""Counts against each other: growth that no whole numbers give, one quantity under several figures."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.narrative.told import Indicator, Told, reports
from jxanalytics.checks.prose import Mention, Passage, Sentence, Sort
from jxanalytics.checks.quotes import about, bare, measure, number, same_measure, spot_of
from jxanalytics.checks.registry import check
from jxanalytics.model.exact import half_up

_GROWTH = re.compile(
    "(?:同比|环比|[比较与](?:上年|去年|上一年|\\d{4}年)度?(?:同期)?(?:相比)?|增幅|降幅)(?:实际|均|分别)?"
    "(?:增长|增加|上升|提高|提升|增幅|下降|减少|降低|降幅)?(?:率|了|为|达|达到|约)*$"
)
_GROWING = re.compile("同比|环比|增幅|降幅|[比较与](?:上|去|\\d{4})")
_DECLINE = re.compile("下降|减少|降低|降幅")
# Beyond this a whole base exists for every rate with one or two decimals.
_LARGEST = 10**6
# Words that every indicator's name and every sentence may hold.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "全年 年度 数量 批次 次数 人数 任务 完成 情况 指标 工作 开展 项目 本年 实际 年批 务批",
    )
)
# Units that count anything: only words beside the figure tell whether the same thing is meant.
_ANYTHING = frozenset(re.findall(r"\S+", "次 个 项 件 条 份 家 篇 人"))
_GENERIC = re.compile(
    "指标值|完成值|目标|计划|预计|应当?|上年|去年|同比|每|平均|人均|其中|季度|半年|月|得分|扣|新增|剩余|另"
)
_VERBS = re.compile(
    "^(?:\\d+年度?|年内|年|我[办局委]|本|全年|全市|共计|合计|累计|共|总|已|实际|先后|顺利|圆满|完成了?|开展了?|举办了?|组织了?|召开了?)"
)


@check(
    "JX708",
    title="增长率没有整数基数",
    rule="由整数计数得出的增长率，应当有一个上年整数能算出它；一个也没有的，请核实基数并说明口径。",
    severity=Severity.WARNING,
)
def growth(evidence: Evidence) -> Iterator[Raised]:
    """A rate of growth beside a whole count is given by some whole base, at its decimals."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        for passage in prose.passages:
            for sentence, rate, counts in _grown(passage) if _GROWING.search(passage.text) else ():
                if any(base_of(int(c.number), _signed(rate), rate.places) for _, c in counts):
                    continue
                near = _nearest(int(counts[-1][1].number), _signed(rate), rate.places)
                spots = tuple(dict.fromkeys([spot_of(*counts[-1]), spot_of(sentence, rate)]))
                yield Raised(
                    project,
                    f"{counts[-1][1].text}{rate.before}{rate.text}，没有任何整数基数能得出这一比率（{near}），"
                    "请核实上年基数并说明口径。",
                    spots,
                    expected="与整数基数相符的增长率",
                    basis=f"{near}，所写为{rate.text}",
                    key=f"{evidence.kinds[prose.document_id]}-{about(passage)}-{_subject(counts[-1][1].before)}",
                )


def base_of(count: int, rate: Decimal, places: int) -> int:
    """A whole number from which ``count`` is a growth of ``rate`` percent, rounded half-up; 0 for none."""
    return next((base for base in _bases(count, rate) if _growth(count, base, places) == rate), 0)


def _bases(count: int, rate: Decimal) -> Iterator[int]:
    """Whole numbers around the base that the rate gives, the only ones that can fit."""
    ratio = 1 + rate / 100
    if ratio > 0:
        middle = int(count / ratio)
        yield from range(max(1, middle - 2), middle + 4)


def _growth(count: int, base: int, places: int) -> Decimal:
    return half_up(Decimal(count - base) * 100 / base, places)


def _nearest(count: int, rate: Decimal, places: int) -> str:
    """The two bases on either side, and what they give: 上年393为29.8%，394为29.4%."""
    below = max(1, int(count / (1 + rate / 100)))
    told = [f"{base}时为{number(_growth(count, base, places))}%" for base in (below, below + 1)]
    return f"上年{told[0]}，{told[1]}"


def _signed(rate: Mention) -> Decimal:
    return -rate.number if _DECLINE.search(rate.before) else rate.number


def _grown(passage: Passage) -> Iterator[tuple[Sentence, Mention, list[tuple[Sentence, Mention]]]]:
    """Exact rates of growth with the whole counts said just before them."""
    counts: list[tuple[Sentence, Mention]] = []
    for sentence in passage.sentences:
        mine: list[tuple[Sentence, Mention]] = []
        for mention in sentence.mentions:
            if mention.sort is Sort.COUNT:
                mine.append((sentence, mention))
            elif mention.sort is Sort.PERCENT and mention.exact and _GROWTH.search(mention.before):
                # A rough count may be what grew: then nothing can be said.
                told = mine or counts
                whole = [c for c in told if _is_whole(c[1])]
                if (
                    whole
                    and len(whole) <= 2
                    and mention.value.unit == "%"
                    and _signed(mention) > -100
                ):
                    yield sentence, mention, whole
                mine, counts = [], []
            else:
                # An amount or a share stands between: that is what grew.
                mine, counts = [], []
        counts = mine


def _is_whole(mention: Mention) -> bool:
    return mention.exact and mention.measure == mention.value.unit and mention.places == 0 and 0 < mention.number < _LARGEST  # fmt: skip


@check(
    "JX709",
    title="同类数量有多个数字，口径待统一",
    rule="指标分析所写数量与正文同一计量单位的同类数量互相矛盾，或同一事项前后数字不同的，请统一并说明统计口径。",
    severity=Severity.WARNING,
)
def one_quantity(evidence: Evidence) -> Iterator[Raised]:
    """The figures of one thing in one unit agree, and none exceeds the indicator's own total."""
    for told in reports(evidence):
        for indicator, own, others in _exceeding(told):
            written = "、".join(dict.fromkeys(m.text for _, m in others))
            yield Raised(
                told.project_id,
                f"“{indicator.name}”的分析与正文其他部分数字不一，{own[1].text}、{written}统计口径请说明。",
                tuple(dict.fromkeys(spot_of(*where) for where in (own, *others))),
                expected="同一口径只有一个数字",
                basis=f"{'、'.join(number(m.counted) for _, m in others)}均大于{number(own[1].counted)}",
                key=indicator.id,
            )
    for project, prose in evidence.texts("report", "self_evaluation"):
        for subject, said in _differing(prose.sentences).items():
            written = "、".join(dict.fromkeys(m.text for _, m in said))
            yield Raised(
                project,
                f"“{subject}”前后写为{written}，请核实并统一口径。",
                tuple(dict.fromkeys(spot_of(*where) for where in said)),
                expected="同一口径只有一个数字",
                basis="正文前后比较",
                key=f"{evidence.kinds[prose.document_id]}-{subject}",
            )


Said = tuple[Sentence, Mention]


def _exceeding(told: Told) -> Iterator[tuple[Indicator, Said, list[Said]]]:
    """Indicators whose own count is exceeded by counts of the same unit and topic elsewhere.

    Of several indicators in one unit only the largest is compared.
    """
    largest: dict[str, tuple[Indicator, Said]] = {}
    counted = set()
    for indicator in told.indicators:
        unit = _unit(indicator)
        own = _own(told, indicator, unit)
        counted |= {(str(p.place), unit) for p in told.passages_of(indicator)}
        if own and (unit not in largest or own[1].counted > largest[unit][1][1].counted):
            largest[unit] = indicator, own
    for unit, (indicator, own) in largest.items():
        topic = _bigrams(indicator.name) - _COMMON
        topic -= _everywhere(told) if unit in _ANYTHING else set()
        most = _most(indicator, own[1])
        others = [
            (sentence, mention)
            for passage in told.analysis
            if (str(passage.place), unit) not in counted
            for sentence in passage.sentences
            for mention in sentence.mentions
            if mention.sort is Sort.COUNT
            and measure(mention) == unit
            and mention.counted > most
            and topic
            & _bigrams(mention.before + mention.after if unit in _ANYTHING else passage.text)
        ]
        if others:
            yield indicator, own, others


def _everywhere(told: Told) -> set[str]:
    """Pairs of characters in half of all the report's indicators: what the whole project is about."""
    names = [_bigrams(i.name) for i in told.indicators]
    return {
        pair for name in names for pair in name if 2 * sum(pair in n for n in names) >= len(names)
    }


def _unit(indicator: Indicator) -> str:
    unit = str(indicator.row["target_unit"]) or str(indicator.row["actual_unit"])
    return same_measure(unit)


def _own(told: Told, indicator: Indicator, unit: str) -> Said | None:
    """The count of the indicator's unit in its own paragraph whose sentence fits its name best."""
    name = _bigrams(indicator.name)
    mine = [
        (sentence, mention)
        for passage in told.passages_of(indicator)
        for sentence in passage.sentences
        for mention in sentence.mentions
        if mention.sort is Sort.COUNT
        and measure(mention) == unit
        and "指标值" not in mention.before
    ]

    def fit(said: Said) -> tuple[int, Decimal]:
        words = said[0].text.removeprefix(said[0].passage.label)
        return len(name & _bigrams(words)), said[1].counted

    return max(mine, key=fit, default=None)


def _most(indicator: Indicator, own: Mention) -> Decimal:
    """The largest figure the indicator itself has: of its parts told one by one, the table has the sum."""
    filed = [
        Decimal(str(indicator.row[quantity]))
        for quantity in ("target", "actual")
        if same_measure(str(indicator.row[f"{quantity}_unit"])) == measure(own)
        and not math.isnan(indicator.row[quantity])
    ]
    return max([own.counted, *filed])


def _differing(sentences: Iterator[Sentence]) -> dict[str, list[Said]]:
    """Subjects that are counted exactly, more than once, with different numbers."""
    found: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for sentence in sentences:
        if _GENERIC.search(sentence.text) or sentence.plans:
            continue
        for mention in sentence.mentions:
            subject = _subject(mention.before)
            if mention.sort is Sort.COUNT and mention.exact and len(subject) >= 4:
                found[subject, measure(mention)].append((sentence, mention))
    return {
        subject: said
        for (subject, _), said in found.items()
        if len({mention.counted for _, mention in said}) > 1
    }


def _subject(before: str) -> str:
    """What a count is of: the words before it without year, actor and verb."""
    while (shorter := _VERBS.sub("", before)) != before:
        before = shorter
    return bare(before)


def _bigrams(text: str) -> set[str]:
    text = bare(text)
    return {text[n : n + 2] for n in range(len(text) - 1)}
