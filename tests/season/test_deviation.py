"""Self against review: sums are exact, levels and units add up to the projects, bands are half-open upwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.errors import MisuseError
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.season.deviation import BANDS, band_counts, banded, deviation, reviewed_indicators

Scores = Sequence[tuple[int, int, int]]
LEVELS = ("数量指标", "质量指标", "社会效益指标")
EMPTY = {name: from_rows(table, []) for name, table in TABLES.items()}


def year_of(projects: Mapping[str, Scores], units: Mapping[str, str]) -> EvaluationYear:
    """A year with (weight, self, review) in quarters of a point for every project's indicators."""
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for unit in dict.fromkeys(units.values()):
        rows["units"].append({"unit_id": unit, "name": unit, "department_id": unit})
    for project, scores in projects.items():
        rows["projects"].append({"project_id": project, "name": project, "unit_id": units[project]})
        for kind, evaluation, at in (("self_evaluation", "self", 1), ("review", "review", 2)):
            own = {"document_id": f"{project}-{kind}", "project_id": project}
            rows["documents"].append({**own, "kind": kind, "file": "a.xlsx"})
            for n, quarters in enumerate(scores):
                both = {**own, "indicator_id": f"I{n}"}
                rows["indicators"].append({
                    **both, "position": n + 1, "role": "indicator", "level1": "产出指标",
                    "level2": LEVELS[n % 3], "name": f"指标{n}",
                    "weight": quarters[0] / 4 if kind == "self_evaluation" else None,
                })  # fmt: skip
                rows["scores"].append({**both, "evaluation": evaluation, "score": quarters[at] / 4})
            total = sum(quarters[at] for quarters in scores) / 4
            rows["totals"].append({**own, "measure": evaluation, "value": total, "raw": str(total)})
    made = {name: from_rows(TABLES[name], own) for name, own in rows.items()}
    return EvaluationYear(2024, EMPTY | made, {})


score = st.integers(1, 80).flatmap(
    lambda w: st.tuples(st.just(w), st.integers(0, w), st.integers(0, w))
)
projects = st.dictionaries(
    st.sampled_from([f"P{n}" for n in range(6)]),
    st.lists(score, min_size=1, max_size=6),
    min_size=1,
)


@given(projects)
@settings(max_examples=40)
def test_units_and_levels_add_up(given_scores: Mapping[str, Scores]) -> None:
    """The sums of units and of levels are those of the projects, to the last place."""
    year = year_of(given_scores, {p: "甲" if p < "P3" else "乙" for p in given_scores})
    tables = {by: deviation(year, by) for by in ("project", "unit", "level2")}
    for column, at in (("weight", 0), ("self", 1), ("review", 2)):
        expected = Decimal(sum(q[at] for scores in given_scores.values() for q in scores)) / 4
        for table in tables.values():
            assert sum(Decimal(str(v)) for v in table[column]) == expected
    for table in tables.values():
        gap = [
            Decimal(str(a)) - Decimal(str(b))
            for a, b in zip(table["self"], table["review"], strict=True)
        ]
        assert [Decimal(str(d)) for d in table["difference"]] == gap


@given(projects)
@settings(max_examples=40)
def test_the_rate_is_of_the_sums(given_scores: Mapping[str, Scores]) -> None:
    """偏差率 is difference ÷ review score, half-up at two places; without a score it is not defined."""
    table = deviation(year_of(given_scores, dict.fromkeys(given_scores, "甲")), "unit")
    own, other = (sum(q[at] for s in given_scores.values() for q in s) for at in (1, 2))
    rate = table["deviation_rate"].iloc[0]
    if not other:
        assert np.isnan(rate)
        assert table["band"].iloc[0] == "不适用"
    else:
        exact = Decimal(own - other) * 100 / other
        sign = -1 if exact < 0 else 1
        assert Decimal(str(rate)) == sign * ((abs(exact) * 100 + Decimal("0.5")) // 1) / 100


@pytest.mark.parametrize(
    ("rate", "band"),
    [(5.0, "基本一致"), (-5.0, "基本一致"), (5.01, "略有偏差"), (-10.0, "略有偏差"), (20.0, "偏差较大"),
     (20.01, "偏差严重"), (float("nan"), "不适用")],
)  # fmt: skip
def test_a_band_includes_its_upper_bound(rate: float, band: str) -> None:
    """The size of the rate decides, whichever side is higher."""
    assert list(banded(np.array([rate]), BANDS)) == [band]


def test_bands_are_counted_with_those_that_are_empty() -> None:
    """Every band is listed, in order, with its share of the projects."""
    year = year_of({"P1": [(40, 40, 40)], "P2": [(40, 40, 20)]}, {"P1": "甲", "P2": "甲"})
    counts = band_counts(deviation(year))
    assert list(counts["band"]) == [name for name, _ in BANDS]
    assert list(counts["projects"]) == [1, 0, 0, 1]
    assert list(counts["projects_share"]) == [50.0, 0.0, 0.0, 50.0]


def test_the_base_can_be_chosen() -> None:
    """Of the self score or of the weight instead of the review score."""
    year = year_of({"P1": [(400, 360, 288)]}, {"P1": "甲"})
    rates = [
        deviation(year, base=base)["deviation_rate"].iloc[0]
        for base in ("复核得分", "自评得分", "分值")
    ]
    assert rates == [25.0, 20.0, 18.0]
    with pytest.raises(MisuseError, match="分母"):
        deviation(year, base="总分")


def test_what_only_one_side_scored_is_in_no_sum() -> None:
    """An indicator without a review score is left out of its level on both sides."""
    year = year_of({"P1": [(40, 40, 20), (40, 40, 40)]}, {"P1": "甲"})
    scores = year["scores"]
    gone = (scores["evaluation"] == "review") & (scores["indicator_id"] == "I1")
    rows = reviewed_indicators(year.replaced(scores=scores[~gone].reset_index(drop=True)))
    assert list(rows["indicator_id"]) == ["I0"]
