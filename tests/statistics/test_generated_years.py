"""A generated year against plain Python: dictionaries, loops and fractions, none of the package's arithmetic."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest

from jxanalytics import statistics
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_years
from jxanalytics.scoring import ScoredYear, score_year

Amounts = dict[tuple[str, str, str], Fraction]


@pytest.fixture(scope="module")
def years() -> list[EvaluationYear]:
    return make_years((2023, 2024), 7, 45, 6)


@pytest.fixture(scope="module")
def result(years: list[EvaluationYear]) -> ScoredYear:
    return score_year(years[1])


def exactly(value: float) -> Fraction:
    return Fraction(str(value))


def rounded(value: Fraction, places: int = 2) -> float:
    """Half away from zero, by whole numbers."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    return float(Decimal(whole if value >= 0 else -whole).scaleb(-places))


def money_of(year: EvaluationYear) -> Amounts:
    """What the self-evaluation forms say; all generated documents agree."""
    kinds = dict(zip(year["documents"]["document_id"], year["documents"]["kind"], strict=True))
    return {
        (row["project_id"], row["source"], quantity): exactly(row[quantity])
        for row in year["funding"].to_dict("records")
        if kinds[row["document_id"]] == "self_evaluation"
        for quantity in ("initial", "annual", "executed")
        if row[quantity] == row[quantity]
    }


def unit_of(year: EvaluationYear) -> dict[str, str]:
    return dict(zip(year["projects"]["project_id"], year["projects"]["unit_id"], strict=True))


def test_execution_by_unit(years: list[EvaluationYear]) -> None:
    """Sums and the ratio of sums of every unit, and the mean of unrounded rates beside it."""
    money, units = money_of(years[1]), unit_of(years[1])
    annual, executed, rates = defaultdict(Fraction), defaultdict(Fraction), defaultdict(list)
    for project, unit in units.items():
        planned, spent = money[project, "total", "annual"], money[project, "total", "executed"]
        annual[unit] += planned
        executed[unit] += spent
        rates[unit].append(spent / planned)
    for row in statistics.execution(years[1], "unit").to_dict("records"):
        unit = row["key"]
        assert exactly(row["annual"]) == annual[unit]
        assert exactly(row["unexecuted"]) == annual[unit] - executed[unit]
        assert row["rate"] == rounded(executed[unit] / annual[unit] * 100)
        assert row["mean_rate"] == rounded(sum(rates[unit]) / len(rates[unit]) * 100)
        assert row["projects"] == len(rates[unit])


def test_carry_over_rolls_forward(years: list[EvaluationYear]) -> None:
    """Closing by project and in total, by vintage, and this year's opening from last year's closing."""
    money = money_of(years[1])
    whole = Fraction(0)
    for row in statistics.carry_over(years[1]).to_dict("records"):
        opening = money.get((row["key"], "carry_over", "annual"), Fraction(0))
        left = opening - money.get((row["key"], "carry_over", "executed"), Fraction(0))
        closing = money[row["key"], "total", "annual"] - money[row["key"], "total", "executed"]
        assert exactly(row["closing"]) == closing
        assert exactly(row["closing_prior"]) == left
        assert exactly(row["closing_current"]) == closing - left
        whole += closing
    total = statistics.carry_over(years[1], "total").iloc[0]
    assert exactly(total["closing"]) == whole
    last = statistics.carry_over(years[0]).set_index("key")["closing"]
    for row in statistics.carry_over(years[1]).to_dict("records"):
        if row["key"] in last and row["opening"] > 0:
            assert row["opening"] == last[row["key"]]


def test_grades_and_ranking(years: list[EvaluationYear], result: ScoredYear) -> None:
    """Grades by count and by money, and ranks with ties, counted one by one."""
    money = money_of(years[1])
    scores = {row["project_id"]: exactly(row["total"]) for row in result.totals.to_dict("records")}

    def grade(score: Fraction) -> str:
        return "优" if score >= 90 else "良" if score >= 80 else "中" if score >= 60 else "差"

    whole = sum(money[project, "total", "annual"] for project in scores)
    for row in statistics.grades(result.totals, years[1], "total", "total").to_dict("records"):
        own = [project for project, score in scores.items() if grade(score) == row["grade"]]
        assert row["projects"] == len(own)
        assert row["projects_share"] == rounded(Fraction(100 * len(own), len(scores)))
        held = sum((money[project, "total", "annual"] for project in own), Fraction(0))
        assert exactly(row["annual"]) == held
        assert row["annual_share"] == rounded(held / whole * 100)
    for row in statistics.ranking(result.totals, years[1], "total").to_dict("records"):
        better = sum(score > scores[row["project_id"]] for score in scores.values())
        assert row["rank"] == 1 + better
        same = sum(score == scores[row["project_id"]] for score in scores.values())
        assert row["tied"] is (same > 1)


