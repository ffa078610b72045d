"""Faults across documents: what target form, self-evaluation, summary and report say of indicators."""

from __future__ import annotations

from dataclasses import replace

from jxanalytics.samples.decided import Plan, money_text
from jxanalytics.samples.faults.desk import FORM, REPORT, SUMMARY, TARGET, Desk, Item
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.outcomes import IN_PROPORTION
from jxanalytics.samples.words import Shape


def _loose(item: Item) -> bool:
    """Its rule names no points and no target: it fits any weight."""
    return item.rule == IN_PROPORTION or item.shape in (Shape.QUALITATIVE, Shape.SATISFACTION)


def _other_figure(desk: Desk, item: Item, figure: int, kinds: tuple[str, ...]) -> str:
    """State another target of an indicator in tables and texts of some documents; its new text."""
    row = desk.row("indicators", kinds[0], indicator_id=item.id)
    old = f"{desk.get('indicators', row, 'target'):g}"
    raw = item.target.replace(old, str(figure))
    desk.need(raw != item.target)
    for kind in kinds:
        row = desk.row("indicators", kind, indicator_id=item.id)
        desk.put("indicators", row, target=float(figure), target_raw=raw)
        if item.level2 == "数量指标":
            desk.say(kind, f"{item.name}（{item.target}）", f"{item.name}（{raw}）")
    if REPORT in kinds:
        desk.retell(item, f"年度指标值为{item.target}，", f"年度指标值为{raw}，")
    return raw


@fault("across", "自评表缺少批复的绩效指标，请补充或说明")
def indicator_dropped(desk: Desk) -> str:
    """An approved indicator is missing in the form; another took over its points."""
    desk.need(not desk.evaluated)
    gone = desk.item(lambda i: i.level2 != "数量指标" and i.full)
    level1 = _level1(desk, gone)
    into = desk.item(
        lambda i: i.id != gone.id and _level1(desk, i) == level1 and i.full and _loose(i)
    )
    desk.need(sum(i.level2 == gone.level2 for i in desk.items) > 1)
    desk.drop("rules", desk.rows("rules", FORM, indicator_id=gone.id))
    desk.drop("scores", desk.rows("scores", FORM, indicator_id=gone.id))
    desk.drop("indicators", desk.rows("indicators", FORM, indicator_id=gone.id))
    weight = gone.weight + into.weight
    row = desk.row("indicators", FORM, indicator_id=into.id)
    desk.put("indicators", row, weight=float(weight), weight_raw=str(weight))
    desk.score(into.id, 100 * weight)
    return f"绩效目标表的指标“{gone.name}”在自评表中没有，其{gone.weight}分并入“{into.name}”"


def _level1(desk: Desk, item: Item) -> str:
    return desk.plan.slots.level1[item.row]


@fault("across", "自评表新增了绩效目标表没有的指标，请说明调整依据")
def indicator_added(desk: Desk) -> str:
    """The approved form lacks an indicator that is evaluated; its points lay with another."""
    gone = desk.item(lambda i: i.level2 != "数量指标")
    into = desk.item(lambda i: i.id != gone.id and _level1(desk, i) == _level1(desk, gone))
    desk.drop("indicators", desk.rows("indicators", TARGET, indicator_id=gone.id))
    weight = gone.weight + into.weight
    row = desk.row("indicators", TARGET, indicator_id=into.id)
    desk.put("indicators", row, weight=float(weight), weight_raw=str(weight))
    return f"自评表的指标“{gone.name}”在绩效目标表中没有"


