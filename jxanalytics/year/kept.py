"""A year kept in memory by a process that many reports are forked from, and what reports share.

``keep`` and ``beyond`` are named in the workspace's settings, so that the runs room needs not know
what reports use. A report that loads the same unchanged folder gets the year as it is, with what is
computed.
"""

from __future__ import annotations

import json
import os
import pickle
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jxanalytics.checks import Findings
    from jxanalytics.model.tables import EvaluationYear
    from jxanalytics.year.year import Year

# From so many reports on it pays to compute a year's figures once for all.
MANY = 20
# Left in the folder of what reports share: the year with its findings, their digests by project.
YEAR, FOUND = "year.pickle", "findings.json"
Stamp = tuple[tuple[str, int, int], ...]
_kept: dict[Path, tuple[Stamp, Year]] = {}


def keep(folder: str, reports: int, shared: str) -> None:
    """Import what reports use and hold the year of ``folder`` ready for `kept`, with its figures
    computed where ``reports`` are many; read from what ``beyond`` left in ``shared``, if it did.

    Raises DataError when the folder does not hold a year.
    """
    import jxanalytics.charts
    import jxanalytics.narrative.chapters
    import jxanalytics.narrative.evaluation_report
    import jxanalytics.narrative.self_report  # noqa: F401
    from jxanalytics.model.store import load_year
    from jxanalytics.year import display
    from jxanalytics.year.year import Year

    path = Path(folder).resolve()
    stamp = _stamp(path)
    taken = _read(Path(shared), path, YEAR) if shared else None
    display.register()
    year = Year(load_year(path) if taken is None else taken[0])
    if taken is not None:
        year.checked = taken[1]
    if reports > MANY:
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
    """The year kept for a folder; None where there is none or a file has changed since."""
    if not _kept:
        return None
    folder = Path(folder).resolve()
    stamp, year = _kept.get(folder, ((), None))
    return year if year is not None and stamp == _stamp(folder) else None


def beyond(model: EvaluationYear, shared: str) -> dict[str, str]:
    """What each project's report takes from beyond the project's own rows, as a digest by project:
    its findings, for some checks compare projects. Under "" those of the year as a whole.

    ``model`` was read from its folder just now. It and its findings are left in ``shared`` for
    `keep`; the digests are taken from there while nothing has changed.
    """
    assert model.folder is not None
    path, kept_in = model.folder.resolve(), Path(shared)
    known: dict[str, str] | None = _read(kept_in, path, FOUND)
    if known is not None:
        return known
    from jxanalytics.year.year import Year

    stamp = _whole_stamp(path)
    found = Year(model).checked
    digests = _digests(found)
    kept_in.mkdir(parents=True, exist_ok=True)
    _write(kept_in / YEAR, stamp, (model, found))
    _write(kept_in / FOUND, stamp, digests)
    return digests


def _digests(found: Findings) -> dict[str, str]:
    from jxanalytics.runs.keys import digest

    frame = found.frame.astype(str)
    rows: dict[str, list[bytes]] = {}
    for row in frame.itertuples(index=False):
        rows.setdefault(str(row.project_id), []).append(repr(tuple(row)).encode())
    return {project: digest(*lines) for project, lines in rows.items()}


def _frozen(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    """Findings hold read-only mappings, which pickle does not know."""

    dispatch_table = {MappingProxyType: lambda mapping: (_frozen, (dict(mapping),))}  # noqa: RUF012


def _write(path: Path, stamp: str, content: Any) -> None:
    part = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with part.open("wb") as file:
        file.write(json.dumps(stamp).encode() + b"\n")
        if path.suffix == ".json":
            file.write(json.dumps(content).encode())
        else:
            _Pickler(file).dump(content)
    part.replace(path)


def _read(folder: Path, year: Path, name: str) -> Any:
    """What was written for the state in which data, settings and program are now; else None."""
    path = folder / name
    if not path.is_file():
        return None
    with path.open("rb") as file:
        if json.loads(file.readline() or b"null") != _whole_stamp(year):
            return None
        return _loaded(file, name)


def _loaded(file: IO[bytes], name: str) -> Any:
    return json.loads(file.read()) if name.endswith(".json") else pickle.load(file)


def _whole_stamp(folder: Path) -> str:
    """The state of a year's data, of the workspace's settings and extensions, and of the program."""
    from jxanalytics.runs.keys import digest, extensions_digest, program_digest, versions

    settings = [
        (str(path), path.read_text(encoding="utf-8", errors="replace"))
        for path in (parent / "_quarto.yml" for parent in folder.parents)
        if path.is_file()
    ]
    own = extensions_digest(folder.parent.parent)
    said = [_stamp(folder), settings, own, program_digest(), versions()]
    return digest(json.dumps(said, default=list).encode())


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
