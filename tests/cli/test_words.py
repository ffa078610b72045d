"""Help, misuse and errors of the command line, in Chinese and with the right exit code."""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jxanalytics import cli
from jxanalytics.cli import main, prepare
from jxanalytics.cli.parser import width
from tests.conftest import ROOT

LISTED = [module.NAME for module in cli.COMMANDS if module.HELP]
CALLS = [
    [],
    *([name] for name in LISTED),
    *(["scheme", action] for action in ("list", "show", "check", "read")),
]
# What argparse would say by itself.
ENGLISH = re.compile(r"usage|optional|positional|arguments|options|show this|exit|error", re.I)


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_help_is_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Help of every command says 用法 and 选项, explains each option, and has no English left."""
    assert main([*words, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"用法：{' '.join(['jxa', *words])} ")
    assert "选项：" in said
    for value in re.findall(r"[a-z]+(?=\|)|(?<=\|)[a-z]+", said):  # values are typed as they are
        said = said.replace(value, "")
    assert not ENGLISH.search(said)
    for line in re.findall(r"^  -.*", said, re.M):
        assert re.search(r"  +\S*[\u4e00-\u9fff]", line), line


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_help_stands_in_columns(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Explanations of one group begin in one column, Chinese characters counted double."""
    main([*words, "--help"])
    for group in capsys.readouterr().out.split("\n\n"):
        rows = re.findall(r"^(  \S.*?  +)\S", group, re.M)
        assert len({width(row) for row in rows}) <= 1


