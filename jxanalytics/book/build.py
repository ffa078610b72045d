"""A year's book from data to finished files: plan, run, stage, render, verify, put in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jxanalytics.book.choose import choose_engine
from jxanalytics.book.engine import Rendered
from jxanalytics.book.stage import Stage, stage_book
from jxanalytics.book.verify import verify_book
from jxanalytics.errors import BuildError
from jxanalytics.model.store import load_year
from jxanalytics.runs.batch import run_tasks
from jxanalytics.runs.execute import Result
from jxanalytics.runs.plan import plan_year
from jxanalytics.runs.worker import Setting
from jxanalytics.runs.workspace import Workspace

Say = Callable[[str], None]
Progress = Callable[[Result, int], None]


@dataclass(frozen=True)
class BookResult:
    """A finished book: its folder, the reports that could not be made, what verification found."""

    folder: Path
    failed: tuple[Result, ...]
    problems: tuple[str, ...]


def build_book(
    workspace: Workspace,
    year: int,
    *,
    engine: str = "auto",
    workers: int = 0,
    say: Say = print,
    progress: Progress | None = None,
) -> BookResult:
    """Build ``reports/<year>/book/``; the last good book stays until the new one is complete.

    ``progress`` is called with each result and the number of tasks. Raises DataError for data
    that cannot be read, BuildError when no book could be rendered; a report that fails is only a
    page of the book and is listed in the result.
    """
    choice = choose_engine(engine)
    say(f"排版引擎：{choice.engine.name}（{choice.reason}）")
    results = run_year(workspace, year, workers=workers, progress=progress)
    work = workspace.working(year)
    with tempfile.TemporaryDirectory(dir=work, prefix="book-") as scratch:
        stage = stage_book(workspace, year, results, Path(scratch) / "stage")
        say(f"正在排版：{len(stage.chapters)}章")
        rendered = choice.engine.render(stage, Path(scratch))
        problems = verify_book(stage, rendered)
        finished = _collected(stage, rendered, Path(scratch) / "book")
        folder = workspace.reports(year) / "book"
        replace_folder(finished, folder)
    failed = tuple(result for result in results if result.failed)
    return BookResult(folder, failed, tuple(problems))


def run_year(
    workspace: Workspace, year: int, *, workers: int = 0, progress: Progress | None = None
) -> tuple[Result, ...]:
    """Execute all notebooks of a year's book into its working folder."""
    settings = workspace.settings
    tasks = plan_year(workspace, load_year(workspace.data / str(year)))
    if not tasks:
        raise BuildError("_quarto.yml 没有列出任何章节或报告模板，请在 jxanalytics: 一节补上")
    folder = workspace.working(year) / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    setting = Setting(
        workspace.root,
        str(workspace.data / str(year)),
        settings.preload,
        settings.seconds,
        settings.isolation,
    )
    return run_tasks(
        tasks,
        folder,
        setting,
        workers=workers or settings.workers,
        progress=None if progress is None else lambda result: progress(result, len(tasks)),
    )


def _collected(stage: Stage, rendered: Rendered, folder: Path) -> Path:
    """The finished folder: the HTML book, and DOCX and PDF named by the book's title."""
    shutil.copytree(
        rendered.html, folder, ignore=shutil.ignore_patterns(rendered.docx.name, rendered.pdf.name)
    )
    shutil.copyfile(rendered.docx, folder / f"{stage.title}.docx")
    shutil.copyfile(rendered.pdf, folder / f"{stage.title}.pdf")
    return folder


def replace_folder(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target`` as a whole; both lie on one file system."""
    old = target.with_name(f".{target.name}-old")
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    new.rename(target)
    if old.exists():
        shutil.rmtree(old)
