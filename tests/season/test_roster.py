"""The list of those who must file: read as people write it, merged without losing a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jxanalytics.errors import DataError, MisuseError
from jxanalytics.season import Season
from jxanalytics.season.roster import merged, read_roster
from tests.season.lists import HEADS, write_list

CODE = "990100118001202400000001"
FIRST = (CODE, "甲项目", "甲单位", "甲局", 12.5, "2026年3月31日", None, None)
NOBODY = Season(2025, {})["obligations"]
SECOND = (None, "乙项目", "乙单位", "甲局", "1,000", None, "旧乙", None)


def test_a_list_is_read_as_people_write_it(tmp_path: Path) -> None:
    """Codes stay text, dates and amounts are understood, a term given for all fills the blanks."""
    path = write_list(tmp_path / "名单.xlsx", [FIRST, SECOND, ("", "合计", "", "", 1012.5)])
    first, second = read_roster(path, date(2026, 4, 15))
    assert (first["project_code"], first["amount"], first["due"]) == (CODE, 12.5, "2026-03-31")
    assert (second["amount"], second["due"], second["former"]) == (1000.0, "2026-04-15", "旧乙")


def test_amounts_in_yuan_are_converted_and_never_guessed(tmp_path: Path) -> None:
    """元 in the header is turned into 万元; a header that names no unit is a fault."""
    yuan = [head.replace("万元", "元") for head in HEADS]
    (row,) = read_roster(write_list(tmp_path / "a.xlsx", [FIRST], yuan))
    assert row["amount"] == 0.00125
    bare = [head.replace("（万元）", "") for head in HEADS]
    with pytest.raises(DataError, match=r"b.xlsx 第3行「预算数」列：没有注明单位"):
        read_roster(write_list(tmp_path / "b.xlsx", [FIRST], bare))


def test_no_line_is_lost_for_want_of_a_name(tmp_path: Path) -> None:
    """A line with a code and no name is a fault, not passed over; so is an amount beyond all money."""
    rows = [
        FIRST,
        ("990100118001202400000002", None, "甲单位", None, 5),
        (None, "丙", "丙单位", None, 1e10),
    ]
    with pytest.raises(DataError) as caught:
        read_roster(write_list(tmp_path / "名单.xlsx", rows))
    assert "第4行「项目名称」列：项目编码990100118001202400000002没有项目名称" in str(caught.value)
    assert "第5行「预算数」列：金额过大，请核对单位" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """A unit that is missing, a date that is none, a project twice: each with its row."""
    wrong = [FIRST, (CODE, "甲项目", None, None, 1, "三月底", None, None)]
    with pytest.raises(DataError) as caught:
        read_roster(write_list(tmp_path / "名单.xlsx", wrong))
    said = str(caught.value)
    assert "第4行「实施单位」列：不能留空" in said
    assert "第4行「报送期限」列：应为日期，如 2026-03-31，现为「三月底」" in said
    assert "与第3行重复" in said
    with pytest.raises(MisuseError, match="没有找到名单"):
        read_roster(write_list(tmp_path / "空.xlsx", [], ("甲", "乙")))


def test_a_list_again_changes_nothing_and_changes_are_told(tmp_path: Path) -> None:
    """The same list again is the same table; a new name, a withdrawal and a lost line are told."""
    path = write_list(tmp_path / "a.xlsx", [FIRST, SECOND, (None, "丙", "丙单位")])
    once = merged(NOBODY, read_roster(path))
    assert once.new == ("甲项目", "乙项目", "丙")
    twice = merged(once.obligations, read_roster(path))
    assert twice.obligations.equals(once.obligations)
    assert (twice.new, twice.renamed, twice.withdrawn, twice.absent) == ((), (), (), ())
    renamed = (CODE, "甲项目二期", *FIRST[2:])
    gone = (*SECOND[:7], "撤销")
    then = merged(once.obligations, read_roster(write_list(tmp_path / "b.xlsx", [renamed, gone])))
    assert then.renamed == (("甲项目", "甲项目二期"),)
    assert (then.withdrawn, then.absent) == (("乙项目",), ("丙",))
    rows = then.obligations.set_index("obligation_id")
    assert rows.loc["Y001", ["name", "former"]].tolist() == ["甲项目二期", "甲项目"]
    assert rows["withdrawn"].tolist() == ["否", "是", "否"]


def test_a_line_is_known_by_any_name_it_had() -> None:
    """Of several lines on file the first that fits is meant, by code where both have one."""
    line = dict.fromkeys(Season(2025, {})["obligations"], "") | {
        "withdrawn": "否",
        "amount": None,
    }
    many = [{**line, "name": f"项目{n}", "unit": "甲"} for n in range(1200)]
    table = merged(NOBODY, many).obligations
    again = merged(table, [{**line, "name": "项目1100", "former": "项目999", "unit": "甲"}])
    assert (again.new, again.renamed) == ((), (("项目999", "项目1100"),))
    coded = merged(table, [{**line, "name": "项目5", "unit": "甲", "project_code": "C5"}])
    other = {**line, "name": "项目5", "unit": "甲", "project_code": "C6"}
    assert merged(coded.obligations, [other]).new == ("项目5",)
