"""The same indicators in target form, self-evaluation and report. JX221–JX230."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, Row, apart, grouped, spot
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.checks.wording import quoted
from jxanalytics.model import exact, say
from jxanalytics.model.values import DATE_UNIT, Value, compact, conversion, parse_value

_KEYS = ["project_id", "indicator_id"]
_LOWER = ("≤", "<")
# A number with its unit at the end of a text.
_LAST = re.compile(r"\d[\d,.]*\s*[^\d\s]{1,6}$")


def _approved(evidence: Evidence) -> pd.DataFrame:
    return _pairs(evidence, "target", "self_evaluation")


def _reported(evidence: Evidence) -> pd.DataFrame:
    return _pairs(evidence, "self_evaluation", "report")


def _pairs(evidence: Evidence, left: str, right: str) -> pd.DataFrame:
    """Indicators of two kinds of document side by side, the second's columns ending in ``_2``.

    Only projects that have both documents; an indicator that one lacks has NaN on that side.
    """
    rows = evidence.indicators
    rows = rows[rows["role"].isin(["indicator", "none"])]
    both = set(evidence.having(left)) & set(evidence.having(right))
    rows = rows[rows["project_id"].isin(both)].drop_duplicates(["kind", *_KEYS])
    one, two = rows[rows["kind"] == left], rows[rows["kind"] == right]
    # A document that came without its table of indicators says nothing of them.
    stated = set(one["project_id"]) & set(two["project_id"])
    one, two = (side[side["project_id"].isin(stated)] for side in (one, two))
    # pandas cannot join two empty columns of text from the outside.
    how: Literal["outer", "inner"] = "inner" if one.empty else "outer"
    return one.merge(two, on=_KEYS, how=how, suffixes=("", "_2"), sort=False)


def _listed(rows: list[Row], suffix: str = "") -> str:
    return wording.names(row[f"name{suffix}"] for row in rows)


def _named(rows: list[Row], suffix: str = "") -> tuple[Spot, ...]:
    return tuple(
        Spot(row[f"document_id{suffix}"], row[f"name_place{suffix}"], row[f"name_raw{suffix}"])
        for row in rows
    )


def _spot2(row: Row, quantity: str) -> Spot:
    return Spot(row["document_id_2"], row[f"{quantity}_place_2"], row[f"{quantity}_raw_2"].strip())


@check(
    "JX221",
    title="批复的指标未列入自评表",
    rule="绩效目标表批复的每项指标都应列入自评表。",
    severity=Severity.WARNING,
)
def dropped(evidence: Evidence) -> Iterator[Raised]:
    """No approved indicator is left out of the self-evaluation."""
    pairs = evidence.once(_approved)
    gone = pairs[pairs["document_id_2"].isna() & (pairs["role"] == "indicator")]
    for project, mine in grouped(gone, "project_id").items():
        yield Raised(
            project,
            f"批复的绩效目标表中{_listed(mine)}未列入自评表，请补充或说明调整依据。",
            _named(mine),
            expected="与批复的绩效目标表一致",
            basis=f"绩效目标表有而自评表没有的指标{len(mine)}项",
        )


@check(
    "JX222",
    title="自评表的指标不在批复之列",
    rule="自评表所列指标（预算执行率除外）应在批复的绩效目标表中。",
    severity=Severity.WARNING,
)
def added(evidence: Evidence) -> Iterator[Raised]:
    """No indicator is added to those approved."""
    pairs = evidence.once(_approved)
    new = pairs[pairs["document_id"].isna() & (pairs["role_2"] == "indicator")]
    for project, mine in grouped(new, "project_id").items():
        yield Raised(
            project,
            f"自评表中{_listed(mine, '_2')}不在批复的绩效目标表中，请说明增加的依据。",
            _named(mine, "_2"),
            expected="与批复的绩效目标表一致",
            basis=f"自评表有而绩效目标表没有的指标{len(mine)}项",
        )


@check(
    "JX223",
    title="年度指标值低于批复",
    rule="自评表的年度指标值不应低于批复的绩效目标表；越小越好的指标不应高于批复，期限不应晚于批复。",
    severity=Severity.WARNING,
)
def lowered(evidence: Evidence) -> Iterator[Raised]:
    """A target is not easier in the self-evaluation than as approved."""
    pairs = _changed(evidence.once(_approved))
    easier = pairs[pairs["easier"]]
    for project, mine in grouped(easier, "project_id").items():
        said = wording.told(_from_to(row) for row in mine)
        yield Raised(
            project,
            f"年度指标值低于批复：{said}，请说明调整依据或更正。",
            tuple(place for row in mine for place in (spot(row, "target"), _spot2(row, "target"))),
            expected="、".join(row["target_raw"] for row in mine),
            basis="绩效目标表与自评表逐项比较",
        )


@check(
    "JX224",
    title="年度指标值与批复不一致",
    rule="自评表的年度指标值应与批复的绩效目标表一致。",
    severity=Severity.WARNING,
)
def altered(evidence: Evidence) -> Iterator[Raised]:
    """A target is the one approved; easier ones are a finding of their own."""
    pairs = _changed(evidence.once(_approved))
    return _targets(pairs[pairs["changed"] & ~pairs["easier"]], "批复的绩效目标表", "自评表")


@check(
    "JX225",
    title="分值与批复不一致",
    rule="自评表各指标分值应与批复的绩效目标表一致。",
    severity=Severity.WARNING,
)
def reweighted(evidence: Evidence) -> Iterator[Raised]:
    """Weights are not moved after approval."""
    return _weights(evidence.once(_approved), "批复的绩效目标表", "自评表")


@check(
    "JX226",
    title="评价报告的年度指标值与自评表不一致",
    rule="同一指标的年度指标值，评价报告与自评表应一致。",
    severity=Severity.ERROR,
)
def two_targets(evidence: Evidence) -> Iterator[Raised]:
    """An indicator has one target."""
    pairs = _changed(evidence.once(_reported))
    return _targets(pairs[pairs["changed"]], "自评表", "评价报告")


@check(
    "JX227",
    title="评价报告的分值与自评表不一致",
    rule="同一指标的分值，评价报告与自评表应一致。",
    severity=Severity.WARNING,
)
def two_weights(evidence: Evidence) -> Iterator[Raised]:
    """An indicator has one weight."""
    return _weights(evidence.once(_reported), "自评表", "评价报告")


@check(
    "JX228",
    title="评价报告的实际完成值与自评表不一致",
    rule="同一指标的实际完成值，评价报告与自评表应一致；评价组核实后改动的请说明。",
    severity=Severity.WARNING,
)
def two_actuals(evidence: Evidence) -> Iterator[Raised]:
    """What was achieved is the same in form and report."""
    pairs = evidence.once(_reported)
    wrong = pairs[_differs(pairs, "actual")]
    for project, mine in grouped(wrong, "project_id").items():
        said = wording.told(_from_to(row, "actual") for row in mine)
        yield Raised(
            project,
            f"评价报告与自评表的实际完成值不一致：{said}，请核实，属评价组核减的请说明。",
            tuple(place for row in mine for place in (spot(row, "actual"), _spot2(row, "actual"))),
            expected="两处一致",
            basis="自评表与评价报告逐项比较",
        )


@check(
    "JX229",
    title="评价报告与自评表的指标不一致",
    rule="评价报告评分表的产出、效益、满意度等指标应与自评表相同；另立指标体系（决策、过程等）的不比较。",
    severity=Severity.WARNING,
)
def other_indicators(evidence: Evidence) -> Iterator[Raised]:
    """The report scores the indicators of the form, unless it has a tree of its own."""
    pairs = evidence.once(_reported)
    shared = pairs.groupby("project_id")["document_id"].transform("size")
    matched = (pairs["document_id"].notna() & pairs["document_id_2"].notna()).groupby(
        pairs["project_id"]
    )
    pairs = pairs[matched.transform("sum") * 2 >= shared]
    scored = (pairs["role"] == "indicator") | (pairs["role_2"] == "indicator")
    single = pairs[scored & (pairs["document_id"].isna() | pairs["document_id_2"].isna())]
    for project, mine in grouped(single, "project_id").items():
        form = [row for row in mine if isinstance(row["document_id"], str)]
        report = [row for row in mine if isinstance(row["document_id_2"], str)]
        said = "；".join(
            filter(
                None,
                (
                    f"仅自评表有{_listed(form)}" if form else "",
                    f"仅评价报告有{_listed(report, '_2')}" if report else "",
                ),
            )
        )
        yield Raised(
            project,
            f"评价报告与自评表的指标不一致：{said}，请核实或说明。",
            (*_named(form), *_named(report, "_2")),
            expected="两处指标相同",
            basis="自评表与评价报告逐项比较",
        )


@check(
    "JX230",
    title="评分规则旁的指标值与指标表不一致",
    rule="评分规则旁写有指标名称和数量的，该数量应与指标表的年度指标值一致（计量单位相同时）。",
    severity=Severity.WARNING,
)
def beside_rule(evidence: Evidence) -> Iterator[Raised]:
    """The figure that a table of rules names with an indicator is the indicator's target."""
    rules = evidence.year["rules"]
    rules = rules[rules["text"].ne("") & rules["raw"].ne(rules["text"])]
    rows = rules.merge(evidence.indicators, on=["document_id", *_KEYS], suffixes=("", "_2"))
    wrong: dict[str, list[tuple[Row, str]]] = {}
    for row in rows[rows["target"].notna()].to_dict("records"):
        said = _before_rule(row)
        factor = conversion(said.unit, row["target_unit"]) if said and said.unit else None
        if said is None or said.number is None or factor is None:
            continue
        if said.number * factor != Decimal(exact.plain(row["target"])):
            wrong.setdefault(row["project_id"], []).append((row, said.raw))
    for project, mine in wrong.items():
        listed = wording.told(
            f"{quoted(row['name'])}{row['target_raw']}→{said}" for row, said in mine
        )
        yield Raised(
            project,
            f"评分规则旁所写的指标值与指标表不一致：{listed}，请核实后统一。",
            tuple(
                place
                for row, _ in mine
                for place in (
                    Spot(row["document_id"], row["place"], row["raw"].strip()),
                    spot(row, "target"),
                )
            ),
            expected="、".join(row["target_raw"] for row, _ in mine),
            basis="评分规则与指标表逐项比较",
        )


