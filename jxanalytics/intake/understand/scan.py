"""One table, row by row, to the parts of forms that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jxanalytics.intake.forms import Evaluator
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.funding import FundingPart, read_funding
from jxanalytics.intake.understand.indicators import (
    continue_indicators,
    read_indicators,
    states_sums,
)
from jxanalytics.intake.understand.labels import read_goals, read_labels, read_people
from jxanalytics.intake.understand.part import IndicatorPart
from jxanalytics.intake.understand.said import Said
from jxanalytics.intake.understand.summary import SummaryPart, read_summary
from jxanalytics.intake.understand.titles import (
    Title,
    is_appendix,
    title_of,
    title_over_two,
    year_line,
    year_of,
)
from jxanalytics.intake.understand.view import View


@dataclass(frozen=True)
class Labels:
    """Labels with their values."""

    values: dict[str, str]


@dataclass(frozen=True)
class Goals:
    """Overall goals as filed."""

    values: dict[str, str]


@dataclass(frozen=True)
class People:
    """The people who evaluated."""

    rows: list[Evaluator]


@dataclass(frozen=True)
class Remark:
    """A line of the table outside its columns: a year, a unit, a note, an appendix number."""

    kind: Literal["year", "unit", "note", "appendix", "heading"]
    text: str
    year: int | None = None


Part = Title | Labels | Goals | People | Remark | FundingPart | IndicatorPart | SummaryPart


def scan(view: View, unit: str | None, row: int = 0) -> list[Part]:
    """The parts of a table in order, from a row on; cells no part took stay unused."""
    parts: list[Part] = []
    noted = False
    while row < len(view.grid):
        summed = _awaiting_sums(parts)
        if summed is not None and states_sums(view, row):
            continue_indicators(view, row, summed)
            if summed.end > row:
                noted, row = False, summed.end
                continue
        found, after = _part(view, row, unit)
        if not found and (noted or _closes(view, row, parts)):
            found = _note_continued(view, row)
        noted = bool(found) and _is_note(found[-1])
        parts += found
        row = after
    return parts


def _awaiting_sums(parts: list[Part]) -> IndicatorPart | None:
    """The indicator table whose row of sums has not come: some forms print the grade or the money before it."""
    for part in reversed(parts):
        if isinstance(part, IndicatorPart):
            return None if part.totals or part.system else part
        if not isinstance(part, Labels | Remark | FundingPart):
            return None
    return None


def _is_note(part: Part) -> bool:
    return isinstance(part, Remark) and part.kind == "note"


def _note_continued(view: View, row: int) -> list[Part]:
    """A line below a note that goes on with it: 2、…… under 注：1、……."""
    started = view.starting[row]
    if len(started) > 1 or view.said[row][0].field:
        return []
    view.take(started[0])
    return [Remark("note", started[0].text)]


def _closes(view: View, row: int, parts: list[Part]) -> bool:
    """Whether a row is a line of text below the table proper: one cell across most of the width."""
    started = view.starting[row]
    last = next((p for p in reversed(parts) if not _is_note(p)), None)
    below = isinstance(last, IndicatorPart | SummaryPart)
    return below and len(started) == 1 and 2 * started[0].colspan > view.grid.width


def _part(view: View, row: int, unit: str | None) -> tuple[list[Part], int]:
    """What begins in a row, and the row after it. The order is from the unmistakable to the vague."""
    title = _title_over_two_rows(view, row)
    if title is not None:
        return [title], row + 2
    remarks = _remarks(view, row)
    if remarks and all(cell in view.used for cell in view.starting[row]):
        return remarks, row + 1
    if sum([told.heads for told in view.said[row]]) >= 2:
        summary = read_summary(view, row, unit)
        if summary is not None:
            return [*remarks, summary], summary.end
        people = read_people(view, row)
        if people is not None:
            return [*remarks, People(people[0])], people[1]
        indicators = read_indicators(view, row)
        if indicators is not None:
            return [*remarks, indicators], indicators.end
    funding = read_funding(view, row)
    if funding is not None:
        return [*remarks, funding], funding.end
    goals = read_goals(view, row)
    if goals is not None:
        return [*remarks, Goals(goals[0])], goals[1]
    labels = read_labels(view, row)
    if labels:
        return [*remarks, Labels(labels)], row + 1
    return remarks, row + 1


def _title_over_two_rows(view: View, row: int) -> Title | None:
    if row + 2 > len(view.grid) or not len(view.said[row]) == len(view.said[row + 1]) == 1:
        return None
    (first,), (second,) = view.starting[row : row + 2]
    title = title_over_two(first.text, second.text)
    if title is not None:
        view.take(first, second)
    return title


def _remarks(view: View, row: int) -> list[Part]:
    """Titles, years, units and notes: cells that stand for themselves."""
    found: list[Part] = []
    started = view.starting[row]
    if len(started) > 4:
        return found
    for cell, told in zip(started, view.said[row], strict=True):
        if cell.number is not None:
            break
        remark = _remark(told, len(started))
        if remark is not None:
            found.append(remark)
            view.take(cell)
    return found


def _remark(told: Said, beside: int) -> Part | None:
    """What a cell is that stands for itself, ``beside`` cells in its row; None for others."""
    text = told.text
    title = title_of(text) if beside <= 2 else None
    if title is not None:
        return title
    if (year := year_line(text)) is not None:
        return Remark("year", text, year)
    if told.unit and len(told.bare) <= 24:
        return Remark("unit", text)
    if is_appendix(text):
        return Remark("appendix", text)
    if beside > 1:
        return None
    if words.is_people_heading(told.label):
        return Remark("heading", text)
    if told.note:
        return Remark("note", text)
    if "年度" in text and len(told.bare) <= 30 and (year := year_of(text)):
        return Remark("year", text, year)
    return None
