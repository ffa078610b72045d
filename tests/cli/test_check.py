"""``jxa check`` and ``jxa checks``: words, JSON, CSV, workbook, exit codes, configuration."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.checks import registered
from jxanalytics.checks.listing import checks_markdown
from jxanalytics.cli import main
from jxanalytics.model.store import save_year
from jxanalytics.samples import make_year
from tests.conftest import REFERENCE, ROOT

CHECK = ["check", "--root", str(ROOT), "--year", "2019"]
KEYS = {"code", "severity", "project", "unit", "message", "places", "expected", "basis"}


def clean_folder(folder: Path, checks: str = "") -> list[str]:
    """A working folder with a small clean year and these settings of checks; the words to check it."""
    (folder / "_quarto.yml").write_text(f"jxanalytics:\n  checks: {{{checks}}}\n", encoding="utf-8")
    save_year(make_year(2024, 5, 12, 3), folder / "data" / "2024")
    return ["check", "--root", str(folder), "--year", "2024"]


def test_json_is_a_list_of_findings(capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding has the agreed keys; errors that are not explained end with 1."""
    assert main([*CHECK, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert all(set(finding) >= KEYS for finding in found)
    assert {finding["severity"] for finding in found} == {"error", "warning", "note"}
    assert found[0]["project"] is None
    assert all(set(place) >= {"document", "place", "quote"} for f in found for place in f["places"])


def test_text_folds_and_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Eight of a project are told with their places, the rest is counted; ``--all`` tells them too."""
    main(CHECK)
    short = capsys.readouterr().out
    main([*CHECK, "--all"])
    whole = capsys.readouterr().out
    assert "条折叠，加 --all 全部列出" in short and "[提示] P0001-JX407" not in short
    assert "[提示] P0001-JX407" in whole
    assert "自评表表2第7行第9列“547.69”" in short


def test_files_for_offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CSV and workbook hold every finding under Chinese headers, text as text."""
    main([*CHECK, "--format", "csv", "--to", str(tmp_path)])
    csv = Path(capsys.readouterr().out.strip().removeprefix("已写入：")).read_text(
        encoding="utf-8-sig"
    )
    assert csv.startswith("疑点编号,编码,核对事项") and "P0001-JX601" in csv
    main([*CHECK, "--format", "xlsx", "--to", str(tmp_path)])
    sheet = openpyxl.load_workbook(tmp_path / "2019年度疑点清单.xlsx").worksheets[0]
    assert sheet.title == "疑点清单"
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 for a clean year, 2 for misuse, 3 for configuration or data that cannot be read."""
    words = clean_folder(tmp_path)
    assert main(words) == 0
    assert main([*words, "--fail-on", "warning"]) == 0
    assert main([*words, "--fail-on", "note"]) == 2
    clean_folder(tmp_path, "JX999: 停用")
    assert main(words) == 3
    assert "JX999" in capsys.readouterr().err
    (tmp_path / "_quarto.yml").write_text("jxanalytics: {}\n", encoding="utf-8")
    (tmp_path / "data" / "2024" / "explained.xlsx").write_bytes(b"nothing")
    assert main(words) == 3


def test_a_finding_that_is_explained_fails_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once every 必须更正 is explained the command ends with 0, and still lists them."""
    shutil.copytree(REFERENCE, tmp_path / "data" / "2019")
    (tmp_path / "_quarto.yml").write_text("jxanalytics: {}\n", encoding="utf-8")
    words = ["check", "--root", str(tmp_path), "--year", "2019"]
    assert main([*words, "--format", "json"]) == 1
    numbers = [f["number"] for f in json.loads(capsys.readouterr().out) if f["severity"] == "error"]
    rows = "".join(f"{number},已更正,赵甲\n" for number in numbers)
    path = tmp_path / "data" / "2019" / "explained.csv"
    path.write_text("疑点编号,说明原因,说明人\n" + rows, encoding="utf-8-sig")
    assert main([*words, "--all"]) == 0
    assert capsys.readouterr().out.count("（已说明：已更正，赵甲）") == len(numbers)


def test_checks_are_listed_with_their_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every check is listed with its rule, its severity and state as configured."""
    clean_folder(tmp_path, "JX318: 停用, JX502: {级别: 提示, least: 45}")
    assert main(["checks", "--root", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert all(f"{code} [" in said for code in registered())
    assert "JX318 [提示] 恰好完成年度指标值不能得满分（已停用）" in said
    assert "JX502 [提示]" in said and "低于45%" in said


def test_the_committed_list_is_current() -> None:
    """docs/checks.md is what the register generates; if not, write it anew."""
    assert (ROOT / "docs" / "checks.md").read_text("utf-8") == checks_markdown(), (
        "请重新生成：python -m jxanalytics.checks.listing > docs/checks.md"
    )
