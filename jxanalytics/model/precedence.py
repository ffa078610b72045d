"""Which of several statements of one quantity is used, and where it stands.

The same quantity is stated in the summary, the form, the report and the target form, and they
disagree. All statements stay in the tables; calculations take the first one in this order that
fills the quantity in. Findings compare the others with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES, SOURCES

# Documented order of precedence, best first, by what is looked up. Accounts are kept by someone
# other than the writer of the form; a form is the primary record that summary and report restate.
PRECEDENCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "funding": ("accounts", "self_evaluation", "summary", "report", "target"),
        "indicators": ("self_evaluation", "report", "target"),
        "rules": ("self_evaluation", "report", "target"),
        "self": ("self_evaluation", "summary", "report"),
        "department": ("report", "summary", "self_evaluation"),
        "review": ("self_evaluation", "report", "summary"),
    }
)


def used_funding(
    year: EvaluationYear, order: Sequence[str] = PRECEDENCE["funding"]
) -> pd.DataFrame:
    """The money used: one row per project and source that any document states.

    Each of ``initial``, ``annual``, ``executed``, ``returned`` (万元) is the first statement in
    ``order`` that is filled in, with ``<quantity>_document`` and ``<quantity>_place`` saying whose.
    """
    ranked = _ranked(year, "funding", order)
    result = ranked[["project_id", "source"]].drop_duplicates()
    for quantity in FUNDING_QUANTITIES:
        stated = ranked[ranked[quantity].notna()].drop_duplicates(["project_id", "source"])
        columns = ["project_id", "source", quantity, "document_id", f"{quantity}_place"]
        chosen = stated[columns].rename(columns={"document_id": f"{quantity}_document"})
        result = result.merge(chosen, on=["project_id", "source"], how="left")
    text = [name for name in result if name.endswith(("_document", "_place"))]
    result[text] = result[text].fillna("")
    return _in_order(result, year, "source", list(SOURCES))


def used_indicators(
    year: EvaluationYear, order: Sequence[str] = PRECEDENCE["indicators"]
) -> pd.DataFrame:
    """The indicators used: for each project the rows of its first document in ``order``.

    Taken whole from one document, so that weights belong together. Columns as in ``indicators``.
    """
    ranked = _ranked(year, "indicators", order)
    first = ranked.drop_duplicates("project_id").set_index("project_id")["document_id"]
    kept = ranked[ranked["document_id"] == ranked["project_id"].map(first)]
    return kept.sort_values(["project_id", "position"], kind="stable", ignore_index=True)


def used_totals(
    year: EvaluationYear, measure: str, order: Sequence[str] | None = None
) -> pd.DataFrame:
    """A total as filed (a key of TOTAL_MEASURES), per project: value, raw, document_id, place."""
    chosen = order or PRECEDENCE.get(measure, PRECEDENCE["self"])
    totals = year["totals"]
    # A grade is words; any other total without a number (blank, —) is not filled in.
    filled = totals["raw"] != "" if measure == "grade" else totals["value"].notna()
    stated = (totals["measure"] == measure) & (totals["project_id"] != "") & filled
    ranked = _rank(totals[stated], year, chosen)
    columns = ["project_id", "value", "raw", "document_id", "place"]
    return ranked.drop_duplicates("project_id")[columns].reset_index(drop=True)


def used_rules(year: EvaluationYear, order: Sequence[str] = PRECEDENCE["rules"]) -> pd.DataFrame:
    """The rule text used for each indicator: the first of the first document that states one."""
    ranked = _rank(year["rules"].sort_values("position", kind="stable"), year, order)
    return ranked.drop_duplicates(["project_id", "indicator_id"]).reset_index(drop=True)


def _ranked(year: EvaluationYear, table: str, order: Sequence[str]) -> pd.DataFrame:
    return _rank(year[table], year, order)


def _rank(frame: pd.DataFrame, year: EvaluationYear, order: Sequence[str]) -> pd.DataFrame:
    """Rows of the documents named in ``order``, best document first, else as they stand."""
    kinds = year["documents"].set_index("document_id")["kind"]
    rank = frame["document_id"].map(kinds).map({kind: i for i, kind in enumerate(order)})
    ranked = frame.assign(_rank=rank)[rank.notna()]
    return ranked.sort_values("_rank", kind="stable").drop(columns="_rank").reset_index(drop=True)


def _in_order(
    frame: pd.DataFrame, year: EvaluationYear, column: str, values: list[str]
) -> pd.DataFrame:
    """Rows in the order of the project table, then of ``values``."""
    projects = {project: i for i, project in enumerate(year["projects"]["project_id"])}
    keys = pd.DataFrame(
        {
            "project": frame["project_id"].map(projects),
            "value": frame[column].map({value: i for i, value in enumerate(values)}),
        }
    )
    return frame.loc[keys.sort_values(["project", "value"], kind="stable").index].reset_index(
        drop=True
    )
