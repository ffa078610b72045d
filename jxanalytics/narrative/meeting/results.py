"""Slides on results: scores and grades, points lost, other evaluations, what follows."""

from __future__ import annotations

import pandas as pd

from jxanalytics.checks import Severity
from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import HIGH_SCORE, LOW_RATE
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Table
from jxanalytics.narrative.meeting.deck import Plot, Slide
from jxanalytics.narrative.meeting.scope import ROWS, Scope, listing
from jxanalytics.narrative.overview import grade_sentence, score_sentence
from jxanalytics.narrative.sentences import value
from jxanalytics.statistics import suggestion_summary

# Projects whose two scores are drawn.
_PAIRS = 6
_KINDS = (("department", "部门评价"), ("review", "复核"))


def grades(scope: Scope) -> Slide | None:
    """自评得分与等级: grades by count and by money."""
    from jxanalytics import charts

    facts, summary = scope.facts, scope.facts.score_summary()
    if not summary.get("scored"):
        return None
    table = facts.grades()
    chart = charts.grade_shares(table, size="slide", year=facts.year)
    counted = [
        f"{row['grade']}{row['projects']}个" for row in table.to_dict("records") if row["projects"]
    ]
    title = f"平均得分{say.points(value(summary, 'mean'))}，{'、'.join(counted)}"
    filed = facts.score_summary("filed")
    differing = int((facts.scored.totals["difference"].abs() > 0).sum())
    compared = f"与复算不一致的{differing}个，请核实" if differing else "与复算一致"
    lead = (
        f"自评填报总分平均{say.points(value(filed, 'mean'))}，{compared}。"
        if filed.get("scored")
        else ""
    )
    data = chart.data[[chart.data.columns[0], "项目数占比（%）", "资金占比（%）"]]
    notes = (score_sentence(facts), grade_sentence(facts), *listing(chart.data), scope.source)
    return Slide(title, lead, plot=Plot(chart, data, unit="%"), notes=notes)


