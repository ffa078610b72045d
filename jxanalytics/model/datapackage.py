"""A year as a Frictionless data package: CSV tables and texts, described by the schema in one file.

Values are those in use (corrections applied, and listed). Free text that a spreadsheet would take
for a formula has an apostrophe before it; ``restored`` takes it away again. CSV is UTF-8 without a
mark, for programs; people open the workbook of ``sheets``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from jxanalytics.model.corrections import LISTING, listing
from jxanalytics.model.schema import TABLES, Column, Kind, Table
from jxanalytics.model.sheets import neutral
from jxanalytics.model.store import csv_of
from jxanalytics.model.tables import EvaluationYear

DESCRIPTOR = "datapackage.json"
FOLDER = "data"
_TYPES = {
    Kind.INTEGER: "integer",
    Kind.AMOUNT: "number",
    Kind.SCORE: "number",
    Kind.NUMBER: "number",
    Kind.RATE: "number",
    Kind.DATE: "date",
    Kind.YES_NO: "boolean",
}
# What people wrote, or what comes from outside; codes of the schema are never taken for a formula.
_FREE = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.PLACE})


def package(year: EvaluationYear, findings: pd.DataFrame | None = None) -> dict[str, bytes]:
    """Every file of the package by its path, ``datapackage.json`` first.

    ``findings`` are the findings of the year as a frame of texts, where they are to go along.
    """
    files: dict[str, bytes] = {}
    resources = []
    for name, table in TABLES.items():
        path = f"{FOLDER}/{name}.csv"
        files[path] = _csv(year[name], table)
        resources.append({**_resource(name, table.label, path), "description": table.meaning,
                          "schema": table_schema(table)})  # fmt: skip
    others = {"corrections": ("更正", listing(year), LISTING)} if year.corrections else {}
    if findings is not None:
        labels = {str(name): str(name) for name in findings.columns}
        others["findings"] = ("疑点", findings, labels)
    for name, (label, frame, labels) in others.items():
        path = f"{FOLDER}/{name}.csv"
        files[path] = _texts_csv(frame)
        resources.append({**_resource(name, label, path), "schema": _texts_schema(labels)})
    for path, resource, content in _texts(year):
        files[path] = content
        resources.append(resource)
    described = {
        "profile": "data-package",
        "name": f"jxanalytics-{year.year}",
        "title": f"{year.year}年度预算绩效评价数据",
        "description": "金额以万元计；文字前的单引号防止被当作公式，读取时去掉；空白为未填，不是0",
        "resources": resources,
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return {DESCRIPTOR: text.encode(), **files}


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table: fields, key, and what refers to other tables."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    # A key may not be blank in a package; some of ours may, for a row about the whole document.
    if all(table.column(name).required for name in table.key):
        schema["primaryKey"] = list(table.key)
    references = [column for column in table.columns if column.references]
    if references:
        schema["foreignKeys"] = [
            {
                "fields": [column.name],
                "reference": {
                    "resource": "" if column.references == table.name else column.references,
                    "fields": list(TABLES[column.references].key),
                },
            }
            for column in references
        ]
    return schema


def restored(text: str) -> str:
    """Free text as it was before it was neutralised for a package."""
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text


def _field(column: Column) -> dict[str, Any]:
    unit = f"；单位：{column.unit}" if column.unit else ""
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.label,
        "type": _TYPES.get(column.kind, "string"),
        "description": column.meaning + unit,
    }
    if column.kind is Kind.YES_NO:
        field |= {"trueValues": ["是"], "falseValues": ["否"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
        said = "、".join(f"{code} {label}" for code, label in column.choices.items())
        field["description"] += f"；可填：{said}"
    if constraints:
        field["constraints"] = constraints
    return field


def _resource(name: str, label: str, path: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": label,
        "profile": "tabular-data-resource",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }


def _csv(frame: pd.DataFrame, table: Table) -> bytes:
    free = {
        column.name: frame[column.name].map(neutral).astype("str")
        for column in table.columns
        if column.kind in _FREE
    }
    return csv_of(frame.assign(**free), table).removeprefix(b"\xef\xbb\xbf")


def _texts_csv(frame: pd.DataFrame) -> bytes:
    texts = frame.fillna("").astype("str").map(neutral)
    return str(texts.to_csv(index=False, lineterminator="\n")).encode()


def _texts_schema(labels: Mapping[str, str]) -> dict[str, Any]:
    fields = [{"name": name, "title": label, "type": "string"} for name, label in labels.items()]
    return {"fields": fields, "missingValues": [""]}


def _texts(year: EvaluationYear) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """The running texts of documents: path, resource, content."""
    documents = year["documents"]
    for row in documents[documents["document_id"].isin(list(year.texts))].to_dict("records"):
        name = str(row["document_id"])
        path = f"texts/{name}.md"
        resource = {
            "name": f"text-{name.lower()}",
            "title": f"{row['title'] or name}（正文）",
            "path": path,
            "format": "md",
            "mediatype": "text/markdown",
            "encoding": "utf-8",
        }
        yield path, resource, year.texts[name].encode()
