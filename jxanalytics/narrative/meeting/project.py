"""Slides of one project: one among others in a year's deck, several in a deck of its own."""

from __future__ import annotations

import math

from jxanalytics.model import say
from jxanalytics.model.vocabulary import LOW_RATE
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Table
from jxanalytics.narrative.meeting.deck import Plot, Slide
from jxanalytics.narrative.meeting.scope import ROWS, Scope
from jxanalytics.narrative.project_facts import ProjectFacts
from jxanalytics.narrative.questions import missing_items, questions
from jxanalytics.narrative.sentences import (
    TO_SUPPLY,
    carry_sentences,
    conclusion,
    execution_sentence,
    value,
)

# Sentences of two lines each that fit one slide.
_MATTERS = 5


def at_a_glance(project: ProjectFacts, scope: Scope) -> Slide:
    """A project on one slide: its figures at the left, what to ask at the right."""
    rate, total = value(project.money, "rate"), value(project.score, "total")
    graded = (
        f"{say.points(total)}（{project.score['grade']}）"
        if not math.isnan(total)
        else f"得分{TO_SUPPLY}"
    )
    title = f"{project.name}：执行率{say.rate(rate)}，{graded}"
    asked = _asked(project)
    low = [f"执行率低于{say.number(LOW_RATE)}%，请说明原因和后续安排。"] if rate < LOW_RATE else []
    points = [*low, *_lost(project, reasons=True)[:2], *asked]
    notes = (
        conclusion(project),
        *carry_sentences(project.carry),
        *_lost(project),
        *asked,
        *_said_of(project),
        scope.source,
    )
    return Slide(title, f"实施单位：{project.unit or TO_SUPPLY}", table=_figures(project),
                 points=tuple(points) or ("没有需要说明的事项。",), notes=notes)  # fmt: skip


def _asked(project: ProjectFacts) -> list[str]:
    """The findings to the fore and what was not filed; single figures are asked for in one sentence."""
    missing = missing_items(project)
    documents = [item for item in missing if item.endswith(("报告", "）"))]
    figures = [item for item in missing if item not in documents]
    lacking = [*documents, *(["、".join(figures)] if figures else [])]
    return [*questions(project), *(f"请补充{item}。" for item in lacking)]


def _figures(project: ProjectFacts) -> Table:
    money, score = project.money, project.score
    others = [(label, value(project.others, kind)) for kind, label in
              (("department", "部门评价得分"), ("review", "复核得分"))]  # fmt: skip
    rows = [
        *([name, _amount(value(money, key))] for key, name in (
            ("initial", "年初预算数"), ("annual", "全年预算数"), ("executed", "全年执行数"), ("unexecuted", "年末未执行数"))),
        ["预算执行率", say.rate(value(money, "rate"))],
        ["自评得分（填报）", _points(value(score, "filed"))],
        *([label, _points(points)] for label, points in others if not math.isnan(points)),
    ]  # fmt: skip
    columns = [grid.text("数据", 1.2), grid.figure("数值", 1)]
    return grid.table(f"tbl-{project.id}", project.name, columns, rows)


def _amount(wan: float) -> str:
    return TO_SUPPLY if math.isnan(wan) else say.amount(wan)


def _points(points: float) -> str:
    return TO_SUPPLY if math.isnan(points) else say.points(points)


