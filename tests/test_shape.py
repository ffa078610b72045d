"""The shape of the code: no long files or functions, and nothing that nobody uses.

What only tests use is dead as well.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

USERS = ("jxanalytics", "scripts", "extensions", "examples", "benchmarks")
# Called by name from outside: a library's hooks that we override, and what documents promise.
HOOKS = re.compile(r"__\w+__|handle_\w+|_check_value|_repr_\w+_|_ipython_display_")
PROMISED = {
    "restored": "readers of a data package take it (docs/guide/statistics.md)",
    "known_keys": "docs/schemes.md is held against it",
}
# Rooms whose functions are found by a decorator or by the shell they are part of; and what is made
# for the tests.
REGISTERED = ("checks/", "samples/", "runs/engine/")


def trees() -> Iterator[ast.AST]:
    for folder in USERS:
        for path in (ROOT / folder).rglob("*.py"):
            yield ast.parse(path.read_text(encoding="utf-8"))
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield ast.parse("".join(cell["source"]))


def used() -> set[str]:
    """Every name that is read somewhere, as a variable, an attribute or a dotted name in a string."""
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and re.fullmatch(r"[\w.:]+", str(node.value)):
                found.update(re.split(r"\W", str(node.value)))
    return found


def defined(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield node.lineno, target.id


def test_nothing_is_defined_for_nobody() -> None:
    """Every function, class, method and constant of the package is used by the package, its scripts,
    notebooks or documents."""
    documents = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs").rglob("*.md"))
    known = used() | PROMISED.keys() | set(re.findall(r"\w+", documents))
    dead = []
    for path in sorted((ROOT / "jxanalytics").rglob("*.py")):
        name = path.relative_to(ROOT / "jxanalytics").as_posix()
        if name.startswith(REGISTERED):
            continue
        dead += [
            f"{name}:{line} {what}"
            for line, what in defined(path)
            if what not in known and not HOOKS.fullmatch(what)
        ]
    assert dead == []


def test_files_and_functions_are_short() -> None:
    """No file of code is longer than 400 lines, no function than 60."""
    long = []
    for folder in (*USERS, "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(ROOT).as_posix()
            if text.count("\n") > 400:
                long.append(name)
            long += [
                f"{name}:{node.lineno} {node.name}"
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.FunctionDef) and _lines(node) > 60
            ]
    assert long == []


def _lines(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
