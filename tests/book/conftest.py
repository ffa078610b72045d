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

from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.stage.staged import Stage
from tests.book.finished import docx_words, page_words, pdf_words
from tests.book.staged import staged_book
from tests.conftest import once
from tests.folders import copy_workspace

KINDS = ("html", "docx", "pdf")


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

    def words(self, kind: str) -> str:
        """All words of the book in one of the ``KINDS``, without white space."""
        if kind == "html":
            return page_words(self.book)
        return docx_words(self.docx) if kind == "docx" else pdf_words(self.pdf)


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


@pytest.fixture(scope="session")
def bound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Rendered]:
    """The small staged book, set by the embedded engine."""

    def bind(folder: Path) -> tuple[Stage, Rendered]:
        stage = staged_book(folder / "stage")
        return stage, Embedded().render(stage, folder / "made")

    return once(tmp_path_factory, "staged-book", bind)


@pytest.fixture
def changed(built: Built, tmp_path: Path) -> Callable[[Callable[[Path], None]], Built]:
    """Build the reference book again after an edit of the workspace."""

    def build_changed(edit: Callable[[Path], None]) -> Built:
        root = tmp_path / "workspace"
        shutil.copytree(built.root, root)
        edit(root)
        return build(root, "--engine", "pandoc")

    return build_changed