def _before_rule(row: Row) -> Value | None:
    """The quantity at the end of what stands before a rule's own words."""
    before, found, _ = row["raw"].partition(row["text"])
    # A paragraph that tells a rule among other things is no table of rules.
    told = not found or re.search("[。；，]", before)
    match = None if told else _LAST.search(before.strip().rstrip("（("))
    return parse_value(match[0].strip()) if match else None


def _from_to(row: Row, quantity: str = "target") -> str:
    return f"{quoted(row['name'])}{row[f'{quantity}_raw']}→{row[f'{quantity}_raw_2']}"


def _differs(pairs: pd.DataFrame, quantity: str) -> np.ndarray:
    """Where both state a quantity and mean different things: other numbers or units, or other words."""
    one, two = pairs[f"{quantity}_raw"].fillna(""), pairs[f"{quantity}_raw_2"].fillna("")
    stated = (
        (one != "") & (two != "") & pairs["role"].eq("indicator") & pairs["role_2"].eq("indicator")
    )
    numeric = pairs[quantity].notna() & pairs[f"{quantity}_2"].notna()
    numbers = apart(pairs[quantity], pairs[f"{quantity}_2"], 0)
    # A unit that is left out is the other's.
    unit, other = pairs[f"{quantity}_unit"], pairs[f"{quantity}_unit_2"]
    units = (unit != other) & unit.ne("") & other.ne("")
    words = one.map(compact) != two.map(compact)
    different = np.where(numeric, numbers | units, words)
    return np.asarray(stated & different)


