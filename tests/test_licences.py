"""The list of licences names everything that is installed or carried."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "licences.py"))


def test_every_locked_package_is_listed(script: dict[str, Any]) -> None:
    """Each package of the lock files stands in docs/licences.md once, and no other does."""
    listed = script["listed"](script["TARGET"].read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(
        {*script["names"](script["BASE"]), *script["names"](script["DEV"])}
    )


def test_every_carried_licence_text_is_there(script: dict[str, Any]) -> None:
    """What is carried in the package has its licence text beside it."""
    package: Path = ROOT / "jxanalytics"
    texts = {path.name for path in package.rglob("*") if "licen" in path.name.lower()}
    assert {"reveal-LICENSE.txt", "MiniSearch-LICENSE.txt"} <= texts
    assert (package / "fonts" / "OFL.txt").is_file()


def test_a_licence_is_one_line(script: dict[str, Any]) -> None:
    """Packages that give an expression, a word, or only a classifier are all told in a few words."""
    assert script["licence"]("pandas") == "BSD-3-Clause"
    assert "Python Software Foundation" in script["licence"]("matplotlib")
    assert script["licence"]("no-such-package") == script["ELSEWHERE"]
