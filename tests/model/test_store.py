"""A year survives the disk byte by byte, and every fault in its files is reported at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year, save_year
from jxanalytics.model.tables import EvaluationYear, from_rows
from tests.conftest import REFERENCE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference case to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "2019"))


def contents(folder: Path) -> dict[str, bytes]:
    # Beside the tables and texts a year's folder may hold its scheme, which is not the model's.
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".parquet", ".md"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def edit(folder: Path, table: str, change: Callable[[str], str]) -> None:
    path = folder / f"{table}.csv"
    path.write_text(change(path.read_text("utf-8-sig")), "utf-8-sig", newline="\n")


def replace(folder: Path, table: str, old: str, new: str) -> None:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    edit(folder, table, change)


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(DataError) as caught:
        load_year(folder)
    assert caught.value.exit_code == 3
    return caught.value.faults


def test_the_reference_case_is_canonical(tmp_path: Path) -> None:
    """Loading and saving the committed files gives the same bytes."""
    save_year(load_year(REFERENCE), tmp_path / "2019")
    assert contents(tmp_path / "2019") == contents(REFERENCE)


@pytest.mark.parametrize("parquet", [False, True])
def test_save_load_save(tmp_path: Path, parquet: bool) -> None:
    """What is saved is loaded equal, and saved again gives the same bytes, in both formats."""
    year = load_year(REFERENCE)
    save_year(year, tmp_path / "2019", parquet)
    again = load_year(tmp_path / "2019")
    for name in TABLES:
        pd.testing.assert_frame_equal(again[name], year[name])
    assert dict(again.texts) == dict(year.texts)
    save_year(again, tmp_path / "again" / "2019", parquet)
    assert contents(tmp_path / "again" / "2019") == contents(tmp_path / "2019")


def test_changing_the_format_leaves_no_stale_file(folder: Path) -> None:
    """Saving in the other format replaces the files, and an emptied table does not survive."""
    year = load_year(folder)
    alias = {"project_id": "P0001", "kind": "name", "alias": "接待费"}
    aliases = from_rows(TABLES["aliases"], [alias])
    save_year(year.replaced(aliases=aliases), folder, parquet=True)
    assert not list(folder.glob("*.csv")) and len(load_year(folder)["aliases"]) == 1
    save_year(year, folder)
    assert not list(folder.glob("*.parquet")) and not list(folder.glob("aliases.*"))


TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12
)
@given(
    st.lists(TYPED, min_size=7, max_size=7),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.booleans(),
)
def test_whatever_was_typed_comes_back(
    tmp_path: Path, texts: list[str], units: int, parquet: bool
) -> None:
    """Cells with quotes, commas, line breaks, NA or formulas and amounts of any size survive."""
    year = load_year(REFERENCE)
    projects = year["projects"].assign(division=texts[:2])
    evaluators = year["evaluators"].assign(title=texts[2:])
    money = year["funding"].assign(returned=[units / 10**6, 0.0, -0.0, 0.1, 1e8, 305.36])
    changed = year.replaced(projects=projects, evaluators=evaluators, funding=money)
    save_year(changed, tmp_path / "2019", parquet)
    again = load_year(tmp_path / "2019")
    pd.testing.assert_frame_equal(again["projects"], changed["projects"])
    pd.testing.assert_frame_equal(again["evaluators"], changed["evaluators"])
    assert again["funding"]["returned"].tolist() == money["returned"].tolist()
    shutil.rmtree(tmp_path / "2019")


@pytest.mark.parametrize("parquet", [False, True])
def test_line_breaks_are_line_feeds(tmp_path: Path, parquet: bool) -> None:
    """Carriage returns inside cells and texts are stored as line feeds: a lone one ends a CSV row."""
    year = load_year(REFERENCE)
    projects = year["projects"].assign(division=["甲\r乙", "丙\r\n丁"])
    texts = {**year.texts, "summary": "一\r\n\r\n二\r"}
    changed = EvaluationYear(2019, {**year.tables, "projects": projects}, texts)
    save_year(changed, tmp_path / "2019", parquet)
    again = load_year(tmp_path / "2019")
    assert again["projects"]["division"].tolist() == ["甲\n乙", "丙\n丁"]
    assert again.texts["summary"] == "一\n\n二\n"


def test_all_faults_at_once(folder: Path) -> None:
    """Faults of every kind in several files are reported together, each with its cell."""
    replace(folder, "funding", "表1!R2C4", "第2行")
    replace(folder, "funding", ",305.36,305.36,表1!R2C5", ",３０５.36,305.36,表1!R2C5")
    replace(folder, "funding", ",179.31,179.31,表1!R3C4", ",0.1234567,179.31,表1!R3C4")
    replace(folder, "documents", "2020-05-25", "2020-02-30")
    replace(folder, "projects", ",是,", ",有,")
    replace(folder, "projects", "P0002,", "P0001,")
    replace(folder, "totals", ",grade,", ",等级,")
    replace(folder, "units", "U001,,中共", "..,,中共")
    replace(folder, "scores", ",I01,self", ",I99,self")
    replace(folder, "indicators", ",execution,1,", ",execution,,")
    replace(folder, "rules", ",1,每下降", ",1.5,每下降")
    replace(folder, "documents", "texts/summary.md", "../secret.md")
    found = {(f.file, f.row, f.column, f.value) for f in faults_of(folder)}
    assert found == {
        ("funding.csv", 2, "annual_place", "第2行"),
        ("funding.csv", 2, "executed", "３０５.36"),
        ("funding.csv", 3, "annual", "0.1234567"),
        ("documents.csv", 4, "dated", "2020-02-30"),
        ("documents.csv", 2, "sections", "../secret.md"),
        ("projects.csv", 2, "department_evaluation", "有"),
        ("projects.csv", 3, "project_id", "P0001"),
        ("projects.csv", 2, "unit_id", "U001"),
        ("projects.csv", 3, "unit_id", "U001"),
        ("units.csv", 2, "unit_id", ".."),
        ("units.csv", 2, "department_id", "U001"),
        ("funding.csv", 3, "project_id", "P0002"),
        ("totals.csv", 4, "project_id", "P0002"),
        ("totals.csv", 5, "project_id", "P0002"),
        ("totals.csv", 13, "measure", "等级"),
        ("scores.csv", 3, "indicator_id", "I99"),
        ("indicators.csv", 2, "position", ""),
        ("rules.csv", 13, "position", "1.5"),
    }
    assert all(fault.problem for fault in faults_of(folder))


def test_the_message_shows_file_row_column_and_value(folder: Path) -> None:
    """The error a user reads names file, row, column, value and what is expected."""
    replace(folder, "funding", ",305.36,305.36,表1!R2C5", ",305.36万元,305.36,表1!R2C5")
    with pytest.raises(DataError, match="1处") as caught:
        load_year(folder)
    assert "funding.csv 第2行「executed」列：应为金额" in str(caught.value)
    assert "现为「305.36万元」" in str(caught.value)


@pytest.mark.parametrize(
    "number", ["1e5", "1,237.78", "nan", "inf", " 5", "+5", ".5", "5.", "9" * 400]
)
def test_what_is_no_plain_number(folder: Path, number: str) -> None:
    """Numbers in other notations, and numbers too large to be exact, are faults, not crashes."""
    quoted = f'"{number}"'
    replace(folder, "funding", ",305.36,305.36,表1!R2C5", f",{quoted},305.36,表1!R2C5")
    (fault,) = faults_of(folder)
    assert (fault.row, fault.column, fault.value) == (2, "executed", number)


def test_a_table_is_missing(folder: Path) -> None:
    """A missing table is one fault, and accuses no other table's references."""
    (folder / "projects.csv").unlink()
    (fault,) = faults_of(folder)
    assert fault.file == "projects.csv" and "缺少“项目”表" in fault.problem


