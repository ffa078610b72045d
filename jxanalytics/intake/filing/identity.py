"""Who is who: ids of units, projects and indicators, kept over documents, versions and years."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jxanalytics.model.values import compact

_DIVISION = re.compile(r"^(.{4,}?)[(（]([^()（）]{1,12}(?:处|室|科|办|中心|大队|股|处室))[)）]$")
Row = dict[str, str]


def unit_and_division(text: str) -> tuple[str, str]:
    """市商务局（外资处） as unit and division; the division is "" where none is printed."""
    match = _DIVISION.match(text.strip())
    return (match[1].strip(), match[2].strip()) if match else (text.strip(), "")


@dataclass
class Register:
    """Units and projects known so far, as rows of their tables, and the ids other years use."""

    units: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    aliases: list[Row] = field(default_factory=list)
    # Projects of other years: ids are kept over the years.
    elsewhere: list[Row] = field(default_factory=list)
    elsewhere_units: list[Row] = field(default_factory=list)
    # The list of those who must file: a project's code, its names, present and former, its id.
    listed: list[Row] = field(default_factory=list)
    # Ids of projects that once were here: none is given to another project.
    given: list[str] = field(default_factory=list)
    # (level 2, name) of a project's indicators → id.
    indicators: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    def unit(self, name: str, department: str = "") -> str:
        """The id of a unit, made when it is new; its department is filled in once known."""
        found = self._unit(name)
        owner = self.unit(department) if department and not _same(department, name) else ""
        if owner and found["department_id"] == found["unit_id"]:
            found["department_id"] = owner
        return found["unit_id"]

    def _unit(self, name: str) -> Row:
        for row in self.units:
            if _same(row["name"], name):
                return row
        known = next((row for row in self.elsewhere_units if _same(row["name"], name)), None)
        ids = [row["unit_id"] for row in (*self.units, *self.elsewhere_units)]
        unit = known["unit_id"] if known else _next(ids, "U", 3)
        code = known["unit_code"] if known else ""
        row = {"unit_id": unit, "unit_code": code, "name": name, "department_id": unit}
        self.units.append(row)
        return row

    def project(self, name: str, code: str, unit: str, department: str) -> str:
        """The id of a project by code, else name, else alias; made when it is new."""
        unit, division = unit_and_division(unit or department)
        found = self._known(self.projects, name, code, unit, department)
        if found is None:
            before = self._known(self.elsewhere, name, code, "", "")
            ids = [row["project_id"] for row in (*self.projects, *self.elsewhere)]
            known = before["project_id"] if before else self._listed_id(name, code)
            found = {
                "project_id": known or _next([*ids, *self.given], "P", 4),
                "project_code": code,
                "name": name,
                "unit_id": self.unit(unit or "未填单位", department),
            }
            self.projects.append(found)
        elif unit:
            self.unit(unit, department)
        self._fill(found, {"project_code": code, "division": division})
        return found["project_id"]

    def describe(self, project: str, facts: Mapping[str, str]) -> None:
        """Fill in what a document says about a project; what is known already stays."""
        row = next(row for row in self.projects if row["project_id"] == project)
        self._fill(row, facts)

    def indicator(self, project: str, level2: str, name: str, taken: set[str]) -> str:
        """The id of an indicator by level 2 and name; ``taken`` are those of the same document."""
        known = self.indicators.setdefault(project, {})
        key = (compact(level2), compact(name))
        found = known.get(key)
        if found is None or found in taken:
            found = _next([*known.values(), *taken], "I", 2)
            known.setdefault(key, found)
        taken.add(found)
        return found

    def _known(
        self, rows: list[Row], name: str, code: str, unit: str, department: str
    ) -> Row | None:
        if code:
            same = next((row for row in rows if compact(row.get("project_code", "")) == code), None)
            if same is not None:
                return same
        named = [row for row in rows if _same(row["name"], name)]
        named += [
            row for row in rows
            if row not in named and any(_is_alias(a, row["project_id"], name, code) for a in self.aliases)
        ]  # fmt: skip
        named += [row for row in rows if row not in named and self._listed_as_one(row, name, code)]
        named = [
            r
            for r in named
            if not (code and r.get("project_code") and compact(r["project_code"]) != code)
        ]
        fitting = [row for row in named if self._may_belong(row, unit, department)]
        return fitting[0] if fitting else None

    def withdrawn(self, name: str, code: str, unit: str) -> bool:
        """Whether a form is of a project that the list has as withdrawn."""
        own = unit_and_division(unit)[0]
        entries = [
            entry
            for entry in self.listed
            if _stands_in(entry, name, code)
            and (bool(code and entry["project_code"]) or not own or _same(entry["unit"], own))
        ]
        return bool(entries) and all(entry["withdrawn"] == "是" for entry in entries)

    def _listed_id(self, name: str, code: str) -> str:
        """The id a project had that was withdrawn and is here again; "" for none."""
        taken = {row["project_id"] for row in self.projects}
        ids = (e["project_id"] for e in self.listed if _stands_in(e, name, code))
        return next((known for known in ids if known and known not in taken), "")

    def _listed_as_one(self, row: Row, name: str, code: str) -> bool:
        """Whether a project known by ``row`` and a form stand in one line of the list."""
        mine = row.get("project_code", "")
        return any(
            _stands_in(entry, name, code) and _stands_in(entry, row["name"], mine)
            for entry in self.listed
        )

    def _may_belong(self, row: Row, unit: str, department: str) -> bool:
        """Two projects of one name are one unless their units are known and have nothing in common."""
        mine = next((u for u in self.units if u["unit_id"] == row["unit_id"]), None)
        if not unit or mine is None:
            return True
        names = {mine["name"]} | {
            u["name"] for u in self.units if u["unit_id"] == mine["department_id"]
        }
        return any(_same(a, b) for a in names for b in (unit, department) if b)

    @staticmethod
    def _fill(row: Row, facts: Mapping[str, str]) -> None:
        for name, text in facts.items():
            if text and not row.get(name):
                row[name] = text


def other_years(folder: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """Projects, units and aliases of the years beside ``folder``, the latest year first."""
    projects: list[Row] = []
    units: list[Row] = []
    aliases: list[Row] = []
    years = [
        p for p in folder.resolve().parent.glob("[0-9][0-9][0-9][0-9]") if p != folder.resolve()
    ]
    for year in sorted(years, reverse=True):
        projects += _rows(year / "projects.csv")
        units += _rows(year / "units.csv")
        aliases += _rows(year / "aliases.csv")
    return projects, units, aliases


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _next(ids: Iterable[str], letter: str, width: int) -> str:
    numbers = [int(i[1:]) for i in ids if i.startswith(letter) and i[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1:0{width}d}"


def _same(left: str, right: str) -> bool:
    return compact(left) == compact(right)


def names_of(entry: Row) -> list[str]:
    """The present and the former names in a line of the list of those who must file."""
    return [entry["name"], *filter(None, re.split("[;；]", entry["former"]))]


def _stands_in(entry: Row, name: str, code: str) -> bool:
    known = compact(entry["project_code"])
    if code and known:
        return code == known
    return any(_same(name, other) for other in names_of(entry))


def _is_alias(alias: Row, project: str, name: str, code: str) -> bool:
    return alias["project_id"] == project and compact(alias["alias"]) in (
        compact(name),
        code or "\0",
    )
