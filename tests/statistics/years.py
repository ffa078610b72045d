"""Years for the tests of this room: built from plain rows, so that tests can compute from them independently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd
from hypothesis import strategies as st

from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows

PARTS = ("current", "carry_over", "other")
Money = Mapping[str, Mapping[str, float]]


def make_year(
    money: Sequence[Money],
    units: Sequence[str] = (),
    codes: Mapping[str, str] | None = None,
    names: Sequence[str] = (),
    categories: Sequence[str] = (),
    year: int = 2019,
    scores: Sequence[Mapping[str, float]] = (),
) -> EvaluationYear:
    """A year of one project per entry of ``money`` ({source: {quantity: amount}}), one form each.

    ``scores`` holds, per project, filed totals by measure (self, department, review).
    """
    owners = list(units) or ["U1"] * len(money)
    ids = [f"P{i + 1}" for i in range(len(money))]
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    for unit in dict.fromkeys(owners):
        code = (codes or {}).get(unit, "")
        rows["units"].append(
            {"unit_id": unit, "name": f"单位{unit}", "unit_code": code, "department_id": unit}
        )
    for i, (project, entry) in enumerate(zip(ids, money, strict=True)):
        document = f"{project}-form"
        name = names[i] if names else f"项目{i + 1}"
        category = categories[i] if categories else ""
        rows["projects"].append(
            {"project_id": project, "name": name, "unit_id": owners[i], "category": category}
        )
        rows["documents"].append(
            {
                "document_id": document,
                "project_id": project,
                "kind": "self_evaluation",
                "file": "a.docx",
            }
        )
        for source, amounts in entry.items():
            rows["funding"].append(
                {"document_id": document, "project_id": project, "source": source, **amounts}
            )
        for measure, value in (scores[i] if scores else {}).items():
            rows["totals"].append(
                {"document_id": document, "project_id": project, "measure": measure,
                 "value": value, "raw": str(value)}
            )  # fmt: skip
    tables = {name: from_rows(TABLES[name], made) for name, made in rows.items()}
    return EvaluationYear(year, tables, {})


def simple(annual: float, executed: float) -> Money:
    """Money stated in total alone."""
    return {"total": {"annual": annual, "executed": executed}}


def rolled(current: float, spent: float, prior: float = 0, used: float = 0) -> Money:
    """Money by source: the current appropriation and the carry-over, and what was spent of each."""
    return {
        "total": {"annual": current + prior, "executed": spent + used},
        "current": {"annual": current, "executed": spent},
        "carry_over": {"annual": prior, "executed": used},
    }


def renumbered(year: EvaluationYear, **ids: str) -> EvaluationYear:
    """The year with other project ids, for years that share only some projects."""
    return year.replaced(
        **{
            name: table.assign(project_id=table["project_id"].replace(ids))
            for name, table in year.tables.items()
            if "project_id" in table
        }
    )


def amount(cents: int) -> float:
    return float(Decimal(cents).scaleb(-2))


@st.composite
def projects_money(draw: st.DrawFn, by_source: bool | None = None) -> Money:
    """The money of one project, in cents of 万元: parts that make up the total, spending within or beyond it."""
    parts = {part: draw(st.integers(0, 10**8)) for part in PARTS}
    whole = sum(parts.values())
    split = draw(st.booleans()) if by_source is None else by_source
    spent = {part: draw(st.integers(-1000, value + 1000)) for part, value in parts.items()}
    total = sum(spent.values()) if split else draw(st.integers(-1000, whole + 1000))
    returned = draw(st.none() | st.integers(0, 10**5))
    entry: dict[str, dict[str, float]] = {
        "total": {"initial": amount(whole), "annual": amount(whole), "executed": amount(total)}
    }
    if returned is not None:
        entry["total"]["returned"] = amount(returned)
    for part, value in parts.items():
        entry[part] = {"initial": amount(draw(st.integers(0, 10**8))), "annual": amount(value)}
        if split:
            entry[part]["executed"] = amount(spent[part])
    return entry


def scored(
    filed: Sequence[float], grades: Sequence[str] = (), projects: Sequence[str] = ()
) -> pd.DataFrame:
    """Totals of a scored year, as the scoring room gives them, for projects P1, P2, …"""
    made = [grade_of(score) for score in filed]
    return pd.DataFrame(
        {
            "project_id": list(projects) or [f"P{i + 1}" for i in range(len(filed))],
            "weight": 100.0,
            "total": list(filed),
            "grade": list(grades) or made,
            "filed": list(filed),
            "filed_grade": list(grades) or made,
            "difference": 0.0,
        }
    )


def grade_of(score: float) -> str:
    exact = Decimal(str(score))
    return "优" if exact >= 90 else "良" if exact >= 80 else "中" if exact >= 60 else "差"
