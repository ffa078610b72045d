"""The ledger of rectification (整改台账): what is to be mended, by when, how far it is; carried over the years.

Problems are raised by the findings that stand open to the fore and by the review; people add
measures, terms and states, and problems of their own. What is not closed goes into the next year's
ledger under its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.checks import Findings, Severity
from jxanalytics.errors import DataError, Fault
from jxanalytics.model import exact, say
from jxanalytics.model.season import SEASON
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.values import DATE_UNIT, parse_value
from jxanalytics.model.vocabulary import RECTIFYING
from jxanalytics.season.deviation import reviewed_indicators
from jxanalytics.season.returned import Changes, Line, read_returned, with_changes

TABLE = SEASON["rectification"]
NUMBER, PROBLEM = "台账编号", "问题"
# What people fill in, by header.
ASKED = {
    "整改措施": "measure", "整改期限": "term", "整改状态": "state", "完成日期": "done", "整改结果": "result",
}  # fmt: skip
_ADDED = {"责任单位": "unit", "项目名称": "project", PROBLEM: "problem"}
OPEN, DONE, VOID = RECTIFYING[0], RECTIFYING[2], RECTIFYING[3]
CHECKED, REVIEWED, BY_HAND = "数据核对", "复核", "人工补充"
# So many reasons of a review are named in one problem.
_NAMED = 5


def ledger(
    year: EvaluationYear, season: Season, findings: Findings, before: Season | None = None
) -> pd.DataFrame:
    """The ledger as it stands: what was carried over, then what this year raised, in a fixed order.

    Columns of the table ``rectification``; a state that nobody stated is 未整改. What was raised and
    is no longer there is left out as long as nobody has written anything to it. Last year's closed
    problems are not repeated.
    """
    table, fresh = _whole(year, season, findings, before)
    return _current(table, fresh)


def ledger_with(
    year: EvaluationYear,
    season: Season,
    findings: Findings,
    before: Season | None,
    files: Sequence[Path],
) -> tuple[pd.DataFrame, int]:
    """The ledger as it stands with what people filled in on workbooks, and how many problems changed.

    A workbook may still list a problem that is gone by now: it comes back if something was written to
    it. Raises DataError for a file with faults, and where two files contradict each other.
    """
    table, fresh = _whole(year, season, findings, before)
    changes = [(path.name, read_ledger(path, table, year.year)) for path in files]
    merged = with_changes(table, TABLE, changes)
    units = dict(zip(year["units"]["name"], year["units"]["unit_id"], strict=True))
    known = merged["unit_id"].where(merged["unit_id"] != "", merged["unit"].map(units).fillna(""))
    merged["unit_id"] = known.astype("str")
    return _current(merged, fresh), len({number for _, own in changes for number in own})


def _whole(
    year: EvaluationYear, season: Season, findings: Findings, before: Season | None
) -> tuple[pd.DataFrame, set[str]]:
    """All that is known: carried over, raised, kept from before; and the numbers of the former two."""
    kept = {str(row["number"]): row for row in season["rectification"].to_dict("records")}
    carried = [] if before is None else list(_open(before))
    raised = [*_found(year, findings), *_reviewed(year, season)]
    fresh = {str(row["number"]): row for row in [*carried, *raised]}
    rows = [_merged(row, kept.get(number)) for number, row in fresh.items()]
    rows += [_merged(row, row) for number, row in kept.items() if number not in fresh]
    return from_rows(TABLE, rows), set(fresh)


def _current(table: pd.DataFrame, fresh: set[str]) -> pd.DataFrame:
    """Without what is gone and nobody wrote to; older problems first, else in the order of raising."""
    stays = [row["number"] in fresh or _touched(row) for row in table.to_dict("records")]
    return table[np.array(stays, dtype=bool)].sort_values(
        "raised", kind="stable", ignore_index=True
    )


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """How many problems are in which state, by the year that raised them: raised, problems, a column a state."""
    counts = pd.crosstab(table["raised"], table["state"]).reindex(
        columns=list(RECTIFYING), fill_value=0
    )
    counts.insert(0, "problems", counts.sum(axis=1))
    counts.columns.name = None
    return counts.reset_index().astype({"raised": int})


def read_ledger(path: Path, table: pd.DataFrame, year: int) -> Changes:
    """What people filled in on a workbook that differs from the ledger: values by number and column.

    A blank cell changes nothing; a row without a number is a problem added by hand, whole under a new
    number. Raises DataError with every fault: an unknown number, one that stands twice with different
    words, a state or date that is none, 已整改 without a date.
    """
    returned = read_returned(path, (NUMBER, PROBLEM, *ASKED))
    rows = {str(row["number"]): row for row in table.to_dict("records")}
    faults: list[Fault] = []
    changes: Changes = {}
    for line in returned.lines:
        filled = {name: text for header, name in ASKED.items() if (text := line.stated(header))}
        number = line.stated(NUMBER)
        added = {} if number else _added(line, rows, year)
        number = number or str(added.get("number", ""))
        if not number:
            continue
        if number not in rows:
            if filled:
                faults.append(line.fault(NUMBER, "台账中没有此编号；新增问题请将编号留空"))
            continue
        faults += _faults(line, filled, rows[number])
        values = {name: _kept(name, text) for name, text in filled.items()}
        new = {name: value for name, value in values.items() if rows[number][name] != value}
        if number in changes and new:
            faults.append(line.fault(NUMBER, "与前面的行重复而所填不同，请只留一行"))
        elif new or len(added) > 1:
            changes[number] = {**added, **new}
            rows[number].update(new)
    if faults:
        raise DataError(faults)
    return changes


def _open(before: Season) -> Iterator[dict[str, object]]:
    for row in before["rectification"].to_dict("records"):
        if row["state"] not in (DONE, VOID):
            yield {str(key): value for key, value in row.items()}


def _found(year: EvaluationYear, findings: Findings) -> Iterator[dict[str, object]]:
    """Findings to the fore that nobody has explained."""
    projects = findings.names.projects
    for finding in findings.open(Severity.ERROR, Severity.WARNING):
        if finding.number in findings.folded(finding.project_id):
            continue
        yield {
            "number": f"{year.year}-{finding.number}", "raised": year.year,
            "unit_id": finding.unit_id, "project_id": finding.project_id,
            "unit": findings.names.units.get(finding.unit_id, ""),
            "project": projects.get(finding.project_id, ""),
            "source": CHECKED, "problem": finding.message,
        }  # fmt: skip


def _reviewed(year: EvaluationYear, season: Season) -> Iterator[dict[str, object]]:
    """Reviewed projects from which points were taken, a problem each, with the reasons."""
    rows = reviewed_indicators(year)
    lost = rows[rows["difference"] > 0]
    marks = season["marks"].set_index(["project_id", "indicator_id"])["reason"].to_dict()
    named = year["projects"].set_index("project_id")
    units = year["units"].set_index("unit_id")["name"]
    for project, mine in lost.groupby("project_id", sort=False):
        told = [
            f"“{row['name']}”扣{say.points(row['difference'])}"
            + (f"（{reason}）" if (reason := marks.get((project, row["indicator_id"]), "")) else "")
            for row in mine.to_dict("records")
        ]
        points = exact.total(mine["difference"], exact.SCORE_PLACES)
        unit = named.loc[project, "unit_id"]
        yield {
            "number": f"{year.year}-{project}-复核", "raised": year.year, "unit_id": unit,
            "project_id": project, "unit": units.get(unit, ""), "project": named.loc[project, "name"],
            "source": REVIEWED, "problem": f"复核扣{say.points(points)}：{'；'.join(told[:_NAMED])}"
            + (f"；等{len(told)}项指标" if len(told) > _NAMED else "") + "。",
        }  # fmt: skip


def _merged(row: dict[str, object], kept: dict[str, object] | None) -> dict[str, object]:
    """A problem as raised, with what people wrote to it; once written to, it keeps its words."""
    known = kept if kept is not None and _touched(kept) else row
    written = {name: (kept or {}).get(name) or row.get(name, "") for name in ASKED.values()}
    return {**known, **written, "state": written["state"] or OPEN}


def _touched(row: Mapping[Any, Any]) -> bool:
    """Whether people wrote anything to a problem, or raised it themselves."""
    words = [row.get(name) for name in ("measure", "term", "done", "result")]
    return any(words) or row.get("state", "") not in ("", OPEN) or row["source"] == BY_HAND


def _added(line: Line, rows: dict[str, dict[str, object]], year: int) -> dict[str, object]:
    """A problem added by hand, entered among the rows; empty for an empty line or one known already."""
    told = {name: line.stated(header) for header, name in _ADDED.items()}
    by_hand = [row for row in rows.values() if row["source"] == BY_HAND]
    known = next((row for row in by_hand if all(row[n] == told[n] for n in told)), None)
    if not told["problem"] or known is not None:
        return {} if known is None else {"number": known["number"]}
    taken = sum(row["raised"] == year for row in by_hand)
    number = f"{year}-补充-{taken + 1:02d}"
    row = {**dict.fromkeys(TABLE.names, ""), "number": number, "raised": year,
           "source": BY_HAND, "state": OPEN, **told}  # fmt: skip
    rows[number] = dict(row)
    return row


def _faults(line: Line, filled: dict[str, str], row: dict[str, object]) -> Iterator[Fault]:
    if (state := filled.get("state", OPEN)) not in RECTIFYING:
        yield line.fault("整改状态", f"应为{'、'.join(RECTIFYING)}之一")
    for header in ("整改期限", "完成日期"):
        if (text := filled.get(ASKED[header])) and not _date(text):
            yield line.fault(header, "应为日期，如 2025-06-30")
    if state == DONE and not (filled.get("done") or row.get("done")):
        yield line.fault("完成日期", "已整改的请填写完成日期")


def _kept(name: str, text: str) -> str:
    return _date(text) if name in ("term", "done") else text


def _date(text: str) -> str:
    """A date as the tables keep it; "" for what is none."""
    value = parse_value(text)
    if value.number is None or value.unit != DATE_UNIT:
        return ""
    digits = str(int(value.number))
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
