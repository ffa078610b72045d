"""All tasks of a build: given to an executor, results in the tasks' order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from jxanalytics.runs.execute import Result
from jxanalytics.runs.plan import Task
from jxanalytics.runs.pool import LocalPool
from jxanalytics.runs.worker import Job, Setting


def run_tasks(
    tasks: Sequence[Task],
    folder: Path,
    setting: Setting,
    *,
    workers: int = 0,
    progress: Callable[[Result], None] | None = None,
) -> tuple[Result, ...]:
    """Run all tasks, ``workers`` at a time (0: one a processor), results in the tasks' order.

    Executed notebooks are written to ``folder``. Nothing is raised for a task that fails: its
    Result says why.
    """
    results: dict[str, Result] = {}
    jobs = [Job(task, folder / f"{task.name}.ipynb") for task in tasks]
    for result in LocalPool(setting, workers).run(jobs):
        results[result.task.name] = result
        if progress is not None:
            progress(result)
    return tuple(results[task.name] for task in tasks)
