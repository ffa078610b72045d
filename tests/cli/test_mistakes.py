"""Mistakes of a first day, each answered by what is wrong, where, and what to do."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.cli import main
from jxanalytics.errors import DataError
from jxanalytics.model import system_errors
from jxanalytics.runs.configuration import read_config
from jxanalytics.runs.workspace import Workspace
from tests.conftest import REFERENCE, ROOT

OF_2019 = ("--root", str(ROOT), "--year", "2019")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A working folder with the reference year and no notebooks."""
    (tmp_path / "_quarto.yml").write_text("jxanalytics: {reports: {}}\n", encoding="utf-8")
    shutil.copytree(REFERENCE, tmp_path / "data" / "2019")
    return tmp_path


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "书.docx"), "磁盘空间不足，没有写完“书.docx”"),
        (PermissionError(errno.EACCES, "Permission denied", "书.docx"), "“书.docx”不能读写：可能正在 Excel"),
        (OSError(errno.EROFS, "Read-only file system", "书.docx"), "所在的磁盘只能读不能写"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "书" * 300), "路径太长"),
        (FileExistsError(errno.EEXIST, "File exists", "reports/2019/slides"), "的位置上有同名的文件或文件夹"),
        (OSError(errno.EIO, "Input/output error", "书.docx"), "磁盘或网络出错"),
    ],
)  # fmt: skip
def test_what_the_system_refuses_is_said_in_words(error: OSError, told: str) -> None:
    """A full disk, a file held open, a name in the way: one Chinese sentence with the file and a remedy."""
    said = system_errors.said(error)
    assert said is not None and told in said and "请" in said


def test_a_file_held_open_on_windows_is_said() -> None:
    """The code by which Windows tells that another program holds a file is known."""
    error = PermissionError(errno.EACCES, "in use", "书.docx")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert "正在被其他程序使用" in str(system_errors.said(error))


def test_a_missing_file_of_the_program_stays_an_internal_error() -> None:
    """What is the program's own fault is not laid at the user's door."""
    assert system_errors.said(FileNotFoundError(errno.ENOENT, "No such file", "x")) is None


