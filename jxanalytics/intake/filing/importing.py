"""Importing files and folders into ``data/<year>/``: read in parallel, filed in order, told at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from jxanalytics import extensions
from jxanalytics.errors import MisuseError
from jxanalytics.intake.containers import Note
from jxanalytics.intake.filing.identity import Listed, Register, Row, other_years
from jxanalytics.intake.filing.received import Original, Received
from jxanalytics.intake.filing.rows import OWNED, DocumentRows, rows_of
from jxanalytics.intake.filing.versions import Change as Altered
from jxanalytics.intake.filing.versions import changes, former_files, same
from jxanalytics.intake.filing.workers import Read, read_parallel
from jxanalytics.intake.forms import Form
from jxanalytics.intake.own_layouts import layouts_of
from jxanalytics.intake.own_words import words_of
from jxanalytics.intake.reading import Reading, files_in, read_file
from jxanalytics.model.changing import Change, changing
from jxanalytics.model.schema import TABLES
from jxanalytics.model.season_store import load_season
from jxanalytics.model.store import begun, load_year, put_year, standing
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.values import compact
from jxanalytics.model.vocabulary import DOCUMENT_KINDS, DOCUMENT_SHORT

# Fewer files than this are read by one worker: starting more costs more.
_PARALLEL_FROM = 12
_KINDS = {kind: position for position, kind in enumerate(("summary", *DOCUMENT_KINDS))}

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Filed:
    """What became of one form: ``new``, ``changed``, ``unchanged`` or ``skipped`` with a reason.

    ``label`` is where the form stands in the file: a table, or a sheet by its name.
    """

    file: str
    label: str
    document_id: str
    status: str
    name: str
    changes: tuple[Altered, ...] = ()
    reason: str = ""
    other_year: int | None = None


@dataclass(frozen=True)
class Recap:
    """How an import ended. ``refused`` maps files to their sentence."""

    year: int
    filed: tuple[Filed, ...] = ()
    skipped: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    issues: tuple[tuple[str, Note], ...] = ()
    corrections: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything on disk is different now."""
        return any(one.status in ("new", "changed") for one in self.filed)

    @property
    def said(self) -> str:
        """The recap in words, a line a fact."""
        counts = {status: sum(one.status == status for one in self.filed) for status in _STATUS}
        numbers = (
            "，".join(f"{_STATUS[s]}{n}份" for s, n in counts.items() if n) or "没有可导入的表"
        )
        lines = [
            f"{self.year}年度导入：{numbers}；跳过{len(self.skipped)}个文件，拒收{len(self.refused)}个文件"
        ]
        for one in self.filed:
            if one.status == "changed":
                lines.append(f"{one.name}（{one.file}）为新版本，改动{len(one.changes)}处：")
                lines += [f"  {change.said}" for change in one.changes]
            elif one.status == "skipped":
                lines.append(f"未采用：{one.file}（{one.label}）{one.name}：{one.reason}")
        lines += [f"跳过：{sentence}" for sentence in self.skipped]
        lines += [f"拒收：{sentence}" for sentence in self.refused]
        lines += [f"更正不再适用：{sentence}" for sentence in self.corrections]
        lines += [f"{file}：{note.said}" for file, note in self.issues if note.severity == "error"]
        return "\n".join(lines + self._next)

    @property
    def _next(self) -> list[str]:
        """What to do next, as far as it can be told."""
        years = {one.other_year for one in self.filed if one.other_year}
        if years and all(one.other_year for one in self.filed):
            named = "、".join(f"--year {year}" for year in sorted(years))
            return [f"所给的表都不是{self.year}年度的，没有导入；是否要用 {named}？"]
        return [f"接下来：jxa check --year {self.year}"] if self.changed else []


_STATUS = {"new": "新增", "changed": "更新", "unchanged": "未变", "skipped": "未采用"}


def find_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files named and those in the folders named (recursively), in a stable order.

    Raises MisuseError for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            found |= dict.fromkeys(files_in(path))
        elif path.exists():
            found[path] = None
        else:
            raise MisuseError(f"找不到「{path}」，请核对路径")
    return list(found)


