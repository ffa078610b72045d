"""Faults in weights, points, totals and grades."""

from __future__ import annotations

import numpy as np

from jxanalytics.samples.decided import CONCLUSION, grade, hundredths
from jxanalytics.samples.faults.desk import FORM, REPORT, SUMMARY, Desk, Item
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.outcomes import ACHIEVED, IN_PROPORTION, PARTLY
from jxanalytics.samples.words import Shape

_RULE = "请按评分规则重新计算得分，或说明得分依据"
_SUM = "请核对各项得分之和与总分"
_ACROSS = "请核对各文件所填得分"


@fault("arithmetic", "得分高于分值，请更正")
def score_over_weight(desk: Desk) -> str:
    item = desk.item(lambda i: i.full)
    wrong = 100 * (item.weight + desk.number(1, 2))
    desk.score(item.id, wrong)
    return (
        f"指标“{item.name}”分值{item.weight}分，自评得分误填为{hundredths(wrong)}分，总分随之改动"
    )


@fault("arithmetic", _SUM)
def scores_do_not_sum(desk: Desk) -> str:
    """A wrong total in the form, which the summary repeats."""
    was = int(desk.plan.self_total[desk.i])
    wrong = was + desk.one([-1, 1]) * 100 * desk.number(1, 5)
    desk.need(0 < wrong <= 10000)
    for kind in (FORM, SUMMARY):
        desk.state(kind, "self", wrong, hundredths(wrong))
    return f"自评表总分误填为{hundredths(wrong)}分（各项之和{hundredths(was)}分），汇总表同"


@fault("arithmetic", "各指标分值之和不等于100，请更正")
def weights_do_not_sum(desk: Desk) -> str:
    """All documents agree on the weight, and on the total of 100 that no longer holds."""
    # A report's points would have to move as well.
    desk.need(not desk.evaluated)
    item = desk.item(lambda i: i.full and i.weight > 3 and _no_figures(i))
    wrong = item.weight + desk.one([-2, -1, 1, 2])
    for kind in desk.filed:
        row = desk.row("indicators", kind, indicator_id=item.id)
        desk.put("indicators", row, weight=float(wrong), weight_raw=str(wrong))
    desk.score(item.id, 100 * wrong)
    return f"指标“{item.name}”分值误填为{wrong}分（应为{item.weight}分），合计仍写100"


def _no_figures(item: Item) -> bool:
    """Its rule names no points, so that it fits any weight."""
    return item.rule == IN_PROPORTION or item.shape in (Shape.QUALITATIVE, Shape.SATISFACTION)


@fault("arithmetic", "请核对分值合计")
def weight_total(desk: Desk) -> str:
    wrong = 10000 + desk.one([-10, -5, -2, 5, 10]) * 100
    desk.state(FORM, "weight", wrong, hundredths(wrong))
    return f"自评表分值合计误写为{hundredths(wrong)}分（各项之和100分）"


@fault("arithmetic", "一级指标括注的分值与所列指标分值之和不一致，请核对")
def group_points(desk: Desk) -> str:
    """A level-1 cell names points that its indicators do not sum to."""
    level1 = desk.one(["产出指标", "效益指标"])
    rows = desk.rows("indicators", FORM, level1=level1)
    points = int(np.nansum([desk.get("indicators", row, "weight") for row in rows]))
    wrong = points + desk.one([-10, -5, 5])
    for row in rows:
        desk.put("indicators", row, level1_raw=f"{level1}（{wrong}分）")
    return f"自评表“{level1}”括注{wrong}分，所列指标分值之和为{points}分"


@fault("arithmetic", "三级指标括注的分值与分值列不一致，请核对")
def points_in_name(desk: Desk) -> str:
    item = desk.one(desk.items)
    wrong = item.weight + desk.one([-1, 1, 2])
    row = desk.row("indicators", FORM, indicator_id=item.id)
    desk.put("indicators", row, name_raw=f"{item.name}（{wrong}分）")
    return f"自评表指标“{item.name}”括注{wrong}分，分值列为{item.weight}分"


@fault("rules", _RULE)
def score_not_by_ladder(desk: Desk) -> str:
    """Some points more or less than the ladder gives; the total follows."""
    item = desk.item(lambda i: i.laddered and i.weight >= 4)
    wrong = item.points + desk.one([-200, -100, 100, 200])
    desk.need(0 < wrong <= 100 * item.weight)
    desk.score(item.id, wrong)
    return f"指标“{item.name}”按规则得{hundredths(item.points)}分，自评填{hundredths(wrong)}分"


@fault("rules", _RULE)
def full_marks_for_a_miss(desk: Desk) -> str:
    """A target that was missed gets full marks all the same; its reason stands beside it."""
    item = desk.item(lambda i: not i.full and i.shape in (Shape.COUNT, Shape.PERCENT, Shape.COST))
    desk.score(item.id, 100 * item.weight)
    return (
        f"指标“{item.name}”未达到指标值，应得{hundredths(item.points)}分，自评填满分{item.weight}分"
    )


@fault("rules", "超过时限完成，按规则不得分，请核对得分")
def late_but_full(desk: Desk) -> str:
    item = desk.item(lambda i: not i.full and i.shape is Shape.DATE)
    desk.score(item.id, 100 * item.weight)
    return f"指标“{item.name}”于{item.actual}完成，超过{item.target}，自评填满分{item.weight}分"


