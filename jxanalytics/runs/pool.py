"""The pool of this machine: worker processes, one thread here for each."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from jxanalytics.runs.channel import Closed, Message
from jxanalytics.runs.engine.processes import Started, end_group
from jxanalytics.runs.execute import Result
from jxanalytics.runs.worker import Job, Setting, variables

ATTEMPTS = 2
# -P: the folder a build is started in is no place to import from; a report's own folder is.
_WORKER = [sys.executable, "-P", "-m", "jxanalytics.runs.worker"]


def begun(preload: Sequence[str]) -> Started:
    """A worker process that imports what is named while it waits for its setting."""
    return Started([*_WORKER, *preload], variables())


class Worker:
    """A worker process as its master sees it; started at its first job, again when it has died.

    ``ahead`` is a process that was begun before the setting was known.
    """

    def __init__(self, setting: Setting, ahead: Started | None = None):
        self._setting = setting
        self._ahead = ahead
        self._process: Started | None = None
        self._report: int | None = None
        self._ended = False
        self._lock = threading.Lock()

    def run(self, job: Job) -> Result:
        """The result of a job; one that fails is tried once more, in a new process as always."""
        for attempt in range(1, ATTEMPTS + 1):
            result = replace(self._once(job), attempts=attempt)
            if not result.failed or result.final or self._ended:
                break
        return result

    def end(self) -> None:
        """Kill the worker and the report it runs, at once; may be called from another thread."""
        self._ended = True
        self._drop()

    def _once(self, job: Job) -> Result:
        try:
            channel = self._started().channel
            channel.send(job.message())
            while "process" in (said := channel.receive()):
                self._report = said["process"]
        except (Closed, OSError):
            self._drop()
            return Result(job.task, None, "执行进程意外中止（可能是内存不足），请重新生成")
        self._report = None
        return result_of(job, said)

    def _started(self) -> Started:
        with self._lock:
            if self._ended:
                raise Closed
            if self._process is None:
                ahead, self._ahead = self._ahead, None
                self._process = ahead or begun(self._setting.preload)
                self._process.channel.send(self._setting.message())
            return self._process

    def _drop(self) -> None:
        with self._lock:
            report, self._report = self._report, None
            process, self._process = self._process or self._ahead, None
            self._ahead = None
        if process is not None:
            process.end()
        if report is not None:
            end_group(report)


def result_of(job: Job, said: Message) -> Result:
    """A result from what a worker says of it."""
    notebook = said["notebook"]
    return Result(
        job.task,
        None if notebook is None else Path(notebook),
        said["reason"],
        attempts=said["attempts"],
        seconds=said["seconds"],
        final=said["final"],
    )


class LocalPool:
    """Runs jobs in ``workers`` processes of this machine (0: one a processor), the first of them
    ``ahead``, if one was begun; it ends with the pool."""

    def __init__(self, setting: Setting, workers: int = 0, ahead: Started | None = None):
        self._setting = setting
        self._ahead = ahead
        self._count = workers or os.cpu_count() or 1
        self._workers: list[Worker] = []

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Results as they come; abandoning the iterator ends everything at once."""
        waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        done: queue.SimpleQueue[Result] = queue.SimpleQueue()
        for job in jobs:
            waiting.put(job)
        total = waiting.qsize()
        ahead, self._ahead = self._ahead, None
        begun = [ahead, *[None] * total][: min(self._count, total)]
        self._workers = [Worker(self._setting, process) for process in begun]
        for worker in self._workers:
            threading.Thread(target=_work, args=(worker, waiting, done), daemon=True).start()
        try:
            for _ in range(total):
                yield done.get()
        finally:
            self.close()

    def close(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers = []
        if self._ahead is not None:
            self._ahead.end()


def _work(worker: Worker, waiting: queue.SimpleQueue[Job], done: queue.SimpleQueue[Result]) -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            job = waiting.get_nowait()
            done.put(worker.run(job))