def test_help_lists_the_commands_a_user_types(capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa --help`` lists every command but the one only Quarto calls."""
    main(["--help"])
    said = capsys.readouterr().out
    assert re.findall(r"^  ([a-z]+) ", said, re.M) == LISTED
    assert prepare.NAME not in said


def test_help_groups_the_commands_in_the_order_of_work(capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa --help`` shows a newcomer the way from the forms to the book."""
    main(["--help"])
    titles = re.findall(r"^(\S+)：$", capsys.readouterr().out, re.M)
    way = ["开始", "收表", "核对", "计分与统计", "复核与应用", "编印", "其他", "选项"]
    assert titles == way


MISUSE = [
    (["bok"], "是否想用“book”？"),
    (["xyzzy"], "可用：new、"),
    (["book", "--engin", "auto"], "是否想用“--engine”？"),
    (["book", "--eng", "auto"], "是否想用“--engine”？"),
    (["book", "--engine", "quatro"], "是否想用“quarto”？"),
    (["book", "--engine=word"], "可用：auto、quarto、pandoc"),
    (["book", "--year", "19"], "应为四位年份，如 2019，现为“19”"),
    (["book", "--year"], "--year 后面应有一个值"),
    (["book", "--workers", "-1"], "应为不小于0的整数，现为“-1”"),
    (["book", "--workers", "两"], "应为不小于0的整数，现为“两”"),
    (["book", "2019"], "多出的参数“2019”"),
    (["book", "--debug=3"], "--debug 不带值"),
    (["score", "--format", "jsn"], "是否想用“json”？"),
    (["scheme"], "缺少命令：list、show、check、read"),
    (["scheme", "shwo"], "是否想用“show”？"),
    (["scheme", "show"], "缺少参数：办法"),
    (["read"], "缺少参数：文件"),
]


@pytest.mark.parametrize(("words", "expected"), MISUSE, ids=[" ".join(m[0]) for m in MISUSE])
def test_misuse_exits_2_and_says_what_was_meant(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Misuse exits 2 with one Chinese message on standard error, a suggestion and where to look."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert expected in said.err
    assert "--help 查看用法" in said.err
    assert not ENGLISH.search(said.err)


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa`` alone shows its help on standard error and exits 2."""
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("用法：jxa ")


@pytest.mark.parametrize("command", ["book", "score", "prepare"])
def test_a_folder_that_is_no_workspace_is_misuse(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside a working folder a command exits 2 and says how to name one."""
    assert main([command, "--root", str(tmp_path), "--year", "2019"]) == 2
    assert "--root" in capsys.readouterr().err


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workspace whose only year has a table that does not fit the schema."""
    (tmp_path / "_quarto.yml").write_text("jxanalytics: {reports: {}}\n", encoding="utf-8")
    year = tmp_path / "data" / "2019"
    year.mkdir(parents=True)
    (year / "projects.csv").write_text("project_id,colour\nP0001,red\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["score", "book"])
def test_unreadable_data_exits_3_with_every_fault(
    command: str, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Data that does not fit the schema exits 3 and names file and column, without a traceback."""
    assert main([command, "--root", str(broken)]) == 3
    said = capsys.readouterr().err
    assert "projects.csv" in said
    assert "colour" in said
    assert "Traceback" not in said


def test_a_year_without_data_names_the_years_there_are(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A year that is not there is misuse; the message offers the nearest one."""
    assert main(["book", "--year", "2018", "--root", str(broken)]) == 2
    assert "--year 2019" in capsys.readouterr().err


def test_an_unforeseen_error_asks_for_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug is said to be one, with its type; the traceback comes only with --debug."""

    def fail(_: argparse.Namespace) -> int:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr(cli.doctor, "run", fail)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert "程序内部错误：ZeroDivisionError" in said
    assert "--debug" in said
    assert "Traceback" not in said
    assert main(["doctor", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_exits_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl+C ends with a Chinese line and 130."""

    def interrupt(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.doctor, "run", interrupt)
    assert main(["doctor"]) == 130
    assert "中止" in capsys.readouterr().err


HEAVY = ("pandas", "numpy", "matplotlib", "papermill", "docx", "openpyxl", "lxml", "yaml")


@pytest.mark.parametrize("words", [["--help"], ["book", "--help"], ["bok"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Help and misuse answer without loading a heavy library."""
    code = (
        "import sys; from jxanalytics.cli import main; main(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_consoles_without_chinese_still_get_it(encoding: str) -> None:
    """Where the console's encoding has no Chinese, output is UTF-8 rather than an error."""
    done = subprocess.run(
        [sys.executable, "-m", "jxanalytics", "--help"],
        capture_output=True,
        env={
            "PYTHONIOENCODING": encoding,
            "PATH": "",
            "PYTHONPATH": str(Path(cli.__file__).parents[2]),
        },
        check=True,
    )
    assert "用法：jxa" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "gb18030"])
@pytest.mark.parametrize("words", [["--help"], ["check", "--year", "2019", "--all"], ["bok"]])
def test_a_console_in_gbk_is_written_in_gbk(encoding: str, words: list[str]) -> None:
    """A console set to GBK gets GBK; what GBK lacks comes as an escape, never as an error."""
    done = subprocess.run(
        [sys.executable, "-m", "jxanalytics", *words],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    said = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == {"--help": 0, "check": 1, "bok": 2}[words[0]]
    assert "Traceback" not in said and ("book" in said or "市委市政府接待费" in said)


def test_windows_consoles_get_utf8(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """On Windows what is piped or redirected is UTF-8, so that a scheme written out can be read in."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    with io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="gbk") as gbk:
        monkeypatch.setattr(sys, "stdout", gbk)
        assert main(["--version"]) == 0
        print("评分办法≧")
        assert gbk.encoding == "utf-8"
    assert "评分办法≧" in capfdbinary.readouterr().out.decode("utf-8")


def test_a_closed_pipe_is_no_error() -> None:
    """``jxa … | head -1`` ends quietly when the reader has seen enough."""
    with subprocess.Popen(
        [sys.executable, "-m", "jxanalytics", "scheme", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # buffered, as users run it
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("profile", "year"), [("2019", 2019), ("draft,2020", 2020), ("2019 draft", 2019)]
)
def test_the_profile_names_the_year(
    profile: str, year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The year is taken from among Quarto's profiles."""
    monkeypatch.setenv("QUARTO_PROFILE", profile)
    assert prepare.profile_year() == year


@pytest.mark.parametrize("profile", ["", "draft", "2019,2020"])
def test_a_profile_without_one_year_is_misuse(
    profile: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken: Path
) -> None:
    """Without exactly one year among the profiles the pre-render step says how to name one."""
    monkeypatch.setenv("QUARTO_PROFILE", profile)
    assert main(["prepare", "--root", str(broken)]) == 2
    assert "quarto render --profile 2019" in capsys.readouterr().err
