"""Slides on projects and money: the whole, what came in, execution, what lies unspent."""

from __future__ import annotations

import math

from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import LOW_RATE
from jxanalytics.narrative import grid
from jxanalytics.narrative.meeting.deck import Key, Plot, Slide
from jxanalytics.narrative.meeting.scope import ROWS, Scope, listing
from jxanalytics.narrative.overview import grade_sentence, money_sentence, score_sentence
from jxanalytics.narrative.sentences import TO_SUPPLY, carry_asked, rolled, value
from jxanalytics.statistics import total_row

# Documents a meeting asks for, in the order of the year, and who must hand them in.
_ASKED = (("target", "绩效目标表"), ("self_evaluation", "自评表"), ("report", "部门评价报告"))


def overall(scope: Scope) -> Slide:
    """总体: the year in key figures, with last year's beside it where there is one."""
    facts, total, scores = scope.facts, scope.facts.total, scope.facts.score_summary()
    annual, rate = value(total, "annual"), value(total, "rate")
    money = f"全年预算{say.amount(annual)}，执行率{say.rate(rate)}"
    title = (
        f"{scope.count}个项目{money}"
        if not math.isnan(annual)
        else f"{scope.count}个项目资金{TO_SUPPLY}"
    )
    grades = {row["grade"]: row["projects"] for row in facts.grades().to_dict("records")}
    mean = value(scores, "mean")
    keys = (
        Key(f"{scope.count}个", "项目"),
        Key(say.amount(annual), "全年预算数"),
        Key(say.amount(value(total, "executed")), "全年执行数"),
        Key(say.rate(rate), "预算执行率"),
        Key(say.amount(value(total, "unexecuted")), "年末未执行数"),
        Key("—" if math.isnan(mean) else f"{grid.points(mean)}分", "平均得分（复算）"),
        Key(f"{grades.get('优', 0)}个", "评价等级为优"),
        Key(f"{grades.get('中', 0) + grades.get('差', 0)}个", "评价等级为中、差"),
    )  # fmt: skip
    notes = (money_sentence(facts), score_sentence(facts), grade_sentence(facts),
             "预算执行率=全年执行数÷全年预算数，为各项目合计数之比，不是各项目执行率的平均。", scope.source)  # fmt: skip
    return Slide(title, _against_last_year(scope), keys=keys, notes=notes)


def _against_last_year(scope: Scope) -> str:
    """What changed since last year; how many units there are where last year is not known."""
    units = scope.facts.model["projects"]["unit_id"].nunique()
    before = scope.facts.before
    if before is None or before["projects"].empty:
        return f"涉及实施单位{units}个。"
    row = scope.facts.year_on_year("total").iloc[0]
    parts = []
    if not math.isnan(change := float(row["annual_change"])):
        share = float(row["annual_change_rate"])
        parts.append(f"全年预算{_moved(change, '增加', '减少')}{say.amount(abs(change))}"
                     + ("" if math.isnan(share) else f"（{say.rate(abs(share))}）"))  # fmt: skip
    if not math.isnan(points := float(row["rate_change"])):
        parts.append(f"执行率{_moved(points, '上升', '下降')}{say.number(abs(points))}个百分点")
    return f"与{before.year}年度相比，{'，'.join(parts)}。" if parts else ""


def _moved(change: float, up: str, down: str) -> str:
    return up if change >= 0 else down


def coverage(scope: Scope) -> Slide:
    """Does every project have its documents?"""
    facts = scope.facts
    projects, documents = facts.model["projects"], facts.model["documents"]
    projects = projects[~projects["project_id"].isin(facts.season.withdrawn)]
    rows, lacking, notes = [], 0, []
    for kind, name in _ASKED:
        asked = projects
        if kind == "report":
            asked = projects[projects["department_evaluation"] == "是"]
            if asked.empty:
                continue
        came = set(documents.loc[documents["kind"] == kind, "project_id"])
        missing = list(asked.loc[~asked["project_id"].isin(came), "name"])
        if kind == "self_evaluation":
            lacking = len(missing)
        rows.append([name, str(len(asked)), str(len(asked) - len(missing)), str(len(missing)),
                     say.listed(missing, 2, "个") if missing else "—"])  # fmt: skip
        if missing:
            notes.append(f"未收到{name}的项目：{say.listed(missing, 40, noun='个')}。")
    columns = [grid.text("材料", 1.4), grid.figure("应交", 0.7), grid.figure("已收", 0.7),
               grid.figure("未收", 0.7), grid.text("未收到的项目", 4.6)]  # fmt: skip
    title = (f"{len(projects) - lacking}个项目已交自评表，{lacking}个尚未收到" if lacking
             else f"{len(projects)}个项目的自评表全部收到")  # fmt: skip
    told = "绩效目标表、自评表按全部项目计，部门评价报告按开展部门评价的项目计；没有开展的不列。"
    table = grid.table("tbl-coverage", "材料报送情况", columns, rows, unit="份")
    return Slide(title, "材料未收齐的项目，相关数据标为“待补充”。" if lacking else "", table=table,
                 notes=(told, *notes, scope.source))  # fmt: skip


