"""``jxa stats`` for the reference case: words, JSON, CSV files and a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.cli import main
from jxanalytics.model.store import save_year
from jxanalytics.samples import make_years
from tests.conftest import ROOT

REFERENCE = ["stats", "--root", str(ROOT), "--year", "2019"]


def test_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The text says the rate as ratio of sums, the closing carry-over by vintage, and every unit."""
    assert main(REFERENCE) == 0
    said = capsys.readouterr().out
    for words in (
        "34.20%（汇总率）",
        "年末结转932.42万元",
        "以前年度资金384.73万元",
        "优1个",
        "未评1个",
    ):
        assert words in said


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has the agreed keys with money in 万元 and rates in percent."""
    assert main([*REFERENCE, "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["execution"]["rate"] == 34.2
    assert report["carry_over"]["closing_prior"] == 384.73
    assert {"by_project", "by_unit", "by_source", "ageing"} <= set(report)
    assert "year_on_year" not in report


def test_csv_and_workbook_hold_every_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each table is a CSV file and a sheet of the workbook, the methodology the last."""
    assert main([*REFERENCE, "--format", "csv", "--to", str(tmp_path)]) == 0
    named = [path.stem for path in tmp_path.glob("*.csv")]
    assert f"写出{len(named)}个文件，在 {tmp_path}/" in capsys.readouterr().out
    assert main([*REFERENCE, "--format", "xlsx", "--to", str(tmp_path)]) == 0
    (workbook,) = tmp_path.glob("*.xlsx")
    assert f"已写入：{workbook}" in capsys.readouterr().out
    book = openpyxl.load_workbook(workbook)
    assert sorted(book.sheetnames) == sorted(named) and book.sheetnames[-1] == "统计方法"
    first = (tmp_path / "执行合计.csv").read_text(encoding="utf-8-sig")
    assert "34.2" in first and "预算执行率（%）" in first


def test_last_year_is_compared_where_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the year before in ``data/``, the years are compared and carry-over is aged by both."""
    (tmp_path / "_quarto.yml").write_text("jxanalytics: {reports: {}}\n", encoding="utf-8")
    for year in make_years((2022, 2023), projects=6, units=2):
        save_year(year, tmp_path / "data" / str(year.year))
    assert main(["stats", "--root", str(tmp_path), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["year"] == 2023 and report["year_on_year"]
    assert {row["unknown"] for row in report["ageing"]} == {0.0}
    assert main(["stats", "--root", str(tmp_path), "--format", "csv"]) == 0
    assert (tmp_path / "reports" / "2023" / "statistics" / "与上年比较按项目.csv").is_file()
