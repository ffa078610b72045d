"""Weak rules: what is reported of a rule itself, and silence over sound ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jxanalytics.model.store import load_year
from jxanalytics.scoring import Flaw, parse_rule, rule_review, weaknesses
from tests.conftest import REFERENCE
from tests.scoring.years import indicator, year_of


def flaws(text: str, weight: int | None = None) -> list[Flaw]:
    points = None if weight is None else Decimal(weight)
    return [weakness.flaw for weakness in weaknesses(parse_rule(text), points)]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("超过50批次满分，每下降5批次扣1分，低于500批次不得分，满分5分", Flaw.CONTRADICTORY),
        ("不超过100万元得满分，每超过1万元扣1分，超过90万元不得分", Flaw.CONTRADICTORY),
        ("90%-100%得9分，85%-95%得5分，85%以下不得分，满分9分", Flaw.CONTRADICTORY),
        ("95%以上得满分，每下降20%扣1分，80%以下不得分，满分10分", Flaw.NEVER_BINDING),
        ("100%得满分，每下降5%扣5分，50%以下不得分，满分10分", Flaw.NEVER_BINDING),
        ("每下降5%扣5分，85%以下不得分，满分15分", Flaw.OPEN_ENDED),
        ("90%以上得10分，80%-90%得6分，满分10分", Flaw.OPEN_ENDED),
        ("95%以上得10分，60%-80%得6分，60%以下得3分，满分10分", Flaw.OPEN_ENDED),
        ("按时完成得满分", Flaw.OPEN_ENDED),
        ("根据完成情况酌情给分", Flaw.OPEN_ENDED),
        ("95%以上满分，每下降5%扣1分，80%以下不得分，满分10分", Flaw.CLIFF),
        ("90%以上得10分，80%-90%得4分，80%以下不得分，满分10分", Flaw.CLIFF),
        ("100%得4分，每下降5%扣1分，满分5分", Flaw.MAXIMUM),
        ("90%以上得8分，80%-90%得5分，80%以下得2分，满分10分", Flaw.MAXIMUM),
        ("超过50次满分，每下降5批次扣1分，满分5分", Flaw.MIXED_UNITS),
    ],
)
def test_a_weak_rule_is_reported(text: str, flaw: Flaw) -> None:
    """Each kind of weakness is found by analysis of the rule alone, and by nothing else in it."""
    assert flaw in flaws(text)
    assert all(weakness.text for weakness in weaknesses(parse_rule(text)))


@pytest.mark.parametrize(
    "text",
    [
        "超过500批次满分，每下降100批次扣1分，低于100批次不得分，满分5分",
        "超过5次满分，每下降1次扣1分，低于1次不得分，满分5分",
        "超过35个满分，每下降5个扣1分，低于10个不得分，满分5分",
        "100%得4分，每下降5%扣1分，80%以下不得分，满分4分",
        "100%得3分，每下降5%扣1分，85%以下不得分，满分3分",
        "按时完成得5分，超时不得分，满分5分",
        "费用执行率100%得满分，90%-99%得9分，80%-89%得8分，以此类推，10%以下不得分，满分10分",
        "90%及以上得10分，80%(含)-90%得8分，60%(含)-80%得5分，60%以下得2分，满分10分",
        "按完成比例得分",
        "完成得5分，未完成不得分，满分5分",
        "每发生1起安全事故扣2分，扣完为止",
    ],
)
def test_a_sound_rule_raises_nothing(text: str) -> None:
    """Rules that hold together are left in silence."""
    assert flaws(text) == []


def test_the_maximum_is_compared_with_the_weight() -> None:
    """满分5分 on an indicator of 4 points is reported, on one of 5 it is not."""
    text = "100%得满分，每下降5%扣1分，满分5分"
    assert flaws(text, 4) == [Flaw.MAXIMUM]
    assert flaws(text, 5) == []


def test_the_reference_case_has_one_contradictory_ladder() -> None:
    """Of the reference case's fourteen rules one contradicts itself and all can be read."""
    review = rule_review(load_year(REFERENCE))
    assert len(review) == 14
    assert review["readable"].all()
    contradictory = [
        row.indicator_id
        for row in review.itertuples()
        if any(weakness.flaw is Flaw.CONTRADICTORY for weakness in row.weaknesses)
    ]
    assert contradictory == ["I02"]
    cost = review[review["indicator_id"] == "I10"]
    assert cost["used"].tolist() == [True, False]
    assert cost["filed"].tolist() == [10, 10]


def test_a_review_tells_what_could_not_be_read() -> None:
    """An unreadable rule is listed with the part not understood, and its score stays as filed."""
    year = year_of(indicator("95%", "90%", filed=6, rule="95%以上满分，每变化5%扣1分"))
    (row,) = rule_review(year).to_dict("records")
    assert (row["readable"], row["unread"]) == (False, "每变化5%扣1分")
    assert row["score"] == 6
    assert row["weaknesses"] == ()