@fault("across", "自评表的指标值低于批复的绩效目标，请说明调整依据")
def target_lowered(desk: Desk) -> str:
    """The approved form asked for more than the form and the report now state."""
    item = desk.item(lambda i: i.shape in (Shape.COUNT, Shape.COST))
    row = desk.row("indicators", TARGET, indicator_id=item.id)
    target = int(desk.get("indicators", row, "target"))
    change = max(1, target * desk.number(5, 25) // 100)
    raw = _other_figure(
        desk, item, target + (change if item.shape is Shape.COUNT else -change), (TARGET,)
    )
    return f"指标“{item.name}”批复为{raw}，自评表为{item.target}"


@fault("across", "自评表的指标值高于批复的绩效目标，请核对")
def target_raised(desk: Desk) -> str:
    item = desk.item(lambda i: i.shape is Shape.COUNT)
    row = desk.row("indicators", TARGET, indicator_id=item.id)
    target = int(desk.get("indicators", row, "target"))
    less = target - max(1, target * desk.number(5, 25) // 100)
    desk.need(less > 0)
    raw = _other_figure(desk, item, less, (TARGET,))
    return f"指标“{item.name}”批复为{raw}，自评表为{item.target}"


@fault("across", "自评表的分值与绩效目标表不一致，请说明调整依据")
def weights_moved(desk: Desk) -> str:
    """Points moved between two indicators after approval; the sums are the same."""
    one = desk.item(lambda i: i.weight > 4)
    other = desk.item(lambda i: i.id != one.id and _level1(desk, i) == _level1(desk, one))
    moved = desk.number(1, 3)
    for item, weight in ((one, one.weight - moved), (other, other.weight + moved)):
        row = desk.row("indicators", TARGET, indicator_id=item.id)
        desk.put("indicators", row, weight=float(weight), weight_raw=str(weight))
    return f"绩效目标表“{one.name}”“{other.name}”的分值与自评表相差{moved}分"


@fault("across", "同一指标在自评表和评价报告中指标值不同，请核对")
def report_target(desk: Desk) -> str:
    """The report's table and text state another target; it is met as well."""
    desk.need(desk.evaluated)
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.full and i.rule == IN_PROPORTION)
    row = desk.row("indicators", REPORT, indicator_id=item.id)
    target = int(desk.get("indicators", row, "target"))
    less = target - max(1, target * desk.number(3, 12) // 100)
    desk.need(less > 0)
    raw = _other_figure(desk, item, less, (REPORT,))
    return f"指标“{item.name}”自评表为{item.target}，评价报告为{raw}"


@fault("across", "同一指标在自评表和评价报告中完成值不同，请核对")
def report_actual(desk: Desk) -> str:
    """The report's table and text state another result; it meets the target as well."""
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.full)
    desk.need(desk.evaluated)
    row = desk.row("indicators", REPORT, indicator_id=item.id)
    actual, target = (int(desk.get("indicators", row, c)) for c in ("actual", "target"))
    other = desk.number(target, target * 12 // 10)
    desk.need(other != actual)
    raw = f"{other}{item.unit}"
    desk.put("indicators", row, actual=float(other), actual_raw=raw)
    desk.retell(item, f"实际完成值为{item.actual}。", f"实际完成值为{raw}。")
    return f"指标“{item.name}”完成值自评表为{item.actual}，评价报告为{raw}"


@fault("across", "评价报告的分值与自评表不一致，请核对")
def report_weights(desk: Desk) -> str:
    """Two weights of the report differ from the form's; all its points were full and still are."""
    desk.need(desk.evaluated)

    def fits(i: Item) -> bool:
        return i.full and _loose(i) and not desk.plan.deducted[i.row]

    one = desk.item(lambda i: fits(i) and i.weight > 4)
    other = desk.item(
        lambda i: fits(i) and i.id != one.id and _level1(desk, i) == _level1(desk, one)
    )
    for item, weight in ((one, one.weight - 1), (other, other.weight + 1)):
        row = desk.row("indicators", REPORT, indicator_id=item.id)
        desk.put("indicators", row, weight=float(weight), weight_raw=str(weight))
        row = desk.row("scores", REPORT, indicator_id=item.id)
        desk.put("scores", row, score=float(weight), score_raw=str(weight))
        desk.retell(item, f"得{item.weight}分。", f"得{weight}分。")
    return f"评价报告“{one.name}”“{other.name}”的分值与自评表不同"


@fault("across", "评价报告缺少自评表的指标，请补充或说明")
def report_lacks_indicator(desk: Desk) -> str:
    """An indicator is neither in the report's tables nor in its text; another has its points."""
    desk.need(desk.evaluated)

    def fits(i: Item) -> bool:
        return i.full and not desk.plan.deducted[i.row]

    gone = desk.item(lambda i: fits(i) and i.level2 != "数量指标")
    into = desk.item(
        lambda i: (
            fits(i) and i.id != gone.id and _loose(i) and _level1(desk, i) == _level1(desk, gone)
        )
    )
    desk.need(sum(i.level2 == gone.level2 for i in desk.items) > 1)
    for table in ("rules", "scores", "indicators"):
        desk.drop(table, desk.rows(table, REPORT, indicator_id=gone.id))
    weight = into.weight + gone.weight
    row = desk.row("indicators", REPORT, indicator_id=into.id)
    desk.put("indicators", row, weight=float(weight), weight_raw=str(weight))
    row = desk.row("scores", REPORT, indicator_id=into.id)
    desk.put("scores", row, score=float(weight), score_raw=str(weight))
    desk.retell(into, f"得{into.weight}分。", f"得{weight}分。")
    desk.say(REPORT, f"{desk.paragraph(gone)}\n\n", "")
    _uncounted(desk, gone)
    return f"自评表的指标“{gone.name}”在评价报告中没有"


def _uncounted(desk: Desk, gone: Item) -> None:
    """The report's text no longer lists or counts an indicator that was met."""
    told = desk.text(REPORT)
    for listed in (f"{gone.name}、", f"、{gone.name}"):
        if told.count(listed) == 1:
            desk.say(REPORT, listed, "")
            break
    own = desk.items
    met = sum(i.points - int(desk.plan.deducted[i.row]) == 100 * i.weight for i in own)
    desk.say(
        REPORT,
        f"列入评价的{len(own)}项指标中，得满分{met}项",
        f"列入评价的{len(own) - 1}项指标中，得满分{met - 1}项",
    )


@fault("across", "绩效目标表的年度总体目标与自评表不一致，请核对")
def goal_target(desk: Desk) -> str:
    """The goal in words asks for another number than the table under it."""
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.level2 == "数量指标")
    row = desk.row("indicators", FORM, indicator_id=item.id)
    target = int(desk.get("indicators", row, "target"))
    other = item.target.replace(
        str(target), str(target + max(1, target * desk.number(3, 20) // 100))
    )
    desk.say(FORM, f"{item.name}（{item.target}）", f"{item.name}（{other}）")
    return f"自评表预期目标写“{item.name}（{other}）”，指标表为{item.target}"


@fault("across", "自评表实际完成情况与指标表不一致，请核对")
def result_told(desk: Desk) -> str:
    """What was done, in words, is another number than in the table."""
    item = desk.item(lambda i: i.shape is Shape.COUNT and i.level2 == "数量指标")
    row = desk.row("indicators", FORM, indicator_id=item.id)
    actual = int(desk.get("indicators", row, "actual"))
    other = f"{actual + max(1, actual * desk.number(3, 30) // 100)}{item.unit}"
    desk.say(FORM, f"{item.name}为{item.actual}", f"{item.name}为{other}")
    return f"自评表实际完成情况写“{item.name}为{other}”，指标表为{item.actual}"


@fault("across", "项目列入汇总表，未见自评表和得分，请补充")
def form_missing(desk: Desk) -> str:
    """In the summary, but without form, report and scores."""
    desk.need(not desk.evaluated)
    desk.forget(FORM)
    row = desk.row("totals", SUMMARY, measure="self", project_id=desk.project)
    desk.put("totals", row, value=float("nan"), raw="")
    return "项目只列入汇总表，没有自评表，自评分数空白"


@fault("across", "自评表未填得分，请补充")
def scores_missing(desk: Desk) -> str:
    """The form came without any points, and the summary has none."""
    desk.need(not desk.evaluated)
    for row in desk.rows("scores", FORM):
        desk.put("scores", row, score=float("nan"), score_raw="")
    for kind in (FORM, SUMMARY):
        row = desk.row("totals", kind, measure="self", project_id=desk.project)
        desk.put("totals", row, value=float("nan"), raw="")
    return "自评表各项得分和总分均未填，汇总表自评分数空白"


@fault("across", "请提供批复的绩效目标表")
def target_form_missing(desk: Desk) -> str:
    """The one project whose approved targets are not there."""
    desk.forget(TARGET)
    return "没有绩效目标表"


@fault("across", "项目开展部门评价，未见评价报告，请补充")
def report_missing(desk: Desk) -> str:
    """The summary gives a department's score, but there is no report."""
    desk.need(desk.evaluated)
    desk.forget(REPORT)
    return "汇总表有部门评价分数，没有评价报告"


@fault("across", "项目有自评表而未列入资金汇总表，请补充")
def not_in_summary(desk: Desk) -> str:
    """The summary leaves the project out; its sums and its note are those of what it lists."""
    listed = desk.rows("funding", SUMMARY)
    desk.need(len(listed) > 1)
    without = _without(desk)
    desk.drop("funding", desk.rows("funding", SUMMARY, project_id=desk.project))
    desk.drop("totals", desk.rows("totals", SUMMARY, project_id=desk.project))
    for quantity, (cents, old, new) in without.items():
        desk.state(SUMMARY, quantity, cents, new, "")
        desk.say(SUMMARY, f"合计{old}万元", f"合计{new}万元")
    desk.say(SUMMARY, f"列有项目{len(listed)}个", f"列有项目{len(listed) - 1}个")
    return "项目未列入资金汇总表"


def _without(desk: Desk) -> dict[str, tuple[int, str, str]]:
    """The summary's sums without the project: 0.01万元, text before, text after."""
    sums = {}
    for quantity in ("annual", "executed"):
        row = desk.row("totals", SUMMARY, measure=quantity, project_id="")
        old = desk.get("totals", row, "raw")
        cents = round(desk.get("totals", row, "value") * 100) - desk.cents(quantity, kind=SUMMARY)
        sums[quantity] = (cents, old, money_text(cents))
    return sums


@fault("units", "该指标衡量数量，请核对所属二级指标")
def count_under_quality(desk: Desk) -> str:
    """A count filed under quality, in all documents."""
    counts = [i for i in desk.items if i.level2 == "数量指标"]
    desk.need(len(counts) > 1)
    # The last one stands beside the indicators of quality.
    item = counts[-1]
    slots = desk.plan.slots
    level2 = list(slots.level2)
    level2[item.row] = "质量指标"
    plan: Plan = replace(desk.plan, slots=replace(slots, level2=level2))
    desk.redecide(plan)
    return f"数量“{item.name}”（{item.target}）列在质量指标下"
