"""Small evaluation years made in tests, figures understood as the importer would."""

from __future__ import annotations

from decimal import Decimal

from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.values import parse_value

Row = dict[str, object]
# What makes a row the execution row of a form.
EXECUTION: Row = {"role": "execution", "level1": "", "level2": "", "name": "预算执行率"}


def measured(name: str, raw: str) -> Row:
    """The columns of a target or an actual as written."""
    value = parse_value(raw)
    number: Decimal | None = value.number
    return {
        name: None if number is None else float(number),
        f"{name}_operator": value.operator,
        f"{name}_unit": value.unit,
        f"{name}_raw": raw,
    }


def indicator(
    target: str, actual: str, weight: float | None = 10, filed: float | None = 10, **more: object
) -> Row:
    """One indicator with what is filed for it; ``rule`` is the sentence beside it."""
    return {"target": target, "actual": actual, "weight": weight, "filed": filed, **more}


def year_of(
    *rows: Row,
    money: tuple[float | None, float | None] = (100, 100),
    finished: str = "",
    year: int = 2020,
) -> EvaluationYear:
    """A year of one project: its indicators, its annual budget and what was executed."""
    documents = [
        {"document_id": "D", "project_id": "P", "kind": "self_evaluation", "file": "d.docx"}
    ]
    indicators, rules, scores = [], [], []
    for position, row in enumerate(rows, start=1):
        name = f"I{position}"
        key = {"document_id": "D", "project_id": "P", "indicator_id": name}
        given = {k: v for k, v in row.items() if k not in ("target", "actual", "filed", "rule")}
        figures = measured("target", str(row["target"])) | measured("actual", str(row["actual"]))
        defaults = {"role": "indicator", "name": name, "level2": "数量指标", "level1": "产出指标"}
        indicators.append({**key, "position": position, **defaults, **figures, **given})
        scores.append({**key, "evaluation": "self", "score": row["filed"]})
        if row.get("rule"):
            rules.append({**key, "position": 1, "text": row["rule"]})
    annual, executed = money
    funding = [
        {
            "document_id": "D",
            "project_id": "P",
            "source": "total",
            "annual": annual,
            "executed": executed,
        }
    ]
    project = {"project_id": "P", "name": "项目", "unit_id": "U", "finished": finished}
    tables = {
        "documents": documents, "projects": [project], "indicators": indicators, "rules": rules,
        "scores": scores, "funding": funding,
    }  # fmt: skip
    frames = {name: from_rows(TABLES[name], listed) for name, listed in tables.items()}
    return EvaluationYear(year, frames, {})
