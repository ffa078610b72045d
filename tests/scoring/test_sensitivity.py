"""Scenarios are found in the data, change only what they name, and move as hand computation says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import grade_changes, load_scheme, sensitivity
from tests.scoring.years import EXECUTION, indicator, year_of

TRUE_RATE, OTHER_RULE = "执行率类指标按复算的执行率计分", "改用另一条规则并按复算的执行率计分"
LITERAL, BASE = "自相矛盾的规则照字面适用", "未写满分点的以100%为起扣点"


def totals(year: EvaluationYear) -> dict[str, float]:
    """Total by scenario of a year with one project."""
    found = sensitivity(year)
    return dict(zip(found["scenario"], found["total"], strict=True))


def with_indicator(year: EvaluationYear, name: str, **values: object) -> EvaluationYear:
    """The year with one indicator of the self-evaluation changed."""
    table = year["indicators"].copy()
    row = (table["document_id"] == "P0001-self_evaluation") & (table["indicator_id"] == name)
    for column, value in values.items():
        table.loc[row, column] = value
    return year.replaced(indicators=table)


def with_executed(year: EvaluationYear, executed: float) -> EvaluationYear:
    """The year with another sum executed in every statement of it."""
    table = year["funding"].copy()
    row = (table["project_id"] == "P0001") & (table["source"] == "total")
    table.loc[row, "executed"] = executed
    return year.replaced(funding=table)


def test_more_spending_moves_every_scenario_that_rests_on_it(reference: EvaluationYear) -> None:
    """At 85% executed: 8 whole points, 8.5 in proportion, 7 by bands, the cost ladder gives 8."""
    year = with_executed(reference, 1052.113)
    found = totals(year)
    assert found["按2019年度市直部门自评口径（反推）复算"] == 98
    assert found["执行率按比例计分（财预〔2020〕10号）"] == 98.5
    assert found["执行率分档计分（财预〔2021〕101号，项目未完成）"] == 97
    assert found[TRUE_RATE] == 96
    # By the other rule 15 points below 100 are two begun steps of 10, 8 as well: no scenario of its own.
    assert OTHER_RULE not in found


def test_a_higher_target_lifts_the_contradictory_ladder(reference: EvaluationYear) -> None:
    """With a target of 500 the literal reading gives full marks, so it is no scenario any more."""
    year = with_indicator(reference, "I02", target=500.0, target_raw="500批次")
    assert LITERAL not in totals(year)
    assert LITERAL in totals(reference)


def test_a_worse_result_moves_the_base_scenario(reference: EvaluationYear) -> None:
    """At 90% against 95%: one step by the target, two from 100%."""
    year = with_indicator(reference, "I12", actual=90.0, actual_raw="90%")
    found = totals(year)
    assert found["按2019年度市直部门自评口径（反推）复算"] == 91
    assert found[BASE] == 90


def test_begun_steps_become_a_scenario_when_they_matter(reference: EvaluationYear) -> None:
    """At 94% against 95% a begun step costs a point, or a fifth of it in proportion."""
    found = totals(with_indicator(reference, "I12", actual=94.0, actual_raw="94%"))
    assert found["不足一档按一档计"] == 91
    assert found["不足一档按比例计"] == 91.8
    assert "不足一档按一档计" not in totals(reference)


def test_an_inclusive_bound_becomes_a_scenario_at_the_bound(reference: EvaluationYear) -> None:
    """At exactly 80% the reading of 80%以下 decides between 12 points (or 11) and none."""
    found = totals(with_indicator(reference, "I12", actual=80.0, actual_raw="80%"))
    assert found["按2019年度市直部门自评口径（反推）复算"] == 89
    assert found["“以下”含本数"] == 77


def test_nothing_disputable_gives_no_scenario() -> None:
    """A project whose score no reading moves has only the line as filed."""
    found = sensitivity(year_of(indicator("5次", "5次", filed=10)))
    assert found["kind"].tolist() == ["填报"]


def test_a_missing_score_is_no_zero() -> None:
    """A project of which one weighted score is missing has no total, and so no scenario of one."""
    ruled = indicator("100%", "93%", weight=50, filed=50, rule="100%得满分，每下降5%扣1分")
    unscored = indicator("5次", "", weight=50, filed=None)
    assert sensitivity(year_of(ruled, unscored)).empty
    assert "不足一档按一档计" in totals(year_of(ruled))


@pytest.mark.parametrize(
    ("finished", "wanted"),
    [("", ["项目未完成", "项目已完成"]), ("否", ["101号）"]), ("是", ["101号）"])],
)
def test_whether_a_project_is_finished_is_disputed_only_when_unknown(
    finished: str, wanted: list[str]
) -> None:
    """Bands are tried both ways for a project of which it is not known, else as it is."""
    row = indicator("", "50%", filed=5, **EXECUTION)
    found = sensitivity(year_of(row, money=(100, 50), finished=finished))
    bands = found[found["scenario"].str.contains("分档计分") & (found["kind"] == "单项")]
    assert len(bands) == len(wanted)
    assert all(word in said for word, said in zip(wanted, bands["scenario"], strict=True))
    assert bands["total"].tolist() == {"": [0, 10], "否": [0], "是": [10]}[finished]


def test_recomputed_differs_from_filed_is_a_line_of_its_own() -> None:
    """Where the scheme gives another total than filed, both lines stand, and changes start there."""
    found = sensitivity(year_of(indicator("300次", "200次", filed=8)))
    assert found["kind"].tolist()[:2] == ["填报", "复算"]
    assert found["total"].tolist()[:2] == [8, 6.67]
    assert found["ingredients"].iloc[1] == ("“I1”由8分改为6.67分",)


def test_only_the_schemes_asked_for_are_tried(reference: EvaluationYear) -> None:
    """The schemes compared can be chosen."""
    found = sensitivity(reference, [load_scheme("2020")])
    assert not found["scenario"].str.contains("分档").any()
    assert found["scenario"].str.contains("按比例").any()


def test_each_scenario_changes_only_what_it_names(reference: EvaluationYear) -> None:
    """The ingredients account for the whole difference of a scenario, indicator by indicator."""
    found = sensitivity(reference)
    base = found.iloc[0]["total"]
    for row in found[found["kind"] != "填报"].to_dict("records"):
        moved = 0.0
        for said in row["ingredients"]:
            old, new = said.split("”由", 1)[1].split("：", 1)[0].split("改为")
            moved += float(new.removesuffix("分")) - float(old.removesuffix("分"))
        assert round(base + moved, 2) == row["total"]
        assert row["misprint"] == ("照字面" in "".join(row["ingredients"]))


def test_projects_are_judged_one_by_one(reference: EvaluationYear) -> None:
    """In a year of several projects each has its own scenarios, as it would alone."""
    one = year_of(indicator("100%", "93%", filed=9, rule="100%得满分，每下降5%扣1分"))
    frames = {name: one[name].replace({"P": "Z", "D": "DZ"}) for name in one.tables}
    both = reference.replaced(
        **{n: pd.concat([reference[n], frames[n]], ignore_index=True) for n in frames}
    )
    together = sensitivity(both)
    alone = sensitivity(reference)
    mine = together[together["project_id"] == "P0001"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, alone)
    other = together[together["project_id"] == "Z"]
    assert other["kind"].tolist()[0] == "填报"
    assert "不足一档按一档计" in other["scenario"].tolist()


def test_grade_changes_count_projects(reference: EvaluationYear) -> None:
    """Across the year: how many projects each single change moves, and how many grades."""
    table = grade_changes(sensitivity(reference)).set_index("scenario")
    assert table.loc[OTHER_RULE, ["projects", "moved", "up", "down"]].tolist() == [1, 1, 0, 1]
    assert table.loc[BASE, ["projects", "moved"]].tolist() == [1, 0]
    assert bool(table.loc[LITERAL, "misprint"])
    assert not np.asarray(table.drop(LITERAL)["misprint"]).any()


def test_a_year_that_nothing_moves_counts_no_grades() -> None:
    """Without any single change the count is an empty table."""
    assert grade_changes(sensitivity(year_of(indicator("5次", "5次")))).empty


def test_a_rule_beside_the_execution_row_does_not_hide_the_schemes() -> None:
    """Other schemes' scoring of execution is tried though the form states a rule of its own."""
    row = indicator("", "70%", filed=7, rule="按执行率×分值计分", **EXECUTION)
    found = totals(year_of(row, money=(100, 70), finished="否"))
    assert found["执行率分档计分（财预〔2021〕101号）"] == 5
