"""Ledger of rectification and proposals: filled in by people, taken in once, carried over the years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from jxanalytics.checks import Finding, Findings, Severity
from jxanalytics.checks.findings import Names
from jxanalytics.documents.listing import workbook
from jxanalytics.documents.results import ledger_list, proposals_list
from jxanalytics.errors import DataError
from jxanalytics.model.store import load_year
from jxanalytics.scoring import score_year
from jxanalytics.season import Season, load_season
from jxanalytics.season.proposals import proposals
from jxanalytics.season.rectification import ledger, summary
from jxanalytics.season.results import keep_results
from jxanalytics.statistics import next_year_basis, project_scores
from tests.folders import files_of
from tests.season.made import years


def findings(*codes: str, year: int = 2024) -> Findings:
    """One 必须更正 a code, of the first project."""
    projects = years()[1]["projects"]
    project, unit = projects["project_id"][0], projects["unit_id"][0]
    listed = tuple(
        Finding(code, Severity.ERROR, project, unit, f"请核实{code}。", (), "", "", "")
        for code in codes
    )
    names = Names({project: "甲项目"}, {unit: "甲单位"}, {}, dict.fromkeys(codes, "事项"))
    return Findings(year, listed, names)


def keep(folder: Path, found: Findings, *files: Path, before: Season | None = None) -> Season:
    return keep_results(folder, load_year(folder), found, before, files).season


def sheet(path: Path, season: Season, entries: Mapping[str, Mapping[str, object]]) -> Path:
    """A ledger with entries by number and header; the number "" is the last, empty row."""
    path.write_bytes(workbook([ledger_list(season.year, season["rectification"])]))
    book = openpyxl.load_workbook(path)
    page = book.active
    rows = {page.cell(r, 1).value or "": r for r in range(1, page.max_row)}
    head = rows["台账编号"]
    rows[""] = head + len(season["rectification"]) + 1
    at = {page.cell(head, c).value: c for c in range(1, 20)}
    for number, values in entries.items():
        for header, value in values.items():
            page.cell(rows[number], at[header]).value = value
    book.save(path)
    return path


def doubled(path: Path, key: str, header: str, value: object) -> Path:
    """The workbook with the row of a key once more below, another value under a header."""
    book = openpyxl.load_workbook(path)
    page = book.active
    heads = next(row for row in page.iter_rows() if header in [cell.value for cell in row])
    own = next(row for row in page.iter_rows() if key in [cell.value for cell in row])
    page.insert_rows(own[0].row + 1)
    for head, cell in zip(heads, own, strict=True):
        page.cell(cell.row + 1, cell.column).value = value if head.value == header else cell.value
    book.save(path)
    return path


def test_a_row_that_stands_twice_must_say_the_same(folder: Path, tmp_path: Path) -> None:
    """What one row fills in is not lost to another of the same number; it is told where they differ."""
    season = keep(folder, findings("JX101"))
    number = first(season)
    before = files_of(folder)
    ledger = sheet(tmp_path / "台账.xlsx", season, {number: {"整改措施": "重报"}})
    with pytest.raises(DataError, match="与前面的行重复而所填不同"):
        keep(folder, findings("JX101"), doubled(ledger, number, "整改状态", "整改中"))
    decisions = made_proposals(folder, season, tmp_path / "建议.xlsx", 决定="压减")
    project = first_project(decisions)
    with pytest.raises(DataError, match="与前面的行重复而所填不同"):
        keep(folder, findings("JX101"), doubled(decisions, project, "决定", "支持"))
    assert files_of(folder) == before
    made_proposals(folder, season, decisions, 决定="压减")
    season = keep(folder, findings("JX101"), doubled(decisions, project, "决定", "压减"))
    assert season["decisions"]["decision"].tolist() == ["压减"]


def first(season: Season) -> str:
    return str(season["rectification"]["number"][0])


def test_what_people_fill_in_is_kept_once(folder: Path, tmp_path: Path) -> None:
    """Measure, term, state and date come in, dates in any form; the same file again changes nothing."""
    season = keep(folder, findings("JX101", "JX102"))
    number = first(season)
    path = sheet(tmp_path / "台账.xlsx", season, {
        number: {"整改措施": "重报自评表", "整改期限": "2025年9月30日", "整改状态": "已整改",
                 "完成日期": date(2025, 8, 15)},
        "": {"责任单位": "乙单位", "问题": "内控制度未修订，请修订。"},
    })  # fmt: skip
    season = keep(folder, findings("JX101", "JX102"), path)
    rows = season["rectification"].set_index("number")
    assert (rows.loc[number, "term"], rows.loc[number, "done"]) == ("2025-09-30", "2025-08-15")
    assert rows.loc[number, "state"] == "已整改"
    assert rows.loc["2024-补充-01", "problem"] == "内控制度未修订，请修订。"
    once = files_of(folder)
    keep(folder, findings("JX101", "JX102"), path)
    assert files_of(folder) == once


def test_blank_cells_and_older_copies_undo_nothing(folder: Path, tmp_path: Path) -> None:
    """A copy without the later entries leaves them; one value filled in two ways is refused."""
    season = keep(folder, findings("JX101"))
    number = first(season)
    blank = sheet(tmp_path / "旧.xlsx", season, {})
    filled = sheet(tmp_path / "新.xlsx", season, {number: {"整改措施": "重报"}})
    season = keep(folder, findings("JX101"), filled, blank)
    assert season["rectification"]["measure"][0] == "重报"
    one = sheet(tmp_path / "一.xlsx", season, {number: {"整改状态": "整改中"}})
    two = sheet(tmp_path / "二.xlsx", season, {number: {"整改状态": "不再适用"}})
    before = files_of(folder)
    with pytest.raises(DataError, match="只留一处"):
        keep(folder, findings("JX101"), one, two)
    assert files_of(folder) == before


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"整改状态": "快好了"}, "之一"),
        ({"整改期限": "年底前后"}, "应为日期"),
        ({"整改状态": "已整改"}, "完成日期"),
        ({"台账编号": "2024-P9-JX999", "整改措施": "x"}, "没有此编号"),
    ],
)
def test_a_wrong_entry_is_named(
    folder: Path, tmp_path: Path, values: Mapping[str, object], said: str
) -> None:
    """A state, date or number that is none is told with row and column, and nothing is kept."""
    season = keep(folder, findings("JX101"))
    path = sheet(tmp_path / "台账.xlsx", season, {first(season): values})
    before = files_of(folder)
    with pytest.raises(DataError, match=said):
        keep(folder, findings("JX101"), path)
    assert files_of(folder) == before


def test_what_is_mended_before_anyone_wrote_leaves_the_ledger(folder: Path, tmp_path: Path) -> None:
    """A problem that is gone is dropped, unless people have written to it."""
    season = keep(folder, findings("JX101", "JX102"))
    one = first(season)
    path = sheet(tmp_path / "台账.xlsx", season, {one: {"整改措施": "说明"}})
    season = keep(folder, findings("JX101", "JX102"), path)
    season = keep(folder, findings("JX103"))
    codes = {number.rpartition("-")[2] for number in season["rectification"]["number"]}
    assert codes == {one.rpartition("-")[2], "JX103"}


def test_an_old_workbook_with_a_problem_that_is_gone(folder: Path, tmp_path: Path) -> None:
    """It is passed over where nothing was written to the problem; what was written brings it back."""
    season = keep(folder, findings("JX101", "JX102"))
    number = first(season)
    blank = sheet(tmp_path / "旧.xlsx", season, {})
    filled = sheet(tmp_path / "填.xlsx", season, {number: {"整改措施": "已重报"}})
    season = keep(folder, findings("JX103"), blank)
    assert len(season["rectification"]) == 1
    keep(folder, findings("JX101", "JX102"))
    season = keep(folder, findings("JX103"), filled)
    assert season["rectification"].set_index("number").loc[number, "measure"] == "已重报"


def test_a_problem_added_by_hand_belongs_to_its_unit(folder: Path, tmp_path: Path) -> None:
    """The unit's name is enough for the problem to go into the unit's own file."""
    season = keep(folder, findings("JX101"))
    unit = years()[1]["units"].iloc[-1]
    path = sheet(
        tmp_path / "台账.xlsx", season, {"": {"责任单位": unit["name"], "问题": "请修订制度。"}}
    )
    rows = keep(folder, findings("JX101"), path)["rectification"].set_index("number")
    assert rows.loc["2024-补充-01", "unit_id"] == unit["unit_id"]


def test_open_problems_go_into_the_next_year(folder: Path, tmp_path: Path) -> None:
    """Carried over under their numbers, before this year's; what was closed is not repeated."""
    last = folder.parent / "2023"
    season = keep(last, findings("JX101", "JX102", "JX103", year=2023))
    closed, going = season["rectification"]["number"][:2]
    path = sheet(tmp_path / "台账.xlsx", season, {
        closed: {"整改状态": "已整改", "完成日期": "2024-08-01"}, going: {"整改措施": "正在办理"},
    })  # fmt: skip
    before = keep(last, findings("JX101", "JX102", "JX103", year=2023), path)
    season = keep(folder, findings("JX104"), before=before)
    table = season["rectification"]
    assert list(table["raised"]) == [2023, 2023, 2024]
    assert closed not in set(table["number"])
    assert table.set_index("number").loc[going, "measure"] == "正在办理"
    # Closed in the next year's ledger it stays there, and last year's own is as it was.
    path = sheet(
        tmp_path / "次年.xlsx", season, {going: {"整改状态": "已整改", "完成日期": "2025-03-01"}}
    )
    season = keep(folder, findings("JX104"), path, before=before)
    assert season["rectification"].set_index("number").loc[going, "state"] == "已整改"
    counts = summary(season["rectification"]).set_index("raised")
    assert counts.loc[2023, "problems"] == 2
    assert counts.loc[2023, "已整改"] == counts.loc[2023, "未整改"] == 1
    assert load_season(last)["rectification"].equals(before["rectification"])


