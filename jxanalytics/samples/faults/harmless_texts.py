"""Variations in running texts that no reviewer should ask about."""

from __future__ import annotations

from jxanalytics.samples.decided import money_text, percent_text
from jxanalytics.samples.faults.desk import FORM, REPORT, Desk
from jxanalytics.samples.faults.kinds import harmless
from jxanalytics.samples.faults.narrative import ADVICE, PRACTICE, add_told, counted


@harmless
def amount_without_zeros(desk: Desk) -> str:
    """19.4万元 for 19.40万元."""
    cents = desk.cents("executed")
    desk.need(cents % 10 == 0)
    short = money_text(cents).rstrip("0").rstrip(".")
    desk.say(FORM, f"全年执行数{money_text(cents)}万元", f"全年执行数{short}万元")
    return f"正文写{short}万元"


@harmless
def amount_in_yuan(desk: Desk) -> str:
    cents = desk.cents("executed")
    desk.say(FORM, f"全年执行数{money_text(cents)}万元", f"全年执行数{cents * 100}元")
    return f"正文写{cents * 100}元"


@harmless
def rate_rounded(desk: Desk) -> str:
    """约14.1% for 14.08%."""
    short = (desk.rate + 5) // 10
    desk.need(desk.rate % 10 not in (0, 5))
    desk.say(FORM, f"预算执行率{percent_text(desk.rate)}", f"预算执行率约{short / 10:.1f}%")
    return f"正文写预算执行率约{short / 10:.1f}%"


@harmless
def last_years_rate(desk: Desk) -> str:
    """Another year's rate beside this year's."""
    last = desk.plan.year - 1
    other = (desk.rate + 1700) % 9900 + 50
    desk.tell(
        FORM, "## 实际完成情况", f"{last}年度该项目预算执行率为{percent_text(other)}，供参考。"
    )
    return f"正文提到{last}年度执行率"


@harmless
def growth_possible(desk: Desk) -> str:
    """A growth that a whole number of last year gives."""
    item, total = counted(desk, 30, 400)
    base = total * desk.number(72, 95) // 100
    growth = ((total - base) * 2000 + base) // (2 * base)
    add_told(desk, item, f"比上年增长{growth / 10:.1f}%。")
    return f"评价报告“{item.name}”写比上年增长{growth / 10:.1f}%，上年为{base}{item.unit}"


@harmless
def public_hotline(desk: Desk) -> str:
    desk.tell(FORM, "## 实际完成情况", "群众意见通过12345政务服务便民热线收集，均已答复。")
    return "正文写有12345热线"


@harmless
def project_code_told(desk: Desk) -> str:
    """A long string of digits that is nobody's number."""
    desk.tell(FORM, "## 实际完成情况", f"项目编码{desk.code}，资金按国库集中支付办理。")
    return "正文写有24位项目编码"


@harmless
def next_years_plans(desk: Desk) -> str:
    """The year in which the report is written may be spoken of as to come."""
    desk.need(desk.evaluated)
    desk.say(REPORT, "建议按合同节点加快支付", f"建议{desk.plan.year + 1}年将按合同节点加快支付")
    return f"评价报告在建议中写{desk.plan.year + 1}年将"


@harmless
def set_phrase_twice(desk: Desk) -> str:
    """A political set phrase may stand wherever it is put."""
    desk.need(desk.evaluated)
    phrase = "以习近平新时代中国特色社会主义思想为指导，深入贯彻落实上级决策部署，坚持稳中求进工作总基调，"
    desk.say(REPORT, "评价坚持客观公正、依据充分", f"评价{phrase}坚持客观公正、依据充分")
    desk.say(REPORT, PRACTICE, f"{PRACTICE[:-1]}，{phrase}统筹推进；")
    return "评价报告两处用了同一套话"


@harmless
def former_name(desk: Desk) -> str:
    """The report under a former name, which is recorded."""
    desk.need(desk.evaluated, len(desk.name) > 8)
    old = f"原{desk.name[:-2]}专项"
    desk.add_alias(old)
    desk.put("documents", desk.row("documents", REPORT), title=f"{old}绩效评价报告")
    return f"评价报告用曾用名称“{old}”，已登记"


@harmless
def share_of_whole(desk: Desk) -> str:
    """A percentage near the money that is no execution rate."""
    current, annual = desk.cents("annual", "current"), desk.cents("annual")
    desk.need(0 < current < annual)
    share = percent_text((current * 20000 + annual) // (2 * annual))
    desk.tell(FORM, "## 实际完成情况", f"当年财政拨款占全年预算数的{share}。")
    return f"正文写当年财政拨款占比{share}"


@harmless
def standing_practice(desk: Desk) -> str:
    """Advice to go on as before answers no problem and needs none."""
    desk.need(desk.evaluated)
    desk.say(REPORT, f"{ADVICE}\n\n", f"{ADVICE}\n\n根据以上分析，提出如下建议：\n\n")
    return "有关建议前有一句引言"
