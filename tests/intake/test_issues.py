"""What is wrong with a cell is said at the cell; what cannot be read is never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jxanalytics.intake import Reading, read_file, to_json
from tests.intake import facts as f
from tests.intake.facts import Facts
from tests.intake.layouts import LAYOUTS
from tests.intake.office import C, Row, Sheet, paragraph, table, write_docx, write_xlsx

BASE = Facts()


def reading_with(folder: Path, old: object, new: object) -> Reading:
    """The standard form with the first cell that holds ``old`` holding ``new``."""
    rows = f.standard(BASE)
    for row in rows:
        if old in row:
            row[row.index(old)] = new
            break
    return read_file(write_xlsx(folder / "form.xlsx", Sheet("自评表", rows)))


def codes(reading: Reading) -> dict[str, tuple[str, str]]:
    """code → (severity, place) of everything told about forms and file."""
    notes = [*reading.issues, *(note for form in reading.forms for note in form.issues)]
    return {note.code: (note.severity, note.place) for note in notes}


@pytest.mark.parametrize(
    ("old", "new", "number", "code", "severity"),
    [
        (151.2, C(None, formula="SUM(A1)"), None, "formula_without_value", "error"),
        (151.2, C("#REF!", kind="e"), None, "error_value", "error"),
        (151.2, "详见批复", None, "amount_unreadable", "error"),
        (151.2, "151.2", 151.2, "number_as_text", "note"),
        (151.2, "1,151.2", 1151.2, "thousands_separator", "note"),
        (151.2, "(151.2)", -151.2, "negative_sign", "note"),
        (151.2, "\u2212151.2", -151.2, "negative_sign", "note"),
        (151.2, "１５１.２", 151.2, "number_as_text", "note"),
        (151.2, "1512000元", 151.2, "number_as_text", "note"),
    ],
)  # fmt: skip
def test_amount_cells(
    old: object, new: object, number: Any, code: str, severity: str, tmp_path: Path
) -> None:
    """A cell that does not plainly hold an amount is read rightly or as null, and said."""
    reading = reading_with(tmp_path, old, new)
    assert to_json([reading])[0]["funding"]["total"]["annual"] == number
    assert codes(reading)[code] == (severity, "[自评表]!E6")


@pytest.mark.parametrize("blank", ["—", "-", "/", "无", "", "－"])
def test_blank_amounts_are_null(blank: str, tmp_path: Path) -> None:
    """Blank, —, -, / and 无 as money are null without a word; 0 is 0."""
    reading = reading_with(tmp_path, 151.2, blank)
    assert to_json([reading])[0]["funding"]["total"]["annual"] is None
    assert to_json([reading])[0]["funding"]["other"]["annual"] == 0
    assert codes(reading) == {}


def test_unreadable_score(tmp_path: Path) -> None:
    """A score in words is null and said."""
    reading = reading_with(tmp_path, 9.48, "较好")
    assert to_json([reading])[0]["indicators"][1]["score"] is None
    assert codes(reading)["score_unreadable"][0] == "error"


def test_quotient_of_a_formula_is_the_score_shown(tmp_path: Path) -> None:
    """A score computed to many decimals is the one the sheet shows."""
    reading = reading_with(tmp_path, 9.48, C(9.476190476190476, style="0.00", formula="398/420*10"))
    assert to_json([reading])[0]["indicators"][1]["score"] == 9.48


def test_date_typed_as_a_number(tmp_path: Path) -> None:
    """A day that lost its date format is said where the indicator is about time."""
    reading = reading_with(tmp_path, "2021年10月18日", 44487)
    assert to_json([reading])[0]["indicators"][3]["actual"] == "44487"
    assert codes(reading)["date_as_number"][0] == "warning"


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [("no_unit", "no_unit", "error"), ("formulas", "formula_without_value", "error"),
     ("hidden_parts", "hidden_rows", "note"), ("hidden_parts", "hidden_columns", "note"),
     ("hidden_parts", "hidden_sheet", "warning"), ("set_aside_between", "set_aside", "note"),
     ("one_per_sheet", "table_not_understood", "note")],
)  # fmt: skip
def test_told_about_layouts(name: str, code: str, severity: str, tmp_path: Path) -> None:
    """Missing units, hidden parts, forms set aside and other tables are each told."""
    assert codes(read_file(LAYOUTS[name](tmp_path)[0]))[code][0] == severity


def test_each_set_aside_form_is_named(tmp_path: Path) -> None:
    """部门整体支出, 运行监控, 转移支付区域 and 专项债 forms are named, one by one."""
    reading = read_file(LAYOUTS["set_aside_between"](tmp_path)[0])
    aside = [note.message for note in reading.issues if note.code == "set_aside"]
    names = ("部门整体支出", "绩效运行监控", "转移支付区域", "专项债")
    assert [any(name in message for message in aside) for name in names] == [True] * 4
    assert len(aside) == 4


def test_project_called_after_a_bond_is_a_project(tmp_path: Path) -> None:
    """A name inside the form never sets it aside."""
    rows = f.standard(BASE.but(project="专项债券整体支出运行监控经费"))
    assert len(read_file(write_xlsx(tmp_path / "f.xlsx", Sheet("表", rows))).forms) == 1


def test_two_rows_of_one_source_are_joined_and_said(tmp_path: Path) -> None:
    """中央补助 and 省级补助 are both current appropriation: added, with a warning."""
    rows: list[Row] = [
        *f.head_rows(BASE),
        [C("项目资金（万元）", 1, 4), C(None, 2), "全年预算数", "全年执行数", "执行率", C("备注", 2)],
        [C("年度资金总额", 2), 100, 90, "90%", C(None, 2)],
        [C("其中：中央补助", 2), 60, 50, None, C(None, 2)], [C("省级补助", 2), 40, 40, None, C(None, 2)],
        *f.indicator_rows(BASE),
    ]  # fmt: skip
    reading = read_file(write_xlsx(tmp_path / "f.xlsx", Sheet("表", rows)))
    assert to_json([reading])[0]["funding"]["current"] == {
        "initial": None,
        "annual": 100,
        "executed": 90,
    }
    assert codes(reading)["source_repeated"][0] == "warning"


def test_parts_of_a_source_are_not_added_to_it(tmp_path: Path) -> None:
    """其中：一般公共预算 under 当年财政拨款 breaks it down and is kept apart."""
    names = {
        "total": "年度资金总额",
        "current": "其中：当年财政拨款",
        "other": "其中：一般公共预算",
    }
    money = {"total": (100, 100, 90), "current": (100, 100, 90), "other": (70, 70, 60)}
    rows = f.standard(BASE.but(money=money), names=names)
    form = to_json([read_file(write_xlsx(tmp_path / "f.xlsx", Sheet("表", rows)))])[0]
    assert form["funding"]["current"]["annual"] == 100
    assert [part["annual"] for part in form["funding_parts"]] == [70]


def test_no_form_gives_nothing_and_a_sentence(tmp_path: Path) -> None:
    """A file without a form is neither refused nor an error."""
    path = write_docx(
        tmp_path / "会议通知.docx",
        paragraph("会议通知"),
        table([["时间", "地点"], ["周一", "二楼"]]),
    )
    reading = read_file(path)
    assert (reading.refused, to_json([reading])) == (None, [])
    assert "会议通知.docx" in "".join(n.message for n in reading.issues if n.code == "no_form")


@pytest.mark.parametrize(
    ("ticks", "message"),
    [("优□ 良□ 中□ 差□", "等级“优□良□中□差□”没有勾选，请勾选"),
     ("优 良 中 差", "等级“优良中差”没有勾选，请勾选"),
     ("优☑ 良☑ 中□ 差□", "等级“优☑良☑中□差□”勾选了2项，未采用，请只勾选一项")],
)  # fmt: skip
@pytest.mark.parametrize("before", [True, False])
def test_a_grade_not_ticked_is_none(ticks: str, message: str, before: bool, tmp_path: Path) -> None:
    """Where no grade or more than one is ticked there is none, which is told; the sums are read."""
    rows, row = f.standard(BASE.but(total=(100, 96.8, None))), [C("自评等级", 2), C(ticks, 7)]
    rows.insert(-1 if before else len(rows), row)
    reading = read_file(write_xlsx(tmp_path / "f.xlsx", Sheet("表", rows)))
    assert to_json([reading])[0]["total"] == {"weight": 100, "score": 96.8, "grade": None}
    (note,) = reading.forms[0].issues
    assert (note.severity, note.code, note.message) == ("warning", "choice_unclear", message)


@pytest.mark.parametrize("text", ["10（扣0.5分）", "60/50", "得满分", "8（10）", "满分10分"])
def test_points_that_may_mean_two_things(text: str, tmp_path: Path) -> None:
    """Points that are not plain are none, and said."""
    reading = reading_with(tmp_path, 9.48, text)
    assert to_json([reading])[0]["indicators"][1]["score"] is None
    assert codes(reading)["score_unreadable"][0] == "error"


def test_a_total_of_two_numbers_is_told(tmp_path: Path) -> None:
    """Beside the label 自评总分 the first number met is not taken for the score."""
    rows = f.standard(BASE)
    rows[-1] = [C("自评总分", 6), C("满分100分，自评96.8分", 3)]
    reading = read_file(write_xlsx(tmp_path / "f.xlsx", Sheet("表", rows)))
    assert to_json([reading])[0]["total"]["score"] is None
    assert codes(reading)["score_unreadable"][0] == "error"


def test_a_small_table_within_a_cell_is_told(tmp_path: Path) -> None:
    """A table set into a cell of a form is told with what it holds; the form itself counts as read."""
    inner = table([["路段", "长度"], ["一段", "3公里"]])
    rows = f.standard(BASE)
    goals = next(row for row in rows if BASE.goals[0] in [getattr(c, "value", c) for c in row])
    goals[0] = C(raw=paragraph(BASE.goals[0]) + inner + "<w:p/>", across=4)
    reading = read_file(write_docx(tmp_path / "f.docx", table(rows)))
    assert [form.goals["expected"] for form in reading.forms] == [BASE.goals[0]]
    (note,) = reading.issues
    assert note.message == "套在表1单元格或文本框里的小表（路段、长度、一段、3公里）未采用，请核对"


def test_fraction_proved_by_the_money_is_a_percentage(tmp_path: Path) -> None:
    """0.9821 without a percent format is 98.21% where executed ÷ annual says so."""
    reading = reading_with(tmp_path, "98.21%", 0.9821)
    assert to_json([reading])[0]["execution"]["rate"] == 98.21
