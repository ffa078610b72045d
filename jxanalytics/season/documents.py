"""Documents that are not filed by departments, put into a year: score sheets, accounts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jxanalytics.intake.filing.rows import OWNED, DocumentRows
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.vocabulary import DOCUMENT_KINDS


def with_documents(
    year: EvaluationYear, documents: Sequence[DocumentRows], instead_of: str = ""
) -> EvaluationYear:
    """The year with these documents in place of those of the same ids, or of a whole kind.

    They stand as importing orders them, by project and kind, so that the order in which they came
    makes no difference.
    """
    new = {document.document_id: document for document in documents}
    table = year["documents"]
    gone = table["document_id"].isin(list(new))
    if instead_of:
        gone |= table["kind"] == instead_of
    names = set(table.loc[gone, "document_id"])
    listed = _joined(table[~gone], "documents", [d.document for d in new.values()])
    listed = listed.iloc[_order(listed, year)].reset_index(drop=True)
    place = pd.Series(range(len(listed)), index=listed["document_id"])
    changed = {"documents": listed}
    for name in OWNED:
        kept = year[name]
        rows = [row for document in new.values() for row in document.tables[name]]
        joined = _joined(kept[~kept["document_id"].isin(names)], name, rows)
        order = joined["document_id"].map(place).sort_values(kind="stable").index
        changed[name] = joined.loc[order].reset_index(drop=True)
    return year.replaced(**changed)


def _joined(kept: pd.DataFrame, name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    if not rows:
        return kept.reset_index(drop=True)
    return pd.concat([kept, from_rows(TABLES[name], rows)], ignore_index=True)


def _order(documents: pd.DataFrame, year: EvaluationYear) -> list[int]:
    """Places of the documents: summaries first, then by project and kind, else as they stand."""
    projects = {name: at for at, name in enumerate(year["projects"]["project_id"])}
    kinds = {kind: at for at, kind in enumerate(("summary", *DOCUMENT_KINDS))}
    keys = [
        (kind != "summary", projects.get(project, -1), kinds[kind])
        for kind, project in zip(documents["kind"], documents["project_id"], strict=True)
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)
