"""The rooms of the package and the direction in which they may know each other."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "jxanalytics"

# A room imports only rooms before it.
ORDER = (
    "fonts",
    "office",
    "model",
    # what files of the workspace add, collected for the rooms that use it
    "extensions",
    "grid",
    "intake",
    "scoring",
    "statistics",
    "checks",
    "season",
    "charts",
    "documents",
    "narrative",
    "slides",
    "runs",
    "year",
    "book",
    "guide",
    # the demonstration's maker serves the command line alone
    "samples",
    "cli",
)
# Rooms that may know less than their place allows, and why.
NARROWED = {
    # data made by seed must not lean on the code it is to test
    "samples": {"model"},
    # notebooks are run without knowing what they say
    "runs": {"model", "extensions"},
    # decks are drawn from what narratives say
    "slides": {"fonts", "office", "model", "charts", "narrative"},
    # a book is made of what notebooks put out: it knows how that is marked up, not what it says;
    # and the public edition is the book of a masked year
    "book": {
        "extensions",
        "fonts",
        "office",
        "model",
        "runs",
        "narrative.markdown",
        "narrative.public",
    },
}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name below ``jxanalytics`` of every import in a file, lazy ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("jxanalytics."):
                yield node.lineno, name.removeprefix("jxanalytics.")


def allowed(room: str, name: str) -> bool:
    """Whether a room may import a dotted name below the package."""
    target = name.split(".")[0]
    if target in (room, "errors", "__version__"):
        return True
    if room in NARROWED:
        return any(name == known or name.startswith(f"{known}.") for known in NARROWED[room])
    return target in ORDER[: ORDER.index(room)]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_before_it(room: str) -> None:
    """Every import of a room, lazy ones included, goes backwards in the order of the rooms."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for line, name in imported(path)
        if not allowed(room, name)
    ]
    assert wrong == []


def test_every_room_has_its_place() -> None:
    """A new room is given a place in the order before it is used."""
    assert set(ROOMS) == set(ORDER)


@pytest.mark.parametrize(
    ("room", "name", "may"),
    [
        ("model", "scoring.score_year", False),
        ("scoring", "model.exact.plain", True),
        ("runs", "narrative.show", False),
        ("book", "narrative.say.rate", False),
        ("book", "narrative.show.Shown", False),
        ("runs", "extensions.FOLDER", True),
        ("checks", "errors.JxaError", True),
    ],
)
def test_the_rule_itself(room: str, name: str, may: bool) -> None:
    """The rule refuses a forward import and a narrowed room's, and allows the rest."""
    assert allowed(room, name) is may


def test_the_map_names_every_room_and_folder() -> None:
    """CONTRIBUTING.md has one line for each room and each folder at the root."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    mapped = set(re.findall(r"^- `([\w./]+)/` ", text, re.M))
    rooms = {f"jxanalytics/{room}" for room in ROOMS}
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    folders = {name.partition("/")[0] for name in listed.stdout.split("\0") if "/" in name}
    assert rooms | folders - {"jxanalytics"} <= mapped
    gone = [name for name in mapped if not (ROOT / name).is_dir()]
    assert gone == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    """What is imported with the package, its errors and its commands is the standard library."""
    light = [
        PACKAGE / "__init__.py",
        PACKAGE / "errors.py",
        *(PACKAGE / "cli").glob("*.py"),
    ]
    heavy = {"pandas", "numpy", "matplotlib", "papermill", "yaml", "pypandoc", "typst", "tqdm"}
    found = [
        f"{path.name}: {name}"
        for path in light
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
        if name.split(".")[0] in heavy
    ]
    assert found == []
