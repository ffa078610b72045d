"""Files become an evaluation year: filed once, versions kept, what changed said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from examples.make_package import make_package
from jxanalytics.errors import MisuseError
from jxanalytics.intake import import_files
from jxanalytics.model.schema import TABLES
from jxanalytics.model.season import OBLIGATIONS
from jxanalytics.model.season_store import load_season, update_season
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import from_rows
from tests.conftest import REFERENCE, ROOT
from tests.folders import files_of
from tests.intake.facts import OTHER, Facts, standard
from tests.intake.hazards import REFUSED
from tests.intake.layouts import LAYOUTS
from tests.intake.office import Row, Sheet, paragraph, write_docx, write_xlsx

BASE = Facts()


def workbook(path: Path, facts: Facts) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_xlsx(path, Sheet("自评表", standard(facts)))


def test_the_example_package_is_the_reference_year(tmp_path: Path) -> None:
    """The example package imports into an empty folder as data/2019, all tables and texts."""
    reference = load_year(REFERENCE)
    package = next((ROOT / "examples").glob("*.docx"))
    recap = import_files([package], tmp_path / "2019")
    year = load_year(tmp_path / "2019")
    assert [one.status for one in recap.filed] == ["new"] * 3
    for name in TABLES:
        pd.testing.assert_frame_equal(year[name], reference[name], obj=name)
    assert dict(year.texts) == dict(reference.texts)


def test_the_example_package_is_made_from_the_reference_year() -> None:
    """The committed package is what the script makes, byte for byte."""
    package = next((ROOT / "examples").glob("*.docx"))
    assert make_package(load_year(REFERENCE)) == package.read_bytes()


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    """Importing a second time, under another name too, leaves every byte as it was."""
    folder = tmp_path / "2021"
    path = workbook(tmp_path / "a.xlsx", BASE)
    import_files([path], folder)
    before = files_of(folder)
    again = Path(shutil.copyfile(path, tmp_path / "b.xlsx"))
    recap = import_files([path, again], folder)
    assert [one.status for one in recap.filed] == ["unchanged", "unchanged"]
    assert not recap.changed
    assert files_of(folder) == before


def test_a_changed_form_is_a_new_version(tmp_path: Path) -> None:
    """The earlier version is kept; a score changed beside an untouched actual is said first."""
    folder = tmp_path / "2021"
    import_files([workbook(tmp_path / "a.xlsx", BASE)], folder)
    goals = list(BASE.indicators)
    goals[0] = replace(goals[0], actual="37.5公里")
    goals[1] = replace(goals[1], score=10)
    changed = BASE.but(indicators=tuple(goals), goals=("目标", "完成"))
    recap = import_files([workbook(tmp_path / "a.xlsx", changed)], folder)
    said = [change.said for change in recap.filed[0].changes]
    assert said[0] == "只改得分、未改完成值：“检修井口数”的得分由“9.48”改为“10”"
    assert "“清淤管网长度”的实际完成值由“37.2公里”改为“37.5公里”" in said
    assert [change.score_only for change in recap.filed[0].changes].count(True) == 1
    kept = json.loads((folder / "versions" / "P0001-self_evaluation" / "1.json").read_text("utf-8"))
    scores = {row["indicator_id"]: row["score_raw"] for row in kept["tables"]["scores"]}
    assert scores["I02"] == "9.48"
    assert load_year(folder)["scores"].set_index("indicator_id").at["I02", "score"] == 10
    import_files([workbook(tmp_path / "a.xlsx", BASE.but(goals=("目标", "完成")))], folder)
    assert (folder / "versions" / "P0001-self_evaluation" / "2.json").exists()


def test_a_version_already_replaced_is_passed_over(tmp_path: Path) -> None:
    """An earlier file imported once more does not undo the later one; the recap says so."""
    folder = tmp_path / "2021"
    first = workbook(tmp_path / "a.xlsx", BASE)
    import_files([first], folder)
    import_files([workbook(tmp_path / "b.xlsx", BASE.but(goals=("目标", "完成")))], folder)
    before = files_of(folder)
    recap = import_files([first], folder)
    assert "a.xlsx" in recap.said and "是此前收到的第1版，已有更新的版本，未采用" in recap.said
    assert files_of(folder) == before


def test_originals_and_receipts_are_kept(tmp_path: Path) -> None:
    """Every file that brought a version is kept byte for byte, with the day and what became of it."""
    folder = tmp_path / "2021"
    first = workbook(tmp_path / "a.xlsx", BASE)
    second = workbook(tmp_path / "b.xlsx", BASE.but(goals=("目标", "完成")))
    import_files([first], folder, on=date(2022, 3, 1))
    import_files([second, first], folder, on=date(2022, 4, 1))
    rows = load_season(folder)["received"]
    assert rows[["document_id", "date", "file", "status"]].to_numpy().tolist() == [
        ["P0001-self_evaluation", "2022-03-01", "a.xlsx", "new"],
        ["P0001-self_evaluation", "2022-04-01", "b.xlsx", "changed"],
    ]
    kept = [(folder / name).read_bytes() for name in rows["kept"]]
    assert kept == [first.read_bytes(), second.read_bytes()]


def test_an_import_cut_short_leaves_the_year_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of an import that is interrupted while it writes is on file; it can be run again."""
    folder = tmp_path / "2021"
    import_files([workbook(tmp_path / "a.xlsx", BASE)], folder)
    before = files_of(folder)
    changed = workbook(tmp_path / "b.xlsx", BASE.but(goals=("目标", "完成")))

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("jxanalytics.model.changing._commit", interrupted)
        import_files([changed], folder)
    assert files_of(folder) == before
    assert import_files([changed], folder).filed[0].status == "changed"


