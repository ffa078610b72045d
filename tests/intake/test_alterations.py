"""Forms altered as departments alter them read as before: blank rows and columns, lost merges, odd typing."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from jxanalytics.intake import read_file, to_json
from tests.intake.layouts import LAYOUTS
from tests.intake.office import Row, Sheet, write_xlsx

FACTS = (
    "kind", "year", "project", "department", "unit", "amount_unit", "funding", "execution",
    "indicators", "total", "projects", "totals",
)  # fmt: skip
LABELS = frozenset(
    ("项目名称", "主管部门", "实施单位", "一级指标", "二级指标", "三级指标", "分值", "得分", "执行率", "总分", "合计", "序号",
     "备注", "年度指标值", "实际完成值", "全年预算数", "全年执行数", "年初预算数", "其他资金", "年度资金总额")
)  # fmt: skip
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def facts(path: Path) -> list[Any]:
    """What a file was read to, without places; text without white space, full-width signs folded."""
    reading = read_file(path)
    assert reading.refused is None
    return [bare({key: form.get(key) for key in FACTS}) for form in to_json([reading])]


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if key != "place"}
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    return value


def moved(sheet: Worksheet, row: Callable[[int], int], column: Callable[[int], int]) -> None:
    """Everything, merges too, to other rows and columns, as inserting in Excel moves it."""
    book, position = sheet.parent, sheet.parent.index(sheet)
    book.remove(sheet)
    new = book.create_sheet(sheet.title, position)
    for cell in filled(sheet):
        placed = new.cell(row(cell.row), column(cell.column), cell.value)
        placed.number_format = cell.number_format
    for left, top, right, bottom in (merge.bounds for merge in sheet.merged_cells.ranges):
        new.merge_cells(None, row(top), column(left), row(bottom), column(right))


def filled(sheet: Worksheet) -> list[Any]:
    cells = [cell for row in sheet.iter_rows() for cell in row if not isinstance(cell, MergedCell)]
    return [cell for cell in cells if cell.value is not None]


def squeezed(value: object) -> str:
    return "".join(str(value).split())


def heading_row(sheet: Worksheet) -> int:
    return next(c.row for c in filled(sheet) if squeezed(c.value) in ("三级指标", "序号"))


def blank_column(sheet: Worksheet) -> None:
    middle = sheet.max_column // 2
    moved(sheet, lambda row: row, lambda column: column + (column > middle))


def blank_columns_everywhere(sheet: Worksheet) -> None:
    moved(sheet, lambda row: row, lambda column: 2 * column)


def blank_row_below_the_headings(sheet: Worksheet) -> None:
    heading = heading_row(sheet)
    moved(sheet, lambda row: row + (row > heading), lambda column: column)


def blank_rows_everywhere(sheet: Worksheet) -> None:
    moved(sheet, lambda row: 2 * row, lambda column: column)


def spaced_labels(sheet: Worksheet) -> None:
    for cell in filled(sheet):
        if squeezed(cell.value) in LABELS:
            cell.value = " ".join(squeezed(cell.value))


def upright_labels(sheet: Worksheet) -> None:
    for cell in filled(sheet):
        if squeezed(cell.value) in LABELS:
            cell.value = "\n".join(squeezed(cell.value)) + "："


def thousands_as_text(sheet: Worksheet) -> None:
    for cell in filled(sheet):
        if (
            isinstance(cell.value, int | float)
            and cell.value >= 100
            and "%" not in cell.number_format
        ):
            cell.value = f"{cell.value:,}"


def wide_digits(sheet: Worksheet) -> None:
    for cell in filled(sheet):
        if isinstance(cell.value, int | float) and cell.number_format == "General":
            cell.value = str(cell.value).translate(WIDE)


def merges_over_rows_lost(sheet: Worksheet) -> None:
    for merge in list(sheet.merged_cells.ranges):
        left, top, right, bottom = merge.bounds
        if bottom > top:
            sheet.unmerge_cells(str(merge))
            for row in range(top, bottom + 1) if right > left else ():
                sheet.merge_cells(None, row, left, row, right)


def text_around(sheet: Worksheet) -> None:
    for cell in filled(sheet):
        if isinstance(cell.value, str):
            cell.value = f" \u3000{cell.value}\n "


def columns_swapped(sheet: Worksheet) -> None:
    """The score before the weight; no merge is torn."""
    heading = heading_row(sheet)
    at = {squeezed(c.value): c.column for c in filled(sheet) if c.row == heading}
    for row in range(heading, sheet.max_row + 1):
        left, right = sheet.cell(row, at["分值"]), sheet.cell(row, at["得分"])
        if not isinstance(left, MergedCell) and not isinstance(right, MergedCell):
            left.value, right.value = right.value, left.value


SHEETS = (
    blank_column, blank_columns_everywhere, blank_row_below_the_headings, blank_rows_everywhere,
    spaced_labels, upright_labels, thousands_as_text, wide_digits, merges_over_rows_lost, text_around,
)  # fmt: skip


@pytest.mark.parametrize("alter", SHEETS)
@pytest.mark.parametrize(
    "name",
    [
        "standard_excel",
        "operator_value_unit_under_target",
        "cost_first_of_2021",
        "summary_two_heading_rows",
    ],
)
def test_altered_workbooks(name: str, alter: Callable[[Worksheet], None], tmp_path: Path) -> None:
    """A workbook altered in one way says what it said."""
    path, _ = LAYOUTS[name](tmp_path)
    before = facts(path)
    book = openpyxl.load_workbook(path)
    for sheet in list(book.worksheets):
        alter(sheet)
    book.save(path)
    assert facts(path) == before


def test_a_second_form_below(tmp_path: Path) -> None:
    """A copy of the form further down on the same sheet is a second form."""
    path, _ = LAYOUTS["standard_excel"](tmp_path)
    before = facts(path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    cells, merges = filled(sheet), [merge.bounds for merge in sheet.merged_cells.ranges]
    below = sheet.max_row + 2
    for cell in cells:
        sheet.cell(cell.row + below, cell.column, cell.value)
    for left, top, right, bottom in merges:
        sheet.merge_cells(None, top + below, left, bottom + below, right)
    book.save(path)
    assert facts(path) == 2 * before


def test_dashes_in_lost_merges(tmp_path: Path) -> None:
    """Where merges were undone and every blank cell got a stroke, a stroke is no level and no name."""
    path, _ = LAYOUTS["unmerged_sheet"](tmp_path)
    before = facts(path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.value = "/" if cell.value is None else cell.value
    book.save(path)
    assert facts(path) == before


def spaced_in_word(document: Any) -> None:
    for cell in document.element.body.iter(qn("w:tc")):
        if squeezed(said(cell)) in LABELS:
            say(cell, " ".join(squeezed(said(cell))))


def thousands_in_word(document: Any) -> None:
    for cell in document.element.body.iter(qn("w:tc")):
        if re.fullmatch(r"\d{4,8}(\.\d+)?", said(cell).strip()):
            say(cell, f"{float(said(cell)):,}")


def merges_lost_in_word(document: Any) -> None:
    for merge in list(document.element.body.iter(qn("w:vMerge"))):
        merge.getparent().remove(merge)


def split_in_word(document: Any) -> None:
    """The indicator table goes on in a table of its own, without headings, as a page break leaves it."""
    for table in document.element.body.findall(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        heads = [i for i, row in enumerate(rows) if "三级指标" in squeezed(said(row))]
        if not heads or len(rows) < heads[0] + 5:
            continue
        rest = copy.deepcopy(table)
        for row in rest.findall(qn("w:tr"))[: heads[0] + 3]:
            rest.remove(row)
        for row in rows[heads[0] + 3 :]:
            table.remove(row)
        table.addnext(rest)
        table.addnext(document.add_paragraph()._element)


def blank_cell_before_the_last(document: Any) -> None:
    for row in document.element.body.iter(qn("w:tr")):
        cells = row.findall(qn("w:tc"))
        if len(cells) > 2:
            blank = copy.deepcopy(cells[-1])
            for mark in (qn("w:vMerge"), qn("w:gridSpan")):
                for element in list(blank.iter(mark)):
                    element.getparent().remove(element)
            for text in blank.iter(qn("w:t")):
                text.text = ""
            cells[-1].addprevious(blank)


def said(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def say(cell: Any, words: str) -> None:
    first, *rest = cell.iter(qn("w:t"))
    first.text = words
    for text in rest:
        text.text = ""


WORD = (
    spaced_in_word, thousands_in_word, merges_lost_in_word, split_in_word,
    blank_cell_before_the_last,
)  # fmt: skip


@pytest.mark.parametrize("alter", WORD)
@pytest.mark.parametrize(
    "name",
    ["standard_word", "fillers_and_marks", "target_form", "layout_of_2018", "without_second_level"],
)
def test_altered_word_forms(name: str, alter: Callable[[Any], None], tmp_path: Path) -> None:
    """A Word form altered in one way says what it said: a side heading without its merge is no total."""
    path, _ = LAYOUTS[name](tmp_path)
    before = facts(path)
    document = docx.Document(str(path))
    alter(document)
    document.save(str(path))
    assert facts(path) == before


@pytest.mark.parametrize("name", ["standard_excel", "weight_before_target"])
def test_swapped_columns(name: str, tmp_path: Path) -> None:
    """Score before weight: the headings say which is which."""
    path, _ = LAYOUTS[name](tmp_path)
    before = facts(path)
    book = openpyxl.load_workbook(path)
    columns_swapped(book.active)
    book.save(path)
    assert facts(path) == before


def test_a_total_nobody_can_place(tmp_path: Path) -> None:
    """Points and score of a table that was not understood are told, and none of them is the total."""
    rows: list[Row] = [
        ["项目支出绩效自评表"], ["项目名称", "公园养护", "主管部门", "市园林局"],
        ["项目资金（万元）", "预算数", "执行数", "执行率"], ["资金总额", 10, 9, "90%"],
        ["总分", 100, 96, ""],
    ]  # fmt: skip
    reading = read_file(write_xlsx(tmp_path / "a.xlsx", Sheet("自评表", rows)))
    assert reading.forms[0].totals == {}
    assert [cell.text for cell in reading.unused] == ["总分", "100", "96"]
