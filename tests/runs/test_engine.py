"""Our papermill engine against papermill's own, and as other programs use it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import papermill
import pytest
from papermill.engines import papermill_engines

from jxanalytics.runs.engine.processes import Fresh, end_group
from jxanalytics.runs.engine.report import NAME, ReportEngine
from jxanalytics.runs.execute import Result, run_task
from jxanalytics.runs.notebook import read_notebook
from jxanalytics.runs.pool import Worker
from jxanalytics.runs.worker import Job, Setting
from tests.runs.notebooks import notebook, task, texts

# One of everything a cell can put out.
RICH = (
    "print('甲'); print('丙')",
    "import sys; print('乙', file=sys.stderr)",
    "project",
    "import pandas as pd\npd.DataFrame({'金额': [1.5, 2]}, index=['a', 'b'])",
    "from IPython.display import Markdown, HTML, display, clear_output\n"
    "display(Markdown('# 标题'), HTML('<b>x</b>'))\nprint('后')\n7;",
    "handle = display('旧', display_id='x')\nhandle.update('新')",
    "print('没了'); clear_output(); print('留下')",
    "display({'image/png': b'\\x89PNG', 'text/plain': 'png'}, raw=True)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "fig, ax = plt.subplots(figsize=(1, 1))\nax.set_axis_off()",
    "import os; code = os.system('echo 外部程序')",
    "!echo 命令",
    "%%capture held\nprint('捕获')",
    "held.stdout, __name__, get_ipython() is not None",
    "async def each():\n    yield 3\n[i async for i in each()]",
    "import asyncio\nawait asyncio.sleep(0)\n'等过了'",
    "class Bad:\n    def _repr_html_(self): raise ValueError('x')\n    def __repr__(self): return 'bad'\n1",
    "_, __, _oh[2] if 2 in _oh else None, len(_ih) > 3",
    "import pickle\nclass Local: pass\npickle.loads(pickle.dumps(Local())).__class__.__name__",
    "",
)


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The rich notebook by plain papermill and a Jupyter kernel."""
    with pytest.MonkeyPatch.context() as patch:
        # Under pytest the kernel would not collect what programs write past Python.
        patch.delenv("PYTEST_CURRENT_TEST")
        folder = tmp_path_factory.mktemp("oracle")
        template = notebook(folder, *RICH)
        return run_task(task(template), folder / "plain.ipynb", folder, 60, plain=True)


def test_what_programs_write_keeps_its_order_without_pread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no ``pread``: what programs write past Python comes between what Python writes."""
    monkeypatch.delattr(os, "pread", raising=False)
    template = notebook(
        tmp_path, "import os\nfor i in range(3):\n    print(i)\n    code = os.system('echo 外部')"
    )
    result = run_task(task(template), tmp_path / "out.ipynb", tmp_path, 60)
    assert texts(result).split() == ["0", "外部", "1", "外部", "2", "外部"]


def test_a_process_is_ended_where_there_are_no_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no process groups: the process itself is ended, and one that is gone is no error."""
    monkeypatch.delattr(os, "killpg", raising=False)
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    end_group(process.pid)
    assert process.wait(10) != 0
    end_group(process.pid)


@pytest.mark.parametrize("kind", ["fork", "fresh"])
def test_the_same_notebook_gives_the_same_outputs(
    oracle: Result, kind: str, tmp_path: Path
) -> None:
    """Every output of every cell is what a Jupyter kernel gives, in the same order."""
    worker = Worker(Setting(tmp_path, seconds=60, kind=kind))
    try:
        result = worker.run(Job(task(notebook(tmp_path, *RICH)), tmp_path / "out.ipynb"))
    finally:
        worker.end()
    assert oracle.notebook is not None, oracle.reason
    assert result.notebook is not None, result.reason
    for mine, theirs in zip(
        read_notebook(result.notebook).cells, read_notebook(oracle.notebook).cells, strict=True
    ):
        assert mine == theirs
    assert result.notebook.read_bytes() == oracle.notebook.read_bytes()


def test_papermill_knows_the_engine() -> None:
    """It is registered by the package's entry point, so that --engine finds it."""
    assert papermill_engines.get_engine(NAME) is ReportEngine
    code = (
        "from papermill.engines import papermill_engines as e; print(e.get_engine('jxanalytics'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert "ReportEngine" in done.stdout


def test_papermill_itself_runs_notebooks_with_it(tmp_path: Path) -> None:
    """Called by papermill alone, in a process with threads that cannot be forked, it works too."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        papermill.execute_notebook(
            str(notebook(tmp_path, "print(project)")), str(tmp_path / "out.ipynb"),
            parameters={"project": "P9"}, engine_name=NAME, progress_bar=False,
        )  # fmt: skip
    finally:
        stop.set()
        thread.join()
    assert texts(Result(task(tmp_path), tmp_path / "out.ipynb")) == "P9\n"


def test_files_left_open_are_written_out(tmp_path: Path) -> None:
    """What an interpreter does at its end is done: buffers are flushed, exit functions run."""
    run_task(
        task(notebook(tmp_path, "f = open('a.txt', 'w'); f.write('一')",
                      "import atexit; atexit.register(lambda: open('b.txt', 'w').write('二'))")),
        tmp_path / "out.ipynb",
        tmp_path,
    )  # fmt: skip
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "一"
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "二"


def test_a_fresh_process_is_warmed_before_it_is_given_a_report(tmp_path: Path) -> None:
    """Where nothing can be forked, the next interpreter has its imports done while one works."""
    (tmp_path / "warm.py").write_text(
        "import os, time\ndef up(data, reports, shared, chapters):\n    os.environ['WARMED'] = data\n",
        encoding="utf-8",
    )
    template = notebook(tmp_path, "import os; print(os.environ['WARMED'], os.getpid())")
    import os

    os.environ["PYTHONPATH"] = str(tmp_path)
    try:
        source = Fresh(("warm:up",), "data/2019")
        results = [
            texts(run_task(task(template), tmp_path / f"{n}.ipynb", tmp_path, 60, source)).split()
            for n in range(2)
        ]
        source.close()
    finally:
        del os.environ["PYTHONPATH"]
    assert [said[0] for said in results] == ["data/2019", "data/2019"]
    assert results[0][1] != results[1][1]
