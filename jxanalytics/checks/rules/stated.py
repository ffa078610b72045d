"""The rules as stated: missing, several, weak in themselves, beside their target. JX301–JX309, JX317–JX318."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, Row, grouped, matching
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.checks.wording import quoted
from jxanalytics.model import say
from jxanalytics.model.values import compact, conversion, measures
from jxanalytics.scoring import Flaw, rule_review
from jxanalytics.scoring.cases import readable, speaks_of_execution
from jxanalytics.scoring.reading import ExecutionValue
from jxanalytics.scoring.rules import Ladder

_KEYS = ["project_id", "indicator_id"]


def _place(row: Row) -> Spot:
    return Spot(row["document_id"], row["place"], row["text"])


@check(
    "JX301",
    title="没有写明评分规则",
    rule="同一项目的其他指标写明了评分规则的，每项有分值的指标都应写明。",
    severity=Severity.WARNING,
)
def missing(evidence: Evidence) -> Iterator[Raised]:
    """Where a project states rules, every weighted indicator has one; the execution row only in a report."""
    stated = evidence.rules
    ruled = pd.MultiIndex.from_frame(stated[_KEYS])
    reporting = set(stated.loc[stated["kind"] == "report", "project_id"])
    rows = evidence.weighted[evidence.weighted["project_id"].isin(set(stated["project_id"]))]
    rows = rows[rows["kind"].isin(["self_evaluation", "report"])]
    rows = rows[(rows["role"] == "indicator") | rows["project_id"].isin(reporting)]
    lacking = rows[~pd.MultiIndex.from_frame(rows[_KEYS]).isin(ruled)]
    for project, mine in grouped(lacking, "project_id").items():
        yield Raised(
            project,
            f"{wording.names(row['name'] for row in mine)}没有写明评分规则，请补充。",
            tuple(Spot(row["document_id"], row["name_place"], row["name_raw"]) for row in mine),
            expected="每项指标写明评分规则",
            basis="同一项目其他指标已写明",
        )


@check(
    "JX302",
    title="同一指标有两种评分规则",
    rule="一项指标只应有一种评分规则；各处写法不同的，请明确采用哪一种。",
    severity=Severity.ERROR,
)
def two_rules(evidence: Evidence) -> Iterator[Raised]:
    """An indicator has one rule. What each of several would give is said in the basis alone: it is for
    those who set the rules, not for slides and reports."""
    rules = evidence.rules
    said = rules["text"].map(compact)
    rules = rules[~rules.assign(said=said).duplicated([*_KEYS, "said"])]
    several = rules[rules.duplicated(_KEYS, keep=False)]
    if several.empty:
        return
    truly = _under_true_rate(evidence, several)
    names = _names(evidence, several)
    for (project, indicator), mine in grouped(several, *_KEYS).items():
        filed = [_points(row["score"], row["readable"]) for row in mine]
        told, apart = f"按填报的实际完成值{_each(filed)}", len(set(filed)) > 1
        spending = any(speaks_of_execution(row["text"], evidence.year.year) for row in mine)
        if spending and (rate := evidence.rates.get(project, np.nan)) == rate:
            true = [
                _points(truly[row["document_id"], row["position"], indicator], row["readable"])
                for row in mine
            ]
            told += f"，按项目预算执行率{say.rate(rate)}{_each(true)}"
            apart = apart or len(set(true)) > 1
        yield Raised(
            project,
            f"{quoted(names[project, indicator])}有{len(mine)}种评分规则{'，得分会有出入' if apart else ''}，请明确采用哪一种。",
            tuple(_place(row) for row in mine),
            expected="只有一种评分规则",
            basis=f"各处评分规则逐条比较：{told}",
            key=indicator,
        )  # fmt: skip


def _each(points: list[str]) -> str:
    return f"均得{points[0]}" if len(set(points)) == 1 else f"分别得{'、'.join(points)}"


def _points(score: float, readable_: bool) -> str:
    return say.points(score) if readable_ and score == score else "（不能计算）"


def _under_true_rate(evidence: Evidence, several: pd.DataFrame) -> dict[tuple[object, ...], float]:
    """What each rule gives when a rule about execution is applied to the true execution rate."""
    scheme = evidence.scheme
    reading = replace(scheme.reading, execution_value=ExecutionValue.RECOMPUTED)
    few = evidence.only(set(several["project_id"]))
    review = rule_review(few, replace(scheme, reading=reading))
    keys = zip(review["document_id"], review["position"], review["indicator_id"], strict=True)
    return dict(zip(keys, review["score"], strict=True))


def _names(evidence: Evidence, rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Names of the indicators of the rows by project and indicator; the id where it has none."""
    named = matching(evidence.used_indicators, rows, _KEYS)
    found = dict(
        zip(
            zip(named["project_id"], named["indicator_id"], strict=True), named["name"], strict=True
        )
    )
    keys = zip(rows["project_id"], rows["indicator_id"], strict=True)
    return {key: found.get(key, key[1]) for key in keys}


