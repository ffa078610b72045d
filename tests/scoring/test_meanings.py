"""What a rule's words mean beside a target: shares of it, events, bounds met exactly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jxanalytics.scoring import Flaw, load_scheme, parse_rule, score_year, sensitivity, weaknesses
from jxanalytics.scoring.reading import Completion
from tests.scoring.years import indicator, year_of


def scored(
    rule: str, target: str, actual: str, completion: Completion | None = None, **more: Any
) -> dict[str, Any]:
    """The one scored row of a year with one indicator of 10 points."""
    scheme = load_scheme("2020")
    if completion:
        scheme = replace(scheme, reading=replace(scheme.reading, completion=completion))
    row = indicator(target, actual, rule=rule, **more)
    (told,) = score_year(year_of(row), scheme).indicators.to_dict("records")
    return dict(told)


DONE = "完成率100%得满分，每降低1%扣1分"


def test_a_rate_of_completion_is_the_share_of_the_target() -> None:
    """96% against a target of 95% is a completion of more than 100%, not a shortfall of 4."""
    assert scored(DONE, "≥95%", "96%", name="设备合格率")["score"] == 10
    assert scored(DONE, "≥95%", "96%", Completion.VALUE, name="设备合格率")["score"] == 6


def test_an_indicator_that_is_a_completion_rate_is_taken_as_it_is() -> None:
    """Where the indicator itself is a completion rate, the rule speaks of its value."""
    assert scored(DONE, "≥95%", "96%", name="培训任务完成率")["score"] == 6


def test_the_two_meanings_of_completion_are_a_scenario() -> None:
    """Where it matters whether 完成率 is the value or its share of the target, both are tried."""
    row = indicator("≥95%", "96%", rule=DONE, name="设备合格率")
    found = sensitivity(year_of(row)).set_index("scenario")["total"]
    assert found["规则所称完成率按实际完成值计"] == 6


@pytest.mark.parametrize(
    ("rule", "actual", "score"),
    [
        ("完成率100%得满分，每降低1%扣1分", "90万元", 10),
        ("完成率100%得满分，每降低1%扣1分", "105万元", 6),
        ("费用执行率100%得满分，每降低1%扣1分", "95万元", 5),
        ("每超过1%扣1分", "103万元", 7),
        ("每超过1%扣1分", "90万元", 10),
    ],
)
def test_less_is_better_for_a_ceiling(rule: str, actual: str, score: float) -> None:
    """Under a ceiling of 100 completion is target to actual; a rate of spending stays what it says."""
    assert scored(rule, "≤100万元", actual, level2="成本指标")["score"] == score


EVENTS = "每发生1起安全事故扣2分，扣完为止"


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [("0起", "2起", 6), ("≤1起", "2起", 6), ("无安全事故", "1起", 8), ("零事故", "0起", 10)],
)
def test_events_are_counted_against_an_aim_of_none(target: str, actual: str, score: float) -> None:
    """A deduction for each event is taken of the number of events."""
    assert scored(EVENTS, target, actual, filed=3)["score"] == score


def test_what_was_done_is_not_taken_for_events() -> None:
    """Three inspections of three are no three accidents: scored as filed, with the reason."""
    told = scored(EVENTS, "≥3次", "3次")
    assert (told["score"], told["recomputed"]) == (10, False)
    assert "不能判断实际完成值是否为发生次数" in told["note"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("95%以上得满分，每下降5%扣1分", "“以上”按含本数计"),
        ("100%得满分，每下降5%扣1分，95%以下不得分", "“以下”按不含本数计"),
        ("95%以上得10分，90%-95%得8分，90%以下不得分", "“以上”按含本数计"),
    ],
)
def test_a_value_on_an_unsaid_bound_tells_how_it_was_read(rule: str, said: str) -> None:
    """Exactly on 以上 or 以下 the explanation names the setting that decided; off it, nothing."""
    assert said in scored(rule, "95%", "95%")["explanation"]
    assert "本数" not in scored(rule, "95%", "96%")["explanation"]


def test_a_full_mark_point_beside_the_target_is_noted() -> None:
    """Full marks from 90% for a target of 95% is said; from 95% it is not."""
    assert "满分点" in scored("90%以上得满分，每下降5%扣1分", "95%", "95%")["note"]
    assert scored("95%以上得满分，每下降5%扣1分", "95%", "95%")["note"] == ""


def test_full_marks_from_a_rate_below_the_whole() -> None:
    """From 90% on full marks, below it the rate itself times the weight."""
    rule = "满意率90%以上满分，90%以下按满意率×分值计分"
    assert scored(rule, "90%", "90%")["score"] == 10
    assert scored(rule, "90%", "89.99%")["score"] == 9
    assert scored(rule, "90%", "50%")["score"] == 5


def test_bands_without_an_upper_end_are_reported() -> None:
    """Bands that leave out what is more than the best of them have a gap; 90%-100% has not."""
    flaws = [
        w.flaw
        for w in weaknesses(parse_rule("90-120人得满分，60-90人得5分，60人以下不得分，满分10分"))
    ]
    assert flaws == [Flaw.OPEN_ENDED]
    assert weaknesses(parse_rule("90%-100%得满分，60%-90%得分值的50%，60%以下不得分")) == ()
