"""Score sheets out and in: they come back in Excel and Word, once, and their scores are the year's."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.checks import check_year
from jxanalytics.documents.forms import write_forms
from jxanalytics.documents.review import write_score_sheets
from jxanalytics.errors import DataError, MisuseError
from jxanalytics.intake import import_files, read_file
from jxanalytics.model.precedence import used_indicators, used_totals
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.season import load_season
from jxanalytics.season.review import keep_draw, last_draw, outdated, sample_of, take_sheets
from jxanalytics.season.sampling import Plan, draw
from jxanalytics.season.score_sheet import indicators_of
from jxanalytics.statistics import project_money
from tests.folders import files_of
from tests.season.made import fill_docx, fill_xlsx

PLAN = Plan("20240601", 30, per_unit=1)


def drawn(folder: Path, plan: Plan = PLAN, again: bool = False) -> None:
    money = project_money(load_year(folder))
    pool = money[["project_id", "unit_id"]].assign(
        annual=money["total_annual"], risk=money["total_annual"], why="资金规模"
    )
    keep_draw(folder, draw(pool, plan), plan, pool, again)


def sheets(folder: Path, out: Path, suffix: str) -> list[Path]:
    written = write_score_sheets(load_year(folder), load_season(folder), out).written
    return [path for path in written if path.suffix == suffix]


def first_numbers(folder: Path, sheet: Path) -> list[str]:
    """The first two indicators of a sheet's project that are worth two points or more."""
    project = sheet.stem.partition("-")[2]
    listed = indicators_of(load_year(folder), project)
    return [one.number for one in listed if one.self_score >= 2][:2]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_sheet_comes_back_with_its_scores(folder: Path, tmp_path: Path, suffix: str) -> None:
    """Scores, reasons and the total of a sheet filled in, in either format, are those of the year."""
    drawn(folder)
    path = sheets(folder, tmp_path / "out", suffix)[0]
    one, two = first_numbers(folder, path)
    (fill_xlsx if suffix == ".xlsx" else fill_docx)(path, {one: 1.5, two: 2})
    taken = take_sheets(folder, [path])
    assert (len(taken.scored), taken.refused) == (1, ())
    year, project = load_year(folder), taken.scored[0].project_id
    own = used_totals(year, "self").set_index("project_id")["value"][project]
    assert used_totals(year, "review").set_index("project_id")["value"][project] == pytest.approx(
        own - 3.5
    )
    reasons = load_season(folder)["marks"]
    assert len(reasons) == 2
    assert set(reasons["reason"]) == {"佐证材料不足"}


def test_a_review_raises_no_finding_of_its_own(folder: Path, tmp_path: Path) -> None:
    """Taking sheets in leaves the findings of the year as they were."""
    before = {finding.number for finding in check_year(load_year(folder))}
    drawn(folder)
    for path in (paths := sheets(folder, tmp_path / "out", ".xlsx")):
        fill_xlsx(path, {})
    assert take_sheets(folder, paths).refused == ()
    assert {finding.number for finding in check_year(load_year(folder))} == before


def test_the_same_sheets_again_change_nothing(folder: Path, tmp_path: Path) -> None:
    """Sheets taken in twice, in whatever order, give the same files, byte for byte."""
    drawn(folder)
    paths = sheets(folder, tmp_path / "out", ".xlsx")
    for path in paths:
        fill_xlsx(path, {first_numbers(folder, path)[0]: 1})
    other = shutil.copytree(folder, tmp_path / "other" / "2024")
    take_sheets(folder, paths)
    once = files_of(folder)
    take_sheets(folder, paths)
    assert files_of(folder) == once
    for path in reversed(paths):
        take_sheets(other, [path])
    assert files_of(other) == once


def test_units_get_their_own_projects_only(folder: Path, tmp_path: Path) -> None:
    """A unit's folder holds sheets of its projects, and no other unit's project stands in them."""
    drawn(folder)
    out = tmp_path / "out"
    year = load_year(folder)
    written = write_score_sheets(year, load_season(folder), out).written
    units = year["projects"].set_index("project_id")["unit_id"]
    names = year["projects"].set_index("project_id")["name"]
    for path in written:
        project = path.stem.partition("-")[2]
        assert path.parent.name == units[project]
        if path.suffix == ".xlsx":
            text = str([c.value for row in openpyxl.load_workbook(path).active for c in row])
            assert [n for p, n in names.items() if n in text] == [names[project]]


