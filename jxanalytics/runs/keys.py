"""What a report depends on, each part as a digest: a report is run again when one of them changes.

A part has the name a user reads (模板, 数据/得分 …), so that the reason can be said. Parts that all
reports share (the program, packages, fonts, settings of the year, earlier years) are worked out once.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

import jxanalytics
from jxanalytics.extensions import FOLDER
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.runs.plan import Task
from jxanalytics.runs.workspace import CONFIG, KEY, Workspace

Parts = Mapping[str, str]
DATA, PACKAGES, FOUND = "数据/", "软件包/", "疑点"
PACKAGE = Path(jxanalytics.__file__).parent
_FONT_ENDINGS = {".ttf", ".otf"}
_NONE = np.array([], dtype=np.intp)
_SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Key:
    """A report's own parts and those it shares with all reports; ``digest`` stands for both."""

    own: Parts
    shared: Parts

    @property
    def digest(self) -> str:
        return digest(json.dumps([dict(self.own), dict(self.shared)], sort_keys=True).encode())

    @property
    def parts(self) -> dict[str, str]:
        return {**self.own, **self.shared}


def digest(*pieces: bytes) -> str:
    """Twenty hexadecimal digits that stand for bytes."""
    made = hashlib.sha256()
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()[:20]


def keys_of(
    tasks: Iterable[Task],
    year: EvaluationYear,
    root: Path,
    beyond: Mapping[str, str] | None = None,
) -> dict[str, Key]:
    """The key of every task by the task's name.

    ``beyond`` stands, by project, for what a project's report takes from other than its own rows:
    the findings; a chapter takes all.
    """
    shared = shared_parts(root, year)
    rows = _Rows(year)
    told = beyond or {}
    every = digest(json.dumps(told, sort_keys=True).encode())
    return {
        task.name: Key(
            {
                **_own(task, rows),
                FOUND: told.get(task.project_id, "") if task.project_id else every,
            },
            shared,
        )
        for task in tasks
    }


def _own(task: Task, rows: _Rows) -> Parts:
    said = json.dumps([task.name, task.parameters], sort_keys=True).encode()
    return {
        "模板": digest(_content(task.template)),
        "参数": digest(said),
        **(rows.of_project(task.project_id) if task.project_id else rows.of_year()),
    }


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()


class _Rows:
    """Digests of a year's rows and texts, for one project or for all."""

    def __init__(self, year: EvaluationYear):
        self._year = year
        self._hashes = {
            name: pd.util.hash_pandas_object(table, index=False).to_numpy()
            for name, table in year.tables.items()
        }
        self._places = {
            name: table.groupby("project_id", sort=False).indices
            for name, table in year.tables.items()
            if "project_id" in table
        }
        self._units = _units(year)
        self._documents = year["documents"]["document_id"].to_numpy()

    def of_year(self) -> dict[str, str]:
        parts = {
            DATA + TABLES[name].label: digest(hashes.tobytes())
            for name, hashes in self._hashes.items()
        }
        texts = self._year.texts
        return {**parts, DATA + "正文": _texts(texts, sorted(texts))}

    def of_project(self, project: str) -> dict[str, str]:
        """What ``EvaluationYear.of_project`` keeps."""
        parts = {}
        for name, places in self._places.items():
            rows = np.concatenate([places.get(project, _NONE), places.get("", _NONE)])
            parts[DATA + TABLES[name].label] = digest(self._hashes[name][np.sort(rows)].tobytes())
        units = self._units.get(project, _NONE)
        parts[DATA + TABLES["units"].label] = digest(self._hashes["units"][units].tobytes())
        places = self._places["documents"]
        mine = [self._documents[row] for key in (project, "") for row in places.get(key, ())]
        texts = self._year.texts
        return {**parts, DATA + "正文": _texts(texts, sorted(set(mine) & texts.keys()))}


def _units(year: EvaluationYear) -> dict[str, npt.NDArray[np.intp]]:
    """``EvaluationYear.units_of`` for all projects at once."""
    ids, above = year["units"]["unit_id"].tolist(), year["units"]["department_id"].tolist()
    place = {unit: row for row, unit in enumerate(ids)}
    found = {}
    projects = year["projects"]
    for project, unit in zip(projects["project_id"], projects["unit_id"], strict=True):
        named = [unit, above[place[unit]]] if unit in place else []
        rows = {place[name] for name in named if name in place}
        found[project] = np.array(sorted(rows), dtype=np.intp)
    return found


