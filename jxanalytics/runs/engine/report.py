"""``ReportEngine``: the papermill engine registered as ``jxanalytics``."""

from __future__ import annotations

import os
import platform
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from papermill.engines import Engine, papermill_engines

from jxanalytics.errors import JxaError
from jxanalytics.runs.channel import Closed
from jxanalytics.runs.engine.processes import Forks, Fresh, Process, Source, can_fork
from jxanalytics.runs.notebook import cell_number
from jxanalytics.runs.preload import DEFAULT

NAME = "jxanalytics"
# For a fresh interpreter to start and warm up, beyond the time of the first cell.
STARTING = 120
SECONDS = 300


class ReportProcessError(JxaError, RuntimeError):
    """The process of a report ended, or had to be ended, before the report was finished."""


class ReportEngine(Engine):  # type: ignore[misc]  # papermill publishes no types
    """Runs each notebook in a clean process; see `jxanalytics.runs.engine`.

    ``execution_timeout`` is the time for one cell in seconds. ``processes`` is where processes
    come from; without it one is forked, or started anew where this process cannot be forked.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        execution_timeout: float | None = None,
        processes: Source | None = None,
        **_: Any,
    ) -> None:
        """Raises ReportProcessError when the process dies or a cell takes too long."""
        cells = nb_man.nb.cells
        job = {
            "folder": os.getcwd(),  # noqa: PTH109 - papermill has gone where the notebook runs
            "cells": [
                [index, cell.source]
                for index, cell in enumerate(cells)
                if cell.cell_type == "code" and cell.source.strip()
            ],
        }
        with _source(processes) as source:
            process = source.start(job)
            try:
                _follow(nb_man, process, execution_timeout or SECONDS)
            finally:
                process.end()
        nb_man.nb.metadata["language_info"] = _language()


@contextmanager
def _source(given: Source | None) -> Iterator[Source]:
    if given is not None:
        yield given
        return
    own: Source = Forks() if can_fork() else Fresh(DEFAULT, "", ahead=0)
    try:
        yield own
    finally:
        own.close()


def _follow(nb_man: Any, process: Process, seconds: float) -> None:
    """Take in what the process sends until its last cell is done."""
    cells = nb_man.nb.cells
    limit, running = seconds + STARTING, 0
    while True:
        try:
            message = process.channel.receive(limit)
        except TimeoutError:
            number = cell_number(cells, running)
            raise ReportProcessError(f"第{number}个单元格运行超过{seconds:g}秒，已中止") from None
        except Closed:
            number = cell_number(cells, running)
            raise ReportProcessError(_ended(process.end(), number)) from None
        limit = seconds
        if "end" in message:
            return
        if "broken" in message:
            raise ReportProcessError(f"运行报告的进程出错：{message['broken']}")
        if "start" in message:
            running = message["start"]
            nb_man.cell_start(cells[running], running)
            continue
        cell = cells[running]
        cell.execution_count = message["count"]
        cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]
        if message["failed"]:
            nb_man.cell_exception(cell, cell_index=running)
        nb_man.cell_complete(cell, cell_index=running)


def _ended(code: int | None, number: int) -> str:
    where = f"第{number}个单元格使运行报告的进程意外结束"
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        memory = "，可能是内存不足" if -code == signal.SIGKILL else ""
        return f"{where}（信号 {name}{memory}）"
    return f"{where}（退出码{code}）"


def _language() -> Any:
    """What a kernel tells of its language."""
    return nbformat.from_dict(
        {
            "name": "python",
            "version": platform.python_version(),
            "mimetype": "text/x-python",
            "codemirror_mode": {"name": "ipython", "version": 3},
            "pygments_lexer": "ipython3",
            "nbconvert_exporter": "python",
            "file_extension": ".py",
        }
    )


# Papermill finds engines of installed packages; this process's own is there in any case.
papermill_engines.register(NAME, ReportEngine)