def test_a_folder_in_the_way_of_results_is_said(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file where a folder of results should be ends in a sentence, exit code 1 and no traceback."""
    (workspace / "reports" / "2019").mkdir(parents=True)
    (workspace / "reports" / "2019" / "statistics").write_text("", encoding="utf-8")
    assert main(["stats", "--root", str(workspace), "--format", "xlsx"]) == 1
    said = capsys.readouterr().err
    assert "statistics”的位置上有同名的文件或文件夹，请移开" in said and "内部错误" not in said


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("project:\n\ttype: book\n", "第2行有制表符"),
        ("jxanalytics：\n  title: a\n", "第1行用了全角冒号"),
        ("a:\n  - b\n  -c\nd: 1\n", "第3行短横“-”后面没有空格"),
        ("a: 1\nb: [1, 2\n", "写法有误"),
        ("jxanalytics:\n  checks: {JX318: 停用}\n  title: a\n  checks: {}\n", "「checks」写了两次（第2行和第4行）"),
        ("- a\n", "应由“键: 值”组成"),
    ],
)  # fmt: skip
def test_settings_written_wrongly_name_the_line(tmp_path: Path, written: str, told: str) -> None:
    """A tab, a full-width colon, an open bracket, a key written twice: the line and what to do, no English."""
    path = tmp_path / "_quarto.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_config(path)
    assert told in str(caught.value) and "could not" not in str(caught.value)


def test_settings_in_another_encoding_are_said(tmp_path: Path) -> None:
    """A file that Notepad saved as ANSI says so."""
    (tmp_path / "_quarto.yml").write_bytes("book: {title: 汇编}\n".encode("gbk"))
    with pytest.raises(DataError, match="不是 UTF-8 编码，请用记事本另存为 UTF-8"):
        _ = Workspace(tmp_path).config


@pytest.mark.parametrize("said", ["2020/5/20", "2020年5月20日", "2020.05.20", "２０２０-05-20"])
def test_days_are_read_as_people_write_them(said: str, workspace: Path) -> None:
    """A day with slashes, in Chinese or in full-width digits is taken; so is 2019年."""
    words = ["return", "--root", str(workspace), "--year", "2019年", "--date", "2020-05-08"]
    assert main([*words, "--deadline", said]) == 0


def test_a_day_that_is_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """30 February is told apart from a text that is no date."""
    assert main(["return", *OF_2019, "--deadline", "2020-02-30"]) == 2
    assert "没有“2020-02-30”这一天" in capsys.readouterr().err
    assert main(["return", *OF_2019, "--deadline", "5月20日"]) == 2
    assert "应为年、月、日俱全的日期" in capsys.readouterr().err


def test_a_parameter_that_lacks_shows_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    """A required option is named with what is to stand behind it."""
    assert main(["return", *OF_2019]) == 2
    assert "缺少参数：--deadline 日期" in capsys.readouterr().err


def test_forms_of_another_year_ask_for_that_year(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where every form is of another year, the import says which, in words and without English."""
    examples = str(ROOT / "examples" / "合作交流办2019年度绩效评价材料.docx")
    assert main(["import", examples, "--year", "2021", "--root", str(workspace)]) == 0
    said = capsys.readouterr().out
    assert "是否要用 --year 2019？" in said and "（表2）市委市政府接待费的自评表" in said
    assert "table" not in said and "self_evaluation" not in said


def test_an_empty_folder_is_no_import(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without any form, for import and for review, is misuse and named."""
    (workspace / "空").mkdir()
    empty = ["--year", "2019", "--root", str(workspace)]
    assert main(["import", str(workspace / "空"), *empty]) == 2
    assert "空”中没有 Word、Excel、CSV 文件" in capsys.readouterr().err
    assert main(["review", "import", str(workspace / "空"), *empty]) == 2
    assert "中没有复核评分表" in capsys.readouterr().err


def test_a_project_that_is_none_lists_those_there_are(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown project is answered with numbers and names, not with a line of Python."""
    assert main(["slides", "--root", str(workspace), "--project", "P9"]) == 2
    said = capsys.readouterr().err
    assert "没有项目「P9」，可用：P0001 市委市政府接待费、P0002 合作交流工作经费" in said


def test_a_project_of_another_unit_on_the_list_is_asked_about(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that is listed for another unit is taken as new, and said; the commands are given whole."""
    words = ["roster", "--year", "2019", "--root", str(workspace)]
    assert main(words) == 0
    listed = "reports/2019/应报名单.xlsx"
    said = capsys.readouterr().out
    assert f"已写入：{listed}" in said and f"jxa roster {listed} --year 2019" in said
    assert main([*words, str(workspace / listed)]) == 0
    capsys.readouterr()
    book = openpyxl.Workbook()
    for row in (["项目名称", "实施单位"], ["市委市政府接待费", "合作办"]):
        book.worksheets[0].append(row)
    book.save(workspace / "名单.xlsx")
    assert main([*words, str(workspace / "名单.xlsx")]) == 0
    said = capsys.readouterr().out
    assert "请核对：“市委市政府接待费”（合作办）按新项目收下" in said


def test_a_year_with_a_list_and_no_forms_says_so(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nine missing tables are not listed where nothing has been imported yet."""
    (workspace / "data" / "2020" / "season").mkdir(parents=True)
    assert main(["check", "--year", "2020", "--root", str(workspace)]) == 3
    assert "2020年度还没有导入任何表，请先运行 jxa import" in capsys.readouterr().err


def test_a_correction_that_no_longer_fits_gives_the_command(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name, which has signs that shells take for theirs, stands in quotes in a whole command."""
    entry = "funding,summary|P0001|total,executed,999,1,笔误,吴乙\n"
    head = "table,key,column,expected,new,reason,person\n"
    path = workspace / "data" / "2019" / "corrections.csv"
    path.write_text(head + entry, encoding="utf-8-sig")
    assert main(["check", "--year", "2019", "--root", str(workspace)]) == 3
    said = capsys.readouterr().err
    assert 'jxa corrections withdraw "funding/summary|P0001|total/executed" --year 2019' in said


def test_a_scheme_is_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--to`` writes UTF-8 whatever the shell does with ``>``, and never over a file."""
    path = tmp_path / "本地办法.yaml"
    words = ["scheme", "show", "2020", "--to", str(path)]
    assert main(words) == 0
    assert main(["scheme", "check", str(path)]) == 0
    assert main(words) == 2
    assert "已存在，为免覆盖未作改动" in capsys.readouterr().err
