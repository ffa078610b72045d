"""Tables as CSV and XLSX: text stays text, numbers numbers, the same tables the same bytes."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from jxanalytics.model.sheets import neutral, to_csv, to_xlsx

FORMULAS = (
    "=1+1",
    "+86",
    "-5项",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "  =1",
    "\t=1",
    '"=1',
    "“=1",
    "\t1",
    "\r1",
)
TABLE = pd.DataFrame(
    {
        "名称": [*FORMULAS, "道路养护", "a\u202eb"],
        "金额（万元）": [-1.5, *[2.25] * 14, float("nan")],
    }
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_neutralised(text: str) -> None:
    """An apostrophe stands before text that a spreadsheet would compute."""
    assert neutral(text) == f"'{text}"


def test_other_text_is_left_alone() -> None:
    """Names and figures within a text are not touched."""
    for text in ("道路养护", "5=五", "", "（一）-1", "2019-12"):
        assert neutral(text) == text


def test_csv_neutralises_text_and_never_a_number() -> None:
    """Negative numbers stay numbers, a missing figure is blank, a direction override is visible."""
    lines = to_csv(TABLE).decode("utf-8-sig").splitlines()
    assert lines[0] == "名称,金额（万元）"
    assert lines[1] == "'=1+1,-1.5"
    assert lines[-1] == "a[U+202E]b,"
    assert to_csv(TABLE).startswith(b"\xef\xbb\xbf")


def test_workbook_cells_are_text_or_numbers() -> None:
    """In the workbook a would-be formula is a text cell with the text as it is, and no cell a formula."""
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx({"表/一": TABLE})))["表一"]
    cells = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in cells][:5] == list(FORMULAS[:5])
    assert {row[0].data_type for row in cells} == {"s"}
    assert all(row[0].quotePrefix for row in cells[: len(FORMULAS)])
    assert cells[0][1].value == -1.5 and cells[-1][1].value is None
    assert sheet.freeze_panes == "A2"


def test_a_sheet_prints_as_wide_as_a_page() -> None:
    """A4 on its side, as wide as the table, the header on every page; a row is as high as its text."""
    table = pd.DataFrame({"疑点": ["请说明。" * 40, "短"], "项数": [1, 2]})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx({"表": table})))["表"]
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize)) == ("landscape", 9)
    assert (int(page.fitToWidth), int(page.fitToHeight)) == (1, 0)
    assert sheet.print_title_rows in ("1:1", "$1:$1")
    assert sheet.row_dimensions[2].height >= 60 and sheet.row_dimensions[3].height is None
    assert sheet["A2"].alignment.wrap_text


def test_a_column_has_room_for_its_header_on_two_lines() -> None:
    """A header of twenty-one columns, with short cells, takes eleven of them and the margin."""
    table = pd.DataFrame({"按分档评分办法复算得分a": ["1"], "数": ["1"]})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx({"表": table})))["表"]
    assert [sheet.column_dimensions[column].width for column in "AB"] == [14, 10]


def test_same_tables_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the zip keeps a date."""
    first = to_xlsx({"一": TABLE})
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert to_xlsx({"一": TABLE}) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
