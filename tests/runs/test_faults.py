"""Builds killed again and again, anywhere, end in the same bytes as one that nobody disturbed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from jxanalytics.model.store import save_year
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from tests.folders import copy_workspace, files_of
from tests.runs.workspaces import YEAR, workspace

BUILD = [sys.executable, "-m", "jxanalytics", "book", "--engine", "pandoc", "--root"]
# The report stage alone, as the build runs it.
REPORTS = [
    sys.executable,
    "-c",
    "import sys; from jxanalytics.book.build import run_year\n"
    "from jxanalytics.runs.workspace import Workspace\n"
    f"run_year(Workspace.find(sys.argv[1]), {YEAR})",
]


def disturb(command: list[str], restart: Callable[[], None], kills: int, span: float) -> None:
    """Run a command over and over, killing it or one of its processes at random moments.

    One that came to its end is started anew from nothing (``restart``). Each kill of the command
    itself must leave none of its processes behind.
    """
    chance = random.Random(4711)
    while kills:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while kills and process.poll() is None:
            time.sleep(chance.uniform(0.02, span))
            family = descendants(process.pid)
            victim = process.pid if chance.random() < 0.3 or not family else chance.choice(family)
            if kill(victim):
                kills -= 1
            if victim == process.pid:
                process.wait()
                assert all(ended(pid) for pid in family), family
        if process.wait() >= 0:
            restart()


def descendants(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def ended(pid: int) -> bool:
    for _ in range(200):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_few_kills(tmp_path: Path) -> None:
    """Six kills of master, workers or reports: the report stage ends in the same notebooks."""
    calm = workspace(tmp_path / "calm", 10)
    shutil.copytree(calm.root, tmp_path / "killed")
    killed = Workspace(tmp_path / "killed")
    run = YearRun(calm, YEAR)
    run.run(run.planned())

    def restart() -> None:
        shutil.rmtree(killed.working(YEAR), ignore_errors=True)

    disturb([*REPORTS, str(killed.root)], restart, kills=6, span=1.5)
    again = YearRun(killed, YEAR)
    results = again.run(again.planned())
    assert [result.reason for result in results if result.failed] == []
    made = {item.target.name: item.target.read_bytes() for item in again.planned()}
    assert made == {item.target.name: item.target.read_bytes() for item in run.planned()}
    assert {path.name for path in killed.working(YEAR).joinpath("notebooks").iterdir()} == set(made)


@pytest.mark.slow
def test_a_hundred_kills_of_a_book(tmp_path: Path) -> None:
    """A hundred kills over builds of sixty projects' book: book, notebooks and manifest are equal."""
    roots = [tmp_path / name for name in ("calm", "killed")]
    for root in roots:
        copy_workspace(root, data=False)
        save_year(make_year(YEAR, 9, 60, 6), root / "data" / str(YEAR))
    calm, killed = (root / "reports" / str(YEAR) for root in roots)
    subprocess.run([*BUILD, str(roots[0])], check=True, capture_output=True)

    def restart() -> None:
        shutil.rmtree(killed, ignore_errors=True)

    disturb([*BUILD, str(roots[1])], restart, kills=100, span=6.0)
    subprocess.run([*BUILD, str(roots[1])], check=True, capture_output=True)
    ours, theirs = (files_of(folder, {".work"}) for folder in (calm, killed))
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_ctrl_c_ends_at_once_without_orphans(tmp_path: Path) -> None:
    """Interrupted while reports run, the command says so, returns 130, and no process is left; what
    was finished is kept."""
    made = workspace(tmp_path, 4)
    path = tmp_path / "notebooks" / "self.ipynb"
    text = path.read_text(encoding="utf-8")
    wait = "import csv, time; time.sleep(0 if project == 'P00001' else 600)"
    path.write_text(text.replace("import csv", wait), encoding="utf-8")
    # Tests started in the background ignore Ctrl-C, and what they start would, too.
    process = subprocess.Popen(
        [*BUILD, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    store = made.working(YEAR) / "notebooks"
    quick = ("overview", "P00001-self")
    while not all(list(store.glob(f"{name}.*.ipynb")) for name in quick) or (
        len(descendants(process.pid)) < 4
    ):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    family = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "中止" in said
    assert time.monotonic() - started < 20
    assert all(ended(pid) for pid in family)
    due = [item.task.name for item in YearRun(made, YEAR).planned() if item.reason]
    assert due == ["P00002-self", "P00003-self", "P00004-self"]
