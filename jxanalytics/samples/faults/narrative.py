"""Faults in running texts, beside tables that hold."""

from __future__ import annotations

import re

from jxanalytics.samples.decided import hundredths, money_text, percent_text
from jxanalytics.samples.faults.desk import FORM, REPORT, Desk, Item
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.words import Shape

_MONEY = "正文金额与资金表不一致，请核对"
PROBLEMS, CAUSES, ADVICE = "## 2、存在的问题", "## 3、原因分析", "# 六、有关建议"
PRACTICE = "二是按月对照绩效目标检查进度；"


def _text_amount(desk: Desk, kind: str, label: str, quantity: str) -> str:
    was = desk.cents(quantity)
    desk.need(was > 300)
    wrong = was - max(2, was * desk.number(3, 25) // 100)
    desk.say(kind, f"{label}{money_text(was)}万元", f"{label}{money_text(wrong)}万元")
    return f"正文写{label}{money_text(wrong)}万元，资金表为{money_text(was)}万元"


@fault("narrative", _MONEY)
def report_executed(desk: Desk) -> str:
    desk.need(desk.evaluated)
    return "评价报告" + _text_amount(desk, REPORT, "全年执行数", "executed")


@fault("narrative", _MONEY)
def report_annual(desk: Desk) -> str:
    desk.need(desk.evaluated)
    return "评价报告" + _text_amount(desk, REPORT, "全年预算数", "annual")


@fault("narrative", _MONEY)
def form_text_executed(desk: Desk) -> str:
    return "自评表" + _text_amount(desk, FORM, "全年执行数", "executed")


@fault("narrative", "正文的执行率与资金表不一致，请核对")
def text_rate(desk: Desk) -> str:
    kind = desk.one([FORM, REPORT] if desk.evaluated else [FORM])
    wrong = desk.rate + desk.one([-1, 1]) * desk.number(80, 900)
    desk.need(0 < wrong < 10000)
    desk.say(kind, f"预算执行率{percent_text(desk.rate)}", f"预算执行率{percent_text(wrong)}")
    return f"正文写预算执行率{percent_text(wrong)}，资金表为{percent_text(desk.rate)}"


@fault("narrative", "正文的年末未执行数与预算数减执行数不一致，请核对")
def text_balance(desk: Desk) -> str:
    left = desk.cents("annual") - desk.cents("executed")
    desk.need(left > 200)
    kind = desk.one([FORM, REPORT] if desk.evaluated else [FORM])
    wrong = left + left * desk.number(10, 60) // 100
    desk.say(kind, f"年末未执行{money_text(left)}万元", f"年末未执行{money_text(wrong)}万元")
    return f"正文写年末未执行{money_text(wrong)}万元，应为{money_text(left)}万元"


@fault("narrative", "正文所列部分大于总额，请核对")
def part_over_whole(desk: Desk) -> str:
    kind = desk.one([FORM, REPORT] if desk.evaluated else [FORM])
    current, annual = desk.cents("annual", "current"), desk.cents("annual")
    wrong = annual + max(2, annual * desk.number(5, 40) // 100)
    old, new = (f"当年财政拨款{money_text(c)}万元" for c in (current, wrong))
    desk.say(kind, old, new)
    return f"正文写全年预算数{money_text(annual)}万元，其中当年财政拨款{money_text(wrong)}万元"


def counted(desk: Desk, least: int = 30, most: int = 100000) -> tuple[Item, int]:
    """A quantity of the report and how many were done."""
    desk.need(desk.evaluated)
    figures = {}
    for item in desk.items:
        if item.shape is Shape.COUNT:
            figures[item.id] = int(desk.plan.outcomes.actual[item.row]) // 10
    item = desk.item(lambda i: least <= figures.get(i.id, 0) <= most)
    return item, figures[item.id]


def add_told(desk: Desk, item: Item, sentence: str) -> None:
    """A further sentence after an indicator's result in the report."""
    end = f"实际完成值为{item.actual}。"
    desk.retell(item, end, end + sentence)


@fault("narrative", "列明分项合计与总数不一致，请核对")
def breakdown_short(desk: Desk) -> str:
    """A complete list of parts that sum to less than the whole."""
    item, total = counted(desk)
    a, b = total * desk.number(30, 40) // 100, total * desk.number(20, 30) // 100
    c = total - a - b - max(2, total * desk.number(4, 12) // 100)
    unit = item.unit
    add_told(desk, item, f"其中，一季度{a}{unit}，二季度{b}{unit}，下半年{c}{unit}。")
    return f"评价报告“{item.name}”共{item.actual}，列明分项合计{a + b + c}{unit}"


@fault("narrative", "列明分项合计大于总数，请核对")
def breakdown_over(desk: Desk) -> str:
    item, total = counted(desk)
    a, b = total * desk.number(55, 65) // 100, total * desk.number(42, 55) // 100
    b = max(b, total - a + 2)
    add_told(desk, item, f"其中，上半年{a}{item.unit}，下半年{b}{item.unit}。")
    return f"评价报告“{item.name}”共{item.actual}，列明分项合计{a + b}{item.unit}"


@fault("narrative", "列明分项合计只占总数的小部分，请补充其余构成")
def breakdown_small(desk: Desk) -> str:
    """A list that ends in 等 and holds less than half of the whole."""
    item, total = counted(desk, 60)
    a, b = total * desk.number(12, 20) // 100, total * desk.number(8, 16) // 100
    c = total * desk.number(5, 8) // 100
    unit = item.unit
    add_told(desk, item, f"其中，城区{a}{unit}，乡镇{b}{unit}，园区{c}{unit}等。")
    return f"评价报告“{item.name}”共{item.actual}，列明分项合计{a + b + c}{unit}，以“等”结尾"


@fault("narrative", "增长率没有对应的整数基数，请核对")
def growth_impossible(desk: Desk) -> str:
    """A growth that no whole number of last year gives."""
    item, total = counted(desk, 20, 240)
    # In thousandths, however they were rounded.
    possible = {(total - base) * 1000 // base + up for base in range(1, total) for up in (0, 1)}
    rate = desk.one([r for r in range(51, 399) if r % 10 and r not in possible])
    add_told(desk, item, f"比上年增长{rate / 10:.1f}%。")
    return f"评价报告“{item.name}”完成{item.actual}，写比上年增长{rate / 10:.1f}%，没有整数基数"


@fault("narrative", "同一事项前后数量不同，统计口径请说明")
def count_told_otherwise(desk: Desk) -> str:
    """The same thing counted elsewhere in the report with another number."""
    item, total = counted(desk)
    other = total + max(3, total * desk.number(20, 60) // 100)
    desk.say(REPORT, PRACTICE, f"{PRACTICE[:-1]}，全年{item.name}共{other}{item.unit}；")
    return f"评价报告“{item.name}”一处为{item.actual}，一处为{other}{item.unit}"


@fault("narrative", "正文所述完成值与评分表不一致，请核对")
def analysed_actual(desk: Desk) -> str:
    """The paragraph on an indicator tells another result than the table."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: i.shape in (Shape.COUNT, Shape.PERCENT, Shape.SATISFACTION))
    tenths = int(desk.plan.outcomes.actual[item.row])
    wrong = tenths // 10 - max(1, tenths * desk.number(3, 15) // 1000)
    desk.need(wrong > 0)
    raw = f"{wrong}{item.unit}"
    desk.retell(item, f"实际完成值为{item.actual}。", f"实际完成值为{raw}。")
    return f"评价报告正文写“{item.name}”完成{raw}，评分表为{item.actual}"


@fault("narrative", "评价年度已过而写“将”，请核对年度")
def future_tense(desk: Desk) -> str:
    """The evaluated year is spoken of as still to come."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: not i.full)
    desk.say(REPORT, f"针对{item.name}，建议", f"针对{item.name}，{desk.plan.year}年将")
    return f"{desk.plan.year + 1}年的报告在有关建议中写“{desk.plan.year}年将”"


@fault("narrative", "实际完成情况与预期目标文字相同，请按实际填写")
def result_repeats_goal(desk: Desk) -> str:
    text = desk.text(FORM)
    goal = text.split("## 预期目标\n\n")[1].split("\n\n")[0]
    result = text.split("## 实际完成情况\n\n")[1].split("\n\n")[0]
    desk.say(FORM, result, goal)
    return "自评表实际完成情况照抄预期目标"


@fault("narrative", "两项指标使用同一段佐证文字，请分别说明")
def paragraph_twice(desk: Desk) -> str:
    """One long piece of evidence under two indicators."""
    desk.need(desk.evaluated)
    one = desk.one(desk.items)
    other = desk.item(lambda i: i.id != one.id)
    topic = desk.plan.projects.topic[desk.i]
    evidence = (
        f"{topic}工作由分管负责同志牵头，会同相关科室逐项分解任务，先后到基层点位调研核查，召开现场协调会研究解决场地、人员和经费衔接中的具体困难，"
        f"建立月报告、季通报和年终考评制度，形成了责任到人、分工明确、协同推进的工作局面。"
    )
    for item in (one, other):
        add_told(desk, item, evidence)
    return f"评价报告“{one.name}”“{other.name}”用了同一段佐证"


@fault("narrative", "该指标计分而正文未作分析，请补充")
def never_analysed(desk: Desk) -> str:
    desk.need(desk.evaluated)
    item = desk.item(
        lambda i: (
            i.full
            and not desk.plan.deducted[i.row]
            and sum(o.level2 == i.level2 for o in desk.items) > 1
        )
    )
    desk.say(REPORT, f"{desk.paragraph(item)}\n\n", "")
    return f"评价报告没有分析指标“{item.name}”"


def _section(desk: Desk, heading: str) -> str:
    """The paragraphs of a section of the report."""
    text = desk.text(REPORT)
    start = text.index(f"{heading}\n\n") + len(heading) + 2
    end = text.find("\n\n#", start)
    return text[start:end]


def _losses(desk: Desk) -> int:
    """How many lines of problems the report has."""
    desk.need(desk.evaluated)
    return len(re.findall(r"（\d+）.*扣", _section(desk, PROBLEMS)))


@fault("narrative", "所列问题未涉及扣分的指标，请补充")
def problems_ignore_losses(desk: Desk) -> str:
    """Problems, causes and advice of a general kind, although points were lost elsewhere."""
    desk.need(_losses(desk) > 0)
    for heading, sentence in (
        (PROBLEMS, "（1）工作人员理论学习的积极性还不高。"),
        (CAUSES, "（1）理论学习：集中学习的次数较少。"),
        (ADVICE, "（1）针对理论学习，建议增加集中学习的次数。"),
    ):
        desk.say(REPORT, _section(desk, heading), sentence)
    return "评价报告的问题、原因和建议只谈理论学习，未涉及扣分的指标"


@fault("narrative", "该项建议没有对应的问题，请核对")
def advice_without_problem(desk: Desk) -> str:
    number = _losses(desk)
    desk.need(number > 0)
    told = desk.one(
        [
            "针对办公场所，建议统一更新家具和空调",
            "针对外事交流，建议与友好城市互派人员",
            "针对车辆管理，建议安装定位设备",
        ]
    )
    desk.tell(REPORT, ADVICE, f"（{number + 1}）{told}。")
    return f"评价报告“{told}”没有对应的问题"


@fault("narrative", "请核对得满分和有扣分的指标数")
def met_counted_wrong(desk: Desk) -> str:
    """The report counts the indicators with full marks otherwise than its table shows."""
    desk.need(desk.evaluated)
    text = desk.text(REPORT)
    match = re.search(r"列入评价的(\d+)项指标中，得满分(\d+)项，有扣分(\d+)项", text)
    assert match
    whole, met, lost = (int(n) for n in match.groups())
    desk.need(lost > 0)
    desk.say(REPORT, match[0], f"列入评价的{whole}项指标中，得满分{met + 1}项，有扣分{lost}项")
    return f"评价报告写{whole}项指标中得满分{met + 1}项、扣分{lost}项，合计不符"


@fault("narrative", "扣分的说明与评分表不一致，请核对")
def loss_told_wrong(desk: Desk) -> str:
    """A problem names other points lost than the table."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: not i.full)
    lost = 100 * item.weight - item.points + int(desk.plan.deducted[item.row])
    wrong = lost + 100
    desk.say(
        REPORT, f"{item.name}扣{hundredths(lost)}分。", f"{item.name}扣{hundredths(wrong)}分。"
    )
    return f"评价报告写“{item.name}扣{hundredths(wrong)}分”，评分表扣{hundredths(lost)}分"
