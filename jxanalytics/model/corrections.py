"""Corrections: people change imported figures by entries, never in the tables themselves.

An entry names one value, what it expects to find there (the text as filed), the new text, the
reason and the person. Entries live in ``data/<year>/corrections.csv``; ``store.load_year`` puts them
over the tables, so that everything computed is computed from corrected figures, and keeps them with
the year, so that every corrected figure can be traced. An entry whose expectation no longer holds
(the form came again) fails loudly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path

import pandas as pd

from jxanalytics.errors import DataError, Fault
from jxanalytics.model.conform import text_fault
from jxanalytics.model.exact import kept, plain
from jxanalytics.model.precision import AMOUNT_PLACES, SCORE_PLACES
from jxanalytics.model.schema import NUMERIC, TABLES, Column, Kind, Table
from jxanalytics.model.tables import Correction, EvaluationYear
from jxanalytics.model.values import DASHES, UNIT_FACTORS, compact, parse_value
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES
from jxanalytics.model.whole import write_whole

FILE = "corrections.csv"
# How a blank value is spoken of, and what people fill in to blank one.
BLANK = "（空）"
LISTING = {
    "project_id": "项目编号", "document_id": "文件编号", "table": "表", "column": "栏目",
    "expected": "原值", "new": "更正为", "reason": "理由", "person": "更正人", "place": "出处",
}  # fmt: skip
_FIELDS = ("table", "key", "column", "expected", "new", "reason", "person")
_PLACES = {Kind.SCORE: SCORE_PLACES, Kind.RATE: SCORE_PLACES}


def corrected(year: EvaluationYear, entries: Sequence[Correction]) -> EvaluationYear:
    """A year with entries applied in order; the year given is not changed.

    Raises DataError with a fault for every entry that names no value, does not find what it
    expects, or cannot be read as what its column holds.
    """
    faults: list[Fault] = []
    frames: dict[str, pd.DataFrame] = {}
    keys: dict[str, pd.Series[str]] = {}
    units = dict(
        zip(year["documents"]["document_id"], year["documents"]["amount_unit"], strict=True)
    )
    for number, entry in enumerate(entries, start=2):
        table = TABLES.get(entry.table)
        column = None if table is None else column_of(table, entry.column)
        if table is None or column is None:
            faults.append(
                _fault(
                    number, "column", f"{entry.table}.{entry.column}", "没有这个表或栏目，请改正"
                )
            )
            continue
        frame = frames.setdefault(entry.table, year[entry.table].copy())
        if entry.table not in keys:
            # No correction changes a key.
            keys[entry.table] = keys_of(frame, table)
        rows = frame.index[keys[entry.table] == entry.key]
        if len(rows) != 1:
            faults.append(
                _fault(
                    number,
                    "key",
                    entry.key,
                    f"“{table.label}”中已没有这一行；{_remedy(entry, year.year)}",
                )
            )
            continue
        (found,) = texts_of(frame.loc[rows], column)
        if found != entry.expected:
            problem = (
                f"更正时的原值为“{entry.expected or BLANK}”，现已不是；{_remedy(entry, year.year)}"
            )
            faults.append(_fault(number, column.label, found or BLANK, problem))
            continue
        document = str(frame.at[rows[0], "document_id"]) if "document_id" in frame else ""
        problem = _apply(frame, rows[0], column, entry.new, units.get(document, ""))
        if problem:
            faults.append(_fault(number, column.label, entry.new, problem))
    if faults:
        raise DataError(faults)
    return replace(year.replaced(**frames), corrections=tuple(entries))


def _remedy(entry: Correction, year: int) -> str:
    """What to do about a correction that no longer fits; its name has signs that shells take for theirs."""
    return (
        "仍要更正的，重新 jxa corrections export，填写后收回；"
        f'不再更正的，运行 jxa corrections withdraw "{name_of(entry)}" --year {year}'
    )


Address = tuple[str, str, str]


def address(entry: Correction) -> Address:
    """The value an entry is about; a value has at most one."""
    return entry.table, entry.key, entry.column


def name_of(entry: Correction) -> str:
    """The value in one word, as a correction sheet's 编号 gives it."""
    return "/".join(address(entry))


def said(entry: Correction) -> str:
    """An entry in one line: what was filed, what stands for it, why, and by whom."""
    return (
        f"原值：{entry.expected or BLANK}；更正为：{entry.new or BLANK}；"
        f"理由：{entry.reason}；更正人：{entry.person}"
    )


