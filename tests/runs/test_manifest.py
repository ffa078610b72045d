"""The manifest names every file with its hash, and verification finds whatever differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jxanalytics.errors import DataError
from jxanalytics.runs.manifest import verify_manifest, write_manifest
from jxanalytics.runs.workspace import Workspace
from tests.runs.notebooks import notebook
from tests.runs.workspaces import CONFIG, YEAR, workspace


@pytest.fixture
def built(tmp_path: Path) -> Workspace:
    """A workspace with something where a build puts its results."""
    workspace(tmp_path)
    notebook(tmp_path / "notebooks", "print(data)", parameters='data = ""', name="methods")
    behind = "  appendix: {part: 附表, chapters: [notebooks/methods.ipynb]}\n"
    (tmp_path / "_quarto.yml").write_text(CONFIG + behind, encoding="utf-8")
    made = Workspace(tmp_path)
    for name in ("book/index.html", "book/figures/a.svg", "notebooks/P0001-self.ipynb"):
        path = made.reports(YEAR) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    write_manifest(made, YEAR, {"engine": "pandoc"})
    return made


def test_an_untouched_year_verifies(built: Workspace) -> None:
    """Nothing differs, and writing it again gives the same bytes."""
    path = built.reports(YEAR) / "manifest.json"
    before = path.read_bytes()
    assert verify_manifest(built.reports(YEAR)) == []
    write_manifest(built, YEAR, {"engine": "pandoc"})
    assert path.read_bytes() == before
    said = json.loads(before)
    assert set(said["outputs"]) == {
        "book/index.html", "book/figures/a.svg", "notebooks/P0001-self.ipynb",
    }  # fmt: skip
    assert {"_quarto.yml", "notebooks/self.ipynb", f"data/{YEAR}/scores.csv"} <= set(said["inputs"])
    # All that _quarto.yml lists: chapters, reports and what comes behind them.
    assert {"notebooks/overview.ipynb", "notebooks/methods.ipynb"} <= set(said["inputs"])
    assert "pandas" in said["versions"]
    assert str(built.root) not in before.decode()


def _append(name: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        path = root / name
        path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")

    return edit


EDITS: dict[str, tuple[Callable[[Path], None], str]] = {
    "result changed": (
        _append(f"reports/{YEAR}/book/index.html"),
        f"reports/{YEAR}/book/index.html：成果在编印后被改动",
    ),
    "result gone": (
        lambda root: (root / f"reports/{YEAR}/book/figures/a.svg").unlink(),
        f"reports/{YEAR}/book/figures/a.svg：成果缺失",
    ),
    "result added": (
        lambda root: (root / f"reports/{YEAR}/book/b.html").touch(),
        f"reports/{YEAR}/book/b.html：编印时没有这份成果",
    ),
    "input changed": (
        _append(f"data/{YEAR}/scores.csv"),
        f"data/{YEAR}/scores.csv：资料在编印后被改动",
    ),
    "other version": (
        lambda root: _other_version(root / f"reports/{YEAR}/manifest.json"),
        "pandas：编印时为0.1，现为",
    ),
}


def _other_version(path: Path) -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    said["versions"]["pandas"] = "0.1"
    path.write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize(("edit", "problem"), EDITS.values(), ids=EDITS)
def test_what_differs_is_named(
    built: Workspace, edit: Callable[[Path], None], problem: str
) -> None:
    """Each kind of change is one line that names the file and what became of it."""
    edit(built.root)
    (found,) = map(str, verify_manifest(built.reports(YEAR)))
    assert found.startswith(problem)


@pytest.mark.parametrize("text", [None, "{", "[]", '{"inputs": 1, "outputs": {}}'])
def test_without_a_good_manifest_nothing_is_verified(built: Workspace, text: str | None) -> None:
    """A missing or broken manifest is an error that says to build again."""
    path = built.reports(YEAR) / "manifest.json"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="jxa book"):
        verify_manifest(built.reports(YEAR))
