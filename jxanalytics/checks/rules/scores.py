"""Scores against what their rule gives, and the weights against the scheme. JX310–JX316."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, Row, apart, grouped, spot
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.checks.wording import quoted
from jxanalytics.model import exact, say
from jxanalytics.scoring import Scheme, load_scheme, score_year, shipped_schemes
from jxanalytics.statistics.targets import attained

_EXECUTION = "执行率指标"
# The tree of a departmental evaluation.
_PROCESS = ("决策", "过程")
_RESULTS = ("产出", "效益")


@check(
    "JX310",
    title="得分与评分规则不符",
    rule="自评得分应等于按所写评分规则和实际完成值计算的得分，相差不超过{tolerance}分；没有写明规则的，未达目标而得分高于按完成比例计算（取整）的，请核实。",
    severity=Severity.WARNING,
)
def by_rule(evidence: Evidence, *, tolerance: float = 0.05) -> Iterator[Raised]:
    """A filed score is what the rule gives for the actual as filed."""
    rows = _off(evidence, tolerance)
    rows = rows[rows["role"] == "indicator"]
    keys = ["project_id", "indicator_id"]
    own = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(evidence.rules[keys]))
    # Without a rule of its own an indicator may be scored in whole points, and lower by judgement.
    whole = [float(exact.half_up(score, 0)) for score in rows["score"]]
    generous = (attained(rows) < 100) & (rows["filed"] > np.maximum(rows["score"], whole))
    for project, mine in grouped(rows[own | generous], "project_id").items():
        told = [
            f"{quoted(row['name'])}填报{say.points(row['filed'])}，按规则得{say.points(row['score'])}"
            for row in mine
        ]
        yield Raised(
            project,
            f"得分与评分规则不符：{wording.told(told)}，请核实。",
            tuple(place for row in mine for place in (spot(row, "score"), spot(row, "actual"))),
            expected="、".join(say.points(row["score"]) for row in mine),
            basis="；".join(row["explanation"] for row in mine),
        )  # fmt: skip


@check(
    "JX311",
    title="预算执行率得分与评分规则不符",
    rule="预算执行率得分应等于按所写评分规则和复算的执行率计算的得分，相差不超过{tolerance}分；没有写明规则的，符合任何一种通行评分办法（含取整）即可。",
    severity=Severity.WARNING,
)
def of_execution(evidence: Evidence, *, tolerance: float = 0.05) -> Iterator[Raised]:
    """The score for execution is what its rule gives for the true rate."""
    rows = _off(evidence, tolerance)
    rows = rows[rows["role"] == "execution"]
    known = _elsewhere(evidence, set(rows["project_id"]))
    for project, score in _as_filed(evidence, set(rows["project_id"])).items():
        known.setdefault(project, set()).add(score)
    for row in rows.to_dict("records"):
        elsewhere = known.get(row["project_id"], set())
        if row["filed"] in elsewhere | {float(exact.half_up(score, 0)) for score in elsewhere}:
            continue
        yield Raised(
            row["project_id"],
            f"预算执行率填报得{say.points(row['filed'])}，按规则和执行率"
            f"{say.rate(evidence.rates.get(row['project_id'], float('nan')))}得{say.points(row['score'])}，请核实。",
            (spot(row, "score"),),
            expected=say.points(row["score"]),
            basis=row["explanation"],
        )


def _elsewhere(evidence: Evidence, projects: set[str]) -> dict[str, set[float]]:
    """What the shipped schemes give for execution to those of the projects that state no rule for it."""
    stated = evidence.rules
    stated = set(stated.loc[stated["indicator_id"] == "execution", "project_id"])
    found: dict[str, set[float]] = {}
    if not projects - stated:
        return found
    few = evidence.only(projects - stated)
    for name in shipped_schemes():
        rows = score_year(few, load_scheme(name)).indicators
        rows = rows[rows["role"] == "execution"]
        for project, score in zip(rows["project_id"], rows["score"], strict=True):
            found.setdefault(project, set()).add(score)
    return found


def _as_filed(evidence: Evidence, projects: set[str]) -> dict[str, float]:
    """What the rule gives for the rate the form itself states, where accounts say another."""
    if not projects or evidence.as_filed is evidence.year:
        return {}
    few = evidence.only(projects, evidence.as_filed)
    rows = score_year(few, evidence.scheme).indicators
    rows = rows[rows["role"] == "execution"]
    return dict(zip(rows["project_id"], rows["score"], strict=True))


def _off(evidence: Evidence, tolerance: float) -> pd.DataFrame:
    """Recomputed rows whose filed score is another; a score beyond its weight is another finding."""
    rows = evidence.judged
    wrong = apart(rows["filed"], rows["score"], tolerance)
    return rows[rows["recomputed"] & _possible(rows) & wrong]


def _possible(rows: pd.DataFrame) -> pd.Series[bool]:
    return (rows["filed"] >= 0) & ~(rows["filed"] > rows["weight"])


@check(
    "JX312",
    title="定性指标得分不在所属档次内",
    rule="定性指标的得分应在实际完成值所属档次的分值区间之内；区间内如何打分由评价人判断，不作复算。",
    severity=Severity.WARNING,
)
def tier(evidence: Evidence) -> Iterator[Raised]:
    """A judged score lies in the tier its actual names; one beyond its weight is another finding."""
    rows = evidence.judged
    outside = rows[rows["note"].str.contains("不在“", regex=False) & _possible(rows)]
    for project, mine in grouped(outside, "project_id").items():
        told = [f"{quoted(row['name'])}{row['note'].split('；')[-1]}" for row in mine]
        yield Raised(
            project,
            f"定性指标得分与档次不符：{wording.told(told)}，请核实。",
            tuple(place for row in mine for place in (spot(row, "score"), spot(row, "actual"))),
            expected="得分在所属档次的分值区间之内",
            basis="；".join(row["explanation"] for row in mine),
        )


@check(
    "JX313",
    title="定性指标没有写明属于哪一档",
    rule="按档次评分的定性指标，实际完成值应写明所属档次。",
    severity=Severity.NOTE,
)
def unnamed_tier(evidence: Evidence) -> Iterator[Raised]:
    """The actual of an indicator that has a rule in tiers names its tier."""
    rows = evidence.judged
    unnamed = rows[rows["note"].str.contains("没有写明属于哪一档", regex=False)]
    # Where the tiers are the scheme's alone the form was not asked to name one.
    own = pd.MultiIndex.from_frame(evidence.rules[["project_id", "indicator_id"]])
    unnamed = unnamed[pd.MultiIndex.from_frame(unnamed[["project_id", "indicator_id"]]).isin(own)]
    for project, mine in grouped(unnamed, "project_id").items():
        names = wording.names(row["name"] for row in mine)
        yield Raised(
            project,
            f"{names}按档次评分，实际完成值没有写明属于哪一档，请补充。",
            tuple(spot(row, "actual") for row in mine),
            expected="写明所属档次",
            basis="评分规则分档",
        )


@check(
    "JX314",
    title="分值结构与评分办法不符",
    rule="一级指标的分值应符合本年度评分办法规定的结构。",
    severity=Severity.WARNING,
)
def structure(evidence: Evidence) -> Iterator[Raised]:
    """Points by level-1 indicator are those of a scheme in force; other trees are another finding."""
    schemes = evidence.once(_in_force)
    known = {name for scheme in schemes for name, _ in scheme.weights}
    for document, form in evidence.once(_trees).items():
        levels = {str(row["level1"]): float(row["weight"]) for row in form}
        if set(levels) - known or _sum(levels.values()) != 100:
            continue
        fitting = [_due(scheme, levels) for scheme in schemes]
        if any(levels == due for due in fitting):
            continue
        due = next((due for due in fitting if set(due) == set(levels)), fitting[0])
        told = "，".join(f"{name}{say.points(points)}" for name, points in levels.items())
        wanted = "，".join(f"{name}{say.points(points)}" for name, points in due.items())
        yield Raised(
            form[0]["project_id"],
            f"{evidence.short(document)}的分值结构为{told}，评分办法规定为{wanted}，请核实或说明依据。",
            (Spot(document, form[0]["name_place"], told),),
            expected=wanted,
            basis=evidence.scheme.name,
            key=evidence.kinds[document],
        )


@check(
    "JX315",
    title="指标体系不是常见的一种",
    rule="指标体系可由各地自定；一级指标与评分办法、共性指标框架都不同的，请说明依据。",
    severity=Severity.NOTE,
)
def tree(evidence: Evidence) -> Iterator[Raised]:
    """Any tree is accepted; one that is not known is said to be so."""
    known = {name for scheme in evidence.once(_in_force) for name, _ in scheme.weights}
    common = (*_PROCESS, *_RESULTS, "满意度", "成本", "执行率", "管理", "绩效", "投入", "预算执行")
    for document, form in evidence.once(_trees).items():
        other = [
            str(row["level1"])
            for row in form
            if row["level1"] not in known and not str(row["level1"]).startswith(common)
        ]
        if other:
            yield Raised(
                form[0]["project_id"],
                f"{evidence.short(document)}的一级指标“{'”“'.join(other)}”不在常见的指标体系之内，请说明依据。",
                (Spot(document, form[0]["name_place"], "、".join(other)),),
                expected="评分办法或共性指标框架的一级指标",
                basis="一级指标逐一比较",
                key=evidence.kinds[document],
            )


@check(
    "JX316",
    title="部门评价产出和效益的分值不足",
    rule="部门评价采用决策、过程、产出、效益指标体系的，产出和效益的分值合计不应低于{least}%。",
    severity=Severity.WARNING,
)
def results(evidence: Evidence, *, least: float = 60) -> Iterator[Raised]:
    """Of a departmental evaluation's points 产出 and 效益 have at least 60%."""
    for document, form in evidence.once(_trees).items():
        levels = {str(row["level1"]): float(row["weight"]) for row in form}
        if not all(any(name.startswith(word) for name in levels) for word in _PROCESS):
            continue
        whole = _sum(levels.values())
        share = _sum(v for name, v in levels.items() if name.startswith(_RESULTS))
        due = exact.half_up(whole, exact.SCORE_PLACES) * exact.half_up(least, 6) / 100
        if share < due:
            yield Raised(
                form[0]["project_id"],
                f"{evidence.short(document)}产出和效益分值合计{say.points(share)}，不足{least:g}%，请核实指标体系。",
                (Spot(document, form[0]["name_place"], "，".join(f"{n}{say.points(v)}" for n, v in levels.items())),),
                expected=f"不低于{exact.plain(due)}分",
                basis=f"{say.points(share)}÷{say.points(whole)}",
                key=evidence.kinds[document],
            )  # fmt: skip


