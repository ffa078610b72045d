"""Reports on a real Dask cluster of processes on this machine; a worker is killed in the middle."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jxanalytics.errors import BuildError, MisuseError
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.cluster import run_there
from jxanalytics.runs.executor import choose_executor
from jxanalytics.runs.worker import Job, Setting
from jxanalytics.runs.workspace import Workspace
from tests.runs.notebooks import notebook, task
from tests.runs.workspaces import YEAR, workspace


@dataclass
class Processes:
    """A scheduler and its workers as processes of their own."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def scheduler(self) -> str:
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        file = self.folder / "scheduler.json"
        while not file.is_file() or not file.read_text():
            time.sleep(0.1)
        import json

        return str(json.loads(file.read_text())["address"])

    def worker(self) -> subprocess.Popen[bytes]:
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        return self._start("worker", *words, "--local-directory", str(self.folder))

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{kind}-{len(self.started)}.log").open("wb")
        made = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{kind}",
             "--scheduler-file", str(self.folder / "scheduler.json"), *words],
            stdout=log, stderr=log, cwd=self.folder,
        )  # fmt: skip
        self.started.append(made)
        return made

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Processes]:
    made = Processes(tmp_path / "cluster")
    made.folder.mkdir()
    yield made
    made.end()


def slowly(made: Workspace) -> Workspace:
    """The same workspace with reports that take a moment, so that one can be interrupted."""
    path = made.root / "notebooks" / "self.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("import csv", "import csv, time; time.sleep(0.4)"))
    return made


@pytest.mark.slow
def test_a_lost_worker_changes_nothing(cluster: Processes, tmp_path: Path) -> None:
    """Scheduler and two workers on 127.0.0.1, one killed in the middle: the same bytes as here."""
    address = cluster.scheduler()
    workers = [cluster.worker(), cluster.worker()]
    here, there = (slowly(workspace(tmp_path / name, 12)) for name in ("here", "there"))
    local = YearRun(here, YEAR)
    local.run(local.planned())

    def killing(result: object, done: int, total: int) -> None:
        if done == 4:
            workers[0].kill()

    remote = YearRun(there, YEAR)
    results = remote.run(remote.planned(), executor=address, progress=killing)
    assert [result.reason for result in results if result.failed] == []
    assert workers[0].poll() is not None
    # The cluster serves a further build.
    again = remote.run(remote.planned(force=True), executor=address)
    assert [result.reason for result in again if result.failed] == []
    made = {item.task.name: item.target.read_bytes() for item in remote.planned()}
    assert made == {item.task.name: item.target.read_bytes() for item in local.planned()}


@pytest.mark.slow
def test_a_worker_that_differs_is_refused(
    cluster: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with other versions, or without the workspace, is named before anything runs."""
    from jxanalytics.runs import cluster as room

    address = cluster.scheduler()
    cluster.worker()
    with pytest.raises(MisuseError, match="看不到工作目录"):
        choose_executor(address, Setting(tmp_path / "nowhere"), 0)
    made = workspace(tmp_path / "w")
    mine = room.look(str(made.root / "_quarto.yml"))
    other = {**mine[0], "软件包/pandas": "0.1"}
    monkeypatch.setattr(room.Cluster, "_asked", lambda *_: {"tcp://a:1": (other, True)})
    with pytest.raises(MisuseError, match=r"tcp://a:1 与本机的软件不一致（软件包变更：pandas"):
        choose_executor(address, Setting(made.root), 0)


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    """Neither local nor an address: misuse; an address nobody answers at: said so in time."""
    with pytest.raises(MisuseError, match="tcp://"):
        choose_executor("dask", Setting(tmp_path), 0)


def test_nobody_at_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that cannot be reached is named with what to check."""
    monkeypatch.setattr("jxanalytics.runs.cluster.SECONDS", 1)
    with pytest.raises(BuildError, match=r"连接不上集群调度程序 tcp://127\.0\.0\.1:9"):
        choose_executor("tcp://127.0.0.1:9", Setting(tmp_path), 0)


def test_a_task_run_again_finds_its_notebook(tmp_path: Path) -> None:
    """A receipt lost with a worker costs nothing: what lies in the store is not made again."""
    from jxanalytics.runs.cluster import fingerprint

    target = tmp_path / "P1.ipynb"
    target.write_text("made before", encoding="utf-8")
    job = Job(task(notebook(tmp_path, "1")), target).message()
    said = run_there(Setting(tmp_path).message(), job, fingerprint())
    assert said["notebook"] == str(target)
    assert target.read_text(encoding="utf-8") == "made before"
    with pytest.raises(MisuseError, match="pandas"):
        run_there(Setting(tmp_path).message(), job, {**fingerprint(), "软件包/pandas": "0"})


def test_without_the_extra_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Dask is not installed, the message says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MisuseError, match=r"jxanalytics\[cluster\]"):
        choose_executor("tcp://127.0.0.1:9", Setting(tmp_path), 0)