def test_a_renamed_project_is_known_by_the_list(tmp_path: Path) -> None:
    """A form under a new name without a code is its project's, where the list has both names."""
    folder = tmp_path / "2021"
    import_files([workbook(tmp_path / "a.xlsx", BASE)], folder)
    row = {
        "obligation_id": "Y001",
        "name": "新名称",
        "former": f"{BASE.project};别的",
        "unit": BASE.unit,
    }
    listed = from_rows(OBLIGATIONS, [row])
    update_season(folder, lambda season: season.replaced(obligations=listed))
    renamed = workbook(tmp_path / "b.xlsx", BASE.but(project="新名称"))
    assert import_files([renamed], folder).filed[0].document_id == "P0001-self_evaluation"


def test_indicator_ids_are_kept(tmp_path: Path) -> None:
    """A new version with an indicator put in front keeps the ids of the others."""
    folder = tmp_path / "2021"
    import_files([workbook(tmp_path / "a.xlsx", BASE)], folder)
    first = replace(BASE.indicators[0], name="清淤泵站数", weight=0, score=0)
    changed = BASE.but(indicators=(first, *BASE.indicators))
    import_files([workbook(tmp_path / "a.xlsx", changed)], folder)
    rows = load_year(folder)["indicators"]
    ids = dict(zip(rows["name"], rows["indicator_id"], strict=True))
    assert (ids["清淤泵站数"], ids["清淤管网长度"], ids["居民满意度"]) == ("I09", "I01", "I08")


