"""Corrections are entries with an expectation, edited as text in a workbook."""

from __future__ import annotations

import math
from pathlib import Path

import openpyxl
import pytest

import jxanalytics
from jxanalytics.cli import main
from jxanalytics.errors import DataError, MisuseError
from jxanalytics.intake.filing import corrections as c
from jxanalytics.intake.filing.importing import import_files
from jxanalytics.model.corrections import BLANK, FILE, corrected, listing, load_entries
from jxanalytics.model.store import load_year, save_year, standing
from jxanalytics.model.tables import Correction, EvaluationYear
from tests.intake.facts import Facts, standard
from tests.intake.layouts import LAYOUTS
from tests.intake.office import Sheet, write_xlsx


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A year with one form in 万元 and a summary."""
    files = tmp_path / "in"
    files.mkdir()
    write_xlsx(files / "form.xlsx", Sheet("自评表", standard(Facts())))
    LAYOUTS["summary_over_pages"](files)
    import_files([files], tmp_path / "2021")
    return tmp_path / "2021"


def filled(
    folder: Path,
    path: Path,
    key: str,
    new: str,
    reason: str = "笔误",
    person: str = "吴乙",
    as_formula: bool = False,
) -> Path:
    """The correction sheet with one row filled in, as a person would."""
    c.write_sheet(folder, path)
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book.active[1]]
    rows = (dict(zip(heads, row, strict=True)) for row in book.active.iter_rows(min_row=2))
    row = next(row for row in rows if row["编号"].value == key)
    row["更正为"].value, row["理由"].value, row["更正人"].value = new, reason, person
    # A person types into cells formatted as text.
    row["更正为"].data_type = "f" if as_formula else "s"
    book.save(path)
    return path


def total(year: EvaluationYear) -> float:
    """The form's annual budget."""
    funding = year["funding"]
    own = funding[funding["document_id"].str.startswith("P0001") & (funding["source"] == "total")]
    return float(own["annual"].iloc[0])


AMOUNT = "funding/P0001-self_evaluation|P0001|total/annual"


def test_a_correction_is_kept_and_applied(folder: Path, tmp_path: Path) -> None:
    """A filled-in row becomes an entry; loading puts it over the table, whose file stays as filed."""
    new = c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    assert new == [
        Correction(
            "funding",
            "P0001-self_evaluation|P0001|total",
            "annual",
            "151.2",
            "152.1",
            "笔误",
            "吴乙",
        )
    ]
    assert total(load_year(folder)) == 152.1
    assert total(load_year(folder, as_filed=True)) == 151.2


