"""What the commands print for the reference case and for this machine."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

from jxanalytics.cli import book, doctor, main, progress
from jxanalytics.runs.execute import Result
from jxanalytics.runs.plan import Task
from tests.conftest import ROOT


def test_read_takes_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa read`` of a folder reads the files below it; one without any is misuse."""
    assert main(["read", str(ROOT / "examples")]) == 0
    assert "合作交流办2019年度绩效评价材料.docx：3份表" in capsys.readouterr().out
    assert main(["read", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_score_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa score`` says total and grade and explains the execution score."""
    assert main(["score", "--root", str(ROOT), "--year", "2019"]) == 0
    said = capsys.readouterr().out
    assert "总分 92分，等级 优（自评 92分）" in said
    assert "执行率24.67%" in said
    assert "口径差异测算" not in said


def test_score_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """``--format json --sensitivity`` prints one object with scheme, projects and scenarios."""
    words = ["score", "--root", str(ROOT), "--year", "2019", "--format", "json", "--sensitivity"]
    assert main([*words, "--scheme", "2020"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["scheme"] == "2020"
    assert report["projects"][0]["total"] == 92.47
    assert {s["scenario"] for s in report["scenarios"]} > {"自评填报", "最不利组合"}


def test_scheme_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped schemes are listed by key; one is written out as a file, or told in words."""
    assert main(["scheme", "list"]) == 0
    assert "财预〔2020〕10号" in capsys.readouterr().out
    assert main(["scheme", "show", "2020"]) == 0
    assert "\n名称: 2020年度自评口径\n" in capsys.readouterr().out
    assert main(["scheme", "show", "2020", "--words"]) == 0
    assert capsys.readouterr().out.startswith("2020年度自评口径（2020）")


def test_a_shown_scheme_can_be_edited_and_scored_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``show`` into a file, edit, ``check``, ``score --scheme``: the way a user takes."""
    assert main(["scheme", "show", "2020"]) == 0
    own = tmp_path / "own.yaml"
    text = capsys.readouterr().out.replace(
        "规则: 按执行率×分值计分", "规则: 80%以上得满分，每下降10%扣1分"
    )
    own.write_text(text, encoding="utf-8")
    assert main(["scheme", "check", str(own)]) == 0
    assert "没有发现错误" in capsys.readouterr().out
    assert main(["score", "--year", "2019", "--scheme", str(own), "--root", str(ROOT)]) == 0
    assert "扣5档×1分" in capsys.readouterr().out


def test_a_rule_can_be_tried(capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa scheme read`` says how a sentence is read and what is doubtful, or which part is not."""
    assert main(["scheme", "read", "超过50批次满分，每下降5批次扣1分，低于500批次不得分"]) == 0
    assert "自相矛盾" in capsys.readouterr().out
    assert main(["scheme", "read", "95%以上满分，每变化5%扣1分"]) == 3
    assert "每变化5%扣1分" in capsys.readouterr().err


def test_scheme_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound scheme passes; one with a fault exits 3 and names it; an unknown one is misuse."""
    assert main(["scheme", "check", "2020"]) == 0
    wrong = tmp_path / "own.yaml"
    wrong.write_text("沿用: '2020'\n颜色: 红\n", encoding="utf-8")
    assert main(["scheme", "check", str(wrong)]) == 3
    assert "颜色" in capsys.readouterr().err
    assert main(["scheme", "show", "2200"]) == 2
    assert "2020" in capsys.readouterr().err


def test_doctor_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa doctor`` names version and place of everything the work needs, and exits 0."""
    assert main(["doctor", "--root", str(ROOT)]) == 0
    said = capsys.readouterr().out
    for word in (
        "Python",
        "pandoc",
        "Typst",
        "NotoSansSC-Regular.ttf",
        "笔记本内核",
        "Quarto",
        "2019",
    ):
        assert word in said
    assert metadata.version("typst") in said
    assert "[缺少]" not in said


def test_doctor_without_quarto_and_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without Quarto all is well, and said so; without a workspace it is not, and the exit is 1."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["doctor", "--root", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "[未装] Quarto" in said
    assert "内置引擎" in said
    assert "[缺少] 工作目录" in said
    assert said.count("[缺少]") == 1


def test_doctor_with_a_broken_quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarto that cannot run is said to be so, with the way round it."""
    program = tmp_path / "quarto"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    (found,) = [f for f in doctor.findings(str(ROOT)) if f.what == "Quarto"]
    assert not found.good
    assert "--engine pandoc" in found.meaning


def result(name: str, reason: str = "") -> Result:
    task = Task(name, Path("a.ipynb"), {}, f"题目{name}", "部分")
    return Result(task, None if reason else Path("out.ipynb"), reason)


def test_progress_in_a_pipe_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Piped, each finished report is a line on standard error, failed ones named so."""
    with progress.choose(events=False) as shown:
        shown.say("开始")
        shown.step(result("甲"), 1, 2)
        shown.step(result("乙", "没有数据"), 2, 2)
    said = capsys.readouterr()
    assert said.out == "开始\n"
    assert said.err == "[1/2] 完成：题目甲（部分）\n[2/2] 失败：题目乙（部分）：没有数据\n"


def test_progress_on_a_terminal_is_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal there is one bar on standard error, and messages stand apart from it."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress.choose(events=False) as shown:
        shown.step(result("甲"), 1, 3)
        shown.say("插话")
        shown.step(result("乙", "没有数据"), 2, 3)
        shown.step(result("丙"), 3, 3)
    said = capsys.readouterr()
    assert "3/3" in said.err
    assert "失败1份" in said.err
    assert "剩余" in said.err
    assert "完成：" not in said.err
    assert said.out == "插话\n失败：题目乙（部分）：没有数据\n"


def test_progress_as_events(capsys: pytest.CaptureFixture[str]) -> None:
    """For programs, each message and report is one JSON object on a line of standard output."""
    with progress.choose(events=True) as shown:
        shown.say("开始")
        shown.step(result("甲"), 1, 2)
        shown.step(result("乙", "没有数据"), 2, 2)
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["event"] for one in said] == ["message", "report", "report"]
    assert [one.get("state") for one in said] == [None, "done", "failed"]
    assert (said[2]["done"], said[2]["total"], said[2]["failed"]) == (2, 2, 1)
    assert said[2]["reason"] == "没有数据"


def test_the_recap_names_files_and_failures(tmp_path: Path) -> None:
    """The recap lists what came out, and each report that could not be made with its reason."""
    from jxanalytics.book.build import BookResult

    folder = tmp_path / "reports" / "2019" / "book"
    folder.mkdir(parents=True)
    for name in ("index.html", "汇编.docx", "汇编.pdf"):
        (folder / name).touch()
    said = book.recap(BookResult(folder, (result("乙", "没有数据"),), ("缺一图",)), tmp_path)
    for word in (
        "题目乙（部分）（乙）：没有数据",
        "缺一图",
        "reports/2019/book/index.html",
        "汇编.docx",
        "汇编.pdf",
    ):
        assert word in said


def test_progress_by_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line a file where nobody looks on, a bar with the count and the file's name on a terminal."""
    step = progress.by_file()
    step(1, 2, "/in/甲.docx")
    assert capsys.readouterr().err == "[1/2] 甲.docx\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    step(2, 2, "/in/乙.docx")
    shown = capsys.readouterr().err
    assert "2/2" in shown and "乙.docx" in shown
