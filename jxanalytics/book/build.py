"""A year's book from data to finished files: plan, run, stage, render, verify, put in place."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jxanalytics.book.engines.choose import Choice, choose_engine
from jxanalytics.book.stage.staged import stage_book
from jxanalytics.book.verify.book import verify_book
from jxanalytics.errors import DataError
from jxanalytics.model.whole import moved_away, replace_folder
from jxanalytics.runs.batch import Planned, Progress, YearRun, publish
from jxanalytics.runs.execute import Result
from jxanalytics.runs.lock import year_lock
from jxanalytics.runs.manifest import (
    inputs_of,
    made_with,
    outputs_of,
    read_manifest,
    write_manifest,
)
from jxanalytics.runs.workspace import Workspace

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How a book is built; ``force`` runs every report and binds the book whatever is there."""

    engine: str = "auto"
    workers: int = 0
    executor: str = ""
    force: bool = False


@dataclass(frozen=True)
class BookResult:
    """A finished book: its folder, the reports that could not be made, what verification found,
    how many reports were run and how many there are."""

    folder: Path
    failed: tuple[Result, ...]
    problems: tuple[str, ...] = ()
    ran: int = 0
    reports: int = field(default=0)


def build_book(
    workspace: Workspace,
    year: int,
    options: Options | None = None,
    *,
    say: Say = print,
    progress: Progress | None = None,
) -> BookResult:
    """Build ``reports/<year>/book/``; the last good book stays until the new one is complete.

    Reports are run and pages bound only where what they are made from has changed. ``progress``
    is called with each result of a run. Raises DataError for data that cannot be read, BuildError
    when no book could be rendered or another build of the year is going on; a report that fails
    is only a page of the book and is listed in the result.
    """
    options = options or Options()
    choice = choose_engine(options.engine)
    with year_lock(workspace.working(year), year), contextlib.ExitStack() as held:
        _clear_up(workspace, year)
        run = held.enter_context(contextlib.closing(YearRun(workspace, year, ahead=True)))
        planned = run.planned(force=options.force)
        due = sum(bool(item.reason) for item in planned)
        if not due and not options.force and _stands(workspace, year, choice, planned):
            say(f"资料、程序和成果均无变化，{len(planned)}份报告和汇编沿用上次的")
            return BookResult(workspace.reports(year) / "book", (), (), 0, len(planned))
        say(f"需要运行{due}份报告，{len(planned) - due}份沿用上次的结果")
        results = run.run(
            planned, workers=options.workers, executor=options.executor, progress=progress
        )
        say(f"排版引擎：{choice.engine.name}（{choice.reason}）")
        problems = _bind(workspace, year, results, choice, say)
        publish(results, workspace.reports(year) / "notebooks")
        failed = tuple(result for result in results if result.failed)
        said = _said(choice, planned)
        said |= {"failed": [f.task.name for f in failed], "problems": list(problems)}
        write_manifest(workspace, year, said)
    return BookResult(workspace.reports(year) / "book", failed, problems, due, len(planned))


def _said(choice: Choice, planned: Sequence[Planned]) -> dict[str, Any]:
    """What the manifest says of a build beyond files and versions."""
    return {
        "engine": choice.engine.name,
        "reports": {item.task.name: item.key.digest for item in planned},
    }


def _stands(workspace: Workspace, year: int, choice: Choice, planned: Sequence[Planned]) -> bool:
    """Whether the results that are there are just what a build would make again."""
    folder = workspace.reports(year)
    try:
        manifest = read_manifest(folder)
    except DataError:
        return False
    wanted = {**made_with(), **_said(choice, planned), "failed": [], "problems": []}
    return (
        all(manifest.get(key) == value for key, value in wanted.items())
        and manifest["inputs"] == inputs_of(workspace, year)
        and manifest["outputs"] == outputs_of(folder)
    )


def _bind(
    workspace: Workspace, year: int, results: Sequence[Result], choice: Choice, say: Say
) -> tuple[str, ...]:
    """Stage, render, verify, and put the book in its place; what verification found."""
    work = workspace.working(year)
    with tempfile.TemporaryDirectory(dir=work, prefix="book-") as scratch:
        stage = stage_book(workspace, year, results, Path(scratch) / "stage")
        say(f"正在排版：{len(stage.chapters)}章")
        rendered = choice.engine.render(stage, Path(scratch), work / "rendered")
        problems = verify_book(stage, rendered)
        replace_folder(rendered.html, workspace.reports(year) / "book")
    return tuple(problems)


def run_year(workspace: Workspace, year: int) -> tuple[Result, ...]:
    """The executed notebooks of a year, run where they need it."""
    run = YearRun(workspace, year, ahead=True)
    with year_lock(workspace.working(year), year), contextlib.closing(run):
        return run.run(run.planned())


def _clear_up(workspace: Workspace, year: int) -> None:
    """What a build that was killed has left: its scratch folders, a book moved out of the way."""
    for scratch in workspace.working(year).glob("book-*"):
        shutil.rmtree(scratch)
    book = workspace.reports(year) / "book"
    old = moved_away(book)
    if old.exists() and not book.exists():
        old.rename(book)
