"""One task run from template to finished notebook; what papermill lets pass is refused or a failure."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jxanalytics.errors import JxaError, MisuseError
from jxanalytics.model import system_errors
from jxanalytics.runs.keys import stamp_beside
from jxanalytics.runs.notebook import (
    check_parameters,
    early_exit,
    normalise,
    read_notebook,
    unexecuted_cells,
    write_notebook,
)
from jxanalytics.runs.plan import Task

KERNEL = "python3"
# Names, as a cell's error has no more: what is raised on purpose speaks Chinese already.
_OWN = {"MisuseError", "DataError", "SchemeError", "ExtensionError", "BuildError"}
# What those who type notebooks meet most.
_HINTS = {
    "NameError": "用到的名称没有定义，请核对拼写；全年的数据叫 year",
    "SyntaxError": "写法有误，请核对括号、引号和逗号是否半角、是否成对",
    "IndentationError": "行首的空格不对，请与上一行对齐",
    "KeyError": "没有这一列或这一项，请核对名称，列名是英文",
    "AttributeError": "点号后面没有这个名称，请核对拼写",
    "ModuleNotFoundError": "没有安装所用的软件包",
    "FileNotFoundError": "找不到文件，请核对路径",
}
# Seconds a cell, where processes come from, whether a Jupyter kernel is used.
_How = tuple[float, Any, bool]


@dataclass(frozen=True)
class Result:
    """What became of a task: the executed notebook, or the reason (in Chinese) why there is none.

    ``final``: running it again cannot help, because it was refused before it ran.
    """

    task: Task
    notebook: Path | None
    reason: str = ""
    attempts: int = 1
    seconds: float = 0.0
    final: bool = False

    @property
    def failed(self) -> bool:
        return self.notebook is None


class CellFailed(JxaError, RuntimeError):
    """A notebook that did not run to its end; raised with the cell and the cause."""


def run_task(
    task: Task,
    target: Path,
    root: Path,
    seconds: float = 300,
    processes: Any = None,
    *,
    plain: bool = False,
    stamp: str = "",
) -> Result:
    """Execute one notebook in a process of its own and write it to ``target`` whole or not at all.

    Code runs with ``root`` as its working folder; one cell may take ``seconds``. ``processes`` is
    a `Source` of processes; ``plain`` runs papermill's own engine and a Jupyter kernel instead.
    With a ``stamp`` (see `Job`) the task fails where the template, or what all share, has changed.
    Nothing is raised for a task that fails: its Result says why.
    """
    started = time.monotonic()
    result = _tried(task, target, root, (seconds, processes, plain), stamp)
    return replace(result, seconds=time.monotonic() - started)


def _tried(task: Task, target: Path, root: Path, how: _How, stamp: str) -> Result:
    from jxanalytics.runs.channel import Orphaned

    target.unlink(missing_ok=True)
    try:
        notebook = _execute(task, root, *how)
        if stamp and stamp != stamp_beside(root, task.template):
            raise CellFailed(
                f"「{task.template.name}」或设置、程序在生成报告期间被改动，请重新运行"
            )
        write_notebook(notebook, target)
    except Orphaned:
        raise
    except MisuseError as error:
        return Result(task, None, str(error), final=True)
    except JxaError as error:
        return Result(task, None, str(error))
    except OSError as error:
        return Result(task, None, f"无法写入「{target.name}」：{system_errors.told(error)}")
    except Exception as error:  # noqa: BLE001 - whatever a notebook does, the other reports go on
        return Result(task, None, f"运行笔记本时出错：{type(error).__name__}：{error}")
    return Result(task, target)


def _execute(task: Task, root: Path, seconds: float, processes: Any, plain: bool) -> Any:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from jxanalytics.runs.engine.report import NAME

    template = read_notebook(task.template)
    check_parameters(template, task.template.name, task.parameters)
    kernel = template.metadata.get("kernelspec", {}).get("name", KERNEL)
    own = not plain and kernel == KERNEL
    try:
        notebook = papermill.execute_notebook(
            template,
            None,
            parameters=dict(task.parameters),
            engine_name=NAME if own else None,
            kernel_name=kernel,
            language="python" if kernel == KERNEL else None,
            cwd=str(root),
            progress_bar=False,
            execution_timeout=seconds,
            **({"processes": processes} if own else _kernel_settings()),
        )
    except PapermillExecutionError as error:
        number = _number(template, task, error.cell_index)
        said = _said(error.ename, error.evalue)
        raise CellFailed(f"第{number}个单元格出错：{said}") from None
    except Exception as error:
        raise _kernel_failure(error, seconds) from error
    if (cell := early_exit(notebook)) is not None:
        raise CellFailed(f"第{cell}个单元格提前退出了程序（SystemExit），后面的内容没有生成")
    if skipped := unexecuted_cells(notebook):
        raise CellFailed(f"第{'、'.join(map(str, skipped))}个单元格没有执行（程序提前退出）")
    normalise(notebook, task.name)
    return notebook


def _said(name: str, words: str) -> str:
    """An error of a cell in words: ours as it is, Python's with what is most likely meant before it."""
    if name in _OWN:
        return words
    hint = _HINTS.get(name)
    return f"{hint}（{name}：{words}）" if hint else f"{name}：{words}"


def _number(template: Any, task: Task, index: int) -> int:
    """The number in the template of the cell at ``index``; papermill added one after parameters."""
    tagged = ("parameters" in cell.metadata.get("tags", []) for cell in template.cells[:index])
    return index + 1 - bool(task.parameters and any(tagged))


def _kernel_settings() -> dict[str, Any]:
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    return {"extra_arguments": ["--IPKernelApp.log_level=50"]}


def _kernel_failure(error: Exception, seconds: float) -> Exception:
    """What goes wrong with a Jupyter kernel, in words; any other error as it is."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    if isinstance(error, CellTimeoutError):
        return CellFailed(f"有单元格运行超过{seconds:g}秒，已中止")
    if isinstance(error, DeadKernelError):
        return CellFailed("运行笔记本的进程意外退出，请重新生成；仍失败时请检查内存")
    return error
