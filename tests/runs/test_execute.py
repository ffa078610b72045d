"""Tasks run with papermill: what plain papermill lets pass is refused or called a failure."""

from __future__ import annotations

import decimal
import errno
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from jxanalytics.errors import BuildError, MisuseError
from jxanalytics.runs.execute import run_task
from jxanalytics.runs.notebook import (
    check_parameters,
    normalise,
    read_notebook,
    title_of,
    write_notebook,
)
from tests.runs.conftest import Run
from tests.runs.notebooks import notebook, task, texts


def test_parameter_reaches_the_notebook(run: Run) -> None:
    """The project asked for is the project reported on."""
    assert texts(run("print(project)", project="P7")) == "P7\n"


def test_template_without_parameters_cell_is_refused(tmp_path: Path) -> None:
    """Without a parameters cell every project would get the same report."""
    template = notebook(tmp_path, "1", parameters=None)
    result = run_task(task(template), tmp_path / "out.ipynb", tmp_path)
    assert result.failed and result.final
    assert "parameters" in result.reason


@pytest.mark.parametrize("name", ["porject", "project\nimport os", "project = 1; x"])
def test_unknown_parameter_is_refused_before_running(tmp_path: Path, name: str) -> None:
    """A parameter the template does not declare is named, with those it does declare; a name that
    would be code is no name."""
    template = notebook(tmp_path, "1")
    with pytest.raises(MisuseError, match=r"没有参数「[^」]*」.*project"):
        check_parameters(read_notebook(template), template.name, {name: "P1"})


@pytest.mark.parametrize(
    "value", [np.int64(3), pd.NaT, pd.NA, ("a",), decimal.Decimal("1.5"), 1.5, None, {"a": 1}]
)
def test_only_plain_parameters_are_taken(tmp_path: Path, value: object) -> None:
    """What would reach the notebook as something else, or not at all, is refused by its type."""
    template = notebook(tmp_path, "1")
    with pytest.raises(MisuseError, match=type(value).__name__):
        check_parameters(read_notebook(template), template.name, {"project": value})


def test_text_in_a_parameter_never_becomes_code(run: Run) -> None:
    """Quotes, line ends and backslashes of a value arrive as they are."""
    text = '\'; raise SystemExit\n""" \\n {x} 项目'
    assert texts(run("print(project)", project=text)) == text + "\n"


def test_cells_that_were_not_run_fail_the_report(tmp_path: Path) -> None:
    """papermill calls sys.exit(0) in a kernel a success though later cells never ran."""
    template = notebook(tmp_path, "import sys; sys.exit(0)", "print('later')")
    result = run_task(task(template), tmp_path / "out.ipynb", tmp_path, plain=True)
    assert result.failed
    assert "提前退出" in result.reason
    assert not (tmp_path / "out.ipynb").exists()


def test_a_template_may_have_braces_in_its_path(tmp_path: Path) -> None:
    """papermill would take {2019} in a path for a parameter."""
    template = notebook(tmp_path / "{year}", "print('ja')")
    assert texts(run_task(task(template), tmp_path / "out.ipynb", tmp_path)) == "ja\n"


def test_streams_cut_by_chance_are_joined() -> None:
    """Where a kernel flushed its output says nothing: the same text gives the same notebook."""
    cells = [new_code_cell("1") for _ in range(2)]
    for cell, pieces in zip(cells, (["甲", "乙"], ["甲乙"]), strict=True):
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=t) for t in pieces]
    one, other = (new_notebook(cells=[cell]) for cell in cells)
    for made in (one, other):
        normalise(made, "P1")
    assert one == other


def test_broken_notebook_is_named(tmp_path: Path) -> None:
    """A file that is no notebook is refused with its name."""
    path = tmp_path / "坏.ipynb"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(BuildError, match=r"坏\.ipynb"):
        read_notebook(path)


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """An invalid notebook leaves neither a file nor a temporary one."""
    with pytest.raises(nbformat.ValidationError):
        broken = new_notebook(cells=[new_code_cell("1")])
        broken.cells[0].cell_type = "nonsense"
        write_notebook(broken, tmp_path / "x.ipynb")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_last_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full the file of before stays as it was, and no other is left; a task says so."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "out.ipynb"
    target.write_text("before", encoding="utf-8")
    template = notebook(tmp_path / "t", "1")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_notebook(read_notebook(template), target)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.ipynb"]
    assert target.read_text(encoding="utf-8") == "before"
    result = run_task(task(template), tmp_path / "new.ipynb", tmp_path)
    assert "无法写入「new.ipynb」：磁盘空间不足" in result.reason


def test_title_comes_from_the_first_heading(tmp_path: Path) -> None:
    """A chapter that cannot be made still has the title its author gave it."""
    assert title_of(notebook(tmp_path, "1")) == "试验报告"
