"""已说明: what people explained is shown as such, never dropped; what no longer fits says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.checks.explained import read_explained
from jxanalytics.checks.findings import Findings
from jxanalytics.checks.listing import findings_json, findings_table, findings_text
from jxanalytics.errors import DataError
from jxanalytics.model.sheets import to_xlsx


def workbook(folder: Path, *rows: tuple[object, ...]) -> None:
    book = openpyxl.Workbook()
    for row in (("疑点编号", "备注", "说明原因", "说明人"), *rows):
        book.active.append(row)
    book.save(folder / "explained.xlsx")


def test_an_explained_finding_stays_and_says_so(reference_found: Findings, tmp_path: Path) -> None:
    """The finding is listed with reason and person, is not open, and makes room among the eight."""
    workbook(
        tmp_path,
        ("P0001-JX303", "", "规则笔误，已更正文件", "赵甲"),
        ("P0001-JX404", "", "已补", "钱乙"),
    )
    found = reference_found.with_explanations(read_explained(tmp_path))
    assert len(found) == len(reference_found)
    assert "（已说明：规则笔误，已更正文件，赵甲）" in findings_text(found, whole=True)
    (entry,) = [f for f in findings_json(found) if f["number"] == "P0001-JX303"]
    assert entry["explained"] == {"reason": "规则笔误，已更正文件", "person": "赵甲"}
    assert "P0001-JX303" not in {f.number for f in found.open(*{f.severity for f in found})}
    assert "P0001-JX303" in found.folded("P0001")


def test_an_entry_whose_finding_is_gone_says_so(reference_found: Findings, tmp_path: Path) -> None:
    """An explanation without its finding is told with its row, in the text of the findings."""
    workbook(tmp_path, ("P0001-JX101-评价报告-年度资金总额", "", "四舍五入", "赵甲"))
    found = reference_found.with_explanations(read_explained(tmp_path))
    assert [entry.number for entry in found.gone] == ["P0001-JX101-评价报告-年度资金总额"]
    assert "P0001-JX101-评价报告-年度资金总额（explained.xlsx 第2行）：四舍五入" in findings_text(
        found
    )


def test_an_exported_list_serves_when_filled_in(reference_found: Findings, tmp_path: Path) -> None:
    """The workbook that jxa check writes, its last columns filled in, is read back; blank rows are not."""
    path = tmp_path / "explained.xlsx"
    path.write_bytes(to_xlsx({"疑点清单": findings_table(reference_found)}))
    assert read_explained(tmp_path) == []
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    for name, value in (("说明原因", "见批复文件"), ("说明人", "孙丙")):
        sheet.cell(2, header.index(name) + 1).value = value
    book.save(path)
    (entry,) = read_explained(tmp_path)
    assert (entry.number, entry.reason, entry.person) == ("年度-JX219", "见批复文件", "孙丙")


def test_every_fault_of_the_file_is_named(tmp_path: Path) -> None:
    """A reason without a person, without a number, and a number twice are all listed with their rows."""
    workbook(
        tmp_path, ("P1-JX101", "", "甲", ""), ("", "", "乙", "丙"), ("P1-JX101", "", "丁", "戊")
    )
    with pytest.raises(DataError) as error:
        read_explained(tmp_path)
    assert [(f.row, f.column) for f in error.value.faults] == [
        (2, "说明人"),
        (3, "疑点编号"),
        (4, "疑点编号"),
    ]


@pytest.mark.parametrize("content", [b"", b"not a workbook"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """What cannot be opened is refused in one sentence that names the file."""
    (tmp_path / "explained.xlsx").write_bytes(content)
    with pytest.raises(DataError, match=r"explained\.xlsx"):
        read_explained(tmp_path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_cut_off_inside_is_refused(tmp_path: Path, part: str) -> None:
    """A part that ends in the middle is refused in the same words, not with a traceback."""
    workbook(tmp_path, ("P1-JX101", "", "四舍五入", "赵甲"))
    path = tmp_path / "explained.xlsx"
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts[part] = parts[part][: len(parts[part]) * 2 // 3]
    with zipfile.ZipFile(path, "w") as cut:
        for name, content in parts.items():
            cut.writestr(name, content)
    with pytest.raises(DataError, match=r"explained\.xlsx.*重新另存为 XLSX"):
        read_explained(tmp_path)


def test_csv_serves_too(tmp_path: Path) -> None:
    """A CSV with the same columns is read as well; two files at once are refused."""
    (tmp_path / "explained.csv").write_text(
        "疑点编号,说明原因,说明人\nP1-JX101,四舍五入,赵甲\n", encoding="utf-8-sig"
    )
    assert [entry.number for entry in read_explained(tmp_path)] == ["P1-JX101"]
    workbook(tmp_path)
    with pytest.raises(DataError, match="只留其一"):
        read_explained(tmp_path)
