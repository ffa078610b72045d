"""Dates of a report against the year it evaluates and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, grouped, spot
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Day, Passage, Prose
from jxanalytics.checks.quotes import spot_at
from jxanalytics.checks.registry import check
from jxanalytics.model import say
from jxanalytics.model.values import DATE_UNIT

_WORK = re.compile("核查|采集|收集|调查|座谈|现场|查阅|评价组|评价小组|评审|打分|开展评价|实地")
_YEAR_OF = re.compile(
    r"(?<!\d)(\d{4})\s*年度?(?!\d)(?=[^，。；、（]{0,30}(?:绩效评价|绩效自评|自评工作))"
)
_PERIOD = re.compile("实施期限|实施周期|项目期限|建设周期")
_MADE = re.compile("(?:形成|出具|提交|完成|撰写)[^，。；]{0,6}报告")
_CITED = re.compile("《[^》]*》|〔|通知|办法|意见|规定")


@check(
    "JX811",
    title="落款日期早于年度结束",
    rule="自评表和评价报告反映全年情况，落款日期应在年度结束之后。",
    severity=Severity.WARNING,
)
def before_years_end(evidence: Evidence) -> Iterator[Raised]:
    """What tells of the whole year is dated after it."""
    end = f"{evidence.year.year}-12-31"
    for document, dated, place in _dated(evidence):
        if dated < end:
            yield Raised(
                evidence.document(document)["project_id"],
                f"{evidence.short(document)}落款日期为{say.day(dated)}，早于{evidence.year.year}年度结束，请核实日期；"
                "全年数据如为预计数，请更新为实际数。",
                (place,),
                expected=f"{say.day(end)}以后",
                basis=f"评价年度为{evidence.year.year}年",
                key=evidence.kinds[document],
            )


@check(
    "JX812",
    title="落款日期过晚",
    rule="自评表和评价报告的落款日期，一般不应晚于评价年度结束后{months}个月。",
    severity=Severity.NOTE,
)
def too_late(evidence: Evidence, *, months: float = 12) -> Iterator[Raised]:
    """A report is dated within some months of the year's end."""
    years, month = divmod(int(months) - 1, 12)
    end = f"{evidence.year.year + 1 + years}-{month + 1:02d}-31"
    for document, dated, place in _dated(evidence):
        if dated > end:
            yield Raised(
                evidence.document(document)["project_id"],
                f"{evidence.short(document)}落款日期为{say.day(dated)}，距{evidence.year.year}年度结束已超过{months}个月，请核实日期。",
                (place,),
                expected=f"{evidence.year.year}年度结束后{months}个月内",
                basis=f"评价年度为{evidence.year.year}年",
                key=evidence.kinds[document],
            )


@check(
    "JX813",
    title="报告内几处日期不一致",
    rule="评价报告封面日期、文末日期和正文所写的报告形成日期应一致。",
    severity=Severity.WARNING,
)
def dates_differ(evidence: Evidence) -> Iterator[Raised]:
    """The dates on the cover, at the end and in the account of the work are the same day."""
    for project, prose in evidence.texts("report"):
        dates = {place: day.iso for place, day in (*_date_lines(prose), *_made(prose))}
        dated = str(evidence.document(prose.document_id)["dated"])
        known = set(dates.values()) | ({dated} if dated and dates else set())
        if len(known) > 1:
            yield Raised(
                project,
                f"评价报告有{'、'.join(say.day(d) for d in sorted(known))}几个日期，请核实后统一。",
                tuple(dates),
                expected="同一日期",
                basis="封面、文末、正文日期比较",
            )


@check(
    "JX814",
    title="评价工作日期晚于报告日期",
    rule="评价过程（核查、调查、评审等）的日期不应晚于报告落款日期。",
    severity=Severity.WARNING,
)
def work_after_report(evidence: Evidence) -> Iterator[Raised]:
    """The work a report is built on was done before the report."""
    for project, prose in evidence.texts("report"):
        dated = str(evidence.document(prose.document_id)["dated"])
        if not dated:
            continue
        late = [
            (passage, sentence.text, iso)
            for passage in prose.under("工作过程", "评价工作开展", "组织实施")
            for sentence in passage.sentences
            if _WORK.search(sentence.text)
            for day in sentence.days
            if (iso := _complete(day, int(dated[:4]))) and iso > dated[: len(iso)]
        ]
        if late:
            yield Raised(
                project,
                f"评价过程写有{'、'.join(dict.fromkeys(say.day(iso) for _, _, iso in late))}，晚于报告落款日期{say.day(dated)}，请核实日期。",
                tuple(dict.fromkeys(spot_at(p, text) for p, text, _ in late)),
                expected=f"不晚于{say.day(dated)}",
                basis="评价过程日期与落款日期比较",
            )