def test_what_people_filled_in_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    """Writing the sheets again leaves those that hold an entry, and renews the blank ones."""
    drawn(folder)
    out = tmp_path / "out"
    first, second = sheets(folder, out, ".xlsx")[:2]
    fill_xlsx(first, {})
    second.write_bytes(second.read_bytes() + b"x")
    mine = first.read_bytes()
    again = write_score_sheets(load_year(folder), load_season(folder), out)
    assert first in again.kept
    assert first.read_bytes() == mine
    taken = take_sheets(folder, [first])
    assert len(taken.scored) == 1


def test_a_blank_sheet_is_not_scored(folder: Path, tmp_path: Path) -> None:
    """A sheet without any score is no review with 0 points."""
    drawn(folder)
    before = files_of(folder)
    taken = take_sheets(folder, sheets(folder, tmp_path / "out", ".xlsx"))
    assert taken.scored == () and len(taken.blank) == len(sample_of(load_season(folder)))
    assert files_of(folder) == before


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("复核得分", 99, "之间"),
        ("复核得分", -1, "之间"),
        ("复核得分", "五分", "应为分数"),
        ("复核得分", None, "空白不作0分"),
        ("扣分理由", None, "请写明扣分理由"),
        ("自评得分", 1.25, "自评有变"),
        ("指标编号", "I99", "自评表中没有此指标"),
    ],
)
def test_a_wrong_cell_is_named(
    folder: Path, tmp_path: Path, column: str, value: object, said: str
) -> None:
    """A sheet with a fault is refused with file, row, column and what to do; nothing is taken of it."""
    drawn(folder)
    path = sheets(folder, tmp_path / "out", ".xlsx")[0]
    number = first_numbers(folder, path)[0]
    fill_xlsx(path, {number: 1})
    book = openpyxl.load_workbook(path)
    sheet = book.active
    row = next(r for r in range(1, 40) if sheet.cell(r, 1).value == number)
    head = next(r for r in range(1, 40) if sheet.cell(r, 1).value == "指标编号")
    at = next(c for c in range(1, 20) if sheet.cell(head, c).value == column)
    sheet.cell(row, at).value = value
    book.save(path)
    before = files_of(folder)
    taken = take_sheets(folder, [path])
    assert len(taken.refused) == 1
    assert said in taken.refused[0] and path.name in taken.refused[0]
    assert f"第{row}行「{column}」列" in taken.refused[0]
    assert files_of(folder) == before


def test_two_sheets_of_one_project_are_not_both_taken(folder: Path, tmp_path: Path) -> None:
    """Which of two scores counts is for people to say."""
    drawn(folder)
    path = sheets(folder, tmp_path / "out", ".xlsx")[0]
    fill_xlsx(path, {})
    copy = shutil.copy(path, tmp_path / "副本.xlsx")
    with pytest.raises(DataError, match="只收回一份"):
        take_sheets(folder, [path, Path(copy)])


def test_a_sample_is_not_exchanged_by_accident(folder: Path) -> None:
    """The same draw again changes nothing; another one is refused unless asked for, and both are kept."""
    drawn(folder)
    before, sample = files_of(folder), list(sample_of(load_season(folder))["project_id"])
    drawn(folder)
    assert files_of(folder) == before
    other = Plan("另一个种子", 30, risk_share=0)
    with pytest.raises(MisuseError, match="--again"):
        drawn(folder, other)
    assert files_of(folder) == before
    drawn(folder, other, again=True)
    season = load_season(folder)
    assert last_draw(season) == other
    first = season["sample"][season["sample"]["draw"] == 1]
    assert list(first["project_id"]) == sample


def test_importing_passes_a_score_sheet_by(folder: Path, tmp_path: Path) -> None:
    """A score sheet among the forms is not taken for a self-evaluation."""
    drawn(folder)
    paths = [
        *sheets(folder, tmp_path / "out", ".xlsx")[:1],
        *sheets(folder, tmp_path / "out", ".docx")[:1],
    ]
    for path in paths:
        reading = read_file(path)
        assert reading.forms == ()
        assert any("复核评分表" in note.message for note in reading.issues)


