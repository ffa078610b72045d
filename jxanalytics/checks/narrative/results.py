"""Scores, the total and the grade that the report recites, against the tables."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.narrative.analysis import copied_in
from jxanalytics.checks.narrative.told import Indicator, Told, reports
from jxanalytics.checks.prose import Passage
from jxanalytics.checks.prose.numerals import folded
from jxanalytics.checks.quotes import number, spot_at
from jxanalytics.checks.registry import check
from jxanalytics.model import exact, say

_SCORE = re.compile(r"(?:评分为|评分|得分为|得分|(?<![不可应%上下满值])得)\s*(\d+(?:\.\d+)?)\s*分")
_TOTAL = re.compile(r"(?:结果为|得分为?|总分为?|评分为?|综合得分)\s*(\d+(?:\.\d+)?)\s*分")
_GRADE = re.compile("(?:等级|评定|结果|级别)为?[：:“]?(优|良|中|差)")


@check(
    "JX719",
    title="正文得分与评分表不符",
    rule="正文写明的指标得分（含二级指标小计）和扣分应与评分表一致。",
    severity=Severity.ERROR,
)
def scores(evidence: Evidence) -> Iterator[Raised]:
    """The score a paragraph of analysis gives is the one of the score table."""
    for told in reports(evidence):
        for indicator, passage, text, said in _said_scores(told):
            if copied_in(evidence, passage):
                continue
            if not math.isnan(indicator.score) and said != Decimal(str(indicator.score)):
                places = [
                    spot_at(passage, text),
                    *([indicator.score_spot] if indicator.score_spot else []),
                ]
                yield Raised(
                    told.project_id,
                    f"报告正文写“{indicator.name}”得{said}分，评分表为{say.points(indicator.score)}，请核实后统一。",
                    tuple(places),
                    expected=say.points(indicator.score),
                    basis="评分表所填得分",
                    key=indicator.id,
                )  # fmt: skip
        yield from _subtotals(told)
        yield from _losses(told)


def _said_scores(told: Told) -> Iterator[tuple[Indicator, Passage, str, Decimal]]:
    """Indicators with the score their own paragraph ends with."""
    by_level2: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in told.indicators:
        by_level2[indicator.level2].append(indicator)
        for passage in told.passages_of(indicator):
            if given := _last_score(passage):
                yield indicator, passage, *given
    for level2, members in by_level2.items():
        # A group of one indicator may be analysed under its heading alone.
        if len(members) == 1 and level2 and not told.passages_of(members[0]):
            for passage in told.analysis:
                heading = passage.place.heading
                given = _last_score(passage) if level2.removesuffix("指标") in heading else None
                if given and str(passage.place) not in told.labelled:
                    yield members[0], passage, *given


def _last_score(passage: Passage) -> tuple[str, Decimal] | None:
    found = list(_SCORE.finditer(folded(passage.text)))
    return (
        (passage.text[found[-1].start() : found[-1].end()], Decimal(found[-1][1]))
        if found
        else None
    )


def _losses(told: Told) -> Iterator[Raised]:
    """The points a text says an indicator lost are those of the table."""
    for passage in told.prose.passages:
        if "扣" not in passage.text:
            continue
        for indicator in told.indicators:
            match = re.search(
                rf"{re.escape(indicator.name)}扣(\d+(?:\.\d+)?)分", folded(passage.text)
            )
            if (
                match
                and not math.isnan(indicator.lost)
                and Decimal(match[1]) != Decimal(str(indicator.lost))
            ):
                yield Raised(
                    told.project_id,
                    f"报告正文写“{indicator.name}”扣{match[1]}分，评分表扣{say.points(indicator.lost)}，请核实后统一。",
                    (spot_at(passage, passage.text), *([indicator.score_spot] if indicator.score_spot else [])),
                    expected=f"扣{say.points(indicator.lost)}",
                    basis=f"分值{say.points(indicator.weight)}－得分{say.points(indicator.score)}",
                    key=f"{indicator.id}-lost",
                )  # fmt: skip


def _subtotals(told: Told) -> Iterator[Raised]:
    """The sum a section gives for its level-2 indicator."""
    for passage in told.analysis:
        if (
            not passage.text.startswith(("综合来看", "综上", "总体来看", "综合"))
            or str(passage.place) in told.labelled
        ):
            continue
        given = _last_score(passage)
        members = [
            i
            for i in told.indicators
            if i.level2 and i.level2.removesuffix("指标") in passage.place.heading
        ]
        total = exact.total([i.score for i in members], exact.SCORE_PLACES)
        if (
            given
            and members
            and not any(math.isnan(i.score) for i in members)
            and given[1] != Decimal(str(total))
        ):
            yield Raised(
                told.project_id,
                f"报告正文写“{members[0].level2}”得{given[1]}分，评分表各指标得分合计{say.points(total)}，请核实后统一。",
                (spot_at(passage, given[0]), *(i.score_spot for i in members if i.score_spot)),
                expected=say.points(total),
                basis=f"{'＋'.join(say.number(i.score) for i in members)}＝{say.number(total)}",
                key=members[0].level2,
            )  # fmt: skip


@check(
    "JX720",
    title="评价结论的总分或等级与表不符",
    rule="报告“综合评价情况及评价结论”写明的总分应与部门评价总分一致，等级应与总分的等级一致。",
    severity=Severity.ERROR,
)
def conclusion(evidence: Evidence) -> Iterator[Raised]:
    """The conclusion gives the total and the grade of the score table."""
    for told in reports(evidence):
        filed = evidence.once(_totals).get(told.project_id)
        if filed is None:
            continue
        score, place = filed
        grade = evidence.scheme.grade(score)
        wrong = [
            (said, known, spot_at(passage, passage.text[match.start() : match.end()]))
            for passage in told.prose.under("评价结论", "综合评价")
            for match, said, known in _concluded(folded(passage.text), score, grade)
            if said != known
        ]
        if wrong:
            yield Raised(
                told.project_id,
                f"评价结论写{'、'.join(said for said, _, _ in wrong)}，按表中部门评价总分{say.points(score)}应为"
                f"{'、'.join(known for _, known, _ in wrong)}，请核实后统一。",
                (*(where for _, _, where in wrong), place),
                expected="、".join(known for _, known, _ in wrong),
                basis="表中所填部门评价总分及其等级",
            )


def _concluded(text: str, score: float, grade: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """What a conclusion says last of the total and of the grade, with what it should say."""
    for match in list(_TOTAL.finditer(text))[-1:]:
        yield match, f"{number(Decimal(match[1]))}分", say.points(score)
    for match in list(_GRADE.finditer(text))[-1:]:
        yield match, f"“{match[1]}”", f"“{grade}”"


def _totals(evidence: Evidence) -> dict[str, tuple[float, Spot]]:
    """The department's total of each project, from the report's own table first."""
    rows = evidence.totals
    rows = rows[
        (rows["measure"] == "department") & rows["value"].notna() & (rows["project_id"] != "")
    ]
    rows = rows[~rows["place"].str.startswith("¶")]
    rows = rows.assign(rank=rows["kind"] != "report").sort_values("rank", kind="stable")
    return {
        row["project_id"]: (row["value"], Spot(row["document_id"], row["place"], str(row["raw"]).strip()))
        for row in rows.drop_duplicates("project_id").to_dict("records")
    }  # fmt: skip