def _flawed(evidence: Evidence, flaw: Flaw, ask: str, expected: str) -> Iterator[Raised]:
    """One finding a project for a kind of weakness, with every rule that has it."""
    rules = evidence.rules
    has = [any(weakness.flaw is flaw for weakness in found) for found in rules["weaknesses"]]
    wrong = rules[np.array(has, dtype=bool)]
    # The same rule repeated in another document has the same weakness.
    wrong = wrong.assign(said=wrong["text"].map(compact))
    names = _names(evidence, wrong)
    for project, mine in grouped(wrong, "project_id").items():
        first = list({(r["indicator_id"], r["said"]): r for r in reversed(mine)}.values())[::-1]
        told = [f"{quoted(names[project, row['indicator_id']])}{_said(row, flaw)}" for row in first]
        yield Raised(
            project,
            f"评分规则{flaw}：{wording.told(told)}，{ask}。",
            tuple(_place(row) for row in mine),
            expected=expected,
            basis="逐条分析评分规则",
        )


def _said(row: Row, flaw: Flaw) -> str:
    return "、".join(w.text for w in row["weaknesses"] if w.flaw is flaw)


@check(
    "JX303",
    title="评分规则自相矛盾",
    rule="评分规则的满分标准与不得分标准应能同时成立，各档不应重叠。",
    severity=Severity.ERROR,
)
def contradictory(evidence: Evidence) -> Iterator[Raised]:
    """A ladder whose no-points bound takes in its own full-mark point is found, not silently applied."""
    return _flawed(evidence, Flaw.CONTRADICTORY, "请更正评分规则", "满分标准与不得分标准不相冲突")


@check(
    "JX304",
    title="评分规则有一部分不起作用",
    rule="评分规则的每一句都应起作用：逐档扣分应在不得分标准之前扣到，不得分标准不应在扣完之后。",
    severity=Severity.NOTE,
)
def never_binding(evidence: Evidence) -> Iterator[Raised]:
    """Every clause of a rule binds somewhere."""
    return _flawed(evidence, Flaw.NEVER_BINDING, "请调整扣分幅度或不得分标准", "各句均起作用")


@check(
    "JX305",
    title="评分规则没有写明满分标准或有缺口",
    rule="评分规则应写明得满分的标准和每一种情形的得分，各档之间不留缺口。",
    severity=Severity.WARNING,
)
def open_ended(evidence: Evidence) -> Iterator[Raised]:
    """A rule says from where it deducts and what every result earns."""
    return _flawed(evidence, Flaw.OPEN_ENDED, "请补充完整", "写明满分标准，各档相接")


@check(
    "JX306",
    title="评分规则得分跳跃过大",
    rule="评分规则在任何一点上的得分变化不宜超过分值的一半。",
    severity=Severity.NOTE,
)
def cliff(evidence: Evidence) -> Iterator[Raised]:
    """No rule drops by more than half its weight at one point."""
    return _flawed(evidence, Flaw.CLIFF, "请说明或细化档次", "得分随完成情况平缓变化")


@check(
    "JX307",
    title="评分规则的满分与分值不一致",
    rule="评分规则写明的满分应等于指标分值，达到满分标准应得满分。",
    severity=Severity.ERROR,
)
def maximum(evidence: Evidence) -> Iterator[Raised]:
    """The full marks of a rule are the weight of its indicator."""
    return _flawed(evidence, Flaw.MAXIMUM, "请更正规则或分值", "规则满分等于指标分值")


@check(
    "JX308",
    title="评分规则计量单位不一",
    rule="同一条评分规则中应使用同一计量单位。",
    severity=Severity.WARNING,
)
def mixed_units(evidence: Evidence) -> Iterator[Raised]:
    """One rule measures in one unit."""
    return _flawed(evidence, Flaw.MIXED_UNITS, "请统一计量单位", "同一规则一种计量单位")


