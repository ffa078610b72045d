"""A report made from figures computed once for the whole year is the report made alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jxanalytics.checks import check_year
from jxanalytics.checks.registry import REGISTER
from jxanalytics.errors import DataError
from jxanalytics.model.store import load_year, save_year
from jxanalytics.narrative.show import outputs
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.content import Content
from jxanalytics.runs.keys import difference
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from jxanalytics.year import Year, load
from jxanalytics.year.kept import beyond, keep, kept
from jxanalytics.year.shared import left
from tests.conftest import REFERENCE
from tests.folders import copy_workspace
from tests.runs.notebooks import notebook, texts
from tests.runs.workspaces import CONFIG, YEAR, change, workspace


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "2024"
    save_year(make_year(2024, 11, 9, 3), folder)
    return folder


@pytest.mark.parametrize("which", ["reference", "sample"])
def test_each_report_is_the_same(which: str, sample: Path) -> None:
    """Every passage and picture of every report is equal, whichever way its figures came."""
    folder = REFERENCE if which == "reference" else sample
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
    """A process that keeps a year hands out the same one; once a file has changed since the build
    looked, it makes no report of either state."""
    keep(str(sample), 1, "")
    one = load(sample)
    assert one is kept(sample)
    assert isinstance(one, Year) and not one.facts().is_ready
    path = sample / "aliases.csv"
    path.write_bytes(path.read_bytes() if path.exists() else b"")
    path.touch()
    with pytest.raises(DataError, match=r"2024.*被改动，请重新运行"):
        kept(sample)
    path.unlink()


def contents(folder: Path) -> dict[str, str]:
    """What `beyond` is told of a year's papers, before any change of the settings around it."""
    return Content(load_year(folder)).by_project({})


def test_findings_are_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings of a year, told by project, are kept for all processes while its content is the same."""
    copy_workspace(tmp_path)
    folder, shared = tmp_path / "data" / "2019", str(tmp_path / "shared" / "one")
    told = beyond(load_year(folder), shared, contents(folder))
    assert {"", "P0001", "P0002"} == told.keys()
    keep(str(folder), 1, shared)
    alone, taken = load(REFERENCE), load(folder)
    assert isinstance(alone, Year) and isinstance(taken, Year)
    assert "checked" in vars(taken)
    assert taken.checked.frame.equals(alone.checked.frame)
    monkeypatch.setattr(Year, "check", lambda *_: pytest.fail("looked for again"))
    assert beyond(load_year(folder), shared, contents(folder)) == told


def test_only_what_changed_is_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change in one project the checks that look at single projects look at it alone, and the
    findings are those of the whole year; after a change of what all share they look at all."""
    folder, looked = tmp_path / "2024", []
    year = make_year(2024, 11, 9, 3)
    save_year(year, folder)
    beyond(load_year(folder), str(tmp_path / "shared" / "one"), contents(folder))
    check = REGISTER["JX114"]
    spy = replace(check, look=lambda e, **n: looked.append(list(e.names)) or check.look(e, **n))
    monkeypatch.setitem(REGISTER, "JX114", spy)
    scores = year["scores"]
    row = scores.index[(scores["project_id"] == "P00003") & scores["score"].notna()][0]
    scores.loc[row, "score"] = 77.0
    save_year(year.replaced(scores=scores), folder)
    shared = tmp_path / "shared" / "two"
    beyond(load_year(folder), str(shared), contents(folder))
    assert looked == [["P00003"]]
    kept_year = left(shared)
    assert kept_year is not None
    found = kept_year[1][1]
    assert found.list == check_year(load_year(folder)).list and "JX114" in {f.code for f in found}
    other = {project: f"{content} 核对设置" for project, content in contents(folder).items()}
    beyond(load_year(folder), str(tmp_path / "shared" / "three"), other)
    assert [len(names) for names in looked] == [1, 9, 9]


def test_papers_changed_after_planning_make_no_report(tmp_path: Path) -> None:
    """A report whose papers change between planning and running fails with the reason, and is made
    of the new ones by the next run: nothing is kept under the content it was not made from."""
    made = workspace(tmp_path, 2)
    notebook(
        tmp_path / "notebooks",
        "from jxanalytics.year import load\nprint(load(data).project(project).name)",
        parameters='data = ""\nproject = ""',
        name="self",
    )
    config = CONFIG.replace("  preload: []\n", "").replace('  beyond: ""\n', "")
    (tmp_path / "_quarto.yml").write_text(config, encoding="utf-8")
    run = YearRun(Workspace(made.root), YEAR)
    planned = run.planned()
    change(tmp_path, "projects", "P00002", "name", "另一个项目")
    failed = [result.reason for result in run.run(planned) if result.task.project_id]
    assert failed and all("被改动，请重新运行" in reason for reason in failed)
    again = YearRun(Workspace(made.root), YEAR)
    results = again.run(again.planned())
    assert [result.reason for result in results if result.failed] == []
    assert [texts(r) for r in results if r.task.name == "P00002-self"] == ["另一个项目\n"]


def test_a_scheme_that_other_projects_choose_is_part_of_the_key(tmp_path: Path) -> None:
    """Where another project's form brings in cost indicators the year has another scheme, by which
    every report's scores are computed: all are due, and that is said."""
    copy_workspace(tmp_path, data=False)
    year = make_year(2024, 11, 9, 3)
    indicators = year["indicators"]
    costs = indicators["level1"].str.startswith("成本")
    assert costs.any()
    plain = indicators.assign(level1=indicators["level1"].mask(costs, "产出指标"))
    mine = indicators["project_id"] == year["projects"]["project_id"].iloc[0]
    keys = []
    for made in (plain, plain.assign(level1=plain["level1"].mask(costs & mine, "成本指标"))):
        save_year(year.replaced(indicators=made), tmp_path / "data" / "2024")
        planned = YearRun(Workspace(tmp_path), 2024).planned()
        keys.append({p.task.name: p.key.parts for p in planned if p.task.project_id})
    moved = [difference(parts, keys[1][name]) for name, parts in keys[0].items()]
    assert all("评分办法变更" in why for why in moved)
    assert sum("数据变更" not in why for why in moved) >= len(moved) - 2


def test_a_box_never_lags_behind_another_project(tmp_path: Path) -> None:
    """Whatever changes the findings of a project, if only in other projects' papers, makes its
    report due; those whose findings stay are left alone."""
    copy_workspace(tmp_path, data=False)
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


@pytest.mark.parametrize(("reports", "chapters"), [(1000, 0), (2, 2)])
def test_figures_are_computed_once_for_many(sample: Path, reports: int, chapters: int) -> None:
    """Where many reports or several chapters will be made, the year's figures are there before the
    first."""
    (sample / "aliases.csv").unlink(missing_ok=True)
    keep(str(sample), reports, "", chapters)
    year = load(sample)
    assert isinstance(year, Year) and year.facts().is_ready
