"""The accounts against the forms: no money is lost, differences to the cent, units never guessed."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jxanalytics.checks import check_year
from jxanalytics.errors import DataError, MisuseError
from jxanalytics.model.store import load_year
from jxanalytics.season import load_season
from jxanalytics.season.accounts import (
    ACCOUNTS_ONLY,
    FORMS_ONLY,
    account_documents,
    read_export,
    reconciliation,
    take_accounts,
)
from jxanalytics.season.settings import AccountsSettings, accounts_settings
from tests.folders import files_of
from tests.season.made import years

SETTINGS = AccountsSettings()
HEADS = ["项目编码", "项目名称", "支出决算数"]


def book(
    path: Path, rows: list[list[object]], unit: str = "单位：元", heads: list[str] = HEADS
) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["2024年度项目支出决算表"], ["", "", unit], heads, *rows):
        sheet.append(row)
    made.save(path)
    return path


def filed() -> dict[str, tuple[str, str, Decimal]]:
    """Code, name and executed amount (元) of every form, by project."""
    year = years()[1]
    money = year["funding"]
    money = money[
        (money["source"] == "total") & money["document_id"].str.endswith("self_evaluation")
    ]
    spent = money.set_index("project_id")["executed"]
    named = year["projects"].set_index("project_id")
    return {
        p: (named.loc[p, "project_code"], named.loc[p, "name"], Decimal(str(v)) * 10000)
        for p, v in spent.items()
    }  # fmt: skip


def rows_of(entries: dict[str, tuple[str, str, Decimal]]) -> list[list[object]]:
    return [[code, name, float(amount)] for code, name, amount in entries.values()]


def test_accounts_that_agree_change_nothing_and_raise_nothing(folder: Path, tmp_path: Path) -> None:
    """Where all amounts agree every difference is 0 and the findings stay as they were."""
    before = {f.number for f in check_year(load_year(folder))}
    take_accounts(folder, book(tmp_path / "决算.xlsx", rows_of(filed())), SETTINGS)
    year, season = load_year(folder), load_season(folder)
    table = reconciliation(year, season)
    assert (table["gap"] == 0).all()
    assert {f.number for f in check_year(year)} == before


def test_differences_are_listed_to_the_cent(folder: Path, tmp_path: Path) -> None:
    """One cent more in the accounts, a project missing, one too many: each stands as it is."""
    entries = filed()
    first, second = list(entries)[:2]
    code, name, amount = entries[first]
    entries[first] = (code, name, amount + Decimal("0.01"))
    del entries[second]
    rows = [*rows_of(entries), ["88", "名单外项目", 100], ["合计", "", 0]]
    take_accounts(folder, book(tmp_path / "决算.xlsx", rows), SETTINGS)
    table = reconciliation(load_year(folder), load_season(folder))
    apart = table[table["gap"] != 0].set_index("name")
    assert apart.loc[name, "gap"] == 0.000001
    assert apart.loc["名单外项目", "side"] == ACCOUNTS_ONLY
    assert apart.loc["名单外项目", "accounts"] == 0.01
    missing = table[table["project_id"] == second].iloc[0]
    assert missing["side"] == FORMS_ONLY
    assert len(apart) == 3


def test_a_difference_is_a_finding(folder: Path, tmp_path: Path) -> None:
    """What differs from the accounts is asked for once, as amounts across documents: not again of
    every sentence and score of the form, which agree with the form."""
    entries = filed()
    first = next(iter(entries))
    code, name, amount = entries[first]
    entries[first] = (code, name, amount - 123456)
    take_accounts(folder, book(tmp_path / "决算.xlsx", rows_of(entries)), SETTINGS)
    found = {f.number for f in check_year(load_year(folder)) if f.project_id == first}
    assert found == {f"{first}-JX202-全年执行数"}


def test_taking_the_same_export_again_changes_nothing(folder: Path, tmp_path: Path) -> None:
    """Twice the same file is once the same accounts; a new export stands in place of the old one."""
    path = book(tmp_path / "决算.xlsx", [*rows_of(filed()), ["88", "名单外", 1]])
    take_accounts(folder, path, SETTINGS)
    once = files_of(folder)
    take_accounts(folder, path, SETTINGS)
    assert files_of(folder) == once
    take_accounts(folder, book(path, rows_of(filed())[:1]), SETTINGS)
    kinds = load_year(folder)["documents"]["kind"].value_counts()
    assert kinds["accounts"] == 1
    assert load_season(folder)["accounts"].empty


@given(st.lists(st.tuples(st.sampled_from(["known", "other", ""]), st.integers(-10**9, 10**11)), max_size=25),
       st.sampled_from(["元", "万元"]))  # fmt: skip
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_money_is_lost(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, int]], unit: str
) -> None:
    """What is matched to projects and what is not add up to the lines of the export, exactly."""
    entries = list(filed().values())
    rows: list[list[str]] = []
    for n, (kind, cents) in enumerate(lines):
        code = (
            entries[n % len(entries)][0] if kind == "known" else f"9{n}" if kind == "other" else ""
        )
        rows.append([code, f"第{n}行", str(Decimal(cents) / (100 if unit == "元" else 10**6))])
    path = tmp_path_factory.mktemp("export") / "决算.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADS, *rows])
    export = read_export(path, SETTINGS, unit)
    whole = sum((Decimal(cents) for _, cents in lines), Decimal(0)) / 10**6
    assert export.total == whole
    documents, left = account_documents(years()[1], export)
    matched = sum(Decimal(str(d.tables["funding"][0]["executed"])) for d in documents)
    assert matched + sum(Decimal(str(v)) for v in left["executed"]) == whole


@pytest.mark.parametrize("unit", ["", "单位：亿"])
def test_a_unit_is_never_guessed(tmp_path: Path, unit: str) -> None:
    """Without a unit in the file, the settings or the command nothing is taken in."""
    path = book(tmp_path / "决算.xlsx", rows_of(filed()), unit)
    with pytest.raises(MisuseError, match="--unit"):
        read_export(path, SETTINGS)
    assert read_export(path, SETTINGS, "元").unit == "元"
    assert read_export(path, accounts_settings({"金额单位": "元"})).unit == "元"


def test_the_unit_may_stand_in_the_header(tmp_path: Path) -> None:
    """（万元） behind the header of the column is the unit of its amounts."""
    path = book(
        tmp_path / "决算.xlsx", [["1", "甲", 2]], "", ["项目代码", "项目名称", "支出决算数（万元）"]
    )
    assert read_export(path, SETTINGS).total == 2


def test_headers_are_mapped_in_the_settings(tmp_path: Path) -> None:
    """A local name of a column is found once it is written in the settings; else it is asked for."""
    path = book(
        tmp_path / "决算.xlsx", [["1", "甲", 2]], heads=["预算项目代码", "名称", "本年支出合计"]
    )
    with pytest.raises(DataError, match="栏目"):
        read_export(path, SETTINGS)
    told = accounts_settings({"栏目": {"决算数": "本年支出合计"}})
    assert [e.code for e in read_export(path, told).entries] == ["1"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["1", "甲", None], "空白不作0"),
        (["1", "甲", "若干"], "应为金额"),
        ([360102001001202400000001, "甲", 1], "文本格式"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: list[object], said: str) -> None:
    """A blank, a word for an amount, a code that Excel has rounded: refused with the row."""
    path = book(tmp_path / "决算.xlsx", [["2", "乙", 1], row])
    with pytest.raises(DataError, match=said) as caught:
        read_export(path, SETTINGS)
    assert "第5行" in str(caught.value)


def test_sums_in_the_export_are_not_projects(tmp_path: Path) -> None:
    """合计 and 小计 are no lines; what 合计 states is kept to be compared."""
    rows = [["1", "甲", 1], ["小计", "", 1], ["2", "乙", 2], ["", "合计", 5]]
    export = read_export(book(tmp_path / "决算.xlsx", rows), SETTINGS)
    assert (export.total * 10000, export.stated) == (3, Decimal("0.000500"))


def test_settings_tell_every_fault() -> None:
    """An unknown column, a header that is none, a unit that is none: all at once."""
    with pytest.raises(DataError) as caught:
        accounts_settings({"栏目": {"编码": "x", "决算数": 3}, "金额单位": "亿元"})
    assert all(word in str(caught.value) for word in ("编码", "决算数", "亿元"))
