"""The notebooks as committed: thin, without outputs, and running."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from jxanalytics.book.stage.baked import bake
from jxanalytics.model.store import save_year
from jxanalytics.runs.execute import run_task
from jxanalytics.runs.notebook import declared_parameters, read_notebook
from jxanalytics.runs.plan import Task
from jxanalytics.samples import make_years
from tests.conftest import ROOT

# A guided exploration to copy is no chapter: it may hold more than one expression a cell.
EXPLORE = "explore"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    """No outputs, no counts; valid nbformat 4.5 for the Python kernel every Jupyter has."""
    notebook = read_notebook(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None


@each
def test_a_notebook_declares_its_parameters(path: Path) -> None:
    """One cell tagged parameters names the data, and the project where it is about one."""
    wanted = {"data", "project"} if path.stem.endswith("report") else {"data"}
    assert declared_parameters(read_notebook(path), path.name) == wanted


@each
def test_a_notebook_holds_the_year_for_what_is_added(path: Path) -> None:
    """Whoever adds a chart or a table to a chapter finds the year under one name in all of them."""
    code = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
    assert "\nyear = jx.load(data)\n" in f"{code[1].source}\n"


@each
def test_a_notebook_is_thin(path: Path) -> None:
    """After parameters and import every code cell is one expression, and no figure is typed in."""
    if path.stem == EXPLORE:
        return
    notebook = read_notebook(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code[2:]:
        (statement,) = ast.parse(cell.source).body
        assert isinstance(statement, ast.Expr)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not any(c.isdigit() for c in cell.source)


def test_a_report_runs_and_bakes(tmp_path: Path) -> None:
    """Executed as the book does it, a report gives its title and the computed figures."""
    notebook = ROOT / "notebooks" / "self-evaluation-report.ipynb"
    parameters = {"data": "data/2019", "project": "P0001"}
    task = Task("P0001-self", notebook, parameters, "标题", "部分", "P0001")
    result = run_task(task, tmp_path / "P0001-self.ipynb", ROOT, 120)
    assert result.notebook is not None, result.reason
    baked = bake(result.notebook, "无")
    assert baked.title == "市委市政府接待费"
    for figure in ("24.67%", "932.42", "384.73", "复算得92分"):
        assert figure in baked.markdown


@pytest.mark.parametrize("years", [1, 2])
def test_the_exploration_runs_from_top_to_bottom(years: int, tmp_path: Path) -> None:
    """For the reference case alone, and for two made-up years side by side, every cell runs, in the
    folder of the notebook as Jupyter runs it."""
    data = "data/2019"
    if years > 1:
        for year in make_years((2023, 2024), projects=8, units=2):
            save_year(year, tmp_path / "data" / str(year.year))
        data = str(tmp_path / "data" / "2024")
    task = Task("explore", ROOT / "notebooks" / "explore.ipynb", {"data": data}, "数据探索", "部分")
    result = run_task(task, tmp_path / "explore.ipynb", ROOT / "notebooks", 120)
    assert result.notebook is not None, result.reason
    outputs = [
        out for cell in read_notebook(result.notebook).cells for out in cell.get("outputs", [])
    ]
    assert not [out for out in outputs if out.output_type == "stream"]
    shown = "".join(str(out.data.get("text/html", "")) for out in outputs)
    assert "预算执行率（%）" in shown and "linear-gradient" in shown
    assert sum("image/png" in out.data for out in outputs) == 2
    assert ("年度</th>" in shown) is (years > 1)
