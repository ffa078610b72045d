"""Untrusted files: refused in a sentence, or read in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jxanalytics.intake import read_file, read_files, to_json
from tests.intake.facts import Facts
from tests.intake.hazards import NAMES, READABLE, REFUSED, make
from tests.intake.test_layouts import differences

SECONDS, MEGABYTES = 10, 700
_READ = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
from jxanalytics.intake import read_file, to_json
for path in sys.argv[1:]:
    start = time.process_time()
    reading = read_file(path)
    seconds = time.process_time() - start
    print(json.dumps([path, seconds, reading.refused, to_json([reading]), [n.code for n in reading.issues]]))
    sys.stdout.flush()
""".replace("MEGABYTES", str(MEGABYTES))


def read_apart(paths: dict[str, Path]) -> dict[str, list[Any]]:
    """Read files in a process of its own with little memory; name → [path, seconds, refused, forms, issues]."""
    command = [sys.executable, "-c", _READ, *map(str, paths.values())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(paths), done.stderr[-2000:]
    return dict(zip(paths, lines, strict=True))


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    return read_apart(make(REFUSED, tmp_path_factory.mktemp("refused")))


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    return read_apart(make(READABLE, tmp_path_factory.mktemp("readable")))


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_sentence(name: str, refusals: dict[str, list[Any]]) -> None:
    """A hostile or broken file gives nothing but one sentence that names it, quickly and in little memory."""
    path, seconds, sentence, forms, _ = refusals[name]
    assert forms == []
    assert sentence is not None
    assert Path(path).name in sentence
    assert "\n" not in sentence
    assert seconds < SECONDS


@pytest.mark.parametrize("name", READABLE)
def test_read_in_bounds(name: str, readings: dict[str, list[Any]]) -> None:
    """An odd file is read like any other, in bounded time and memory."""
    path, seconds, sentence, forms, _ = readings[name]
    assert sentence is None
    assert seconds < SECONDS
    expected = Facts().expected(Path(path).name, forms[0]["place"])
    if name == "dangerous_names":
        expected["project"] = NAMES[0]
    assert differences(expected, forms[0]) == []


def test_dangerous_names_stay_text(readings: dict[str, list[Any]]) -> None:
    """Project names come out as exactly the characters typed in."""
    assert [form["project"] for form in readings["dangerous_names"][3]] == NAMES


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    """Reading unpacks nothing, whatever the members are called."""
    path = READABLE["climbing_member"](tmp_path)
    before = sorted(tmp_path.rglob("*"))
    read_file(path)
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/tmp/jxa-climbed.txt").exists()


def test_the_others_are_read(tmp_path: Path) -> None:
    """A refused file does not keep the rest of the batch from being read."""
    bad, good = REFUSED["nothing"](tmp_path), READABLE["macros"](tmp_path)
    readings = read_files([bad, good, tmp_path / "missing.docx"])
    assert [reading.refused is None for reading in readings] == [False, True, False]
    assert len(to_json(readings)) == 1


def test_reading_loads_no_pandas() -> None:
    """Reading forms needs neither pandas nor a drawing library."""
    code = "import sys, jxanalytics.intake; print({'pandas', 'numpy', 'matplotlib', 'docx', 'openpyxl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
