"""Books built once a test run, in copies of the workspace, by the command line as a user would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, once


@dataclass(frozen=True)
class Built:
    """A workspace after ``jxa book``: exit code, what was said, and where the book is."""

    root: Path
    code: int
    said: str

    @property
    def book(self) -> Path:
        return self.root / "reports" / "2019" / "book"

    def page(self, name: str) -> str:
        return (self.book / f"{name}.html").read_text(encoding="utf-8")

    @property
    def docx(self) -> Path:
        return next(self.book.glob("*.docx"))

    @property
    def pdf(self) -> Path:
        return next(self.book.glob("*.pdf"))


def copy_workspace(target: Path) -> Path:
    """A workspace of its own: what a user edits, not the package."""
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("_quarto.yml", "index.md"):
        shutil.copyfile(ROOT / name, target / name)
    return target


def build(root: Path, *arguments: str, **variables: str) -> Built:
    """Run ``jxa book``, with some environment ``variables`` set otherwise."""
    done = subprocess.run(
        [sys.executable, "-m", "jxanalytics", "book", "--root", str(root), *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return Built(root, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The reference book by the embedded engine."""
    return once(
        tmp_path_factory,
        "reference-book",
        lambda folder: build(copy_workspace(folder), "--engine", "pandoc"),
    )


@pytest.fixture
def changed(built: Built, tmp_path: Path) -> Callable[[Callable[[Path], None]], Built]:
    """Build the reference book again after an edit of the workspace."""

    def build_changed(edit: Callable[[Path], None]) -> Built:
        root = tmp_path / "workspace"
        shutil.copytree(built.root, root)
        edit(root)
        return build(root, "--engine", "pandoc")

    return build_changed
