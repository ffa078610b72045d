"""The way of one figure that CONTRIBUTING.md tells, file by file, is the way it takes."""

from __future__ import annotations

import re

import pytest

from jxanalytics.intake import read_file
from jxanalytics.model.precedence import used_funding
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.markdown import to_markdown
from jxanalytics.narrative.self_report import SelfReport
from jxanalytics.statistics import execution
from tests.conftest import ROOT

TOLD = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALK = TOLD.partition("## One figure's way")[2].partition("\n## ")[0]
STEPS = re.findall(r"`([\w/\-.]+/[\w\-]+\.(?:py|ipynb|csv))`(?:\s+\(`(\w+)`\))?", WALK)


@pytest.mark.parametrize(("path", "name"), STEPS)
def test_every_step_is_where_it_is_told(path: str, name: str) -> None:
    """Each file of the walk exists and defines what is named with it."""
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not name or re.search(rf"^ *def {name}\(", text, re.M)


def test_from_the_cell_to_the_row(reference: EvaluationYear) -> None:
    """The cell of the Word file, read, is the figure that stands in the data with its place."""
    (example,) = (ROOT / "examples").glob("*.docx")
    (form,) = [f for f in read_file(example).forms if f.kind == "self_evaluation"]
    figure = form.funding["total"].amounts["executed"]
    funding = reference["funding"]
    (row,) = funding[
        (funding["document_id"] == "P0001-self_evaluation") & (funding["source"] == "total")
    ].to_dict("records")
    assert (figure.raw, str(figure.place)) == (row["executed_raw"], row["executed_place"])
    assert row["executed"] == 305.36


def test_from_the_row_to_the_sentence(reference: EvaluationYear) -> None:
    """The figure used is divided once, and the report's conclusion says the rate."""
    used = used_funding(reference)
    assert 305.36 in used["executed"].to_list()
    (rate,) = execution(reference).query("key == 'P0001'")["rate"]
    assert rate == 24.67
    report = SelfReport(Facts(reference).project("P0001"))
    assert "预算执行率24.67%" in to_markdown(report.conclusion)