def _lost(project: ProjectFacts, reasons: bool = False) -> list[str]:
    """Points lost, the most first; with the ``reasons`` as filed where there are some."""
    rows = project.indicators
    if rows.empty:
        return []
    losing = rows[rows["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
    told = []
    for row in losing.to_dict("records"):
        reason = project.reason(row["indicator_id"])[0] if reasons else ""
        why = f"填报原因：{reason}" if reason else ""
        told.append(
            f"“{row['name']}”扣{say.points(row['lost'])}（分值{say.points(row['weight'])}）。{why}"
        )
    return told


def _said_of(project: ProjectFacts) -> list[str]:
    """The reasons as filed, for the notes."""
    rows = project.indicators
    told = []
    for row in rows[rows["lost"] > 0].to_dict("records") if len(rows) else []:
        reason, document = project.reason(row["indicator_id"])
        if reason:
            told.append(f"“{row['name']}”偏差原因（{document}填报）：{reason}")
    return told


def of_its_own(project: ProjectFacts, scope: Scope) -> list[Slide]:
    """The slides of a deck about one project alone."""
    made = [at_a_glance(project, scope), _funding(project, scope), _indicators(project, scope),
            _reasons(project, scope), _matters(project, scope)]  # fmt: skip
    return [slide for slide in made if slide]


def _funding(project: ProjectFacts, scope: Scope) -> Slide | None:
    """From budget to execution by source, as a picture where sources are stated."""
    from jxanalytics import charts

    sources = project.sources[project.sources["source"] != "total"]
    if not sources["annual"].notna().any():
        return None
    chart = charts.funding_waterfall(
        project.of.execution("source"), size="slide", year=project.year
    )
    data = chart.data[[chart.data.columns[0], "全年预算数（万元）", "全年执行数（万元）"]].dropna()
    title = f"全年预算{say.amount(value(project.money, 'annual'))}，年末未执行{say.amount(value(project.money, 'unexecuted'))}"
    closing = value(project.carry, "closing")
    lead = (
        f"年末结转（推算）{say.amount(closing)}，认定以财务对账为准。"
        if not math.isnan(closing)
        else ""
    )
    notes = (
        execution_sentence(project.money),
        *carry_sentences(project.carry),
        chart.alt,
        scope.source,
    )
    return Slide(title, lead, plot=Plot(chart, data), notes=notes)


def _indicators(project: ProjectFacts, scope: Scope) -> Slide | None:
    """Points by level-2 indicator."""
    rows = project.level2_scores
    if rows.empty:
        return None
    total = value(project.score, "total")
    title = (
        f"复算总分{say.points(total)}，等级为{project.score['grade']}"
        if not math.isnan(total)
        else "有指标未得出得分"
    )
    listed = [
        [row["level1"], row["level2"], grid.points(row["weight"]), grid.points(row["score"]), grid.points(row["lost"]),
         grid.percent(row["lost_rate"])]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("一级指标", 2), grid.text("二级指标", 2.4), grid.figure("分值"), grid.figure("得分"),
               grid.figure("失分"), grid.figure("失分率")]  # fmt: skip
    table = grid.table(f"tbl-{project.id}-scores", f"{project.name}各类指标得分", columns, listed)
    filed = value(project.score, "filed")
    lead = "" if math.isnan(filed) else f"自评填报{say.points(filed)}。"
    notes = tuple(
        f"{row['name']}：{row['explanation']}。"
        for row in project.indicators.to_dict("records")
        if row["explanation"]
    )
    return Slide(title, lead, table=table, notes=(*notes, scope.source))


def _reasons(project: ProjectFacts, scope: Scope) -> Slide | None:
    """The indicators that lost points, with target and result."""
    rows = project.indicators
    losing = (
        rows[rows["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
        if len(rows)
        else rows
    )
    if losing.empty:
        return None
    listed = [
        [row["name"], row["target_raw"] or "—", row["actual_raw"] or "—", grid.points(row["weight"]), grid.points(row["lost"])]
        for row in losing.head(ROWS).to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("指标", 3.6), grid.text("年度指标值", 2.2), grid.text("实际完成值", 2.2), grid.figure("分值"),
               grid.figure("扣分")]  # fmt: skip
    table = grid.table(f"tbl-{project.id}-lost", f"{project.name}扣分指标", columns, listed)
    most = losing.iloc[0]
    title = f"{len(losing)}项指标有扣分，{'最多的是' if len(losing) > 1 else ''}“{most['name']}”扣{say.points(most['lost'])}"
    return Slide(
        title,
        f"下表为扣分较多的{ROWS}项。" if len(losing) > ROWS else "",
        table=table,
        notes=(*_lost(project), *_said_of(project), scope.source),
    )


def _matters(project: ProjectFacts, scope: Scope) -> Slide | None:
    """What to explain or supply."""
    asked = _asked(project)
    if not asked:
        return None
    rows = [[str(number), text] for number, text in enumerate(asked[:_MATTERS], start=1)]
    columns = [grid.middle("序号", 0.6), grid.text("事项", 8)]
    title = f"需要说明或补充的事项{len(asked)}项"
    table = grid.table(f"tbl-{project.id}-matters", "需要说明的事项", columns, rows)
    rest = len(asked) - len(rows)
    lead = f"下表为前{len(rows)}项，其余{rest}项见备注。" if rest else ""
    return Slide(title, lead, table=table, notes=(*asked, scope.source))
