"""What leaves the room: the JSON of ``jxa stats``, next year's basis, labels."""

from __future__ import annotations

import json

import pytest

from jxanalytics import statistics
from jxanalytics.errors import MisuseError
from jxanalytics.model.store import load_year
from jxanalytics.scoring import score_year
from jxanalytics.statistics import LABELS, BasisRule, next_year_basis, report_json
from tests.conftest import REFERENCE
from tests.statistics.years import make_year, scored


def test_json_of_the_reference_case() -> None:
    """The JSON has the published figures under the agreed keys, null where nothing was filed."""
    year = load_year(REFERENCE)
    result = json.loads(json.dumps(report_json(year, score_year(year)), allow_nan=False))
    figures = {name: result["execution"][name] for name in ("annual", "executed", "rate")}
    assert figures == {"annual": 1417.09, "executed": 484.67, "rate": 34.2}
    rolled = result["carry_over"]
    assert [rolled[name] for name in ("opening", "appropriation", "executed", "closing")] == [
        690.09, 547.69, 305.36, 932.42,
    ]  # fmt: skip
    assert (rolled["closing_current"], rolled["closing_prior"]) == (547.69, 384.73)
    assert [row["rate"] for row in result["by_project"]] == [24.67, 100.0]
    assert [row["id"] for row in result["by_source"]] == ["current", "carry_over", "other"]
    assert result["by_source"][2]["annual"] is None
    assert result["by_unit"][0]["rate"] == 34.2
    assert result["scores"]["mean"] == 92 and result["grades"][0]["projects"] == 1
    assert result["points_lost"][0]["lost"] == 8


def test_json_without_scores_or_projects() -> None:
    """An empty year has nulls and empty lists, and an unscored one no scores."""
    result = report_json(make_year([]))
    assert result["by_project"] == [] and "scores" not in result
    json.dumps(result, allow_nan=False)


def test_next_year_basis_of_the_reference_case() -> None:
    """The reception project: unused carry-over, new money that carry-over covers, little spent; never a decision."""
    year = load_year(REFERENCE)
    table = next_year_basis(score_year(year).totals, year)
    assert table["suggestion"].tolist() == ["收回", "压减", "压减"]
    assert table["amount"].tolist() == [384.73, 547.69, 932.42]
    assert set(table["project_id"]) == {"P0001"}
    assert "24.67%" in table["basis"][2] and "384.73万元" in table["basis"][0]
    assert not table["basis"].str.contains("倒填|造假|虚报|超额安排").any()


def test_rules_are_data() -> None:
    """A department's own rule replaces the shipped ones; a missing figure meets no condition."""
    year = make_year([
        {"total": {"annual": 100, "executed": 95}}, {"total": {"annual": 100}},
    ])  # fmt: skip
    rule = BasisRule("支持", "执行率{rate}", "annual", at_least={"rate": 95})
    table = next_year_basis(scored([95, 95]), year, [rule])
    assert table["basis"].tolist() == ["执行率95.00%"] and table["amount"].tolist() == [100]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (BasisRule("奖励", ""), "没有「奖励」这种建议"),
        (BasisRule("支持", "", above={"colour": 1}), "没有的数据项：colour"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(rule: BasisRule, message: str) -> None:
    """A suggestion or a condition that does not exist is refused by name."""
    with pytest.raises(MisuseError, match=message):
        next_year_basis(scored([1]), make_year([{"total": {}}]), [rule])


def test_no_rule_holds() -> None:
    """When no rule holds there is an empty table with its columns."""
    table = next_year_basis(scored([]), make_year([]), [])
    assert list(table)[-1] == "amount" and table.empty


def test_every_column_has_a_chinese_header() -> None:
    """Every column of every statistic has a label, unique within its table."""
    year = load_year(REFERENCE)
    result = score_year(year)
    tables = [
        statistics.execution(year), statistics.carry_over(year),
        statistics.score_summary(result.totals, year), statistics.grades(result.totals, year),
        statistics.points_lost(result.indicators), statistics.self_against(year),
        statistics.completion(result.indicators), statistics.schedule_gap(year),
        statistics.ageing([year]), statistics.concentration(statistics.execution(year)),
        statistics.outliers(statistics.execution(year)), next_year_basis(result.totals, year),
    ]  # fmt: skip
    later = make_year([{"total": {"annual": 1, "executed": 1}}], year=2020)
    tables.append(statistics.year_on_year(year, later))
    for table in tables:
        labels = [LABELS[name] for name in table]
        assert len(set(labels)) == len(labels)


def test_suggestions_add_up_each_project_once() -> None:
    """Several reasons for one suggestion speak of the same money: the largest counts, once."""
    year = load_year(REFERENCE)
    basis = next_year_basis(score_year(year).totals, year)
    table = statistics.suggestion_summary(basis)
    assert table["suggestion"].tolist() == ["压减", "收回"]
    assert table["projects"].tolist() == [1, 1] and table["reasons"].tolist() == [2, 1]
    assert table["amount"].tolist() == [932.42, 384.73]
    assert statistics.suggestion_summary(basis.iloc[:0]).empty


def test_only_what_may_be_two_years_old_is_to_return() -> None:
    """With last year at hand, carry-over granted last year is left out; without, nobody can tell."""
    first = {"total": {"annual": 100, "executed": 60}, "current": {"annual": 100, "executed": 60}}
    second = {
        "total": {"annual": 40, "executed": 10},
        "current": {"annual": 0, "executed": 0},
        "carry_over": {"annual": 40, "executed": 10},
    }
    before, year = make_year([first], year=2018), make_year([second])
    alone = next_year_basis(scored([95]), year)
    assert alone.loc[alone["suggestion"] == "收回", "amount"].tolist() == [30]
    known = next_year_basis(scored([95]), year, before=before)
    assert "收回" not in set(known["suggestion"])


def test_the_basis_says_whose_score_it_is() -> None:
    """A recomputed score is not called the unit's own."""
    year = make_year([{"total": {"annual": 100, "executed": 95}}])
    rows = scored([70]).assign(total=70.0, grade="中")
    filed, made = (next_year_basis(rows, year, column=c)["basis"][0] for c in ("filed", "total"))
    assert filed == "自评70分，评价等级为中" and made == "复算得70分，评价等级为中"
