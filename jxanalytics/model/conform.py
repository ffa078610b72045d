"""Do tables read from files fit the schema? Every fault is found, none is mended.

A frame here holds cells as read: text with "" for blank (numbers too, unless they come from
Parquet), its index the row numbers as Excel counts them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxanalytics.errors import Fault
from jxanalytics.model import exact
from jxanalytics.model.places import parse_place
from jxanalytics.model.schema import NUMERIC, TABLES, Column, Kind, Table

_PLACES = {
    Kind.AMOUNT: exact.AMOUNT_PLACES,
    Kind.SCORE: exact.SCORE_PLACES,
    Kind.RATE: exact.SCORE_PLACES,
    Kind.NUMBER: exact.AMOUNT_PLACES,
    Kind.INTEGER: 0,
}
# ASCII digits only: full-width ones would pass \d and fail later.
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# File names are made from identifiers: no "..", no trailing dot.
_IDENTIFIER = r"\w(?:[\w.\-]{0,62}\w)?"
# Rows of a column reported one by one before the rest are only counted.
_REPORTED = 20


def header_faults(frame: pd.DataFrame, table: Table, file: str) -> list[Fault]:
    """Columns that are missing, unknown to the schema, or there twice."""
    missing = [name for name in table.names if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in table.names]
    twice = frame.columns[frame.columns.duplicated()].unique()
    return (
        [Fault(file, 1, name, "", "缺少此列，请补上（无内容可留空）") for name in missing]
        + [Fault(file, 1, str(n), "", "数据规范中没有此列，请删去或改正列名") for n in unknown]
        + [Fault(file, 1, str(name), "", "此列重复，请只保留一列") for name in twice]
    )


def table_faults(frame: pd.DataFrame, table: Table) -> list[Fault]:
    """Cells that do not fit their column, and rows whose key stood before."""
    if frame.empty:
        return []
    file = file_of(frame, table.name)
    found = [fault for column in table.columns for fault in _column_faults(frame, column, file)]
    return found + _key_faults(frame, table, file)


def _column_faults(frame: pd.DataFrame, column: Column, file: str) -> list[Fault]:
    values = frame[column.name]
    if column.kind in NUMERIC and pd.api.types.is_numeric_dtype(values):
        # Parquet: numbers are numbers already.
        blank = values.isna().to_numpy()
        wrong = ~exact.carried(values, _PLACES[column.kind])
        problem = f"小数位数超过{_PLACES[column.kind]}位或数值过大，请改正"
    else:
        blank = (values == "").to_numpy()
        wrong, problem = _misfits(values, column)
    faults = []
    if column.required and blank.any():
        faults += _report(file, column, values.where(~blank, ""), blank, "不能留空，请补充")
    return faults + _report(file, column, values, wrong & ~blank, problem)


def _misfits(values: pd.Series[str], column: Column) -> tuple[np.ndarray, str]:
    """Which values do not fit the column's kind, and what to tell the user."""
    kind = column.kind
    if kind in NUMERIC:
        numbers = values.str.fullmatch(_NUMBER).to_numpy(bool)
        floats = floats_of(values.where(numbers, ""))
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
        allowed = (
            code if code == label else f"{code}（{label}）"
            for code, label in column.choices.items()
        )
        return ~values.isin(list(column.choices)).to_numpy(), f"应为下列之一：{'、'.join(allowed)}"
    if kind is Kind.IDENTIFIER:
        fits = values.str.fullmatch(_IDENTIFIER).to_numpy(bool)
        return ~fits, "编号只能用文字、数字、点、横线和下划线，首尾不用点和横线，至多64个字符"
    if kind is Kind.PLACE:
        distinct = {text: _is_place(text) for text in values.unique()}
        fits = values.map(distinct).to_numpy(bool)
        return ~fits, "应为出处，如 表2!R5C4、[自评表]!D5 或 ¶ 标题 1"
    return np.zeros(len(values), dtype=bool), ""


def text_fault(text: str, column: Column) -> str:
    """What is wrong with one text for a column that holds no numbers; "" for nothing."""
    if not text:
        return "不能留空，请补充" if column.required else ""
    wrong, problem = _misfits(pd.Series([text], dtype="str"), column)
    return problem if bool(wrong[0]) else ""


def _is_place(text: str) -> bool:
    try:
        parse_place(text)
    except ValueError:
        return False
    return True


def _report(
    file: str, column: Column, values: pd.Series[str], wrong: np.ndarray, problem: str
) -> list[Fault]:
    """A fault for each wrong value; ``values`` is indexed by row number."""
    if not wrong.any():
        return []
    found = values[wrong]
    faults = [
        Fault(file, int(row), column.name, str(value), problem)
        for row, value in found.iloc[:_REPORTED].items()
    ]
    if len(found) > _REPORTED:
        more = f"另有{len(found) - _REPORTED}行：{problem}"
        faults.append(Fault(file, None, column.name, "", more))
    return faults


def _key_faults(frame: pd.DataFrame, table: Table, file: str) -> list[Fault]:
    repeated = frame.duplicated(list(table.key), keep="first").to_numpy()
    if not repeated.any():
        return []
    keys = ["/".join(map(str, key)) for key in frame[list(table.key)].itertuples(index=False)]
    key = Column("、".join(table.key), "", Kind.TEXT, "")
    return _report(
        file, key, pd.Series(keys, frame.index), repeated, "与前面的行重复，请删去或改正编号"
    )


def relation_faults(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """References must lead somewhere; a table that could not be read accuses no other."""
    faults: list[Fault] = []
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.references not in tables:
                continue
            target = TABLES[column.references]
            known = set(tables[target.name][target.key[0]]) | {""}
            wrong = ~frame[column.name].isin(known).to_numpy()
            problem = f"“{target.label}”表中没有此编号，请补上或改正"
            faults += _report(file_of(frame, name), column, frame[column.name], wrong, problem)
    if "indicators" in tables:
        faults += _unlisted(tables, "scores", "indicator_id")
        faults += _unlisted(tables, "indicators", "parent_id")
    return faults


def _unlisted(tables: dict[str, pd.DataFrame], name: str, column: str) -> list[Fault]:
    """An indicator that is scored, or has sub-items, must be listed in the same document."""
    if name not in tables:
        return []
    frame, listed = tables[name], tables["indicators"]
    known = pd.MultiIndex.from_frame(listed[["document_id", "indicator_id"]])
    found = pd.MultiIndex.from_frame(frame[["document_id", column]]).isin(known)
    wrong = ~found & (frame[column] != "").to_numpy()
    problem = "该文件的“绩效指标”中没有此指标，请补上或改正"
    return _report(file_of(frame, name), TABLES[name].column(column), frame[column], wrong, problem)


def file_of(frame: pd.DataFrame, name: str) -> str:
    """The file a table was read from."""
    return str(frame.attrs.get("file", f"{name}.csv"))


def floats_of(values: pd.Series[str]) -> np.ndarray:
    """Numbers from text, correctly rounded; NaN for "". Raises ValueError for other text."""
    if pd.api.types.is_numeric_dtype(values):
        return np.asarray(values, dtype=np.float64)
    return np.array([float(v) if v else np.nan for v in values.tolist()], dtype=np.float64)
