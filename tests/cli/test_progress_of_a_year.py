"""``jxa status``, ``jxa verify`` and ``jxa book --dry-run`` on a small year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jxanalytics.cli import main
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.manifest import write_manifest
from jxanalytics.runs.workspace import Workspace
from tests.runs.workspaces import YEAR, change, workspace


@pytest.fixture
def run_once(tmp_path: Path) -> Workspace:
    """Two projects, one of which fails."""
    made = workspace(tmp_path, 2)
    path = tmp_path / "notebooks" / "self.ipynb"
    text = path.read_text(encoding="utf-8").replace(
        "import csv", "import csv; assert project[-1] == '1', '坏'"
    )
    path.write_text(text, encoding="utf-8")
    run = YearRun(made, YEAR)
    run.run(run.planned())
    return made


def test_status_and_dry_run(run_once: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """What is done, what is to be run and why, in words and as JSON; nothing is run for it."""
    root = ["--root", str(run_once.root)]
    assert main(["status", *root]) == 0
    said = capsys.readouterr().out
    assert "报告：共3份，已完成2份，待运行1份" in said
    assert "其中1份上次未能生成" in said
    assert "尚未编印" in said
    change(run_once.root, "scores", "P00001", "score", 0.5)
    assert main(["book", "--dry-run", *root]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3份报告中，3份需要运行："
    (line,) = [line for line in lines if "P00001-self" in line]
    assert line.endswith("：数据变更：得分")
    assert main(["status", "--format", "json", *root]) == 0
    reports = json.loads(capsys.readouterr().out)["reports"]
    assert (reports["total"], reports["due"], reports["failed"]) == (3, 3, 1)
    row = next(row for row in reports["rows"] if row["name"] == "P00002-self")
    assert (row["state"], row["attempts"]) == ("failed", 2)
    assert "坏" in row["reason"]
    assert main(["book", "--dry-run", "--json", *root]) == 0
    events = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == ["due", "due", "due", "planned"]
    assert not (run_once.reports(YEAR) / "book").exists()


def test_verify(run_once: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """0 and the number of files where all is as built, 1 and each difference where not, 3 without
    a manifest."""
    folder = run_once.reports(YEAR)
    assert main(["verify", str(folder)]) == 3
    assert "jxa book" in capsys.readouterr().err
    write_manifest(run_once, YEAR, {})
    assert main(["verify", str(folder)]) == 0
    assert "均与编印时一致" in capsys.readouterr().out
    change(run_once.root, "scores", "P00001", "score", 0.5)
    assert main(["verify", str(folder)]) == 1
    assert f"data/{YEAR}/scores.csv：资料在编印后被改动" in capsys.readouterr().out
    assert main(["verify", str(folder), "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["differences"]
    assert found["path"] == f"data/{YEAR}/scores.csv"
