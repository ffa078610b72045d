"""The score sheet of a review (复核评分表): what it shows of a project, and what comes back on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from jxanalytics.errors import DataError, Fault
from jxanalytics.model import exact, say
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.values import to_decimal
from jxanalytics.season.returned import Line, Returned, read_returned

NUMBER, REVIEW, REASON, FEEDBACK = "指标编号", "复核得分", "扣分理由", "单位反馈"
HEADERS = (
    NUMBER, "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分",
    REVIEW, REASON, FEEDBACK,
)  # fmt: skip
PROJECT, YEAR = "项目编号", "评价年度"
# The number of the execution rate, whose id in the tables is no word for readers.
_EXECUTION = ("execution", "执行率")
TOTAL = "合计"


@dataclass(frozen=True)
class Mark:
    """One indicator reviewed: its score with text and place, why points were taken, the unit's answer."""

    indicator_id: str
    score: Decimal
    raw: str
    place: str
    reason: str
    feedback: str


@dataclass(frozen=True)
class ScoreSheet:
    """A sheet that came back for a project; without marks where nobody has scored it yet."""

    file: str
    table: str
    project_id: str
    marks: tuple[Mark, ...]
    total_place: str = ""


@dataclass(frozen=True)
class Indicator:
    """A row of the sheet as sent out; ``self`` and ``weight`` as their columns keep them."""

    indicator_id: str
    levels: tuple[str, str, str]
    target: str
    actual: str
    weight: float
    self_score: float

    @property
    def number(self) -> str:
        """What the sheet prints as the indicator's number."""
        return _EXECUTION[1] if self.indicator_id == _EXECUTION[0] else self.indicator_id


def indicators_of(year: EvaluationYear, project_id: str) -> list[Indicator]:
    """The indicators of a project's form that carry weight, in its order, with the self scores."""
    used = used_indicators(year)
    used = used[(used["project_id"] == project_id) & used["role"].isin(["indicator", "execution"])]
    used = used[used["weight"].notna()]
    scores = year["scores"]
    scores = scores[(scores["project_id"] == project_id) & (scores["evaluation"] == "self")]
    given = {(row["document_id"], row["indicator_id"]): row["score"]
             for row in scores.to_dict("records")}  # fmt: skip
    return [
        Indicator(
            row["indicator_id"], (row["level1"] or "预算执行", row["level2"], row["name"]),
            row["target_raw"], row["actual_raw"], row["weight"],
            given.get((row["document_id"], row["indicator_id"]), float("nan")),
        )
        for row in used.to_dict("records")
    ]  # fmt: skip


def read_score_sheet(path: Path, year: EvaluationYear) -> ScoreSheet:
    """A sheet as it came back, held against the year.

    Raises DataError with every fault: another year or an unknown project, a score that is no number,
    is over the weight or below 0, indicators left out, points taken without a reason, a self score
    that is no longer the form's.
    """
    returned = read_returned(path, (NUMBER, "自评得分", REVIEW, REASON, FEEDBACK))
    project = _said(returned, PROJECT)
    stated = _said(returned, YEAR)
    if stated != str(year.year):
        raise DataError(f"“{path.name}”的{YEAR}为“{stated or '空'}”，应为{year.year}，请核对后再交")
    if project not in set(year["projects"]["project_id"]):
        raise DataError(
            f"“{path.name}”的{PROJECT}“{project or '空'}”不在{year.year}年度的项目中，请勿改动"
        )
    known = {one.number: one for one in indicators_of(year, project)}
    lines = [line for line in returned.lines if line.text(NUMBER) in known]
    total = next((line for line in returned.lines if line.text(NUMBER) == TOTAL), None)
    if not any(line.stated(REVIEW) for line in lines):
        return ScoreSheet(path.name, returned.table, project, ())
    faults = _faults(path.name, returned.lines, known)
    if faults:
        raise DataError(faults)
    marks = tuple(_mark(line, known[line.text(NUMBER)]) for line in lines)
    place = total.place(REVIEW) if total else ""
    return ScoreSheet(path.name, returned.table, project, marks, place)


def _said(returned: Returned, name: str) -> str:
    """What stands behind ``name：`` in the lines above the table."""
    found = (re.search(rf"{name}[:：]\s*([\w.\-]+)", text) for text in returned.texts)
    return next((match[1] for match in found if match), "")


def _faults(file: str, lines: Sequence[Line], known: dict[str, Indicator]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for line in lines:
        number = line.text(NUMBER)
        if number == TOTAL or not number:
            continue
        if number not in known:
            faults.append(line.fault(NUMBER, "自评表中没有此指标，请勿增行或改动编号"))
        elif number in seen:
            faults.append(line.fault(NUMBER, "与前面的行重复，请只留一行"))
        else:
            faults += _line_faults(line, known[number])
        seen.add(number)
    missing = [number for number in known if number not in seen]
    return faults + [
        Fault(file, None, NUMBER, number, "缺少此指标的一行，请补上") for number in missing
    ]


def _line_faults(line: Line, indicator: Indicator) -> list[Fault]:
    shown = to_decimal(line.text("自评得分"))
    filed = exact.kept(shown, exact.SCORE_PLACES)
    if filed is not None and filed != indicator.self_score:
        said = say.number(indicator.self_score) or "空"
        return [line.fault("自评得分", f"自评表现为{said}，评分表写出后自评有变，请重新写出评分表")]
    if not line.stated(REVIEW):
        return [line.fault(REVIEW, "其他指标已评而此项未填，空白不作0分，请填写")]
    score = exact.kept(to_decimal(line.text(REVIEW)), exact.SCORE_PLACES)
    if score is None:
        return [line.fault(REVIEW, "应为分数，如 4.5，请改正")]
    if not 0 <= score <= indicator.weight:
        return [line.fault(REVIEW, f"应在0至分值{say.number(indicator.weight)}之间，请改正")]
    if score < indicator.self_score and not line.stated(REASON):
        return [line.fault(REASON, "复核得分低于自评得分，请写明扣分理由")]
    return []


def _mark(line: Line, indicator: Indicator) -> Mark:
    score = to_decimal(line.text(REVIEW))
    assert score is not None
    return Mark(indicator.indicator_id, exact.half_up(score, exact.SCORE_PLACES),
                line.text(REVIEW), line.place(REVIEW), line.text(REASON), line.text(FEEDBACK))  # fmt: skip
