"""An evaluation year on disk: ``data/<year>/`` with one CSV (or Parquet) a table and texts.

CSV is UTF-8 with BOM, amounts in 万元, blank cells blank. Loading reports every fault at once,
each with file, row, column and value; nothing is repaired in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from jxanalytics.errors import DataError, Fault
from jxanalytics.model import exact
from jxanalytics.model.places import parse_place
from jxanalytics.model.schema import NUMERIC, TABLES, Column, Kind, Table
from jxanalytics.model.tables import EvaluationYear, empty, typed

_PLACES = {
    Kind.AMOUNT: exact.AMOUNT_PLACES,
    Kind.SCORE: exact.SCORE_PLACES,
    Kind.RATE: exact.SCORE_PLACES,
    Kind.NUMBER: exact.AMOUNT_PLACES,
    Kind.INTEGER: 0,
}
_NUMBER = r"-?\d+(?:\.\d+)?"
_DATE = r"\d{4}-\d{2}-\d{2}"
_IDENTIFIER = r"[\w.\-]{1,64}"
# Rows of a column reported one by one before the rest are only counted.
_REPORTED = 20


def load_year(folder: str | Path) -> EvaluationYear:
    """Read ``data/<year>/``.

    Raises DataError (exit code 3) with all faults when the folder, a table or a value does not
    fit the schema.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise DataError(f"找不到年度数据目录「{folder}」，请核对路径，或先导入该年度的表格")
    if not re.fullmatch(r"\d{4}", folder.resolve().name):
        raise DataError(
            f"年度数据目录应以四位年份命名，现为「{folder.name}」，请改名，如 data/2019"
        )
    faults: list[Fault] = []
    tables = {table.name: _load_table(folder, table, faults) for table in TABLES.values()}
    if not faults:
        faults += _relations(tables)
    texts = {} if faults else _load_texts(folder, tables["documents"], faults)
    if faults:
        raise DataError(faults)
    return EvaluationYear(int(folder.resolve().name), tables, texts, folder)


def save_year(year: EvaluationYear, folder: str | Path, parquet: bool = False) -> None:
    """Write a year's tables and texts below ``folder`` so that ``load_year`` gives them back."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        frame = year[name]
        csv, other = folder / f"{name}.csv", folder / f"{name}.parquet"
        if table.optional and frame.empty:
            continue
        if parquet:
            frame.to_parquet(other, index=False)
            csv.unlink(missing_ok=True)
        else:
            write_csv(frame, table, csv)
            other.unlink(missing_ok=True)
    paths = dict(zip(year["documents"]["document_id"], year["documents"]["sections"], strict=True))
    for document, text in year.texts.items():
        target = folder / paths[document]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def write_csv(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """One table as CSV: numbers in plain decimal notation, blanks blank, lines ended by LF."""
    text = frame[table.names].copy()
    for column in table.columns:
        if column.kind in NUMERIC:
            text[column.name] = [
                "" if np.isnan(value) else exact.plain(value) for value in frame[column.name]
            ]
    text.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _load_table(folder: Path, table: Table, faults: list[Fault]) -> pd.DataFrame:
    csv, parquet = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    if csv.exists() and parquet.exists():
        faults.append(Fault(csv.name, None, None, "", f"与 {parquet.name} 并存，请只保留一个"))
        return empty(table)
    file = csv.name if csv.exists() else parquet.name
    try:
        if csv.exists():
            frame = pd.read_csv(csv, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        elif parquet.exists():
            frame = pd.read_parquet(parquet)
        else:
            if not table.optional:
                faults.append(
                    Fault(csv.name, None, None, "", f"缺少“{table.label}”表，请补上该文件")
                )
            return empty(table)
    except (ValueError, OSError) as error:
        faults.append(Fault(file, None, None, "", f"无法读取，请检查编码（UTF-8）与列数：{error}"))
        return empty(table)
    if header := _header_faults(frame, table, file):
        faults += header
        return empty(table)
    found = [fault for column in table.columns for fault in _column_faults(frame, column, file)]
    found += _key_faults(frame, table, file)
    faults += found
    if found:
        return empty(table)
    for column in table.columns:
        if column.kind in NUMERIC and csv.exists():
            frame[column.name] = pd.to_numeric(frame[column.name].replace("", None))
    return typed(frame, table)


def _header_faults(frame: pd.DataFrame, table: Table, file: str) -> list[Fault]:
    missing = [name for name in table.names if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in table.names]
    return [Fault(file, 1, name, "", "缺少此列，请补上（无内容可留空）") for name in missing] + [
        Fault(file, 1, str(name), "", "数据规范中没有此列，请删去或改正列名") for name in unknown
    ]


def _column_faults(frame: pd.DataFrame, column: Column, file: str) -> list[Fault]:
    values = frame[column.name]
    if column.kind in NUMERIC and pd.api.types.is_numeric_dtype(values):
        # Parquet: numbers are numbers already.
        fits = exact.carried(values, _PLACES[column.kind])
        return _report(
            file, column, values, ~fits, f"小数位数超过{_PLACES[column.kind]}位或数值过大"
        )
    values = values.astype("str").fillna("")
    blank = (values == "").to_numpy()
    faults = []
    if column.required:
        faults += _report(file, column, values, blank, "不能留空，请补充")
    wrong, problem = _misfits(values, column, blank)
    return faults + _report(file, column, values, wrong & ~blank, problem)


def _misfits(values: pd.Series[str], column: Column, blank: np.ndarray) -> tuple[np.ndarray, str]:
    """Which values do not fit the column's kind, and what to tell the user."""
    kind = column.kind
    if kind in NUMERIC:
        numbers = values.str.fullmatch(_NUMBER).to_numpy(bool)
        floats = pd.to_numeric(values.where(numbers), errors="coerce")
        places = _PLACES[kind]
        fits = numbers & exact.carried(floats, places)
        return ~fits, f"应为{kind}（不带单位和千位分隔符，至多{places}位小数），请改正"
    if kind is Kind.DATE:
        fits = values.str.fullmatch(_DATE).to_numpy(bool)
        real = pd.to_datetime(values.where(fits), format="%Y-%m-%d", errors="coerce").notna()
        return ~real.to_numpy(), "应为日期，如 2020-05-25"
    if kind is Kind.YES_NO:
        return ~values.isin(["是", "否"]).to_numpy(), "应填“是”或“否”，未知请留空"
    if kind is Kind.CHOICE:
        return ~values.isin(list(column.choices)).to_numpy(), "应为下列之一：" + "、".join(
            column.choices
        )
    if kind is Kind.IDENTIFIER:
        fits = values.str.fullmatch(_IDENTIFIER).to_numpy(bool)
        return ~fits, "编号只能用文字、数字、点、横线和下划线，至多64个字符"
    if kind is Kind.PLACE:
        distinct = {text: _is_place(text) for text in values.unique()}
        return ~values.map(distinct).to_numpy(
            bool
        ), "应为出处，如 表2!R5C4、[自评表]!D5 或 ¶ 标题 1"
    return np.zeros(len(values), dtype=bool), ""


