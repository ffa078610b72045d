"""``jxa export``: the package and the workbook of a year."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.cli import main
from tests.conftest import ROOT


def test_both_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The package's files and the workbook, whose codes and dates are text and whose choices are words."""
    words = ["export", "--root", str(ROOT), "--year", "2019", "--to", str(tmp_path)]
    assert main(words) == 0
    assert capsys.readouterr().out.count(str(tmp_path)) == 2
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert all((tmp_path / one["path"]).is_file() for one in described["resources"])
    assert "findings" in {one["name"] for one in described["resources"]}
    book = openpyxl.load_workbook(tmp_path / "2019年度绩效评价数据.xlsx")
    assert book.sheetnames[:3] == ["文件", "预算单位", "项目"] and "疑点" in book.sheetnames
    head, *rows = book["文件"].iter_rows()
    column = {cell.value: number for number, cell in enumerate(head)}
    assert "项目支出绩效自评表" in {row[column["文件种类"]].value for row in rows}
    for name in ("文件编号", "落款日期", "文件名"):
        assert {row[column[name]].data_type for row in rows} <= {"inlineStr", "s"}
