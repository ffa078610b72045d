"""What goes to a unit when files are shared, hostile or named like formulas."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.checks import Settings, Severity
from jxanalytics.checks.settings import Choice
from jxanalytics.documents.notices.ledgers import ledgers_workbook
from jxanalytics.documents.notices.packages import FINDINGS, LETTER, Sender
from jxanalytics.documents.notices.write import write_package
from jxanalytics.intake import import_files
from jxanalytics.model.store import load_year, save_year
from jxanalytics.season.steps import send_back, take_answers
from tests.folders import files_of
from tests.intake.facts import INDICATORS, Facts, standard
from tests.intake.office import Sheet, write_xlsx
from tests.season.player import texts_of

SENT, DEADLINE = date(2022, 4, 1), date(2022, 4, 15)
# An execution rate that the money does not give: one finding.
WRONG = (10, 88.21, 9.82)
FIRST = Facts(execution=WRONG)
OTHER = Facts(project="西城道路养护", unit="临川湾市公路中心", execution=WRONG)


def sent(folder: Path) -> dict[str, dict[str, bytes]]:
    """The files that go back, by unit."""
    state, dispatches = send_back(folder, None, SENT, DEADLINE)
    sender = Sender(folder, state)
    return {state.found.names.units[d.unit_id]: sender.package(d) for d in dispatches}


def test_a_file_of_two_units_goes_to_neither(tmp_path: Path) -> None:
    """Each gets letter and findings; the letter says why the original is not there."""
    folder = tmp_path / "2021"
    both = write_xlsx(
        tmp_path / "合报.xlsx", Sheet("甲", standard(FIRST)), Sheet("乙", standard(OTHER))
    )
    import_files([both], folder)
    packages = sent(folder)
    assert set(packages) == {FIRST.unit, OTHER.unit}
    for unit, files in packages.items():
        assert set(files) == {LETTER, FINDINGS}
        zipped = write_package(tmp_path / "出", unit, files)
        text = "\n".join(texts_of(zipped))
        other = OTHER if unit == FIRST.unit else FIRST
        assert other.project not in text and other.unit not in text
        assert "合报.xlsx与其他单位的表同在一份文件中，不附原件" in text


def test_a_finding_that_names_another_units_project_is_veiled(folder: Path, tmp_path: Path) -> None:
    """A code that two units' projects share is asked about without the other's name."""
    year = load_year(folder)
    projects = year["projects"].copy()
    units = projects["unit_id"]
    other = projects.index[units != units[0]][0]
    projects.loc[other, "project_code"] = projects.loc[0, "project_code"]
    save_year(year.replaced(projects=projects), folder)
    ((unit, files),) = sent(folder).items()
    text = "\n".join(texts_of(write_package(tmp_path / "出", unit, files)))
    mine, others = projects.loc[[other, 0], "name"]
    assert mine in text and others not in text and "其他项目" in text


def test_a_file_of_one_unit_goes_back_with_comments(tmp_path: Path) -> None:
    """The original comes back under its name with the comment at the rate."""
    folder = tmp_path / "2021"
    import_files([write_xlsx(tmp_path / "自评.xlsx", Sheet("自评表", standard(FIRST)))], folder)
    files = sent(folder)[FIRST.unit]
    book = openpyxl.load_workbook(BytesIO(files["加批注的原件/自评.xlsx"]))
    texts = [c.comment.text for row in book.worksheets[0].iter_rows() for c in row if c.comment]
    assert any(text.startswith("P0001-JX101") for text in texts)


def test_names_that_differ_in_case_only_are_told_apart(tmp_path: Path) -> None:
    """Two originals that are one name to Windows both go back, each under its own."""
    folder = tmp_path / "2021"
    for name, facts in (("A甲.xlsx", FIRST), ("a甲.xlsx", replace(FIRST, project="东城道路养护"))):
        import_files([write_xlsx(tmp_path / name, Sheet("自评表", standard(facts)))], folder)
    names = [name for name in sent(folder)[FIRST.unit] if name.startswith("加批注的原件/")]
    assert len({name.casefold() for name in names}) == 2


def test_a_file_that_takes_no_comments_is_named(tmp_path: Path) -> None:
    """Of a CSV file nothing goes back but the list; the letter says so."""
    folder = tmp_path / "2021"
    form = write_xlsx(tmp_path / "自评.xlsx", Sheet("自评表", standard(FIRST)))
    path = tmp_path / "来件" / "自评.csv"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(openpyxl.load_workbook(form).active.values)
    import_files([path], folder)
    files = sent(folder)[FIRST.unit]
    assert set(files) == {LETTER, FINDINGS}
    zipped = write_package(tmp_path / "出", FIRST.unit, files)
    assert "自评.csv的格式不能加批注，不附原件" in "\n".join(texts_of(zipped))


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """A text as filed that Excel would take for a formula is text in the findings workbook."""
    folder = tmp_path / "2021"
    evil = [*INDICATORS]
    evil[0] = evil[0].__class__(**{**vars(evil[0]), "name": "=HYPERLINK(1)", "actual": "5%"})
    facts = FIRST.but(indicators=tuple(evil))
    import_files([write_xlsx(tmp_path / "a.xlsx", Sheet("自评表", standard(facts)))], folder)
    book = openpyxl.load_workbook(BytesIO(sent(folder)[FIRST.unit][FINDINGS]))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_what_is_of_no_unit_is_left_to_the_office(tmp_path: Path) -> None:
    """A finding of the whole year is in no package; the office's workbook has it on a sheet of its own."""
    folder = tmp_path / "2021"
    import_files([write_xlsx(tmp_path / "a.xlsx", Sheet("自评表", standard(FIRST)))], folder)
    asking = Settings({"JX219": Choice(severity=Severity.WARNING)})
    state, dispatches = send_back(folder, asking, SENT, DEADLINE)
    assert "年度-JX219" in [finding.number for finding in state.of_no_unit]
    assert all(finding.project_id for dispatch in dispatches for finding in dispatch.asked)
    sheet = openpyxl.load_workbook(BytesIO(ledgers_workbook(state)))["本级核对"]
    assert "年度-JX219" in [row[0] for row in sheet.iter_rows(values_only=True)]
    assert send_back(folder, None, SENT, DEADLINE)[0].of_no_unit == []


