"""A new working folder holds everything the commands need, and nothing is overwritten for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxanalytics.cli import main
from jxanalytics.errors import MisuseError
from jxanalytics.runs.template import start
from jxanalytics.runs.workspace import Workspace
from tests.conftest import ROOT


def notebooks(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in (root / "notebooks").rglob("*.ipynb")}


def test_a_started_folder_is_a_workspace(tmp_path: Path) -> None:
    """The settings, the preface and every notebook are those of the program, without a notice."""
    made = start(tmp_path / "新年度")
    assert made.settings == Workspace(ROOT).settings
    assert (made.root / "index.md").read_bytes() == (ROOT / "index.md").read_bytes()
    assert notebooks(made.root) == notebooks(ROOT)
    assert made.years == ()


def test_a_notice_stands_in_title_preface_and_settings(tmp_path: Path) -> None:
    """With a notice both titles, the preface and the settings carry it; the rest is unchanged."""
    made, plain = start(tmp_path / "a", "征求意见稿"), Workspace(ROOT)
    assert made.settings.notice == "征求意见稿"
    assert made.settings.title == f"{plain.settings.title}（征求意见稿）"
    assert made.config["book"]["title"] == f"{plain.config['book']['title']}（征求意见稿）"
    assert "征求意见稿" in (made.root / "index.md").read_text(encoding="utf-8")
    assert made.settings.chapters == plain.settings.chapters


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """A folder that is not empty, or a file of that name, is refused before anything is written."""
    (tmp_path / "重要.txt").write_text("勿动", encoding="utf-8")
    for place in (tmp_path, tmp_path / "重要.txt"):
        with pytest.raises(MisuseError, match="已有内容"):
            start(place)
    assert [path.name for path in tmp_path.iterdir()] == ["重要.txt"]


def test_the_demonstration_works_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``jxa demo`` makes a labelled folder whose latest year can be scored."""
    folder = tmp_path / "demo"
    assert main(["demo", str(folder)]) == 0
    assert "虚构示例数据" in capsys.readouterr().out
    made = Workspace(folder)
    assert made.years == (2022, 2023, 2024)
    assert "虚构示例数据" in made.settings.title
    assert main(["score", "--root", str(folder)]) == 0
    assert "总分" in capsys.readouterr().out
    assert main(["demo", str(folder)]) == 2


def test_a_new_folder_has_an_example_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``jxa new`` makes the fixed layout with a README; the example year has the score it filed."""
    folder = tmp_path / "绩效评价"
    assert main(["new", str(folder)]) == 0
    assert "jxa book" in capsys.readouterr().out
    names = {
        "notebooks",
        "reports",
        "data",
        "_quarto.yml",
        "index.md",
        "README.md",
        "examples",
        "extensions",
        "使用说明",
    }
    assert {path.name for path in folder.iterdir() if path.name[0] != "."} == names
    assert [path.suffix for path in (folder / "examples").iterdir()] == [".docx"]
    assert main(["score", "--root", str(folder)]) == 0
    assert "总分 92分，等级 优" in capsys.readouterr().out
    assert main(["new", str(folder)]) == 2


def test_a_new_folder_without_the_example(tmp_path: Path) -> None:
    """``--empty`` leaves the example out: no year, no example forms."""
    folder = tmp_path / "a"
    assert main(["new", str(folder), "--empty"]) == 0
    assert Workspace(folder).years == ()
    assert not (folder / "examples").exists()


@pytest.mark.parametrize(
    "words", [[], ["--dry-run", "a"], ["--update", "--empty"], ["--update", str(ROOT)]]
)
def test_misuse_of_new(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No folder, options that do not go together, and the sources themselves are refused."""
    assert main(["new", *words]) == 2
    assert capsys.readouterr().err
