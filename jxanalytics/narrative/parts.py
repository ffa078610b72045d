"""Tables of one project that both of its reports show."""

from __future__ import annotations

import pandas as pd

from jxanalytics.model import exact, places, say
from jxanalytics.model.corrections import listing
from jxanalytics.model.vocabulary import SOURCES
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Block, Cell, Table, bullets, paragraph
from jxanalytics.narrative.project_facts import ProjectFacts, Statement
from jxanalytics.narrative.sentences import NAN, value


def label(project: ProjectFacts, kind: str, what: str) -> str:
    """A table's label, unique in the book: the project, the kind of report, what the table is."""
    return f"tbl-{project.id}-{kind}-{what}"


def _from(project: ProjectFacts, kind: str, quantity: str) -> str:
    """The name of the row of the table of sources that says where a figure comes from."""
    return f"sec-{project.id}-{kind}-from-{quantity}"


def _traced(project: ProjectFacts, kind: str, quantity: str, said: str) -> Cell:
    """A figure that leads to its row in the table of sources, if it stands in any document."""
    return Cell(said, ref=_from(project, kind, quantity) if quantity in project.stated else "")


def funding_table(project: ProjectFacts, kind: str) -> Table:
    """Money by source as used, with the computed rate; the total last."""
    sources = project.sources
    ordered = [s for s in (*list(SOURCES)[1:], "total") if s in set(sources["source"])]
    records = {row["source"]: row for row in sources.to_dict("records")}
    rows = []
    for source in ordered:
        row = records[source]
        said = {name: grid.money(row[name]) for name in ("initial", "annual", "executed")}
        said["rate"] = grid.percent(row["rate"])
        traced = source == "total"
        rows.append(
            [
                SOURCES[source],
                *(
                    _traced(project, kind, name, text) if traced else text
                    for name, text in said.items()
                ),
            ]
        )
    columns = [grid.text("资金来源"), *map(grid.figure, ("年初预算数", "全年预算数", "全年执行数")),
               grid.figure("执行率", 1.0)]  # fmt: skip
    return grid.table(
        label(project, kind, "funding"),
        f"{project.name}资金与执行情况",
        columns,
        rows,
        unit="万元",
        note="执行率按全年执行数÷全年预算数计算；“—”表示未填报或不适用。",
        total="total" in ordered,
    )


def score_table(project: ProjectFacts, kind: str) -> Table:
    """Indicators with target and actual as filed, weight, and two scores; sums last.

    The scores are the filed and the recomputed one; of an evaluation the recomputed one and the
    department's, because more columns would lay the table on its side.
    """
    given = project.department_scores if kind == "evaluation" else pd.DataFrame()
    points = {} if given.empty else given.set_index("indicator_id")["score"].to_dict()
    rows: list[list[str | Cell]] = []
    for row in project.indicators.to_dict("records"):
        if row["role"] == "none":
            rows.append([row["level1"], row["level2"], "无", *["—"] * 5])
            continue
        level1 = row["level1"] or ("资金执行" if row["role"] == "execution" else "—")
        filed, own = grid.points(row["filed"]), grid.points(row["score"])
        scores = (
            [own, grid.points(points.get(row["indicator_id"], NAN))] if points else [filed, own]
        )
        rows.append([level1, row["level2"] or "—", row["name"], row["target_raw"] or "—",
                     row["actual_raw"] or "—", grid.points(row["weight"]), *scores])  # fmt: skip
    rows.append(["合计", "", "", "", "", *_sums(project, kind, bool(points))])
    last = [grid.figure("自评得分（填报）", 0.9), grid.figure("复算得分", 0.8)]
    if points:
        last = [grid.figure("自评得分（复算）", 0.9), grid.figure("部门评价得分（填报）", 0.9)]
    columns = [
        grid.text("一级指标", 1.2), grid.text("二级指标", 1.3), grid.text("三级指标", 3.0),
        grid.text("年度指标值（填报）", 1.2), grid.text("实际完成值（填报）", 1.2),
        grid.figure("分值", 0.7), *last,
    ]  # fmt: skip
    return grid.table(
        label(project, kind, "scores"),
        f"{project.name}绩效指标完成与得分情况",
        columns,
        rows,
        note=f"复算得分按“{project.of.scheme.name}”计算；“—”表示未填报或不计分。",
        merge=2,
        total=True,
    )


