"""Faults in the rules by which indicators are scored."""

from __future__ import annotations

import re

from jxanalytics.samples.faults.desk import FORM, REPORT, Desk, Item
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.words import Shape

_CONTRADICTS = "评分规则前后矛盾，请核实"
_BOTTOM = re.compile(r"低于([\d.]+)(\D*?)不得分")
_BASE = re.compile(r"^(?:达到)?([\d.]+)(\D*?)(?:及以上)?得\d+分，")
_STEP = re.compile(r"每(?:减少|下降)([\d.]+)(\D*?)扣1分")


def _write(desk: Desk, item: Item, rule: str, kinds: tuple[str, ...] = (FORM, REPORT)) -> None:
    """The indicator's rule in the documents that have one."""
    for kind in kinds:
        for row in desk.rows("rules", kind, indicator_id=item.id):
            desk.put("rules", row, text=rule, raw=rule)


def _ladder(desk: Desk, fits: int = 3) -> Item:
    """An indicator with a ladder and full marks under any reading of it."""
    return desk.item(
        lambda i: i.laddered and i.full and i.weight >= fits and i.shape is not Shape.COST
        and not desk.plan.deducted[i.row]
    )  # fmt: skip


def _numbers(item: Item) -> tuple[float, float, float, str]:
    """Where the ladder begins, how long its steps are, where it ends, its unit."""
    base, step, bottom = _BASE.search(item.rule), _STEP.search(item.rule), _BOTTOM.search(item.rule)
    assert base and step and bottom
    return float(base[1]), float(step[1]), float(bottom[1]), bottom[2]


@fault("rules", "请补充该指标的评分规则")
def rule_missing(desk: Desk) -> str:
    item = desk.one(desk.items)
    for kind in (FORM, REPORT):
        desk.drop("rules", desk.rows("rules", kind, indicator_id=item.id))
    return f"指标“{item.name}”没有评分规则"


@fault("rules", "同一指标有两种评分规则，请明确以哪一种为准")
def rule_differs_in_report(desk: Desk) -> str:
    """The report scores by a ladder of other steps; full marks under both."""
    desk.need(desk.evaluated)
    item = _ladder(desk)
    _, step, bottom, unit = _numbers(item)
    other = item.rule.replace(f"{step:g}{unit}扣1分", f"{2 * step:g}{unit}扣1分")
    desk.need(other != item.rule)
    base = _numbers(item)[0]
    end = base - item.weight * 2 * step
    other = other.replace(f"低于{bottom:g}{unit}不得分", f"低于{end:g}{unit}不得分")
    desk.need(end > 0)
    _write(desk, item, other, (REPORT,))
    return f"指标“{item.name}”自评表规则为“{item.rule}”，评价报告为“{other}”"


@fault("rules", "同一指标有两种评分规则，请明确以哪一种为准")
def second_rule(desk: Desk) -> str:
    """A second rule in the form itself."""
    item = _ladder(desk)
    base, _, _, unit = _numbers(item)
    other = f"达到{base:g}{unit}得满分，未达到不得分，满分{item.weight}分"
    row = desk.row("rules", FORM, indicator_id=item.id)
    desk.add("rules", document_id=desk.document(FORM), project_id=desk.project, indicator_id=item.id,
             position=2.0, text=other, raw=other, place=desk.get("rules", row, "place"))  # fmt: skip
    return f"自评表指标“{item.name}”旁有两种规则：“{item.rule}”和“{other}”"


@fault("rules", "正文所述评分规则与评分表不一致，请明确以哪一种为准")
def rule_in_text(desk: Desk) -> str:
    """The report's text scores by a rule of its own, as a rule read from the text."""
    desk.need(desk.evaluated)
    item = _ladder(desk)
    base, step, _, unit = _numbers(item)
    end = base - 2 * step * item.weight
    desk.need(end > 0)
    other = f"每降低{2 * step:g}{unit}扣1分，{end:g}{unit}以下不得分"
    desk.retell(item, "经评价，得", f"{other}。经评价，得")
    longer, place = desk.paragraph(item), desk.places[-1][1]
    desk.add("rules", document_id=desk.document(REPORT), project_id=desk.project, indicator_id=item.id,
             position=2.0, text=other, raw=longer, place=place)  # fmt: skip
    return f"评价报告正文称“{item.name}”“{other}”，评分表规则为“{item.rule}”"


