"""A working folder beside a newer program: its templates against those that come with it now.

What a user has edited is theirs and stays. Only a template that is still as the program once gave
it is replaced; a newer one that cannot take its place is laid beside, below ``reports/``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import jxanalytics
from jxanalytics.errors import DataError, MisuseError
from jxanalytics.model.whole import write_whole
from jxanalytics.runs import template
from jxanalytics.runs.workspace import Workspace

# Where new versions of edited templates are laid to be compared.
BESIDE = "reports/新版模板"


class State(Enum):
    """How a template in the folder stands to the one the program ships."""

    CURRENT = "未改"
    REPLACED = "未改，已更新"
    NEW = "新增"
    EDITED = "已改"
    CONFLICT = "已改，程序有新版"
    REMOVED = "已删去"
    DROPPED = "程序不再提供"


@dataclass(frozen=True)
class Change:
    """One template of a working folder, by its path there."""

    path: str
    state: State


@dataclass(frozen=True)
class Given:
    """What a folder was given: by which version, with which notice, fingerprints by path."""

    version: str
    notice: str
    templates: dict[str, str]


def given(root: Path) -> Given:
    """The record in a folder; an empty one where it has none (a folder of an early version).

    Raises DataError where the record is damaged.
    """
    path = root / template.RECORD
    if not path.is_file():
        return Given("", "", {})
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        return Given(str(said["version"]), str(said["notice"]), dict(said["templates"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"「{path}」已损坏，无从得知哪些文件改过；请删去它再运行，"
            "此后与程序自带的不同的文件都按已改对待"
        ) from error


def compare(workspace: Workspace) -> list[Change]:
    """Every template and its state, in the order of paths; nothing is written."""
    had = given(workspace.root)
    now = {
        name: template.fingerprint(name, content)
        for name, content in template.shipped(had.notice).items()
    }
    return [
        Change(name, state)
        for name in sorted({*now, *had.templates})
        for state in _state(workspace.root / name, name, had.templates.get(name), now.get(name))
    ]


def update(workspace: Workspace) -> list[Change]:
    """Bring the folder up to this version and say what was done, as ``compare`` said it.

    Raises MisuseError where the folder is the place the templates come from.
    """
    root = workspace.root
    if root == template.template():
        raise MisuseError(f"「{root}」就是程序的源码目录，模板以它为准，不必更新")
    changes = compare(workspace)
    had = given(root)
    shipped = template.shipped(had.notice)
    fingerprints = dict(had.templates)
    for change in changes:
        if change.state in (State.REPLACED, State.NEW):
            write_whole(root / change.path, shipped[change.path])
        if change.state is State.CONFLICT:
            write_whole(root / BESIDE / change.path, shipped[change.path])
        if change.state in (State.REPLACED, State.NEW, State.CURRENT):
            fingerprints[change.path] = template.fingerprint(change.path, shipped[change.path])
        if change.state is State.DROPPED:
            del fingerprints[change.path]
    template.record(root, had.notice, fingerprints)
    return changes


def came_from(workspace: Workspace) -> str:
    """The version whose templates the folder has, and the one that compares them, in words."""
    before = given(workspace.root).version or "未记录"
    return f"目录中的模板：{before}版；程序：{jxanalytics.__version__}版"


def _state(path: Path, name: str, had: str | None, now: str | None) -> Iterator[State]:
    """The state of one template; none for one that is neither in the folder nor shipped."""
    here = template.fingerprint(name, path.read_bytes()) if path.is_file() else None
    if now is None:
        if here is not None:
            yield State.DROPPED
    elif here is None:
        yield State.NEW if had is None else State.REMOVED
    elif here == now:
        yield State.CURRENT
    elif here == had:
        yield State.REPLACED
    else:
        yield State.EDITED if had == now else State.CONFLICT
