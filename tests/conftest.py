"""What tests of several rooms share."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from jxanalytics.errors import BuildError
from jxanalytics.model.lock import held
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear

ROOT = Path(__file__).parents[1]
# The reference case as it is committed.
REFERENCE = ROOT / "data" / "2019"
# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# What commands would open in a browser is not to come up on the screen of who runs the tests.
os.environ["BROWSER"] = "true"


@pytest.fixture(scope="session")
def reference() -> EvaluationYear:
    """The reference case; frozen, so that one object serves all tests."""
    return load_year(REFERENCE)


# Files that take longest, in that order: begun last, one of them would keep a worker busy alone.
LONGEST = (
    "tests/book/test_build.py",
    "tests/season/test_played.py",
    "tests/book/test_browser.py",
    "tests/test_guide.py",
    "tests/narrative/test_ready.py",
    "tests/season/test_review.py",
    "tests/season/test_commands.py",
    "tests/runs/test_batch.py",
    "tests/book/test_rebuild.py",
    "tests/book/test_hostile.py",
    "tests/test_same_bytes.py",
    "tests/book/test_public.py",
)
T = TypeVar("T")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the others stay in their order."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(LONGEST)))


def once(made: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What ``make`` gives for a folder of its own, made once a test run: by the worker that comes
    first, while the others that want it wait. Nobody may change what is in the folder."""
    base = made.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    result = base / f"{name}.pickle"
    with held(base / f"{name}.lock", BuildError, wait=600):
        if not result.is_file():
            (base / name).mkdir()
            result.write_bytes(pickle.dumps(make(base / name)))
    value: T = pickle.loads(result.read_bytes())
    return value