def test_columns_unknown_missing_or_twice(folder: Path) -> None:
    """Each wrong column of a header is named."""
    edit(folder, "units", lambda text: text.replace("unit_code", "单位编码", 1))
    edit(folder, "evaluators", lambda text: text.replace("signed", "name", 1))
    found = {(f.file, f.row, f.column, f.problem[:3]) for f in faults_of(folder)}
    assert found == {
        ("units.csv", 1, "单位编码", "数据规"),
        ("units.csv", 1, "unit_code", "缺少此"),
        ("evaluators.csv", 1, "name", "此列重"),
        ("evaluators.csv", 1, "signed", "缺少此"),
    }


def test_rows_too_long_or_too_short(folder: Path) -> None:
    """A row with a comma too many or too few is a fault; later rows keep their numbers."""
    edit(folder, "funding", lambda text: text.replace("summary,P0001", "summary,,P0001", 1))
    replace(folder, "funding", "表2!R9C15,", "表2!R9C15")
    replace(folder, "funding", "表2!R8C7", "R8C7")
    found = [(f.row, f.column, f.problem[:10]) for f in faults_of(folder)]
    assert found == [
        (2, None, "应有19列，现有20"),
        (7, None, "应有19列，现有18"),
        (6, "initial_place", "应为出处，如 表2!"),
    ]


