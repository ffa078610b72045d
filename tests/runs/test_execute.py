"""Notebooks run with papermill: what plain papermill lets pass is refused or called a failure."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from jxanalytics.errors import BuildError, MisuseError
from jxanalytics.runs.execute import Result, run_task, run_tasks
from jxanalytics.runs.notebook import check_parameters, read_notebook, title_of, write_notebook
from jxanalytics.runs.plan import Task


def notebook(folder: Path, *sources: str, parameters: str | None = 'project = "P0"') -> Path:
    """A template with the given code cells after its parameters cell."""
    cells = [new_markdown_cell("# 试验报告")]
    if parameters is not None:
        cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    cells += [new_code_cell(source) for source in sources]
    path = folder / "template.ipynb"
    made = new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(made, path)
    return path


def task(template: Path, name: str = "P1-self", **parameters: str) -> Task:
    return Task(name, template, parameters or {"project": "P1"}, "试验报告", "报告", "P1")


def run(tmp_path: Path, template: Path, seconds: int = 60, **parameters: str) -> Result:
    return run_task(task(template, **parameters), tmp_path / "out", tmp_path, seconds)


def texts(result: Result) -> str:
    assert result.notebook is not None, result.reason
    cells = read_notebook(result.notebook).cells
    return "".join(o.get("text", "") for c in cells if c.cell_type == "code" for o in c.outputs)


def test_parameter_reaches_the_notebook(tmp_path: Path) -> None:
    """The project asked for is the project reported on."""
    result = run(tmp_path, notebook(tmp_path, "print(project)"), project="P7")
    assert texts(result) == "P7\n"


def test_template_without_parameters_cell_is_refused(tmp_path: Path) -> None:
    """Without a parameters cell every project would get the same report."""
    result = run(tmp_path, notebook(tmp_path, "1", parameters=None))
    assert result.failed
    assert "parameters" in result.reason


def test_misspelt_parameter_is_refused_before_running(tmp_path: Path) -> None:
    """A parameter the template does not declare is named, with those it does declare."""
    with pytest.raises(MisuseError, match=r"没有参数「porject」.*project"):
        template = notebook(tmp_path, "1")
        check_parameters(read_notebook(template), template.name, {"porject": "P1"})


def test_cell_error_is_a_failure_with_its_reason(tmp_path: Path) -> None:
    """The reason names the cell and the error; no output is left behind."""
    result = run(tmp_path, notebook(tmp_path, "raise ValueError('金额为空')"))
    assert result.failed
    assert "第3个单元格" in result.reason or "第4个单元格" in result.reason
    assert "金额为空" in result.reason
    assert not list((tmp_path / "out").glob("*.ipynb"))


def test_exit_in_a_cell_is_a_failure(tmp_path: Path) -> None:
    """papermill calls sys.exit(0) a success though later cells never ran."""
    result = run(tmp_path, notebook(tmp_path, "import sys; sys.exit(0)", "print('later')"))
    assert result.failed


def test_endless_cell_is_stopped(tmp_path: Path) -> None:
    """A cell that never ends is stopped at the time limit and said so."""
    result = run(tmp_path, notebook(tmp_path, "while True: pass"), seconds=3)
    assert result.failed
    assert "3秒" in result.reason


def test_killed_kernel_is_a_failure(tmp_path: Path) -> None:
    """A kernel that dies fails its report only."""
    result = run(tmp_path, notebook(tmp_path, "import os; os._exit(1)"))
    assert result.failed
    assert result.reason


def test_one_failure_leaves_the_others_standing_and_bytes_repeat(tmp_path: Path) -> None:
    """Parallel runs keep the tasks' order, isolate failures, and give the same bytes each time."""
    template = notebook(tmp_path, "assert project != 'bad', '坏项目'\nprint(project)")
    tasks = [task(template, f"{p}-self", project=p) for p in ("P1", "bad", "P2")]
    first = run_tasks(tasks, tmp_path / "a", tmp_path, workers=2)
    second = run_tasks(tasks, tmp_path / "b", tmp_path, workers=1)
    assert [r.failed for r in first] == [False, True, False]
    for one, other in zip(first, second, strict=True):
        if one.notebook and other.notebook:
            assert one.notebook.read_bytes() == other.notebook.read_bytes()


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


def test_title_comes_from_the_first_heading(tmp_path: Path) -> None:
    """A chapter that cannot be made still has the title its author gave it."""
    assert title_of(notebook(tmp_path, "1")) == "试验报告"
