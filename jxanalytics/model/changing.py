"""Changing a year on disk: all of a change or nothing of it, one change at a time.

Files are first written aside, in ``.change.part/``; renaming that folder to ``.change/`` is the
moment of the change, and moving the files to their places can be taken up again by whoever looks
next. A program killed before that moment leaves the year as it was, after it as it was to be.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from jxanalytics.errors import BuildError, MisuseError
from jxanalytics.model.lock import held

_PART, _READY, _LIST = ".change.part", ".change", "files.json"
# Seconds a reader waits for a change that is being put in place.
_PATIENCE = 20.0


class Change:
    """What is to be written below, or removed from, a year's folder; nothing is done before the end."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.written: list[str] = []
        self.removed: list[str] = []

    def write(self, name: str, content: bytes) -> None:
        """Have ``content`` stand in the file of a relative name; a file that holds it already is left."""
        target = self._inside(name)
        if target.is_file() and target.read_bytes() == content:
            return
        aside = self.folder / _PART / name
        aside.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        self.written.append(name)

    def remove(self, name: str) -> None:
        """Have no file of that name."""
        if self._inside(name).is_file():
            self.removed.append(name)

    def _inside(self, name: str) -> Path:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise MisuseError(f"「{name}」不在年度目录「{self.folder}」内，请改正")
        return path


@contextlib.contextmanager
def changing(folder: Path) -> Iterator[Change]:
    """The one change of a year's folder at this time, made when the block ends without an error.

    What the block reads, nobody else changes meanwhile. Raises BuildError when another program is
    changing the same year.
    """
    with _lock(folder):
        _finish(folder)
        shutil.rmtree(folder / _PART, ignore_errors=True)
        change = Change(folder)
        try:
            yield change
            if change.written or change.removed:
                _commit(change)
                _finish(folder)
        finally:
            shutil.rmtree(folder / _PART, ignore_errors=True)


def settle(folder: Path) -> None:
    """Put in place what a change that was cut short has left ready; readers call it first."""
    if (folder / _READY).is_dir():
        with _lock(folder, _PATIENCE):
            _finish(folder)


def _lock(folder: Path, wait: float = 0) -> contextlib.AbstractContextManager[None]:
    def busy(who: str) -> BuildError:
        return BuildError(f"{folder.name}年度的数据正由{who}写入，请等它结束后再运行")

    return held(folder.parent / f".{folder.name}.lock", busy, wait)


def _commit(change: Change) -> None:
    part = change.folder / _PART
    part.mkdir(parents=True, exist_ok=True)
    listed = {"written": change.written, "removed": change.removed}
    (part / _LIST).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    part.rename(change.folder / _READY)


def _finish(folder: Path) -> None:
    ready = folder / _READY
    if not (ready / _LIST).is_file():
        # All was moved; only the empty folders are left.
        shutil.rmtree(ready, ignore_errors=True)
        return
    listed = json.loads((ready / _LIST).read_text(encoding="utf-8"))
    for name in listed["written"]:
        if (ready / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (ready / name).replace(folder / name)
    for name in listed["removed"]:
        (folder / name).unlink(missing_ok=True)
    (ready / _LIST).unlink()
    shutil.rmtree(ready, ignore_errors=True)
