"""Targets and actuals: what is comparable is scored, what is not keeps what was filed, with a note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jxanalytics.scoring import Scheme, load_scheme, score_year
from jxanalytics.scoring.measures import lateness
from jxanalytics.scoring.pieces import Award, Step
from jxanalytics.scoring.reading import PercentActual
from jxanalytics.scoring.scheme import Over, OverCompletion
from tests.scoring.years import indicator, year_of


def only(row: dict[str, object], scheme: str | Scheme = "2020", **more: Any) -> dict[str, Any]:
    """The one scored row of a year with one indicator."""
    chosen = load_scheme(scheme) if isinstance(scheme, str) else scheme
    (scored,) = score_year(year_of(row, **more), chosen).indicators.to_dict("records")
    return dict(scored)


# target, actual, more of the indicator, score out of 10
COMPARABLE = [
    ("500批次", "500批次", {}, 10),
    ("500批次", "490批次", {}, 9.8),
    ("≥500批次", "333批次", {}, 6.66),
    ("500批次", "600批次", {}, 10),
    ("≥95%", "90%", {}, 9.47),
    ("95%", "0.9", {}, 9.47),
    ("≥95％", "９５％", {}, 10),
    ("不少于6次", "5次", {}, 8.33),
    ("13000余人", "12999人", {}, 10),
    ("100万元", "90万元", {}, 9),
    ("1万元", "8000元", {}, 8),
    ("≤100万元", "80万元", {}, 10),
    ("≤100万元", "125万元", {}, 8),
    ("控制在100万元以内", "1250000元", {}, 8),
    ("≤3起", "0起", {}, 10),
    ("≤0起", "0起", {}, 10),
    ("≤0起", "2起", {}, 0),
    ("100万元", "125万元", {"level2": "成本指标"}, 8),
    ("=50人", "40人", {}, 8),
    ("=40人", "50人", {}, 8),
    ("=50人", "50人", {}, 10),
    ("500批次", "510", {}, 10),
    ("1000名", "900人", {}, 9),
    ("10天", "9日", {}, 9),
    ("完成", "已完成", {}, 10),
    ("50户", "全部完成", {}, 10),
    ("0.3万人", "2700人", {}, 9),
]


@pytest.mark.parametrize(("target", "actual", "more", "score"), COMPARABLE)
def test_completion_follows_the_direction_and_the_units(
    target: str, actual: str, more: dict[str, object], score: float
) -> None:
    """Without a rule of its own an indicator scores by completion, direction and units reconciled."""
    row = only(indicator(target, actual, filed=0, **more))
    assert row["recomputed"]
    assert row["score"] == score


# target, actual, words of the note
INCOMPARABLE = [
    ("500批次", "100%", "数量、实际完成值为百分数"),
    ("95%", "500人", "不可比"),
    ("500人", "510人次", "“人”与实际完成值单位“人次”不可比"),
    ("500批次", "510万元", "不可比"),
    ("95%", "98", "未写单位"),
    ("500批次", "较好", "由评价人判断"),
    ("500批次", "", "未填"),
    ("500批次", "—", "未填"),
    ("提升影响力", "95%", "不可比"),
    ("0人", "5人", "不是正数"),
    ("-5人", "5人", "不是正数"),
    ("2020年12月31日前", "100%", "不可比"),
    ("500批次", "2020年6月1日", "不可比"),
]


@pytest.mark.parametrize(("target", "actual", "words"), INCOMPARABLE)
def test_what_cannot_be_compared_keeps_what_was_filed(target: str, actual: str, words: str) -> None:
    """Incomparable figures are scored as filed, and the note says why."""
    row = only(indicator(target, actual, filed=7.5))
    assert not row["recomputed"]
    assert row["score"] == 7.5
    assert words in row["note"]


@pytest.mark.parametrize(("actual", "score"), [("100%", 10), ("95%", 9.5), ("120%", 10)])
def test_a_percentage_may_mean_of_target(actual: str, score: float) -> None:
    """Where the scheme says so, a percentage answers a quantity as completion of it."""
    row = only(indicator("500批次", actual, filed=0), "reference-2019")
    assert row["score"] == score
    assert "完成率" in row["note"]


LADDER = "超过500批次满分，每下降100批次扣1分，低于100批次不得分，满分10分"
PERCENT = "100%得满分，每下降5%扣1分，80%以下不得分"
# rule, target, actual, name, score out of 10 under the reference scheme
RULED = [
    (LADDER, "600批次", "100%", "", 10),
    (LADDER, "600批次", "50%", "", 8),
    (LADDER, "600批次", "10%", "", 0),
    (LADDER, "600批次", "499批次", "", 10),
    (LADDER, "600批次", "400批次", "", 9),
    (PERCENT, "100人", "90人", "", 8),
    (PERCENT, "100人", "80人", "", 6),
    (PERCENT, "100人", "79人", "", 0),
    (PERCENT, "1万元", "9500元", "", 9),
    (PERCENT, "95%", "90%", "", 8),
    (PERCENT, "95%", "0.9", "", 8),
    ("每少1次扣2分，扣完为止", "6次", "4次", "", 6),
    ("每少1次扣2分，扣完为止", "6次", "50%", "", 4),
    ("每发生1起安全事故扣3分", "0起", "2起", "", 4),
    ("不超过预算得满分，每超过1%扣1分", "100万元", "1050000元", "", 5),
    ("超过5千元得满分，每减少1000元扣1分", "1万元", "0.32万元", "", 9),
    ("按时完成得满分，每逾期1天扣0.5分", "2020年6月30日前", "2020年7月4日", "", 8),
    ("按时完成得满分，逾期不得分", "100%", "2020年7月4日", "2020年6月30日前", 0),
    ("按时完成得满分，逾期不得分", "100%", "2020年6月30日", "2020年6月30日前", 10),
    ("6月30日前完成得满分，每逾期1个月扣2分", "按时", "2020年8月31日", "", 6),
    ("按时完成得满分，逾期不得分", "按时完成", "按时完成", "", 10),
    ("按时完成得满分，逾期不得分", "按时完成", "未按时完成", "", 0),
    ("完成得满分，未完成不得分", "完成", "已完成", "", 10),
    ("完成得满分，未完成不得分", "5次", "4次", "", 0),
    ("完成得满分，未完成不得分", "5次", "100%", "", 10),
    ("不超过预算得满分，超预算不得分", "100万元", "101万元", "", 0),
    ("在95%至105%之间得满分，超出范围不得分", "100人", "104人", "", 10),
    ("偏差率在±5%以内得满分，每偏离1%扣1分", "100人", "108人", "", 7),
    ("按完成比例得分", "≤10天", "12.5天", "", 8),
    ("按执行率×分值计分", "100%", "87.65%", "", 8.77),
]


@pytest.mark.parametrize(("rule", "target", "actual", "name", "score"), RULED)
def test_a_rule_beside_the_indicator_is_applied(
    rule: str, target: str, actual: str, name: str, score: float
) -> None:
    """A rule of the indicator's own scores it, in the rule's unit."""
    row = only(indicator(target, actual, filed=1, rule=rule, name=name or "指标"), "reference-2019")
    assert row["recomputed"], row["note"]
    assert row["score"] == score


# rule, target, actual, words of the note
UNRULED = [
    ("每变化5%扣1分", "95%", "90%", "每变化5%"),
    (LADDER, "95%", "90%", "两者不可比"),
    (LADDER, "500批次", "500人次", "不可比"),
    (LADDER, "500批次", "较好", "不是数值"),
    ("按时完成得满分，逾期不得分", "100%", "95%", "不足100%"),
    ("按时完成得满分，逾期不得分", "按时", "进展顺利", "不能说明是否按时"),
    ("按时完成得满分，每逾期1天扣1分", "100%", "2020年7月4日", "没有写明完成期限"),
    ("完成得满分，未完成酌情扣分", "5次", "4次", "由评价人判断"),
    ("根据完成情况酌情给分", "5次", "4次", "由评价人判断"),
    ("90%以上得满分，80%以下不得分", "100%", "85%", "不在规则所列各档之内"),
    ("每少1次扣2分", "多次", "4次", "年度指标值也不是数值"),
]


@pytest.mark.parametrize(("rule", "target", "actual", "words"), UNRULED)
def test_a_rule_that_does_not_fit_leaves_the_filed_score(
    rule: str, target: str, actual: str, words: str
) -> None:
    """An unreadable rule, or one that does not fit its figures, leaves the score as filed."""
    row = only(indicator(target, actual, filed=6.5, rule=rule), "reference-2019")
    assert not row["recomputed"]
    assert row["score"] == 6.5
    assert words in row["note"]
    assert words in row["explanation"]


def test_a_missing_weight_is_no_zero() -> None:
    """Without a weight nothing is recomputed, and the filed score stands."""
    row = only(indicator("5次", "5次", weight=None, filed=3))
    assert (row["score"], row["recomputed"]) == (3, False)
    assert "分值未填" in row["note"]


def test_over_completion_costs_what_the_scheme_says() -> None:
    """Beyond the limit over-completion is deducted by steps, in proportion, or not at all."""
    row = indicator("100人", "200人", filed=0)
    base = load_scheme("2020")
    step = Step(Decimal(10), Award(Decimal("0.5")))
    proportional = OverCompletion(Over.PROPORTIONAL, Decimal(130))
    stepped = OverCompletion(Over.STEPS, Decimal(130), step)
    assert only(row, base)["score"] == 10
    assert only(row, replace(base, over=proportional))["score"] == 6.5
    assert only(row, replace(base, over=stepped))["score"] == 6.5
    assert only(indicator("100人", "130人", filed=0), replace(base, over=stepped))["score"] == 10


def test_a_judged_score_is_checked_against_its_tier() -> None:
    """A qualitative score is never recomputed; one outside the tier its actual names is noted."""
    inside = only(indicator("提升", "部分达成年度指标并具有一定效果", filed=7))
    outside = only(indicator("提升", "部分达成年度指标并具有一定效果", filed=9))
    assert (inside["score"], inside["recomputed"]) == (7, False)
    assert "不在" not in inside["note"]
    assert outside["score"] == 9
    assert "填报得分9分不在“部分达成年度指标并具有一定效果”一档的6至8分之内" in outside["note"]


def test_satisfaction_has_bands_of_its_own() -> None:
    """In 2021 satisfaction scores by bands, whatever its target."""
    more = {"level1": "满意度指标", "level2": "服务对象满意度指标"}
    for actual, score in (("90%", 10), ("89.99%", 8), ("80%", 8), ("79.99%", 5), ("59.99%", 0)):
        row = only(indicator("≥95%", actual, filed=0, **more), "2021-cost")
        assert row["score"] == score


def test_the_percent_reading_is_the_schemes_choice() -> None:
    """The same form scores differently only where the two readings differ."""
    scheme = load_scheme("2020")
    reading = replace(scheme.reading, percent_actual=PercentActual.OF_TARGET)
    row = indicator("500批次", "95%", filed=10)
    assert only(row, scheme)["score"] == 10
    assert only(row, replace(scheme, reading=reading))["score"] == 9.5


@pytest.mark.parametrize(
    ("done", "due", "months"),
    [
        ("2020-07-30", "2020-06-30", Fraction(30, 31)),
        ("2020-07-31", "2020-06-30", Fraction(1)),
        ("2020-08-01", "2020-06-30", Fraction(32, 31)),
        ("2021-02-28", "2020-12-31", Fraction(2)),
        ("2020-06-29", "2020-06-30", Fraction(-1)),
        ("2020-02-29", "2020-01-31", Fraction(1)),
    ],
)
def test_months_late_are_calendar_months(done: str, due: str, months: Fraction) -> None:
    """A month late is a month of the calendar; month ends stay month ends."""
    assert lateness(date.fromisoformat(done), date.fromisoformat(due), months=True) == months
