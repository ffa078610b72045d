"""Scores, totals and explanations of a year."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.scoring import Scheme, load_scheme, report_json, score_year, sensitivity
from tests.scoring.oracle import rounded
from tests.scoring.years import EXECUTION, indicator, year_of


def execution(
    annual: float | None, executed: float | None, scheme: str | Scheme = "2020", finished: str = ""
) -> dict[str, Any]:
    """The scored execution row of a year with this money; 9 points are filed."""
    year = year_of(
        indicator("", "99.99%", filed=9, **EXECUTION), money=(annual, executed), finished=finished
    )
    chosen = load_scheme(scheme) if isinstance(scheme, str) else scheme
    (row,) = score_year(year, chosen).indicators.to_dict("records")
    return dict(row)


# annual, executed, scheme, finished, score
RATES = [
    (1237.78, 305.36, "reference-2019", "", 2),
    (1237.78, 305.36, "2020", "", 2.47),
    (100, 99, "reference-2019", "", 9),
    (100, 100, "reference-2019", "", 10),
    (100, 80, "2021-cost", "否", 7),
    (100, 79.99, "2021-cost", "否", 5),
    (100, 79.996, "2021-cost", "否", 7),
    (100, 60, "2021-cost", "否", 5),
    (100, 59.99, "2021-cost", "否", 0),
    (100, 100, "2021-cost", "否", 10),
    (100, 10, "2021-cost", "是", 10),
    (100, 10, "2020", "是", 1),
    (100, 0, "2020", "", 0),
]


@pytest.mark.parametrize(("annual", "executed", "scheme", "finished", "score"), RATES)
def test_execution_is_recomputed_from_the_money(
    annual: float, executed: float, scheme: str, finished: str, score: float
) -> None:
    """The rate comes from the money, half-up to two decimals, never from the rate as filed."""
    row = execution(annual, executed, scheme, finished)
    assert row["recomputed"]
    assert row["score"] == score


def test_a_rule_beside_the_execution_row_is_used() -> None:
    """A form may state its own ladder for execution; it goes before the scheme's."""
    rule = "执行率90%及以上得满分，每低1个百分点扣1分"
    row = indicator("", "85%", filed=9, rule=rule, **EXECUTION)
    (scored,) = score_year(year_of(row, money=(100, 85.5))).indicators.to_dict("records")
    assert scored["score"] == 6
    assert "本指标规则" in scored["explanation"]


@pytest.mark.parametrize(
    ("annual", "executed", "words"),
    [
        (0, 0, "全年预算数为0，执行率不适用"),
        (None, 5, "全年预算数未填"),
        (100, None, "全年执行数未填"),
    ],
)
def test_without_a_rate_the_filed_score_stands(
    annual: float | None, executed: float | None, words: str
) -> None:
    """A budget of 0 is not applicable and a blank is not 0: the score stays as filed."""
    row = execution(annual, executed)
    assert (row["score"], row["recomputed"]) == (9, False)
    assert words in row["note"]


@pytest.mark.parametrize(
    ("actual", "score", "words"),
    [("500批次", 8, "规则按百分数计分，实际完成值单位为“批次”"), ("900‰", 8, ""), ("90%", 8, "")],
)
def test_a_rule_in_percent_takes_no_other_unit(actual: str, score: float, words: str) -> None:
    """Beside a target in words a count is no percentage: the score stays as filed, and says so."""
    row = indicator("达到要求", actual, filed=8, rule="100%得满分，每下降5%扣1分")
    (scored,) = score_year(year_of(row)).indicators.to_dict("records")
    assert (scored["score"], scored["recomputed"]) == (score, not words)
    assert words in scored["note"]


def test_overspending_has_no_score_and_no_total() -> None:
    """Above 100% there is nothing to score until the figures are corrected, not even a total."""
    row = execution(100, 100.01, "2021-cost", "是")
    assert math.isnan(row["score"])
    assert "须先核实更正" in row["note"]
    money = indicator("", "100.01%", filed=9, **EXECUTION)
    year = year_of(money, indicator("5次", "5次"), money=(100, 100.01))
    (total,) = score_year(year).totals.to_dict("records")
    assert math.isnan(total["total"])
    assert (total["grade"], total["filed"]) == ("", 19)


def test_an_unknown_finish_counts_as_unfinished_and_says_so() -> None:
    """Whether a project is finished is not guessed; the explanation names the assumption."""
    row = execution(100, 85, "2021-cost")
    assert row["score"] == 7
    assert "项目是否完成未填，按未完成计" in row["explanation"]


def test_totals_add_up_and_rows_that_do_not_count_are_left_out() -> None:
    """Sub-rows and declared-absent rows carry no points into the total."""
    year = year_of(
        indicator("300次", "200次", weight=10, filed=7),
        indicator("其中", "5次", weight=4, filed=4, role="sub", parent_id="I1"),
        indicator("", "", weight=None, filed=None, role="none", name="无"),
        indicator("5次", "5次", weight=80, filed=80),
    )
    scored = score_year(year)
    (total,) = scored.totals.to_dict("records")
    assert total["weight"] == 90
    assert total["total"] == 86.67
    assert (total["grade"], total["filed"], total["filed_grade"]) == ("良", 87, "良")
    assert total["difference"] == -0.33
    rows = scored.indicators.set_index("indicator_id")
    assert rows.loc["I3", "explanation"] == "申明无此项指标，不计分"
    assert math.isnan(rows.loc["I2", "score"])


