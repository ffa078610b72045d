"""The workbook in which people correct imported figures, and how it is taken back.

Every cell is text, because Excel ruins long codes and dates. Corrections in force are filled in
already; a row's 更正为 says （撤销） to withdraw one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.intake.containers import Refused, Table, open_document
from jxanalytics.model.corrections import (
    BLANK,
    address,
    corrected,
    keys_of,
    load_entries,
    name_of,
    offered,
    save_entries,
    texts_of,
)
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import Correction, EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.model.whole import write_whole
from jxanalytics.office.package import fixed

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SHEET = "更正"
# What people fill in to withdraw a correction.
WITHDRAWN = "（撤销）"
_HEADS = ("项目", "文件", "内容", "栏目", "原值", "更正为", "理由", "更正人", "编号")
# What a person fills in.
_ASKED = {"更正为", "理由", "更正人"}
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
    new = [
        entry
        for entry in read_sheet(sheet)
        if entries.get(address(entry)) != entry
        and (entry.new != WITHDRAWN or address(entry) in entries)
    ]
    faults = [
        Fault(
            Path(sheet).name,
            None,
            None,
            entry.new,
            f"编号{name_of(entry)}：请写明更正的理由和更正人",
        )
        for entry in new
        if entry.new != WITHDRAWN and not (entry.reason and entry.person)
    ]
    if faults:
        raise DataError(faults)
    for entry in new:
        entries[address(entry)] = entry
    _keep(folder, [entry for entry in entries.values() if entry.new != WITHDRAWN])
    return new


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
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    _set_up(sheet)

    def styled(**style: object) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet)
        for name, value in style.items():
            setattr(cell, name, value)
        return cell

    # Text in every cell: = and 0012 stay as they are. One cell of each kind is written again and
    # again with another text: to style each of some hundred thousand takes most of the time.
    heads = [styled(font=Font(bold=True)) for _ in _HEADS]
    asked = PatternFill("solid", fgColor="FFF7D6")
    row = [
        styled(number_format="@", **({"fill": asked} if head in _ASKED else {})) for head in _HEADS
    ]
    sheet.append(_texts(heads, _HEADS))
    known = {name_of(entry): entry for entry in load_entries(folder)}
    for name, *told in _values(load_year(folder, as_filed=True)):
        entry = known.get(name)
        said = ["", "", ""] if entry is None else [entry.new or BLANK, entry.reason, entry.person]
        sheet.append(_texts(row, [*told, *said, name]))
    out = io.BytesIO()
    book.save(out)
    write_whole(Path(path), fixed(out.getvalue()))


def _texts(cells: list[WriteOnlyCell], texts: Iterable[str]) -> list[WriteOnlyCell]:
    for cell, text in zip(cells, texts, strict=True):
        cell._value, cell.data_type = text, "s"
    return cells


def _set_up(sheet: WriteOnlyWorksheet) -> None:
    """Widths, the headings kept in sight, and how it is printed."""
    for letter, width in zip("ABCDEFGHI", (24, 14, 30, 14, 22, 22, 30, 10, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def read_sheet(path: str | Path) -> list[Correction]:
    """The entries filled in on a correction sheet (rows whose 更正为 is not blank).

    Raises MisuseError for a file that is none.
    """
    try:
        document = open_document(Path(path))
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
                Correction(table_name, key, column, line["原值"], new, line["理由"].strip(), line["更正人"].strip())
            )  # fmt: skip
    return entries


def _values(year: EvaluationYear) -> Iterator[list[str]]:
    """Number, project, document, subject, column and text of every value that may be corrected."""
    projects = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    rows = year["indicators"]
    names = dict(
        zip(zip(rows["document_id"], rows["indicator_id"], strict=True), rows["name"], strict=True)
    )
    kinds = zip(year["documents"]["document_id"], year["documents"]["kind"], strict=True)
    documents = {document: DOCUMENT_SHORT.get(kind, kind) for document, kind in kinds}
    for table in TABLES.values():
        if table.name in _NOT_OFFERED:
            continue
        frame = year[table.name]
        columns = offered(table)
        texts = [texts_of(frame, column) for column in columns]
        for key, row, *values in zip(
            keys_of(frame, table), frame.to_dict("records"), *texts, strict=True
        ):
            project = projects.get(row.get("project_id", ""), "")
            document = str(row.get("document_id", ""))
            subject = names.get((document, row.get("indicator_id", "")), "") or table.label
            about = (project, documents.get(document, ""), subject)
            for column, text in zip(columns, values, strict=True):
                yield [f"{table.name}/{key}/{column.name}", *about, column.label, text]
