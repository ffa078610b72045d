"""What a report depends on, each part as a digest: a report is run again when one of them changes.

A part has the name a user reads (模板, 数据/得分 …), so that the reason can be said. Parts that all
reports share (the program, packages, fonts, settings of the year, earlier years) are worked out once.
"""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

import jxanalytics
from jxanalytics.extensions import FOLDER
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.runs.content import DATA, Content, Parts, digest, files_below, tree_digest
from jxanalytics.runs.plan import Task
from jxanalytics.runs.workspace import CONFIG, KEY, Workspace

# Given the content of every project's papers, what each project's report takes from beyond them.
Beyond = Callable[[Mapping[str, str]], Mapping[str, Parts]]
PACKAGES = "软件包/"
PACKAGE = Path(jxanalytics.__file__).parent
_FONT_ENDINGS = {".ttf", ".otf"}


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


class Reach(Enum):
    """What the reports of a template may see."""

    PAPERS = "what its project has filed"
    PROJECT = "that, and its project's rows in other lists of the year: receipts, returns, answers"
    YEAR = "everything"


def keys_of(
    tasks: Sequence[Task],
    year: EvaluationYear,
    root: Path,
    beyond: Beyond | None = None,
    reach: Mapping[Path, Reach] = MappingProxyType({}),
    told_of: Collection[str] = (),
) -> dict[str, Key]:
    """The key of every task by the task's name.

    ``beyond`` tells by project what its report takes from other than its own rows, each part under
    the name a user reads: the findings, the scheme; ``told_of`` are the files of the year's folder
    that this stands for. A chapter takes everything, a project's report what is in the ``reach`` of
    its template, PROJECT where nothing is said of that.
    """
    content = Content(year, told_of)
    shared = shared_parts(root, year, content.settings)
    told = {} if beyond is None else beyond(content.by_project(shared))
    every = _together(told.values())
    seen: dict[Reach, Callable[[str], Parts]] = {
        Reach.PAPERS: lambda p: {**content.papers_of(p), **told.get(p, {})},
        Reach.PROJECT: lambda p: {**content.of_project(p), **told.get(p, {})},
        Reach.YEAR: lambda _: {**content.of_year(), **every},
    }
    templates = {path: digest(path.read_bytes()) for path in {task.template for task in tasks}}
    return {
        task.name: Key(
            {
                "模板": templates[task.template],
                **_parameters(task),
                **seen[reach.get(task.template, Reach.PROJECT) if task.project_id else Reach.YEAR](
                    task.project_id
                ),
            },
            shared,
        )
        for task in tasks
    }


def _parameters(task: Task) -> Parts:
    return {"参数": digest(json.dumps([task.name, task.parameters], sort_keys=True).encode())}


def _together(told: Iterable[Parts]) -> Parts:
    """Each part of all projects as one."""
    by_name: dict[str, list[str]] = {}
    for parts in told:
        for name, value in parts.items():
            by_name.setdefault(name, []).append(value)
    return {name: digest(json.dumps(values).encode()) for name, values in by_name.items()}


def shared_parts(root: Path, year: EvaluationYear, settings: Iterable[Path] = ()) -> dict[str, str]:
    """What every report of a year depends on; ``settings`` are files of the year's folder."""
    folder = year.folder or root
    earlier = [
        path
        for other in sorted(folder.parent.iterdir())
        if other.is_dir() and re.fullmatch(r"\d{4}", other.name) and other.name < folder.name
        for path in files_below(other)
    ]
    return {
        "年度设置": tree_digest(settings, folder),
        "往年数据": tree_digest(earlier, folder.parent),
        "核对设置": _setting(root, "checks"),
        "复核设置": _setting(root, "review"),
        "工作目录中的程序": tree_digest(_code(root), root),
        "扩展": extensions_digest(root),
        "程序": program_digest(),
        "字体": fonts_digest(),
        **{PACKAGES + name: version for name, version in versions().items()},
    }


def stamp_beside(root: Path, template: Path) -> str:
    """Sizes and times of the files of a workspace, beside the year's data, that a template's reports
    are made from."""
    listed = [root / CONFIG, template, *_code(root), *files_below(root / FOLDER)]
    found = [(p.stat().st_size, p.stat().st_mtime_ns, str(p)) for p in listed if p.is_file()]
    return digest(json.dumps(found).encode())


def _code(root: Path) -> list[Path]:
    return sorted([*root.glob("*.py"), *(root / "notebooks").glob("*.py")])


def _setting(root: Path, name: str) -> str:
    """One of our settings as a digest: which checks run and what a review looks at changes reports."""
    ours = Workspace(root).config.get(KEY) if (root / CONFIG).is_file() else None
    said = ours.get(name) if isinstance(ours, dict) else None
    return digest(json.dumps(said, sort_keys=True, default=str).encode())


def extensions_digest(root: Path) -> str:
    """What the workspace's extensions are: what they add may show in any report."""
    return tree_digest(extension_files(root), root)


def extension_files(root: Path) -> list[Path]:
    """The files right in ``extensions/``; the examples in a folder below change nothing."""
    folder = root / FOLDER
    return [path for path in files_below(folder) if path.parent == folder]


@cache
def program_digest() -> str:
    """The package's own code and resources, without the fonts."""
    found = [p for p in files_below(PACKAGE) if p.suffix not in _FONT_ENDINGS]
    return tree_digest(found, PACKAGE)


@cache
def fonts_digest() -> str:
    """The faces that come with the package."""
    found = [p for p in files_below(PACKAGE) if p.suffix in _FONT_ENDINGS]
    return tree_digest(found, PACKAGE)


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
