"""Wording: approximations that contradict themselves, sentences without an end, blanks left open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Prose
from jxanalytics.checks.quotes import spot_at, spot_of
from jxanalytics.checks.registry import check

_UNDER = re.compile("^(?:将近|接近|近|不足|不到)")
_OVER = re.compile("(?<=[\\d百千万亿])(?:余|多)")
_BLANK = re.compile(
    "待补充|待完善|待核实|待定|[×]{2,}|[xX]{2,}(?=[年月日元万项个次人单])|[_＿]{2,}|□□+|〔\\s*〕|【\\s*】|（此处[^）]*）|（请填写[^）]*）|指标[1-9]：\\s*$|……$"
)
_CLOSED = re.compile("[。！？；;!?.…：:）)”’》】]\\s*$")
_LOST = re.compile("：。|，。|、。|。。|，，|；。")
_LONGEST_TAIL = 8


@check(
    "JX713",
    title="约数表述自相矛盾",
    rule="“近”表示不足，“余”“多”表示超出，同一数字不应同时使用。",
    severity=Severity.NOTE,
)
def rough_both_ways(evidence: Evidence) -> Iterator[Raised]:
    """A figure is said to be somewhat under or somewhat over, not both."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        found = [
            (sentence, mention)
            for sentence in prose.sentences
            if _OVER.search(sentence.text)
            for mention in sentence.mentions
            if _UNDER.search(mention.text) and _OVER.search(mention.text)
        ]
        if found:
            written = "、".join(dict.fromkeys(mention.text for _, mention in found))
            yield Raised(
                project,
                f"“{written}”同时用了不足和超出的约数，请写明实际数字或统一表述。",
                tuple(dict.fromkeys(spot_of(*where) for where in found)),
                expected="实际数字，或只用一种约数",
                basis="“近”表示不足，“余”“多”表示超出",
                key=evidence.kinds[prose.document_id],
            )


@check(
    "JX714",
    title="文句不完整",
    rule="段末不应有没有写完的短句，标点不应连用。",
    severity=Severity.NOTE,
)
def broken_sentences(evidence: Evidence) -> Iterator[Raised]:
    """No paragraph breaks off after its last full stop, and no two stops follow each other."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        spots = tuple(dict.fromkeys(_broken(prose)))
        if spots:
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}正文有{len(spots)}处文句不完整或标点误用，请核对原文后补全。",
                spots,
                expected="完整的文句",
                basis="句末短语无标点，或标点连用",
                key=evidence.kinds[prose.document_id],
            )


def _broken(prose: Prose) -> Iterator[Spot]:
    for passage in prose.passages:
        sentences = passage.sentences
        last = sentences[-1].text if sentences else ""
        if (
            len(sentences) > 1
            and len(last) <= _LONGEST_TAIL
            and not _CLOSED.search(last)
            and not any(c.isdigit() for c in last)
        ):
            yield spot_at(passage, last)
        for match in _LOST.finditer(passage.text):
            yield spot_at(passage, passage.text[max(0, match.start() - 12) : match.end()])


@check(
    "JX715",
    title="正文留有未填的空项",
    rule="正文不应留有“××”“待补充”“____”等未填内容。",
    severity=Severity.WARNING,
)
def blanks_left(evidence: Evidence) -> Iterator[Raised]:
    """Nothing of a template is left open in what was filed."""
    for project, prose in evidence.texts("report", "self_evaluation", "target"):
        spots = tuple(
            spot_at(passage, passage.text[max(0, match.start() - 10) : match.end() + 10])
            for passage in prose.passages
            for match in _BLANK.finditer(passage.text)
        )
        if spots:
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}正文有{len(spots)}处未填内容，请补充。",
                spots,
                expected="填写完整",
                basis="“××”“待补充”等未填标记",
                key=evidence.kinds[prose.document_id],
            )
