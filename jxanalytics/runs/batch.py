"""All reports of a year: which need running and why, run by an executor, kept by what they are made from.

The store ``.work/notebooks/`` holds each executed notebook under its name and key. It is the truth
about what is finished: a file there is whole, and one with the right key need not be made again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

from jxanalytics.errors import BuildError, DataError
from jxanalytics.model.changing import settle
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.runs.content import Parts, digest, stamp_of, tree_digest
from jxanalytics.runs.engine.processes import Started
from jxanalytics.runs.execute import Result
from jxanalytics.runs.executor import Executor, choose_executor
from jxanalytics.runs.keys import Beyond, Key, Reach, difference, keys_of, stamp_beside
from jxanalytics.runs.ledger import FAILED, Entry, Ledger
from jxanalytics.runs.notebook import code_of
from jxanalytics.runs.plan import Task, plan_year
from jxanalytics.runs.pool import begun
from jxanalytics.runs.worker import Job, Setting
from jxanalytics.runs.workspace import Workspace

# Called with each result, how many of the reports to be run are finished, and how many there are.
Progress = Callable[[Result, int, int], None]


@dataclass(frozen=True)
class Planned:
    """A task with its key, the file it belongs in, and why it must be run ("": it need not)."""

    task: Task
    key: Key
    target: Path
    reason: str


class YearRun:
    """The reports of one year of a workspace, as they stand.

    ``ahead``: what is planned will be run, so a worker may get ready while it is planned. Who says
    so closes it in the end.
    """

    def __init__(self, workspace: Workspace, year: int, *, ahead: bool = False):
        self.workspace = workspace
        self.year = year
        self._store = workspace.working(year) / "notebooks"
        self._ledger = Ledger(workspace.working(year) / "ledger.jsonl")
        # The folder of what the reports last planned share; "" before any were.
        self._shared = ""
        self._stamps: dict[Path, str] = {}
        self._may_begin = ahead
        self._ahead: Started | None = None

    def close(self) -> None:
        """End a worker that got ready and has nothing to do."""
        if self._ahead is not None:
            self._ahead.end()

    def planned(self, *, force: bool = False) -> tuple[Planned, ...]:
        """Every report in reading order, with the reason for those to be run.

        Raises DataError for data that cannot be read, BuildError when nothing is listed.
        """
        folder = self.workspace.data / str(self.year)
        settle(folder)
        stamp = stamp_of(folder)
        year = load_year(folder)
        tasks = plan_year(self.workspace, year)
        root = self.workspace.root
        templates = {task.template for task in tasks}
        self._stamps = {template: stamp_beside(root, template) for template in templates}
        if not tasks:
            raise BuildError("_quarto.yml 没有列出任何章节或报告模板，请在 jxanalytics: 一节补上")
        keys = keys_of(tasks, year, root, self._beyond(year), self._reach(tasks), self._told_of)
        if stamp_of(folder) != stamp:
            raise DataError(f"「{folder.name}」年度的数据正在被改动，请改完后重新运行")
        return tuple(self._planned(task, keys[task.name], force) for task in tasks)

    @cached_property
    def _teller(self) -> tuple[ModuleType | None, str]:
        """The module that tells what reports take from beyond their projects, and its function, as
        the settings say."""
        module, _, function = self.workspace.settings.beyond.partition(":")
        return (import_module(module) if module else None), function

    @property
    def _told_of(self) -> tuple[str, ...]:
        """The files of the year's folder that are told of."""
        return tuple(getattr(self._teller[0], "TOLD_OF", ()))

    def _reach(self, tasks: Iterable[Task]) -> dict[Path, Reach]:
        """What the templates of project reports may see, where that can be told from their code."""
        alone = getattr(self._teller[0], "alone", None)
        if alone is None:
            return {}
        templates = {task.template for task in tasks if task.project_id}
        return {p: Reach.PAPERS if alone(code_of(p)) else Reach.YEAR for p in templates}

    def _beyond(self, year: EvaluationYear) -> Beyond | None:
        """What tells the parts of reports from beyond their projects."""
        module, function = self._teller
        if module is None or year.folder is None:
            return None
        files = [year.folder / name for name in self._told_of]
        told_of = tree_digest([path for path in files if path.is_file()], year.folder)

        def tell(contents: Parts) -> Mapping[str, Parts]:
            whole = digest(json.dumps([dict(contents), told_of], sort_keys=True).encode())
            folder = self.workspace.working(self.year) / "shared" / whole
            # Content that was planned before takes no time, and has most likely been run.
            if self._may_begin and not folder.is_dir():
                self._ahead = begun(self.workspace.settings.preload)
            self._shared = str(folder)
            told: Mapping[str, Parts] = getattr(module, function)(year, self._shared, contents)
            return told

        return tell

    def _planned(self, task: Task, key: Key, force: bool) -> Planned:
        target = self._store / f"{task.name}.{key.digest}.ipynb"
        reason = "" if target.is_file() else self._why(self._ledger.get(task.name), key)
        if force and not reason:
            reason = "按 --force 重新生成"
        return Planned(task, key, target, reason)

    def _why(self, entry: Entry | None, key: Key) -> str:
        if entry is None:
            return "首次生成"
        if entry.digest != key.digest:
            return difference(self._ledger.parts(entry), key.parts)
        if entry.state == FAILED:
            return f"上次未能生成：{entry.reason}"
        return "结果文件缺失"

    def run(
        self,
        planned: Sequence[Planned],
        *,
        workers: int = 0,
        executor: str = "",
        progress: Progress | None = None,
    ) -> tuple[Result, ...]:
        """Run what needs running; results of all reports in reading order.

        Nothing is raised for a report that fails: its Result says why.
        """
        due = {item.task.name: item for item in planned if item.reason}
        done: dict[str, Result] = {}
        if due:
            self._store.mkdir(parents=True, exist_ok=True)
            ahead, self._ahead = self._ahead, None
            count = workers or self._workers
            made = choose_executor(
                executor, self._setting([item.task for item in due.values()]), count, ahead
            )
            with contextlib.closing(made):
                for number, result in enumerate(self._results(made, due.values()), start=1):
                    self._ledger.append(result, due[result.task.name].key)
                    done[result.task.name] = result
                    if progress is not None:
                        progress(result, number, len(due))
        self._tidy(planned)
        return tuple(
            done.get(item.task.name) or Result(item.task, item.target, attempts=0)
            for item in planned
        )

    def _results(self, executor: Executor, due: Iterable[Planned]) -> Iterable[Result]:
        for item in due:
            item.target.unlink(missing_ok=True)
        return executor.run(
            Job(item.task, item.target, self._stamps.get(item.task.template, "")) for item in due
        )

    def entries(self, planned: Iterable[Planned]) -> dict[str, Entry]:
        """The last run of each report that has had one."""
        found = {item.task.name: self._ledger.get(item.task.name) for item in planned}
        return {name: entry for name, entry in found.items() if entry is not None}

    @property
    def _workers(self) -> int:
        return self.workspace.settings.workers

    def _setting(self, due: Sequence[Task]) -> Setting:
        settings = self.workspace.settings
        return Setting(
            root=self.workspace.root,
            data=str(self.workspace.data / str(self.year)),
            preload=settings.preload,
            seconds=settings.seconds,
            kind=settings.isolation,
            reports=len(due),
            chapters=sum(not task.project_id for task in due),
            shared=self._shared,
        )

    def _tidy(self, planned: Sequence[Planned]) -> None:
        """Take away notebooks made from what no longer is, and what a killed build left half-made."""
        kept = {item.target.name for item in planned}
        for path in self._store.iterdir() if self._store.is_dir() else ():
            if path.name not in kept:
                path.unlink(missing_ok=True)
        self._ledger.compact({item.task.name for item in planned})


def publish(results: Iterable[Result], folder: Path) -> None:
    """The executed notebooks for people to open, under plain names; unchanged ones stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = set()
    for result in results:
        if result.notebook is not None:
            target = folder / f"{result.task.name}.ipynb"
            kept.add(target.name)
            if not _same(result.notebook, target):
                part = folder / f".{target.name}.tmp"
                shutil.copy2(result.notebook, part)
                part.replace(target)
    for path in folder.iterdir():
        if path.name not in kept and path.is_file():
            path.unlink()


def _same(one: Path, other: Path) -> bool:
    if not other.is_file():
        return False
    a, b = one.stat(), other.stat()
    return (a.st_size, a.st_mtime_ns) == (b.st_size, b.st_mtime_ns)


def run_tasks(
    tasks: Sequence[Task], folder: Path, setting: Setting, *, workers: int = 0
) -> tuple[Result, ...]:
    """Run tasks into ``folder`` whatever has been run before; results in the tasks' order."""
    executor = choose_executor("", setting, workers)
    results: dict[str, Result] = {}
    with contextlib.closing(executor):
        for result in executor.run(Job(task, folder / f"{task.name}.ipynb") for task in tasks):
            results[result.task.name] = result
    return tuple(results[task.name] for task in tasks)
