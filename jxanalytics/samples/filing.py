"""Documents, units, projects, money and evaluators of a made-up year, cell by cell.

Layouts follow the official forms: funding in rows 6 to 9, indicators from row 13 on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.samples.cells import cells, summary_rows, table_of
from jxanalytics.samples.decided import Plan, department_of, money_text, percent_text, report_date
from jxanalytics.samples.plan import Flags, Integers, person
from jxanalytics.samples.words import BUREAUS, KINDS, OFFICES, TITLES

_SOURCES = ("total", "current", "carry_over", "other")


def documents(plan: Plan) -> pd.DataFrame:
    """One summary a department, then target form, self-evaluation and, for some, report."""
    y, next_year, rows = plan.year, plan.year + 1, []
    for head in _heads(plan):
        title = f"{y}年度{plan.units[head].name}项目资金汇总表"
        rows.append(("summary", f"U{head + 1:03d}", "", title, f"{next_year}-06-10", ""))
    for i, project in enumerate(plan.ids):
        filed = f"{next_year}-03-{1 + i % 25:02d}"
        rows.append(("target", project, project, "项目支出绩效目标表", f"{y}-01-{10 + i % 15}", ""))
        rows.append(("self_evaluation", project, project, "项目支出绩效自评表", filed, ""))
        if plan.evaluated[i]:
            title = f"{plan.projects.name[i]}绩效评价报告"
            agency = plan.units[department_of(plan, i)].name + "绩效评价小组"
            rows.append(("report", project, project, title, report_date(plan, i), agency))
    kinds, owners, projects, titles, dates, agencies = zip(*rows, strict=True)
    ids = [f"{owner}-{kind}" for owner, kind in zip(owners, kinds, strict=True)]
    return table_of(
        "documents",
        len(rows),
        document_id=ids,
        project_id=projects,
        kind=kinds,
        title=titles,
        year=plan.year,
        file=[f"虚构示例-{document}.docx" for document in ids],
        table=["表3" if kind == "report" else "表1" for kind in kinds],
        dated=dates,
        amount_unit=["" if kind == "report" else "万元" for kind in kinds],
        agency=agencies,
        sections=[f"texts/{document}.md" for document in ids],
    )


def _heads(plan: Plan) -> list[int]:
    """Departments that have projects this year."""
    return sorted({department_of(plan, i) for i in range(len(plan.projects))})


def units(plan: Plan) -> pd.DataFrame:
    """All units, in code order, each with its department."""
    return table_of(
        "units",
        len(plan.units),
        unit_id=[f"U{n + 1:03d}" for n in range(len(plan.units))],
        unit_code=[unit.code for unit in plan.units],
        name=[unit.name for unit in plan.units],
        department_id=[f"U{unit.department + 1:03d}" for unit in plan.units],
    )


def projects(plan: Plan) -> pd.DataFrame:
    """Codes have 24 digits: region, unit, first year, number. A department's own name an office."""
    p, own = plan.projects, [plan.units[u] for u in plan.projects.unit.tolist()]
    born = zip(own, p.born.tolist(), p.number.tolist(), strict=True)
    at_head = [plan.units[u.department] is u for u in own]
    return table_of(
        "projects",
        len(p),
        project_id=plan.ids,
        project_code=[f"990100{u.code}{year}{n + 1:08d}" for u, year, n in born],
        name=p.name,
        unit_id=[f"U{u + 1:03d}" for u in p.unit.tolist()],
        division=[OFFICES[o] if h else "" for o, h in zip(p.office, at_head, strict=True)],
        category=[KINDS[k].category for k in p.kind],
        kind_of_money=[
            "政府性基金" if n % 3 == 1 and KINDS[k].category == "工程类" else "一般公共预算"
            for n, k in zip(p.number, p.kind, strict=True)
        ],
        responsible_division=[BUREAUS[u.bureau].responsible for u in own],
        finished=_answers(plan.money.finished),
        department_evaluation=_answers(plan.evaluated),
        bureau_evaluation=_answers(plan.bureau),
        disclosed="是",
    )


def _answers(flags: Flags) -> list[str]:
    return ["是" if flag else "否" for flag in flags.tolist()]


