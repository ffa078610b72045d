"""What is written out reads back as it was: every figure, its raw text, its unit and operator."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jxanalytics.documents.forms import write_forms
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import parse_text
from jxanalytics.samples import make_year
from tests.conftest import REFERENCE
from tests.documents.roundtrip import facts_held, facts_read, read_again

# Shrinking a year takes minutes and tells little more: the seed is the failing case.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CHECKS = [HealthCheck.function_scoped_fixture]
KINDS = {"附件1": "summary", "附件2": "self_evaluation", "附件4": "report"}
# The lines a report is given when it is written: attachments and the signing body.
SET_BELOW = ("附件：", "评价小组")


def document_of(year: EvaluationYear, path: Path) -> str:
    """The id of the document a file was written from: 附件1-<document>, 附件2-<project>."""
    mark, _, name = path.stem.partition("-")
    documents = year["documents"]
    if mark == "附件1":
        return name
    own = (documents["project_id"] == name) & (documents["kind"] == KINDS[mark])
    return str(documents.loc[own, "document_id"].iloc[0])


def assert_round_trip(year: EvaluationYear, folder: Path) -> None:
    written = write_forms(year, folder)
    assert written.failed == ()
    kinds = year["documents"]["kind"].value_counts()
    assert len(written.files) == 2 * (kinds["summary"] + kinds["self_evaluation"]) + kinds["report"]
    for path in written.files:
        document = document_of(year, path)
        rows, register = read_again(path)
        assert facts_read(rows) == facts_held(year, document), path.name
        assert_same_project(year, document, register)
        assert_same_text(year, document, rows.text)


def assert_same_project(year: EvaluationYear, document: str, register: object) -> None:
    """Names of projects, units and departments, as far as the form names them."""
    documents = year["documents"].set_index("document_id").loc[document]
    funding = year["funding"]
    listed = list(funding.loc[funding["document_id"] == document, "project_id"].unique())
    projects = year["projects"].set_index("project_id")
    units = year["units"].set_index("unit_id")
    wanted = [documents["project_id"]] if documents["project_id"] else listed
    names = {row["unit_id"]: row["name"] for row in register.units}
    for row, project in zip(register.projects, wanted, strict=True):
        held = projects.loc[project]
        assert row["name"] == held["name"]
        assert names[row["unit_id"]] == units.loc[held["unit_id"], "name"]
        if documents["kind"] == "report":
            assert row["category"] == held["category"]


def assert_same_text(year: EvaluationYear, document: str, text: str) -> None:
    """Headings, levels and paragraphs; but for what stands around the form and is printed by it."""

    def told(stored: str) -> list[tuple[int, str, tuple[str, ...]]]:
        return [
            (s.level, s.heading, tuple(p for p in s.paragraphs if not _set_below(p)))
            for s in parse_text(stored)
            if s.level and s.heading != "说明"
        ]

    assert told(text) == told(year.texts[document]), document


def _set_below(line: str) -> bool:
    return line.startswith(SET_BELOW[0]) or (len(line) < 40 and line.endswith(SET_BELOW[1]))


def test_the_reference_year(tmp_path: Path) -> None:
    """All forms of 2019, in Word and Excel."""
    assert_round_trip(load_year(REFERENCE), tmp_path)


@settings(max_examples=3, deadline=None, phases=PHASES, suppress_health_check=CHECKS)
@given(year=st.integers(2018, 2027), seed=st.integers(0, 10**6))
def test_generated_years(tmp_path: Path, year: int, seed: int) -> None:
    """Years made by seed: other trees, rules beside the indicators, reports of their own wording."""
    folder = tmp_path / f"{year}-{seed}"
    assert_round_trip(make_year(year, seed, projects=4, units=2), folder)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=CHECKS)
@given(year=st.integers(2018, 2027), seed=st.integers(0, 10**6))
def test_many_generated_years(tmp_path: Path, year: int, seed: int) -> None:
    """The same over many more seeds."""
    folder = tmp_path / f"{year}-{seed}"
    assert_round_trip(make_year(year, seed, projects=8, units=3), folder)
