"""Basis and amount for next year's budget: which rule gives what; people decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact, say
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import SUGGESTIONS
from jxanalytics.statistics.carryover import carry_over
from jxanalytics.statistics.methods import PRACTICE, Method, methods
from jxanalytics.statistics.scores import project_scores
from jxanalytics.statistics.years import ageing

# Whose score the rules speak of, by the column of the totals.
MEASURES = MappingProxyType({"filed": "自评", "total": "复算得"})


@dataclass(frozen=True)
class BasisRule:
    """A suggestion, the sentence that gives its reason, when it holds, and which column is its amount.

    ``text`` may name columns in braces, which are said with their units, and {measure}, whose score
    it is. ``above``, ``below``, ``at_least`` and ``grades`` are conditions that must all hold; a
    missing figure meets none.
    """

    suggestion: str
    text: str
    amount: str = ""
    above: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)
    below: Mapping[str, float] = field(default_factory=dict)
    grades: tuple[str, ...] = ()


# Usual practice, no ministry rule: a department states its own list.
RULES = (
    BasisRule("收回", "以前年度资金年末仍未使用{closing_prior}，其中满两年及以上（含年限不能区分的）{old}，"
              "疑似应收回，以对账为准", "old", above={"old": 0}),
    BasisRule("压减", "上年结转{opening}已能满足支出{executed}，当年安排的拨款中{over_appropriation}可由结转满足，请说明安排依据",
              "over_appropriation", above={"over_appropriation": 0}, below={"need": 0.000001}),
    BasisRule("压减", "预算执行率{rate}，低于60%，年末未执行{unexecuted}", "unexecuted", below={"rate": 60}),
    BasisRule("取消", "{measure}{score}，评价等级为差", "annual", grades=("差",)),
    BasisRule("压减", "{measure}{score}，评价等级为中", grades=("中",)),
    BasisRule("优化", "{measure}{score}，评价等级为良", grades=("良",)),
    BasisRule("支持", "{measure}{score}，评价等级为优，预算执行率{rate}", "annual", at_least={"rate": 80},
              grades=("优",)),
)  # fmt: skip


@methods(
    Method("suggestion", "逐条规则判断，列明依据和金额",
           "同一项目可有几条，可相互抵触；规则可由部门自定；程序只列依据，由人决定", PRACTICE, "下年预算参考"),
)  # fmt: skip
def next_year_basis(
    totals: pd.DataFrame,
    year: EvaluationYear,
    rules: Sequence[BasisRule] = RULES,
    column: str = "filed",
    before: EvaluationYear | None = None,
) -> pd.DataFrame:
    """What the year's results suggest for next year's budget, one row a project and rule that holds.

    Columns: project_id, name, unit_id, unit_name, suggestion (支持 优化 压减 取消 收回), basis (the rule's
    sentence with the project's figures), amount (万元, NaN where the rule names none). Rules hold
    side by side and may contradict each other: they are listed in the order given, and people
    decide. ``column``: whose score, as in `project_scores`; ``before``: last year, which tells
    carry-over of one year from that of two.

    Raises MisuseError for a suggestion that is none of the five, or a condition on no column.
    """
    facts = _facts(totals, year, column, before)
    rows: list[pd.DataFrame] = []
    for number, rule in enumerate(rules):
        _checked(rule, facts)
        held = facts[_holds(rule, facts)]
        rows.append(
            held[[*_NAMED, "_order"]].assign(
                suggestion=rule.suggestion,
                basis=pd.Series(_said(rule, held), index=held.index, dtype="str"),
                amount=held[rule.amount] if rule.amount else np.nan,
                _rule=number,
            )
        )
    columns = [*_NAMED, "suggestion", "basis", "amount"]
    if not rows:
        return pd.DataFrame(columns=columns).astype({"amount": np.float64})
    ordered = pd.concat(rows).sort_values(["_order", "_rule"], kind="stable", ignore_index=True)
    return ordered[columns]


@methods(
    Method("amount", "Σ同一项目同一建议各条依据中最大的金额",
           "几条依据可指同一笔资金，不重复相加；规则不涉及金额的不列", PRACTICE, "建议所涉金额"),
)  # fmt: skip
def suggestion_summary(basis: pd.DataFrame) -> pd.DataFrame:
    """How many projects each suggestion concerns, by how many reasons, and the money, in 万元.

    ``basis``: `next_year_basis`, filtered or not. Columns: suggestion (those that occur, in the order
    of `SUGGESTIONS`), projects, reasons, amount (NaN where no rule names one).
    """
    rows = []
    for suggestion in SUGGESTIONS:
        mine = basis[basis["suggestion"] == suggestion]
        if len(mine):
            amounts = mine.groupby("project_id", sort=False)["amount"].max().dropna()
            amount = exact.total(amounts) if len(amounts) else float("nan")
            rows.append((suggestion, mine["project_id"].nunique(), len(mine), amount))
    return pd.DataFrame(rows, columns=["suggestion", "projects", "reasons", "amount"])


_NAMED = ["project_id", "name", "unit_id", "unit_name"]
_AMOUNTS = ["opening", "closing", "closing_prior", "need", "over_appropriation"]


def _facts(
    totals: pd.DataFrame, year: EvaluationYear, column: str, before: EvaluationYear | None
) -> pd.DataFrame:
    scores = project_scores(totals, year, column)
    rolled = carry_over(year).set_index("key")[_AMOUNTS]
    aged = ageing([year] if before is None else [before, year]).set_index("key")
    old = pd.Series(exact.summed(aged["two_years"], aged["unknown"]), index=aged.index)
    return scores.join(rolled.assign(old=old), on="project_id").assign(
        unexecuted=exact.minus(scores["annual"], scores["executed"]),
        measure=MEASURES[column],
        _order=range(len(scores)),
    )


def _checked(rule: BasisRule, facts: pd.DataFrame) -> None:
    if rule.suggestion not in SUGGESTIONS:
        raise MisuseError(f"没有「{rule.suggestion}」这种建议，可用：{'、'.join(SUGGESTIONS)}")
    named = {name for _, name, _, _ in Formatter().parse(rule.text) if name}
    conditions = {*rule.above, *rule.at_least, *rule.below}
    used = conditions | named | ({rule.amount} if rule.amount else set())
    if unknown := sorted(used - set(facts)):
        raise MisuseError(f"规则引用了没有的数据项：{'、'.join(unknown)}")


def _holds(rule: BasisRule, facts: pd.DataFrame) -> pd.Series[bool]:
    holds = pd.Series(True, index=facts.index)
    for name, bound in rule.above.items():
        holds &= facts[name] > bound
    for name, bound in rule.at_least.items():
        holds &= facts[name] >= bound
    for name, bound in rule.below.items():
        holds &= facts[name] < bound
    return holds & facts["grade"].isin(rule.grades) if rule.grades else holds


def _said(rule: BasisRule, held: pd.DataFrame) -> list[str]:
    """The rule's sentence for every row, with the figures it names."""
    named = {name for _, name, _, _ in Formatter().parse(rule.text) if name}
    speak: dict[str, Callable[[Any], str]] = {
        "rate": say.rate, "score": say.points, "measure": str,
    }  # fmt: skip
    words = {name: [speak.get(name, say.amount)(v) for v in held[name]] for name in named}
    return [
        rule.text.format(**{name: said[i] for name, said in words.items()})
        for i in range(len(held))
    ]
