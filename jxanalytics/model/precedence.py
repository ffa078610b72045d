"""Which of several statements of one quantity is used, and where it stands.

The same quantity is stated in the summary, the form, the report and the target form, and they
disagree. All statements stay in the tables; calculations take the first one in this order that
fills the quantity in. Findings compare the others with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES, SOURCES

Integers = npt.NDArray[np.intp]

# Documented order of precedence, best first, by what is looked up. Accounts are kept by someone
# other than the writer of the form; a form is the primary record that summary and report restate.
PRECEDENCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "funding": ("accounts", "self_evaluation", "summary", "report", "target"),
        "indicators": ("self_evaluation", "report", "target"),
        "rules": ("self_evaluation", "report", "target"),
        "self": ("self_evaluation", "summary", "report"),
        "department": ("report", "summary", "self_evaluation"),
        "review": ("review", "self_evaluation", "report", "summary"),
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
    # Each project and source by a number, in the order in which they come.
    projects, known = pd.factorize(ranked["project_id"])
    sources = pd.Index(list(SOURCES)).get_indexer(ranked["source"])
    codes = pd.factorize(projects * len(SOURCES) + sources)[0]
    result = ranked[["project_id", "source"]].iloc[_first(codes, np.arange(len(codes)))]
    result = result.reset_index(drop=True)
    for quantity in FUNDING_QUANTITIES:
        stated = np.flatnonzero(ranked[quantity].notna())
        chosen = np.full(len(result), -1)
        first = _first(codes, stated)
        chosen[codes[first]] = first
        result[quantity] = ranked[quantity].array.take(chosen, allow_fill=True)
        for what, column in (("document", "document_id"), ("place", f"{quantity}_place")):
            taken = ranked[column].array.take(chosen, allow_fill=True, fill_value="")
            result[f"{quantity}_{what}"] = taken
    order_of = pd.Index(year["projects"]["project_id"]).get_indexer(known)
    first = _first(codes, np.arange(len(codes)))
    listed = np.lexsort((sources[first], _unknown_last(order_of)[projects[first]]))
    return result.iloc[listed].reset_index(drop=True)


def _first(codes: Integers, rows: Integers) -> Integers:
    """The first of ``rows`` that has each code occurring there, in the order of the codes."""
    chosen: Integers = rows[exact.first_of(codes[rows])]
    return chosen


def _unknown_last(places: Integers) -> Integers:
    """Positions where -1, not found, stands after all others."""
    return np.where(places < 0, len(places), places)


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
    documents = year["documents"]
    # -1 for a kind that is not named, and at the end for a row without a document.
    ranks = np.append(pd.Index(list(order)).get_indexer(documents["kind"]), -1)
    rank = ranks[pd.Index(documents["document_id"]).get_indexer(frame["document_id"])]
    kept = np.flatnonzero(rank >= 0)
    return frame.iloc[kept[np.argsort(rank[kept], kind="stable")]].reset_index(drop=True)