@check(
    "JX309",
    title="评分规则不能复算",
    rule="评分规则应写得使人能据以算出同一得分；程序不能读懂的，按填报得分列示。",
    severity=Severity.NOTE,
)
def unreadable(evidence: Evidence) -> Iterator[Raised]:
    """A rule that cannot be read leaves the score as filed; that is said."""
    wrong = evidence.rules[~evidence.rules["readable"]]
    names = _names(evidence, wrong)
    for project, mine in grouped(wrong, "project_id").items():
        told = [
            f"{quoted(names[project, row['indicator_id']])}的“{row['unread'] or row['text']}”{row['why']}"
            for row in mine
        ]
        yield Raised(
            project,
            f"评分规则不能复算：{wording.told(told)}，请写明标准，得分暂按填报列示。",
            tuple(_place(row) for row in mine),
            expected="规则写明满分标准、扣分幅度和不得分标准",
            basis="逐条读取评分规则",
        )


@check(
    "JX317",
    title="得满分的标准低于年度指标值",
    rule="评分规则得满分的标准不应低于年度指标值；越小越好的指标不应高于年度指标值。",
    severity=Severity.WARNING,
)
def below_target(evidence: Evidence) -> Iterator[Raised]:
    """Full marks are not to be had for less than the target."""
    rows = evidence.once(_full_points)
    return _beside(evidence, rows[rows["gap"] < 0], "低于年度指标值", "不低于年度指标值")


@check(
    "JX318",
    title="恰好完成年度指标值不能得满分",
    rule="完成年度指标值的应得满分；规则写“超过”而年度指标值恰为该数的，请统一口径。",
    severity=Severity.NOTE,
)
def above_target(evidence: Evidence) -> Iterator[Raised]:
    """Who meets the target exactly gets full marks."""
    rows = evidence.once(_full_points)
    return _beside(evidence, rows[rows["gap"] > 0], "高于年度指标值", "完成年度指标值得满分")


def _beside(evidence: Evidence, wrong: pd.DataFrame, how: str, expected: str) -> Iterator[Raised]:
    for project, mine in grouped(wrong, "project_id").items():
        told = [
            f"{quoted(row['name'])}年度指标值{row['target_raw']}，规则“{row['text'].split('，')[0]}”"
            for row in mine
        ]
        yield Raised(
            project,
            f"评分规则得满分的标准{how}：{wording.told(told)}，请统一口径。",
            tuple(place for row in mine for place in (_place(row), Spot(row["target_document"], row["target_place"], row["target_raw"]))),
            expected=expected,
            basis="规则的满分标准与年度指标值比较",
        )  # fmt: skip


def _full_points(evidence: Evidence) -> pd.DataFrame:
    """Ladders beside a target in the same unit, with ``gap``: how far the full-mark point asks for
    more (above 0) or less than the target, in the direction in which more is better."""
    rules = evidence.rules
    rules = rules[rules["readable"] & rules["used"]]
    used = evidence.used_indicators
    used = used[used["target"].notna() & (used["role"] == "indicator")]
    columns = [*_KEYS, "document_id", "name", "target", "target_unit", "target_raw", "target_place"]
    rows = rules.merge(used[columns].rename(columns={"document_id": "target_document"}), on=_KEYS)
    read = [readable(text, evidence.year.year) for text in rows["text"]]
    gaps = [
        _gap(rule, target, unit)
        for rule, target, unit in zip(read, rows["target"], rows["target_unit"], strict=True)
    ]
    return rows.assign(gap=np.array(gaps, dtype=float))


def _gap(rule: object, target: float, unit: str) -> float:
    if not isinstance(rule, Ladder) or rule.full is None:
        return 0.0
    factor = conversion(unit, rule.full.unit or rule.unit)
    if factor is None:
        counted = unit and rule.unit and not (measures(unit) or measures(rule.unit))
        factor = Decimal(1) if counted else None
    if factor is None:
        return 0.0
    due = Decimal(str(target)) * factor
    asked = rule.full.value
    # Whole things: more than 5 is 6 or more.
    whole = not measures(rule.unit) and asked == asked.to_integral_value()
    if rule.full.sign in (">", "<"):
        step = Decimal(1) if whole else Decimal("1e-9")
        asked += step if rule.falling else -step
    return float(asked - due if rule.falling else due - asked)
