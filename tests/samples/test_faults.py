"""A planted year is a clean year with just what the plant says changed in it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from jxanalytics.errors import MisuseError
from jxanalytics.model.conform import relation_faults, table_faults
from jxanalytics.model.places import parse_place
from jxanalytics.model.schema import NUMERIC, TABLES
from jxanalytics.model.store import load_year, save_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.faults import FAULTS, HARMLESS, Planted, plant, spread
from tests.conftest import ROOT

EVERY = pytest.mark.parametrize("name", [*FAULTS, *HARMLESS])
HASHING = """
from tests.samples.test_faults import digest
from jxanalytics.samples.faults import plant, spread
for name, seed in spread(30, 5):
    print(digest(plant(name, seed)))
"""


@cache
def planted_once(name: str) -> Planted:
    return plant(name, 1)


def digest(planted: Planted) -> str:
    """One hash of all tables and texts and of what is said about the plant."""
    found = hashlib.sha256(repr((planted.project, planted.done, planted.places)).encode())
    for name in TABLES:
        found.update(planted.year[name].to_csv().encode())
    found.update(repr(sorted(planted.year.texts.items())).encode())
    return found.hexdigest()


def stated(year: EvaluationYear, table: str) -> dict[tuple[str, ...], dict[str, object]]:
    """The rows of a table by key."""
    keys = list(TABLES[table].key)
    rows = year[table].to_dict("records")
    return {tuple(str(row[key]) for key in keys): row for row in rows}


def changes(planted: Planted) -> list[tuple[str, dict[str, object], str]]:
    """Table, row and column of every cell that differs from the clean year; a column is blank
    where the row itself came or went."""
    found: list[tuple[str, dict[str, object], str]] = []
    for table in TABLES:
        if planted.clean[table].equals(planted.year[table]):
            continue
        old, new = stated(planted.clean, table), stated(planted.year, table)
        found += [(table, old.get(key) or new[key], "") for key in old.keys() ^ new.keys()]
        for key in old.keys() & new.keys():
            for column, value in new[key].items():
                same = value == old[key][column] or (pd.isna(value) and pd.isna(old[key][column]))
                found += [] if same else [(table, new[key], column)]
    return found


def place_of(row: dict[str, object], column: str) -> str:
    """Where a cell of a row stands in its document, as far as the row knows."""
    stem = re.sub("_(raw|unit|operator)$", "", column)
    return str(row.get(f"{stem}_place", row.get("place", "")))


@EVERY
def test_only_what_is_said_has_changed(name: str) -> None:
    """Every changed cell and text stands in a place the plant names; all its documents changed."""
    planted = planted_once(name)
    touched = set()
    for _table, row, column in changes(planted):
        document = str(row.get("document_id", ""))
        if not document:
            assert row["project_id"] == planted.project
            continue
        touched.add(document)
        place = place_of(row, column) if column else ""
        assert {(document, place), (document, "")} & set(planted.places), (document, place)
    old, new = planted.clean.texts, planted.year.texts
    texts = {d for d in old.keys() | new.keys() if old.get(d) != new.get(d)}
    assert touched | texts == set(planted.documents)
    assert touched or texts or planted.clean["projects"].ne(planted.year["projects"]).any(axis=None)


@EVERY
def test_a_planted_year_fits_the_schema(name: str) -> None:
    """No plant makes a year that could not be loaded, whatever project it found."""
    year = planted_once(name).year
    frames = {table: year[table] for table in TABLES}
    faults = [f for table in TABLES for f in table_faults(frames[table], TABLES[table])]
    assert faults + relation_faults(frames) == []
    assert set(year.texts) <= set(year["documents"]["document_id"])


def test_planted_years_can_be_saved(tmp_path: Path) -> None:
    """What was planted is still there after saving and loading."""
    for number, (name, seed) in enumerate(spread(8, 4)):
        planted = plant(name, seed)
        folder = tmp_path / str(number) / str(planted.year.year)
        save_year(planted.year, folder)
        again = load_year(folder)
        for table in TABLES:
            pd.testing.assert_frame_equal(again[table], planted.year[table])
        assert dict(again.texts) == dict(planted.year.texts)


@EVERY
def test_a_plant_tells_what_was_done(name: str) -> None:
    """One Chinese sentence, a project of the year, places that can be read."""
    planted = planted_once(name)
    assert re.search("[一-鿿]", planted.done) and "\n" not in planted.done
    assert planted.project in set(planted.year["projects"]["project_id"])
    for document, place in planted.places:
        assert document and (parse_place(place) is None) == (place == "")
    assert planted.kind.harmless == (name in HARMLESS)
    assert planted.kind.harmless or "请" in planted.kind.asks


@pytest.mark.parametrize("name", ["executed-parts", "summary-sum", "score-over-weight"])
def test_number_and_text_change_together(name: str) -> None:
    """A cell that states another number also reads so."""
    for table, row, column in changes(planted_once(name)):
        kinds = {c.name: c.kind for c in TABLES[table].columns}
        if column and kinds[column] in NUMERIC and f"{column}_raw" in row:
            assert float(str(row[f"{column}_raw"]).rstrip("%")) == row[column]


def test_there_are_enough_kinds() -> None:
    """At least seventy kinds of fault and twenty harmless variations, each with a name of its own."""
    assert len(FAULTS) >= 70 and len(HARMLESS) >= 20
    assert not FAULTS.keys() & HARMLESS.keys()


def test_same_seed_same_bytes() -> None:
    """Processes with other hash seeds and locales plant the same; another seed plants otherwise."""
    outputs = []
    for extra in (
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
    ):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
        command = [sys.executable, "-c", HASHING]
        done = subprocess.run(
            command, env=environment, check=True, timeout=240, capture_output=True, encoding="utf-8"
        )
        outputs.append(done.stdout.split())
    assert outputs[0] == outputs[1] and len(set(outputs[0])) == 30
    assert digest(plant("rate-slip", 1)) != digest(plant("rate-slip", 2))


def test_spread_gives_every_kind_its_turn() -> None:
    """Kinds are used equally often, to within one, with seeds that differ."""
    pairs = spread(300, 9)
    uses = Counter(name for name, _ in pairs)
    assert set(uses) == set(FAULTS) and max(uses.values()) - min(uses.values()) <= 1
    assert len(set(pairs)) == 300


def test_an_unknown_kind_is_refused() -> None:
    """A misspelt kind is named, with those there are."""
    with pytest.raises(MisuseError, match=r"rate-slp.*rate-slip"):
        plant("rate-slp")


def test_a_fault_without_occasion_is_refused() -> None:
    """A year too small for a fault says so rather than planting another."""
    with pytest.raises(MisuseError, match="code-twice"):
        plant("code-twice", projects=1, units=1)
