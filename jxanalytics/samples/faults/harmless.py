"""Variations that no reviewer should ask about: spellings, roundings, and things that are so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jxanalytics.samples.decided import money_text, percent_text
from jxanalytics.samples.faults.desk import FORM, REPORT, TARGET, Desk
from jxanalytics.samples.faults.kinds import harmless
from jxanalytics.samples.faults.money import with_accounts
from jxanalytics.samples.faults.plausible import overdone
from jxanalytics.samples.outcomes import IN_PROPORTION
from jxanalytics.samples.words import NOTICE, Shape

_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@harmless
def spaced_quantity(desk: Desk) -> str:
    """6 次 beside 6次."""
    item = desk.item(lambda i: i.shape is Shape.COUNT)
    row = desk.row("indicators", FORM, indicator_id=item.id)
    desk.put("indicators", row, actual_raw=item.actual.replace(item.unit, f" {item.unit}"))
    return f"指标“{item.name}”完成值数字和单位之间有空格"


@harmless
def exactly_as_planned(desk: Desk) -> str:
    """A quantity that is just its target: 6次 for 6次."""
    o = desk.plan.outcomes
    item = desk.item(
        lambda i: i.shape is Shape.COUNT and i.full and o.actual[i.row] != o.target[i.row]
    )
    actual, raws = o.actual.copy(), list(o.actual_raw)
    actual[item.row] = o.target[item.row]
    raws[item.row] = f"{int(actual[item.row]) // 10}{item.unit}"
    desk.redecide(replace(desk.plan, outcomes=replace(o, actual=actual, actual_raw=raws)))
    return f"指标“{item.name}”完成值与指标值相同"


@harmless
def full_width_digits(desk: Desk) -> str:
    item = desk.item(lambda i: i.shape in (Shape.COUNT, Shape.PERCENT))
    for kind in desk.filed:
        row = desk.row("indicators", kind, indicator_id=item.id)
        desk.put("indicators", row, target_raw=item.target.translate(_WIDE))
        if kind != TARGET:
            desk.put("indicators", row, actual_raw=item.actual.translate(_WIDE))
    return f"指标“{item.name}”用全角数字填写"


@harmless
def rate_off_by_a_hundredth(desk: Desk) -> str:
    rate = desk.rate + desk.one([-1, 1])
    desk.need(0 < rate < 10000, desk.rate != 10000)
    raw = percent_text(rate)
    desk.put("funding", desk.row("funding", FORM, source="total"), rate=rate / 100, rate_raw=raw)
    desk.put(
        "indicators",
        desk.row("indicators", FORM, role="execution"),
        actual=rate / 100,
        actual_raw=raw,
    )
    return f"自评表执行率为{raw}，与计算相差0.01个百分点"


@harmless
def declared_none(desk: Desk) -> str:
    """A further indicator declared not applicable, in every document, at the end."""
    for kind in desk.filed:
        rows = desk.rows("indicators", kind)
        position = max(desk.get("indicators", row, "position") for row in rows) + 1
        place = {TARGET: "表1!R60C4", FORM: "表1!R60C7", REPORT: "表3!R60C4"}[kind]
        desk.add("indicators", document_id=desk.document(kind), project_id=desk.project, indicator_id="I90",
                 position=position, role="none", level1="效益指标", level2="生态效益指标", name="无",
                 level1_raw="效益指标", level2_raw="生态效益指标", name_raw="无", name_place=place)  # fmt: skip
    return "生态效益指标填“无”"


@harmless
def blank_seals(desk: Desk) -> str:
    for kind in (FORM, REPORT):
        if desk.has(kind):
            desk.say(kind, NOTICE, f"{NOTICE}\n\n负责人（签字）：　　　　填报单位（盖章）：")
    return "签字盖章处空白"


@harmless
def list_ending_in_deng(desk: Desk) -> str:
    """A list that ends in 等 and says so: most of the whole, not all of it."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: i.shape is Shape.COUNT and desk.plan.outcomes.actual[i.row] >= 400)
    total = int(desk.plan.outcomes.actual[item.row]) // 10
    a, b = total * desk.number(45, 55) // 100, total * desk.number(33, 40) // 100
    end = f"实际完成值为{item.actual}。"
    desk.retell(item, end, f"{end}其中主要有城区{a}{item.unit}，乡镇{b}{item.unit}等。")
    return f"评价报告“{item.name}”列举主要构成，以“等”结尾"


