"""What-if: another scheme or another rule, and the two scorings side by side."""

from __future__ import annotations

import pytest

import jxanalytics as jx
from jxanalytics.errors import MisuseError
from jxanalytics.scoring import compared, compared_indicators, load_scheme, score_year, with_rule
from jxanalytics.year import Year
from tests.conftest import REFERENCE
from tests.scoring.years import EXECUTION, indicator, year_of

LADDER = "100%得满分，每下降5%扣1分"


def test_two_schemes_side_by_side() -> None:
    """Totals and grades before and after, the difference exact, and whether the grade changed."""
    year = year_of(indicator("", "", weight=10, filed=8, **EXECUTION),
                   indicator("5次", "5次", weight=81, filed=81), money=(100, 85.5))  # fmt: skip
    table = compared(
        score_year(year, load_scheme("2020")), score_year(year, load_scheme("2021-no-cost"))
    )
    (row,) = table.to_dict("records")
    assert (row["total_before"], row["total"], row["change"]) == (89.55, 88, -1.55)
    assert (row["grade_before"], row["grade"], row["grade_changed"]) == ("良", "良", False)
    assert row["name"] == "项目"


def test_only_what_moved_is_listed_by_indicator() -> None:
    """By indicator the comparison holds the ones whose score differs, with both explanations."""
    year = year_of(indicator("100%", "93%", filed=9, rule=LADDER), indicator("5次", "5次"))
    base = load_scheme("2020")
    table = compared_indicators(
        score_year(year, base), score_year(year, base.revised(不足一档="按一档计"))
    )
    (row,) = table.to_dict("records")
    assert (row["indicator_id"], row["score_before"], row["score"], row["change"]) == (
        "I1",
        9,
        8,
        -1,
    )
    assert "不足一档不计" in row["explanation_before"] and "按一档计" in row["explanation"]


def test_one_indicators_rule_is_replaced() -> None:
    """Another sentence beside an indicator scores it anew and leaves the year as it was."""
    year = year_of(
        indicator("100%", "93%", filed=9, rule=LADDER), indicator("95%", "90%", filed=10)
    )
    changed = with_rule(year, "P", "I1", "100%得满分，每下降1%扣1分")
    assert score_year(changed).indicators["score"].tolist()[0] == 3
    assert score_year(year).indicators["score"].tolist()[0] == 9
    unruled = with_rule(year, "P", "I2", "95%以上得满分，每下降5%扣2分")
    assert score_year(unruled).indicators["score"].tolist() == [9, 8]


@pytest.mark.parametrize(
    ("name", "rule", "words"),
    [("I9", LADDER, "没有指标"), ("I1", "看情况", "看情况")],
)
def test_a_rule_that_cannot_be_tried_is_refused(name: str, rule: str, words: str) -> None:
    """An indicator that is not there and a rule that cannot be read are named."""
    with pytest.raises(MisuseError, match=words):
        with_rule(year_of(indicator("5次", "5次")), "P", name, rule)


def test_a_notebook_compares_in_one_line() -> None:
    """``year.compare`` takes a scheme, its name, a revised one or a year with another rule."""
    year = jx.load(REFERENCE)
    assert isinstance(year, Year)
    assert year.compare("2020")["change"].tolist() == [0.47]
    stricter = year.scheme.revised(执行率="100%得满分，每下降1%扣1分")
    assert year.compare(stricter)["total"].tolist() == [90]
    rule = "费用执行率100%得满分，每下降10%扣2分"
    other = year.with_rule("P0001", "I10", rule)
    assert year.compare(other)["change"].tolist() == [0]
    assert list(year.compare(stricter, by="indicator")["name"]) == ["预算执行率"]
    assert year.compare(stricter).attrs["labels"]["change"] == "变动（分）"
    with pytest.raises(MisuseError):
        year.compare("2020", by="unit")


def test_the_year_tells_how_many_grades_would_change() -> None:
    """``year.grade_changes`` counts scores and grades moved by each single reading."""
    table = jx.load(REFERENCE).grade_changes().set_index("scenario")
    assert table.loc["改用另一条规则并按复算的执行率计分", "moved"] == 1
    assert table.attrs["labels"]["moved"] == "等级变动的项目数（个）"
