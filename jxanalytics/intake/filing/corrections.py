"""The workbook in which people correct imported figures, and how it is taken back.

Every cell is text, because Excel ruins long codes and dates. Corrections in force are filled in
already; a row's 更正为 says （撤销） to withdraw one.
"""

from __future__ import annotations

import io
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.intake.containers import Refused, Table, open_document
from jxanalytics.model import places, schema
from jxanalytics.model.corrections import (
    BLANK,
    Address,
    address,
    corrected,
    keys_of,
    load_entries,
    name_of,
    offered,
    save_entries,
    texts_of,
)
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import Correction, EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.model.whole import write_whole
from jxanalytics.office.package import fixed

SHEET = "更正"
# What people fill in to withdraw a correction.
WITHDRAWN = "（撤销）"
_NAME = "编号"
_ASKED = ("更正为", "理由", "更正人")
_READ = ("原值", *_ASKED, _NAME)
_WIDTHS = {
    "项目": 24, "文件": 14, "出处": 22, "内容": 34, "栏目": 14, "原值": 22,
    "更正为": 22, "理由": 30, "更正人": 10, "编号": 34,
}  # fmt: skip
_HEADS = tuple(_WIDTHS)
_NOT_OFFERED = {"documents"}


def add_corrections(folder: str | Path, sheet: str | Path) -> list[Correction]:
    """Take the entries filled in on a workbook into a year; gives those that are new or changed.

    A further entry for a value replaces the former one, （撤销） withdraws it (and is given with
    that word). All entries are tried before anything is written. Raises DataError for an entry
    that does not find what it expects or has no reason or person; MisuseError for a file that is
    no correction sheet.
    """
    folder = Path(folder)
    entries = {address(entry): entry for entry in load_entries(folder)}
    new = {
        row: entry
        for row, entry in read_sheet(sheet).items()
        if entries.get(address(entry)) != entry
        and (entry.new != WITHDRAWN or address(entry) in entries)
    }
    file = Path(sheet).name
    faults = [
        Fault(file, row, None, entry.new, "请写明更正的理由和更正人")
        for row, entry in new.items()
        if entry.new != WITHDRAWN and not (entry.reason and entry.person)
    ]
    if faults:
        raise DataError(faults)
    for entry in new.values():
        entries[address(entry)] = entry
    kept = [entry for entry in entries.values() if entry.new != WITHDRAWN]
    try:
        _keep(folder, kept)
    except DataError as error:
        rows = {address(entry): row for row, entry in new.items()}
        raise DataError([_in_sheet(fault, file, kept, rows) for fault in error.faults]) from error
    return list(new.values())


def _in_sheet(
    fault: Fault, file: str, kept: Sequence[Correction], rows: Mapping[Address, int]
) -> Fault:
    """A fault of the entries kept, told by the row of the workbook that brought its entry."""
    row = None if fault.row is None else rows.get(address(kept[fault.row - 2]))
    return fault if row is None else replace(fault, file=file, row=row)


def withdraw(folder: str | Path, name: str) -> Correction:
    """Take back the correction of one value, whether or not it still fits; gives it.

    Raises MisuseError where there is none of that name.
    """
    folder = Path(folder)
    entries = load_entries(folder)
    found = next((entry for entry in entries if name_of(entry) == name), None)
    if found is None:
        raise MisuseError(f"没有编号为“{name}”的更正，请用 jxa corrections list 查看编号")
    save_entries(folder, [entry for entry in entries if entry is not found])
    return found


def _keep(folder: Path, entries: list[Correction]) -> None:
    corrected(load_year(folder, as_filed=True), entries)
    save_entries(folder, entries)


