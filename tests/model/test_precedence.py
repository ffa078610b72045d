"""Of several statements of one quantity the first filled one in the documented order is used."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.model.precedence import (
    PRECEDENCE,
    used_funding,
    used_indicators,
    used_rules,
    used_totals,
)
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.vocabulary import DOCUMENT_KINDS, FUNDING_QUANTITIES

KINDS = list(DOCUMENT_KINDS)
STATED = st.none() | st.integers(0, 10**6)
# For some kinds of document that state money, in any order of filing: what each states of each quantity.
STATEMENTS = st.permutations(PRECEDENCE["funding"]).flatmap(
    lambda kinds: st.fixed_dictionaries(
        {}, optional={k: st.fixed_dictionaries(dict.fromkeys(FUNDING_QUANTITIES, STATED)) for k in kinds}
    )
)  # fmt: skip


def year_of(kinds: list[str], **rows: list[dict[str, object]]) -> EvaluationYear:
    """A year of one project, P1, with one document a kind and the given rows."""
    documents: list[dict[str, object]] = [
        {"document_id": kind, "project_id": "P1", "kind": kind, "file": "a.docx"} for kind in kinds
    ]
    projects: list[dict[str, object]] = [{"project_id": "P1", "name": "项目", "unit_id": "U1"}]
    filled = {"documents": documents, "projects": projects, **rows}
    return EvaluationYear(2019, {n: from_rows(TABLES[n], r) for n, r in filled.items()}, {})


def row(kind: str, **cells: object) -> dict[str, object]:
    return {"document_id": kind, "project_id": "P1", **cells}


@settings(max_examples=40, deadline=None)
@given(STATEMENTS)
def test_money_is_taken_quantity_by_quantity(stated: dict[str, dict[str, int | None]]) -> None:
    """Each quantity comes from the first document that fills it, which is named with the place."""
    places = {q: f"表1!R1C{i}" for i, q in enumerate(FUNDING_QUANTITIES, start=1)}
    rows = [
        row(kind, source="total", **cells, **{f"{q}_place": places[q] for q in cells})
        for kind, cells in stated.items()
    ]
    used = used_funding(year_of(list(stated), funding=rows))
    assert len(used) == (1 if stated else 0)
    for quantity in FUNDING_QUANTITIES if stated else ():
        filling = [
            k for k in PRECEDENCE["funding"] if k in stated and stated[k][quantity] is not None
        ]
        line = used.iloc[0]
        if filling:
            assert line[quantity] == stated[filling[0]][quantity]
            assert line[f"{quantity}_document"] == filling[0]
            assert line[f"{quantity}_place"] == places[quantity]
        else:
            assert math.isnan(line[quantity])
            assert line[f"{quantity}_document"] == line[f"{quantity}_place"] == ""


def test_zero_is_filled_in() -> None:
    """An executed amount of 0 in the form is not passed over for the summary's."""
    rows = [
        row("summary", source="current", executed=5.0),
        row("self_evaluation", source="current", executed=0.0),
    ]
    used = used_funding(year_of(["summary", "self_evaluation"], funding=rows))
    assert used["executed"].tolist() == [0.0]


def test_sources_stand_in_the_order_of_the_form() -> None:
    """Rows come as total, current, carry-over, other, however they were filed."""
    sources = ["other", "total", "carry_over", "current"]
    rows = [row("self_evaluation", source=source, annual=1.0) for source in sources]
    used = used_funding(year_of(["self_evaluation"], funding=rows))
    assert used["source"].tolist() == ["total", "current", "carry_over", "other"]


def test_projects_stand_in_the_order_of_their_list() -> None:
    """However they were filed; money of a project that is not on the list stands last."""
    projects = [{"project_id": p, "name": p, "unit_id": "U1"} for p in ("P1", "P2")]
    rows = [
        {**row("summary", source="total", annual=1.0), "project_id": p} for p in ("P9", "P2", "P1")
    ]
    used = used_funding(year_of(["summary"], projects=projects, funding=rows))
    assert used["project_id"].tolist() == ["P1", "P2", "P9"]


@settings(max_examples=40, deadline=None)
@given(st.permutations(KINDS), st.integers(1, len(KINDS)))
def test_indicators_come_whole_from_one_document(kinds: list[str], count: int) -> None:
    """Weights belong together: no document's indicators are mixed with another's."""
    filed = kinds[:count]
    rows = [
        row(kind, indicator_id=f"I{i}", position=3 - i, role="indicator")
        for kind in filed
        for i in (1, 2)
    ]
    used = used_indicators(year_of(filed, indicators=rows))
    best = next((kind for kind in PRECEDENCE["indicators"] if kind in filed), None)
    assert used["document_id"].tolist() == ([best, best] if best else [])
    assert used["indicator_id"].tolist() == (["I2", "I1"] if best else [])


def test_a_dash_is_no_total() -> None:
    """A total filled with — or left blank yields to the next document's figure."""
    rows = [
        row("self_evaluation", measure="self", raw="—", place="表1!R1C1"),
        row("summary", measure="self", raw="88", value=88.0, place="表1!R2C6"),
    ]
    used = used_totals(year_of(["self_evaluation", "summary"], totals=rows), "self")
    assert used[["value", "document_id", "place"]].values.tolist() == [
        [88.0, "summary", "表1!R2C6"]
    ]


def test_department_scores_come_from_the_report() -> None:
    """For a department's score the report goes before the summary that restates it."""
    rows = [row(kind, measure="department", raw=raw, value=float(raw))
            for kind, raw in (("summary", "90"), ("report", "92"))]  # fmt: skip
    used = used_totals(year_of(["summary", "report"], totals=rows), "department")
    assert used["value"].tolist() == [92.0]


def test_a_grade_is_a_total_in_words() -> None:
    """The grade has no number and is found all the same."""
    rows = [row("report", measure="grade", raw="优")]
    assert used_totals(year_of(["report"], totals=rows), "grade")["raw"].tolist() == ["优"]


def test_the_first_rule_is_used() -> None:
    """Of two rules for an indicator the first in position is used, in whatever order they stand."""
    rows = [row("report", indicator_id="I1", position=p, text=f"规则{p}") for p in (2, 1)]
    assert used_rules(year_of(["report"], rules=rows))["text"].tolist() == ["规则1"]