def test_numbers_stay_when_a_finding_changes_its_words(folder: Path) -> None:
    """The ledger's number is the year and the finding's number; computing it again gives the same."""
    year, season = load_year(folder), load_season(folder)
    one, two = (ledger(year, season, findings("JX101")) for _ in range(2))
    assert one.equals(two)
    assert one["number"][0] == f"2024-{findings('JX101').list[0].number}"


def made_proposals(folder: Path, season: Season, path: Path, **entries: object) -> Path:
    """A proposals sheet with entries for its first project."""
    year = load_year(folder)
    scored = score_year(year)
    scores = project_scores(scored.totals, year, "total")
    basis = next_year_basis(scored.totals, year, column="total")
    table = proposals(year, scores, basis, season)
    path.write_bytes(workbook([proposals_list(2024, table)]))
    book = openpyxl.load_workbook(path)
    page = book.active
    head = next(r for r in range(1, 9) if page.cell(r, 1).value == "序号")
    at = {page.cell(head, c).value: c for c in range(1, 20)}
    for header, value in entries.items():
        page.cell(head + 1, at[header]).value = value
    book.save(path)
    return path


def first_project(path: Path) -> str:
    """The number of the first project of a proposals sheet."""
    page = openpyxl.load_workbook(path).active
    head = next(row for row in page.iter_rows() if "项目编号" in [cell.value for cell in row])
    column = next(cell.column for cell in head if cell.value == "项目编号")
    return str(page.cell(head[0].row + 1, column).value)


