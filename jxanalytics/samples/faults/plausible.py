"""Faults of units and plausibility: figures that fit on paper and cannot be left unasked."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np

from jxanalytics.samples.decided import Plan, hundredths, money_text
from jxanalytics.samples.faults.desk import FORM, REPORT, Desk, Item
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.outcomes import ACHIEVED, DATE_UNIT, IN_PROPORTION, Outcomes, number_text
from jxanalytics.samples.words import Shape

_EXPLAIN = "偏差较大，请说明原因"


def answer(desk: Desk, item: Item, raw: str, **cells: object) -> None:
    """Another result of an indicator in all tables and texts that state it."""
    for kind in (FORM, REPORT):
        if desk.has(kind):
            row = desk.row("indicators", kind, indicator_id=item.id)
            desk.put("indicators", row, actual_raw=raw, **cells)
    if item.level2 == "数量指标":
        desk.say(FORM, f"{item.name}为{item.actual}", f"{item.name}为{raw}")
    if desk.evaluated:
        desk.retell(item, f"实际完成值为{item.actual}。", f"实际完成值为{raw}。")


@fault("units", "指标值为数量而完成值填百分比，请填实际完成的数量")
def quantities_by_percent(desk: Desk) -> str:
    """Several quantities answered by 100%: one cause."""
    counts = [i for i in desk.items if i.shape is Shape.COUNT and i.full]
    desk.need(len(counts) > 1)
    chosen = desk.some(counts, 2)
    for item in chosen:
        answer(desk, item, "100%", actual=100.0, actual_unit="%", actual_operator="")
    return f"{len(chosen)}项数量指标的完成值填为100%：{'、'.join(i.name for i in chosen)}"


@fault("units", "指标值与完成值的计量单位不同，请统一口径")
def people_for_attendances(desk: Desk) -> str:
    """人 where the target counts 人次, or the other way round."""
    item = desk.item(lambda i: i.unit in ("人次", "人", "家次", "班次"))
    other = {"人次": "人", "人": "人次", "家次": "家", "班次": "个"}[item.unit]
    raw = item.actual.removesuffix(item.unit) + other
    answer(desk, item, raw, actual_unit=other)
    return f"指标“{item.name}”指标值以{item.unit}计，完成值为{raw}"


@fault("units", "数量指标的指标值无法衡量，请填写可计量的数值")
def target_in_words(desk: Desk) -> str:
    """A quantity whose target is words: nobody can say whether it was met."""
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.full and i.rule == IN_PROPORTION)
    words = desk.one(["若干", "按需开展", "进一步增加"])
    for kind in desk.filed:
        row = desk.row("indicators", kind, indicator_id=item.id)
        desk.put(
            "indicators", row, target=np.nan, target_unit="", target_operator="", target_raw=words
        )
        if item.level2 == "数量指标":
            desk.say(kind, f"{item.name}（{item.target}）", f"{item.name}（{words}）")
    if desk.evaluated:
        desk.retell(item, f"年度指标值为{item.target}，", f"年度指标值为{words}，")
    return f"数量指标“{item.name}”的指标值为“{words}”"


@fault("units", "请补填年度指标值")
def target_blank(desk: Desk) -> str:
    """No target in the form, though it is scored."""
    item = desk.item(lambda i: i.shape in (Shape.COUNT, Shape.PERCENT))
    row = desk.row("indicators", FORM, indicator_id=item.id)
    desk.put("indicators", row, target=np.nan, target_unit="", target_operator="", target_raw="")
    return f"自评表指标“{item.name}”的年度指标值漏填"


@fault("units", "已填得分而未填实际完成值，请补填")
def actual_blank(desk: Desk) -> str:
    item = desk.item(lambda i: i.shape in (Shape.COUNT, Shape.PERCENT, Shape.SATISFACTION))
    row = desk.row("indicators", FORM, indicator_id=item.id)
    desk.put("indicators", row, actual=np.nan, actual_unit="", actual_raw="")
    return f"自评表指标“{item.name}”的实际完成值漏填，得分{hundredths(item.points)}分"


@fault("plausibility", "比率超过100%，请核实")
def rate_over_hundred(desk: Desk) -> str:
    """A share of more than the whole."""
    item = desk.item(lambda i: i.shape in (Shape.PERCENT, Shape.SATISFACTION) and i.full)
    wrong = 1000 + desk.number(5, 80)
    raw = f"{number_text(wrong)}%"
    answer(desk, item, raw, actual=wrong / 10)
    return f"指标“{item.name}”完成值为{raw}"


@fault("plausibility", "指标值与执行数一致，请提供批复的绩效目标表")
def target_is_the_spending(desk: Desk) -> str:
    """A money target that is the year's spending to the cent, in every document."""
    # With all money spent the target may as well be the budget.
    desk.need(desk.rate < 9990)
    item = desk.item(lambda i: i.shape is Shape.COST and i.full)
    spent = money_text(desk.cents("executed"))
    name, raw, value = (
        f"{desk.plan.projects.topic[desk.i]}项目支出成本",
        f"{spent}万元",
        desk.cents("executed") / 100,
    )
    rule = f"不超过{raw}得{item.weight}分，每超过1万元扣1分，扣完为止，满分{item.weight}分"
    for kind in desk.filed:
        row = desk.row("indicators", kind, indicator_id=item.id)
        desk.put("indicators", row, name=name, name_raw=name, target=value, target_raw=f"≤{raw}",
                 target_unit="万元", target_operator="≤")  # fmt: skip
        for row in desk.rows("rules", kind, indicator_id=item.id):
            desk.put("rules", row, text=rule, raw=rule)
    if desk.evaluated:
        told = desk.paragraph(item)
        fresh = told.replace(item.name, name).replace(f"为{item.target}，", f"为≤{raw}，")
        desk.say(REPORT, told, fresh.replace(f"完成值为{item.actual}。", f"完成值为{raw}。"))
        document = desk.document(REPORT)
        desk.texts[document] = desk.texts[document].replace(item.name, name)
    for kind in (FORM, REPORT):
        for row in desk.rows("indicators", kind, indicator_id=item.id):
            desk.put("indicators", row, actual=value, actual_unit="万元", actual_raw=raw)
    return f"成本指标“{name}”的指标值{raw}与全年执行数一致"