@harmless
def whole_list(desk: Desk) -> str:
    """A breakdown that sums to its whole."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: i.shape is Shape.COUNT and desk.plan.outcomes.actual[i.row] >= 60)
    total = int(desk.plan.outcomes.actual[item.row]) // 10
    a = total * desk.number(30, 60) // 100
    end = f"实际完成值为{item.actual}。"
    desk.retell(item, end, f"{end}其中，上半年{a}{item.unit}，下半年{total - a}{item.unit}。")
    return f"评价报告“{item.name}”分项合计等于总数"


@harmless
def saved_money(desk: Desk) -> str:
    """A finished project that saved a little and gave it back."""
    money = desk.plan.money
    desk.need(9500 < desk.rate < 10000)
    finished = money.finished.copy()
    finished[desk.i] = True
    desk.redecide(replace(desk.plan, money=replace(money, finished=finished)))
    cents = int(money.closing[desk.i])
    left = money_text(cents)
    desk.money("returned", "total", cents)
    old = f"年末未执行{left}万元，主要是部分合同按进度付款，尾款在下年度支付。"
    for kind in (FORM, REPORT):
        if desk.has(kind):
            desk.say(kind, old, f"项目已完成，节约{left}万元，已按规定交回。")
    if desk.evaluated:
        row = desk.row("indicators", REPORT, role="execution")
        desk.put("indicators", row, reason="项目已完成，采购招标节约资金。")
    return f"项目已完成，节约资金{left}万元并已交回"


@harmless
def rounded_amounts(desk: Desk) -> str:
    """The form in yuan to the cent, the summary and the texts rounded to two decimals of 万元."""
    desk.need(desk.rate < 9990)
    extra = desk.number(1, 40) / 10000
    for source in ("current", "total"):
        row = desk.row("funding", FORM, source=source)
        value = round(desk.get("funding", row, "executed") + extra, 4)
        desk.put("funding", row, executed=value, executed_raw=f"{value:.4f}")
    form = desk.row("funding", FORM, source="total")
    rate = desk.get("funding", form, "executed") / desk.get("funding", form, "annual") * 100
    desk.need(abs(rate - desk.rate / 100) < 0.009)
    return "自评表金额保留四位小数，汇总表保留两位"


@harmless
def signs_spelled(desk: Desk) -> str:
    """≥ in the target form, 不少于 or 不低于 in the form."""
    item = desk.item(lambda i: i.target.startswith("≥"))
    words = "不低于" if item.unit == "%" else "不少于"
    row = desk.row("indicators", TARGET, indicator_id=item.id)
    desk.put("indicators", row, target_raw=item.target.replace("≥", words))
    return f"指标“{item.name}”绩效目标表写“{words}”，自评表写“≥”"


@harmless
def dates_spelled(desk: Desk) -> str:
    item = desk.item(lambda i: i.shape is Shape.DATE)
    year, rest = item.target.removesuffix("日前").split("年")
    month, day = rest.split("月")
    row = desk.row("indicators", TARGET, indicator_id=item.id)
    desk.put("indicators", row, target_raw=f"{year}.{month}.{day}前")
    return f"指标“{item.name}”绩效目标表的日期写作{year}.{month}.{day}前"


@harmless
def other_unit_throughout(desk: Desk) -> str:
    """Another word for the unit, in every document."""
    item = desk.item(
        lambda i: (
            i.shape is Shape.COUNT
            and i.rule == IN_PROPORTION
            and i.unit in ("次", "场", "人", "个")
        )
    )
    unit = {"次": "场次", "场": "场次", "人": "名", "个": "处"}[item.unit]
    o = desk.plan.outcomes
    units, targets, actuals = list(o.unit), list(o.target_raw), list(o.actual_raw)
    units[item.row] = unit
    targets[item.row] = item.target.removesuffix(item.unit) + unit
    actuals[item.row] = item.actual.removesuffix(item.unit) + unit
    desk.redecide(
        replace(desk.plan, outcomes=replace(o, unit=units, target_raw=targets, actual_raw=actuals)),
    )
    return f"指标“{item.name}”各文件均以“{unit}”计"


@harmless
def unit_left_out(desk: Desk) -> str:
    """A bare number beside a target that has its unit."""
    item = desk.item(lambda i: i.shape is Shape.COUNT)
    row = desk.row("indicators", FORM, indicator_id=item.id)
    desk.put("indicators", row, actual_raw=item.actual.removesuffix(item.unit), actual_unit="")
    return f"指标“{item.name}”完成值只填数字"


@harmless
def about_as_many(desk: Desk) -> str:
    """13000余人 where the target was met."""
    item = desk.item(
        lambda i: i.shape is Shape.COUNT and i.full and desk.plan.outcomes.target[i.row] >= 1000
    )
    row = desk.row("indicators", FORM, indicator_id=item.id)
    target = int(desk.get("indicators", row, "target"))
    raw = f"{target}余{item.unit}"
    for kind in (FORM, REPORT):
        for row in desk.rows("indicators", kind, indicator_id=item.id):
            desk.put("indicators", row, actual=float(target), actual_operator="余", actual_raw=raw)
    if item.level2 == "数量指标":
        desk.say(FORM, f"{item.name}为{item.actual}", f"{item.name}为{raw}")
    if desk.evaluated:
        desk.retell(item, f"实际完成值为{item.actual}。", f"实际完成值为{raw}。")
    return f"指标“{item.name}”完成值写作{raw}"


@harmless
def form_in_yuan(desk: Desk) -> str:
    """A form that prints 元 and is filled in in yuan."""
    desk.put("documents", desk.row("documents", FORM), amount_unit="元")
    for row in desk.rows("funding", FORM):
        for quantity in ("initial", "annual", "executed"):
            value = desk.get("funding", row, quantity)
            if not np.isnan(value):
                desk.put("funding", row, **{f"{quantity}_raw": f"{round(value * 10000):,}"})
    return "自评表以元填写并印明单位"


@harmless
def dash_for_blank(desk: Desk) -> str:
    row = desk.row("funding", FORM, source="other")
    desk.need(np.isnan(desk.get("funding", row, "annual")))
    desk.put("funding", row, initial_raw="—", annual_raw="—", executed_raw="—")
    return "没有其他资金，填“—”"


@harmless
def no_carry_over_row(desk: Desk) -> str:
    """A form without the row that has nothing to say."""
    desk.need(desk.cents("annual", "carry_over") == 0, desk.cents("initial", "carry_over") == 0)
    desk.drop("funding", desk.rows("funding", FORM, source="carry_over"))
    return "自评表没有上年结转资金一行，本来也没有结转"


@harmless
def overdone_explained(desk: Desk) -> str:
    item = overdone(desk, "因上级年中追加任务，超出原定数量。下一步合理设定指标值。")
    return f"指标“{item.name}”超额完成并说明了原因"


@harmless
def accounts_agree(desk: Desk) -> str:
    with_accounts(desk, desk.cents("executed"))
    return "财务决算数据与自评表一致"


@harmless
def indicators_reordered(desk: Desk) -> str:
    """The report lists two indicators the other way round."""
    desk.need(desk.evaluated)
    first, second = desk.items[:2]
    rows = [desk.row("indicators", REPORT, indicator_id=i.id) for i in (first, second)]
    positions = [desk.get("indicators", row, "position") for row in rows]
    for row, position in zip(rows, reversed(positions), strict=True):
        desk.put("indicators", row, position=position)
    return f"评价报告中“{first.name}”“{second.name}”先后不同"


@harmless
def scores_with_zeros(desk: Desk) -> str:
    for row in desk.rows("scores", FORM):
        score = desk.get("scores", row, "score")
        desk.put("scores", row, score_raw=f"{score:.2f}")
    return "自评表得分写两位小数"


@harmless
def points_beside_names(desk: Desk) -> str:
    """（5分） beside every name, and each is right."""
    for item in desk.items:
        row = desk.row("indicators", FORM, indicator_id=item.id)
        desk.put("indicators", row, name_raw=f"{item.name}\n（{item.weight}分）")
    return "自评表三级指标括注分值，与分值列一致"
