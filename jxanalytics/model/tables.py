"""An evaluation year as frozen tables, exactly as filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model.schema import NUMERIC, TABLES, Kind, Table


@dataclass(frozen=True)
class Correction:
    """One correction of an imported figure: what was filed (``expected``), what stands for it now.

    ``table``, ``key`` (the row's key values joined by ``|``) and ``column`` name the value; texts
    are as filed.
    """

    table: str
    key: str
    column: str
    expected: str
    new: str
    reason: str
    person: str


@dataclass(frozen=True)
class EvaluationYear:
    """All that was filed for one year: one DataFrame a table of the schema, and the texts.

    ``texts`` maps document ids to their Markdown. The tables are never changed in place; code
    that needs another state makes a new object (``replaced``). ``corrections`` are those the
    tables already hold, with what was filed in their place.
    """

    year: int
    tables: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str]
    folder: Path | None = None
    corrections: tuple[Correction, ...] = ()

    def __post_init__(self) -> None:
        complete = {
            name: self.tables[name] if name in self.tables else empty(table)
            for name, table in TABLES.items()
        }
        object.__setattr__(self, "tables", MappingProxyType(complete))
        object.__setattr__(self, "texts", MappingProxyType(dict(self.texts)))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """A table by its schema name; changing the returned frame changes nothing here."""
        return self.tables[table].copy(deep=False)

    def replaced(self, **tables: pd.DataFrame) -> EvaluationYear:
        """The same year with some tables exchanged."""
        return replace(self, tables={**self.tables, **tables})

    def of_project(self, project_id: str) -> EvaluationYear:
        """The year as one project's report may see it: the rows and texts of the project and of no
        project (the summary's own), its unit and that unit's department."""
        units = self.tables["units"].iloc[self.units_of(project_id)].reset_index(drop=True)
        return self.of_projects([project_id]).replaced(units=units)

    def of_projects(self, project_ids: Iterable[str]) -> EvaluationYear:
        """The rows and texts of some projects and of no project (the summaries' own); all units."""
        listed = {*project_ids, ""}
        mine = {
            name: table[table["project_id"].isin(listed)].reset_index(drop=True)
            for name, table in self.tables.items()
            if "project_id" in table
        }
        kept = set(mine["documents"]["document_id"])
        texts = {name: text for name, text in self.texts.items() if name in kept}
        return replace(self, tables={**self.tables, **mine}, texts=texts)

    def units_of(self, project_id: str) -> npt.NDArray[np.intp]:
        """The places in ``units`` of a project's unit and of that unit's department."""
        units, projects = self.tables["units"], self.tables["projects"]
        wanted = projects.loc[projects["project_id"] == project_id, "unit_id"]
        own = units["unit_id"].isin(wanted)
        above = units["unit_id"].isin(units.loc[own, "department_id"])
        return np.flatnonzero((own | above).to_numpy())

    def __reduce__(self) -> tuple[object, ...]:
        parts = (self.year, dict(self.tables), dict(self.texts), self.folder, self.corrections)
        return EvaluationYear, parts


def empty(table: Table) -> pd.DataFrame:
    """A table without rows, with the columns and types of the schema."""
    return _empty(tuple((column.name, column.kind) for column in table.columns)).copy(deep=False)


@cache
def _empty(columns: tuple[tuple[str, Kind], ...]) -> pd.DataFrame:
    """Made once for a kind of table: a year has many tables without rows."""
    return pd.DataFrame({
        name: pd.Series(dtype="float64" if kind in NUMERIC else "str") for name, kind in columns
    }, index=pd.RangeIndex(0))  # fmt: skip


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame in the schema's column order and types.

    Text columns hold ``str`` with "" for blank; numeric columns are float64 with NaN for blank.
    """
    columns = {}
    for column in table.columns:
        values = frame[column.name]
        if column.kind in NUMERIC:
            columns[column.name] = values.astype(np.float64)
        else:
            columns[column.name] = values.astype("str").fillna("")
    return pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))


def from_rows(table: Table, rows: list[dict[str, object]]) -> pd.DataFrame:
    """A table from row mappings; columns a row does not name are blank."""
    columns = {
        column.name: _numbers(rows, column.name)
        if column.kind in NUMERIC
        else _texts(rows, column.name)
        for column in table.columns
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _numbers(rows: list[dict[str, object]], name: str) -> npt.NDArray[np.float64]:
    values = (row.get(name) for row in rows)
    return np.array(
        [np.nan if value is None or value == "" else float(str(value)) for value in values],
        dtype=np.float64,
    )


def _texts(rows: list[dict[str, object]], name: str) -> pd.api.extensions.ExtensionArray:
    values = (row.get(name) for row in rows)
    # A missing number (NaN) is the one thing that differs from itself.
    listed = ["" if value is None or value != value else str(value) for value in values]
    made: pd.api.extensions.ExtensionArray = pd.array(listed, dtype="str")
    return made