def _delivered(desk: Desk) -> Plan:
    """The plan in which the project reached every target and lost no point on them."""
    o = desk.plan.outcomes
    actual, score, missed = o.actual.copy(), o.score.copy(), o.missed.copy()
    raws, reasons, deducted = list(o.actual_raw), list(o.reason), desk.plan.deducted.copy()
    for item in desk.items:
        row = item.row
        deducted[row], reasons[row], score[row], missed[row] = 0, "", 100 * item.weight, False
        if item.full:
            continue
        actual[row], raws[row] = _reached(o, row, item)
    outcomes = replace(
        o, actual=actual, score=score, missed=missed, actual_raw=raws, reason=reasons
    )
    return replace(desk.plan, outcomes=outcomes, deducted=deducted)


def _reached(outcomes: Outcomes, row: int, item: Item) -> tuple[int, str]:
    """A result (tenths, text) that meets the target."""
    target = int(outcomes.target[row])
    if item.shape is Shape.QUALITATIVE:
        return 0, ACHIEVED
    if item.unit == DATE_UNIT:
        day = datetime.date(target // 100000, target // 1000 % 100, target // 10 % 100)
        done = day - datetime.timedelta(days=4)
        return 10 * int(f"{done:%Y%m%d}"), f"{done.year}年{done.month}月{done.day}日"
    figure = (
        target - 10
        if item.shape is Shape.COST
        else target + 26
        if item.shape is Shape.SATISFACTION
        else target
    )
    return figure, f"{number_text(figure)}{item.unit}"


@fault("plausibility", "执行率较低而各项指标均得满分，请说明")
def all_full_little_spent(desk: Desk) -> str:
    """Everything delivered with less than half of the money."""
    desk.need(desk.rate < 4500, int(desk.plan.money.current[desk.i]) > 500)
    desk.redecide(_delivered(desk))
    return f"执行率{desk.rate / 100:.2f}%，除执行率外各项指标均达到指标值并得满分"


def _with_actual(desk: Desk, item: Item, tenths: int, reason: str) -> Plan:
    """The plan with another result of an indicator and another reason beside it."""
    o = desk.plan.outcomes
    actual, raws, reasons = o.actual.copy(), list(o.actual_raw), list(o.reason)
    actual[item.row], raws[item.row] = tenths, f"{number_text(tenths)}{item.unit}"
    reasons[item.row] = reason
    return replace(desk.plan, outcomes=replace(o, actual=actual, actual_raw=raws, reason=reasons))


def overdone(desk: Desk, reason: str) -> Item:
    """A quantity far beyond its target, in every document, with a reason or without."""
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.full)
    target = int(desk.plan.outcomes.target[item.row]) // 10
    plan = _with_actual(desk, item, target * desk.number(145, 290) // 100 * 10, reason)
    desk.redecide(plan)
    return item


@fault("plausibility", _EXPLAIN)
def overdone_unexplained(desk: Desk) -> str:
    """Far more than the target, and nothing said about it: was the target too low?"""
    item = overdone(desk, "")
    return f"指标“{item.name}”指标值{item.target}，完成{desk.plan.outcomes.actual_raw[item.row]}，未说明原因"


@fault("plausibility", "未完成的指标请说明偏差原因及改进措施")
def miss_unexplained(desk: Desk) -> str:
    """A missed target with points lost and an empty column of reasons."""
    item = desk.item(lambda i: not i.full and bool(i.reason))
    for kind in (FORM, REPORT):
        for row in desk.rows("indicators", kind, indicator_id=item.id):
            desk.put("indicators", row, reason="")
    return f"指标“{item.name}”未完成（{item.target}，完成{item.actual}），偏差原因空白"


@fault("plausibility", "完成日期晚于填表日期，请核实")
def done_after_filing(desk: Desk) -> str:
    """A deadline said to be missed by a date that had not come when the form was filed."""
    item = desk.item(lambda i: i.shape is Shape.DATE and not i.full)
    done = datetime.date(desk.plan.year + 1, desk.number(7, 11), desk.number(1, 28))
    raw = f"{done.year}年{done.month}月{done.day}日"
    answer(desk, item, raw, actual=float(f"{done:%Y%m%d}"))
    return f"指标“{item.name}”完成时间为{raw}，晚于填表日期"


@fault("plausibility", "项目编码后几位均为0，请核对编码是否被表格软件改动")
def code_ruined(desk: Desk) -> str:
    """Excel keeps fifteen digits of a number."""
    code = desk.code
    desk.set_project(project_code=code[:15] + "0" * (len(code) - 15))
    return f"项目编码{code}误为{desk.code}"


@fault("plausibility", "两个项目编码相同，请核对")
def code_twice(desk: Desk) -> str:
    """The project has another project's code."""
    own = desk.code
    other = desk.one([c for c in desk.codes if c != own])
    desk.set_project(project_code=other)
    return f"项目编码{own}误为{other}，与另一项目相同"


@fault("years", "指标值低于上年，请说明", years=2)
def lowered_since_last_year(desk: Desk) -> str:
    """Last year's same indicator asked for far more: both were met."""
    before = desk.before
    assert before is not None
    desk.need(desk.project in before.ids)
    named = {i.name: i for i in desk.past}
    item = desk.item(
        lambda i: i.shape is Shape.COUNT and i.full and i.rule == IN_PROPORTION and i.name in named
    )
    last = named[item.name]
    reached = int(before.outcomes.actual[last.row])
    target = reached // 10 * desk.number(20, 45) // 100
    # With less money less may be asked.
    spending = before.money.annual[before.ids.index(desk.project)]
    desk.need(int(desk.plan.money.annual[desk.i]) >= int(spending))
    desk.need(target >= 3, last.full, target * 10 != desk.plan.outcomes.target[item.row])
    o = desk.plan.outcomes
    figures, actual = o.target.copy(), o.actual.copy()
    texts, raws = list(o.target_raw), list(o.actual_raw)
    sign = item.target.removesuffix(item.unit).rstrip("0123456789.")
    figures[item.row], texts[item.row] = target * 10, f"{sign}{target}{item.unit}"
    actual[item.row], raws[item.row] = target * 10, f"{target}{item.unit}"
    outcomes = replace(o, target=figures, actual=actual, target_raw=texts, actual_raw=raws)
    desk.redecide(replace(desk.plan, outcomes=outcomes))
    return f"指标“{item.name}”上年完成{last.actual}，本年指标值降为{texts[item.row]}"
