"""A new working folder holds everything the commands need, and nothing is overwritten for it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jxanalytics.cli import main
from jxanalytics.errors import MisuseError
from jxanalytics.runs.template import start
from jxanalytics.runs.workspace import Workspace
from tests.conftest import ROOT


def test_a_started_folder_is_a_workspace(tmp_path: Path) -> None:
    """The settings, the preface and every notebook are those of the program, without a notice."""
    made = start(tmp_path / "新年度")
    assert made.settings == Workspace(ROOT).settings
    assert (made.root / "index.md").read_bytes() == (ROOT / "index.md").read_bytes()
    names = {path.name for path in (made.root / "notebooks").iterdir()}
    assert names == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
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


@pytest.mark.slow
def test_the_wheel_carries_the_templates(tmp_path: Path) -> None:
    """An installed package has the same templates that the repository keeps at its root."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in ("_quarto.yml", "index.md", "notebooks/overview.ipynb"):
            assert archive.read(f"jxanalytics/template/{name}") == (ROOT / name).read_bytes()