def listing(year: EvaluationYear) -> pd.DataFrame:
    """The corrections a year holds, one row each, so that every corrected figure can be traced.

    Of a year narrowed to one project only those that are left in it. Columns: project_id and document_id ("" where the table has none), table and column (their
    Chinese labels), expected (原值), new (更正为), reason, person, place (where the original stands).
    """
    rows = [row for entry in year.corrections if (row := _listed(year, entry))]
    return pd.DataFrame(rows, columns=list(LISTING)).astype("str")


def _listed(year: EvaluationYear, entry: Correction) -> dict[str, str]:
    table, frame = TABLES[entry.table], year[entry.table]
    own = frame[keys_of(frame, table) == entry.key]
    if own.empty:
        return {}
    row = own.iloc[0]
    place = row.get(f"{entry.column}_place", row.get("place", ""))
    return {
        "project_id": row.get("project_id", ""),
        "document_id": row.get("document_id", ""),
        "table": table.label,
        "column": table.labels[entry.column],
        "expected": entry.expected or BLANK,
        "new": entry.new or BLANK,
        "reason": entry.reason,
        "person": entry.person,
        "place": place,
    }


def load_entries(folder: str | Path) -> list[Correction]:
    """The entries kept for a year, in order; none where there is no file."""
    path = Path(folder) / FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != _FIELDS:
            raise DataError([_fault(1, None, "", f"列名应为 {','.join(_FIELDS)}，请改正")])
        return [Correction(**{name: row[name] or "" for name in _FIELDS}) for row in reader]


def save_entries(folder: str | Path, entries: Sequence[Correction]) -> None:
    """Write a year's entries in place of those it had."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_FIELDS)
    writer.writerows(astuple(entry) for entry in entries)
    write_whole(Path(folder) / FILE, text.getvalue().encode("utf-8-sig"))


# -- values --------------------------------------------------------------------------------------


def offered(table: Table) -> list[Column]:
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


def column_of(table: Table, name: str) -> Column | None:
    """The column of a table that can be corrected under this name; None for none."""
    return next((column for column in offered(table) if column.name == name), None)


def keys_of(frame: pd.DataFrame, table: Table) -> pd.Series[str]:
    """Each row's key as one text: its parts joined by ``|``."""
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


def texts_of(frame: pd.DataFrame, column: Column) -> list[str]:
    """A column as people correct it: as filed where that is kept, else the value or a code's label."""
    raw = _raw_of(frame, column)
    if raw is not None:
        return [str(text) for text in frame[raw]]
    values = frame[column.name]
    if column.kind in NUMERIC:
        return ["" if pd.isna(value) else plain(float(value)) for value in values]
    return [column.choices.get(str(value), str(value)) for value in values]


def _apply(frame: pd.DataFrame, index: object, column: Column, new: str, unit: str) -> str:
    """Put a new text into a row; gives what is wrong with it, "" for nothing."""
    raw = _raw_of(frame, column)
    if column.kind not in NUMERIC:
        codes = {label: code for code, label in column.choices.items()}
        text = codes.get(new, new)
        if problem := text_fault(text, column):
            return problem
        frame.at[index, column.name] = text
        return ""
    value = parse_value(new)
    measured = f"{column.name}_unit" in frame
    number = value.number
    if number is not None and _is_money(frame, index, column):
        factor = UNIT_FACTORS.get(value.unit or unit)
        if factor is None:
            return "该表没有印明金额单位，请连同单位填写，如 1237.78万元"
        number *= factor
    stays_text = measured or column.name == "value" or compact(new) in DASHES
    if number is None and not stays_text:
        return "应为数字，请改正"
    exact = None if number is None else kept(number, _PLACES.get(column.kind, AMOUNT_PLACES))
    if number is not None and exact is None:
        return "数值过大，请核对单位"
    frame.at[index, column.name] = float("nan") if exact is None else exact
    if raw is not None:
        frame.at[index, raw] = new
    if measured:
        frame.at[index, f"{column.name}_unit"] = value.unit
        frame.at[index, f"{column.name}_operator"] = value.operator
    return ""


def _is_money(frame: pd.DataFrame, index: object, column: Column) -> bool:
    """Whether a value is kept in 万元: amounts, and the sums of money among the totals."""
    total = column.name == "value" and "measure" in frame
    return column.kind is Kind.AMOUNT or (
        total and frame.at[index, "measure"] in FUNDING_QUANTITIES
    )


def _fault(row: int | None, column: str | None, value: str, problem: str) -> Fault:
    return Fault(FILE, row, column, value, problem)
