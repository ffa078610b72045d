"""退回修改: what goes back to which unit in which round. State in, state out; files are others' work."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from jxanalytics.checks import Finding, Findings, Severity
from jxanalytics.model.season import LEDGER, RETURNS
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.season.ledger import ACCEPTED

_ASKING = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True)
class Dispatch:
    """One unit's return: its round, dates, the findings that ask and those that only hint (提示)."""

    unit_id: str
    round: int
    sent: date
    deadline: date
    asked: tuple[Finding, ...]
    hints: tuple[Finding, ...]

    @property
    def projects(self) -> list[str]:
        """The projects that go back, in their order."""
        return list(dict.fromkeys(finding.project_id for finding in self.asked))


def to_return(season: Season, year: EvaluationYear, found: Findings) -> dict[str, list[Finding]]:
    """The findings that ask something of a unit, by unit in the order of their codes: of projects
    whose form has come and is not final, and whose answer was not accepted."""
    documents = year["documents"]
    open_ = set(documents.loc[documents["kind"] == "self_evaluation", "project_id"])
    open_ -= set(season["seals"]["project_id"])
    answers = season["answers"]
    settled = {*found.explained, *answers.loc[answers["verdict"] == ACCEPTED, "number"]}
    units = year["units"].sort_values("unit_code", kind="stable")["unit_id"]
    asked: dict[str, list[Finding]] = {unit: [] for unit in units}
    for finding in found:
        if finding.project_id in open_ and finding.number not in settled:
            asked[finding.unit_id].append(finding)
    return {unit: mine for unit, mine in asked.items() if mine}


def returned(
    season: Season,
    year: EvaluationYear,
    found: Findings,
    on: date,
    deadline: date,
    units: Collection[str] | None = None,
) -> tuple[Season, list[Dispatch]]:
    """The season after a return ``on`` a day, and what goes to each unit (``units``, or all).

    A unit from which nothing has come since its last round, and whose findings are the same, is
    still in that round: it gets the same again, with the date recorded then and the ``deadline``
    given now. Findings that are no longer there are entered as mended.
    """
    dispatches: list[Dispatch] = []
    for unit, mine in to_return(season, year, found).items():
        asked = tuple(finding for finding in mine if finding.severity in _ASKING)
        if not asked or (units is not None and unit not in units):
            continue
        hints = tuple(finding for finding in mine if finding.severity not in _ASKING)
        basis = _basis(season, year, unit, asked)
        number, day = _round(season, unit, basis, on)
        dispatch = Dispatch(unit, number, day, deadline, asked, hints)
        season = _entered(season, dispatch, basis, found)
        dispatches.append(dispatch)
    return _mended(season, found, on), dispatches


def _basis(season: Season, year: EvaluationYear, unit: str, asked: Iterable[Finding]) -> str:
    """A digest of what has come from a unit, what was judged, and what is asked of it."""
    projects = set(year["projects"].loc[year["projects"]["unit_id"] == unit, "project_id"])
    received, answers = season["received"], season["answers"]
    came = received.loc[received["project_id"].isin(projects), ["document_id", "digest"]]
    ledger = season["ledger"]
    numbers = set(ledger.loc[ledger["project_id"].isin(projects), "number"])
    said = answers.loc[answers["number"].isin(numbers), ["number", "round", "answer", "verdict"]]
    lines = [*map(tuple, came.to_numpy().tolist()), *map(tuple, said.to_numpy().tolist())]
    lines += sorted((finding.number, finding.message) for finding in asked)
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]


def _round(season: Season, unit: str, basis: str, on: date) -> tuple[int, date]:
    """The unit's round and its date: the last one again where nothing is new, else the next."""
    mine = season["returns"][season["returns"]["unit_id"] == unit]
    if mine.empty:
        return 1, on
    last = mine[mine["round"] == mine["round"].max()].iloc[0]
    if last["basis"] == basis:
        return int(last["round"]), date.fromisoformat(last["date"])
    return int(last["round"]) + 1, on


def _entered(season: Season, dispatch: Dispatch, basis: str, found: Findings) -> Season:
    """The season with a dispatch in ``returns`` and its findings in ``ledger``."""
    received = season["received"]
    counts = received[received["project_id"] != ""].groupby("project_id").size()
    rows = [
        {
            "project_id": project,
            "round": dispatch.round,
            "unit_id": dispatch.unit_id,
            "date": dispatch.sent.isoformat(),
            "deadline": dispatch.deadline.isoformat(),
            "received": int(counts.get(project, 0)),
            "basis": basis,
        }
        for project in dispatch.projects
    ]
    returns = season["returns"]
    again = (returns["unit_id"] == dispatch.unit_id) & (returns["round"] == dispatch.round)
    returns = pd.concat([returns[~again], from_rows(RETURNS, rows)], ignore_index=True)
    known: dict[str, dict[str, Any]] = {r["number"]: r for r in season["ledger"].to_dict("records")}
    for finding in dispatch.asked:
        row = known.setdefault(finding.number, _row(finding, dispatch, found))
        row["last_round"] = dispatch.round
    order = sorted(known.values(), key=lambda row: row["project_id"])
    return season.replaced(returns=returns, ledger=from_rows(LEDGER, order))


def _row(finding: Finding, dispatch: Dispatch, found: Findings) -> dict[str, Any]:
    return {
        "number": finding.number,
        "project_id": finding.project_id,
        "unit_id": finding.unit_id,
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "places": "；".join(map(found.place, finding.spots)),
        "raised_round": dispatch.round,
        "raised_on": dispatch.sent.isoformat(),
        "last_round": dispatch.round,
    }


def _mended(season: Season, found: Findings, on: date) -> Season:
    """The season with the day on which a finding was first not there, blank for one that is."""
    rows = season["ledger"].to_dict("records")
    present = {finding.number for finding in found}
    for row in rows:
        row["mended_on"] = "" if row["number"] in present else row["mended_on"] or on.isoformat()
    return season.replaced(ledger=from_rows(LEDGER, rows))
