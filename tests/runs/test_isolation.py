"""Nothing a report does reaches the next one, the worker, or anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jxanalytics.runs.execute import Result
from jxanalytics.runs.pool import Worker
from jxanalytics.runs.worker import Job, Setting
from tests.runs.conftest import Run
from tests.runs.notebooks import notebook, task, texts

# What a report could find changed by an earlier one.
LOOK = """
import builtins, decimal, json, locale, logging, os, random, signal, sys, threading, warnings
import matplotlib, numpy, pandas
state = {
    "rcParams": hash(str(dict(matplotlib.rcParams))),
    "cwd": os.getcwd(),
    "environment": sorted(k for k in os.environ if k != "JPY_PARENT_PID"),
    "pandas": [pandas.get_option("display.max_rows"), pandas.get_option("display.precision")],
    "modules": sorted(name for name in sys.modules if name.startswith("poison")),
    "patches": [pandas.DataFrame.sum.__module__, builtins.print.__module__, json.dumps.__module__],
    "path": sys.path,
    "threads": threading.active_count(),
    "random": [random.Random(1).random(), numpy.random.RandomState(1).rand()],
    "decimal": decimal.getcontext().prec,
    "locale": locale.setlocale(locale.LC_ALL),
    "warnings": len(warnings.filters),
    "logging": logging.getLogger().level,
    "recursion": sys.getrecursionlimit(),
    "signal": str(signal.getsignal(signal.SIGTERM)),
    "umask": [os.umask(0o22), os.umask(0o22)][0],
    "names": sorted(n for n in globals() if n.startswith("poison")),
    "files": sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else [],
}
print(state)
"""
POISONS = {
    "rcParams": "import matplotlib; matplotlib.rcParams['font.size'] = 99",
    "cwd": "import os; os.chdir('/')",
    "environment": "import os; os.environ['JXA_POISON'] = '1'",
    "pandas options": "import pandas; pandas.set_option('display.max_rows', 3)",
    "modules": "import sys, types; sys.modules['poison'] = types.ModuleType('poison')",
    "monkey-patch": "import pandas; pandas.DataFrame.sum = lambda *a, **k: 0",
    "builtins": "import builtins; builtins.len = lambda x: 0",
    "open files": "poison = [open(__import__('os').devnull) for _ in range(50)]",
    "threads": "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()",
    "import path": "import sys; sys.path.insert(0, '/poison')",
    "decimal": "import decimal; decimal.getcontext().prec = 3",
    "warnings": "import warnings; warnings.simplefilter('error')",
    "logging": "import logging; logging.getLogger().setLevel(1)",
    "signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "umask": "import os; os.umask(0)",
    "names": "poison = 1",
    "kept year": "import jxanalytics.year.kept as k; k._kept.clear()",
}


@pytest.fixture(scope="module")
def clean(worker: Worker, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the first report of a worker finds."""
    folder = tmp_path_factory.mktemp("clean")
    return texts(worker.run(Job(task(notebook(folder, LOOK)), folder / "out.ipynb")))


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
def test_a_report_finds_everything_as_the_first_one_did(run: Run, clean: str, poison: str) -> None:
    """After a report that spoils its own process the next one sees the state of the first."""
    run(poison)
    assert texts(run(LOOK)) == clean


def test_the_poisons_work(run: Run, clean: str) -> None:
    """Inside one report the poisons do show: what is looked at can be spoilt."""
    for name in ("rcParams", "cwd", "pandas options", "modules", "threads", "umask", "names"):
        assert texts(run(POISONS[name], LOOK)) != clean, name


def test_fresh_interpreters_share_nothing(tmp_path: Path) -> None:
    """Where processes cannot be forked each report has an interpreter of its own: after one that
    spoils all there is to spoil, the next finds what the first found."""
    worker = Worker(Setting(tmp_path, kind="fresh"))

    def run(*sources: str) -> Result:
        template = notebook(tmp_path, *sources)
        return worker.run(Job(task(template), tmp_path / "out.ipynb"))

    try:
        first = texts(run(LOOK))
        poisons = [source for name, source in POISONS.items() if name != "builtins"]
        assert texts(run(*poisons, LOOK, POISONS["builtins"])) != first
        assert texts(run(LOOK)) == first
    finally:
        worker.end()


ENDINGS = {
    "error": ("1/0", "第3个单元格出错：ZeroDivisionError"),
    "sys.exit": ("import sys; sys.exit(0)", "第3个单元格提前退出了程序"),
    "os._exit": ("import os; os._exit(3)", "第3个单元格使运行报告的进程意外结束（退出码3）"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
    "killed": ("import os; os.kill(os.getpid(), 9)", "SIGKILL，可能是内存不足"),
    "input": ("input('金额？')", "不能要求输入"),
    "no memory": ("b = bytearray(1 << 60)", "MemoryError"),
    "usage": ("%nosuchmagic", "第3个单元格出错"),
    "syntax": ("print（1）", "写法有误，请核对括号、引号和逗号是否半角、是否成对（SyntaxError"),
    "name": (
        "yeer.chart('grades')",
        "用到的名称没有定义，请核对拼写；全年的数据叫 year（NameError",
    ),
    "ours": ("import jxanalytics\njxanalytics.load()", "第3个单元格出错：请给出年度数据目录"),
}


@pytest.mark.parametrize(("source", "reason"), ENDINGS.values(), ids=ENDINGS)
def test_a_report_that_ends_badly_fails_alone(run: Run, source: str, reason: str) -> None:
    """The reason is said, it was tried twice, no file is left, and the next report is made."""
    result = run(source, "print('later')")
    assert result.failed
    assert reason in result.reason
    assert result.attempts == 2
    assert texts(run("print('fine')")) == "fine\n"


def test_an_endless_cell_is_stopped(tmp_path: Path) -> None:
    """A cell that never ends is stopped at the time limit, one that ignores signals too."""
    worker = Worker(Setting(tmp_path, seconds=1))
    template = notebook(
        tmp_path, "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    )
    result = worker.run(Job(task(template), tmp_path / "out.ipynb"))
    worker.end()
    assert result.failed
    assert "第3个单元格运行超过1秒" in result.reason


@pytest.mark.skipif(os.name == "nt", reason="只有 POSIX 系统才有会话")
def test_processes_a_report_starts_end_with_it(run: Run) -> None:
    """Children of a report are gone after it, those in sessions of their own too."""
    start = "import subprocess\np = subprocess.Popen(['sleep', '600'], start_new_session=%s)\nprint(p.pid)"
    for own in ("False", "True"):
        pid = int(texts(run(start % own)))
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_child_that_holds_the_pipe_does_not_hide_the_end(run: Run) -> None:
    """A report that dies while a forked child of its lives on is a failure at once, not at the limit."""
    result = run("import os, time\nif os.fork() == 0:\n    time.sleep(600)\nos._exit(1)")
    assert result.failed
    assert "退出码1" in result.reason


def test_memory_stays_flat(tmp_path: Path) -> None:
    """A worker does not grow with the number of its reports, though each takes 50 MB."""
    worker = Worker(Setting(tmp_path))
    template = notebook(tmp_path, "block = bytearray(50_000_000)\nimport os\nprint(os.getppid())")

    def size() -> int:
        pid = texts(worker.run(Job(task(template), tmp_path / "out.ipynb"))).strip()
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    try:
        sizes = [size() for _ in range(40)]
    except FileNotFoundError:
        pytest.skip("本系统不提供进程的内存数据")
    finally:
        worker.end()
    assert max(sizes[20:]) - sizes[5] < 1500
