"""``python -m jxanalytics.runs.worker NAME…``: a process that warms up once and runs one task after another.

What it is to import is named, so that it is under way before there is a setting. It talks over its standard input and output (`channel`): first comes its setting, then tasks; for
each it says the process the report runs in, so that its master can end that too, and the result.
When its master ends, so does it, with what it has started.
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jxanalytics.runs.channel import Channel, Closed, Message, Orphaned
from jxanalytics.runs.engine.fresh import own_channel
from jxanalytics.runs.engine.processes import Forks, Fresh, Process, Source, can_fork
from jxanalytics.runs.execute import Result, run_task
from jxanalytics.runs.plan import Task
from jxanalytics.runs.preload import DEFAULT, imported, preload

FORK, FRESH, KERNEL, AUTO = "fork", "fresh", "kernel", "auto"
KINDS = (AUTO, FORK, FRESH, KERNEL)


@dataclass(frozen=True)
class Setting:
    """What all tasks of a build have in common.

    ``data``, the year's folder, ``reports``, how many are to be run, ``chapters``, how many of them
    are of the whole year, and ``shared``, the folder of what they share, are handed to what
    ``preload`` names; ``kind`` says what a report
    runs in: a forked process, a fresh interpreter, a Jupyter kernel, or the best there is.
    """

    root: Path
    data: str = ""
    preload: tuple[str, ...] = DEFAULT
    seconds: float = 300
    kind: str = AUTO
    reports: int = 1
    chapters: int = 0
    shared: str = ""

    def message(self) -> Message:
        return {**asdict(self), "root": str(self.root)}

    @classmethod
    def of(cls, said: Message) -> Setting:
        return cls(**{**said, "root": Path(said["root"]), "preload": tuple(said["preload"])})


@dataclass(frozen=True)
class Job:
    """One task and the file its notebook is to be written to.

    ``stamp`` is `keys.stamp_beside` of its template when it was planned; "" where nobody looked.
    """

    task: Task
    target: Path
    stamp: str = ""

    def message(self) -> Message:
        task = {**vars(self.task), "template": str(self.task.template)}
        return {"task": task, "target": str(self.target), "stamp": self.stamp}

    @classmethod
    def of(cls, said: Message) -> Job:
        task = {**said["task"], "template": Path(said["task"]["template"])}
        return cls(Task(**task), Path(said["target"]), said["stamp"])


@dataclass
class Told:
    """A source that tells the master which process a report runs in."""

    source: Source
    channel: Channel
    pids: list[int] = field(default_factory=list)

    def start(self, job: Message) -> Process:
        process = self.source.start(job)
        self.channel.send({"process": process.pid})
        return process

    def close(self) -> None:
        self.source.close()


def receipt(result: Result) -> Message:
    """A result without its task: what goes over the wire."""
    return {
        "notebook": None if result.notebook is None else str(result.notebook),
        "reason": result.reason,
        "attempts": result.attempts,
        "seconds": result.seconds,
        "final": result.final,
    }


def main() -> None:
    """Run the tasks that come over standard input until it is closed."""
    channel = own_channel()
    if can_fork():
        imported(["papermill", *sys.argv[1:]])
    with contextlib.suppress(Closed, Orphaned):
        setting = Setting.of(channel.receive())
        source = _source(setting, channel)
        try:
            while True:
                job = Job.of(channel.receive())
                result = run_task(
                    job.task,
                    job.target,
                    setting.root,
                    setting.seconds,
                    source,
                    plain=setting.kind == KERNEL,
                    stamp=job.stamp,
                )
                channel.send(receipt(result))
        finally:
            source.close()


def _source(setting: Setting, channel: Channel) -> Source:
    kind = setting.kind
    if kind == AUTO:
        kind = FORK if can_fork() else FRESH
    if kind == FRESH:
        return Told(Fresh(setting.preload, setting.data, setting.shared), channel)
    if kind == FORK:
        preload(setting.preload, setting.data, setting.reports, setting.shared, setting.chapters)
    return Told(Forks(master=channel.reading), channel)


def variables() -> dict[str, str]:
    """What every process of a build finds in its environment, whatever the machine has set."""
    single = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        **dict.fromkeys(single, "1"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "",
        "TZ": "CST-8",
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


if __name__ == "__main__":
    main()
    os._exit(0)
