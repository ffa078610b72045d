"""应报名单: the list of projects that must file, read from a workbook and merged with the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.grid import Cell
from jxanalytics.intake.containers import Refused, Table, Text, open_document
from jxanalytics.intake.filing.identity import names_of
from jxanalytics.model.exact import kept
from jxanalytics.model.precision import AMOUNT_PLACES
from jxanalytics.model.season import OBLIGATIONS
from jxanalytics.model.tables import from_rows
from jxanalytics.model.values import DATE_UNIT, UNIT_FACTORS, compact, parse_value

Row = dict[str, Any]
# The headers people give the columns; what stands in brackets behind one is left out.
_HEADS: Mapping[str, tuple[str, ...]] = {
    "project_code": ("项目编码", "项目代码"),
    "name": ("项目名称", "项目"),
    "former": ("曾用名称", "曾用名", "原项目名称", "原名称", "别名"),
    "unit_code": ("预算单位编码", "单位编码"),
    "unit": ("实施单位", "预算单位", "项目单位", "单位名称", "单位"),
    "department": ("主管部门", "部门"),
    "amount": ("预算数", "预算金额", "全年预算数", "年初预算数", "预算安排", "金额"),
    "due": ("报送期限", "报送时限", "上报期限", "截止日期"),
    "change": ("变动情况", "变动", "项目变动"),
    "changed_on": ("变动日期",),
    "note": ("说明", "备注", "依据"),
}
WITHDRAWN = "撤销"
_SUMS = {"合计", "总计", "小计"}
# Rows above the list in which its header is looked for.
_OPENING = 12


@dataclass(frozen=True)
class Merged:
    """The list after a merge, and what became of its lines (by name)."""

    obligations: pd.DataFrame
    new: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    withdrawn: tuple[str, ...] = ()
    # On file and not withdrawn, but no longer in the workbook.
    absent: tuple[str, ...] = ()
    # New, though another unit has one of the same name: name, its unit, the other unit.
    alike: tuple[tuple[str, str, str], ...] = ()
    # Former names by which other years know a project from now on, each with its present name.
    former: tuple[tuple[str, str], ...] = ()


def read_roster(path: str | Path, due: date | None = None) -> list[Row]:
    """The lines of a workbook (or Word table); ``due`` stands where a line names no term.

    Amounts in 万元. Raises MisuseError for a file that holds no list, DataError with every line at
    fault: no unit, an amount or a date that is none, a project twice.
    """
    path = Path(path)
    try:
        document = open_document(path)
    except Refused as error:
        raise MisuseError(f"“{path.name}”{error}") from error
    said = [block.text for block in document.blocks if isinstance(block, Text)]
    for table in document.blocks:
        if isinstance(table, Table):
            rows = list(table.grid.rows)
            found = _header(rows)
            if found is not None:
                above = [*said, *(cell.text for row in rows[: found[0]] for cell in row)]
                return _lines(path.name, rows[found[0] + 1 :], found[1], _unit(above), due)
    raise MisuseError(
        f"“{path.name}”中没有找到名单：应有一行栏目名，至少有“项目名称”和“实施单位”，"
        "可有“项目编码”“主管部门”“预算数（万元）”“报送期限”“曾用名称”“变动情况”"
    )


def _header(rows: list[Any]) -> tuple[int, dict[str, tuple[int, str]]] | None:
    """The header's row, and for each column we know where it stands and its unit of money."""
    for number, row in enumerate(rows[:_OPENING]):
        heads: dict[str, tuple[int, str]] = {}
        for cell in row:
            text = compact(cell.text)
            bare = re.sub(r"\(.*?\)$", "", text)
            name = next((n for n, known in _HEADS.items() if bare in known and n not in heads), "")
            if name:
                unit = next((u for u in UNIT_FACTORS if text.endswith(f"({u})")), "")
                heads[name] = (cell.column, unit)
        if {"name", "unit"} <= heads.keys():
            return number, heads
    return None


def _unit(texts: list[str]) -> str:
    """The unit of money printed above the list (单位：万元); "" for none."""
    for text in map(compact, texts):
        match = re.search(r"单位[::](\w+)", text)
        if match and match[1] in UNIT_FACTORS:
            return match[1]
    return ""


def _lines(
    file: str,
    rows: list[Any],
    heads: dict[str, tuple[int, str]],
    printed: str,
    due: date | None,
) -> list[Row]:
    faults: list[Fault] = []
    found: list[Row] = []
    for row in rows:
        cells = {cell.column: cell for cell in row}
        line = {what: cells[at] for what, (at, _) in heads.items() if at in cells}
        texts = {what: cell.text.strip() for what, cell in line.items()}
        name, code = texts.get("name", ""), texts.get("project_code", "")
        if {compact(name), compact(code)} & _SUMS or not (name or code):
            continue
        number = next(iter(line.values())).row + 1
        if not name:
            faults.append(
                Fault(file, number, "项目名称", "", f"项目编码{code}没有项目名称，请补充")
            )
            continue
        unit = heads.get("amount", (0, ""))[1] or printed
        found.append(_line(file, number, line, unit, due, faults))
    faults += _twice(file, found)
    if faults:
        raise DataError(faults)
    if not found:
        raise MisuseError(f"“{file}”的名单中没有项目，请核对")
    return [{name: value for name, value in row.items() if name != "_row"} for row in found]


