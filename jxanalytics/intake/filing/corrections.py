"""Corrections: people change imported figures by entries, never in the tables themselves.

An entry names one value, what it expects to find there (the text as filed), the new text, the
reason and the person. Entries live in ``data/<year>/corrections.csv`` and are put over the tables
whenever the year is loaded with ``load_corrected``; an entry whose expectation no longer holds
(the form came again) fails loudly. They are edited as an XLSX with text cells, because Excel
ruins long codes and dates in CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.intake.containers import Refused, Table, open_document
from jxanalytics.intake.filing.rows import kept
from jxanalytics.intake.understand.view import DASHES, UNIT_FACTORS, parsed
from jxanalytics.model.exact import plain
from jxanalytics.model.precision import AMOUNT_PLACES, SCORE_PLACES
from jxanalytics.model.schema import NUMERIC, TABLES, Column, Kind
from jxanalytics.model.schema import Table as Schema
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.values import compact

FILE = "corrections.csv"
SHEET = "更正"
# What people fill in to blank a value.
BLANK = "（空）"
_HEADS = ("编号", "项目", "文件", "内容", "栏目", "原值", "更正为", "理由", "更正人")
_FIELDS = ("table", "key", "column", "expected", "new", "reason", "person")
_PLACES = {Kind.SCORE: SCORE_PLACES, Kind.RATE: SCORE_PLACES}
_NOT_OFFERED = {"documents"}


@dataclass(frozen=True)
class Entry:
    """One correction. ``key`` holds the row's key values joined by ``|``; texts are as filed."""

    table: str
    key: str
    column: str
    expected: str
    new: str
    reason: str
    person: str


def load_corrected(folder: str | Path) -> EvaluationYear:
    """The year with its corrections put over it.

    Raises DataError when the year cannot be read or an entry does not find what it expects.
    """
    folder = Path(folder)
    return corrected(load_year(folder), load_entries(folder))


def corrected(year: EvaluationYear, entries: Sequence[Entry]) -> EvaluationYear:
    """A year with entries applied in order; the year given is not changed.

    Raises DataError with a fault for every entry that names no value, does not find what it
    expects, or cannot be read as what its column holds.
    """
    faults: list[Fault] = []
    frames: dict[str, pd.DataFrame] = {}
    units = dict(
        zip(year["documents"]["document_id"], year["documents"]["amount_unit"], strict=True)
    )
    for number, entry in enumerate(entries, start=2):
        table = TABLES.get(entry.table)
        column = None if table is None else _column(table, entry.column)
        if table is None or column is None:
            faults.append(
                _fault(
                    number, "column", f"{entry.table}.{entry.column}", "没有这个表或栏目，请改正"
                )
            )
            continue
        frame = frames.setdefault(entry.table, year[entry.table].copy())
        rows = frame.index[_keys(frame, table) == entry.key]
        if len(rows) != 1:
            faults.append(
                _fault(
                    number,
                    "key",
                    entry.key,
                    f"“{table.label}”中没有这一行，请核对后删去或改写该更正",
                )
            )
            continue
        found = _shown(frame, rows[0], column)
        if found != entry.expected:
            problem = f"预期原值为“{entry.expected or BLANK}”，实际已不是，请核对后删去或改写该更正"
            faults.append(_fault(number, f"{entry.key} {column.label}", found, problem))
            continue
        document = str(frame.at[rows[0], "document_id"]) if "document_id" in frame else ""
        problem = _apply(frame, rows[0], column, entry.new, units.get(document, ""))
        if problem:
            faults.append(_fault(number, column.label, entry.new, problem))
    if faults:
        raise DataError(faults)
    return year.replaced(**frames)


def load_entries(folder: str | Path) -> list[Entry]:
    """The entries kept for a year, in order; none where there is no file."""
    path = Path(folder) / FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != _FIELDS:
            raise DataError([_fault(1, None, "", f"列名应为 {','.join(_FIELDS)}，请改正")])
        return [Entry(**{name: row[name] or "" for name in _FIELDS}) for row in reader]


def add_corrections(folder: str | Path, sheet: str | Path) -> list[Entry]:
    """Take the entries filled in on an XLSX into a year; gives the new ones.

    All entries, old and new, are tried before anything is written. Raises DataError as
    ``corrected`` does, and for an entry without reason or person; MisuseError for a file that is
    no correction sheet.
    """
    folder = Path(folder)
    known = load_entries(folder)
    replaced = {(entry.table, entry.key, entry.column): entry for entry in known}
    new = [
        entry
        for entry in read_sheet(sheet)
        if replaced.get((entry.table, entry.key, entry.column)) != entry
    ]
    faults = [
        _fault(None, f"{entry.key} {entry.column}", entry.new, "请写明更正的理由和更正人")
        for entry in new
        if not (entry.reason and entry.person)
    ]
    if faults:
        raise DataError(faults)
    entries = [*known, *new]
    corrected(load_year(folder), entries)
    temporary = folder / f"{FILE}.tmp"
    with temporary.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_FIELDS)
        writer.writerows(astuple(entry) for entry in entries)
    temporary.replace(folder / FILE)
    return new


# -- the sheet -----------------------------------------------------------------------------------