def import_files(
    paths: Iterable[str | Path],
    folder: str | Path,
    progress: Progress | None = None,
    workers: int | None = None,
    on: date | None = None,
) -> Recap:
    """Read files and folders and file their forms into ``folder`` (``data/<year>``), as received ``on``.

    The same form again changes nothing; a changed one replaces the former version, which is kept
    below ``versions/``; originals are kept as they came. All is filed or, where the program is cut
    short, nothing. A version that was already replaced by a later one, and a form of a project that
    is sealed, are passed over with the reason. ``progress`` is called with the number read, of how
    many, and the file. Words that the workspace's extensions add for a local layout are used.
    Raises MisuseError for a missing path or a folder that is no year, DataError when the year on
    disk cannot be read, ExtensionError for an extension that cannot be used.
    """
    folder = Path(folder)
    if not (folder.name.isdigit() and len(folder.name) == 4):
        raise MisuseError(f"年度数据目录应以四位年份命名，现为「{folder.name}」，如 data/2019")
    paths = list(paths)
    files = find_files(paths)
    if not files:
        raise MisuseError(f"“{'、'.join(map(str, paths))}”中没有 Word、Excel、CSV 文件，请核对路径")
    with changing(folder) as change:
        recap = _import(files, change, progress, workers, on)
    outdated = tuple(problem for _, problem in standing(folder) if problem)
    return replace(recap, corrections=outdated)


def _import(
    files: Sequence[Path],
    change: Change,
    progress: Progress | None,
    workers: int | None,
    on: date | None,
) -> Recap:
    folder = change.folder
    season = load_season(folder)
    year = _Year(folder)
    year.register.listed = Listed(_text_rows(season["obligations"]))
    year.register.given = list(season["received"]["project_id"].unique())
    received = Received(season, change, on)
    added = extensions.beside(folder)
    read = partial(read_file, own=words_of(added), layouts=layouts_of(added))
    filed: list[Filed] = []
    skipped: list[str] = []
    refused: list[str] = []
    issues: list[tuple[str, Note]] = []
    for number, reading in enumerate(_readings(files, workers, read), start=1):
        if progress is not None:
            progress(number, len(files), reading.file)
        if reading.refused is not None:
            refused.append(reading.refused)
        elif not reading.forms:
            told = "；".join(n.message for n in reading.issues if n.code != "no_form")
            skipped.append(f"{reading.file}：" + (told or "没有认得的绩效表"))
        issues += [(reading.file, note) for note in reading.issues if reading.forms]
        original = Original(files[number - 1])
        for form in reading.forms:
            filed.append(year.file(form, original, received))
            issues += [(reading.file, note) for note in form.issues]
    if any(one.status in ("new", "changed") for one in filed):
        year.put(change)
    received.put()
    return Recap(year.year, tuple(filed), tuple(skipped), tuple(refused), tuple(issues))


def take_list(obligations: pd.DataFrame, withdrawn: Iterable[str], change: Change) -> None:
    """Make a year follow the list of those who must file: its names and codes are the projects', and
    the documents of withdrawn projects leave the year; their last versions are kept.

    A project that a summary still lists stays among the projects, without documents of its own.
    """
    gone = set(withdrawn)
    year = _Year(change.folder)
    year.register.listed = Listed(_text_rows(obligations))
    for name, document in list(year.documents.items()):
        if document.document["project_id"] in gone:
            year.former.append(year.documents.pop(name))
    listed = {
        row["project_id"]
        for document in year.documents.values()
        for table in OWNED
        for row in document.tables[table]
    }
    year.register.projects = [
        row for row in year.register.projects if row["project_id"] not in gone - listed
    ]
    kept = ~year.aliases["project_id"].isin(gone - listed)
    year.aliases = year.aliases[kept].reset_index(drop=True)
    if year.follow_list() or year.former:
        year.put(change)


def _readings(files: Sequence[Path], workers: int | None, read: Read) -> Iterable[Reading]:
    """Readings in the order of the files, by several processes where that pays.

    Never by this one: whatever a file does to its reader, the import goes on.
    """
    several = (os.cpu_count() or 1) if len(files) >= _PARALLEL_FROM else 1
    return read_parallel(files, workers or several, read)


