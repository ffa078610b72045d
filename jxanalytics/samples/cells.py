"""Frames of the schema from columns, and the pieces that all documents share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.model.schema import NUMERIC, TABLES
from jxanalytics.model.tables import typed
from jxanalytics.samples.decided import Plan, department_of


def table_of(name: str, count: int, /, **columns: Any) -> pd.DataFrame:
    """A frame of the schema of ``count`` rows from columns or single values; the rest is blank."""
    table = TABLES[name]
    blank = {c.name: np.nan if c.kind in NUMERIC else "" for c in table.columns}
    return typed(pd.DataFrame(blank | columns, index=pd.RangeIndex(count)), table)


def cells(rows: Sequence[int], column: int, table: int = 1) -> list[str]:
    return [f"表{table}!R{row}C{column}" for row in rows]


def summary_rows(plan: Plan) -> tuple[list[int], list[str], list[int]]:
    """Projects in the order of the summaries, their summary, their row in it."""
    heads = [department_of(plan, i) for i in range(len(plan.projects))]
    order = sorted(range(len(heads)), key=lambda i: (heads[i], int(plan.projects.unit[i]), i))
    rows, seen = [], dict.fromkeys(heads, 1)
    for i in order:
        seen[heads[i]] += 1
        rows.append(seen[heads[i]])
    return order, [f"U{heads[i] + 1:03d}-summary" for i in order], rows
