"""The steps of the season on a year's folder: each one change, whole or not at all, and safe to repeat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from jxanalytics.checks import Finding, Findings, Settings, Severity, year_findings
from jxanalytics.errors import MisuseError
from jxanalytics.model.changing import changing
from jxanalytics.model.season_store import Season, load_season, put_season, update_season
from jxanalytics.model.store import load_filed
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.season.answers import Answer, answered, read_answers
from jxanalytics.season.filing import filing
from jxanalytics.season.ledger import ANSWERED, OPEN, RAISED, course, ledger
from jxanalytics.season.returning import Dispatch, returned
from jxanalytics.season.sealing import sealed, unsealed

# What a project waits for, by the state of its findings.
_WAITING = {RAISED: "单位未答复的疑点", ANSWERED: "未审核的答复", OPEN: "未销号的疑点"}


@dataclass(frozen=True)
class State:
    """A season with the year and the findings it was seen with."""

    season: Season
    year: EvaluationYear
    found: Findings

    @cached_property
    def filing(self) -> pd.DataFrame:
        return filing(self.season, self.year)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        return ledger(self.season, self.year, self.found)

    @property
    def of_no_unit(self) -> list[Finding]:
        """Findings that ask something and are of the year as a whole, such as sums of the summary:
        they go back to no unit, the office that compiles the year answers them."""
        asking = self.found.open(Severity.ERROR, Severity.WARNING)
        return [finding for finding in asking if not finding.project_id]

    @cached_property
    def course(self) -> pd.DataFrame:
        return course(self.season, self.year)


def send_back(
    folder: Path, settings: Settings | None, on: date, deadline: date, units: Collection[str] = ()
) -> tuple[State, list[Dispatch]]:
    """Enter a return; see `returning.returned`. ``units``: ids or names, all where there are none.

    Raises MisuseError for a deadline before the day, or a unit that is not there.
    """
    if deadline < on:
        raise MisuseError(f"重报期限{deadline}早于退回日期{on}，请核对 --deadline 和 --date")
    with changing(folder) as change:
        year = load_filed(folder)
        found = year_findings(year, settings=settings)
        chosen = _units(year, units)
        season, dispatches = returned(load_season(folder), year, found, on, deadline, chosen)
        put_season(season, change)
    return State(season, year, found), dispatches


def _units(year: EvaluationYear, wanted: Collection[str]) -> set[str] | None:
    if not wanted:
        return None
    rows = year["units"]
    found = {one: set(rows.loc[(rows[["unit_id", "name"]] == one).any(axis=1), "unit_id"]) for one in wanted}  # fmt: skip
    lost = [one for one, ids in found.items() if not ids]
    if lost:
        raise MisuseError(
            f"没有单位“{'、'.join(lost)}”，请写单位编号或全称，见 data/{year.year}/units.csv"
        )
    return set().union(*found.values())


def take_answers(
    folder: Path, settings: Settings | None, files: Sequence[Path], on: date
) -> tuple[State, list[Answer]]:
    """Enter the answers and verdicts of findings workbooks; none is entered where one is at fault."""
    new: list[Answer] = []

    def entered(season: Season) -> Season:
        for file in files:
            season, found = answered(season, read_answers(file, season), on)
            new.extend(found)
        return season

    season = update_season(folder, entered)
    year = load_filed(folder)
    return State(season, year, year_findings(year, settings=settings)), new


def seal(
    folder: Path, settings: Settings | None, on: date, wanted: Sequence[str] = ()
) -> tuple[State, list[str], dict[str, str]]:
    """Seal projects: those named, or all whose findings are settled.

    Gives the ids sealed now, and of the others that filed the reason why not.
    """
    with changing(folder) as change:
        year, season = load_filed(folder), load_season(folder)
        found = year_findings(year, settings=settings)
        waiting = _waiting(season, year, found)
        season, now = sealed(season, year, on, waiting, wanted)
        put_season(season, change)
    return State(season, year, found), now, waiting


def _waiting(season: Season, year: EvaluationYear, found: Findings) -> dict[str, str]:
    """Why a project is not ready, by its id: findings that went back and are open, errors that have not."""
    table = ledger(season, year, found)
    reasons: dict[str, str] = {}
    for state in (ANSWERED, RAISED, OPEN):
        counts = table[table["state"] == state].groupby("project_id").size()
        reasons |= {
            str(project): f"{_WAITING[state]}{count}条" for project, count in counts.items()
        }
    known = set(table["number"])
    for finding in found.open(Severity.ERROR):
        if finding.project_id and finding.number not in known:
            reasons.setdefault(finding.project_id, "没有退回的必须更正疑点，请先运行 jxa return")
    return reasons


def unseal(folder: Path, wanted: Sequence[str]) -> list[str]:
    """Take the seal off projects, so that a new version is taken again; gives their ids."""
    gone: list[str] = []

    def opened(season: Season) -> Season:
        after, found = unsealed(season, load_filed(folder), wanted)
        gone.extend(found)
        return after

    update_season(folder, opened)
    return gone