def points_lost(scope: Scope) -> Slide | None:
    """Where points are lost, by level-2 indicator."""
    from jxanalytics import charts

    lost = scope.facts.points_lost()
    losing = lost[lost["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
    if losing.empty:
        return None
    chart = charts.points_lost(lost, size="slide", year=scope.facts.year)
    top = losing.head(2)
    names = "、".join(top["level2"])
    share = exact.percent([exact.total(top["lost"])], [exact.total(lost["lost"])])[0]
    title = f"失分集中在{names}" + (f"，合计占{say.rate(share)}" if len(losing) > 2 else "")
    rate = losing.sort_values("lost_rate", ascending=False, kind="stable").iloc[0]
    lead = f"失分率最高的是{rate['level2']}，失分{say.points(rate['lost'])}，占其分值的{say.rate(rate['lost_rate'])}。"
    notes = ("失分=分值−复算得分；失分率=失分÷分值。",
             *listing(lost[["level2", "indicators", "weight", "score", "lost", "lost_rate"]].set_axis(
                 ["二级指标", "指标数", "分值", "复算得分", "失分", "失分率（%）"], axis=1)), scope.source)  # fmt: skip
    data = losing.sort_index()[["level2", "lost"]].set_axis(["二级指标", "失分（分）"], axis=1)
    return Slide(title, lead, plot=Plot(chart, data, unit="分"), notes=notes)


def against_others(scope: Scope) -> list[Slide]:
    """部门评价、复核 against the units' own scores, a slide each where there are such scores."""
    return [made for kind, label in _KINDS if (made := _against(scope, kind, label))]


def _against(scope: Scope, kind: str, label: str) -> Slide | None:
    from jxanalytics import charts

    gap = f"{kind}_difference"
    table = scope.facts.self_against
    both = table[table[gap].notna()]
    if both.empty:
        return None
    higher, lower = both[both[gap] > 0], both[both[gap] < 0]
    chart = charts.self_against_department(table, size="slide", year=scope.facts.year, other=kind)
    if higher.empty and lower.empty:
        title = f"{len(both)}个项目{label}得分与自评一致"
    elif len(both) == 1:
        title = f"1个项目{label}得分{'低于' if len(higher) else '高于'}自评"
    else:
        told = [
            f"{'均' if len(part) == len(both) else f'{len(part)}个'}{how}自评得分"
            for part, how in ((higher, "低于"), (lower, "高于"))
            if len(part)
        ]
        title = f"{len(both)}个项目有{label}得分，{'，'.join(told)}"
    widest = both.loc[both[gap].abs().sort_values(ascending=False, kind="stable").index[0]]
    lead = (f"相差最大的是{widest['name']}：自评{say.points(widest['self'])}，"
            f"{label}{say.points(widest[kind])}。") if widest[gap] else ""  # fmt: skip
    if len(both) > _PAIRS:
        lead += "图中只列相差较大的项目。"
    columns = ["name", "self", kind, gap]
    headers = ["项目", "自评得分", f"{label}得分", "相差"]
    shown = both.loc[
        both[gap].abs().sort_values(ascending=False, kind="stable").index[:_PAIRS]
    ].sort_index()
    data = shown[columns[:3]].set_axis(headers[:3], axis=1)
    notes = (f"同时有自评得分和{label}得分的项目{len(both)}个；相差=自评得分−{label}得分，均为填报数。",
             *listing(both[columns].set_axis(headers, axis=1)), scope.source)  # fmt: skip
    return Slide(title, lead, plot=Plot(chart, data, unit="分"), notes=notes)


def findings(scope: Scope) -> Slide:
    """问题: the commonest kinds of finding, or what was looked at where there is none."""
    from jxanalytics import charts

    found = scope.findings
    asking = found[found["severity"] != Severity.NOTE]
    counts = asking["title"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    if counts.empty:
        rows = [[severity.label, "0"] for severity in Severity]
        table = grid.table(
            "tbl-findings", "疑点", [grid.text("级别", 3), grid.figure("数量（条）")], rows
        )
        return Slide("勾稽核对没有需要更正或说明的疑点", table=table, notes=(scope.source,))
    errors = int((asking["severity"] == Severity.ERROR).sum())
    projects = asking.loc[asking["project_id"] != "", "project_id"].nunique()
    title = f"{projects}个项目有疑点{len(asking)}条"
    if counts.iloc[0] > 1:
        title += f"，最多的是“{counts.index[0]}”"
    lead = f"其中必须更正{errors}条，请说明{len(asking) - errors}条；疑点不等于问题，以单位说明和核实结果为准。"
    told = [
        f"{row['name'] or '年度'}：{row['message']}" for row in asking.head(40).to_dict("records")
    ]
    more = [f"其余{len(asking) - 40}条见疑点清单。"] if len(asking) > 40 else []
    if counts.iloc[0] == 1:
        return Slide(title, lead, table=_each(asking), notes=(*told, *more, scope.source))
    chart = charts.findings_by_kind(
        list(counts.index), counts.tolist(), size="slide", year=scope.facts.year
    )
    data = chart.data.head(ROWS).astype({chart.data.columns[1]: float})
    return Slide(
        title,
        lead,
        plot=Plot(chart, data, unit="条"),
        notes=(*listing(chart.data), *told, *more, scope.source),
    )


def _each(asking: pd.DataFrame) -> Table:
    """Findings of which there is one of each kind, the gravest first; bars would all be as long."""
    gravest = asking.sort_values(
        "severity", kind="stable", key=lambda found: found.map(lambda s: Severity(s).rank)
    )
    rows = [
        [row["title"], Severity(row["severity"]).label, row["name"] or "年度"]
        for row in gravest.head(ROWS).to_dict("records")
    ]
    columns = [grid.text("疑点", 5), grid.middle("级别", 1.3), grid.text("项目", 4)]
    return grid.table("tbl-findings", "疑点", columns, rows)


def high_scores(scope: Scope) -> Slide | None:
    """Little spent and a high score all the same."""
    from jxanalytics import charts

    table = scope.facts.filed_scores
    known = table[table[["rate", "score", "annual"]].notna().all(axis=1)]
    if known.empty:
        return None
    odd = (known["rate"] < LOW_RATE) & (known["score"] >= HIGH_SCORE)
    title = (f"{int(odd.sum())}个项目执行率低于{say.number(LOW_RATE)}%而自评{say.number(HIGH_SCORE)}分以上，请说明"
             if odd.any() else f"没有执行率低于{say.number(LOW_RATE)}%而自评{say.number(HIGH_SCORE)}分以上的项目")  # fmt: skip
    chart = charts.execution_against_score(
        table, size="slide", year=scope.facts.year, measure="自评得分"
    )
    data = known[["name", "rate", "score", "annual"]].assign(odd=odd).set_axis(
        ["项目", "预算执行率（%）", "自评得分（分）", "全年预算数（万元）", "低执行高得分"], axis=1)  # fmt: skip
    listed = known[odd][["name", "unit_name", "annual", "rate", "score"]].set_axis(
        ["项目", "实施单位：", "全年预算数（万元）", "执行率（%）", "自评得分（分）"], axis=1)  # fmt: skip
    notes = ("执行率与得分没有必然联系，节约支出也会使执行率偏低；列出的项目请说明支出少而得分高的原因。",
             *listing(listed), chart.alt, scope.source)  # fmt: skip
    lead = f"{say.listed(list(known[odd]['name']), 2, noun='个')}。" if odd.any() else ""
    return Slide(title, lead, plot=Plot(chart, data, "bubbles"), notes=notes)


def next_year(scope: Scope) -> Slide:
    """结果应用: what the results suggest for next year's budget, by suggestion."""
    facts = scope.facts
    basis, rows = facts.next_year, []
    for row in suggestion_summary(basis).to_dict("records"):
        mine = basis[basis["suggestion"] == row["suggestion"]].drop_duplicates("project_id")
        rows.append([row["suggestion"], str(row["projects"]), grid.money(row["amount"]),
                     say.listed(list(mine["name"]), 1, "个")])  # fmt: skip
    less = basis[basis["suggestion"].isin(["压减", "收回", "取消"])]
    count = less["project_id"].nunique()
    title = (
        f"{count}个项目有压减、收回或取消的依据，供研究"
        if count
        else "没有压减、收回或取消依据的项目"
    )
    columns = [grid.middle("建议", 1), grid.figure("项目（个）", 1.5), grid.figure("涉及金额", 1.8),
               grid.text("其中", 5.4)]  # fmt: skip
    table = grid.table(
        "tbl-next", "结果应用建议", columns, rows or [["—", "0", "—", "—"]], unit="万元"
    )
    lead = "建议由规则列出，同一项目可有几条；如何应用由主管部门和财政部门研究确定。"
    told = [
        f"{row['name']}：{row['suggestion']}。{row['basis']}。"
        for row in basis.head(60).to_dict("records")
    ]
    more = [f"其余{len(basis) - 60}条见年度汇编。"] if len(basis) > 60 else []
    how = "涉及金额：同一项目同一建议有几条依据的，取其中最大的一条，不重复相加。"
    return Slide(title, lead, table=table, notes=(how, *told, *more, scope.source))
