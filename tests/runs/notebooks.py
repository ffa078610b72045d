"""Small templates made for a test, and what executed notebooks hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from jxanalytics.runs.execute import Result
from jxanalytics.runs.notebook import read_notebook
from jxanalytics.runs.plan import Task


def notebook(
    folder: Path, *sources: str, parameters: str | None = 'project = "P0"', name: str = "template"
) -> Path:
    """A template with the given code cells after its parameters cell."""
    cells = [new_markdown_cell("# 试验报告")]
    if parameters is not None:
        cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    cells += [new_code_cell(source) for source in sources]
    made = new_notebook(cells=cells)
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(made, path)
    return path


def task(template: Path, name: str = "P1-self", **parameters: Any) -> Task:
    return Task(name, template, parameters or {"project": "P1"}, "试验报告", "报告", "P1")


def outputs(result: Result) -> list[Any]:
    """All outputs of an executed notebook; fails with the reason where there is none."""
    assert result.notebook is not None, result.reason
    cells = read_notebook(result.notebook).cells
    return [output for cell in cells for output in cell.get("outputs", ())]


def texts(result: Result) -> str:
    """All that was printed."""
    return "".join(output.get("text", "") for output in outputs(result))
