"""Who is who: ids of units, projects and indicators, kept over documents, versions and years."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jxanalytics.model.values import compact

_DIVISION = re.compile(r"^(.{4,}?)[(（]([^()（）]{1,12}(?:处|室|科|办|中心|大队|股|处室))[)）]$")
Row = dict[str, str]


def unit_and_division(text: str) -> tuple[str, str]:
    """市商务局（外资处） as unit and division; the division is "" where none is printed."""
    match = _DIVISION.match(text.strip())
    return (match[1].strip(), match[2].strip()) if match else (text.strip(), "")


@dataclass(frozen=True)
class Line:
    """A line of the list of those who must file: its place, its code, its present and former names."""

    place: int
    entry: Row
    code: str
    names: frozenset[str]

    def has(self, name: str, code: str) -> bool:
        """Whether a project stands in it: by code where both have one, else by name (both compact)."""
        return code == self.code if code and self.code else name in self.names

    def those_in(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The projects that stand in it."""
        for row in rows:
            if self.has(compact(row["name"]), compact(row.get("project_code", ""))):
                yield row


class Listed:
    """The list of those who must file, its lines found by code and by name."""

    def __init__(self, entries: Iterable[Row] = ()):
        self._by_code: dict[str, list[Line]] = {}
        self._by_name: dict[str, list[Line]] = {}
        for place, entry in enumerate(entries):
            names = frozenset(map(compact, names_of(entry)))
            line = Line(place, entry, compact(entry["project_code"]), names)
            self._by_code.setdefault(line.code, []).append(line)
            for name in names:
                self._by_name.setdefault(name, []).append(line)

    def of(self, name: str, code: str) -> list[Line]:
        """The lines in which a project stands, in the order of the list."""
        bare = compact(name)
        found = [*self._by_name.get(bare, []), *(self._by_code.get(code, []) if code else [])]
        placed = {line.place: line for line in found if line.has(bare, code)}
        return [placed[place] for place in sorted(placed)]


@dataclass
class Register:
    """Units and projects known so far, as rows of their tables, and the ids other years use."""

    units: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    aliases: list[Row] = field(default_factory=list)
    # Projects of other years: ids are kept over the years.
    elsewhere: list[Row] = field(default_factory=list)
    elsewhere_units: list[Row] = field(default_factory=list)
    listed: Listed = field(default_factory=Listed)
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
            known = before["project_id"] if before else self._listed_id(name, code)
            found = {
                "project_id": known or self._next_project(),
                "project_code": code,
                "name": name,
                "unit_id": self.unit(unit or "未填单位", department),
            }
            self.projects.append(found)
        elif unit:
            self.unit(unit, department)
        self._fill(found, {"project_code": code, "division": division})
        return found["project_id"]

    def _next_project(self) -> str:
        ids = [row["project_id"] for row in (*self.projects, *self.elsewhere)]
        return _next([*ids, *self.given], "P", 4)

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
        fitting = (
            row
            for row in self._named(rows, name, code)
            if not (code and row.get("project_code") and compact(row["project_code"]) != code)
            and self._may_belong(row, unit, department)
        )
        return next(fitting, None)

    def _named(self, rows: list[Row], name: str, code: str) -> Iterator[Row]:
        """Rows that bear a name, then those of which it is an alias, then those of one line of the list."""
        bare = compact(name)
        yield from (row for row in rows if compact(row["name"]) == bare)
        known = {bare, code or "\0"}
        aliased = {a["project_id"] for a in self.aliases if compact(a["alias"]) in known}
        yield from (row for row in rows if row["project_id"] in aliased)
        for line in self.listed.of(name, code):
            yield from line.those_in(rows)

    def withdrawn(self, name: str, code: str, unit: str) -> bool:
        """Whether a form is of a project that the list has as withdrawn."""
        own = unit_and_division(unit)[0]
        entries = [
            line.entry
            for line in self.listed.of(name, code)
            if bool(code and line.code) or not own or _same(line.entry["unit"], own)
        ]
        return bool(entries) and all(entry["withdrawn"] == "是" for entry in entries)

    def follow(self, row: Row) -> str:
        """Give a project the name and the code that the list has for it now; its former name, or ""
        where it was not renamed."""
        lines = self.listed.of(row["name"], compact(row.get("project_code", "")))
        if len(lines) != 1:
            return ""
        entry, former = lines[0].entry, row["name"]
        self._fill(row, {"project_code": entry["project_code"]})
        renamed = compact(former) in map(compact, names_of(entry)[1:])
        if not renamed or _same(former, entry["name"]):
            return ""
        row["name"] = entry["name"]
        return former

    def _listed_id(self, name: str, code: str) -> str:
        """The id a project had that was withdrawn and is here again; "" for none."""
        taken = {row["project_id"] for row in self.projects}
        ids = (line.entry["project_id"] for line in self.listed.of(name, code))
        return next((known for known in ids if known and known not in taken), "")

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
