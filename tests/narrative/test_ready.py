"""A report made from figures computed once for the whole year is the report made alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jxanalytics.model.store import load_year, save_year
from jxanalytics.narrative.show import outputs
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.keys import difference
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from jxanalytics.year import Year, load
from jxanalytics.year.kept import beyond, keep, kept
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "2024"
    save_year(make_year(2024, 11, 9, 3), folder)
    return folder


@pytest.mark.parametrize("which", ["reference", "sample"])
def test_each_report_is_the_same(which: str, sample: Path) -> None:
    """Every passage and picture of every report is equal, whichever way its figures came."""
    folder = ROOT / "data" / "2019" if which == "reference" else sample
    alone, shared = (load(folder) for _ in range(2))
    assert isinstance(alone, Year) and isinstance(shared, Year)
    shared.facts().ready()
    for project in list(alone.projects["project_id"])[::4]:
        reports = [
            (year.project(project).report(), year.project(project).evaluation_report())
            for year in (alone, shared)
        ]
        for one, other in zip(*reports, strict=True):
            assert outputs(one.passage) == outputs(other.passage)


def test_a_year_is_kept_until_a_file_changes(sample: Path) -> None:
    """A process that keeps a year hands out the same one, and reads anew what has changed."""
    keep(str(sample), 1, "")
    one = load(sample)
    assert one is kept(sample)
    assert isinstance(one, Year) and not one.facts().is_ready
    path = sample / "aliases.csv"
    path.write_bytes(path.read_bytes() if path.exists() else b"")
    path.touch()
    assert kept(sample) is None


def test_findings_are_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings of a year, told by project, are kept for all processes until something changes."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / "_quarto.yml", tmp_path / "_quarto.yml")
    folder, shared = str(tmp_path / "data" / "2019"), str(tmp_path / "shared")
    model = load_year(folder)
    told = beyond(model, shared)
    assert {"P0001", "P0002"} & told.keys()
    keep(folder, 1, shared)
    alone, taken = load(ROOT / "data" / "2019"), load(folder)
    assert isinstance(alone, Year) and isinstance(taken, Year)
    assert "checked" in vars(taken)
    assert taken.checked.frame.equals(alone.checked.frame)
    with monkeypatch.context() as patch:
        patch.setattr("jxanalytics.year.kept._digests", lambda _: pytest.fail("looked for again"))
        assert beyond(model, shared) == told
    config = tmp_path / "_quarto.yml"
    config.write_text(config.read_text(encoding="utf-8") + "\n# x\n", encoding="utf-8")
    monkeypatch.setattr("jxanalytics.year.kept._digests", lambda _: {"P0001": "new"})
    assert beyond(model, shared) == {"P0001": "new"}


def test_a_box_never_lags_behind_another_project(tmp_path: Path) -> None:
    """Whatever changes the findings of a project, if only in other projects' papers, makes its
    report due; those whose findings stay are left alone."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copyfile(ROOT / "_quarto.yml", tmp_path / "_quarto.yml")
    year = make_year(2024, 11, 9, 3)
    first, second, *others = year["projects"]["project_id"]
    codes = year["projects"]["project_code"]
    # The finding is the second project's: its code now is the first one's as well.
    twice = year["projects"].assign(project_code=[codes[1], *codes[1:]])
    keys, boxes = [], []
    for made in (year, year.replaced(projects=twice)):
        save_year(made, tmp_path / "data" / "2024")
        planned = YearRun(Workspace(tmp_path), 2024).planned()
        keys.append({p.task.name: p.key.parts for p in planned if p.task.project_id})
        loaded = load(tmp_path / "data" / "2024")
        assert isinstance(loaded, Year)
        boxes.append(set(loaded.project(second).findings["code"]))
    assert boxes == [set(), {"JX217"}]
    moved = {name: difference(parts, keys[1][name]) for name, parts in keys[0].items()}
    assert moved[f"{second}-self"] == "疑点变更"
    assert moved[f"{first}-self"].startswith("数据变更：")
    assert {moved[f"{project}-self"] for project in others} == {""}


def test_figures_are_computed_once_for_many(sample: Path) -> None:
    """Where many reports will be made, the year's figures are there before the first."""
    (sample / "aliases.csv").unlink(missing_ok=True)
    keep(str(sample), 1000, "")
    year = load(sample)
    assert isinstance(year, Year) and year.facts().is_ready
