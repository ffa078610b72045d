"""Whatever the program writes: the same papers and versions give the same bytes, on any machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from jxanalytics.model.store import save_year
from jxanalytics.samples import make_years
from tests.folders import copy_workspace, files_of

YEAR = "2024"
# Every command that writes files, but the book; all in one process, as one after another would.
WRITING = [
    ["forms"], ["forms", "--blank"], ["slides", "--date", "2025年6月20日"],
    *(["check", "--fail-on", "error", "--format", kind] for kind in ("xlsx", "csv")),
    *(["stats", "--format", kind] for kind in ("xlsx", "csv")),
]  # fmt: skip
BOOK = ["book", "--engine", "pandoc"]
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "2"}


def workspace(root: Path, projects: int, years: int = 1, *, backwards: bool = False) -> Path:
    """Made-up years with their notebooks; the files come into their folders in either order."""
    aside = root.with_name(f"{root.name}-aside")
    for made in make_years(range(int(YEAR) + 1 - years, int(YEAR) + 1), 9, projects, 2):
        save_year(made, aside / "data" / str(made.year))
    copy_workspace(aside, data=False)
    for path in sorted((p for p in aside.rglob("*") if p.is_file()), reverse=backwards):
        target = root / path.relative_to(aside)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return root


def written(root: Path, commands: Iterable[list[str]], machine: dict[str, str]) -> dict[str, bytes]:
    """Everything in the year's results after some commands on a machine of a kind."""
    said = [[*words, "--year", YEAR, "--root", str(root)] for words in commands]
    done = subprocess.run(
        [sys.executable, "-c", f"from jxanalytics.cli import main\nprint([main(w) for w in {said}])"],
        env={**os.environ, **machine}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == str([0] * len(said)), done.stdout + done.stderr
    return files_of(root / "reports" / YEAR, {".work"})


def same(ours: dict[str, bytes], other: dict[str, bytes], kinds: set[str]) -> None:
    assert {Path(name).suffix for name in ours} >= kinds
    assert ours.keys() == other.keys()
    assert [name for name in ours if ours[name] != other[name]] == []


def test_every_kind_of_file_is_the_same_elsewhere(tmp_path: Path) -> None:
    """Forms, slides, lists and workbooks hang on neither time zone, language, hash seed nor the
    order in which files lie in their folder."""
    ours = written(workspace(tmp_path / "one", 3), WRITING, HERE)
    other = written(workspace(tmp_path / "two", 3, backwards=True), WRITING, ELSEWHERE)
    same(ours, other, {".docx", ".xlsx", ".pptx", ".html", ".csv"})


@pytest.mark.slow
def test_a_whole_book_is_the_same_elsewhere(tmp_path: Path) -> None:
    """Nor does the book of a year with last year's data, by whatever number of workers."""
    roots = [workspace(tmp_path / n, 12, 2, backwards=n == "two") for n in ("one", "two")]
    ours = written(roots[0], [[*BOOK, "--workers", "2"], *WRITING], HERE)
    other = written(roots[1], [*WRITING, [*BOOK, "--workers", "1"]], ELSEWHERE)
    same(ours, other, {".ipynb", ".html", ".docx", ".pdf", ".pptx", ".xlsx", ".json"})
