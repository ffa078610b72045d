"""A year kept in memory by a process that many reports are forked from, and what reports share.

``keep`` and ``beyond`` are named in the workspace's settings, so that the runs room needs not know
what reports use. A report that loads the same unchanged folder gets the year as it is, with what is
computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.errors import DataError
from jxanalytics.model.season import EXPLAINED
from jxanalytics.runs.content import Stamp, digest, stamp_of
from jxanalytics.year import shared as store
from jxanalytics.year.alone import alone

if TYPE_CHECKING:
    from jxanalytics.checks import Findings
    from jxanalytics.model.tables import EvaluationYear
    from jxanalytics.year.year import Year

__all__ = ["TOLD_OF", "alone", "beyond", "keep", "kept"]

# What people explained is told with the finding it explains.
TOLD_OF = EXPLAINED

# From so many reports on it pays to compute a year's figures once for all.
MANY = 20
_kept: dict[Path, tuple[Stamp, Year]] = {}


def keep(folder: str, reports: int, shared: str, chapters: int = 0) -> None:
    """Import what reports use and hold the year of ``folder`` ready for `kept`, with its figures
    computed where ``reports`` are many or ``chapters`` share them; read from what ``beyond`` left in
    ``shared``, if it did.

    Raises DataError when the folder does not hold a year.
    """
    import jxanalytics.year.reports  # noqa: F401
    from jxanalytics.model.store import load_year
    from jxanalytics.year import display
    from jxanalytics.year.year import Year

    path = Path(folder).resolve()
    taken = store.left(Path(shared)) if shared else None
    display.register()
    if taken is None:
        stamp, year = stamp_of(path), Year(load_year(path))
    else:
        stamp, (model, found) = taken
        year = Year(model)
        year.checked = found
    if reports > MANY or chapters > 1:
        year.facts().ready()
    if reports > 1:
        _practise(year)
    _kept[path] = (stamp, year)


def _practise(year: Year) -> None:
    """Write part of one report for nobody: what is read, imported and measured on the way (glyphs,
    rules, fonts) is then there for all."""
    from jxanalytics.narrative.show import outputs

    for project in year.projects["project_id"][:1]:
        report = year.project(project).report()
        for passage in (report.title, report.conclusion, report.funding, report.indicators):
            outputs(passage)


def kept(folder: str | Path) -> Year | None:
    """The year kept for a folder; None where there is none.

    Raises DataError when a file has changed since the build looked: a report must not be taken for
    one of the papers that were planned.
    """
    if not _kept:
        return None
    folder = Path(folder).resolve()
    stamp, year = _kept.get(folder, ((), None))
    if year is not None and stamp != stamp_of(folder):
        raise DataError(f"「{folder.name}」年度的数据在生成报告期间被改动，请重新运行")
    return year


def beyond(
    model: EvaluationYear, shared: str, contents: Mapping[str, str]
) -> Mapping[str, Mapping[str, str]]:
    """What each project's report takes from beyond the project's own rows, as digests by project:
    its findings with what was explained, for some checks compare projects, and the scheme, which is
    chosen by the whole year. Under "" the findings of the year as a whole, and explanations whose
    finding is gone.

    ``model`` was read from its folder just now; ``contents`` says by project what its papers are.
    The year with its findings is left in ``shared``, the folder of this content, for `keep`;
    findings of projects whose papers are as they were are not looked for again.
    """
    from jxanalytics.year.year import Year

    assert model.folder is not None
    folder = Path(shared)
    store.mark(folder, stamp_of(model.folder.resolve()))
    known = store.told(folder)
    if known is not None:
        return known
    year = Year(model)
    scheme = digest(repr(year.scheme).encode())
    judged = {
        project: digest(f"{content}/{scheme}".encode()) for project, content in contents.items()
    }
    found = year.check(store.held(folder.parent, judged))
    store.hold(folder.parent, judged, found)
    findings = _digests(found)
    told = {
        project: {"疑点": findings.get(project, ""), "评分办法": scheme} for project in contents
    }
    told[""]["疑点说明"] = digest(repr(found.gone).encode())
    store.leave(folder, (model, found), told)
    return told


def _digests(found: Findings) -> dict[str, str]:
    frame = found.frame.astype(str)
    rows: dict[str, list[bytes]] = {}
    for row in frame.itertuples(index=False):
        rows.setdefault(str(row.project_id), []).append(repr(tuple(row)).encode())
    return {project: digest(*lines) for project, lines in rows.items()}
