"""What one document of the year states, as texts for a form: raw texts first, else the value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from jxanalytics.fonts import visible
from jxanalytics.model.exact import plain
from jxanalytics.model.say import cell_amount
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import Section, parse_text
from jxanalytics.model.values import compact

Record = Mapping[str, Any]

UNIT = "万元"
NO_UNIT = "单位未注明"


class Filed:
    """The tables of a year by document; made once a year, asked for every form."""

    def __init__(self, year: EvaluationYear):
        self.year = year
        self._owned: dict[str, dict[str, list[Record]]] = {}

    def rows(self, table: str, document: str) -> list[Record]:
        """A document's rows of a table, as they stand."""
        if table not in self._owned:
            found: dict[str, list[Record]] = {}
            for row in self.year[table].to_dict("records"):
                found.setdefault(str(row["document_id"]), []).append(
                    {str(k): v for k, v in row.items()}
                )
            self._owned[table] = found
        return self._owned[table].get(document, [])

    @cached_property
    def documents(self) -> list[Record]:
        return self._records("documents")

    @cached_property
    def projects(self) -> dict[str, Record]:
        return {str(row["project_id"]): row for row in self._records("projects")}

    @cached_property
    def units(self) -> dict[str, Record]:
        return {str(row["unit_id"]): row for row in self._records("units")}

    def _records(self, table: str) -> list[Record]:
        return [{str(k): v for k, v in row.items()} for row in self.year[table].to_dict("records")]

    def document(self, project: str, kind: str) -> Record | None:
        """The project's document of a kind; None where none is filed."""
        return self._by_project.get((project, kind))

    @cached_property
    def _by_project(self) -> dict[tuple[str, str], Record]:
        return {(str(row["project_id"]), str(row["kind"])): row for row in self.documents}

    def unit_of(self, project: str) -> str:
        return str(self.units[self.projects[project]["unit_id"]]["name"])

    def department_of(self, project: str) -> str:
        unit = self.units[self.projects[project]["unit_id"]]
        return str(self.units[unit["department_id"]]["name"])

    def sections(self, document: str) -> tuple[Section, ...]:
        return parse_text(self.year.texts.get(document, ""))

    def totals(self, document: str, project: str) -> dict[str, str]:
        """Totals as filed by measure: a summary's for a project ("" for its sum), else the form's own."""
        return {
            str(row["measure"]): stated_total(row)
            for row in self.rows("totals", document)
            if row["project_id"] == project
        }


def stated(row: Record, name: str) -> str:
    """A stated quantity as written; the number where no text was kept with it."""
    raw = str(row.get(f"{name}_raw", ""))
    number = row.get(name, math.nan)
    return shown(raw) if raw or math.isnan(number) else plain(number)


def stated_total(row: Record) -> str:
    """A total as written; the figure where only that is known."""
    raw = str(row["raw"])
    return shown(raw) if raw or math.isnan(row["value"]) else plain(row["value"])


def money(row: Record, name: str, unit: str) -> str:
    """An amount for a form in 万元: as written, or converted exactly where the document is in 元."""
    number = row.get(name, math.nan)
    raw = str(row.get(f"{name}_raw", ""))
    if unit == "元" and not math.isnan(number):
        return cell_amount(number)
    return stated(row, name) if raw or math.isnan(number) else cell_amount(number)


def printed_unit(document: Record | None, rows: list[Record]) -> str:
    """What the form may say of its unit: nothing is claimed for figures filed without one."""
    unitless = document is not None and not document["amount_unit"]
    raws = ("initial_raw", "annual_raw", "executed_raw")
    stands = any(any(c.isdigit() for c in str(row.get(name, ""))) for row in rows for name in raws)
    return NO_UNIT if unitless and stands else UNIT


def shown(text: str) -> str:
    """Text as Office files can hold it: controls and direction characters as visible escapes."""
    return text if text.isascii() and text.isprintable() else visible(text, glyphs=False)


def same_text(left: str, right: str) -> bool:
    """Whether two texts are the same but for white space and full-width signs."""
    return compact(left) == compact(right)
