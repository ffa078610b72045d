"""``manifest.json``: the hash of every file a year's results were made from and consist of.

It holds no time and no path outside the workspace: the same input and versions give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxanalytics.errors import DataError
from jxanalytics.model.whole import write_whole
from jxanalytics.runs.content import files_below
from jxanalytics.runs.keys import extension_files, fonts_digest, program_digest, versions
from jxanalytics.runs.workspace import CONFIG, Workspace

NAME = "manifest.json"
# What a build puts into reports/<year>/.
MADE = ("book", "notebooks")
# The part of the manifest that is the public edition's: it is built for itself, at another time.
PUBLIC = "public"

Hashes = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """A file that is not as the manifest has it, and in what way."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}：{self.problem}"


def inputs_of(workspace: Workspace, year: int) -> Hashes:
    """Every file the user keeps that goes into a year's book."""
    root, settings = workspace.root, workspace.settings
    reports = (report.notebook for report in settings.reports.values())
    templates = {*settings.chapters, *settings.appendices, *reports}
    paths = [root / CONFIG, root / "index.md", *(root / name for name in sorted(templates))]
    paths += [*sorted(root.glob("*.py")), *sorted((root / "notebooks").glob("*.py"))]
    paths += extension_files(root)
    for other in workspace.years:
        if other <= year:
            paths += files_below(workspace.data / str(other))
    return _hashes((path for path in paths if path.is_file()), root)


def outputs_of(folder: Path, made: Iterable[str] = MADE) -> Hashes:
    """Every file a build has put into ``reports/<year>/``: files and all below folders ``made``."""
    places = [folder / name for name in made]
    paths = (f for p in places for f in ([p] if p.is_file() else files_below(p)))
    return _hashes(paths, folder)


def _hashes(paths: Iterable[Path], root: Path) -> Hashes:
    listed = list(dict.fromkeys(paths))
    with ThreadPoolExecutor() as pool:
        made = pool.map(lambda path: hashlib.sha256(path.read_bytes()).hexdigest(), listed)
        return {
            path.relative_to(root).as_posix(): digest
            for path, digest in zip(listed, made, strict=True)
        }


def write_manifest(workspace: Workspace, year: int, said: Mapping[str, Any]) -> None:
    """Write the manifest of a year as it now stands; ``said`` is what the build adds to it."""
    folder = workspace.reports(year)
    made = {**made_with(), **said, "inputs": inputs_of(workspace, year)}
    manifest = {"year": year, **made, "outputs": outputs_of(folder)}
    _write(folder, {**manifest, **{k: v for k, v in _known(folder).items() if k == PUBLIC}})


def write_public(
    workspace: Workspace, year: int, said: Mapping[str, Any], consists: Iterable[str]
) -> None:
    """Write into the manifest of the year what the public edition was made from and ``consists`` of:
    files and folders in ``reports/<year>/``."""
    folder = workspace.reports(year)
    made = {**made_with(), **said, "inputs": inputs_of(workspace, year)}
    parts = sorted(consists)
    public = {**made, "consists": parts, "outputs": outputs_of(folder, parts)}
    # Without a book of the year itself the manifest holds the public edition alone.
    before = _known(folder) or {"year": year, **made_with(), "inputs": {}, "outputs": {}}
    _write(folder, {**before, PUBLIC: public})


def _known(folder: Path) -> dict[str, Any]:
    """The manifest as it stands; empty where there is none that can be read."""
    try:
        return read_manifest(folder)
    except DataError:
        return {}


def _write(folder: Path, manifest: Mapping[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(folder / NAME, text)


def made_with() -> dict[str, Any]:
    """The program, the faces and the packages, by digest or version."""
    return {"program": program_digest(), "fonts": fonts_digest(), "versions": versions()}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises DataError where there is no manifest that can be read."""
    path = folder / NAME
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(manifest["inputs"], dict) and isinstance(manifest["outputs"], dict):
            return manifest
    except FileNotFoundError as error:
        raise DataError(f"「{folder}」中没有 {NAME}，请先运行 jxa book 编印该年度") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"「{path}」已损坏，无法读取，请重新运行 jxa book：{error}") from error
    raise DataError(f"「{path}」不是本程序写成的清单，请重新运行 jxa book")


def verify_manifest(folder: Path) -> list[Difference]:
    """All that differs from the manifest of ``reports/<year>/``: results, inputs, program, versions.

    Raises DataError without a manifest or for a folder that is no year's results.
    """
    folder = folder.resolve()
    manifest = read_manifest(folder)
    if not re.fullmatch(r"\d{4}", folder.name):
        raise DataError(f"应为某一年度的成果目录，如 reports/2019，现为「{folder}」")
    workspace = Workspace.find(folder)
    # Without a book of the year itself there is the public edition's part only.
    book = manifest["inputs"] or manifest["outputs"]
    found = _changed(workspace, folder, manifest, MADE) if book else []
    if public := manifest.get(PUBLIC):
        found += _changed(workspace, folder, public, public["consists"])
    return list(dict.fromkeys(found))


def _changed(
    workspace: Workspace, folder: Path, manifest: Mapping[str, Any], made: Iterable[str]
) -> list[Difference]:
    """What differs from one edition's part of the manifest."""
    shown = folder.relative_to(workspace.root).as_posix()
    outputs = {f"{shown}/{name}": digest for name, digest in outputs_of(folder, made).items()}
    expected = {f"{shown}/{name}": digest for name, digest in manifest["outputs"].items()}
    found = _compared(expected, outputs, "成果")
    found += _compared(manifest["inputs"], inputs_of(workspace, int(folder.name)), "资料")
    return found + _versions(manifest)


def _compared(expected: Hashes, now: Hashes, what: str) -> list[Difference]:
    found = []
    for path in sorted(expected.keys() | now.keys()):
        if path not in now:
            found.append(Difference(path, f"{what}缺失"))
        elif path not in expected:
            found.append(Difference(path, f"编印时没有这份{what}"))
        elif expected[path] != now[path]:
            found.append(Difference(path, f"{what}在编印后被改动"))
    return found


def _versions(manifest: Mapping[str, Any]) -> list[Difference]:
    now = made_with()
    found = [
        Difference(label, "与编印时不同")
        for label, key in (("程序", "program"), ("字体", "fonts"))
        if manifest.get(key) != now[key]
    ]
    before = manifest.get("versions", {})
    return found + [
        Difference(name, f"编印时为{before.get(name, '无')}，现为{now['versions'].get(name, '无')}")
        for name in sorted(before.keys() | now["versions"].keys())
        if before.get(name) != now["versions"].get(name)
    ]