def write_sheet(year: EvaluationYear, path: str | Path) -> None:
    """The XLSX in which people correct: a row a value, every cell text, 更正为 left blank."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook(write_only=False)
    sheet = book.active
    sheet.title = SHEET
    sheet.append(_HEADS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in _values(year):
        sheet.append(line)
    asked = PatternFill("solid", fgColor="FFF7D6")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            # Text in every cell: = and 0012 stay as they are.
            cell.data_type, cell.number_format = "s", "@"
        for cell in row[6:9]:
            cell.fill = asked
    for letter, width in zip("ABCDEFGHI", (34, 24, 12, 30, 14, 22, 22, 30, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.save(path)


def read_sheet(path: str | Path) -> list[Entry]:
    """The entries filled in on a correction sheet (rows whose 更正为 is not blank).

    Raises MisuseError for a file that is none.
    """
    try:
        document = open_document(path)
    except Refused as error:
        raise MisuseError(f"“{Path(path).name}”{error}") from error
    table = next((b for b in document.blocks if isinstance(b, Table) and b.label), None)
    rows = [] if table is None else list(table.grid.rows)
    heads = {cell.text: cell.column for cell in rows[0]} if rows else {}
    if not set(_HEADS) <= heads.keys():
        raise MisuseError(f"“{Path(path).name}”不是更正表，请用 jxa corrections 生成的表填写")
    entries = []
    for row in rows[1:]:
        texts = {cell.column: cell.text for cell in row}
        broken = next((cell for cell in row if cell.issue), None)
        if broken is not None:
            raise MisuseError(f"{broken.place.said}是公式或错误值，请改为文本后再导入")
        line = {head: texts.get(heads[head], "") for head in _HEADS}
        if line["更正为"].strip():
            table_name, _, rest = line["编号"].partition("/")
            key, _, column = rest.rpartition("/")
            new = "" if line["更正为"].strip() == BLANK else line["更正为"].strip()
            entries.append(
                Entry(table_name, key, column, line["原值"], new, line["理由"].strip(), line["更正人"].strip())
            )  # fmt: skip
    return entries


def _values(year: EvaluationYear) -> Iterator[list[str]]:
    projects = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    names = {
        (row["document_id"], row["indicator_id"]): row["name"]
        for row in year["indicators"].to_dict("records")
    }
    for table in TABLES.values():
        if table.name in _NOT_OFFERED:
            continue
        frame = year[table.name]
        for index, key in zip(frame.index, _keys(frame, table), strict=True):
            row = frame.loc[index]
            project = projects.get(row.get("project_id", ""), "")
            document = str(row.get("document_id", ""))
            subject = names.get((document, row.get("indicator_id", "")), "") or table.label
            for column in _offered(table):
                name = f"{table.name}/{key}/{column.name}"
                yield [
                    name,
                    project,
                    document,
                    subject,
                    column.label,
                    _shown(frame, index, column),
                    "",
                    "",
                    "",
                ]


# -- values --------------------------------------------------------------------------------------


def _offered(table: Schema) -> list[Column]:
    """Columns that may be corrected: values by their text as filed, never keys, places or raws."""
    skipped = ("_raw", "_place", "_unit", "_operator")
    return [
        column
        for column in table.columns
        if column.name not in table.key
        and column.kind not in (Kind.PLACE, Kind.IDENTIFIER)
        and column.name not in ("place", "raw", "position")
        and not (column.name.endswith(skipped) and column.name.rpartition("_")[0] in table.names)
    ] + [column for column in table.columns if column.name in ("project_code", "unit_code")]


def _column(table: Schema, name: str) -> Column | None:
    return next((column for column in _offered(table) if column.name == name), None)


def _keys(frame: pd.DataFrame, table: Schema) -> pd.Series[str]:
    if frame.empty:
        return pd.Series([], dtype="str", index=frame.index)
    columns = [
        frame[name].map(plain) if table.column(name).kind in NUMERIC else frame[name].astype("str")
        for name in table.key
    ]
    keys = columns[0]
    for column in columns[1:]:
        keys = keys + "|" + column
    return keys


def _raw_of(frame: pd.DataFrame, column: Column) -> str | None:
    """The column of the raw text beside a value."""
    if f"{column.name}_raw" in frame:
        return f"{column.name}_raw"
    return "raw" if column.name == "value" and "raw" in frame else None


def _shown(frame: pd.DataFrame, index: object, column: Column) -> str:
    """The text as filed where it is kept, else the value as text."""
    raw = _raw_of(frame, column)
    if raw is not None:
        return str(frame.at[index, raw])
    value = frame.at[index, column.name]
    if column.kind in NUMERIC:
        return "" if pd.isna(value) else plain(float(value))
    return str(value)


def _apply(frame: pd.DataFrame, index: object, column: Column, new: str, unit: str) -> str:
    """Put a new text into a row; gives what is wrong with it, "" for nothing."""
    raw = _raw_of(frame, column)
    if column.kind not in NUMERIC:
        if column.choices and new and new not in column.choices:
            return "应为下列之一：" + "、".join(column.choices)
        frame.at[index, column.name] = new
        return ""
    value = parsed(new)
    measured = f"{column.name}_unit" in frame
    number = value.number
    if column.kind is Kind.AMOUNT and number is not None:
        factor = UNIT_FACTORS.get(value.unit or unit)
        if factor is None:
            return "该表没有印明金额单位，请连同单位填写，如 1237.78万元"
        number *= factor
    stays_text = measured or column.name == "value" or compact(new) in DASHES
    if number is None and not stays_text:
        return "应为数字，请改正"
    exact = (
        None if number is None else kept(Decimal(number), _PLACES.get(column.kind, AMOUNT_PLACES))
    )
    if number is not None and exact is None:
        return "数值过大，请核对单位"
    frame.at[index, column.name] = float("nan") if exact is None else exact
    if raw is not None:
        frame.at[index, raw] = new
    if measured:
        frame.at[index, f"{column.name}_unit"] = value.unit
        frame.at[index, f"{column.name}_operator"] = value.operator
    return ""


def _fault(row: int | None, column: str | None, value: str, problem: str) -> Fault:
    return Fault(FILE, row, column, value, problem)