def aliases(plan: Plan) -> pd.DataFrame:
    """The former names of renamed projects, and the names of those merged into others."""
    listed = zip(plan.ids, plan.projects.former, strict=True)
    rows = [(project, *known) for project, former in listed for known in former]
    return table_of(
        "aliases",
        len(rows),
        project_id=[row[0] for row in rows],
        kind=[row[1] for row in rows],
        alias=[row[2] for row in rows],
        until=[row[3] for row in rows],
        note=["同一项目整合后更名" if row[1] == "name" else "该项目并入本项目" for row in rows],
    )


def funding(plan: Plan) -> pd.DataFrame:
    """The money as target forms, self-evaluations and summaries state it."""
    parts = [_target_money(plan), _form_money(plan), _summary_money(plan)]
    return pd.concat(parts, ignore_index=True)


def _stated(
    name: str, cents: Sequence[int | None], rows: Sequence[int], column: int
) -> dict[str, list[Any]]:
    """A stated amount: number, text as printed, cell; None is a blank cell."""
    return {
        name: [np.nan if c is None else c / 100 for c in cents],
        f"{name}_raw": ["" if c is None else money_text(c) if c else "0" for c in cents],
        f"{name}_place": cells(rows, column),
    }  # fmt: skip


def _by_source(
    total: Integers, current: Integers, carry: Integers, other: Integers
) -> list[int | None]:
    """Project by project, the four sources; no other money is a blank cell."""
    listed = zip(total.tolist(), current.tolist(), carry.tolist(), other.tolist(), strict=True)
    return [value for t, c, o, x in listed for value in (t, c, o, x or None)]


def _sourced(plan: Plan, suffix: str) -> dict[str, list[str]]:
    return {
        "document_id": [f"{project}-{suffix}" for project in plan.ids for _ in _SOURCES],
        "project_id": [project for project in plan.ids for _ in _SOURCES],
        "source": list(_SOURCES) * len(plan.ids),
    }


def _target_money(plan: Plan) -> pd.DataFrame:
    m, rows = plan.money, [5, 6, 7, 8] * len(plan.ids)
    initial = _by_source(m.initial_total, m.initial, m.carry_over, m.other)
    keys = _sourced(plan, "target")
    return table_of("funding", len(rows), **keys, **_stated("initial", initial, rows, 4))


def _form_money(plan: Plan) -> pd.DataFrame:
    m, rows = plan.money, [6, 7, 8, 9] * len(plan.ids)
    rates = plan.rate.tolist()
    return table_of(
        "funding",
        len(rows),
        **_sourced(plan, "self_evaluation"),
        **_stated("initial", _by_source(m.initial_total, m.initial, m.carry_over, m.other), rows, 7),
        **_stated("annual", _by_source(m.annual, m.current, m.carry_over, m.other), rows, 9),
        **_stated("executed", _by_source(m.executed, m.current_spent, m.carry_over_spent, m.other), rows, 11),
        rate=[value for rate in rates for value in (rate / 100, np.nan, np.nan, np.nan)],
        rate_raw=[text for rate in rates for text in (percent_text(rate), "—", "—", "—")],
        rate_place=cells(rows, 15),
    )  # fmt: skip


def _summary_money(plan: Plan) -> pd.DataFrame:
    order, summaries, rows = summary_rows(plan)
    return table_of(
        "funding",
        len(order),
        document_id=summaries,
        project_id=[plan.ids[i] for i in order],
        source="total",
        **_stated("annual", plan.money.annual[order].tolist(), rows, 4),
        **_stated("executed", plan.money.executed[order].tolist(), rows, 5),
    )


def evaluators(plan: Plan) -> pd.DataFrame:
    """Three to five people of the department for each report."""
    rows = []
    for i in np.flatnonzero(plan.evaluated).tolist():
        for n in range(int(plan.evaluators[i])):
            rows.append((i, n, plan.units[department_of(plan, i)].name))
    return table_of(
        "evaluators",
        len(rows),
        document_id=[f"{plan.ids[i]}-report" for i, _, _ in rows],
        project_id=[plan.ids[i] for i, _, _ in rows],
        position=[n + 1 for _, n, _ in rows],
        name=[person(i * 7 + n) for i, n, _ in rows],
        organisation=[name for _, _, name in rows],
        title=[TITLES[n] for _, n, _ in rows],
        place=[f"表1!R{n + 3}C1" for _, n, _ in rows],
    )
