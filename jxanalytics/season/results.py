"""The use of results in a year's folder: ledger and decisions kept, what people filled in taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jxanalytics.checks import Findings
from jxanalytics.errors import DataError
from jxanalytics.model.season_store import Season, update_season
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.season import proposals, rectification
from jxanalytics.season.returned import opened


@dataclass(frozen=True)
class Kept:
    """The season after files were taken in, and how many problems and projects they changed."""

    season: Season
    problems: int
    projects: int


def keep_results(
    folder: Path,
    year: EvaluationYear,
    findings: Findings,
    before: Season | None,
    files: Sequence[Path] = (),
) -> Kept:
    """Keep the ledger as it stands and what ``files`` (ledgers, proposals sheets) have filled in.

    All files are read against the state before, so that an older copy, unchanged, undoes nothing.
    The same again changes nothing. Raises DataError, and keeps nothing, for a file with faults or for
    files that contradict each other.
    """
    changed = {"problems": 0, "projects": 0}

    def update(season: Season) -> Season:
        ledgers = [path for path in files if _is_ledger(path)]
        table, changed["problems"] = rectification.ledger_with(
            year, season, findings, before, ledgers
        )
        sheets = [path for path in files if path not in ledgers]
        projects = [(p.name, proposals.read_decisions(p, year, season)) for p in sheets]
        changed["projects"] = len({project for _, own in projects for project in own})
        return season.replaced(
            rectification=table, decisions=proposals.decided(year, season, projects)
        )

    season = update_season(folder, update)
    return Kept(season, changed["problems"], changed["projects"])


def _is_ledger(path: Path) -> bool:
    """Whether a file is a ledger of rectification; a proposals sheet otherwise.

    Raises DataError for a file that is neither.
    """
    words = {
        cell.text.strip()
        for block in opened(path).blocks if hasattr(block, "grid")
        for row in block.grid.rows for cell in row
    }  # fmt: skip
    if rectification.NUMBER in words:
        return True
    if "决定金额" in words:
        return False
    raise DataError(f"“{path.name}”不是整改台账，也不是下年预算建议表，请用程序写出的表填写")