def write_sheet(folder: str | Path, path: str | Path) -> None:
    """Write the workbook for a year: a row a value as filed, its correction filled in where it has one."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for number, head in enumerate(_HEADS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[head]
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    _write_rows(sheet, list(_values(load_year(folder, as_filed=True))), load_entries(folder))
    out = io.BytesIO()
    book.save(out)
    write_whole(Path(path), fixed(out.getvalue()))


def _write_rows(sheet: Any, values: list[dict[str, str]], entries: list[Correction]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    asked, bold = PatternFill("solid", fgColor="FFF7D6"), Font(bold=True)
    known = {
        name_of(entry): dict(
            zip(_ASKED, (entry.new or BLANK, entry.reason, entry.person), strict=True)
        )
        for entry in entries
    }
    for number, row in enumerate([dict(zip(_HEADS, _HEADS, strict=True)), *values]):
        filled = row | known.get(row[_NAME], {})
        cells = []
        for head in _HEADS:
            cell = WriteOnlyCell(sheet)
            # Text in every cell: = and 0012 stay as they are.
            cell.value, cell.data_type, cell.number_format = filled.get(head, ""), "s", "@"
            if number == 0:
                cell.font = bold
            elif head in _ASKED:
                cell.fill = asked
            cells.append(cell)
        sheet.append(cells)
    # Filtered by project, document or column a long year is found through at once.
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADS))}{len(values) + 1}"


def read_sheet(path: str | Path) -> dict[int, Correction]:
    """The entries filled in on a correction sheet by row (rows whose 更正为 is not blank).

    Raises MisuseError for a file that is none.
    """
    try:
        document = open_document(Path(path))
    except Refused as error:
        raise MisuseError(f"“{Path(path).name}”{error}") from error
    table = next((b for b in document.blocks if isinstance(b, Table) and b.label), None)
    rows = [] if table is None else list(table.grid.rows)
    heads = {cell.text: cell.column for cell in rows[0]} if rows else {}
    if not set(_READ) <= heads.keys():
        raise MisuseError(f"“{Path(path).name}”不是更正表，请用 jxa corrections 生成的表填写")
    entries = {}
    for row in rows[1:]:
        texts = {cell.column: cell.text for cell in row}
        broken = next((cell for cell in row if cell.issue), None)
        if broken is not None:
            raise MisuseError(f"{broken.place.said}是公式或错误值，请改为文本后再导入")
        line = {head: texts.get(heads[head], "") for head in _READ}
        if line["更正为"].strip():
            table_name, _, rest = line[_NAME].partition("/")
            key, _, column = rest.rpartition("/")
            new = "" if line["更正为"].strip() == BLANK else line["更正为"].strip()
            entries[row[0].row + 1] = Correction(
                table_name, key, column, line["原值"], new, line["理由"].strip(), line["更正人"].strip()
            )  # fmt: skip
    return entries


def _values(year: EvaluationYear) -> Iterator[dict[str, str]]:
    """Every value that may be corrected, by the heads of the sheet."""
    projects = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    kinds = zip(year["documents"]["document_id"], year["documents"]["kind"], strict=True)
    documents = {document: DOCUMENT_SHORT.get(kind, kind) for document, kind in kinds}
    listed = year["indicators"]
    indicators = dict(
        zip(zip(listed["document_id"], listed["indicator_id"], strict=True), listed["name"], strict=True)
    )  # fmt: skip
    for table in schema.TABLES.values():
        if table.name in _NOT_OFFERED:
            continue
        frame = year[table.name]
        columns = offered(table)
        texts = [texts_of(frame, column) for column in columns]
        stands = [_places(frame, column.name) for column in columns]
        rows = frame.to_dict("records")
        for index, (key, row) in enumerate(zip(keys_of(frame, table), rows, strict=True)):
            document = row.get("document_id", "")
            own = {
                "项目": projects.get(row.get("project_id", ""), ""),
                "文件": documents.get(document, ""),
                "内容": _subject(
                    indicators.get((document, row.get("indicator_id", "")), ""), table, row
                ),
            }
            for column, text, place in zip(columns, texts, stands, strict=True):
                name = f"{table.name}/{key}/{column.name}"
                yield own | {
                    "出处": place[index], "栏目": column.label, "原值": text[index], _NAME: name,
                }  # fmt: skip


def _subject(indicator: str, table: schema.Table, row: dict[Hashable, Any]) -> str:
    """What a value is about: the indicator or the table, and which of its sources, scores or totals."""
    parts = [
        column.choices[row[column.name]]
        for column in table.columns
        if column.name in table.key and column.choices
    ]
    return "·".join([indicator or table.label, *parts])


def _places(frame: pd.DataFrame, column: str) -> list[str]:
    """Where each value of a column stands, in words; "" where it is not kept."""
    for name in (f"{column}_place", "place"):
        if name in frame:
            return [places.said(place) for place in frame[name]]
    return [""] * len(frame)
