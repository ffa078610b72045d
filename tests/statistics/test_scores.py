"""Scores: summary, grades, points lost, self against others and rank, with gaps and ties."""

from __future__ import annotations

import math
import statistics as plain
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.errors import MisuseError
from jxanalytics.model.store import load_year
from jxanalytics.statistics import (
    completion,
    grades,
    points_lost,
    ranking,
    score_summary,
    self_against,
)
from tests.conftest import REFERENCE
from tests.statistics.years import grade_of, make_year, scored


def money(*amounts: float | None) -> list[dict[str, dict[str, float]]]:
    return [{"total": {} if a is None else {"annual": a, "executed": a}} for a in amounts]


def indicators(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    """Scored indicators: (project, level1, level2, weight, score); 执行 as level 1 is the execution row."""
    return pd.DataFrame(
        [
            {
                "project_id": project,
                "indicator_id": f"I{i}",
                "role": "execution" if level1 == "执行" else "indicator",
                "level1": "" if level1 == "执行" else level1,
                "level2": level2,
                "name": f"指标{i}",
                "weight": weight,
                "filed": score,
                "score": score,
            }
            for i, (project, level1, level2, weight, score) in enumerate(rows)
        ]
    )


def test_summary_with_an_unscored_project() -> None:
    """A project without a score lowers the coverage, never the mean."""
    row = score_summary(scored([92, 80.55]), make_year(money(1, 2, 3))).iloc[0]
    assert (row["projects"], row["scored"], row["unscored"]) == (3, 2, 1)
    assert (row["mean"], row["median"], row["coverage"]) == (86.28, 86.28, 66.67)


def test_group_of_one_and_of_none() -> None:
    """One score is its own mean and median; a unit without scores has none, not 0."""
    year = make_year(money(1, 2), units=["A", "B"])
    table = score_summary(scored([77.77]), year, "unit").set_index("key")
    spread = ["mean", "median", "lowest", "highest"]
    assert table.loc["A", spread].tolist() == [77.77] * 4
    assert table.loc["B", "scored"] == 0 and table.loc["B", spread].isna().all()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 10000), min_size=1, max_size=30))
def test_mean_and_median_against_decimals(hundredths: list[int]) -> None:
    """Mean and median equal those of plain decimals, rounded half-up at two places."""
    values = [Decimal(h) / 100 for h in hundredths]
    row = score_summary(scored([float(v) for v in values]), make_year(money(*[1] * len(values))))
    cent = Decimal("0.01")
    mean = Fraction(sum(hundredths), len(values))
    assert row["mean"][0] == math.floor(mean + Fraction(1, 2)) / 100
    assert row["median"][0] == float(plain.median(values).quantize(cent, ROUND_HALF_UP))


def test_grades_by_count_and_money() -> None:
    """Grades count projects and money; the unscored are a row of their own."""
    table = grades(scored([90, 89.99, 59.99]), make_year(money(100, 50, 25, 25)))
    assert table["grade"].tolist() == ["优", "良", "中", "差", "未评"]
    assert table["projects"].tolist() == [1, 1, 0, 1, 1]
    assert table["projects_share"].tolist() == [25, 25, 0, 25, 25]
    assert table["annual_share"].tolist() == [50, 25, 0, 12.5, 12.5]


def test_money_of_a_grade_may_be_unknown() -> None:
    """A grade whose only project filed no money has an unknown sum, a grade without projects none."""
    table = grades(scored([95, 85]), make_year(money(None, 10))).set_index("grade")
    assert math.isnan(table.loc["优", "annual"]) and table.loc["中", "annual"] == 0
    assert table.loc["良", "annual_share"] == 100


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10000), st.integers(1, 10**6)), min_size=1, max_size=20))
def test_grades_conserve(rows: list[tuple[int, int]]) -> None:
    """Counts and money of the grades add up to all projects and all money."""
    scores = [h / 100 for h, _ in rows]
    table = grades(scored(scores), make_year(money(*[float(a) for _, a in rows])))
    assert table["projects"].sum() == len(rows)
    assert table["annual"].sum() == sum(a for _, a in rows)
    best = sum(a for (h, a) in rows if grade_of(h / 100) == "优")
    assert table["annual"][0] == best


