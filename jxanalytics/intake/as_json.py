"""Readings as the JSON list of ``jxa read --format json``: one object a form, in document order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jxanalytics.intake.containers import Note
from jxanalytics.intake.forms import (
    EXECUTION,
    Execution,
    Figure,
    Form,
    FundingRow,
    Indicator,
    SummaryRow,
)
from jxanalytics.intake.reading import Reading
from jxanalytics.model.values import DASHES, compact
from jxanalytics.model.vocabulary import SOURCES

Json = dict[str, Any]


def to_json(readings: Iterable[Reading]) -> list[Json]:
    """The forms of all readings that were not refused, as plain JSON values."""
    return [form_json(form) for reading in readings for form in reading.forms]


def form_json(form: Form) -> Json:
    """One form; money in 万元, rates in percent, text as printed."""
    head: Json = {
        "file": form.file, "place": form.place, "kind": form.kind, "title": form.title or None,
        "year": form.year, "project": form.project, "department": form.department,
        "unit": form.unit, "amount_unit": form.amount_unit,
    }  # fmt: skip
    body = _summary(form) if form.kind == "summary" else _measured(form)
    return {**head, **body, "issues": [_issue(note) for note in form.issues]}


def _summary(form: Form) -> Json:
    return {
        "projects": [_project(row) for row in form.projects],
        "totals": {name: _number(form.totals.get(name)) for name in ("annual", "executed")},
        "lines": [line.text for line in form.lines],
    }


def _project(row: SummaryRow) -> Json:
    return {
        "seq": _number(row.seq),
        "unit": row.unit,
        "name": row.name,
        "annual": _number(row.figures.get("annual")),
        "executed": _number(row.figures.get("executed")),
        "self_score": _number(row.figures.get("self_score")),
        "department_score": _number(row.figures.get("department_score")),
        "remark": row.remark,
        "code": row.code or None,
        "place": str(row.name_place or "") or None,
        **row.extra,
    }


def _measured(form: Form) -> Json:
    totals = form.totals
    return {
        "code": form.code,
        "funding": {source: _funding(form.funding.get(source)) for source in SOURCES},
        "execution": _execution(form.execution, _rules(form, EXECUTION)),
        "indicators": [_indicator(form, i, row) for i, row in enumerate(form.indicators)],
        "total": {
            "weight": _number(totals.get("weight")),
            "score": _number(totals.get("score")),
            "grade": _text(totals.get("grade")),
        },
        "goals": dict(form.goals),
        "fields": dict(form.fields),
        "evaluators": [
            {"name": p.name, "organisation": p.organisation, "title": p.title, "signed": p.signed}
            for p in form.evaluators
        ],
        "lines": [line.text for line in form.lines],
        "system": [
            {"level1": row.level1, "level2": row.level2, "name": row.name_raw.strip()}
            for row in form.system
        ],
        "funding_parts": [
            {"label": row.label, **(_funding(row) or {})} for row in form.funding_parts
        ],
    }


def _funding(row: FundingRow | None) -> Json | None:
    if row is None:
        return None
    amounts = {name: _number(row.amounts.get(name)) for name in ("initial", "annual", "executed")}
    remark = {"remark": row.remark} if row.remark else {}
    return {**amounts, **row.extra, **remark}


def _execution(execution: Execution, rules: list[str]) -> Json:
    return {
        "weight": _number(execution.weight),
        "rate": _number(execution.rate),
        "score": _number(execution.score),
        "reason": _text(execution.reason),
        "rule": "；".join(rules) or None,
        "name": execution.name or None,
        "level1": execution.level1 or None,
        "level2": execution.level2 or None,
        "target": _squeezed(execution.target),
    }


def _indicator(form: Form, index: int, row: Indicator) -> Json:
    rules = [row.rule.raw.strip()] if row.rule else []
    rules += _rules(form, index)
    return {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "target": _squeezed(row.target),
        "actual": _squeezed(row.actual),
        "weight": _number(row.weight),
        "score": _number(row.score),
        "reason": _text(row.reason),
        "parent": row.parent,
        "review_score": _number(row.review_score),
        "rule": "；".join(rules) or None,
        "place": str(row.place or "") or None,
        "values": {"target": _value(row.target), "actual": _value(row.actual)},
        **dict(row.extra),
    }


def _rules(form: Form, index: int) -> list[str]:
    return [rule.text for rule in form.rules if rule.indicator == index]


def _value(figure: Figure | None) -> Json | None:
    if figure is None or figure.number is None:
        return None
    return {"number": plain(figure.number), "unit": figure.unit, "operator": figure.operator}


def _number(figure: Figure | None) -> int | float | None:
    return None if figure is None or figure.number is None else plain(figure.number)


def plain(number: Decimal) -> int | float:
    """A decimal as JSON prints it: 92 rather than 92.0."""
    return int(number) if number == number.to_integral_value() else float(number)


def _text(figure: Figure | None) -> str | None:
    text = "" if figure is None else figure.raw.strip()
    return None if compact(text) in DASHES else text


def _squeezed(figure: Figure | None) -> str | None:
    text = "" if figure is None else "".join(figure.raw.split())
    return None if compact(text) in DASHES else text


def _issue(note: Note) -> Json:
    return {
        "severity": note.severity,
        "code": note.code,
        "place": note.place,
        "message": note.message,
    }
