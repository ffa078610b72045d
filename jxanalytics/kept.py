"""A year kept in memory by a process that many reports are forked from.

``keep`` is named in the workspace's settings, so that the runs room needs not know what reports
use. A report that loads the same unchanged folder gets the year as it is, with what is computed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jxanalytics.year import Year

# From so many reports on it pays to compute a year's figures once for all.
MANY = 20
Stamp = tuple[tuple[str, int, int], ...]
_kept: dict[Path, tuple[Stamp, Year]] = {}


def keep(folder: str | Path, reports: int) -> None:
    """Import what reports use and hold the year of ``folder`` ready for `kept`, with its figures
    computed where ``reports`` are many.

    Raises DataError when the folder does not hold a year.
    """
    import jxanalytics.charts
    import jxanalytics.narrative.chapters
    import jxanalytics.narrative.evaluation_report
    import jxanalytics.narrative.self_report  # noqa: F401
    from jxanalytics.year import Year, load

    folder = Path(folder).resolve()
    stamp = _stamp(folder)
    year = load(folder)
    assert isinstance(year, Year)
    if reports > MANY:
        year.facts().ready()
    _practise(year)
    _kept[folder] = (stamp, year)


def _practise(year: Year) -> None:
    """Write part of one report for nobody: what is read, imported and measured on the way (glyphs,
    rules, fonts) is then there for all."""
    from jxanalytics.narrative.show import outputs

    for project in year.projects["project_id"][:1]:
        report = year.project(project).report()
        for passage in (report.title, report.conclusion, report.funding, report.indicators):
            outputs(passage)


def kept(folder: str | Path) -> Year | None:
    """The year kept for a folder; None where there is none or a file has changed since."""
    if not _kept:
        return None
    folder = Path(folder).resolve()
    stamp, year = _kept.get(folder, ((), None))
    return year if year is not None and stamp == _stamp(folder) else None


def _stamp(folder: Path) -> Stamp:
    """Name, size and time of change of every file of a year and of the year before it."""
    before = folder.with_name(str(int(folder.name) - 1))
    return tuple(sorted(f for part in (folder, before) if part.is_dir() for f in _files(str(part))))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