def _line(
    file: str, number: int, line: dict[str, Cell], unit: str, due: date | None, faults: list[Fault]
) -> Row:
    texts = {name: cell.text.strip() for name, cell in line.items()}
    row: Row = {name: texts.get(name, "") for name in OBLIGATIONS.names}
    row |= {name: compact(row[name]) for name in ("project_code", "unit_code")}
    row["former"] = ";".join(filter(None, re.split(r"[;；、\n]\s*", row["former"])))
    row["_row"] = number
    if not row["unit"]:
        faults.append(Fault(file, number, "实施单位", "", "不能留空，请补充"))
    for name in ("due", "changed_on"):
        row[name], fault = _day(texts.get(name, ""))
        if fault:
            faults.append(Fault(file, number, _HEADS[name][0], texts[name], fault))
    row["due"] = row["due"] or ("" if due is None else due.isoformat())
    row["amount"], fault = _amount(line.get("amount"), unit)
    if fault:
        faults.append(Fault(file, number, "预算数", texts["amount"], fault))
    row["withdrawn"] = "是" if WITHDRAWN in texts.get("change", "") else "否"
    return row


def _day(text: str) -> tuple[str, str]:
    """A date as stored, and what is wrong with it."""
    if not text:
        return "", ""
    value = parse_value(text.split(" ")[0])
    if value.unit != DATE_UNIT or value.number is None:
        return "", "应为日期，如 2026-03-31"
    digits = str(int(value.number))
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", ""


def _amount(cell: Cell | None, unit: str) -> tuple[float | None, str]:
    """An amount in 万元, and what is wrong with it."""
    if cell is None or not cell.text.strip():
        return None, ""
    value = parse_value(cell.text)
    number = cell.number if cell.number is not None else value.number
    if number is None:
        return None, "应为金额"
    factor = UNIT_FACTORS.get(value.unit or unit)
    if factor is None:
        return None, "没有注明单位，请在栏目名中写明，如“预算数（万元）”"
    amount = kept(Decimal(number) * factor, AMOUNT_PLACES)
    return amount, "金额过大，请核对单位" if amount is None else ""


def _twice(file: str, rows: list[Row]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = (
            (row["project_code"],)
            if row["project_code"]
            else (compact(row["name"]), compact(row["unit"]))
        )
        if key in seen:
            yield Fault(
                file, row["_row"], "项目名称", row["name"], f"与第{seen[key]}行重复，请只留一行"
            )
        seen.setdefault(key, row["_row"])


def merged(before: pd.DataFrame, lines: list[Row], on: date | None = None) -> Merged:
    """The list on file with the lines of a workbook: a line known by code, else by name and unit,
    keeps its number and its former names; a line the workbook no longer has stays as it was.

    ``on`` is the day of a renaming or withdrawal for which the workbook names none.
    """
    known: list[Row] = [
        {str(name): value for name, value in row.items()} for row in before.to_dict("records")
    ]
    new: list[str] = []
    renamed: list[tuple[str, str]] = []
    withdrawn: list[str] = []
    alike: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    named = {compact(name): str(row["unit"]) for row in known for name in names_of(row)}
    places = _Places(known)
    for line in lines:
        place = places.of(line)
        if place is None:
            others = [named[n] for n in map(compact, names_of(line)) if n in named]
            alike += [(line["name"], line["unit"], unit) for unit in others[:1]]
            place, number = len(known), f"Y{len(known) + 1:03d}"
            known.append({"obligation_id": number, "project_id": "", "withdrawn": "否", "name": "", "changed_on": ""})  # fmt: skip
            new.append(line["name"])
        old = known[place]
        if old["name"] and old["name"] != line["name"]:
            renamed.append((str(old["name"]), line["name"]))
        if line["withdrawn"] == "是" and old["withdrawn"] != "是":
            withdrawn.append(line["name"])
        changed = bool(old["name"]) and (old["name"], old["withdrawn"]) != (
            line["name"],
            line["withdrawn"],
        )
        day = on.isoformat() if changed and on is not None else old["changed_on"]
        names = [*names_of(line), *(names_of(old) if old["name"] else [])]
        former = [n for n in dict.fromkeys(names) if n != line["name"]]
        kept_as = {name: old[name] for name in ("obligation_id", "project_id")}
        old |= {
            **line,
            **kept_as,
            "former": ";".join(former),
            "changed_on": line["changed_on"] or day,
        }
        places.enter(place)
        seen.add(str(old["obligation_id"]))
    absent = [
        str(row["name"])
        for row in known
        if row["obligation_id"] not in seen and row["withdrawn"] != "是"
    ]
    table = from_rows(OBLIGATIONS, known)
    return Merged(table, tuple(new), tuple(renamed), tuple(withdrawn), tuple(absent), tuple(alike))


class _Places:
    """The lines on file by what tells them apart: the code, or a name with the unit."""

    def __init__(self, known: list[Row]):
        self.known = known
        self.found: dict[tuple[str, ...], set[int]] = {}
        for place in range(len(known)):
            self.enter(place)

    def enter(self, place: int) -> None:
        """Enter a line under its code and all its names; those it had before lead to it still."""
        for key in _keys(self.known[place]):
            self.found.setdefault(key, set()).add(place)

    def of(self, line: Row) -> int | None:
        """Where the first line on file stands that a line of the workbook is; None for a new one."""
        found = {place for key in _keys(line) for place in self.found.get(key, ())}
        return next((place for place in sorted(found) if _same(self.known[place], line)), None)


def _keys(row: Row) -> set[tuple[str, ...]]:
    unit = compact(str(row["unit"]))
    named = {(compact(name), unit) for name in names_of(row)}
    return named | ({(str(row["project_code"]),)} if row["project_code"] else set())


def _same(old: Row, line: Row) -> bool:
    if old["project_code"] and line["project_code"]:
        return str(old["project_code"]) == str(line["project_code"])
    return bool(_keys(old) & _keys(line))
