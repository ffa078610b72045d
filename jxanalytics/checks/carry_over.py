"""Carry-over and law: what was left, of which year, and what is asked of it. JX6xx."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from jxanalytics.checks.evidence import Evidence, Row, grouped, spot
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.model import exact, say
from jxanalytics.statistics.carryover import FILED

_CONSTRUCTION = "工程|基建|建设"


@check(
    "JX601",
    title="结转资金可满足支出，当年财政拨款未动用",
    rule="上年结转资金足以满足全年支出，而当年财政拨款全年未支出的，请说明安排当年财政拨款的原因和使用计划。",
    severity=Severity.WARNING,
)
def untouched(evidence: Evidence) -> Iterator[Raised]:
    """New money was granted while carry-over covered the need, and was then left untouched."""
    rows = evidence.carried
    # Where carry-over covers what was spent, all that was granted is over.
    idle = (
        (rows["over_appropriation"] > 0) & (rows["executed_current"] == 0) & (rows["opening"] > 0)
    )
    covered = rows["opening"] >= rows["executed"]
    filed = rows["basis"].str.startswith(FILED)
    for row in rows[idle & covered & filed].to_dict("records"):
        yield Raised(
            row["key"],
            f"上年结转资金{say.amount(row['opening'])}，全年支出{say.amount(row['executed'])}均由其列支，"
            f"当年财政拨款{say.amount(row['over_appropriation'])}未动用，请说明安排当年财政拨款的原因和使用计划。",
            _money(evidence, row["key"], {"current": ("annual", "executed"), "carry_over": ("annual", "executed")}),
            expected="说明安排原因和使用计划",
            basis=f"新增资金需求＝支出－上年结转，不足0的为0；当年财政拨款超出{say.amount(row['over_appropriation'])}",
        )  # fmt: skip


@check(
    "JX602",
    title="上年结转资金年末仍未用完",
    rule="连续两年未用完的结转资金按结余资金管理（预算法第四十二条）；一份表不能确定资金是哪一年安排的，疑似应收回，以对账为准。建设项目完工前除外。",
    severity=Severity.WARNING,
)
def prior_left(evidence: Evidence) -> Iterator[Raised]:
    """Carry-over of earlier years left at the year's end is suspected due for return."""
    rows = evidence.carried
    projects = evidence.projects
    exempt = projects["category"].str.contains(_CONSTRUCTION) & (projects["finished"] != "是")
    left = rows[(rows["closing_prior"] > 0) & ~rows.index.isin(projects.index[exempt])]
    for row in left.to_dict("records"):
        how = "" if row["basis"].startswith(FILED) else "（推算）"
        yield Raised(
            row["key"],
            f"上年结转资金{say.amount(row['opening'])}年末仍有{say.amount(row['closing_prior'])}未执行{how}，疑似应收回，以对账为准，"
            "请核实资金安排年度。",
            _money(evidence, row["key"], {"carry_over": ("annual", "executed"), "total": ("executed",)}),
            expected="连续两年未用完的交回财政",
            basis=f"上年结转{say.amount(row['opening'])}－其中已执行{say.amount(row['executed_prior'])}；{row['basis']}",
        )  # fmt: skip


@check(
    "JX603",
    title="年末资金可用多年",
    rule="有上年结转未用完、年末未执行数按本年支出可用{years}年以上的，请说明下年度预算需求。",
    severity=Severity.NOTE,
)
def years_of_cover(evidence: Evidence, *, years: float = 2) -> Iterator[Raised]:
    """What is left covers several years of spending, part of it older than this year."""
    rows = evidence.carried
    long = rows[(rows["closing_prior"] > 0) & (rows["cover"] >= years)]
    for row in long.to_dict("records"):
        yield Raised(
            row["key"],
            f"年末未执行数{say.amount(row['closing'])}，按本年支出{say.amount(row['executed'])}可用{say.years(row['cover'])}，"
            "请说明下年度预算需求。",
            _money(evidence, row["key"], {"total": ("annual", "executed")}),
            expected="据实测算下年度需求",
            basis=f"{say.amount(row['closing'])}÷{say.amount(row['executed'])}",
        )


