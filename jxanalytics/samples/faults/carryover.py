"""Faults of carry-over and budgeting: every document agrees, and what they say deserves a question."""

from __future__ import annotations

from jxanalytics.samples.decided import Plan, money_text
from jxanalytics.samples.faults.desk import REPORT, Desk
from jxanalytics.samples.faults.kinds import fault


def _not_too_good(desk: Desk, plan: Plan) -> None:
    """Much delivered for little money would be another fault."""
    missed = sum(not item.full for item in desk.items)
    desk.need(int(plan.rate[desk.i]) >= 6000 or missed > 1)


@fault("carry-over", "结转资金已可满足支出，当年又安排拨款且未使用，请说明安排依据")
def new_money_untouched(desk: Desk) -> str:
    """Carry-over covered all that was spent; the year's appropriation was not touched."""
    money = desk.plan.money
    carry, current = int(money.carry_over[desk.i]), int(money.current[desk.i])
    desk.need(carry > 1000, current > 500, int(money.other[desk.i]) == 0)
    spent = carry * desk.number(62, 97) // 100
    plan = desk.money_decided(current_spent=0, carry_over_spent=spent)
    _not_too_good(desk, plan)
    desk.redecide(plan)
    return f"当年财政拨款{money_text(current)}万元未使用，支出{money_text(spent)}万元全部来自上年结转资金{money_text(carry)}万元"


@fault("carry-over", "上年结转资金当年未用完，疑似应收回，以对账为准，请说明")
def prior_money_unspent(desk: Desk) -> str:
    """Money carried over was again not spent, while new money was."""
    money = desk.plan.money
    carry, spent = int(money.carry_over[desk.i]), int(money.current_spent[desk.i])
    desk.need(carry > 500, spent > 0)
    left = carry * desk.number(15, 60) // 100
    plan = desk.money_decided(carry_over_spent=carry - left)
    _not_too_good(desk, plan)
    desk.redecide(plan)
    return f"上年结转资金{money_text(carry)}万元中有{money_text(left)}万元当年仍未使用"


@fault("plausibility", "全年预算数调减至与执行数一致，请提供预算调整依据")
def budget_cut_to_spending(desk: Desk) -> str:
    """The annual budget comes down from the initial one to the cent of what was spent."""
    money = desk.plan.money
    current = int(money.current[desk.i])
    desk.need(current > 1000)
    # An odd amount: nobody would plan it.
    spent = current * desk.number(45, 85) // 100 // 10 * 10 + 7
    plan = desk.money_decided(initial=current, current=spent, current_spent=spent)
    desk.redecide(plan)
    return f"当年财政拨款由年初{money_text(current)}万元调减为{money_text(spent)}万元，与执行数一致"


@fault("narrative", "项目资金含上年结转资金，请勿全部表述为当年预算")
def carry_over_called_budget(desk: Desk) -> str:
    """The report calls all money, carry-over included, this year's budget."""
    desk.need(desk.evaluated, desk.cents("annual", "carry_over") > 0)
    text, total = desk.text(REPORT), money_text(desk.cents("annual"))
    start = text.index(f"全年预算数{total}万元，包括")
    end = text.index("；", start)
    desk.say(
        REPORT, text[start:end], f"项目总金额{total}万元，其中本年预算{total}万元，资金已足额到位"
    )
    return f"评价报告将含结转资金的{total}万元全部称为本年预算"


@fault("years", "上年结转资金与上年年末未执行数不一致，请核对", years=2)
def opening_differs(desk: Desk) -> str:
    """This year opens with other carry-over than last year closed with."""
    before = desk.before
    assert before is not None
    desk.need(desk.project in before.ids)
    closed = int(before.money.closing[before.ids.index(desk.project)])
    opened = int(desk.plan.money.carry_over[desk.i])
    desk.need(closed == opened, closed > 200)
    wrong = opened - opened * desk.number(10, 50) // 100
    plan = desk.money_decided(carry_over=wrong, carry_over_spent=wrong)
    desk.redecide(plan)
    return f"上年年末未执行{money_text(closed)}万元，本年结转资金为{money_text(wrong)}万元"
