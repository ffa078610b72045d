"""Several years: this year against the last one. Silent without last year's data. JX9xx."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, grouped, spot, spots
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.checks.wording import quoted
from jxanalytics.model import say
from jxanalytics.model.values import DATE_UNIT
from jxanalytics.statistics import ageing, same_projects
from jxanalytics.statistics.years import ENDED, NEW


def _opening(evidence: Evidence, project: str) -> tuple[Spot, ...]:
    rows = [row for row in evidence.stated_money(project) if row["source"] == "carry_over"]
    return tuple(spot(row, "annual") for row in rows if not np.isnan(row["annual"]))


@check(
    "JX901",
    title="上年结转与上年年末结转不一致",
    rule="本年度的上年结转资金应等于上年度年末结转数，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
    of_year=True,
)
def opening(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """This year's opening is last year's closing."""
    rows = evidence.compared
    gap = rows["opening_gap"].abs() > tolerance + 1e-9
    for row in rows[gap & ~rows["status"].isin([NEW, ENDED])].to_dict("records"):
        yield Raised(
            row["key"],
            f"本年度上年结转资金{say.amount(row['opening'])}，上年度年末结转{say.amount(row['closing_before'])}（推算），请核实两年数据。",
            _opening(evidence, row["key"]),
            expected=say.amount(row["closing_before"]),
            basis="上年结转＋当年拨款＋其他资金－支出－交回（上年度数据）",
        )


@check(
    "JX902",
    title="上年有结转而本年未列项目",
    rule="上年度年末有结转的项目，本年度应继续列示，或说明资金去向。",
    severity=Severity.WARNING,
    of_year=True,
)
def vanished(evidence: Evidence) -> Iterator[Raised]:
    """A project that carried money over goes on, or its money is accounted for."""
    rows = evidence.compared
    for row in rows[(rows["status"] == ENDED) & (rows["closing_before"] > 0)].to_dict("records"):
        yield Raised(
            "",
            f"“{row['name_before']}”上年度年末结转{say.amount(row['closing_before'])}（推算），本年度未列该项目，请说明资金去向。",
            (),
            expected="列示项目或说明资金已交回",
            basis="两个年度的项目逐一比较",
            key=row["key"],
        )


@check(
    "JX903",
    title="新增项目列有上年结转",
    rule="上年度没有的项目，不应列有上年结转资金；属更名、合并的请在项目别名中列明。",
    severity=Severity.WARNING,
    of_year=True,
)
def new_with_opening(evidence: Evidence) -> Iterator[Raised]:
    """A new project brings nothing forward."""
    rows = evidence.compared
    for row in rows[(rows["status"] == NEW) & (rows["opening"] > 0)].to_dict("records"):
        yield Raised(
            row["key"],
            f"上年度没有“{row['name']}”，本年度列有上年结转资金{say.amount(row['opening'])}，请说明是否更名、合并，或核实资金来源。",
            _opening(evidence, row["key"]),
            expected="无上年结转，或列明原项目",
            basis="两个年度的项目逐一比较",
        )


@check(
    "JX904",
    title="年度指标值低于上年实际完成",
    rule="同一项目同名指标的年度指标值，低于上年年度指标值和上年实际完成值{drop}%以上，而全年预算数没有减少的，请说明。",
    severity=Severity.NOTE,
    of_year=True,
)
def easier_target(evidence: Evidence, *, drop: float = 30) -> Iterator[Raised]:
    """With no less money a target is not set far below what was targeted and achieved last year."""
    pairs = evidence.with_last_year
    money = evidence.compared.set_index("key")
    less = money.index[money["annual"] < money["annual_before"]]
    pairs = pairs[~pairs["project_id"].isin(less) & (pairs["target_unit"] != DATE_UNIT)]
    lower = pairs["target_operator"].isin(["≤", "<"])
    known = pairs["target"].gt(0) & pairs["target_2"].gt(0) & pairs["actual_2"].gt(0)
    floor = pairs[["target_2", "actual_2"]].min(axis=1) * (1 - drop / 100)
    easier = pairs[known & ~lower & (pairs["target"] < floor)]
    for project, mine in grouped(easier, "project_id").items():
        told = [
            f"{quoted(row['name'])}上年目标{row['target_raw_2']}、完成{row['actual_raw_2']}，本年目标{row['target_raw']}"
            for row in mine
        ]
        yield Raised(
            project,
            f"全年预算数未减少而年度指标值低于上年：{wording.told(told)}，请说明。",
            spots(mine, "target"),
            expected="不低于上年水平，或说明原因",
            basis=f"与上年年度指标值、实际完成值比较，低{drop:g}%以上",
        )


@check(
    "JX905",
    title="自评得分比上年变动较大",
    rule="自评总分比上年升降达到{points}分、而预算执行率没有同向变动{move}个百分点以上的，请说明原因。",
    severity=Severity.NOTE,
    of_year=True,
)
def jump(evidence: Evidence, *, points: float = 25, move: float = 5) -> Iterator[Raised]:
    """A self score that jumps while execution does not move with it is explained."""
    rows = evidence.compared
    along = rows["rate_change"] * np.sign(rows["score_change"]) >= move
    far = rows[(rows["score_change"].abs() >= points) & ~along]
    totals = evidence.totals[evidence.totals["measure"] == "self"]
    places = grouped(totals[totals["project_id"].isin(far["key"])], "project_id")
    for row in far.to_dict("records"):
        yield Raised(
            row["key"],
            f"自评得分{say.points(row['score'])}，上年{say.points(row['score_before'])}，变动达到{points:g}分而执行率没有相应变动，请说明原因。",
            spots(places.get(row["key"], [])),
            expected="说明变动原因",
            basis="两个年度自评总分相减",
        )


@check(
    "JX906",
    title="结转资金满两年",
    rule="与上年度数据衔接、按先用最早资金推算已满两年的结转资金，疑似应收回，以对账为准。",
    severity=Severity.WARNING,
    of_year=True,
)
def two_years_old(evidence: Evidence) -> Iterator[Raised]:
    """With two years at hand, money carried over twice is named with its amount."""
    if evidence.before is None:
        return
    rows = ageing([evidence.before, evidence.year])
    for row in rows[rows["two_years"] > 0].to_dict("records"):
        yield Raised(
            row["key"],
            f"年末结转中有{say.amount(row['two_years'])}已满两年（推算），疑似应收回，以对账为准，请核实。",
            _opening(evidence, row["key"]),
            expected="连续两年未用完的交回财政",
            basis=row["basis"],
        )


@check(
    "JX907",
    title="上年疑点再次出现",
    rule="上年度已有的疑点（提示除外），本年度不应再次出现。",
    severity=Severity.WARNING,
    of_year=True,
)
def repeated(evidence: Evidence) -> Iterator[Raised]:
    """What was asked last year is not to be asked again; reads what the checks before it raised."""
    if evidence.before is None:
        return
    became = same_projects(evidence.before, evidence.year)
    earlier = {
        (finding.code, became.get(finding.project_id, ""))
        for finding in evidence.found_before
        if finding.severity is not Severity.NOTE
    }
    again: dict[str, dict[str, tuple[Spot, ...]]] = {}
    for finding in evidence.found:
        if finding.project_id and (finding.code, finding.project_id) in earlier:
            again.setdefault(finding.project_id, {}).setdefault(finding.code, finding.spots)
    for project, codes in again.items():
        named = [f"“{evidence.titles.get(code, code)}”" for code in codes]
        yield Raised(
            project,
            f"上年度已有的疑点本年度再次出现（{'、'.join(named)}），请说明整改情况。",
            tuple(place for places in codes.values() for place in places[:1]),
            expected="上年问题已整改",
            basis="两个年度的疑点按编码比较",
        )
