"""``jxa slides``: where the decks go, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxanalytics.cli import main
from tests.conftest import ROOT
from tests.folders import copy_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A working folder with the reference year, to be written into."""
    return copy_workspace(tmp_path)


def test_both_files_are_written(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The deck of one project goes into ``reports/2019/slides`` as PPTX and as HTML, named by its id."""
    assert main(["slides", "--root", str(workspace), "--project", "市委市政府接待费"]) == 0
    folder = workspace / "reports" / "2019" / "slides"
    names = {path.name for path in folder.iterdir()}
    assert names == {"绩效评价汇报-2019-P0001.pptx", "绩效评价汇报-2019-P0001.html"}
    said = capsys.readouterr().out
    assert all(name in said for name in names)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "U001", "--project", "P0001"], "只能用一个"),
        (["--unit", "合作交流办"], "是否要用"),
        (["--unit", ""], "没有单位"),
        (["--project", "接待费"], "是否要用"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two scopes, an unknown unit or project: exit 2, what was probably meant, nothing written."""
    assert main(["slides", "--root", str(ROOT), "--year", "2019", *words]) == 2
    assert said in capsys.readouterr().err
