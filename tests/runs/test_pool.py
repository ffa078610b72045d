"""Many reports at once: workers that die, failures beside successes, an end without orphans."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from jxanalytics.runs.batch import run_tasks
from jxanalytics.runs.pool import LocalPool, Worker
from jxanalytics.runs.worker import Job, Setting
from tests.runs.notebooks import notebook, task, texts


def gone(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").is_file() and ") Z " in Path(f"/proc/{pid}/stat").read_text():
            return True
        time.sleep(0.05)
    return False


def test_order_and_worker_count_change_nothing(tmp_path: Path) -> None:
    """Results come in the tasks' order, the same bytes whatever the number of workers, and one
    failure leaves the others standing."""
    template = notebook(tmp_path, "assert project != 'bad', '坏项目'\nprint({'a', 'b', project})")
    tasks = [task(template, f"{p}-self", project=p) for p in ("P1", "bad", "P2", "P3")]
    first = run_tasks(tasks, tmp_path / "a", Setting(tmp_path), workers=2)
    second = run_tasks(tasks, tmp_path / "b", Setting(tmp_path), workers=1)
    assert [r.failed for r in first] == [False, True, False, False]
    for one, other in zip(first, second, strict=True):
        assert one.task.name == other.task.name
        if one.notebook and other.notebook:
            assert one.notebook.read_bytes() == other.notebook.read_bytes()


def test_a_killed_worker_is_replaced_and_its_report_tried_again(tmp_path: Path) -> None:
    """The report whose worker was killed is made by the next one; its own process is gone."""
    mark = tmp_path / "pids"
    template = notebook(
        tmp_path,
        "import os, time, pathlib\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists():\n"
        "    mark.write_text(str(os.getpid()))\n"
        "    os.kill(os.getppid(), 9)\n"
        "    time.sleep(600)\n"
        "print('made')",
    )
    worker = Worker(Setting(tmp_path))
    result = worker.run(Job(task(template), tmp_path / "out.ipynb"))
    worker.end()
    assert texts(result) == "made\n"
    assert result.attempts == 2
    assert gone(int(mark.read_text()))


def test_a_worker_killed_twice_is_a_clear_failure(tmp_path: Path) -> None:
    """A report that always takes its worker with it is given up after the second time."""
    template = notebook(tmp_path, "import os; os.kill(os.getppid(), 9)")
    worker = Worker(Setting(tmp_path))
    result = worker.run(Job(task(template), tmp_path / "out.ipynb"))
    worker.end()
    assert result.failed
    assert result.attempts == 2
    assert "意外中止" in result.reason


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="本系统没有 /proc")
def test_abandoning_a_run_leaves_no_process(tmp_path: Path) -> None:
    """When the caller stops (Ctrl-C), reports and workers end at once."""
    template = notebook(
        tmp_path,
        "import os, time, pathlib\n"
        f"(pathlib.Path({str(tmp_path)!r}) / project).write_text(f'{{os.getpid()}} {{os.getppid()}}')\n"
        "time.sleep(0 if project == 'P0' else 600)",
    )
    jobs = [
        Job(task(template, name, project=name), tmp_path / f"{name}.ipynb")
        for name in ("P0", "P1", "P2")
    ]
    results = LocalPool(Setting(tmp_path), 2).run(jobs)
    assert not next(results).failed
    while not ((tmp_path / "P1").exists() and (tmp_path / "P2").exists()):
        time.sleep(0.05)
    results.close()
    for name in ("P1", "P2"):
        for pid in (tmp_path / name).read_text().split():
            assert gone(int(pid))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="本系统没有 /proc")
def test_workers_end_with_their_master(tmp_path: Path) -> None:
    """A build killed outright leaves no worker and no report behind."""
    import subprocess
    import sys

    template = notebook(
        tmp_path,
        "import os, time, pathlib\n"
        f"pathlib.Path({str(tmp_path / 'pids')!r}).write_text(f'{{os.getpid()}} {{os.getppid()}}')\n"
        "time.sleep(600)",
    )
    code = (
        "from pathlib import Path\n"
        "from jxanalytics.runs.pool import Worker\n"
        "from jxanalytics.runs.worker import Job, Setting\n"
        "from jxanalytics.runs.plan import Task\n"
        f"here = Path({str(tmp_path)!r})\n"
        f"made = Task('P1', Path({str(template)!r}), {{'project': 'P1'}}, '', '')\n"
        "Worker(Setting(here)).run(Job(made, here / 'out.ipynb'))\n"
    )
    master = subprocess.Popen([sys.executable, "-c", code])
    while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text():
        time.sleep(0.05)
    os.kill(master.pid, signal.SIGKILL)
    master.wait()
    for pid in (tmp_path / "pids").read_text().split():
        assert gone(int(pid))