@check(
    "JX815",
    title="报告所写年度与评价年度不符",
    rule="封面“评价年度”和正文所称“××年度绩效评价”，应为本次评价的年度（引用文件名除外）。",
    severity=Severity.ERROR,
)
def other_year(evidence: Evidence) -> Iterator[Raised]:
    """A report says it evaluates the year it is filed for."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        wrong = list(dict.fromkeys(_other_years(prose, evidence.year.year)))
        if wrong:
            years = "、".join(dict.fromkeys(f"{year}年" for year, _ in wrong))
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}写明的评价年度为{years}，本次评价年度为{evidence.year.year}年，请核实更正。",
                tuple(place for _, place in wrong),
                expected=f"{evidence.year.year}年",
                basis="本次评价的年度",
                key=evidence.kinds[prose.document_id],
            )


def _other_years(prose: Prose, year: int) -> Iterator[tuple[int, Spot]]:
    for passage in prose.passages:
        text = passage.text
        if passage.label in ("评价年度", "年度") and (days := passage.sentences[0].days):
            found = days[0].year
            if found and found != year:
                yield found, spot_at(passage, text)
            continue
        if _CITED.search(text):
            continue
        if _PERIOD.search(text):
            years = [
                day.year
                for s in passage.sentences
                if _PERIOD.search(s.text)
                for day in s.days
                if day.year
            ]
            if years and not min(years) <= year <= max(years):
                yield years[0], spot_at(passage, text)
            continue
        for match in _YEAR_OF.finditer(text):
            if int(match[1]) != year:
                # A year at the end of one line and 年度 in the next stand in no sentence.
                told = (s.text for s in passage.sentences if match[0] in s.text)
                yield int(match[1]), spot_at(passage, next(told, match[0]))


def _dated(evidence: Evidence) -> Iterator[tuple[str, str, Spot]]:
    """The date of each self-evaluation and report, and where it stands."""
    rows = evidence.documents
    rows = rows[rows["kind"].isin(["self_evaluation", "report"])]
    rows = rows[rows["dated"] != ""]
    for document, dated in zip(rows.index, rows["dated"], strict=True):
        yield document, dated, Spot(document, "", dated)


def _date_lines(prose: Prose) -> Iterator[tuple[Spot, Day]]:
    """Paragraphs that are nothing but a date."""
    for passage in prose.passages:
        text = passage.text.strip()
        if len(text) <= 20 and (day := _whole_line(passage)) and day.iso:
            yield spot_at(passage, text), day


def _made(prose: Prose) -> Iterator[tuple[Spot, Day]]:
    """The day on which the text says the report was made."""
    for sentence in prose.sentences:
        match = _MADE.search(sentence.text)
        full = [day for day in sentence.days if match and day.iso and day.end <= match.start()]
        if full:
            yield spot_at(sentence.passage, sentence.text), full[-1]


def _whole_line(passage: Passage) -> Day | None:
    days = passage.sentences[0].days if len(passage.sentences) == 1 else ()
    if len(days) != 1:
        return None
    text = passage.sentences[0].text
    rest = text[: days[0].start] + text[days[0].end :]
    return days[0] if not rest.strip(" \u3000（）()日期：:") else None


def _complete(day: Day, year: int) -> str:
    """The date, or the month, with the report's year where its own is unsaid; "" for a mere year."""
    if day.month is None:
        return ""
    month = f"{day.year or year}-{day.month:02d}"
    return month if day.day is None else f"{month}-{day.day:02d}"


@check(
    "JX816",
    title="完成日期晚于填表日期",
    rule="自评表、评价报告所填的实际完成日期，不应晚于该文件的落款日期。",
    severity=Severity.WARNING,
)
def done_later(evidence: Evidence) -> Iterator[Raised]:
    """Nothing is told as done on a day that had not come when the document was dated."""
    rows = evidence.indicators
    rows = rows[(rows["actual_unit"] == DATE_UNIT) & rows["actual"].notna()]
    dated = rows["document_id"].map(evidence.documents["dated"])
    day = pd.to_numeric(dated.str.replace("-", ""), errors="coerce")
    for project, mine in grouped(rows[rows["actual"] > day], "project_id").items():
        named = wording.names(row["name"] for row in mine)
        said = wording.told(row["actual_raw"] for row in mine)
        filed = say.day(evidence.documents.loc[mine[0]["document_id"], "dated"])
        yield Raised(
            project,
            f"{named}的完成日期为{said}，晚于填表日期{filed}，请核实。",
            tuple(spot(row, "actual") for row in mine),
            expected=f"不晚于{filed}",
            basis="完成日期与落款日期比较",
        )
