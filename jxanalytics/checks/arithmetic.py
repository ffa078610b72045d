"""Arithmetic within one document: rates, sums of money, weights and scores, grades. JX1xx."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jxanalytics.checks.evidence import Evidence, spot
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.registry import check
from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import SOURCES


@check(
    "JX101",
    title="执行率与预算数、执行数不符",
    rule="同一行填报的执行率应等于全年执行数÷全年预算数，相差不超过{tolerance}个百分点。",
    severity=Severity.ERROR,
)
def rate(evidence: Evidence, *, tolerance: float = 0.015) -> Iterator[Raised]:
    """A filed execution rate is executed ÷ annual budget of its own row."""
    rows = evidence.funding
    rows = rows.assign(computed=exact.percent(rows["executed"], rows["annual"]))
    # Published rates are often off by 0.01; the last bit of a float must not decide.
    wrong = np.abs(rows["rate"] - rows["computed"]) > tolerance + 1e-9
    for row in rows[wrong].to_dict("records"):
        source = SOURCES[row["source"]]
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中{source}的执行率填报为{say.rate(row['rate'])}，"
            f"按该行全年预算数、全年执行数计算为{say.rate(row['computed'])}，请核实更正。",
            (spot(row, "rate"), spot(row, "executed"), spot(row, "annual")),
            expected=say.rate(row["computed"]),
            basis=f"{say.amount(row['executed'])}÷{say.amount(row['annual'])}",
            key=f"{row['kind']}-{row['source']}",
        )
