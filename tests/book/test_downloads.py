"""The figures behind a picture: files beside the page, a table in it, and nothing typed that could run."""

from __future__ import annotations

import io
import re

import openpyxl

from jxanalytics.book.stage.downloads import data_of

DATA = {
    "columns": ["项目名称", "全年执行数（万元）"],
    "rows": [["=HYPERLINK(1)", -3.5], ["<script>`x`{{< include a >}}", None]],
}


def test_files_hold_text_as_text_and_numbers_as_numbers() -> None:
    """The CSV neutralises a would-be formula, the workbook holds it as text; a missing figure is blank."""
    files: dict[str, bytes] = {}
    data_of(DATA, "fig-a", "图", files)
    assert sorted(files) == ["downloads/fig-a.csv", "downloads/fig-a.xlsx"]
    lines = files["downloads/fig-a.csv"].decode("utf-8-sig").splitlines()
    assert lines[1] == "'=HYPERLINK(1),-3.5" and lines[2].endswith(",")
    sheet = openpyxl.load_workbook(io.BytesIO(files["downloads/fig-a.xlsx"])).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert (sheet["B2"].value, sheet["B3"].value) == (-3.5, None)


def test_the_page_has_links_and_a_table() -> None:
    """Readers who cannot see the picture get a table, in HTML alone; what was typed stays text."""
    said = data_of(DATA, "fig-a", "图", {})
    assert '.content-visible when-format="html"' in said
    assert 'href="downloads/fig-a.csv"' in said and 'href="downloads/fig-a.xlsx"' in said
    assert '<th scope="col">项目名称</th>' in said and ">—<" in said
    body = said.split("```{=html}")[1].rsplit("```", 1)[0]
    assert "<script" not in body and "`" not in body and "{{<" not in body


def test_money_and_rates_are_rounded_as_everywhere() -> None:
    """Half-up on the decimal figure, never by its binary neighbour: what a sentence says, the table shows."""
    rows = [["甲", 0.125, 2.675], ["乙", -0.0, 100.0]]
    said = data_of(
        {"columns": ["名称", "执行数（万元）", "执行率（%）"], "rows": rows}, "fig-a", "图", {}
    )
    assert re.findall(r'right">([^<]*)<', said) == ["0.13", "2.68", "0.00", "100.00"]


def test_long_data_is_cut_on_the_page_and_whole_in_the_file() -> None:
    """A page lists sixty rows and says so; the file has all."""
    files: dict[str, bytes] = {}
    said = data_of({"columns": ["序号"], "rows": [[i] for i in range(70)]}, "fig-b", "图", files)
    assert said.count("<tr>") == 61 and "共70行" in said
    assert len(files["downloads/fig-b.csv"].decode().splitlines()) == 71


def test_no_data_no_files() -> None:
    """A picture that shows nothing has nothing to download."""
    files: dict[str, bytes] = {}
    assert data_of({"columns": ["甲"], "rows": []}, "fig-c", "图", files) == "" and files == {}
