"""Who has filed: every state counted once, by number and by money."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jxanalytics.cli.status import filed
from jxanalytics.documents.forms.write import write_forms
from jxanalytics.intake import import_files
from jxanalytics.model.season import LEDGER, RETURNS, SEALS
from jxanalytics.model.store import load_filed, load_year
from jxanalytics.model.tables import from_rows
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from jxanalytics.season import load_season, update_season
from jxanalytics.season.filing import coverage, filing, unlisted
from jxanalytics.season.roster import Merged, merged, read_roster
from jxanalytics.season.withdrawal import take_roster
from jxanalytics.statistics.years import same_projects
from tests.season.lists import write_list

YEAR = make_year(2025, seed=3, projects=6, units=3)


def rows() -> list[list[object]]:
    """The list of the six projects: the second without a code, the third under another name."""
    units = YEAR["units"].set_index("unit_id")["name"]
    found: list[list[object]] = [
        [row.project_code, row.name, units[row.unit_id], "", 100 * n, "2026-03-10", "", ""]
        for n, row in enumerate(YEAR["projects"].itertuples(index=False), start=1)
    ]
    found[1][0] = ""
    found[2][:2] = ["", f"{found[2][1]}（新名）"]
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of which the first three projects and the last have filed."""
    place = tmp_path_factory.mktemp("filing")
    write_forms(YEAR, place / "表")
    folder = place / "data" / "2025"
    for number in (1, 2, 3, 6):
        path = place / "表" / f"附件2-P{number:05d}.docx"
        import_files([path], folder, on=date(2026, 3, 9 + number))
    take(folder, rows())
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """That year, to be changed."""
    shutil.copytree(made / "data", tmp_path / "data")
    return tmp_path / "data" / "2025"


def take(folder: Path, lines: list[list[object]]) -> Merged:
    path = write_list(folder.parent / "名单.xlsx", lines)
    return take_roster(folder, lambda before: merged(before, read_roster(path)))


def states(folder: Path) -> list[str]:
    return filing(load_season(folder), load_filed(folder))["state"].tolist()


def test_filing_is_matched_by_code_and_by_name(folder: Path) -> None:
    """A project without a code is known by its name; a renamed one is asked about, then known."""
    assert states(folder) == ["已报", "已报", "未报", "未报", "未报", "已报"]
    stray = unlisted(load_season(folder), load_filed(folder)).iloc[0]
    assert stray["hint"] == rows()[2][1]
    named = rows()
    named[2][6] = YEAR["projects"]["name"].iloc[2]
    take(folder, named)
    assert states(folder)[2] == "已报"
    assert unlisted(load_season(folder), load_filed(folder)).empty


def test_former_names_of_the_list_connect_the_years(folder: Path) -> None:
    """A project filed under a new name is, once the list names its former one, last year's project; said once."""
    projects = YEAR["projects"].assign(project_id=lambda t: "P9" + t["project_id"].str[1:])
    last = YEAR.replaced(projects=projects.assign(name=projects["name"] + "（旧）"))
    last = replace(last, year=2024)
    assert (same_projects(last, load_year(folder)) == "").all()
    lines = rows()
    lines[0][6] = f"{lines[0][1]}（旧）"
    first = take(folder, lines)
    assert first.former == ((lines[0][6], lines[0][1]),)
    assert same_projects(last, load_year(folder)).tolist() == ["P0001", "", "", "", "", ""]
    assert take(folder, lines).former == ()


def test_late_is_counted_in_days(folder: Path) -> None:
    """From the term to the first receipt, or to the day asked for where nothing has come."""
    table = filing(load_season(folder), load_filed(folder), date(2026, 3, 20))
    assert table["late_days"].tolist() == [0, 1, 10, 10, 10, 5]


def test_coverage_by_number_and_money(folder: Path) -> None:
    """Withdrawn projects are not asked for; what went back or is final has been filed."""
    lines = rows()
    lines[5][7] = "撤销"
    take(folder, lines)
    projects = load_year(folder)["projects"]["project_id"].tolist()
    row = {"project_id": projects[0], "round": 1, "unit_id": "U001", "date": "2026-03-11", "deadline": "2026-03-20", "received": 1, "basis": "x"}  # fmt: skip
    seal = {"project_id": projects[1], "date": "2026-03-12", "received": 1}
    asked = {"number": "P0001-JX101", "project_id": projects[0], "unit_id": "U001", "code": "JX101", "severity": "error", "message": "请核实", "raised_round": 1, "raised_on": "2026-03-11", "last_round": 1}  # fmt: skip
    tables = {
        "returns": from_rows(RETURNS, [row]),
        "ledger": from_rows(LEDGER, [asked]),
        "seals": from_rows(SEALS, [seal]),
    }
    update_season(folder, lambda season: season.replaced(**tables))
    assert states(folder) == ["退回", "定稿", "未报", "未报", "未报", "撤销"]
    total = coverage(filing(load_season(folder), load_filed(folder))).iloc[0]
    counts = ["listed", "filed", "unfiled", "returned", "sealed", "withdrawn"]
    assert total[counts].tolist() == [5, 2, 3, 1, 1, 1]
    assert total[["rate", "listed_amount", "filed_amount", "amount_rate"]].tolist() == [40, 1500, 300, 20]  # fmt: skip


def test_a_withdrawn_project_leaves_the_year_but_not_the_files(folder: Path) -> None:
    """Its form no longer counts; its version and its original are still there."""
    lines = rows()
    lines[5][7] = "撤销"
    take(folder, lines)
    year = load_year(folder)
    assert len(year["projects"]) == len(year["documents"]) == 3
    assert (folder / "versions" / "P0004-self_evaluation" / "1.json").is_file()
    kept = folder / load_season(folder)["received"]["kept"].iloc[3]
    assert kept.is_file()
    recap = import_files([kept], folder)
    assert (
        "该项目在应报名单中已撤销，未采用" in recap.said and len(load_year(folder)["projects"]) == 3
    )


def test_a_sealed_form_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    """What comes after the final version is passed over and named."""
    seal = {"project_id": "P0001", "date": "2026-03-12", "received": 1}
    update_season(folder, lambda s: s.replaced(seals=from_rows(SEALS, [seal])))
    name = YEAR["projects"]["name"].iloc[0]
    other = YEAR.replaced(scores=YEAR["scores"].assign(score=1.0, score_raw="1"))
    write_forms(other, tmp_path / "改")
    recap = import_files([tmp_path / "改" / "附件2-P00001.docx"], folder)
    assert name and "该项目已定稿，未采用" in recap.said


def test_status_tells_the_filing(folder: Path) -> None:
    """``jxa status`` leads with the filing in words, each unit that lacks something on a line."""
    part = filed(Workspace(folder.parents[1]), 2025)
    assert part.lines[0] == "报送：应报6个，已报3个（50.00%），未报3个，退回0个，定稿0个"
    assert part.lines[1] == "  金额：应报2100.00万元，已报900.00万元（42.86%）"
    assert part.data["projects"][4]["state"] == "未报"