def test_the_same_round_again_is_the_same_bytes(tmp_path: Path) -> None:
    """Nothing new has come: the same round, the same files, the state untouched."""
    folder = tmp_path / "2021"
    import_files([write_xlsx(tmp_path / "a.xlsx", Sheet("自评表", standard(FIRST)))], folder)
    first = sent(folder)
    before = files_of(folder)
    assert sent(folder) == first
    assert files_of(folder) == before


def test_answers_are_taken_by_number_or_refused_with_the_place(tmp_path: Path) -> None:
    """An answer counts once; a number that never went back is refused and nothing is taken."""
    folder = tmp_path / "2021"
    import_files([write_xlsx(tmp_path / "a.xlsx", Sheet("自评表", standard(FIRST)))], folder)
    content = sent(folder)[FIRST.unit][FINDINGS]
    good, bad = tmp_path / "答复.xlsx", tmp_path / "改号.xlsx"
    for path, number in ((good, ""), (bad, "P0009-JX101")):
        book = openpyxl.load_workbook(BytesIO(content))
        sheet = book.worksheets[0]
        row = next(r for r in sheet.iter_rows() if r[0].value == "疑点编号")[0].row + 1
        head = {c.value: c.column for c in sheet[row - 1]}
        sheet.cell(row, head["单位答复"]).value = "四季度集中支付"
        sheet.cell(row, 1).value = number or sheet.cell(row, 1).value
        book.save(path)
    with pytest.raises(ValueError, match="退回的疑点中没有这个编号"):
        take_answers(folder, None, [good, bad], SENT)
    state, new = take_answers(folder, None, [good], SENT)
    assert len(new) == 1 and len(state.season["answers"]) == 1
    state, again = take_answers(folder, None, [good], DEADLINE)
    assert again == [] and state.season["answers"]["date"].tolist() == [SENT.isoformat()]
    assert state.ledger.set_index("number").at[new[0].number, "state"] == "已答复"


def test_a_package_is_exchanged_whole(tmp_path: Path) -> None:
    """What an earlier writing left behind is gone; the zip holds what the folder holds."""
    (tmp_path / "单位" / "第1轮").mkdir(parents=True)
    (tmp_path / "单位" / "第1轮" / "旧.docx").write_bytes(b"")
    zipped = write_package(tmp_path / "单位", "第1轮", {"通知.docx": b"1", "原件/a.xlsx": b"2"})
    inside = sorted(p.name for p in (tmp_path / "单位" / "第1轮").rglob("*") if p.is_file())
    assert inside == ["a.xlsx", "通知.docx"]
    with zipfile.ZipFile(zipped) as package:
        assert sorted(package.namelist()) == ["原件/a.xlsx", "通知.docx"]
