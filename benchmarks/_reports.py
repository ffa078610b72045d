"""What the measurements of reports share: a year by seed, and three ways to make its reports.

The report (`report.ipynb`) is a project's whole self-evaluation report: narrative, tables and two
charts. Reports of made-up projects, all of one year, are made by our pool, by plain papermill one
after another or in a pool of two, and, as the floor, by the same Python without a notebook in the
same number of warmed processes. Times are seconds a report, starting everything included.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import nbformat

from jxanalytics.model.store import save_year
from jxanalytics.runs.batch import run_tasks
from jxanalytics.runs.plan import Task
from jxanalytics.runs.worker import Setting
from jxanalytics.runs.workspace import PRELOAD
from jxanalytics.samples import make_year

TEMPLATE = Path(__file__).parent / "report.ipynb"
YEAR, SEED, UNITS, WORKERS = 2024, 20_240_101, 8, 2


@dataclass(frozen=True)
class Bench:
    """A folder with a year's data, and its projects."""

    root: Path
    projects: tuple[str, ...]

    @property
    def data(self) -> Path:
        return self.root / "data" / str(YEAR)

    def parameters(self, project: str) -> dict[str, str]:
        return {"data": f"data/{YEAR}", "project": project}


@contextmanager
def bench(projects: int) -> Iterator[Bench]:
    """A year of so many projects in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="jxa-bench-") as folder:
        year = make_year(YEAR, SEED, projects, UNITS)
        made = Bench(Path(folder), tuple(year["projects"]["project_id"]))
        save_year(year, made.data)
        yield made


@dataclass(frozen=True, order=True)
class Cost:
    """Seconds a report on the clock, and of processors by all processes, which other work on the
    machine moves less."""

    clock: float
    cpu: float


def timed(work: Callable[[], object], reports: int) -> Cost:
    """What ``work`` costs a report."""
    started, used = perf_counter(), sum(os.times()[:4])
    work()
    clock, cpu = perf_counter() - started, sum(os.times()[:4]) - used
    return Cost(clock / reports, cpu / reports)


def ours(of: Bench, count: int, kind: str = "auto") -> Cost:
    """Our pool of two, reports in processes of a ``kind`` (see ``Setting``)."""
    tasks = [
        Task(project, TEMPLATE, of.parameters(project), project, "", project)
        for project in of.projects[:count]
    ]
    setting = Setting(of.root, str(of.data), PRELOAD, kind=kind, reports=count)

    def work() -> None:
        results = run_tasks(tasks, of.root / "ours", setting, workers=WORKERS)
        assert [result.reason for result in results if result.failed] == []

    return timed(work, count)


def plain(of: Bench, count: int, workers: int = 1) -> Cost:
    """Plain papermill, one report after another or ``workers`` at a time."""
    jobs = [(str(of.root), project) for project in of.projects[:count]]

    def work() -> None:
        if workers == 1:
            for job in jobs:
                run_plain(job)
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            list(pool.map(run_plain, jobs))

    return timed(work, count)


def run_plain(job: tuple[str, str]) -> None:
    """One report as anybody would run it with papermill."""
    import papermill

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    root, project = job
    papermill.execute_notebook(
        str(TEMPLATE), f"{root}/plain-{project}.ipynb",
        parameters={"data": f"data/{YEAR}", "project": project},
        kernel_name="python3", cwd=root, progress_bar=False,
    )  # fmt: skip


def floor(of: Bench, count: int) -> Cost:
    """The report's Python without a notebook, in as many warmed processes as ours has."""
    jobs = [(str(of.root), project) for project in of.projects[:count]]

    def work() -> None:
        context = get_context("spawn")
        warm = (str(of.data), count)
        with ProcessPoolExecutor(WORKERS, context, initializer=keep, initargs=warm) as pool:
            list(pool.map(run_bare, jobs))

    return timed(work, count)


def keep(data: str, count: int) -> None:
    from jxanalytics.year.kept import keep as keep_year

    keep_year(data, count, "")


def run_bare(job: tuple[str, str]) -> None:
    """The code cells of the report, what they show drawn and written as in a notebook."""
    from jxanalytics.charts import Chart
    from jxanalytics.narrative.show import outputs

    root, project = job
    os.chdir(root)
    names: dict[str, object] = {"data": f"data/{YEAR}", "project": project}
    cells = nbformat.read(TEMPLATE, as_version=4).cells
    exec(cells[1].source, names)
    for cell in cells[2:]:
        shown = eval(cell.source, names)
        if isinstance(shown, Chart):
            shown._repr_mimebundle_()
        elif shown is not None:
            outputs(shown)


def pool_row(
    name: str, count: int, peers: int, turns: int, kind: str = "auto"
) -> dict[str, object]:
    """The row of a pool of ours, processes of a ``kind``, against plain
    papermill in a pool of two, the two by turns; seconds a report."""
    with bench(count) as of:
        times = [(ours(of, count, kind), plain(of, peers, WORKERS)) for _ in range(turns)]
        under = floor(of, count)
    mine, peer = (min(each) for each in zip(*times, strict=True))
    return {
        "name": name,
        "ours": mine.clock,
        "peer": peer.clock,
        "peer_name": "papermill in a pool of two",
        "floor": under.clock,
        "unit": "s",
        "ratio": peer.clock / mine.clock,
        "cpu": {"ours": mine.cpu, "peer": peer.cpu, "floor": under.cpu},
    }
