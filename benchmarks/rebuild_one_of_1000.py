"""rebuild-one-of-1000: the report stage after one project's score has changed, against the clean one.

A thousand projects with one report each (`report.ipynb`) and no chapters, which would depend on all.
Both times include reading the year, working out what is due, and starting the workers. The dry run
must name the one report and why, and a further run none. ``slower`` is how much more of the
processors the last hundred reports of the clean run took than the second hundred (linear: 1; the
clock would tell of other work on the machine as well), ``memory`` how far the largest worker had
grown by its end above its size after the first hundred, in MiB.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import psutil

from benchmarks import _reports as reports
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year, write_csv
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.execute import Result
from jxanalytics.runs.workspace import Workspace

PROJECTS = 1000
CONFIG = """
jxanalytics:
  chapters: []
  workers: 2
  reports:
    self: {notebook: report.ipynb, part: 自评报告}
"""


def stage(
    root: Path, watch: list[tuple[float, float]] | None = None
) -> tuple[reports.Cost, list[str]]:
    """What the report stage costs in seconds, and why reports were run."""
    why: list[str] = []
    return reports.timed(lambda: why.extend(_stage(root, watch)), 1), why


def _stage(root: Path, watch: list[tuple[float, float]] | None) -> list[str]:

    def progress(result: Result, done: int, total: int) -> None:
        assert not result.failed, result.reason
        if watch is not None and done % 100 == 0:
            workers = psutil.Process().children()
            watch.append((sum(map(_spent, workers)), max(map(_size, workers))))

    with closing(YearRun(Workspace(root), reports.YEAR, ahead=True)) as run:
        planned = run.planned()
        run.run(planned, progress=progress)
    return [item.reason for item in planned if item.reason]


def _spent(worker: psutil.Process) -> float:
    """Seconds of processors that a worker and the reports it has made have taken."""
    times = worker.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _size(worker: psutil.Process) -> float:
    """A worker's memory in MiB; the reports forked from it share it."""
    return float(worker.memory_info().rss) / 2**20


def change(root: Path) -> None:
    """One score of one project."""
    folder = root / "data" / str(reports.YEAR)
    scores = load_year(folder)["scores"]
    row = scores.index[scores["project_id"] == "P00500"][0]
    scores.loc[row, "score"] -= 0.5
    write_csv(scores, TABLES["scores"], folder / "scores.csv")


def run() -> dict[str, object]:
    """The row, seconds."""
    with reports.bench(PROJECTS) as of:
        (of.root / "_quarto.yml").write_text(CONFIG, encoding="utf-8")
        shutil.copyfile(reports.TEMPLATE, of.root / "report.ipynb")
        watch: list[tuple[float, float]] = []
        clean, _ = stage(of.root, watch)
        change(of.root)
        again, why = stage(of.root)
        assert len(why) == 1 and why[0].startswith("数据变更：得分"), why
        unchanged, none = stage(of.root)
        assert none == []
    (first, small), (second, _), (last, _), (end, large) = *watch[:2], *watch[-2:]
    return {
        "name": "rebuild-one-of-1000",
        "ours": again.clock,
        "peer": clean.clock,
        "peer_name": "clean report stage of the same 1,000",
        "floor": unchanged.clock,
        "unit": "s",
        "ratio": clean.clock / again.clock,
        "cpu": {"ours": again.cpu, "peer": clean.cpu, "floor": unchanged.cpu},
        "slower": (end - last) / (second - first),
        "memory": large - small,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