@check(
    "JX604",
    title="结转资金未用完而动用当年财政拨款",
    rule="应优先使用上年结转资金；结转资金年末仍有余额而当年财政拨款已有支出的，请说明。",
    severity=Severity.NOTE,
)
def current_first(evidence: Evidence) -> Iterator[Raised]:
    """Carry-over is spent before this year's appropriation."""
    rows = evidence.carried
    filed = rows["basis"].str.startswith(FILED)
    wrong = rows[(rows["closing_prior"] > 0) & (rows["executed_current"] > 0) & filed]
    for row in wrong.to_dict("records"):
        yield Raised(
            row["key"],
            f"上年结转资金年末尚有{say.amount(row['closing_prior'])}未执行，当年财政拨款已支出{say.amount(row['executed_current'])}，"
            "请说明未优先使用结转资金的原因。",
            _money(evidence, row["key"], {"current": ("executed",), "carry_over": ("annual", "executed")}),
            expected="优先使用上年结转资金",
            basis="按来源填报的执行数",
        )  # fmt: skip


@check(
    "JX605",
    title="结转与结余混称",
    rule="结转是未完成、下年继续按原用途使用的资金，结余是已完成或连续两年未用完、应当交回的资金；没有财务数据的，不应把年末未执行数或上年结转资金称作结余。",
    severity=Severity.NOTE,
)
def called_surplus(evidence: Evidence) -> Iterator[Raised]:
    """Money brought forward is called carry-over, not surplus, unless accounts say so."""
    opening = evidence.carried["opening"]
    carrying = set(opening.index[opening > 0]) - evidence.having("accounts")
    rows = evidence.indicators
    said = rows["reason"].str.contains("结余") & rows["project_id"].isin(carrying)
    for project, mine in grouped(rows[said], "project_id").items():
        yield Raised(
            project,
            f"偏差原因称“结余”，资金表列为上年结转资金{say.amount(opening[project])}，请说明是结转还是结余；属结余的应交回财政。",
            (
                *(Spot(row["document_id"], row["reason_place"], row["reason"]) for row in mine),
                *_money(evidence, project, {"carry_over": ("annual",)}),
            ),
            expected="与资金表同称结转，或按结余交回",
            basis="偏差原因与资金来源比较",
        )


@check(
    "JX606",
    title="项目已完成而资金有余额",
    rule="项目已完成的，年末未执行数疑似结余资金，应按规定交回，以对账为准。",
    severity=Severity.WARNING,
)
def finished_with_balance(evidence: Evidence) -> Iterator[Raised]:
    """A finished project has nothing left that was not returned."""
    money = evidence.money
    projects = evidence.projects
    finished = money.index.isin(projects.index[projects["finished"] == "是"])
    unexecuted = exact.minus(money["total_annual"], money["total_executed"])
    left = pd.Series(exact.minus(unexecuted, money["total_returned"].fillna(0)), index=money.index)
    for project, amount in left[finished & (left > 0)].items():
        yield Raised(
            str(project),
            f"项目已完成，年末未执行数{say.amount(float(amount))}，疑似结余资金，以对账为准，请说明处理情况。",
            _money(evidence, str(project), {"total": ("annual", "executed")}),
            expected="结余资金交回财政",
            basis="全年预算数－全年执行数－已交回数",
        )


def _money(
    evidence: Evidence, project: str, wanted: dict[str, tuple[str, ...]]
) -> tuple[Spot, ...]:
    """Where the project's money of these sources and quantities is stated, best document first."""
    rows = evidence.stated_money(project)
    return tuple(
        spot(row, quantity)
        for row in rows
        for quantity in wanted.get(row["source"], ())
        if _filled(row, quantity)
    )


def _filled(row: Row, quantity: str) -> bool:
    return not np.isnan(row[quantity])