def execution(scope: Scope) -> Slide:
    """资金与执行 by unit (by project where there is one unit only)."""
    from jxanalytics import charts

    table = scope.facts.execution(scope.by)
    draw = charts.execution_by_unit if scope.by == "unit" else charts.execution_by_project
    chart = draw(table, size="slide", year=scope.facts.year)
    rated = table[table["rate"].notna()].sort_values("rate", kind="stable")
    low = int((rated["rate"] < LOW_RATE).sum())
    if rated.empty:
        title, lead = f"各{scope.noun}预算执行率{TO_SUPPLY}", ""
    else:
        worst = rated.iloc[0]
        said = (
            f"{low}个{scope.noun}低于{say.number(LOW_RATE)}%"
            if low
            else f"各{scope.noun}均不低于{say.number(LOW_RATE)}%"
        )
        title = f"预算执行率{say.rate(value(scope.facts.total, 'rate'))}，{said}"
        lead = f"最低的是{worst['name']}，执行率{say.rate(worst['rate'])}，年末未执行{say.amount(worst['unexecuted'])}。"
    data = chart.data.iloc[:, [0, -1]]
    notes = [chart.alt, *listing(table[["name", "annual", "executed", "unexecuted", "rate"]].set_axis(
        ["名称", "全年预算数（万元）", "全年执行数（万元）", "年末未执行数（万元）", "执行率（%）"], axis=1))]  # fmt: skip
    return Slide(
        title,
        lead,
        plot=Plot(chart, data, unit="%", low=LOW_RATE, rest=len(data) < len(table)),
        notes=(*notes, scope.source),
    )


def low_execution(scope: Scope) -> Slide:
    """The projects that spent little, those with the largest balances first."""
    scores = scope.facts.filed_scores
    table = scope.facts.execution().merge(
        scores[["project_id", "score"]], left_on="key", right_on="project_id"
    )
    low = table[table["rate"] < LOW_RATE].sort_values("unexecuted", ascending=False, kind="stable")
    left = say.amount(exact.total(low["unexecuted"]))
    share = exact.percent(
        [exact.total(low["unexecuted"])], [value(scope.facts.total, "unexecuted")]
    )[0]
    title = f"{len(low)}个项目执行率低于{say.number(LOW_RATE)}%，未执行{left}"
    lead = f"占全部年末未执行数的{say.rate(share)}。请有关单位说明原因和后续安排。"
    if low.empty:
        low = table[table["rate"].notna()].sort_values("rate", kind="stable").head(ROWS)
        title, lead = f"没有项目执行率低于{say.number(LOW_RATE)}%", "下表为执行率较低的项目。"
    rows = [
        [row["name"], grid.money(row["annual"]), grid.money(row["unexecuted"]), grid.percent(row["rate"]),
         grid.points(row["score"])]
        for row in low.head(ROWS).to_dict("records")
    ]  # fmt: skip
    if len(low) > ROWS:
        rest = low.iloc[ROWS:]
        total = total_row(rest)
        rows.append([f"其余{len(rest)}个项目", *(grid.money(float(str(total[n]))) for n in ("annual", "unexecuted")),
                     grid.percent(float(str(total["rate"]))), "—"])  # fmt: skip
    columns = [grid.text("项目", 5), grid.figure("全年预算数", 1.7), grid.figure("年末未执行", 1.7),
               grid.figure("执行率", 1.4), grid.figure("自评得分", 1.4)]  # fmt: skip
    shown = grid.table("tbl-low", "执行率较低的项目", columns, rows, unit="万元")
    notes = listing(low[["name", "unit_name", "annual", "executed", "rate", "score"]].set_axis(
        ["项目", "实施单位：", "全年预算数（万元）", "全年执行数（万元）", "执行率（%）", "自评得分（分）"], axis=1))  # fmt: skip
    return Slide(title, lead, table=shown, notes=(*notes, scope.source))


def carry_over(scope: Scope) -> Slide | None:
    """结转: closing by age and what there is to ask; None where no roll-forward is possible."""
    from jxanalytics import charts

    row = scope.facts.carried
    if not row.get("covered"):
        return None
    chart = charts.carry_over_by_age(
        scope.facts.ageing(scope.by), size="slide", year=scope.facts.year
    )
    closing, prior = value(row, "closing"), value(row, "closing_prior")
    title = f"年末结转（推算）{say.amount(closing)}"
    title += f"，其中以前年度资金{say.amount(prior)}" if prior > 0 else "，均为当年资金"
    asked = [f"{name}：{question}" for name, question in carry_asked(scope.facts)]
    unneeded = [q for q in asked if "未动用" in q]
    lead = (f"{len(unneeded)}个项目上年结转已能满足支出，当年拨款未动用，请说明安排依据。" if unneeded
            else "结转、结余的认定以财务对账为准。")  # fmt: skip
    notes = (
        f"可滚动推算的项目{int(row['covered'])}个，共{scope.count}个。{rolled(row)}。",
        "年末结转（推算）=上年结转+当年拨款+年中调整+其他资金−全年执行−已交回；仅凭报表不能区分结转与结余。",
        chart.alt, *asked, scope.source,
    )  # fmt: skip
    # An age nobody has is no series.
    name, *ages, whole = chart.data.columns
    ages = [age for age in ages if (chart.data[age] != 0).any()]
    parts = [age.removesuffix("（万元）") for age in ages] if len(ages) > 1 else []
    data = chart.data[[name, *(ages if parts else []), whole]]
    data = data.set_axis([name, *parts, "合计（万元）"], axis=1)
    return Slide(title, lead, plot=Plot(chart, data, "stacked" if parts else "bars"), notes=notes)
