"""What the checks of targets share."""

from __future__ import annotations

import pandas as pd

from jxanalytics.checks.evidence import Evidence, Row, spot
from jxanalytics.checks.finding import Spot


def indicators(evidence: Evidence, *kinds: str) -> pd.DataFrame:
    """Weighted indicators of documents of these kinds, the execution row left out."""
    rows = evidence.weighted
    return rows[rows["kind"].isin(kinds) & (rows["role"] == "indicator")]


def named(rows: list[Row]) -> tuple[Spot, ...]:
    """Where each row states its name."""
    return tuple(Spot(row["document_id"], row["name_place"], row["name_raw"]) for row in rows)


def both(rows: list[Row]) -> tuple[Spot, ...]:
    """Where each row states its target and its actual."""
    return tuple(place for row in rows for place in (spot(row, "target"), spot(row, "actual")))