def _sums(project: ProjectFacts, kind: str, evaluated: bool) -> list[str | Cell]:
    """Weight and the two scores of the whole, those filed leading to where they were filed."""
    score = project.score
    filed, total = (grid.points(value(score, n)) for n in ("filed", "total"))
    # Weights are known where nothing is scored yet.
    weight = grid.points(exact.total(project.indicators["weight"], exact.SCORE_PLACES))
    if evaluated:
        department = grid.points(value(project.others, "department"))
        return [weight, total, _traced(project, kind, "department", department)]
    return [weight, _traced(project, kind, "self", filed), total]


def sources_table(project: ProjectFacts, kind: str) -> Table | None:
    """Where each key figure comes from: every statement with its place and text; None without any."""
    rows: list[list[str | Cell]] = []
    for quantity, (name, used), statements in _figures(project):
        where = Cell(name, anchor=_from(project, kind, quantity))
        rows += [[where, used, *_stated(statement)] for statement in statements]
    if not rows:
        return None
    columns = [grid.text("数据项", 1.2), grid.text("采用值", 1.3), grid.text("文件", 1.1),
               grid.text("位置", 2.0), grid.text("填报原文", 1.3), grid.middle("是否采用", 0.8)]  # fmt: skip
    return grid.table(
        label(project, kind, "sources"),
        f"{project.name}主要数据来源",
        columns,
        rows,
        note="金额单位：万元（原文以所在文件的单位为准）。计算、复算的数据不直接采用填报数。",
        merge=2,
    )


def corrections(project: ProjectFacts) -> list[Block]:
    """Which of a project's figures were corrected after they were filed; nothing where none were."""
    rows = listing(project.of.model).to_dict("records")
    if not rows:
        return []
    told = [
        f"{row['table']}“{row['column']}”（{places.said(row['place']) or row['document_id'] or row['table']}）："
        f"原值{row['expected']}，更正为{row['new']}，理由：{row['reason']}，更正人：{row['person']}。"
        for row in rows
    ]
    return [paragraph("下列数据在填报后作了更正，本报告按更正后的数据计算："), bullets(told)]


def _figures(project: ProjectFacts) -> list[tuple[str, tuple[str, str], list[Statement]]]:
    """The key figures of a project: quantity, name and value used, and all that documents say of it."""
    money = project.money
    amounts = {name: grid.money(value(money, name)) for name in ("initial", "annual", "executed")}
    rate = f"{say.rate(value(money, 'rate'))}（计算）"
    score = f"{grid.points(value(project.score, 'total'))}（复算）"
    grade = f"{project.score.get('grade') or '—'}（复算）"
    department = grid.points(value(project.others, "department"))
    funding, total = project.funding_statements, project.total_statements
    return [
        ("initial", ("年初预算数", amounts["initial"]), funding("initial")),
        ("annual", ("全年预算数", amounts["annual"]), funding("annual")),
        ("executed", ("全年执行数", amounts["executed"]), funding("executed")),
        ("rate", ("预算执行率", rate), funding("rate")),
        ("self", ("自评总分", score), total("self")),
        ("department", ("部门评价总分", department), total("department")),
        ("grade", ("评价等级", grade), total("grade")),
    ]


def _stated(statement: Statement) -> list[str]:
    return [
        statement.document,
        statement.place,
        statement.raw,
        "采用" if statement.used and statement.quantity not in ("self", "grade") else "核对",
    ]


def rules_table(project: ProjectFacts, kind: str) -> Table | None:
    """The scoring rules as filed, every version of them; None where none is stated."""
    rules = project.rules
    if rules.empty:
        return None
    rows = [
        [row["name"], row["text"], project.of.document_name(row["document_id"])]
        for row in rules.to_dict("records")
    ]
    columns = [
        grid.text("三级指标", 2.0),
        grid.text("评分规则（原文）", 3.5),
        grid.text("文件", 0.8),
    ]
    return grid.table(
        label(project, kind, "rules"), f"{project.name}评分规则", columns, rows, merge=1
    )