@dataclass
class _Year:
    """The year on disk while forms are filed into it."""

    folder: Path
    documents: dict[str, DocumentRows] = field(default_factory=dict)
    former: list[DocumentRows] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.year = int(self.folder.name)
        projects, units, aliases = other_years(self.folder)
        self.register = Register(elsewhere=projects, elsewhere_units=units, aliases=aliases)
        self.aliases = from_rows(TABLES["aliases"], [])
        if begun(self.folder):
            self._load()

    def _load(self) -> None:
        before = load_year(self.folder, as_filed=True)
        self.aliases = before["aliases"]
        self.register.units = _text_rows(before["units"])
        self.register.projects = _text_rows(before["projects"])
        self.register.aliases = [*_text_rows(before["aliases"]), *self.register.aliases]
        tables = {name: _by_document(before[name]) for name in OWNED}
        for row in before["documents"].to_dict("records"):
            name = str(row["document_id"])
            owned = {table: tables[table].get(name, []) for table in OWNED}
            self.documents[name] = DocumentRows(row, owned, before.texts.get(name, ""))
        for row in before["indicators"].to_dict("records"):
            if row["indicator_id"] != "execution":
                known = self.register.indicators.setdefault(row["project_id"], {})
                known.setdefault(
                    (compact(row["level2"]), compact(row["name"])), row["indicator_id"]
                )

    def file(self, form: Form, original: Original, received: Received) -> Filed:
        """File one form and enter it among what was received; nothing is written yet."""
        known = DOCUMENT_SHORT[form.kind]
        filed = Filed(
            form.file,
            form.label,
            "",
            "skipped",
            f"{form.project}的{known}" if form.project else known,
        )
        reason = self._misfit(form)
        if reason:
            other = form.year if form.year != self.year else None
            return replace(filed, reason=reason, other_year=other)
        summaries = {
            name: {str(row["project_id"]) for row in document.tables["funding"]}
            for name, document in self.documents.items()
            if document.document["kind"] == "summary"
        }
        new = rows_of(form, self.register, summaries)
        old = self.documents.get(new.document_id)
        if old is not None and same(old, new):
            received.note(original, new, "unchanged")
            return replace(filed, document_id=new.document_id, status="unchanged")
        reason = received.refusal(original, new)
        if reason:
            return replace(filed, document_id=new.document_id, reason=reason)
        received.note(original, new, "changed" if old is not None else "new")
        self.documents[new.document_id] = new
        if old is None:
            return replace(filed, document_id=new.document_id, status="new")
        self.former.append(old)
        found = tuple(changes(old, new))
        return replace(filed, document_id=new.document_id, status="changed", changes=found)

    def _misfit(self, form: Form) -> str:
        if form.year is not None and form.year != self.year:
            return f"表中年度为{form.year}，与导入的{self.year}年度不符"
        if form.kind != "summary" and not form.project:
            return f"{DOCUMENT_SHORT[form.kind]}没有填写项目名称，无法归入项目，请补充后再报送"
        code, unit = compact(form.code or ""), form.unit or ""
        if form.kind != "summary" and self.register.withdrawn(form.project or "", code, unit):
            return "该项目在应报名单中已撤销，未采用；确需报送的，请先改名单"
        return ""

    def follow_list(self) -> bool:
        """Give the projects the names and codes that the list has for them; whether any changed."""
        before = [dict(row) for row in self.register.projects]
        for row in self.register.projects:
            former, project = self.register.follow(row), row["project_id"]
            known = self.aliases.loc[self.aliases["project_id"] == project, "alias"]
            if former and former not in set(known):
                alias = {"project_id": project, "kind": "name", "alias": former}
                added = from_rows(TABLES["aliases"], [dict(alias)])
                self.aliases = pd.concat([self.aliases, added], ignore_index=True)
                self.register.aliases.append({**alias, "until": "", "note": ""})
        return before != self.register.projects

    def put(self, change: Change) -> None:
        """Make the tables, the texts and the versions that were replaced part of a change."""
        self.follow_list()
        for name, content in former_files(self.former, self.folder):
            change.write(name, content)
        order = {row["project_id"]: i for i, row in enumerate(self.register.projects)}

        def rank(document: DocumentRows) -> tuple[int, int, int]:
            kind = str(document.document["kind"])
            project = order.get(str(document.document["project_id"]), -1)
            return kind != "summary", project, _KINDS[kind]

        documents = sorted(self.documents.values(), key=rank)
        tables: dict[str, pd.DataFrame] = {
            "documents": from_rows(TABLES["documents"], [d.document for d in documents]),
            "units": from_rows(TABLES["units"], [dict(row) for row in self.register.units]),
            "projects": from_rows(
                TABLES["projects"], [dict(row) for row in self.register.projects]
            ),
        }
        for name in OWNED:
            rows = [row for document in documents for row in document.tables[name]]
            tables[name] = from_rows(TABLES[name], rows)
        tables["aliases"] = self.aliases
        texts = {d.document_id: d.text for d in documents if d.text}
        parquet = (self.folder / "documents.parquet").exists()
        put_year(EvaluationYear(self.year, tables, texts, self.folder), change, parquet)


def _text_rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _by_document(frame: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row["document_id"]), []).append({str(k): v for k, v in row.items()})
    return found
