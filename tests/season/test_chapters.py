"""What chapters say of the year's work; a year without it reads as if there were none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from jxanalytics.checks import Findings
from jxanalytics.checks.findings import Names
from jxanalytics.model.season import SEASON
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.narrative import season
from jxanalytics.narrative.annex import Annex
from jxanalytics.narrative.application import Application
from jxanalytics.narrative.blocks import Figure, Heading, Passage, Table
from jxanalytics.narrative.brief import Brief
from jxanalytics.narrative.evaluations import Evaluations
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.markdown import to_markdown
from jxanalytics.narrative.overview import Overview
from jxanalytics.season import update_season
from jxanalytics.season.review import take_sheets
from tests.season.made import fill_xlsx
from tests.season.test_review import drawn, sheets

NONE = Findings(2024, (), Names({}, {}, {}, {}))


def facts_of(year: EvaluationYear, before: EvaluationYear | None = None) -> Facts:
    return Facts(year, None, before, lambda: NONE)


def words(passage: Passage) -> str:
    return to_markdown([block for block in passage if not isinstance(block, Figure)])


def rows(table: str, *listed: dict[str, object]) -> pd.DataFrame:
    return from_rows(SEASON[table], list(listed))


def test_a_year_without_season_data_says_nothing_of_it(reference: EvaluationYear) -> None:
    """No heading, table or sentence of filing, review, quality, rectification or decisions."""
    facts = facts_of(reference)
    for said in (season.filing, season.deviations, season.quality, season.rectification,
                 season.annex, season.decisions):  # fmt: skip
        assert said(facts) == Passage()
    for passage in (Overview(facts).coverage, Evaluations(facts).review, Application(facts).last_year,
                    Application(facts).budget, Annex(facts).next_year):  # fmt: skip
        assert not any(isinstance(block, Heading) for block in passage)
    brief = words(Brief(facts).points)
    assert "报送情况" not in brief
    assert "没有上年问题整改台账" in brief


@pytest.fixture
def played(folder: Path, tmp_path: Path) -> Facts:
    """A year with a review of two points off each, last year's ledger, decisions and a list of who must file."""
    drawn(folder)
    for path in (paths := sheets(folder, tmp_path / "out", ".xlsx")):
        fill_xlsx(path, {"I01": 2})
    assert take_sheets(folder, paths).refused == ()
    year = load_year(folder)
    project = year["projects"].iloc[0]
    problem = {"raised": 2023, "unit": "甲单位", "project": "甲项目", "source": "数据核对"}
    update_season(folder.parent / "2023", lambda s: s.replaced(rectification=rows(
        "rectification",
        {**problem, "number": "2023-1", "problem": "请更正甲。", "state": "已整改", "done": "2024-08-01"},
        {**problem, "number": "2023-2", "problem": "请更正乙。", "state": "整改中", "term": "2024-12-31"},
        {**problem, "number": "2023-3", "problem": "请更正丙。"},
    )))  # fmt: skip
    update_season(folder, lambda s: s.replaced(
        obligations=rows(
            "obligations",
            {"obligation_id": "Y1", "project_code": project["project_code"], "name": project["name"],
             "unit": "甲单位", "amount": 300.0},
            {"obligation_id": "Y2", "project_code": "77", "name": "没报的项目", "unit": "乙单位", "amount": 100.0},
        ),
        decisions=rows("decisions", {"project_id": project["project_id"], "decision": "压减", "amount": 20.0}),
    ))  # fmt: skip
    return facts_of(load_year(folder), load_year(folder.parent / "2023"))


def test_filing_is_told_by_number_and_money(played: Facts) -> None:
    """应报, 已报, the share by both, who has not, and a row a unit."""
    told = words(Overview(played).coverage)
    assert "应报项目2个，已报1个，报送率50.00%（按金额75.00%）" in told
    assert "未报的有：没报的项目。" in told
    assert words(Brief(played).points).index("报送情况") < 400


def test_the_review_is_told_with_its_seed_and_bands(played: Facts) -> None:
    """The sample, its seed and shares, the differences, bands, and tables by unit and indicator."""
    passage = Evaluations(played).review
    told = words(passage)
    assert "抽样种子20240601" in told
    assert "自评得分减复核得分平均为2分" in told
    assert "按偏差率分档" in told
    labels = {block.label for block in passage if isinstance(block, Table)}
    assert {"tbl-evaluations-review", "tbl-evaluations-unit", "tbl-evaluations-quality"} <= labels
    # Of many projects the level-2 indicators are named, their table stands in the annex.
    assert "偏差率较高的二级指标有" in told
    annexed = {block.label for block in Annex(played).groups if isinstance(block, Table)}
    assert "tbl-annex-level2" in annexed and "tbl-evaluations-level2" not in labels


def test_a_review_as_a_whole_has_no_table_by_indicator(played: Facts) -> None:
    """Where only total scores were given in review, no empty table stands in the chapter."""
    scores = played.model["scores"]
    year = played.model.replaced(scores=scores[scores["evaluation"] != "review"])
    passage = Evaluations(facts_of(year)).review
    labels = {block.label for block in passage if isinstance(block, Table)}
    assert "tbl-evaluations-unit" in labels and "tbl-evaluations-level2" not in labels
    assert "二级指标" not in words(passage)


def test_last_years_problems_are_what_leaders_read(played: Facts) -> None:
    """How many were mended, how many not, where; in the brief and in the chapter, alike."""
    told = "上年问题3项，未整改1项、整改中1项、已整改1项。未办结较多的单位有甲单位2项。"
    assert told in words(Brief(played).points)
    chapter = words(Application(played).last_year)
    assert told in chapter
    assert "请更正乙" in chapter and "请更正丙" in chapter
    assert "请更正甲" not in chapter


def test_decisions_are_told_with_their_money(played: Facts) -> None:
    """What was decided stands beside what was suggested."""
    told = words(Application(played).budget)
    assert "经研究决定：压减1个（20.00万元）。" in told
    assert "2025年度预算安排决定" in told
    assert "经研究决定：压减1个（20.00万元）。" in words(Brief(played).points)
