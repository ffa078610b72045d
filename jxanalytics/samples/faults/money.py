"""Faults in the money of a form or a summary."""

from __future__ import annotations

import numpy as np

from jxanalytics.model.vocabulary import SOURCES
from jxanalytics.samples.decided import money_text, percent_text
from jxanalytics.samples.faults.desk import FORM, REPORT, SUMMARY, TARGET, Desk, rate_of
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.plan import execution_points

_PARTS = "请核对资金来源各行与年度资金总额"
_ACROSS = "请核对自评表与资金汇总表的金额，以财务账为准"
_RATE = "请按全年执行数÷全年预算数重新计算执行率"


def _slip(desk: Desk, cents: int) -> int:
    """The amount with a slip of the pen: noticeably lower or higher, never to 0."""
    desk.need(cents >= 100)
    share = desk.number(3, 30)
    return cents - max(2, cents * share // 100)


def _parts(desk: Desk, quantity: str, label: str) -> str:
    cents = desk.cents(quantity, "current")
    wrong = _slip(desk, cents)
    if quantity == "annual":
        # Not below what was spent, which would be another fault.
        wrong = 2 * cents - wrong
    desk.money(quantity, "current", wrong)
    return f"自评表当年财政拨款的{label}误填为{money_text(wrong)}万元（应为{money_text(cents)}万元），合计未改"


@fault("arithmetic", _PARTS)
def executed_parts(desk: Desk) -> str:
    return _parts(desk, "executed", "全年执行数")


@fault("arithmetic", _PARTS)
def annual_parts(desk: Desk) -> str:
    return _parts(desk, "annual", "全年预算数")


@fault("arithmetic", _PARTS)
def initial_parts(desk: Desk) -> str:
    return _parts(desk, "initial", "年初预算数")


@fault("arithmetic", _PARTS)
def source_left_blank(desk: Desk) -> str:
    """A source that has a budget and spending, without its spending."""
    source = desk.one([s for s in ("carry_over", "other") if desk.cents("executed", s)])
    was = desk.cents("executed", source)
    desk.money("executed", source, None)
    return f"自评表{SOURCES[source]}的全年执行数{money_text(was)}万元漏填"


@fault("arithmetic", "请补填全年执行数合计")
def total_left_blank(desk: Desk) -> str:
    was = desk.cents("executed")
    desk.money("executed", "total", None)
    return f"自评表年度资金总额的全年执行数{money_text(was)}万元漏填"


@fault("arithmetic", "请核实年度资金总额的全年执行数是否为0")
def total_as_zero(desk: Desk) -> str:
    was = desk.cents("executed")
    desk.money("executed", "total", 0)
    return f"自评表年度资金总额的全年执行数误填为0（应为{money_text(was)}万元）"


@fault("arithmetic", _PARTS)
def executed_total(desk: Desk) -> str:
    """The clerk left the rate as it was."""
    was = desk.cents("executed")
    wrong = _slip(desk, was)
    desk.money("executed", "total", wrong)
    return f"自评表全年执行数合计误填为{money_text(wrong)}万元（应为{money_text(was)}万元），执行率未改"


@fault("arithmetic", _PARTS)
def executed_total_and_rate(desk: Desk) -> str:
    """The clerk computed the rate anew from the wrong sum; the points come out the same."""
    was, annual = desk.cents("executed"), desk.cents("annual")
    wrong = _slip(desk, was)
    desk.need(_points(desk, wrong, annual) == _points(desk, was, annual))
    desk.money("executed", "total", wrong)
    _state_rate(desk, rate_of(wrong, annual))
    return f"自评表全年执行数合计误填为{money_text(wrong)}万元（应为{money_text(was)}万元），并据此计算执行率"


@fault("arithmetic", _PARTS)
def annual_total(desk: Desk) -> str:
    was = desk.cents("annual")
    wrong = was + max(2, was * desk.number(3, 30) // 100)
    desk.money("annual", "total", wrong)
    return f"自评表全年预算数合计误填为{money_text(wrong)}万元（应为{money_text(was)}万元），执行率未改"


def _points(desk: Desk, executed: int, annual: int) -> int:
    return int(execution_points(np.array([executed]), np.array([annual]), desk.plan.year)[0])


def _state_rate(desk: Desk, rate: int) -> None:
    """State another execution rate in the form: one cell, kept in two tables."""
    raw = percent_text(rate)
    row = desk.row("funding", FORM, source="total")
    desk.put("funding", row, rate=rate / 100, rate_raw=raw)
    row = desk.row("indicators", FORM, role="execution")
    desk.put("indicators", row, actual=rate / 100, actual_raw=raw)


@fault("arithmetic", _RATE)
def rate_slip(desk: Desk) -> str:
    """Off by half a point to three points, within the band that gives the points."""
    was = desk.rate
    wrong = was + desk.one([-1, 1]) * desk.number(50, 300)
    desk.need(
        0 < wrong < 10000,
        _points(desk, wrong, 10000) == _points(desk, was, 10000) or desk.plan.year <= 2020,
    )
    _state_rate(desk, wrong)
    return f"自评表执行率误填为{percent_text(wrong)}（应为{percent_text(was)}）"


@fault("arithmetic", _RATE)
def rate_on_initial_budget(desk: Desk) -> str:
    initial, annual, executed = (desk.cents(q) for q in ("initial", "annual", "executed"))
    wrong = rate_of(executed, initial)
    desk.need(abs(wrong - desk.rate) > 20, 0 < wrong <= 10000)
    desk.need(
        desk.plan.year <= 2020
        or _points(desk, executed, initial) == _points(desk, executed, annual)
    )
    _state_rate(desk, wrong)
    return f"自评表执行率按年初预算数计算，误填为{percent_text(wrong)}（应为{percent_text(desk.rate)}）"


@fault("arithmetic", "执行数大于预算数，请核实金额单位、全年预算数是否已更新")
def yuan_for_wan(desk: Desk) -> str:
    """The column of spending typed in yuan in a form in 万元, the rate left as it was."""
    for source in SOURCES:
        if cents := desk.cents("executed", source):
            desk.money("executed", source, cents * 10000)
    return "自评表全年执行数一列按元填写，表头为万元"


@fault("arithmetic", "全年执行数大于全年预算数，请核实是否超预算或全年预算数未更新")
def overspent(desk: Desk) -> str:
    """Every document tells the same overspending."""
    over = max(1, int(desk.plan.money.current[desk.i]) * desk.number(2, 12) // 100)
    spent = int(desk.plan.money.current[desk.i]) + over
    plan = desk.money_decided(current_spent=spent)
    desk.redecide(plan)
    left = -int(plan.money.closing[desk.i])
    for kind in (FORM, REPORT):
        if desk.has(kind):
            _without_balance(desk, kind)
    return f"全年执行数超出全年预算数{money_text(left)}万元，各文件一致"


def _without_balance(desk: Desk, kind: str) -> None:
    """What the text says of money left is taken out."""
    text = desk.text(kind)
    start = text.find("年末未执行")
    if start >= 0:
        end = text.index("\n", start)
        desk.say(kind, text[start:end], "")


@fault("arithmetic", "该来源执行数大于其预算数，请核实资金来源的划分")
def source_overspent(desk: Desk) -> str:
    """Carry-over spent beyond what there was, current money less by as much; totals hold."""
    money = desk.plan.money
    carry, spent = int(money.carry_over[desk.i]), int(money.current_spent[desk.i])
    desk.need(carry > 0)
    moved = desk.number(1, min(spent - 1, carry // 2))
    plan = desk.money_decided(carry_over_spent=carry + moved, current_spent=spent - moved)
    desk.redecide(plan)
    return f"上年结转资金执行{money_text(carry + moved)}万元，大于其预算数{money_text(carry)}万元"


@fault("arithmetic", "已交回数大于年末未执行数，请核对")
def returned_too_much(desk: Desk) -> str:
    left = desk.cents("annual") - desk.cents("executed")
    desk.need(left > 0)
    wrong = left + max(1, left * desk.number(5, 60) // 100)
    desk.money("returned", "total", wrong)
    return f"自评表已交回数填{money_text(wrong)}万元，大于年末未执行数{money_text(left)}万元"


def _in_summary(desk: Desk, quantity: str, cents: int) -> None:
    """Another amount in the project's line; the sum below and the note follow it."""
    was = desk.cents(quantity, kind=SUMMARY)
    desk.money(quantity, "total", cents, SUMMARY)
    row = desk.row("totals", SUMMARY, measure=quantity, project_id="")
    old = round(desk.get("totals", row, "value") * 100)
    _sum_in_summary(desk, quantity, old - was + cents)


def _sum_in_summary(desk: Desk, quantity: str, cents: int) -> None:
    row = desk.row("totals", SUMMARY, measure=quantity, project_id="")
    old = desk.get("totals", row, "raw")
    desk.state(SUMMARY, quantity, cents, money_text(cents), "")
    label = {"annual": "全年预算数", "executed": "全年执行数"}[quantity]
    desk.say(SUMMARY, f"{label}合计{old}万元", f"{label}合计{money_text(cents)}万元")


@fault("across", _ACROSS)
def summary_executed(desk: Desk) -> str:
    was = desk.cents("executed")
    wrong = _slip(desk, was)
    _in_summary(desk, "executed", wrong)
    return f"汇总表中该项目年末决算数为{money_text(wrong)}万元，自评表为{money_text(was)}万元"


@fault("across", _ACROSS)
def summary_annual(desk: Desk) -> str:
    was = desk.cents("annual")
    wrong = was + max(2, was * desk.number(3, 30) // 100)
    _in_summary(desk, "annual", wrong)
    return f"汇总表中该项目全年安排数为{money_text(wrong)}万元，自评表为{money_text(was)}万元"


@fault("across", "汇总表金额与自评表相差一万倍，请核实金额单位")
def summary_in_yuan(desk: Desk) -> str:
    for quantity in ("annual", "executed"):
        _in_summary(desk, quantity, desk.cents(quantity) * 10000)
    return "汇总表中该项目的金额按元填写，表头为万元"


@fault("arithmetic", "请核对资金汇总表合计行")
def summary_sum(desk: Desk) -> str:
    quantity = desk.one(["annual", "executed"])
    row = desk.row("totals", SUMMARY, measure=quantity, project_id="")
    was = round(desk.get("totals", row, "value") * 100)
    wrong = _slip(desk, was)
    _sum_in_summary(desk, quantity, wrong)
    return f"汇总表合计行误填为{money_text(wrong)}万元（应为{money_text(was)}万元）"


@fault("across", "请核对绩效目标表与自评表的年初预算数")
def target_form_money(desk: Desk) -> str:
    """The approved form states other money; its own sum holds."""
    was, current = desk.cents("initial"), desk.cents("initial", "current")
    less = current - _slip(desk, current)
    desk.money("initial", "current", current + less, TARGET)
    desk.money("initial", "total", was + less, TARGET)
    return f"绩效目标表年初预算为{money_text(was + less)}万元，自评表为{money_text(was)}万元"


@fault("across", "财务决算数据与自评表的全年执行数不一致，请核对")
def accounts_differ(desk: Desk) -> str:
    was = desk.cents("executed")
    wrong = _slip(desk, was)
    with_accounts(desk, wrong)
    return f"财务决算数据全年执行数为{money_text(wrong)}万元，自评表为{money_text(was)}万元"


def with_accounts(desk: Desk, executed: int) -> None:
    """Accounts that state the project's budget and spending."""
    document, annual = f"{desk.project}-accounts", desk.cents("annual")
    desk.add("documents", document_id=document, project_id=desk.project, kind="accounts",
             title="财务决算数据", year=float(desk.plan.year), file=f"{document}.xlsx", table="决算",
             amount_unit="万元")  # fmt: skip
    desk.add("funding", document_id=document, project_id=desk.project, source="total",
             annual=annual / 100, annual_raw=money_text(annual), annual_place="[决算]!C5",
             executed=executed / 100, executed_raw=money_text(executed), executed_place="[决算]!D5")  # fmt: skip
