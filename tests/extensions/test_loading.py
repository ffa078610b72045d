"""Files of ``extensions/`` are run once, told by file and line when at fault, and count as input."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxanalytics import extensions
from jxanalytics.checks import registered, workspace_settings, year_findings
from jxanalytics.checks.registry import check
from jxanalytics.cli import main
from jxanalytics.errors import ExtensionError
from jxanalytics.model.store import load_year, save_year
from jxanalytics.runs.keys import difference, shared_parts
from jxanalytics.samples import make_year

GOOD = """\
from jxanalytics.checks import Raised, Severity, check

@check("BD101", title="标题", rule="规则。", severity=Severity.NOTE)
def look(evidence):
    yield Raised("", "请核实。")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_year(make_year(2024, 5, 6, 2), tmp_path / "data" / "2024")
    (tmp_path / "_quarto.yml").write_text("jxanalytics: {}\n", encoding="utf-8")
    (tmp_path / "extensions").mkdir()
    return tmp_path


def write(folder: Path, text: str, name: str = "own.py", encoding: str = "utf-8") -> None:
    (folder / "extensions" / name).write_text(text, encoding=encoding)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\ny = (\n", "extensions/own.py 第2行有语法错误"),
        ("x = 1\nprint(none)\n", "extensions/own.py 第2行：NameError"),
        (GOOD.replace("BD101", "JX101"), "第3行：核对编码「JX101」应为 BD 加三位数字"),
        (GOOD.replace("evidence)", "evidence, *, least=5)"), "rule 中没有写 {least}"),
        (GOOD + GOOD, "第8行：核对事项「BD101」已由 extensions/own.py 第3行 给出"),
        ("from jxanalytics.charts import chart\nchart('x', title='')(print)\n", "应以 bd- 开头"),
        (
            "from jxanalytics.intake import form_words\nform_words('指标', 完成值='办结')\n",
            "第2行：没有名为「完成值」的“指标”的栏，是否应为「实际完成值」？",
        ),
        (
            "from jxanalytics.intake import form_words\nform_words('指标', 得分='（）')\n",
            "没有文字",
        ),
    ],
)
def test_a_fault_is_told_with_file_and_line(folder: Path, text: str, said: str) -> None:
    """Whatever is wrong in a file is one message: where, what, and what to do."""
    write(folder, text)
    with pytest.raises(ExtensionError) as raised:
        extensions.load(folder)
    assert said in str(raised.value)
    assert str(raised.value).endswith("请改正，或把文件移出 extensions/ 后再运行")


def test_a_file_in_another_encoding_is_told_what_to_do(folder: Path) -> None:
    """A file saved as GBK is refused with the remedy."""
    write(folder, "名称 = '执行率'\n", encoding="gbk")
    with pytest.raises(ExtensionError, match="另存为 UTF-8"):
        extensions.load(folder)


def test_a_file_with_the_ending_notepad_adds_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not passed over in silence, neither by commands nor by the doctor."""
    write(folder, GOOD, "own.py.txt")
    with pytest.raises(ExtensionError, match=r"own\.py\.txt：文件名多出 \.txt.*请改名为 own\.py"):
        extensions.load(folder)
    main(["doctor", "--root", str(folder)])
    assert "请改名为 own.py" in capsys.readouterr().out


def test_all_faults_are_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files at fault are two lines; the command ends with 3, and the doctor names both."""
    write(folder, "1/0\n", "a.py")
    write(folder, "import nothing_there\n", "b.py")
    assert main(["check", "--root", str(folder)]) == 3
    assert [
        line[: len("扩展 extensions/a.py")] for line in capsys.readouterr().err.splitlines()
    ] == [
        "扩展 extensions/a.py",
        "扩展 extensions/b.py",
    ]
    assert main(["doctor", "--root", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "extensions/a.py" in said and "extensions/b.py" in said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("yield 1 / 0", "第5行：核对 BD101 不能运行，ZeroDivisionError"),
        ("yield '请核实'", "应逐条给出（yield）Raised(…)，现为「请核实」"),
        ("return None", "应逐条给出（yield）Raised(…)，现为「None」"),
    ],
)
def test_a_check_that_fails_is_told(folder: Path, body: str, said: str) -> None:
    """A check that fails while it looks is told with its code, file and line."""
    write(folder, GOOD.replace('yield Raised("", "请核实。")', body))
    settings = workspace_settings(None, folder)
    with pytest.raises(ExtensionError) as raised:
        year_findings(load_year(folder / "data" / "2024"), settings=settings)
    assert said in str(raised.value) and "extensions/own.py" in str(raised.value)


def test_an_edit_counts_at_once(folder: Path) -> None:
    """A changed file is run anew; one that begins with an underscore, never."""
    write(folder, GOOD)
    write(folder, "1/0\n", "_draft.py")
    assert list(workspace_settings(None, folder).own) == ["BD101"]
    assert extensions.load(folder) is extensions.load(folder), "unchanged files are not run again"
    write(folder, GOOD.replace("BD101", "BD102") + "\n")
    assert list(workspace_settings(None, folder).own) == ["BD102"]


def test_the_program_stays_as_it_is(folder: Path) -> None:
    """A workspace's checks are its own: the register is not touched, nor can it be from elsewhere."""
    write(folder, GOOD)
    workspace_settings(None, folder)
    assert "BD101" not in registered()
    with pytest.raises(ValueError, match="BD101"):
        check("BD101", title="", rule="", severity=None)(print)  # type: ignore[arg-type]


def test_reports_depend_on_extensions(folder: Path) -> None:
    """A changed file of any kind in the folder makes reports due, and the reason is said."""
    year = load_year(folder / "data" / "2024")
    before = shared_parts(folder, year)
    write(folder, "名称: 本地办法\n", "own.yaml")
    assert difference(before, shared_parts(folder, year)) == "扩展变更"
