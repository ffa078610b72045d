"""答复: what units answer to findings, by number, and what was made of it; read from findings workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jxanalytics.errors import DataError, Fault
from jxanalytics.model.season import ANSWERS
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import from_rows
from jxanalytics.season.ledger import ACCEPTED, REFUSED
from jxanalytics.season.returned import Line, read_returned

NUMBER, ROUND, ANSWER, PERSON = "疑点编号", "轮次", "单位答复", "答复人"
VERDICT, JUDGE = "审核意见", "审核人"


@dataclass(frozen=True)
class Answer:
    """An answer or a verdict on one, as a workbook states it; "" for what it does not state."""

    number: str
    round: int
    answer: str
    person: str
    verdict: str
    judge: str


def read_answers(path: Path, season: Season) -> list[Answer]:
    """The rows of a findings workbook that are filled in.

    Raises DataError for a file that is none, and with every fault: a number that never went back, a
    round that is none, a verdict other than 认可 or 不认可.
    """
    table = read_returned(path, (NUMBER, ROUND, ANSWER))
    known = set(season["ledger"]["number"])
    given = set(zip(season["answers"]["number"], season["answers"]["round"], strict=True))
    faults: list[Fault] = []
    found = [answer for line in table.lines if (answer := _answer(line, known, faults)) is not None]
    faults += [
        Fault(
            path.name,
            None,
            VERDICT,
            one.verdict,
            f"{one.number} 第{one.round}轮没有单位答复，不能审核",
        )
        for one in found
        if not one.answer and (one.number, one.round) not in given
    ]
    if faults:
        raise DataError(faults)
    return found


def _answer(line: Line, known: set[str], faults: list[Fault]) -> Answer | None:
    number, said, verdict = line.text(NUMBER), line.stated(ANSWER), line.stated(VERDICT)
    if not (said or verdict):
        return None
    if number not in known:
        faults.append(line.fault(NUMBER, "退回的疑点中没有这个编号，请核对，不要改动编号"))
    if not line.text(ROUND).isdecimal():
        faults.append(line.fault(ROUND, "应为退回时的轮次，请勿改动"))
        return None
    if verdict not in ("", ACCEPTED, REFUSED):
        faults.append(line.fault(VERDICT, f"应为“{ACCEPTED}”或“{REFUSED}”"))
    return Answer(number, int(line.text(ROUND)), said, line.text(PERSON), verdict, line.text(JUDGE))


def answered(season: Season, answers: Iterable[Answer], on: date) -> tuple[Season, list[Answer]]:
    """The season with answers received ``on`` a day, and those that are new or changed.

    An answer stands under its number and round; the same again changes nothing, another replaces
    it. A workbook without verdicts leaves those given, unless the answer itself is another.
    """
    rows = {(r["number"], int(r["round"])): r for r in season["answers"].to_dict("records")}
    new: list[Answer] = []
    for one in answers:
        old = rows.get((one.number, one.round), {})
        same = not one.answer or one.answer == old.get("answer")
        row = {
            "number": one.number,
            "round": one.round,
            "date": old["date"] if old and same else on.isoformat(),
            "answer": one.answer or old.get("answer", ""),
            "person": one.person or old.get("person", ""),
            "verdict": one.verdict or (old.get("verdict", "") if same else ""),
            "judge": one.judge or (old.get("judge", "") if same else ""),
        }
        if row != old:
            new.append(one)
            rows[one.number, one.round] = row
    table = from_rows(ANSWERS, [dict(row) for row in rows.values()])
    return season.replaced(answers=table), new