@pytest.mark.parametrize("table", ["documents", "indicators", "funding", "totals"])
def test_a_key_twice(folder: Path, table: str) -> None:
    """A repeated key names the second row and the key."""
    year = load_year(folder)
    save_year(year.replaced(**{table: pd.concat([year[table], year[table].iloc[:1]])}), folder)
    (fault,) = faults_of(folder)
    assert fault.row == len(year[table]) + 2 and "重复" in fault.problem
    assert fault.value.startswith(year[table].iloc[0, 0])


def test_both_formats_of_one_table(folder: Path) -> None:
    """A CSV and a Parquet file of one table are a fault: neither is preferred in silence."""
    load_year(folder)["scores"].to_parquet(folder / "scores.parquet")
    (fault,) = faults_of(folder)
    assert "并存" in fault.problem


def test_faults_in_parquet(folder: Path) -> None:
    """Parquet tables are checked as CSV tables are."""
    year = load_year(folder)
    save_year(year, folder, parquet=True)
    spoilt = year["indicators"].assign(weight=0.12345, name_place="第一行")
    spoilt.loc[3, "position"] = None
    spoilt.to_parquet(folder / "indicators.parquet")
    found = faults_of(folder)
    assert {f.file for f in found} == {"indicators.parquet"}
    assert {f.column for f in found} == {"weight", "name_place", "position"}
    assert [f.row for f in found if f.column == "position"] == [5]
    assert "另有12行" in str(found)


def test_files_that_cannot_be_read(folder: Path) -> None:
    """An empty file, another encoding and a broken Parquet file are faults that name the file."""
    (folder / "units.csv").write_bytes(b"")
    projects = (folder / "projects.csv").read_text("utf-8-sig")
    (folder / "projects.csv").write_text(projects, "gb18030")
    (folder / "scores.csv").rename(folder / "scores.parquet")
    (folder / "texts" / "summary.md").write_text("汇总", "gb18030")
    found = faults_of(folder)
    assert [f.file for f in found if "无法读取" in f.problem] == ["units.csv", "scores.parquet"]
    (coded,) = (f for f in found if f.file == "projects.csv")
    assert "不是 UTF-8 编码" in coded.problem and "CSV UTF-8" in coded.problem
    assert "texts/summary.md" in {f.file for f in found}


def test_a_wrong_folder(tmp_path: Path, folder: Path) -> None:
    """A folder that is not there or is not named after a year is said so."""
    with pytest.raises(DataError, match="找不到年度数据目录"):
        load_year(tmp_path / "2018")
    with pytest.raises(DataError, match="四位年份"):
        load_year(folder.rename(tmp_path / "2019年"))


def test_texts_stay_in_the_folder(tmp_path: Path) -> None:
    """A text whose document names no file, or one outside the folder, is refused before writing."""
    year = load_year(REFERENCE)
    for name in ("", "../../outside.md", "/etc/outside.md"):
        documents = year["documents"].assign(sections=name)
        with pytest.raises(MisuseError, match="正文"):
            save_year(year.replaced(documents=documents), tmp_path / "2019")
    assert not (tmp_path / "2019").exists()


def test_many_faults_of_one_column_are_counted(folder: Path) -> None:
    """The first twenty wrong cells of a column are listed, the rest counted."""
    year = load_year(folder)
    save_year(year.replaced(indicators=year["indicators"].assign(role="指标")), folder)
    found = [f for f in faults_of(folder) if f.column == "role"]
    assert len(found) == 21 and "另有12行" in found[-1].problem