@fault("rules", _CONTRADICTS)
def impossible_ladder(desk: Desk) -> str:
    """Nothing below a bound that lies above the mark for full points."""
    item = _ladder(desk)
    base, _, bottom, unit = _numbers(item)
    desk.need(unit != "%")
    wrong = base * 10
    rule = item.rule.replace(f"低于{bottom:g}{unit}不得分", f"低于{wrong:g}{unit}不得分")
    _write(desk, item, rule)
    return f"指标“{item.name}”规则为“{rule}”，不得分界限高于满分界限"


@fault("rules", "评分规则的不得分界限不会起作用，请核实")
def bound_never_binds(desk: Desk) -> str:
    """The points run out before the bound is reached."""
    item = _ladder(desk)
    base, step, bottom, unit = _numbers(item)
    lower = base - (item.weight + desk.number(2, 5)) * step
    desk.need(lower > 0)
    rule = item.rule.replace(f"低于{bottom:g}{unit}不得分", f"低于{lower:g}{unit}不得分")
    desk.need(rule != item.rule)
    _write(desk, item, rule)
    return f"指标“{item.name}”规则为“{rule}”，扣完{item.weight}分时尚未到不得分界限"


@fault("rules", "评分规则未写明得满分的标准，请补充")
def no_full_mark_point(desk: Desk) -> str:
    item = _ladder(desk)
    base = _BASE.search(item.rule)
    assert base
    rule = item.rule.replace(base[0], "")
    _write(desk, item, rule)
    return f"指标“{item.name}”规则为“{rule}”，没有满分标准"


@fault("rules", "评分规则在不得分界限处跳档较大，请核实")
def ladder_jumps(desk: Desk) -> str:
    """From half the points or more to nothing at a step."""
    item = _ladder(desk, 7)
    base, step, bottom, unit = _numbers(item)
    higher = base - 3 * step
    desk.need(higher > 0)
    rule = item.rule.replace(f"低于{bottom:g}{unit}不得分", f"低于{higher:g}{unit}不得分")
    _write(desk, item, rule)
    return f"指标“{item.name}”规则为“{rule}”，由{item.weight - 3}分一步降为0分"


@fault("rules", "评分规则的满分与分值不一致，请核对")
def full_mark_differs(desk: Desk) -> str:
    """The rule gives fewer points in all than the weight."""
    item = _ladder(desk, 4)
    less = item.weight - 1
    rule = item.rule.replace(f"得{item.weight}分，", f"得{less}分，")
    rule = rule.replace(f"满分{item.weight}分", f"满分{less}分")
    base, step, bottom, unit = _numbers(item)
    rule = rule.replace(f"低于{bottom:g}{unit}", f"低于{base - less * step:g}{unit}")
    _write(desk, item, rule)
    return f"指标“{item.name}”分值{item.weight}分，规则满分{less}分"


@fault("rules", "成本指标按支出多少得分，请改为以节约为导向的指标")
def cost_rewards_spending(desk: Desk) -> str:
    """A cost indicator that gives more points the more was spent."""
    item = desk.item(lambda i: i.shape is Shape.COST and i.full)
    w = item.weight
    rule = f"费用执行率100%得满分，90%-99%得{w - 1}分，80%-89%得{w - 2}分，以此类推，{110 - 10 * w}%以下不得分，满分{w}分"
    _write(desk, item, rule)
    return f"成本指标“{item.name}”规则为“{rule}”，支出越多得分越高"


@fault("rules", "成本指标应控制在上限以内，请核对指标值的方向")
def cost_at_least(desk: Desk) -> str:
    """A cost target with the sign the wrong way round, in all documents."""
    item = desk.item(lambda i: i.shape is Shape.COST and i.full)
    wrong = "≥" + item.target.removeprefix("≤").removeprefix("不超过")
    for kind in desk.filed:
        row = desk.row("indicators", kind, indicator_id=item.id)
        desk.put("indicators", row, target_operator="≥", target_raw=wrong)
    if desk.evaluated:
        desk.retell(item, f"年度指标值为{item.target}，", f"年度指标值为{wrong}，")
    return f"成本指标“{item.name}”指标值为{wrong}"


@fault("rules", "评分规则旁所写的指标值与指标表不一致，请核对")
def rule_names_other_target(desk: Desk) -> str:
    """The report's table of rules names another target than its table of scores."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.full)
    row = desk.row("indicators", REPORT, indicator_id=item.id)
    target = int(desk.get("indicators", row, "target"))
    other = target + max(1, target * desk.number(2, 15) // 100)
    rule = desk.row("rules", REPORT, indicator_id=item.id)
    desk.put("rules", rule, raw=f"{item.name}{other}{item.unit}（{item.rule}）")
    return f"评分规则表写“{item.name}{other}{item.unit}”，指标值为{item.target}"