def test_projects_without_a_form_have_no_row() -> None:
    """A project that filed nothing has neither indicators nor a total."""
    year = year_of(indicator("5次", "5次"))
    more = [*year["projects"].to_dict("records"), {"project_id": "Q", "name": "乙", "unit_id": "U"}]
    scored = score_year(year.replaced(projects=from_rows(TABLES["projects"], more)))
    assert list(scored.totals["project_id"]) == ["P"]


def test_a_year_of_which_only_the_summary_came_scores_to_nothing(reference: EvaluationYear) -> None:
    """Money without any indicator gives empty tables, not an error."""
    none = {name: reference[name].iloc[:0] for name in ("indicators", "scores", "rules")}
    scored = score_year(reference.replaced(**none))
    assert scored.indicators.empty and scored.totals.empty


def test_an_empty_year_scores_to_empty_frames() -> None:
    """A year without any form gives frames without rows, columns in place."""
    empty = EvaluationYear(2020, {}, {})
    scored = score_year(empty)
    assert scored.indicators.empty
    assert list(scored.totals) == [
        "project_id", "weight", "total", "grade", "filed", "filed_grade", "difference",
    ]  # fmt: skip
    assert sensitivity(empty).empty


def test_explanations_show_rule_values_arithmetic_and_difference() -> None:
    """One line says by what rule, from which figures, by which arithmetic, and against what was filed."""
    year = year_of(indicator("300次", "200次", filed=7, name="培训次数"))
    (row,) = score_year(year).indicators.to_dict("records")
    assert row["explanation"] == (
        "2020年度自评口径：按完成比例得分；年度指标值300次，实际完成值200次；"
        "实际完成值÷年度指标值＝66.67%；10分×66.67%计6.67分；得6.67分，自评7分，复算低0.33分"
    )


def test_what_a_rule_leaves_open_is_named_in_the_explanation() -> None:
    """The setting for begun steps and for a bound's inclusion stands in the line that used it."""
    rule = "100%得满分，每下降5%扣1分，80%以下不得分"
    rows = [indicator("100%", actual, rule=rule) for actual in ("93%", "79%")]
    told = score_year(year_of(*rows)).indicators["explanation"].tolist()
    assert "低于满分点7%，扣1档×1分（不足一档不计）" in told[0]
    assert "80%以下（不含本数），不得分" in told[1]


def test_a_maximum_that_is_not_the_weight_is_noted() -> None:
    """满分 in the sentence against another weight in the form is said in the note."""
    row = indicator("100%", "100%", weight=5, rule="100%得4分，每下降5%扣1分，满分4分")
    (scored,) = score_year(year_of(row)).indicators.to_dict("records")
    assert scored["score"] == 4
    assert "规则满分4分与分值5分不一致" in scored["note"]


amounts = st.integers(1, 5_000_000).map(lambda cents: cents / 100)


@given(st.lists(st.tuples(amounts, amounts, st.integers(1, 100)), min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_completion_is_exact_in_a_year_of_floats(rows: list[tuple[float, float, int]]) -> None:
    """Float columns in and out, and every score half-up of the exact fraction between."""
    year = year_of(*[indicator(f"{t:.2f}米", f"{a:.2f}米", weight=w, filed=0) for t, a, w in rows])
    for (target, actual, weight), score in zip(
        rows, score_year(year, load_scheme("2020")).indicators["score"], strict=True
    ):
        exactly = min(Fraction(f"{actual:.2f}") / Fraction(f"{target:.2f}"), Fraction(1)) * weight
        assert Fraction(str(score)) == rounded(exactly)


def test_other_projects_do_not_change_a_score() -> None:
    """Rows scored together score as each would alone."""
    rows = [indicator(f"{n}次", f"{n - 3}次", filed=0) for n in (5, 7, 11, 13)]
    together = score_year(year_of(*rows)).indicators["score"].tolist()
    alone = [score_year(year_of(row)).indicators["score"].iloc[0] for row in rows]
    assert together == alone


def test_the_json_report_has_the_published_keys() -> None:
    """Figures that are missing are null, whole numbers are whole, the keys are those published."""
    year = year_of(
        indicator("300次", "200次", filed=None), indicator("", "", None, None, role="none")
    )
    report = report_json(score_year(year), sensitivity(year))
    assert report["scheme"] == "2020"
    (project,) = report["projects"]
    assert (project["project"], project["name"], project["total"]) == ("P", "项目", 6.67)
    (row,) = project["indicators"]
    assert {"name", "rule", "weight", "score", "filed", "explanation"} <= set(row)
    assert row["filed"] is None
    assert row["weight"] == 10 and isinstance(row["weight"], int)
    assert isinstance(report["scenarios"], list)
