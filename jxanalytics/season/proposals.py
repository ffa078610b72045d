"""Proposals for next year's budget (下年预算建议): basis and amount by rule, the decision by people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from jxanalytics.errors import DataError, Fault
from jxanalytics.model import exact, say
from jxanalytics.model.season import SEASON
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.values import to_decimal
from jxanalytics.model.vocabulary import SUGGESTIONS
from jxanalytics.season.returned import Changes, Line, read_returned, with_changes

TABLE = SEASON["decisions"]
PROJECT = "项目编号"
# What people fill in, by header.
ASKED = {"单位意见": "opinion", "决定": "decision", "决定金额": "amount", "决定说明": "note"}


def proposals(
    year: EvaluationYear, scores: pd.DataFrame, basis: pd.DataFrame, season: Season
) -> pd.DataFrame:
    """One row a project with what its results suggest and what was decided, in print order.

    ``scores``: `statistics.project_scores`; ``basis``: `statistics.next_year_basis`. Columns:
    project_id, project_code, name, unit_id, unit_name, annual, executed (万元), rate (percent), score,
    grade, suggestion (all of them, 、 between), basis (a numbered line each, with its amount), amount
    (万元, the largest of them: they may overlap and are never added), decision, decided (万元), opinion,
    note.
    """
    keep = [
        "project_id",
        "name",
        "unit_id",
        "unit_name",
        "annual",
        "executed",
        "rate",
        "score",
        "grade",
    ]
    rows = scores[keep].reset_index(drop=True)
    ids = rows["project_id"]
    codes = year["projects"].set_index("project_id")["project_code"]
    rows.insert(1, "project_code", ids.map(codes).astype("str"))
    mine = dict(list(basis.groupby("project_id", sort=False)))
    listed = [mine.get(project) for project in ids]
    decided = season["decisions"].set_index("project_id").rename(columns={"amount": "decided"})
    words = {name: ids.map(decided[name]).astype("str").fillna("")
             for name in ("decision", "opinion", "note")}  # fmt: skip
    return rows.assign(
        suggestion=_column("、".join(dict.fromkeys(own["suggestion"])) if own is not None else ""
                           for own in listed),
        basis=_column(_said(own) for own in listed),
        amount=[np.nan if own is None else own["amount"].max() for own in listed],
        decided=ids.map(decided["decided"]).astype(np.float64),
        **words,
    )[[*rows.columns, "suggestion", "basis", "amount", "decision", "decided", "opinion", "note"]]  # fmt: skip


def _column(texts: object) -> pd.Series[str]:
    return pd.Series(list(texts), dtype="str")  # type: ignore[call-overload]


def _said(own: pd.DataFrame | None) -> str:
    if own is None:
        return ""
    several = len(own) > 1
    return "\n".join(
        f"{f'{number}.' if several else ''}{row['suggestion']}：{row['basis']}"
        + ("" if pd.isna(row["amount"]) else f"（所涉{say.amount(row['amount'])}）")
        for number, row in enumerate(own.to_dict("records"), start=1)
    )


def decision_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Decisions by kind: decision, projects, decided (万元, NaN where none is stated)."""
    rows = [
        {"decision": word, "projects": len(mine), "decided": exact.total(mine["decided"])}
        for word in SUGGESTIONS if len(mine := table[table["decision"] == word])
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["decision", "projects", "decided"])


def read_decisions(path: Path, year: EvaluationYear, season: Season) -> Changes:
    """What was filled in on a proposals sheet that differs from what is known: by project and column.

    A blank cell changes nothing. Raises DataError with every fault: an unknown project, one that
    stands twice with different words, a decision that is none of the five, an amount that is none.
    """
    returned = read_returned(path, (PROJECT, *ASKED))
    projects = set(year["projects"]["project_id"])
    known = {str(row["project_id"]): row for row in season["decisions"].to_dict("records")}
    faults: list[Fault] = []
    changes: Changes = {}
    for line in returned.lines:
        project = line.text(PROJECT)
        filled = {name: text for header, name in ASKED.items() if (text := line.stated(header))}
        if not project or not filled:
            continue
        if project not in projects:
            faults.append(line.fault(PROJECT, f"{year.year}年度没有此项目，请勿改动编号"))
        elif wrong := _wrong(line, filled):
            faults.append(wrong)
        else:
            values = {name: _kept(name, text) for name, text in filled.items()}
            before = known.get(project, {})
            new = {name: value for name, value in values.items() if before.get(name) != value}
            if new and changes.setdefault(project, new) != new:
                faults.append(line.fault(PROJECT, "与前面的行重复而所填不同，请只留一行"))
    if faults:
        raise DataError(faults)
    return changes


def decided(
    year: EvaluationYear, season: Season, changes: Sequence[tuple[str, Changes]]
) -> pd.DataFrame:
    """The decisions with the changes of several sheets; DataError where two sheets contradict."""
    order = {project: at for at, project in enumerate(year["projects"]["project_id"])}
    table = with_changes(season["decisions"], TABLE, changes)
    place = table["project_id"].map(order).fillna(len(order))
    return table.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def _wrong(line: Line, filled: dict[str, str]) -> Fault | None:
    if filled.get("decision", SUGGESTIONS[0]) not in SUGGESTIONS:
        return line.fault("决定", f"应为{'、'.join(SUGGESTIONS)}之一")
    if "amount" in filled and exact.kept(to_decimal(filled["amount"]), exact.AMOUNT_PLACES) is None:
        return line.fault("决定金额", "应为以万元计的金额")
    return None


def _kept(name: str, text: str) -> object:
    return exact.kept(to_decimal(text), exact.AMOUNT_PLACES) if name == "amount" else text
