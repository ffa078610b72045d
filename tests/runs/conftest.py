"""A worker process that tests share: each report has a process of its own anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jxanalytics.runs.execute import Result
from jxanalytics.runs.pool import Worker
from jxanalytics.runs.worker import Job, Setting
from tests.runs.notebooks import notebook, task

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """A worker whose reports run in a new folder and are given five seconds a cell."""
    made = Worker(Setting(tmp_path_factory.mktemp("root"), seconds=5))
    yield made
    made.end()


@pytest.fixture
def run(worker: Worker, tmp_path: Path) -> Run:
    """Run a notebook of the given cells in the shared worker."""

    def once(*sources: str, project: str = "P1") -> Result:
        template = notebook(tmp_path, *sources)
        return worker.run(Job(task(template, project=project), tmp_path / "out" / "P1.ipynb"))

    return once
