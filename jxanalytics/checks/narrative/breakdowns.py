"""Listed parts against their whole: sums, parts that exceed it, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.narrative.money import questioned
from jxanalytics.checks.prose import Mention, Passage, Sort, mentions
from jxanalytics.checks.quotes import about, bare, measure, number, spot_at
from jxanalytics.checks.registry import check
from jxanalytics.model.exact import half_up

_STATEMENT = re.compile("[^。！？\n]+[。！？\n]*")
_LIST = re.compile("其中|包括|包含|分别为|分别是|分别|分为|由|(?<=指标)中(?=，)")
# What sums up the parts before it.
_SUM = re.compile("(?:合计|共计|总计)(?:为|达)?(?=$|\\d)")
# A figure with such words before it is a total, a comparison or a rate of its own, not a part.
_NO_PART = re.compile(
    "共计|合计|总计|累计|全年|同比|环比|上年|去年|较|每|平均|人均|执行|年度|超过|增长|下降|预算数|达到|目标|计划"
)
_BETWEEN = re.compile("[；。）)]")
# How many statements back the whole may stand.
_REACH = 2


@dataclass(frozen=True)
class Breakdown:
    """A whole and the parts listed of it; ``open`` where the list ends in 等."""

    passage: Passage
    whole: Mention
    parts: tuple[Mention, ...]
    open: bool
    statements: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the parts, in the unit of ``size``."""
        return sum((size(part) for part in self.parts), Decimal(0))

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(spot_at(self.passage, text) for text in self.statements)

    def said(self, value: Decimal) -> str:
        """A number in the whole's unit: 209批, 305.36万元."""
        unit = "万元" if self.whole.sort is Sort.AMOUNT else self.whole.measure
        return f"{number(value)}{unit}"

    @property
    def key(self) -> str:
        """What the breakdown is of: its paragraph, its unit and its first part."""
        return f"{about(self.passage)}-{measure(self.whole)}-{bare(self.parts[0].before)}"


def size(mention: Mention) -> Decimal:
    """An amount in 万元, a count in single units."""
    return mention.wan if mention.wan is not None else mention.counted


@check(
    "JX704",
    title="分项大于总数",
    rule="正文列举的分项之和不应大于所列总数。",
    severity=Severity.ERROR,
)
def parts_beyond_whole(evidence: Evidence) -> Iterator[Raised]:
    """The parts a sentence lists do not exceed the whole they are parts of."""
    for project, found in evidence.once(breakdowns):
        if found.whole.value.operator in (">", "≥") or found.total <= _most(found.whole):
            continue
        yield Raised(
            project,
            f"所列分项{_what(found)}{found.said(found.total)}，大于总数{found.whole.text}，请核实更正。",
            found.spots,
            expected=f"不大于{found.whole.text}",
            basis=_sum(found),
            key=found.key,
        )


@check(
    "JX705",
    title="分项合计与总数不符",
    rule="正文列举的分项（不以“等”结尾的）之和应等于所列总数。",
    severity=Severity.WARNING,
)
def parts_short_of_whole(evidence: Evidence) -> Iterator[Raised]:
    """The parts of a list that does not end in 等 sum to the whole."""
    for project, found in evidence.once(breakdowns):
        whole = size(found.whole)
        exact = found.whole.exact and all(part.exact for part in found.parts)
        if found.open or not exact or len(found.parts) < 2 or found.total >= whole:
            continue
        yield Raised(
            project,
            f"列明分项合计{found.said(found.total)}，与总数{found.whole.text}相差{found.said(whole - found.total)}，"
            "请核实；如另有其他构成，请补充。",
            found.spots,
            expected=found.whole.text,
            basis=_sum(found),
            key=found.key,
        )


@check(
    "JX706",
    title="列举的分项只占总数的小部分",
    rule="以“等”结尾的列举，分项合计占总数不足{least}%的，请补充其余构成。",
    severity=Severity.WARNING,
)
def parts_told(evidence: Evidence, *, least: float = 80) -> Iterator[Raised]:
    """A list that ends in 等 is not exhaustive, but should tell most of the whole."""
    for project, found in evidence.once(breakdowns):
        whole = size(found.whole)
        if (
            not found.open
            or len(found.parts) < 2
            or not 0 < found.total * 100 < whole * Decimal(str(least))
        ):
            continue
        share = half_up(found.total / whole * 100, 0)
        yield Raised(
            project,
            f"列明分项合计{found.said(found.total)}，占{found.whole.text}的{share}%，请补充其余构成。",
            found.spots,
            expected=f"分项合计{found.whole.text}",
            basis=_sum(found),
            key=found.key,
        )  # fmt: skip


