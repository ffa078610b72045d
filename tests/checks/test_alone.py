"""Checks that no planted fault reaches: each is raised by a year just wrong enough, and not by its neighbour."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from jxanalytics.checks import Finding, check_year
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from tests.scoring.years import EXECUTION, indicator, year_of
from tests.statistics.years import Money, make_year, renumbered, rolled, simple

Years = tuple[EvaluationYear, EvaluationYear | None]
TIERS = "达成年度指标100%-80%(含)、部分达成年度指标并具有一定效果80%-60%(含)、未达成年度指标且效果较差60%-0%"


def form(*rows: dict[str, object], **more: Any) -> Years:
    return year_of(*rows, **more), None


def part(actual: str) -> Years:
    """Eight people, and how many of them are told as a part."""
    below = indicator("5人", actual, None, None, role="sub", parent_id="I1", name="其中女性")
    return form(indicator("8人", "8人"), below)


def none(weight: float | None) -> Years:
    """An indicator declared not applicable, with a weight or without."""
    return form(indicator("", "", weight, None, role="none", name="无"))


def papers(*kinds: str, dated: str = "", **reviews: float) -> Years:
    """The project's form with further documents of some kinds, and review scores they state."""
    year = year_of(indicator("5次", "5次"))
    more = [{"document_id": k, "project_id": "P", "kind": k, "file": f"{k}.docx"} for k in kinds]
    documents = pd.concat(
        [year["documents"].assign(dated=dated), from_rows(TABLES["documents"], more)],
        ignore_index=True,
    )
    rows = [
        {"document_id": k, "project_id": "P", "measure": "review", "value": v, "raw": f"{v:g}"}
        for k, v in reviews.items()
    ]
    return year.replaced(documents=documents, totals=from_rows(TABLES["totals"], rows)), None


def spent(executed: float, reason: str = "") -> Years:
    """How much of 100 was executed, and why no more."""
    row = indicator("", "", 10, 6, reason=reason, **EXECUTION)
    return form(row, indicator("5次", "5次"), money=(100, executed))


def followed(before: Money, after: Money, *, other: bool = False, **scores: float) -> Years:
    """Two years of a project, or of one that ended and ``other`` that began."""
    first = make_year([before], scores=[{"self": scores["first"]}] if scores else ())
    second = make_year([after], year=2020, scores=[{"self": scores["second"]}] if scores else ())
    return (renumbered(second, P1="P9") if other else second), first


ENDED, BEGUN, OLD = rolled(100, 40), simple(50, 50), rolled(60, 10, prior=40, used=10)
# The check, a year it must ask about and words of its question, and one it must leave in peace.
CASES: dict[str, tuple[str, Years, str, Years]] = {
    "a score without a weight": ("JX118", form(indicator("5次", "5次", None, 3)), "1项指标有得分而没有分值", form(indicator("5次", "5次"))),
    "a weight of what is declared 无": ("JX118", none(5), "申明“无”的指标列有分值", none(None)),
    "a part above its whole": ("JX119", part("9人"), "“其中女性”9人，大于所属“I1”8人", part("8人")),
    "two review scores": ("JX207", papers("summary", "report", summary=90, report=90.5), "90分，", papers("summary", "report", summary=90, report=90)),
    "two forms of a project": ("JX216", papers("self_evaluation"), "收到2份", papers("report")),
    "a judgement that names no tier": ("JX313", form(indicator("提升", "情况较好", filed=7, rule=TIERS)), "没有写明属于哪一档", form(indicator("提升", "达成年度指标", filed=9, rule=TIERS))),
    "a tree of one's own": ("JX315", form(indicator("5次", "5次", level1="党建指标")), "“党建指标”不在常见的指标体系之内", form(indicator("5次", "5次"))),
    "a name twice": ("JX409", form(*[indicator("5次", "5次", name="培训次数")] * 2), "“培训次数”列了2次", form(*[indicator("5次", "5次")] * 2)),
    "a target with a placeholder": ("JX413", form(indicator("≥**个", "5个")), "指标值没有填完", form(indicator("≥5个", "5个"))),
    "yuan for 万元": ("JX414", form(indicator("5万元", "50000万元")), "目标5万元，完成50000万元", form(indicator("5万元", "50000元"))),
    "万元 for yuan": ("JX414", form(indicator("50000元", "5元")), "目标50000元，完成5元", form(indicator("50000元", "2元"))),
    "little spent without a reason": ("JX509", spent(59.99), "预算执行率59.99%，低于60%而未说明原因", spent(60)),
    "little spent with a reason": ("JX509", spent(59.99), "", spent(59.99, "按进度付款，尾款在下年度支付")),
    "a date too late": ("JX812", papers(dated="2022-01-01"), "已超过12个月", papers(dated="2021-12-31")),
    "carry-over of a project that is gone": ("JX902", followed(ENDED, BEGUN, other=True), "上年度年末结转60.00万元（推算），本年度未列该项目", followed(rolled(100, 100), BEGUN, other=True)),
    "a new project with carry-over": ("JX903", followed(BEGUN, rolled(50, 0, prior=55), other=True), "上年结转资金55.00万元", followed(BEGUN, rolled(50, 0), other=True)),
    "a score that jumps": ("JX905", followed(BEGUN, BEGUN, first=65, second=90), "自评得分90分，上年65分，变动达到25分", followed(BEGUN, BEGUN, first=65.5, second=90)),
    "a score that moves with the rate": ("JX905", followed(simple(100, 60), simple(100, 64.9), first=65, second=90), "自评得分90分", followed(simple(100, 60), simple(100, 65), first=65, second=90)),
    "money of two years": ("JX906", followed(OLD, rolled(20, 20, prior=80, used=10)), "20.00万元已满两年（推算）", followed(OLD, rolled(20, 20, prior=80, used=45))),
    "asked last year as well": ("JX907", followed(simple(1, 2), simple(1, 2)), "上年度已有的疑点本年度再次出现", followed(simple(1, 1), simple(1, 2))),
}  # fmt: skip


def found(years: Years, code: str) -> list[Finding]:
    year, before = years
    return [finding for finding in check_year(year, before=before) if finding.code == code]


@pytest.mark.parametrize(("code", "wrong", "words", "sound"), CASES.values(), ids=CASES)
def test_it_asks_and_is_silent_beside(code: str, wrong: Years, words: str, sound: Years) -> None:
    """One question in the words the field expects; none where the same thing is as it should be."""
    (finding,) = found(wrong, code)
    assert words in finding.message
    assert found(sound, code) == []
