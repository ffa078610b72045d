"""What a written form holds when it is read again, against what the year holds of that document."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jxanalytics.intake.filing.identity import Register
from jxanalytics.intake.filing.rows import DocumentRows, rows_of
from jxanalytics.intake.reading import read_file
from jxanalytics.model.schema import TABLES, Column
from jxanalytics.model.tables import EvaluationYear, from_rows

Facts = dict[str, list[dict[str, Any]]]
# Where a fact stands and how the program numbers it is no part of what is filed.
_NOT_FILED = ("document_id", "project_id", "indicator_id", "parent_id", "position")


def read_again(path: Path) -> tuple[DocumentRows, Register]:
    """The one form a file holds, as rows; nothing in it may be left over or refused."""
    reading = read_file(path)
    assert reading.refused is None and len(reading.forms) == 1, (path.name, reading.refused)
    assert [cell.text for cell in reading.unused] == [], path.name
    errors = [n.message for n in reading.forms[0].issues if n.severity == "error"]
    assert errors == [], path.name
    register = Register()
    return rows_of(reading.forms[0], register), register


def facts_read(rows: DocumentRows) -> Facts:
    return {name: _facts(name, rows.tables[name]) for name in rows.tables}


def facts_held(year: EvaluationYear, document: str) -> Facts:
    """The same of the year's own tables."""
    found: Facts = {}
    for name in ("funding", "indicators", "rules", "scores", "totals", "evaluators"):
        frame = year[name]
        own = frame[frame["document_id"] == document].to_dict("records")
        if name == "rules":
            order = _positions(year, document)
            own.sort(key=lambda row: order[row["indicator_id"]])
        found[name] = _facts(name, own)
    return found


def _positions(year: EvaluationYear, document: str) -> dict[str, float]:
    frame = year["indicators"]
    own = frame[frame["document_id"] == document]
    return dict(zip(own["indicator_id"], own["position"], strict=True))


def _facts(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    frame = from_rows(TABLES[name], rows)
    kept = [c for c in TABLES[name].columns if _is_filed(c)]
    found = [{c.name: _value(row[c.name]) for c in kept} for row in frame.to_dict("records")]
    if name == "funding":
        return list(_sources(found))
    if name == "totals":
        return sorted((row for row in found if row["raw"]), key=lambda row: row["measure"])
    return found


def _is_filed(column: Column) -> bool:
    return column.name not in _NOT_FILED and not column.name.endswith("place")


def _sources(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The official form has a row for each source, with a dash where it has no rate of its own."""
    for row in rows:
        if row["source"] != "total":
            row["rate_raw"] = row["rate_raw"] or "—"
        stated = any(row[c] for c in ("initial_raw", "annual_raw", "executed_raw"))
        if stated or row["rate"] is not None:
            yield row


def _value(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
