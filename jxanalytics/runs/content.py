"""What a year's folder holds, as digests: for one project's report, or for all together.

Parts have the names a user reads (数据/得分 …), so that a change can be said.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model import season
from jxanalytics.model.corrections import FILE as CORRECTIONS
from jxanalytics.model.corrections import listing
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear

Parts = Mapping[str, str]
Stamp = tuple[tuple[str, int, int], ...]
DATA = "数据/"
_PROJECT, _NUMBER = "project_id", "number"
_NONE = np.array([], dtype=np.intp)
_SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


def digest(*pieces: bytes) -> str:
    """Twenty hexadecimal digits that stand for bytes."""
    made = hashlib.sha256()
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()[:20]


def _said(value: object) -> str:
    return digest(json.dumps(value, sort_keys=True).encode())


class Content:
    """Digests of a year's rows and texts, each worked out once.

    ``settings`` are the files of the year's folder that belong to no project: the scheme and such,
    but for the files ``told`` of by who tells what lies beyond a project (see `keys.keys_of`).
    """

    def __init__(self, year: EvaluationYear, told: Collection[str] = ()):
        self._year = year
        self._told = told
        self._hashes = {
            name: pd.util.hash_pandas_object(table, index=False).to_numpy()
            for name, table in year.tables.items()
        }
        self._places = {
            name: table.groupby(_PROJECT, sort=False).indices
            for name, table in year.tables.items()
            if _PROJECT in table
        }
        self._units = _units(year)
        self._documents = year["documents"]["document_id"].to_numpy()
        self._of_project: dict[str, Parts] = {}
        self.settings: list[Path] = []
        self._lists: dict[str, dict[str, str]] = {}
        self._look_around()

    def _look_around(self) -> None:
        """The files beside the tables and texts: lists with a row a project, and settings."""
        folder = self._year.folder
        known = {f"{name}{ending}" for name in TABLES for ending in (".csv", ".parquet")}
        known |= {str(name) for name in self._year["documents"]["sections"] if name}
        for path in files_below(folder) if folder else ():
            name = path.relative_to(folder or path).as_posix()
            # Originals are kept for people to look at: what was read from them is in the tables.
            if name in known | {CORRECTIONS} or name.startswith(f"{season.ORIGINALS}/"):
                continue
            if name in self._told:
                continue
            listed = _rows_of(path)
            if listed is None:
                self.settings.append(path)
            else:
                self._lists[DATA + _label(name)] = listed

    def of_year(self) -> dict[str, str]:
        """All rows and texts."""
        parts = {
            DATA + TABLES[name].label: digest(hashes.tobytes())
            for name, hashes in self._hashes.items()
        }
        parts |= {name: _said(rows) for name, rows in self._lists.items()}
        corrections = _said([vars(entry) for entry in self._year.corrections])
        texts = self._year.texts
        return {**parts, DATA + "更正": corrections, DATA + "正文": _texts(texts, sorted(texts))}

    def of_project(self, project: str) -> Parts:
        """What ``EvaluationYear.of_project`` keeps, and the project's rows of other lists."""
        return {**self.papers_of(project), **self._listed(project)}

    def _listed(self, project: str) -> dict[str, str]:
        return {name: rows[project] for name, rows in self._lists.items() if project in rows}

    def papers_of(self, project: str) -> Parts:
        """What ``EvaluationYear.of_project`` keeps."""
        if project not in self._of_project:
            self._of_project[project] = self._project(project)
        return self._of_project[project]

    def _project(self, project: str) -> dict[str, str]:
        parts = {}
        for name, places in self._places.items():
            rows = np.concatenate([places.get(project, _NONE), places.get("", _NONE)])
            parts[DATA + TABLES[name].label] = digest(self._hashes[name][np.sort(rows)].tobytes())
        units = self._units.get(project, _NONE)
        parts[DATA + TABLES["units"].label] = digest(self._hashes["units"][units].tobytes())
        corrected = [self._corrections.get(key, []) for key in dict.fromkeys((project, ""))]
        places = self._places["documents"]
        mine = [self._documents[row] for key in (project, "") for row in places.get(key, ())]
        texts = self._year.texts
        said = _texts(texts, sorted(set(mine) & texts.keys()))
        return {**parts, DATA + "更正": _said(corrected), DATA + "正文": said}

    @cached_property
    def _corrections(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for row in listing(self._year).to_dict("records") if self._year.corrections else ():
            found.setdefault(str(row[_PROJECT]), []).append({str(k): v for k, v in row.items()})
        return found

    def by_project(self, shared: Parts) -> dict[str, str]:
        """For each project one digest of all that is its own, of what belongs to no project and of
        what is ``shared``; under "" of the latter two. All units belong to no project."""
        common = _said([dict(shared), digest(self._hashes["units"].tobytes())])
        projects = ["", *self._year["projects"][_PROJECT]]
        return {project: _said([common, dict(self.of_project(project))]) for project in projects}


def _label(name: str) -> str:
    """What a list is called: a table of the season by its own name, any other by its file's."""
    folder, _, file = name.rpartition("/")
    table = season.SEASON.get(file.removesuffix(".csv")) if folder == season.FOLDER else None
    return table.label if table else name


def _rows_of(path: Path) -> dict[str, str] | None:
    """The rows of a list by project; None for a file that is no list with a column of projects
    or of findings."""
    if path.suffix != ".csv":
        return None
    try:
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        header = next(rows, [])
        column = next((name for name in (_PROJECT, _NUMBER) if header.count(name) == 1), None)
        if column is None:
            return None
        at, found = header.index(column), {"": [header]}
        for row in rows:
            said = row[at] if len(row) > at else ""
            owner = said if column == _PROJECT else _owner(said)
            found.setdefault(owner, [header]).append(row)
    except (UnicodeDecodeError, csv.Error):
        return None
    return {project: _said(mine) for project, mine in found.items()}


def _owner(number: str) -> str:
    """The project of a finding, by its number: P0001 of P0001-JX104-I10."""
    match = re.match(r"(.+?)-[A-Z]{2}\d{3}(?:-|$)", number)
    return match[1] if match else ""


def _units(year: EvaluationYear) -> dict[str, npt.NDArray[np.intp]]:
    """``EvaluationYear.units_of`` for all projects at once."""
    ids, above = year["units"]["unit_id"].tolist(), year["units"]["department_id"].tolist()
    place = {unit: row for row, unit in enumerate(ids)}
    found = {}
    projects = year["projects"]
    for project, unit in zip(projects[_PROJECT], projects["unit_id"], strict=True):
        named = [unit, above[place[unit]]] if unit in place else []
        rows = {place[name] for name in named if name in place}
        found[project] = np.array(sorted(rows), dtype=np.intp)
    return found


def _texts(texts: Mapping[str, str], names: Iterable[str]) -> str:
    return digest(json.dumps([[name, texts[name]] for name in names]).encode())


def tree_digest(paths: Iterable[Path], root: Path) -> str:
    """Names below ``root`` and contents of files."""
    made = hashlib.sha256()
    for path in paths:
        made.update(path.relative_to(root).as_posix().encode() + b"\0")
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:20]


def stamp_of(folder: Path) -> Stamp:
    """Name, size and time of change of every file of a year and of the year before it."""
    before = folder.with_name(str(int(folder.name) - 1))
    return tuple(
        sorted(f for part in (folder, before) if part.is_dir() for f in _stamps(str(part)))
    )


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            # What an office program leaves beside an open file is no paper.
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir():
                yield from _stamps(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns


def files_below(folder: Path) -> list[Path]:
    """All files below a folder, hidden ones and caches left out, in a fixed order."""
    return sorted(_walk(folder)) if folder.is_dir() else []


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")) or path.name in _SKIPPED:
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path