def _is_place(text: str) -> bool:
    try:
        parse_place(text)
    except ValueError:
        return False
    return True


def _report(
    file: str, column: Column, values: Iterable[object], wrong: np.ndarray, problem: str
) -> list[Fault]:
    rows = np.flatnonzero(wrong)
    listed = list(values)
    # Row 1 is the header, as Excel counts.
    faults = [
        Fault(file, int(i) + 2, column.name, str(listed[i]), problem) for i in rows[:_REPORTED]
    ]
    if len(rows) > _REPORTED:
        faults.append(
            Fault(file, None, column.name, "", f"另有{len(rows) - _REPORTED}行：{problem}")
        )
    return faults


def _key_faults(frame: pd.DataFrame, table: Table, file: str) -> list[Fault]:
    repeated = frame.duplicated(list(table.key), keep="first").to_numpy()
    keys = frame[list(table.key)].astype("str").agg("/".join, axis=1) if len(frame) else []
    key = Column("、".join(table.key), "", Kind.TEXT, "")
    return _report(file, key, keys, repeated, "与前面的行重复，请删去或改正编号")


def _relations(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """References must lead somewhere, and an indicator scored must be listed in its document."""
    faults: list[Fault] = []
    for table in TABLES.values():
        frame = tables[table.name]
        for column in table.columns:
            if not column.references:
                continue
            target = TABLES[column.references]
            known = set(tables[target.name][target.key[0]]) | {""}
            wrong = ~frame[column.name].isin(known).to_numpy()
            problem = f"“{target.label}”表中没有此编号，请补上或改正"
            faults += _report(f"{table.name}.csv", column, frame[column.name], wrong, problem)
    indicators = set(
        zip(tables["indicators"]["document_id"], tables["indicators"]["indicator_id"], strict=True)
    )
    scores = tables["scores"]
    pairs = list(zip(scores["document_id"], scores["indicator_id"], strict=True))
    wrong = np.array([pair not in indicators for pair in pairs], dtype=bool)
    column = TABLES["scores"].column("indicator_id")
    problem = "该文件的“绩效指标”中没有此指标，请补上或改正"
    return faults + _report("scores.csv", column, scores["indicator_id"], wrong, problem)


def _load_texts(folder: Path, documents: pd.DataFrame, faults: list[Fault]) -> dict[str, str]:
    texts = {}
    root = folder.resolve()
    for row, (document, name) in enumerate(
        zip(documents["document_id"], documents["sections"], strict=True), start=2
    ):
        if not name:
            continue
        path = (folder / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            faults.append(
                Fault("documents.csv", row, "sections", name, "年度目录内没有这个正文文件")
            )
            continue
        try:
            texts[document] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            faults.append(Fault(name, None, None, "", "不是 UTF-8 编码，请另存为 UTF-8"))
    return texts