def _sum(points: Iterable[float]) -> float:
    """The exact sum of points, 0 of none."""
    return exact.total([0.0, *points], exact.SCORE_PLACES)


def _in_force(evidence: Evidence) -> list[Scheme]:
    """The year's own scheme, then the shipped ones that hold in the year."""
    year = evidence.year.year
    shipped = [load_scheme(name) for name in shipped_schemes()]
    valid = [s for s in shipped if s.first_year <= year and (s.last_year or year) >= year]
    return [evidence.scheme, *(s for s in valid if s.key != evidence.scheme.key)]


def _due(scheme: Scheme, levels: dict[str, float]) -> dict[str, float]:
    return {name: float(points) for name, points in scheme.expected_weights(levels).items()}


def _trees(evidence: Evidence) -> dict[str, list[Row]]:
    """Points by level-1 indicator of every self-evaluation and report, in the form's order."""
    rows = evidence.weighted
    rows = rows[rows["kind"].isin(["self_evaluation", "report"])]
    execution = rows["role"] == "execution"
    rows = rows.assign(level1=rows["level1"].mask(execution & (rows["level1"] == ""), _EXECUTION))
    keys = ["document_id", "project_id", "level1"]
    sums = exact.grouped_total(rows, keys, ["weight"], exact.SCORE_PLACES)
    first = rows.drop_duplicates(keys)[[*keys, "name_place"]]
    return grouped(first.merge(sums, on=keys), "document_id")
