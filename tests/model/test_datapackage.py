"""A year as a data package: what its descriptor says is what its files hold, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jxanalytics.model.datapackage import DESCRIPTOR, package, restored
from jxanalytics.model.schema import TABLES
from jxanalytics.model.sheets import neutral
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_year
from tests.conftest import REFERENCE

# What the Data Package and Table Schema specifications demand of a descriptor.
NAME = {"type": "string", "pattern": r"^[-a-z0-9._/]+$"}
PROFILE = {
    "type": "object",
    "required": ["name", "resources"],
    "properties": {
        "name": NAME,
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path"],
                "properties": {
                    "name": NAME,
                    "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\.)"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type"],
                                    "properties": {
                                        "type": {
                                            "enum": [
                                                "string",
                                                "integer",
                                                "number",
                                                "date",
                                                "boolean",
                                            ]
                                        },
                                        "constraints": {
                                            "type": "object",
                                            "properties": {
                                                "required": {"type": "boolean"},
                                                "enum": {"type": "array", "minItems": 1},
                                            },
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                            },
                            "primaryKey": {"type": "array", "items": {"type": "string"}},
                            "foreignKeys": {
                                "type": "array",
                                "items": {"type": "object", "required": ["fields", "reference"]},
                            },
                        },
                    },
                },
            },
        },
    },
}


def read(files: dict[str, bytes], resource: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a tabular resource, by nothing but its description; None for what is missing."""
    lines = csv.DictReader(io.StringIO(files[resource["path"]].decode(resource["encoding"])))
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert lines.fieldnames == list(fields)
    return [{name: cast(fields[name], text) for name, text in row.items()} for row in lines]


def cast(field: dict[str, Any], text: str) -> Any:
    constraints = field.get("constraints", {})
    if text == "":
        assert not constraints.get("required"), field["name"]
        return None
    assert text in constraints.get("enum", [text]), (field["name"], text)
    match field["type"]:
        case "integer":
            return int(text)
        case "number":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case "boolean":
            return {**dict.fromkeys(field["trueValues"], True), "否": False}[text]
    return text if constraints else restored(text)


@pytest.fixture(scope="module", params=["reference", "made"])
def year(request: pytest.FixtureRequest) -> EvaluationYear:
    if request.param == "reference":
        return load_year(REFERENCE)
    return make_year(2024, 12, 9, 3)


def test_the_package_is_what_it_says(year: EvaluationYear) -> None:
    """Every file is described, every value fits its field, keys are unique, references are met."""
    files = package(year)
    described = json.loads(files[DESCRIPTOR])
    jsonschema.validate(described, PROFILE)
    assert {one["path"] for one in described["resources"]} == files.keys() - {DESCRIPTOR}
    tables = {one["name"]: one for one in described["resources"] if one["format"] == "csv"}
    rows = {name: read(files, one) for name, one in tables.items()}
    keyed = {
        name: one["schema"]["primaryKey"]
        for name, one in tables.items()
        if "primaryKey" in one["schema"]
    }
    assert {"documents", "units", "projects", "indicators", "scores"} <= keyed.keys()
    for name, key in keyed.items():
        values = [tuple(row[part] for part in key) for row in rows[name]]
        assert len(values) == len(set(values))
    for name, one in tables.items():
        for foreign in one["schema"].get("foreignKeys", []):
            target = foreign["reference"]["resource"] or name
            known = {row[foreign["reference"]["fields"][0]] for row in rows[target]}
            used = {row[foreign["fields"][0]] for row in rows[name]} - {None}
            assert used <= known, (name, foreign)


def test_nothing_is_lost(year: EvaluationYear) -> None:
    """Read back by its description, each table holds the values and texts of the year."""
    files = package(year)
    tables = {one["name"]: one for one in json.loads(files[DESCRIPTOR])["resources"]}
    for name in TABLES:
        frame = year[name]
        rows = read(files, tables[name])
        assert len(rows) == len(frame)
        for column in frame.columns:
            read_back = [row[column] for row in rows]
            held = [_plain(value) for value in frame[column].tolist()]
            assert [_plain(value) for value in read_back] == held, (name, column)
    for document, text in year.texts.items():
        assert files[f"texts/{document}.md"].decode() == text


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value != value or value == "":
        return None
    return float(value) if isinstance(value, int | float | Decimal) else str(value)


def test_text_that_looks_like_a_formula_is_neutralised() -> None:
    """What a unit typed as a formula does not begin as one in the CSV, a negative number does."""
    year = load_year(REFERENCE)
    funding = year["funding"]
    text = year.replaced(funding=funding.assign(remark="=HYPERLINK(1)", initial=-1.5))
    lines = package(text)["data/funding.csv"].decode().splitlines()
    assert all(line.endswith(",'=HYPERLINK(1)") for line in lines[1:])
    assert all(",-1.5," in line for line in lines[1:])


@given(st.text(alphabet=st.sampled_from("'\"=+-@＝ \tab—"), max_size=6))
@example("'\t")
@example("''=")
def test_neutralised_text_is_restored(text: str) -> None:
    """Whatever the text, it comes back; and no neutralised text begins like a formula."""
    assert restored(neutral(text)) == text
    assert not re.match(r"[=+\-@\t\r]", neutral(text))


def test_findings_go_along(year: EvaluationYear) -> None:
    """Findings given are one more table of the package, all of it text."""
    from jxanalytics.checks import check_year

    files = package(year, check_year(year).frame)
    (one,) = [r for r in json.loads(files[DESCRIPTOR])["resources"] if r["name"] == "findings"]
    rows = read(files, one)
    assert {"number", "code", "message", "expected"} <= {*(rows[0] if rows else one_names(one))}


def one_names(resource: dict[str, Any]) -> set[str]:
    return {field["name"] for field in resource["schema"]["fields"]}
