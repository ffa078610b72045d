"""What one build works out once for all its processes, on disk: the year with its findings.

Every file lies under, or names, the digest of the content it was made from: what is found there is
never older than what is asked for.
"""

from __future__ import annotations

import io
import json
import pickle
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jxanalytics.model.whole import write_whole
from jxanalytics.runs.content import Stamp

if TYPE_CHECKING:
    from jxanalytics.checks import Finding, Findings, Held
    from jxanalytics.model.tables import EvaluationYear

Parts = Mapping[str, str]
Checked = tuple["EvaluationYear", "Findings"]
YEAR, TOLD, HELD, STAMP = "year.pickle", "told.json", "held.pickle", "stamp.json"
# Folders of earlier contents that are left: another process may still be reading one.
_LEFT = 2


def told(folder: Path) -> dict[str, Parts] | None:
    """What was told by project when this content was first seen; None where it was not."""
    if not (folder / TOLD).is_file():
        return None
    found: dict[str, Parts] = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    return found


def leave(folder: Path, year: Checked, said: Mapping[str, Parts]) -> None:
    """Keep a year and what was told of it in the content's folder."""
    write_whole(folder / YEAR, _pickled(year))
    write_whole(folder / TOLD, json.dumps(dict(said), ensure_ascii=False).encode())
    others = [p for p in folder.parent.iterdir() if p.is_dir() and p != folder]
    for path in sorted(others, key=lambda p: p.stat().st_mtime_ns)[: -_LEFT + 1]:
        shutil.rmtree(path, ignore_errors=True)


def left(folder: Path) -> tuple[Stamp, Checked] | None:
    """The year kept in a content's folder, and the stamp its files had when it was last planned."""
    if not ((folder / YEAR).is_file() and (folder / STAMP).is_file()):
        return None
    listed = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    found: Checked = pickle.loads((folder / YEAR).read_bytes())
    return tuple((name, size, time) for name, size, time in listed), found


def mark(folder: Path, stamp: Stamp) -> None:
    """Note the stamp that the files of a content have now."""
    write_whole(folder / STAMP, json.dumps(stamp).encode())


def held(folder: Path, contents: Parts) -> Held:
    """The findings that still hold, of all that were found when the year was last checked."""
    from jxanalytics.checks import Held

    path = folder / HELD
    if not path.is_file():
        return Held()
    before: tuple[Finding, ...]
    known: dict[str, tuple[str, tuple[Finding, ...]]]
    # What is common to all names the program: another one's findings are not even read.
    common, _, content = path.read_bytes().partition(b"\n")
    if common.decode() != contents[""]:
        return Held()
    before, known = pickle.loads(content)
    same = {p: mine for p, (content, mine) in known.items() if contents.get(p) == content}
    return Held(same, before)


def hold(folder: Path, contents: Parts, found: Findings) -> None:
    """Keep the findings of single projects with the content they were found in."""
    from jxanalytics.checks import registered

    checks = registered()
    known: dict[str, list[Finding]] = {project: [] for project in contents}
    for finding in found:
        if finding.code in checks and not checks[finding.code].of_year:
            known[finding.project_id].append(finding)
    by_project = {p: (contents[p], tuple(mine)) for p, mine in known.items()}
    write_whole(folder / HELD, contents[""].encode() + b"\n" + _pickled((found.before, by_project)))


def _frozen(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    """Findings hold read-only mappings, which pickle does not know."""

    dispatch_table = {MappingProxyType: lambda mapping: (_frozen, (dict(mapping),))}  # noqa: RUF012


def _pickled(content: object) -> bytes:
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(content)
    return out.getvalue()