def test_decisions_come_in(folder: Path, tmp_path: Path) -> None:
    """The decision with its amount and words is kept, and printed in the next sheet."""
    season = load_season(folder)
    path = made_proposals(
        folder, season, tmp_path / "建议.xlsx", 决定="压减", 决定金额=12.5, 单位意见="同意"
    )
    season = keep(folder, findings(), path)
    row = season["decisions"].iloc[0]
    assert (row["decision"], row["amount"], row["opinion"]) == ("压减", 12.5, "同意")
    again = made_proposals(folder, season, tmp_path / "建议2.xlsx")
    once = files_of(folder)
    keep(folder, findings(), again)
    assert files_of(folder) == once


@pytest.mark.parametrize(
    ("entries", "said"), [({"决定": "再议"}, "之一"), ({"决定金额": "若干"}, "以万元计")]
)
def test_a_wrong_decision_is_named(
    folder: Path, tmp_path: Path, entries: Mapping[str, object], said: str
) -> None:
    """What is none of the five, or no amount, is told; nothing is decided by the program."""
    path = made_proposals(folder, load_season(folder), tmp_path / "建议.xlsx", **entries)
    with pytest.raises(DataError, match=said):
        keep(folder, findings(), path)


def test_a_file_that_is_neither_is_refused(folder: Path, tmp_path: Path) -> None:
    """A workbook that is no ledger and no proposals sheet is not guessed at."""
    path = tmp_path / "其他.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.save(path)
    with pytest.raises(DataError, match="不是整改台账"):
        keep(folder, findings(), path)


def test_proposals_have_every_project_and_the_largest_amount() -> None:
    """One row a project in print order; amounts of several grounds are never added."""
    year = years()[1]
    scored = score_year(year)
    basis = next_year_basis(scored.totals, year, column="total")
    table = proposals(year, project_scores(scored.totals, year, "total"), basis, Season(2024, {}))
    assert sorted(table["project_id"]) == sorted(year["projects"]["project_id"])
    most = basis.groupby("project_id")["amount"].max()
    for row in table.to_dict("records"):
        own = basis[basis["project_id"] == row["project_id"]]
        assert row["basis"].count("：") >= len(own)
        if len(own) and most[row["project_id"]] == most[row["project_id"]]:
            assert row["amount"] == most[row["project_id"]]
    assert set(table["decision"]) == {""}
