"""Reading files: what each holds, or why it is refused. One bad file never stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from jxanalytics.grid import Cell
from jxanalytics.intake.containers import SUFFIXES, Note, Refused, open_document
from jxanalytics.intake.forms import Form
from jxanalytics.intake.own_layouts import OwnLayout, relaid
from jxanalytics.intake.understand import understand
from jxanalytics.intake.understand.words import OwnWords, use


@dataclass(frozen=True)
class Reading:
    """What one file holds.

    ``refused`` is one sentence where the file was not read at all; ``issues`` are about the file
    as a whole (hidden sheets, forms set aside, nothing found), those of a form stand with it;
    ``unused`` are the filled cells of readable forms that were not understood.
    """

    file: str
    forms: tuple[Form, ...] = ()
    issues: tuple[Note, ...] = ()
    refused: str | None = None
    unused: tuple[Cell, ...] = ()


def read_file(
    path: str | Path,
    own: OwnWords = MappingProxyType({}),
    layouts: Sequence[OwnLayout] = (),
) -> Reading:
    """Read one Word, Excel or CSV file. Never raises for what the file holds.

    ``own`` are the words of a local layout, see `intake.own_words`; ``layouts`` put tables of one
    into the usual order, see `intake.own_layouts`. Raises ExtensionError where one of those fails.
    """
    if isinstance(path, str):
        path = Path(path)
    use(own)
    try:
        document = open_document(path)
    except Refused as error:
        return Reading(path.name, refused=f"“{path.name}”{error}")
    document = relaid(document, layouts)
    found = understand(document)
    issues = [*document.notes, *found.issues]
    if not found.forms:
        message = f"“{path.name}”中没有找到项目绩效表格或评价报告"
        issues.append(Note("note", "no_form", "", message))
    return Reading(path.name, tuple(found.forms), tuple(issues), None, tuple(found.unused))


def read_files(
    paths: Iterable[str | Path],
    own: OwnWords = MappingProxyType({}),
    layouts: Sequence[OwnLayout] = (),
) -> list[Reading]:
    """Read files one after another, in the order given; of a folder, the files in it."""
    return [
        read_file(file, own, layouts)
        for path in map(Path, paths)
        for file in (files_in(path) if path.is_dir() else [path])
    ]


def files_in(folder: Path) -> list[Path]:
    """The files below a folder that may hold forms, in a stable order."""
    inside = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    # ~$ marks the lock files of an open Word document.
    return [p for p in sorted(inside) if not p.name.startswith(("~$", "."))]