@check(
    "JX707",
    title="占比之和超过100%",
    rule="同一句中并列的占比之和不应超过100%（四舍五入的误差除外）。",
    severity=Severity.ERROR,
)
def shares(evidence: Evidence) -> Iterator[Raised]:
    """Shares listed side by side sum to at most 100%."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        for passage in prose.passages:
            if passage.text.count("占") < 2:
                continue
            for text in _STATEMENT.findall(passage.text):
                listed = [
                    m
                    for m in mentions(text)
                    if m.sort is Sort.PERCENT and re.search("占比?(?:为|达)?$", m.before)
                ]
                total = sum((m.number for m in listed), Decimal(0))
                if len(listed) >= 2 and total > 100 + Decimal("0.5") * len(listed):
                    yield Raised(
                        project,
                        f"并列的占比{'、'.join(m.text for m in listed)}合计{number(total)}%，超过100%，请核实更正。",
                        (spot_at(passage, text),),
                        expected="合计不超过100%",
                        basis=f"{'＋'.join(number(m.number) for m in listed)}＝{number(total)}",
                        key=f"{about(passage)}-{bare(listed[0].before)}",
                    )  # fmt: skip


def breakdowns(evidence: Evidence) -> list[tuple[str, Breakdown]]:
    """Every breakdown in reports, self-evaluations and summaries, with its project."""
    asked = evidence.once(questioned)
    return [
        (project, found)
        for project, prose in evidence.texts("report", "self_evaluation")
        for passage in prose.passages
        if _LIST.search(passage.text) or _SUM.search(passage.text)
        for found in (*_of_passage(passage), *_summed(passage))
        # Amounts that are not the form's have their finding; their sum is no second cause.
        if found.whole.sort is Sort.COUNT or (passage.document_id, str(passage.place)) not in asked
    ]


def _summed(passage: Passage) -> Iterator[Breakdown]:
    """Parts that are summed up after them: 城区12场、乡镇10场，共计22场."""
    for text in _STATEMENT.findall(passage.text):
        read = mentions(text) if _SUM.search(text) and not _LIST.search(text) else ()
        for n, whole in enumerate(read):
            parts = [
                m
                for m in read[:n]
                if _alike(m, whole) and m.before and not _NO_PART.search(m.before)
            ]
            if (
                _SUM.search(whole.before)
                and len(parts) >= 2
                and whole.exact
                and all(p.exact for p in parts)
            ):
                yield Breakdown(passage, whole, tuple(parts), False, (text.strip(),))
                break


def _of_passage(passage: Passage) -> Iterator[Breakdown]:
    statements = _STATEMENT.findall(passage.text)
    read = [mentions(text) for text in statements]
    for n, text in enumerate(statements):
        marks = list(_LIST.finditer(text))
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        for mark, end in zip(marks, ends, strict=False):
            parts, whole = _parts(text, read[n], mark.end(), end), None
            for back in range(n, max(n - _REACH, 0) - 1, -1):
                limit = mark.start() if back == n else len(statements[back])
                whole = parts and _whole(read[back], limit, parts[0])
                if whole:
                    break
            if parts and whole:
                told = tuple(dict.fromkeys(t.strip() for t in (statements[back], text)))
                yield Breakdown(passage, whole, parts, _is_open(text, parts[-1]), told)


def _parts(text: str, read: tuple[Mention, ...], start: int, end: int) -> tuple[Mention, ...]:
    """The figures of one unit after a word such as 其中, up to the first that is no part."""
    parts: list[Mention] = []
    for mention in read:
        if not start <= mention.start < end or mention.sort is Sort.PERCENT:
            continue
        if parts and not _alike(mention, parts[0]):
            continue
        if _NO_PART.search(mention.before) or not mention.before:
            break
        if (
            parts
            and _BETWEEN.search(text[parts[-1].end : mention.start])
            and not _listing(text, parts, mention)
        ):
            break
        parts.append(mention)
    return tuple(parts)


def _listing(text: str, parts: list[Mention], mention: Mention) -> bool:
    """Whether a list goes on after a semicolon: it is separated by semicolons throughout."""
    if "；" not in text[parts[-1].end : mention.start]:
        return False
    return len(parts) == 1 or all("；" in text[a.end : b.start] for a, b in pairwise(parts))


def _whole(read: tuple[Mention, ...], limit: int, part: Mention) -> Mention | None:
    """The nearest figure of the same unit before the list; 同比 and the like state none."""
    before = [m for m in read if m.end <= limit and _alike(m, part)]
    named = [m for m in before if not re.search("同比|上年|去年|每|平均|人均", m.before)]
    return named[-1] if named else None


def _alike(one: Mention, other: Mention) -> bool:
    if one.sort is not other.sort:
        return False
    return one.sort is Sort.AMOUNT or measure(one) == measure(other)


def _is_open(text: str, last: Mention) -> bool:
    return last.after.startswith("等") or text[last.end :].lstrip("，、 ").startswith("等")


def _most(whole: Mention) -> Decimal:
    """The most that parts may come to: what is said roughly leaves room."""
    loose = {"约": Decimal("1.1"), "余": Decimal("1.1")}.get(whole.value.operator, Decimal(1))
    return size(whole) * loose


def _what(found: Breakdown) -> str:
    return "合计" if len(found.parts) > 1 else ""


def _sum(found: Breakdown) -> str:
    if len(found.parts) == 1:
        return f"分项为{found.parts[0].text}"
    listed = "＋".join(number(size(part)) for part in found.parts)
    return f"{listed}＝{number(found.total)}"