def test_points_lost_by_level2() -> None:
    """Points are lost where weight exceeds score; shares are of all points lost; an unscored one is counted only."""
    rows = indicators(
        ("P1", "执行", "资金落实", 10, 2), ("P1", "产出指标", "质量指标", 4, 4),
        ("P1", "产出指标", "数量指标", 5, 4), ("P2", "执行", "", 10, 10),
        ("P2", "产出指标", "数量指标", 5, 4), ("P2", "效益指标", "自定指标", 5, math.nan),
    )  # fmt: skip
    table = points_lost(rows)
    assert table["level2"].tolist() == ["预算执行率", "数量指标", "质量指标", "自定指标"]
    assert table["lost"].tolist()[:3] == [8, 2, 0] and math.isnan(table["lost"][3])
    assert table["share"].tolist()[:3] == [80, 20, 0]
    assert table["unscored"].tolist() == [0, 0, 0, 1]
    assert table["losing"].tolist() == [1, 2, 0, 0]


def test_no_points_lost_has_no_shares() -> None:
    """When nothing is lost the shares are undefined."""
    assert points_lost(indicators(("P1", "产出指标", "数量指标", 5, 5)))["share"].isna().all()


@pytest.mark.parametrize("by", ["level1", "level2", "indicator", "project"])
def test_points_lost_are_conserved(by: str) -> None:
    """However they are grouped, the points lost are the same in all."""
    rows = indicators(
        *[(f"P{i % 3}", f"一级{i % 2}", f"二级{i % 4}", 5, (i * 37 % 500) / 100) for i in range(24)]
    )
    lost = sum(Decimal(5) - Decimal(str(score)) for score in rows["score"])
    assert Decimal(str(round(points_lost(rows, by)["lost"].sum(), 4))) == lost


def test_completion() -> None:
    """Completion is score over weight of a project's level-2 indicator."""
    rows = indicators(("P1", "产出指标", "数量指标", 5, 4), ("P1", "产出指标", "数量指标", 10, 10))
    assert completion(rows)["completion"].tolist() == [93.33]


def test_reference_self_against_department() -> None:
    """In the reference case self and department score agree; the other project has neither."""
    table = self_against(load_year(REFERENCE))
    assert table["self"][0] == table["department"][0] == 92
    assert table["department_difference"][0] == 0
    assert table[["self", "department", "department_difference"]].loc[1].isna().all()


def test_self_higher_than_review_is_positive() -> None:
    """A difference is self less the other, exactly."""
    year = make_year(money(1), scores=[{"self": 90.3, "review": 90.1}])
    assert self_against(year)["review_difference"].tolist() == [0.2]


def test_ranks_with_ties() -> None:
    """Equal scores share a rank, the next is left out, the unscored come last without one."""
    table = ranking(scored([80, 95, 80, 70]), make_year(money(1, 1, 1, 1, 1)))
    assert table["project_id"].tolist() == ["P2", "P1", "P3", "P4", "P5"]
    assert table["rank"].tolist()[:4] == [1, 2, 2, 4] and math.isnan(table["rank"][4])
    assert table["tied"].tolist() == [False, True, True, False, False]


def test_unknown_choices_are_refused() -> None:
    """Unknown scores, groupings and levels are refused in words."""
    year = make_year(money(1))
    with pytest.raises(MisuseError, match="没有「colour」这种得分"):
        ranking(scored([1]), year, "colour")
    with pytest.raises(MisuseError, match="不能按「unit」统计扣分"):
        points_lost(indicators(), "unit")
    with pytest.raises(MisuseError, match="完成情况只能按"):
        completion(indicators(), "project")