def _texts(texts: Mapping[str, str], names: Iterable[str]) -> str:
    return digest(json.dumps([[name, texts[name]] for name in names]).encode())


def shared_parts(root: Path, year: EvaluationYear) -> dict[str, str]:
    """What every report of a year depends on."""
    folder = year.folder or root
    known = {f"{name}{ending}" for name in TABLES for ending in (".csv", ".parquet")}
    known |= {str(name) for name in year["documents"]["sections"] if name}
    others = [p for p in files_below(folder) if p.relative_to(folder).as_posix() not in known]
    earlier = [
        path
        for other in sorted(folder.parent.iterdir())
        if other.is_dir() and re.fullmatch(r"\d{4}", other.name) and other.name < folder.name
        for path in files_below(other)
    ]
    code = [*root.glob("*.py"), *(root / "notebooks").glob("*.py")]
    return {
        "年度设置": tree_digest(others, folder),
        "往年数据": tree_digest(earlier, folder.parent),
        "核对设置": _setting(root, "checks"),
        "复核设置": _setting(root, "review"),
        "工作目录中的程序": tree_digest(sorted(code), root),
        "扩展": extensions_digest(root),
        "程序": program_digest(),
        "字体": fonts_digest(),
        **{PACKAGES + name: version for name, version in versions().items()},
    }


def _setting(root: Path, name: str) -> str:
    """One of our settings as a digest: which checks run and what a review looks at changes reports."""
    ours = Workspace(root).config.get(KEY) if (root / CONFIG).is_file() else None
    said = ours.get(name) if isinstance(ours, dict) else None
    return digest(json.dumps(said, sort_keys=True, default=str).encode())


def extensions_digest(root: Path) -> str:
    """Every file of the workspace's ``extensions/``: what they add may show in any report."""
    return tree_digest(files_below(root / FOLDER), root)


@cache
def program_digest() -> str:
    """The package's own code and resources, without the fonts."""
    found = [p for p in files_below(PACKAGE) if p.suffix not in _FONT_ENDINGS]
    return tree_digest(found, PACKAGE)


@cache
def fonts_digest() -> str:
    found = [p for p in files_below(PACKAGE) if p.suffix in _FONT_ENDINGS]
    return tree_digest(found, PACKAGE)


def tree_digest(paths: Iterable[Path], root: Path) -> str:
    """Names below ``root`` and contents of files."""
    made = hashlib.sha256()
    for path in paths:
        made.update(path.relative_to(root).as_posix().encode() + b"\0")
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:20]


def files_below(folder: Path) -> list[Path]:
    """All files below a folder, hidden ones and caches left out, in a fixed order."""
    return sorted(_walk(folder)) if folder.is_dir() else []


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _SKIPPED:
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


@cache
def versions() -> dict[str, str]:
    """Python and every package ours depends on, directly or not, that is installed."""
    found: dict[str, str] = {}
    waiting = ["jxanalytics"]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed only on other systems
        found[name] = distribution.version
        needed = (line for line in distribution.requires or () if "extra ==" not in line)
        waiting += [m[0] for line in needed if (m := re.match(r"[\w.-]+", line))]
    return {"python": platform.python_version(), **dict(sorted(found.items()))}


def difference(before: Parts, now: Parts) -> str:
    """Why a report is run again, in words: 数据变更：得分；模板变更."""
    changed = [name for name in [*now, *(before.keys() - now)] if before.get(name) != now.get(name)]
    data = [name.removeprefix(DATA) for name in changed if name.startswith(DATA)]
    packages = [name.removeprefix(PACKAGES) for name in changed if name.startswith(PACKAGES)]
    said = [f"数据变更：{'、'.join(data)}"] if data else []
    said += [f"{name}变更" for name in changed if not name.startswith((DATA, PACKAGES))]
    if packages:
        moved = [
            f"{n} {before.get(PACKAGES + n, '无')}→{now.get(PACKAGES + n, '无')}"
            for n in packages[:3]
        ]
        more = f"等{len(packages)}个" if len(packages) > 3 else ""
        said.append(f"软件包变更：{'、'.join(moved)}{more}")
    return "；".join(said)