@fault("rules", _RULE)
def satisfaction_not_by_band(desk: Desk) -> str:
    item = desk.item(lambda i: i.shape is Shape.SATISFACTION)
    wrong = item.weight * (100 if not item.full else 80)
    desk.score(item.id, wrong)
    return f"指标“{item.name}”为{item.actual}，按规则得{hundredths(item.points)}分，自评填{hundredths(wrong)}分"


@fault("rules", "得分不在所述完成档次的区间内，请核对")
def score_outside_tier(desk: Desk) -> str:
    """A judgement whose points lie in another tier than its words."""
    item = desk.item(lambda i: i.shape is Shape.QUALITATIVE and i.actual in (ACHIEVED, PARTLY))
    wrong = item.weight * (desk.number(30, 70) if item.actual == ACHIEVED else desk.number(90, 100))
    wrong = wrong // 10 * 10
    desk.score(item.id, wrong)
    return f"指标“{item.name}”为“{item.actual}”，自评填{hundredths(wrong)}分（分值{item.weight}分）"


@fault("rules", "请按评分规则重新计算预算执行率得分")
def execution_score(desk: Desk) -> str:
    was = int(desk.plan.execution[desk.i])
    wrong = desk.one([p for p in (200, 400, 600, 800, 1000) if abs(p - was) >= 150])
    desk.score("execution", wrong)
    return f"执行率按规则得{hundredths(was)}分，自评填{hundredths(wrong)}分"


@fault("arithmetic", "请补填得分")
def score_left_blank(desk: Desk) -> str:
    """The cell is empty, but the total counts it."""
    item = desk.one(desk.items)
    row = desk.row("scores", FORM, indicator_id=item.id)
    desk.put("scores", row, score=np.nan, score_raw="")
    return f"指标“{item.name}”得分漏填（总分按{hundredths(item.points)}分计入）"


@fault("arithmetic", "评价等级与得分不符，请核对")
def grade_wrong(desk: Desk) -> str:
    """The conclusion gives a grade that is not the score's."""
    desk.need(desk.evaluated)
    points = int(desk.plan.department_total[desk.i])
    was = grade(points)
    wrong = desk.one([g for g in "优良中" if g != was])
    row = desk.row("totals", REPORT, measure="grade")
    desk.put("totals", row, raw=wrong)
    desk.say(REPORT, f"评价等级为{was}。", f"评价等级为{wrong}。")
    return f"评价报告得分{hundredths(points)}分，等级误写为{wrong}（应为{was}）"


@fault("arithmetic", _SUM)
def department_total(desk: Desk) -> str:
    """The report's table has a wrong total, which its text and the summary repeat."""
    desk.need(desk.evaluated)
    was = int(desk.plan.department_total[desk.i])
    wrong = was + desk.one([-1, 1]) * 100 * desk.number(1, 4)
    desk.need(0 < wrong <= 10000, grade(wrong) == grade(was))
    for kind in (REPORT, SUMMARY):
        desk.state(kind, "department", wrong, hundredths(wrong))
    desk.say(REPORT, f"得分{hundredths(was)}分，评价等级", f"得分{hundredths(wrong)}分，评价等级")
    return f"评价报告总分误填为{hundredths(wrong)}分（各项之和{hundredths(was)}分），正文和汇总表同"


@fault("across", _ACROSS)
def summary_self_score(desk: Desk) -> str:
    was = int(desk.plan.self_total[desk.i])
    wrong = desk.one([p for p in (was - 300, was + 200, was - 100, was + 150) if 0 < p <= 10000])
    desk.state(SUMMARY, "self", wrong, hundredths(wrong))
    return f"汇总表自评分数{hundredths(wrong)}分，自评表{hundredths(was)}分"


@fault("across", _ACROSS)
def summary_department_score(desk: Desk) -> str:
    desk.need(desk.evaluated)
    was = int(desk.plan.department_total[desk.i])
    wrong = desk.one([p for p in (was - 300, was + 200, was - 100, was + 150) if 0 < p <= 10000])
    desk.state(SUMMARY, "department", wrong, hundredths(wrong))
    return f"汇总表部门评价分数{hundredths(wrong)}分，评价报告{hundredths(was)}分"


@fault("across", "评价报告正文的得分与评分表不一致，请核对")
def conclusion_score(desk: Desk) -> str:
    """The text of the conclusion gives another total than the table beside it, of the same grade."""
    desk.need(desk.evaluated)
    was = int(desk.plan.department_total[desk.i])
    wrong = was + desk.one([-1, 1]) * desk.number(1, 3) * 100
    desk.need(grade(wrong) == grade(was), wrong <= 10000)
    desk.say(REPORT, f"得分{hundredths(was)}分，评价等级", f"得分{hundredths(wrong)}分，评价等级")
    return f"“{CONCLUSION}”写{hundredths(wrong)}分，评分表为{hundredths(was)}分"


@fault("across", "评价报告分析部分的得分与评分表不一致，请核对")
def analysed_score(desk: Desk) -> str:
    """The paragraph on an indicator gives other points than the table."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: i.full and i.weight > 3)
    points = 100 * item.weight - int(desk.plan.deducted[item.row])
    desk.retell(item, f"得{hundredths(points)}分。", f"得{hundredths(points - 100)}分。")
    return (
        f"评价报告正文写“{item.name}”得{hundredths(points - 100)}分，评分表为{hundredths(points)}分"
    )