def test_a_year_nobody_scored(years: list[EvaluationYear], result: ScoredYear) -> None:
    """Without a single score every project is 未评, and nothing is 0."""
    none = result.totals.iloc[:0]
    scores = statistics.project_scores(none, years[1], "total")
    assert scores["score"].isna().all() and set(scores["grade"]) == {"未评"}
    summary = statistics.score_summary(none, years[1], "unit", "total")
    assert (summary["scored"] == 0).all() and summary["mean"].isna().all()
    shares = statistics.grades(none, years[1], "total", "total").set_index("grade")
    assert shares.loc["未评", "projects_share"] == 100 and shares.loc["优", "projects"] == 0


def test_mean_and_median(years: list[EvaluationYear], result: ScoredYear) -> None:
    """Mean, median, lowest and highest of the scores of every unit."""
    units, scores = unit_of(years[1]), defaultdict(list)
    for row in result.totals.to_dict("records"):
        scores[units[row["project_id"]]].append(exactly(row["total"]))
    for row in statistics.score_summary(result.totals, years[1], "unit", "total").to_dict(
        "records"
    ):
        own = sorted(scores[row["key"]])
        middle = (own[(len(own) - 1) // 2] + own[len(own) // 2]) / 2
        assert row["mean"] == rounded(sum(own) / len(own))
        assert row["median"] == rounded(middle)
        assert (exactly(row["lowest"]), exactly(row["highest"])) == (own[0], own[-1])


def test_points_lost_and_completion(result: ScoredYear) -> None:
    """Points lost by level 2 with their share, and score ÷ weight of each project and level."""
    weight, score = defaultdict(Fraction), defaultdict(Fraction)
    for row in result.indicators.to_dict("records"):
        if row["role"] in ("indicator", "execution") and row["weight"] == row["weight"]:
            level = "预算执行率" if row["role"] == "execution" else row["level2"] or row["level1"]
            for key in ((level,), (row["project_id"], level)):
                weight[key] += exactly(row["weight"])
                score[key] += exactly(row["score"])
    levels = [key for key in weight if len(key) == 1]
    whole = sum(weight[key] - score[key] for key in levels)
    lost = statistics.points_lost(result.indicators, "level2", "score")
    assert set(lost["level2"]) == {key[0] for key in levels}
    for row in lost.to_dict("records"):
        own = weight[row["level2"],] - score[row["level2"],]
        assert exactly(row["lost"]) == own
        assert row["share"] == rounded(own / whole * 100)
    for row in statistics.completion(result.indicators, "level2", "score").to_dict("records"):
        key = row["project_id"], row["level2"]
        assert row["completion"] == rounded(score[key] / weight[key] * 100)


def test_spending_by_half_up_is_not_by_halves_to_even() -> None:
    """The helper of this file rounds as the field does, else it would prove nothing."""
    assert rounded(Fraction(1, 200)) == 0.01 and rounded(Fraction(-1, 200)) == -0.01
    assert rounded(Fraction(5, 200)) == float(
        Decimal("0.025").quantize(Decimal("0.01"), ROUND_HALF_UP)
    )


def test_concentration_runs_to_all(years: list[EvaluationYear]) -> None:
    """The cumulative share follows the sums down the list and ends at 100."""
    table = statistics.concentration(statistics.execution(years[1]))
    amounts = sorted((exactly(value) for value in table["annual"]), reverse=True)
    running = Fraction(0)
    for amount, share in zip(amounts, table["cumulative_share"], strict=True):
        running += amount
        assert share == rounded(running / sum(amounts) * 100)
    assert isinstance(table, pd.DataFrame) and table["cumulative_share"].iloc[-1] == 100
