"""The season's state on disk: loaded as frozen tables, changed whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from jxanalytics.errors import DataError, Fault
from jxanalytics.model.changing import Change, changing, settle
from jxanalytics.model.conform import table_faults
from jxanalytics.model.season import FOLDER, SEASON
from jxanalytics.model.store import csv_of, parsed, read_table
from jxanalytics.model.tables import empty


@dataclass(frozen=True)
class Season:
    """The tables of a season, one DataFrame each; those with no file are empty."""

    year: int
    tables: Mapping[str, pd.DataFrame]

    def __post_init__(self) -> None:
        complete = {
            name: self.tables[name] if name in self.tables else empty(table)
            for name, table in SEASON.items()
        }
        object.__setattr__(self, "tables", MappingProxyType(complete))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """A table by its name in `model.season`; changing the frame changes nothing here."""
        return self.tables[table].copy(deep=False)

    def replaced(self, **tables: pd.DataFrame) -> Season:
        """The same season with some tables exchanged."""
        return replace(self, tables={**self.tables, **tables})


def load_season(folder: str | Path) -> Season:
    """The season of ``data/<year>/``. Raises DataError with every fault of its tables."""
    folder = Path(folder)
    settle(folder)
    faults: list[Fault] = []
    tables = {}
    for name, table in SEASON.items():
        frame = read_table(folder / FOLDER, table, faults)
        if frame is not None:
            faults += table_faults(frame, table)
            tables[name] = frame
    if faults:
        raise DataError(faults)
    return Season(int(folder.resolve().name), {n: parsed(t, SEASON[n]) for n, t in tables.items()})


def update_season(folder: str | Path, update: Callable[[Season], Season]) -> Season:
    """Load, change by ``update``, write; nobody else changes the year meanwhile. Gives the new state.

    Applied twice, a good ``update`` changes nothing the second time.
    """
    with changing(Path(folder)) as change:
        season = update(load_season(folder))
        put_season(season, change)
    return season


def put_season(season: Season, change: Change) -> None:
    """Make a season's tables part of a change of the year's folder."""
    for name, table in SEASON.items():
        frame, file = season[name], f"{FOLDER}/{name}.csv"
        if frame.empty:
            change.remove(file)
        else:
            change.write(file, csv_of(frame, table))