def test_a_form_filed_again_after_its_review_is_named(folder: Path, tmp_path: Path) -> None:
    """Filed again as it was, a form leaves its review as it is; changed, it is named until the sheet
    is taken in once more."""
    drawn(folder)
    path = sheets(folder, tmp_path / "out", ".xlsx")[0]
    project = path.stem.partition("-")[2]
    written = write_forms(load_year(folder), tmp_path / "forms").files
    form = next(file for file in written if project in file.name and file.suffix == ".xlsx")
    assert import_files([form], folder).filed
    fill_xlsx(path, {})
    assert take_sheets(folder, [path]).refused == ()
    assert import_files([form], folder).filed
    assert outdated(load_season(folder)) == []
    told = change_actual(form, load_year(folder), project)
    assert import_files([form], folder).filed
    assert outdated(load_season(folder)) == [project]
    used = used_indicators(load_year(folder))
    assert told in set(used.loc[used["project_id"] == project, "actual_raw"])
    assert take_sheets(folder, [path]).refused == ()
    assert outdated(load_season(folder)) == []


def test_a_review_of_a_changed_score_is_done_on_a_new_sheet(folder: Path, tmp_path: Path) -> None:
    """The old sheet is refused; with it out of the way a new one is written with the form's scores
    and what the review said, and settles it."""
    drawn(folder)
    out = tmp_path / "out"
    path = sheets(folder, out, ".xlsx")[0]
    project = path.stem.partition("-")[2]
    written = write_forms(load_year(folder), tmp_path / "forms").files
    form = next(file for file in written if project in file.name and file.suffix == ".xlsx")
    assert import_files([form], folder).filed
    number = first_numbers(folder, path)[1]
    fill_xlsx(path, {number: 1})
    assert take_sheets(folder, [path]).refused == ()
    lower_score(form, load_year(folder), project, number)
    assert import_files([form], folder).filed
    (refused,) = take_sheets(folder, [path]).refused
    assert "自评有变" in refused and outdated(load_season(folder)) == [project]
    path.unlink()
    assert path in sheets(folder, out, ".xlsx")
    row = next(r for r in openpyxl.load_workbook(path).active.values if r[0] == number)
    assert row[7] == row[8] and row[9] == "佐证材料不足"
    assert take_sheets(folder, [path]).refused == ()
    assert outdated(load_season(folder)) == []


def lower_score(form: Path, year: EvaluationYear, project: str, number: str) -> None:
    """Take a point off an indicator of a form."""
    one = next(i for i in indicators_of(year, project) if i.number == number)
    book = openpyxl.load_workbook(form)
    row = next(r for r in book.active if any(cell.value == one.levels[2] for cell in r))
    cell = [c for c in row if c.value is not None and str(c.value) == f"{one.self_score:g}"][-1]
    cell.value = f"{one.self_score - 1:g}"
    book.save(form)


def change_actual(form: Path, year: EvaluationYear, project: str) -> str:
    """Write another completion value into a form; gives what is written."""
    used = used_indicators(year)
    used = used[(used["project_id"] == project) & (used["role"] == "indicator")]
    before = next(raw for raw in used["actual_raw"] if raw)
    book = openpyxl.load_workbook(form)
    cells = [cell for row in book.active for cell in row if str(cell.value) == before]
    cells[-1].value = "基本完成"
    book.save(form)
    return "基本完成"


def test_a_review_outlasts_the_forms_filed_again(folder: Path, tmp_path: Path) -> None:
    """Importing forms after the review leaves its scores as they are."""
    drawn(folder)
    path = sheets(folder, tmp_path / "out", ".xlsx")[0]
    fill_xlsx(path, {})
    project = take_sheets(folder, [path]).scored[0].project_id
    before = used_totals(load_year(folder), "review")
    written = write_forms(load_year(folder), tmp_path / "forms").files
    mine = [file for file in written if project in file.name and file.suffix == ".xlsx"]
    assert import_files(mine, folder).filed
    assert used_totals(load_year(folder), "review").equals(before)
    assert len(load_season(folder)["sample"]) == len(sample_of(load_season(folder)))
