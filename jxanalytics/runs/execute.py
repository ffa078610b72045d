"""Tasks executed with papermill in parallel processes; one failure leaves the others standing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from jxanalytics.errors import JxaError
from jxanalytics.runs.notebook import (
    check_parameters,
    normalise,
    read_notebook,
    unexecuted_cells,
    write_notebook,
)
from jxanalytics.runs.plan import Task

KERNEL = "python3"


@dataclass(frozen=True)
class Result:
    """What became of a task: the executed notebook, or the reason (in Chinese) why there is none."""

    task: Task
    notebook: Path | None
    reason: str = ""

    @property
    def failed(self) -> bool:
        return self.notebook is None


def run_tasks(
    tasks: Sequence[Task],
    folder: Path,
    root: Path,
    *,
    workers: int = 0,
    seconds: int = 300,
    progress: Callable[[Result], None] | None = None,
) -> tuple[Result, ...]:
    """Run all tasks, ``workers`` at a time (0: one a processor), results in the tasks' order.

    Executed notebooks are written to ``folder``; code runs with ``root`` as its working folder
    and is stopped when one cell takes longer than ``seconds``. Nothing is raised for a task that
    fails: its Result says why.
    """
    count = min(workers or os.cpu_count() or 1, max(len(tasks), 1))
    results: dict[str, Result] = {}
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(run_task, task, folder, root, seconds): task for task in tasks}
        for result in _finished(futures):
            results[result.task.name] = result
            if progress is not None:
                progress(result)
    return tuple(results[task.name] for task in tasks)


def _finished(futures: dict[Future[Result], Task]) -> Iterator[Result]:
    for future in as_completed(futures):
        try:
            yield future.result()
        except BrokenProcessPool:
            yield Result(futures[future], None, "执行进程意外中止（可能是内存不足），请重新生成")


def run_task(task: Task, folder: Path, root: Path, seconds: int) -> Result:
    """Execute one notebook in a kernel of its own."""
    target = folder / f"{task.name}.ipynb"
    target.unlink(missing_ok=True)
    try:
        notebook = _execute(task, root, seconds)
        write_notebook(notebook, target)
    except JxaError as error:
        return Result(task, None, str(error))
    except OSError as error:
        return Result(task, None, f"无法写入「{target.name}」：{error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - whatever a kernel does, the other reports go on
        return Result(task, None, f"运行笔记本时出错：{type(error).__name__}：{error}")
    return Result(task, target)


class CellFailed(JxaError, RuntimeError):
    """A notebook that did not run to its end; raised with the cell and the cause."""


def _execute(task: Task, root: Path, seconds: int) -> object:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    check_parameters(read_notebook(task.template), task.template.name, task.parameters)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    with tempfile.TemporaryDirectory(prefix="jxa-run-") as scratch:
        output = Path(scratch) / task.template.name
        try:
            papermill.execute_notebook(
                str(task.template),
                str(output),
                parameters=dict(task.parameters),
                kernel_name=KERNEL,
                language="python",
                cwd=str(root),
                progress_bar=False,
                execution_timeout=seconds,
                extra_arguments=["--IPKernelApp.log_level=50"],
            )
        except PapermillExecutionError as error:
            raise CellFailed(
                f"第{error.cell_index + 1}个单元格出错：{error.ename}：{error.evalue}"
            ) from None
        except CellTimeoutError:
            raise CellFailed(f"有单元格运行超过{seconds}秒，已中止") from None
        except DeadKernelError:
            raise CellFailed("运行笔记本的进程意外退出，请重新生成；仍失败时请检查内存") from None
        notebook = read_notebook(output)
    if skipped := unexecuted_cells(notebook):
        raise CellFailed(f"第{'、'.join(map(str, skipped))}个单元格没有执行（程序提前退出）")
    normalise(notebook, task.name)
    return notebook
