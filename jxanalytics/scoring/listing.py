"""What commands print of schemes and scores: plain data, in the published key order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.model.exact import plain
from jxanalytics.scoring.analysis import weaknesses
from jxanalytics.scoring.loading import load_scheme, shipped_schemes
from jxanalytics.scoring.scheme import Origin, Scheme, SchemeRule
from jxanalytics.scoring.score import SCORED, ScoredYear
from jxanalytics.scoring.sensitivity import grade_changes


def report_json(scored: ScoredYear, sensitivity: pd.DataFrame | None = None) -> dict[str, Any]:
    """What ``jxa score --format json`` prints, with the scenarios of ``sensitivity`` and the
    grades they move across the year if given.

    Missing figures are None.
    """
    counted = scored.indicators[scored.indicators["role"].isin(SCORED)]
    own: dict[str, list[dict[Any, Any]]] = {}
    for row in counted.to_dict("records"):
        own.setdefault(row["project_id"], []).append(row)
    projects = []
    for total in scored.totals.to_dict("records"):
        projects.append(
            {
                "project": total["project_id"],
                "name": scored.names[total["project_id"]],
                "total": _figure(total["total"]),
                "filed": _figure(total["filed"]),
                "grade": total["grade"] or None,
                "indicators": [_indicator(row) for row in own[total["project_id"]]],
            }
        )
    report: dict[str, Any] = {"scheme": scored.scheme.key, "projects": projects}
    if sensitivity is not None:
        report["scenarios"] = [
            {
                "project": row["project_id"],
                "scenario": row["scenario"],
                "ingredients": list(row["ingredients"]),
                "total": _figure(row["total"]),
                "grade": row["grade"] or None,
                "kind": row["kind"],
                "misprint": bool(row["misprint"]),
            }
            for row in sensitivity.to_dict("records")
        ]
        counts = ("projects", "moved", "up", "down")
        report["grade_changes"] = [
            {
                "scenario": row["scenario"],
                **{name: int(row[name]) for name in counts},
                "misprint": bool(row["misprint"]),
            }
            for row in grade_changes(sensitivity).to_dict("records")
        ]
    return report


def _indicator(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "indicator": row["indicator_id"],
        "name": row["name"],
        "rule": row["rule"],
        "weight": _figure(row["weight"]),
        "score": _figure(row["score"]),
        "filed": _figure(row["filed"]),
        "recomputed": bool(row["recomputed"]),
        "explanation": row["explanation"],
        "note": row["note"],
    }


def _figure(value: float) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if value == int(value) else float(value)


def scheme_list() -> pd.DataFrame:
    """The shipped schemes: 名称, 依据文号, 适用范围 and 年度, by key."""
    schemes = [load_scheme(name) for name in shipped_schemes()]
    return pd.DataFrame(
        {
            "key": [scheme.key for scheme in schemes],
            "名称": [scheme.name for scheme in schemes],
            "依据文号": [scheme.basis for scheme in schemes],
            "适用范围": [scheme.scope for scheme in schemes],
            "年度": [_years(scheme) for scheme in schemes],
        }
    )


def scheme_text(scheme: Scheme) -> str:
    """A scheme in words, each rule with whether it was checked against its source."""
    reading = scheme.reading
    weights = "，".join(f"{name}{plain(points)}分" for name, points in scheme.weights)
    bounds = f"“以上”{_has(reading.above_inclusive)}本数，“以下”{_has(reading.below_inclusive)}本数"
    lines = [
        f"{scheme.name}（{scheme.key}）",
        f"依据文号：{scheme.basis}",
        f"适用范围：{scheme.scope}",
        f"年度：{_years(scheme)}",
        f"分值：{weights}{_checked(scheme.weights_origin)}",
        *([f"无满意度指标的，其分值归入{into}"] if (into := scheme.satisfaction_into) else []),
        f"执行率：{_rule(scheme.execution)}",
    ]
    if scheme.finished_full:
        lines.append("　　　　项目已完成且未超预算的得满分")
    lines.append(f"定量指标：{_rule(scheme.quantity)}")
    if scheme.satisfaction:
        lines.append(f"满意度指标：{_rule(scheme.satisfaction)}")
    over = scheme.over
    lines += [
        f"定性指标：{_rule(scheme.qualitative)}（只核对，不复算）",
        f"超额完成：{over.kind}{_checked(over.origin)}",
        f"读法：不足一档{reading.partial}；{bounds}；未写满分点的以{reading.base}为起扣点；"
        f"自相矛盾的规则{reading.contradiction}；以百分数答数量指标：{reading.percent_actual}；"
        f"完成率按{reading.completion}计；执行率类指标用{reading.execution_value}"
        f"{_checked(scheme.reading_origin)}",
        f"保留小数：{reading.places}位，四舍五入",
        "等级："
        + "，".join(f"{name}≥{plain(least)}分" for name, least in scheme.grades)
        + _checked(scheme.grades_origin),
        f"结转年限：{scheme.carry_over_years}年{_checked(scheme.carry_over_origin)}",
    ]
    return "\n".join(lines)


def scheme_doubts(scheme: Scheme) -> list[str]:
    """What a user should know of a scheme that is without fault: weak rules, what was not checked."""
    named = {"执行率": scheme.execution, "定量指标": scheme.quantity,
             "满意度指标": scheme.satisfaction, "定性指标": scheme.qualitative}  # fmt: skip
    rules = {name: rule for name, rule in named.items() if rule is not None}
    doubts = [
        f"“{name}”的规则{weakness.flaw}：{weakness.text}"
        for name, rule in rules.items()
        for weakness in weaknesses(rule.rule, reading=scheme.reading)
    ]
    origins = {name: rule.origin for name, rule in rules.items()}
    origins |= {"分值": scheme.weights_origin, "等级": scheme.grades_origin,
                "超额完成": scheme.over.origin}  # fmt: skip
    unchecked = [name for name, origin in origins.items() if not origin.verified]
    if unchecked:
        doubts.append(f"{'、'.join(unchecked)}未与依据原文核对，核对后请改写“已核对: 是”")
    return doubts


def _rule(rule: SchemeRule) -> str:
    return rule.sentence + _checked(rule.origin)


def _checked(origin: Origin) -> str:
    source = f"：{origin.source}" if origin.source else ""
    return f"［{'已核对' if origin.verified else '未核对'}{source}］"


def _has(included: bool) -> str:
    return "含" if included else "不含"


def _years(scheme: Scheme) -> str:
    if scheme.last_year is None:
        return f"{scheme.first_year}年起"
    if scheme.last_year == scheme.first_year:
        return f"{scheme.first_year}年"
    return f"{scheme.first_year}—{scheme.last_year}年"
