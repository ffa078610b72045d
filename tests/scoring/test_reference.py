"""The reference case under its own scheme, and the scenarios its grade depends on."""

from __future__ import annotations

import pandas as pd
import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import load_scheme, score_year, sensitivity


def test_every_filed_score_is_reproduced(reference: EvaluationYear) -> None:
    """Under its own scheme the reference case scores as filed: 13 indicators, execution 2, 92, 优."""
    scored = score_year(reference)
    rows = scored.indicators.set_index("indicator_id")
    weighted = rows[rows["weight"].notna()]
    assert len(weighted) == 14
    assert weighted["recomputed"].all()
    assert (weighted["difference"] == 0).all()
    assert rows.loc["execution", "score"] == 2
    (total,) = scored.totals.to_dict("records")
    assert (total["total"], total["grade"], total["weight"]) == (92, "优", 100)
    assert (total["filed"], total["filed_grade"], total["difference"]) == (92, "优", 0)


def test_the_contradictory_ladder_is_named_where_it_is_scored(reference: EvaluationYear) -> None:
    """The ladder whose no-points bound swallows its full-mark point is reported in the note."""
    rows = score_year(reference).indicators.set_index("indicator_id")
    assert "规则自相矛盾" in rows.loc["I02", "note"]
    assert rows["note"].str.contains("自相矛盾").sum() == 1


@pytest.mark.parametrize(("scheme", "execution"), [("2020", 2.47), ("2021-cost", 0)])
def test_execution_follows_the_scheme(
    reference: EvaluationYear, scheme: str, execution: float
) -> None:
    """Another scheme changes the execution score of the reference case as its rule says."""
    rows = score_year(reference, load_scheme(scheme)).indicators.set_index("indicator_id")
    assert rows.loc["execution", "score"] == execution


# scenario's mark in the ingredients or name, total, grade, rests on a misprint
SCENARIOS = [
    ({"执行率按比例计分"}, 92.47, "优", False),
    ({"执行率分档计分", "项目未完成"}, 90, "优", False),
    ({"以100%为起扣点"}, 91, "优", False),
    ({"照字面"}, 87, "良", True),
    ({"执行率类指标按复算的执行率计分"}, 84, "良", False),
    ({"改用另一条规则并按复算的执行率计分"}, 82, "良", False),
    ({"项目未完成", "改用另一条规则并按复算的执行率计分"}, 80, "良", False),
]


def test_the_first_scenario_is_as_filed(found: pd.DataFrame) -> None:
    """Sensitivity starts from what was filed."""
    first = found.iloc[0]
    assert (first["scenario"], first["total"], first["grade"]) == ("自评填报", 92, "优")


@pytest.fixture(scope="module")
def found(reference: EvaluationYear) -> pd.DataFrame:
    return sensitivity(reference)


@pytest.mark.parametrize(("words", "total", "grade", "misprint"), SCENARIOS)
def test_every_known_scenario_is_found(
    found: pd.DataFrame, words: set[str], total: float, grade: str, misprint: bool
) -> None:
    """The engine finds each disputed reading of the reference case, changing only what it names."""
    kind = "两项" if len(words) == 2 and total == 80 else "单项"
    named = [
        row
        for row in found[found["kind"] == kind].to_dict("records")
        if all(word in row["scenario"] for word in words)
    ]
    row = min(named, key=lambda row: len(row["scenario"]))
    assert (row["total"], row["grade"], row["misprint"]) == (total, grade, misprint)


def test_the_worst_combination_is_found(found: pd.DataFrame) -> None:
    """All readings against the project at once come to 74, 中, and rest on a misprint."""
    row = found.set_index("scenario").loc["最不利组合"]
    assert (row["total"], row["grade"], row["misprint"]) == (74, "中", True)
    assert len(row["ingredients"]) == 4