def test_folders_recap_and_refusals(tmp_path: Path) -> None:
    """Folders are searched through; refused files and files without forms are told, the rest is filed."""
    inbox = tmp_path / "收件"
    workbook(inbox / "一" / "清淤.xlsx", BASE)
    workbook(inbox / "二" / "深" / "公厕.XLSX", OTHER)
    write_docx(inbox / "通知.docx", paragraph("会议通知"))
    REFUSED["billion_laughs"](inbox)
    (inbox / "~$清淤.xlsx").write_bytes(b"lock")
    (inbox / "图.png").write_bytes(b"\x89PNG")
    seen: list[tuple[int, int, str]] = []
    recap = import_files([inbox], tmp_path / "2021", progress=lambda *step: seen.append(step))
    assert [(one.file, one.status) for one in recap.filed] == [
        ("清淤.xlsx", "new"),
        ("公厕.XLSX", "new"),
    ]
    assert [step[:2] for step in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert ["laughs.docx" in sentence for sentence in recap.refused] == [True]
    assert ["通知.docx" in sentence for sentence in recap.skipped] == [True]
    assert "新增2份" in recap.said
    assert "拒收1个文件" in recap.said


def test_workers_make_no_difference(tmp_path: Path) -> None:
    """Several processes file the same bytes as one."""
    paths = []
    for name, make in LAYOUTS.items():
        folder = tmp_path / "in" / name
        folder.mkdir(parents=True)
        paths.append(make(folder)[0])
    import_files(paths, tmp_path / "a" / "2021", workers=1)
    import_files(paths, tmp_path / "b" / "2021", workers=2)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_makes_a_year_that_loads(name: str, tmp_path: Path) -> None:
    """Whatever layout was imported, the year on disk satisfies the schema."""
    path, expected = LAYOUTS[name](tmp_path)
    years = {form["year"] for form in expected} - {None}
    folder = tmp_path / str(max(years, default=2021))
    recap = import_files([path], folder)
    assert {one.status for one in recap.filed} == {"new"}
    assert len(load_year(folder)["documents"]) == len(expected)


def test_another_year_is_not_filed(tmp_path: Path) -> None:
    """A form of 2021 is not filed into 2020, and the recap says why."""
    recap = import_files([workbook(tmp_path / "a.xlsx", BASE)], tmp_path / "2020")
    assert [one.status for one in recap.filed] == ["skipped"]
    assert "2021" in recap.filed[0].reason
    assert not (tmp_path / "2020").exists()


def test_ids_are_kept_over_the_years(tmp_path: Path) -> None:
    """A project of last year keeps its id, a new one gets the next."""
    import_files([workbook(tmp_path / "a.xlsx", BASE)], tmp_path / "2021")
    both = tmp_path / "b.xlsx"
    write_xlsx(
        both,
        Sheet("一", standard(OTHER.but(year=2022))),
        Sheet("二", standard(BASE.but(year=2022))),
    )
    import_files([both], tmp_path / "2022")
    projects = load_year(tmp_path / "2022")["projects"]
    assert dict(zip(projects["name"], projects["project_id"], strict=True)) == {
        OTHER.project: "P0002", BASE.project: "P0001",
    }  # fmt: skip


def test_one_name_in_two_units(tmp_path: Path) -> None:
    """Two schools' 校园维修 are two projects; a summary's unit tells whose form is whose."""
    one = BASE.but(project="校园维修", unit="第一小学")
    two = BASE.but(project="校园维修", unit="第二小学")
    head = ["序号", "实施单位", "项目名称", "全年预算数（万元）", "全年执行数（万元）", "自评得分"]
    rows: list[Row] = [
        ["2021年度项目资金汇总表"],
        [*head],
        [1, "第二小学", "校园维修", 5, 5, 96],
        [2, "第一小学", "校园维修", 6, 6, 97],
    ]
    path = write_xlsx(
        tmp_path / "a.xlsx",
        Sheet("汇总", rows),
        Sheet("一", standard(one)),
        Sheet("二", standard(two)),
    )
    import_files([path], tmp_path / "2021")
    year = load_year(tmp_path / "2021")
    units = year["units"].set_index("unit_id")["name"]
    owners = {
        row["project_id"]: units[row["unit_id"]] for row in year["projects"].to_dict("records")
    }
    assert owners == {"P0001": "第二小学", "P0002": "第一小学"}
    forms = year["documents"].set_index("table")["project_id"]
    assert (forms["一"], forms["二"]) == ("P0002", "P0001")


def test_a_form_without_a_unit_keeps_its_raw_amounts(tmp_path: Path) -> None:
    """Where no unit is printed the amount is not known: raw text, no number, an error told."""
    recap = import_files([LAYOUTS["no_unit"](tmp_path)[0]], tmp_path / "2021")
    funding = load_year(tmp_path / "2021")["funding"]
    assert funding["annual"].isna().all()
    assert funding["annual_raw"].iloc[0] == "151.2"
    assert "金额单位" in recap.said


def test_the_budget_of_a_target_form_is_the_approved_one(tmp_path: Path) -> None:
    """A target form names one budget without saying which: the initial one, not that of the year's end."""
    import_files([LAYOUTS["target_form"](tmp_path)[0]], tmp_path / "2021")
    total = load_year(tmp_path / "2021")["funding"].set_index("source").loc["total"]
    assert total["initial"] == 156 and pd.isna(total["annual"])


def test_a_second_summary_is_a_second_document(tmp_path: Path) -> None:
    """Summaries of different projects stand beside each other; the same one again replaces itself."""
    first = LAYOUTS["summary_over_pages"](tmp_path)[0]
    head = ["序号", "实施单位", "项目名称", "全年预算数（万元）", "全年执行数（万元）", "自评得分"]
    rows: list[Row] = [["2021年度项目资金汇总表"], [*head], [1, "第二小学", "校园维修", 5, 5, 96]]
    second = write_xlsx(tmp_path / "second.xlsx", Sheet("汇总", rows))
    recap = import_files([first, second], tmp_path / "2021")
    again = import_files([first, second], tmp_path / "2021")
    assert [(one.document_id, one.status) for one in (*recap.filed, *again.filed)] == [
        ("summary", "new"),
        ("summary-2", "new"),
        ("summary", "unchanged"),
        ("summary-2", "unchanged"),
    ]


@pytest.mark.parametrize("folder", ["data", "20x9"])
def test_a_folder_that_is_no_year(folder: str, tmp_path: Path) -> None:
    """The folder names the year."""
    with pytest.raises(MisuseError, match="四位年份"):
        import_files([tmp_path], tmp_path / folder)


def test_a_missing_path(tmp_path: Path) -> None:
    """A path that does not exist is misuse, told by name."""
    with pytest.raises(MisuseError, match=r"missing\.docx"):
        import_files([tmp_path / "missing.docx"], tmp_path / "2021")