def _changed(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with ``changed`` (targets differ) and ``easier`` (the second is easier to reach)."""
    changed = _differs(pairs, "target")
    one, two = pairs["target_operator"].fillna(""), pairs["target_operator_2"].fillna("")
    sign = one.where(one != "", two)
    cost = pairs["level1"].fillna("").str.startswith("成本") | pairs["level2"].fillna(
        ""
    ).str.contains("成本")
    lower = sign.isin(_LOWER) | pairs["target_unit"].eq(DATE_UNIT) | (cost & ~sign.isin(["≥", ">"]))
    same = pairs["target_unit"] == pairs["target_unit_2"]
    less, more = pairs["target_2"] < pairs["target"], pairs["target_2"] > pairs["target"]
    easier = changed & same & np.where(lower, more, less)
    return pairs.assign(changed=changed, easier=easier)


def _targets(wrong: pd.DataFrame, left: str, right: str) -> Iterator[Raised]:
    for project, mine in grouped(wrong, "project_id").items():
        said = wording.told(_from_to(row) for row in mine)
        yield Raised(
            project,
            f"{right}的年度指标值与{left}不一致：{said}，请核实更正或说明依据。",
            tuple(place for row in mine for place in (spot(row, "target"), _spot2(row, "target"))),
            expected="、".join(row["target_raw"] for row in mine),
            basis=f"{left}与{right}逐项比较",
        )


def _weights(pairs: pd.DataFrame, left: str, right: str) -> Iterator[Raised]:
    wrong = pairs[apart(pairs["weight"], pairs["weight_2"], 0)]
    for project, mine in grouped(wrong, "project_id").items():
        said = wording.told(
            f"{quoted(row['name'])}{say.points(row['weight'])}→{say.points(row['weight_2'])}"
            for row in mine
        )
        yield Raised(
            project,
            f"{right}的分值与{left}不一致：{said}，请更正或说明依据。",
            tuple(place for row in mine for place in (spot(row, "weight"), _spot2(row, "weight"))),
            expected="、".join(say.points(row["weight"]) for row in mine),
            basis=f"{left}与{right}逐项比较",
        )