def test_a_row_says_which_value_it_is_without_its_number(folder: Path, tmp_path: Path) -> None:
    """Source, score or total, place and the codes' labels are in words: the 编号 is for the program."""
    c.write_sheet(folder, tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").active
    heads, *rows = sheet.iter_rows(values_only=True)
    said = {row[-1]: dict(zip(heads, row, strict=True)) for row in rows}
    amount = said[AMOUNT]
    assert (amount["内容"], amount["栏目"]) == ("项目资金·年度资金总额", "全年预算数")
    assert amount["出处"].startswith("工作表“自评表”")
    assert said["totals/P0001-self_evaluation|P0001|self/value"]["内容"] == "合计·自评总分"
    assert said["scores/P0001-self_evaluation|I01|self/score"]["内容"].endswith("·自评得分")
    assert said["indicators/P0001-self_evaluation|I01/role"]["原值"] == "三级指标"
    assert sheet.auto_filter.ref == f"A1:J{len(rows) + 1}"


def test_a_kind_is_corrected_by_its_word(folder: Path, tmp_path: Path) -> None:
    """A kind of row is typed as the sheet shows it; an unknown one is refused with the words allowed."""
    key = "indicators/P0001-self_evaluation|I02/role"
    with pytest.raises(DataError, match="三级指标"):
        c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", key, "其他"))
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", key, "其中项"))
    assert load_year(folder)["indicators"].set_index("indicator_id").loc["I02", "role"] == "sub"


def test_an_expectation_that_no_longer_holds(folder: Path, tmp_path: Path) -> None:
    """After the form came again with another figure, the entry fails loudly with both values."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    rows = standard(Facts(money={**Facts().money, "total": (156, 150, 148.5)}))
    import_files([write_xlsx(tmp_path / "form.xlsx", Sheet("自评表", rows))], folder)
    with pytest.raises(DataError, match=r"151\.2.*150") as caught:
        load_year(folder)
    assert caught.value.exit_code == 3


def test_a_sum_is_corrected_in_the_unit_of_its_document(folder: Path, tmp_path: Path) -> None:
    """A total of money typed as the document prints it, in 元, is kept in 万元; so is one with its unit."""
    year = load_year(folder)
    documents, totals = year["documents"], year["totals"]
    documents.loc[documents["kind"] == "summary", "amount_unit"] = "元"
    changed = year.replaced(documents=documents)
    (own,) = totals[(totals["measure"] == "annual") & (totals["project_id"] == "")].to_dict(
        "records"
    )
    for new in ("14170900", "1417.09万元"):
        entry = Correction(
            "totals", f"{own['document_id']}||annual", "value", own["raw"], new, "", ""
        )
        after = corrected(changed, [entry])["totals"]
        assert after.loc[after["raw"] == new, "value"].tolist() == [1417.09]


def test_a_text_is_parsed_again(folder: Path, tmp_path: Path) -> None:
    """A corrected actual brings its number, unit and operator."""
    key = "indicators/P0001-self_evaluation|I02/actual"
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", key, "不少于400座"))
    row = load_year(folder)["indicators"].set_index("indicator_id").loc["I02"]
    assert (row["actual"], row["actual_unit"], row["actual_operator"]) == (400, "座", "≥")


def test_codes_stay_text(folder: Path, tmp_path: Path) -> None:
    """A long code with leading zeros survives the workbook; so does a text that begins with =."""
    code = "001234567890123456789"
    c.add_corrections(
        folder, filled(folder, tmp_path / "c.xlsx", "projects/P0001/project_code", code)
    )
    c.add_corrections(
        folder, filled(folder, tmp_path / "d.xlsx", "projects/P0001/category", "=1+1")
    )
    row = load_year(folder)["projects"].iloc[0]
    assert (row["project_code"], row["category"]) == (code, "=1+1")


def test_blanking(folder: Path, tmp_path: Path) -> None:
    """（空） blanks a value; blank is not 0."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, BLANK))
    assert math.isnan(total(load_year(folder)))


@pytest.mark.parametrize(
    ("new", "reason", "person", "said"),
    [
        ("很多", "笔误", "吴乙", "应为数字"),
        ("152.1", "", "吴乙", "理由"),
        ("152.1", "笔误", "", "更正人"),
    ],
)
def test_bad_entries(
    new: str, reason: str, person: str, said: str, folder: Path, tmp_path: Path
) -> None:
    """An entry that is no number, or without reason or person, is not taken, and nothing is written."""
    sheet = filled(folder, tmp_path / "c.xlsx", AMOUNT, new, reason, person)
    (row,) = c.read_sheet(sheet)
    with pytest.raises(DataError, match=said) as caught:
        c.add_corrections(folder, sheet)
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [("c.xlsx", row)]
    assert openpyxl.load_workbook(sheet).active.cell(row, 7).value == new
    assert not (folder / FILE).exists()


def test_the_same_sheet_again(folder: Path, tmp_path: Path) -> None:
    """Taking a sheet in twice adds nothing."""
    sheet = filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1")
    c.add_corrections(folder, sheet)
    assert c.add_corrections(folder, sheet) == []
    assert len(load_entries(folder)) == 1


def test_a_formula_is_no_text(folder: Path, tmp_path: Path) -> None:
    """A formula typed as a correction is refused with its place, not passed over."""
    sheet = filled(folder, tmp_path / "c.xlsx", AMOUNT, "=1+1", as_formula=True)
    with pytest.raises(MisuseError, match=r"G\d+单元格"):
        c.add_corrections(folder, sheet)


def test_another_workbook(folder: Path, tmp_path: Path) -> None:
    """A workbook that is no correction sheet is misuse."""
    with pytest.raises(MisuseError, match="不是更正表"):
        c.add_corrections(folder, write_xlsx(tmp_path / "x.xlsx", Sheet("表", [["甲", "乙"]])))


def test_a_corrected_figure_is_traceable(folder: Path, tmp_path: Path) -> None:
    """The year, the analyst's table and the project's report say 原值, 更正为, 理由 and where it stands."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    year = load_year(folder)
    (row,) = listing(year).to_dict("records")
    assert (row["expected"], row["new"], row["reason"], row["person"]) == (
        "151.2",
        "152.1",
        "笔误",
        "吴乙",
    )
    assert row["place"].startswith("[自评表]!") and row["project_id"] == "P0001"
    shown = jxanalytics.load(folder)
    assert list(shown.corrections["new"]) == ["152.1"]
    assert "原值151.2，更正为152.1" in str(shown.project("P0001").report().passage)


def test_corrected_figures_are_not_written_as_filed(folder: Path, tmp_path: Path) -> None:
    """A year with corrections in it is not saved: they could no longer be told from what was filed."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    with pytest.raises(MisuseError, match="1处更正"):
        save_year(load_year(folder), tmp_path / "out" / "2021")


def test_importing_keeps_what_was_filed(folder: Path, tmp_path: Path) -> None:
    """Another form imported later leaves corrected figures as filed on disk, and the correction in force."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    other = standard(Facts(project="另一个项目"))
    recap = import_files([write_xlsx(tmp_path / "other.xlsx", Sheet("自评表", other))], folder)
    assert recap.corrections == ()
    assert total(load_year(folder)) == 152.1 and total(load_year(folder, as_filed=True)) == 151.2


def test_the_recap_names_outdated_corrections(folder: Path, tmp_path: Path) -> None:
    """An import that changes a corrected figure says at once that the correction no longer holds."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    rows = standard(Facts(money={**Facts().money, "total": (156, 150, 148.5)}))
    recap = import_files([write_xlsx(tmp_path / "form.xlsx", Sheet("自评表", rows))], folder)
    assert "更正不再适用" in recap.said and "151.2" in recap.said
    assert [bool(problem) for _, problem in standing(folder)] == [True]
    # The sheet still comes out, with the correction in it and the value now filed.
    c.write_sheet(folder, tmp_path / "again.xlsx")


def test_correcting_again_replaces(folder: Path, tmp_path: Path) -> None:
    """A value has one correction: a later one replaces it, expecting what was filed, and （撤销） ends it."""
    c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1"))
    c.add_corrections(folder, filled(folder, tmp_path / "d.xlsx", AMOUNT, "153"))
    assert [(e.expected, e.new) for e in load_entries(folder)] == [("151.2", "153")]
    c.add_corrections(folder, filled(folder, tmp_path / "e.xlsx", AMOUNT, c.WITHDRAWN))
    assert load_entries(folder) == [] and total(load_year(folder)) == 151.2


def test_a_date_and_a_yes_are_checked(folder: Path, tmp_path: Path) -> None:
    """是否 columns take only 是 and 否."""
    key = "projects/P0001/finished"
    with pytest.raises(DataError, match="是”或“否"):
        c.add_corrections(folder, filled(folder, tmp_path / "c.xlsx", key, "好"))


def test_the_commands(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """export, fill in, import, list, withdraw; an outdated entry makes list exit 1 and others 3."""
    (tmp_path / "_quarto.yml").write_text("", encoding="utf-8")
    (tmp_path / "data").mkdir()
    folder = folder.rename(tmp_path / "data" / "2021")
    root = ["--root", str(tmp_path), "--year", "2021"]
    assert main(["corrections", "export", *root]) == 0
    assert (tmp_path / "reports" / "2021" / "更正表.xlsx").exists()
    sheet = filled(folder, tmp_path / "c.xlsx", AMOUNT, "152.1")
    assert main(["corrections", "import", str(sheet), *root]) == 0
    assert main(["corrections", "list", *root]) == 0
    assert "原值：151.2；更正为：152.1；理由：笔误；更正人：吴乙" in capsys.readouterr().out
    text = (folder / FILE).read_text(encoding="utf-8-sig").replace("151.2", "999")
    (folder / FILE).write_text(text, encoding="utf-8-sig")
    assert main(["corrections", "list", *root]) == 1
    assert main(["score", *root]) == 3
    assert main(["corrections", "withdraw", AMOUNT, *root]) == 0
    assert main(["score", *root]) == 0
