"""Reading, checking and normalising notebooks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from jxanalytics.errors import BuildError, MisuseError
from jxanalytics.model.whole import write_whole

_ASSIGNED = re.compile(r"^([A-Za-z_]\w*)\s*(?::[^=]+)?=", re.M)
_PLAIN = (str, int, bool)
_INJECTED = "injected-parameters"
# Per-run noise that papermill and the kernel leave behind.
_NOISE = ("papermill", "execution", "ExecuteTime")


def read_notebook(path: Path) -> Any:
    """A notebook as nbformat 4. Raises BuildError naming the file where it is broken."""
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise BuildError(f"找不到笔记本「{path}」") from error
    except Exception as error:
        raise BuildError(
            f"笔记本「{path.name}」已损坏，无法读取，请用改动前的备份，"
            "或从新建的工作目录（jxa new）中取一份原来的"
        ) from error


def code_of(path: Path) -> str:
    """The source of all code cells."""
    cells = read_notebook(path).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def declared_parameters(notebook: Any, name: str) -> set[str]:
    """The names assigned in the cell tagged ``parameters``. Raises MisuseError without such a cell."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            return set(_ASSIGNED.findall(cell.source))
    raise MisuseError(
        f"笔记本「{name}」没有标记为 parameters 的单元格，编印时无处填写年度和项目；"
        "请从自带的章节中把该单元格复制过来"
    )


def check_parameters(notebook: Any, name: str, parameters: Mapping[str, str]) -> None:
    """Refuse what papermill would let pass: a misspelt parameter runs the default project."""
    declared = declared_parameters(notebook, name)
    for key in parameters:
        if key not in declared:
            known = "、".join(sorted(declared)) or "无"
            raise MisuseError(f"笔记本「{name}」没有参数「{key}」，已声明的参数：{known}")
        if type(parameters[key]) not in _PLAIN:
            kind = type(parameters[key]).__name__
            raise MisuseError(
                f"笔记本「{name}」的参数「{key}」应为文字、整数或真假值，现为 {kind}，请先转换"
            )


def cell_number(cells: Any, index: int) -> int:
    """The number (from 1) a cell has in the template, where papermill's own cell is not."""
    added = sum(_INJECTED in cell.metadata.get("tags", []) for cell in cells[:index])
    return index + 1 - added


def unexecuted_cells(notebook: Any) -> list[int]:
    """Numbers of code cells that hold code and were never run."""
    return [
        cell_number(notebook.cells, index)
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None
    ]


def early_exit(notebook: Any) -> int | None:
    """The number of the cell that ended the program, which papermill takes for success."""
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and output.ename == "SystemExit":
                return cell_number(notebook.cells, index)
    return None


def normalise(notebook: Any, name: str) -> None:
    """Take out all that differs between two runs of the same input: times, random ids, paths,
    where a stream happened to be cut."""
    for key in _NOISE:
        notebook.metadata.pop(key, None)
    for number, cell in enumerate(notebook.cells):
        for key in _NOISE:
            cell.metadata.pop(key, None)
        cell.id = hashlib.sha256(f"{name}/{number}".encode()).hexdigest()[:12]
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)


def _joined(outputs: Any) -> list[Any]:
    """Neighbouring pieces of one stream as one output."""
    whole: list[Any] = []
    for output in outputs:
        before = whole[-1] if whole else None
        if (
            before is not None
            and output.output_type == before.output_type == "stream"
            and output.name == before.name
        ):
            before.text += output.text
        else:
            whole.append(output)
    return whole


def write_notebook(notebook: Any, path: Path) -> None:
    """Write a notebook that fits its format, whole or not at all."""
    nbformat.validate(notebook)
    write_whole(path, nbformat.writes(notebook) + "\n")


def title_of(path: Path, otherwise: str = "") -> str:
    """The first top-level heading in a notebook's Markdown cells; else ``otherwise`` or its name."""
    for cell in read_notebook(path).cells:
        if cell.cell_type == "markdown" and (
            found := re.search(r"^# +(.+?)(?: +\{[^}]*\})?\s*$", cell.source, re.M)
        ):
            return str(found[1])
    return otherwise or path.stem
