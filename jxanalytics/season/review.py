"""The review (复核) in a year's folder: a draw kept, score sheets taken in as documents of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jxanalytics.errors import DataError, MisuseError
from jxanalytics.intake.filing.rows import DocumentRows
from jxanalytics.model import exact
from jxanalytics.model.changing import changing
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.season import SEASON
from jxanalytics.model.season_store import Season, load_season, put_season, update_season
from jxanalytics.model.store import load_year, put_year
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.vocabulary import DOCUMENT_KINDS
from jxanalytics.season.documents import with_documents
from jxanalytics.season.filing import form_receipts
from jxanalytics.season.ledger import withdrawn_projects
from jxanalytics.season.sampling import Plan
from jxanalytics.season.score_sheet import ScoreSheet, read_score_sheet

_SHARES = ("seed", "count_share", "money_share", "risk_share", "per_unit")


@dataclass(frozen=True)
class Taken:
    """What became of score sheets: taken in, not scored yet, and refused with a sentence each."""

    scored: tuple[ScoreSheet, ...]
    blank: tuple[ScoreSheet, ...]
    refused: tuple[str, ...]


def keep_draw(
    folder: Path, drawn: pd.DataFrame, plan: Plan, projects: pd.DataFrame, again: bool = False
) -> Season:
    """Keep a sample as this year's; the same one again changes nothing.

    ``drawn`` as `sampling.draw` gives it, ``projects`` with the reasons as `risk.risks` does. Raises
    MisuseError where another sample was drawn before, unless it is to be drawn ``again``: former
    draws stay on record.
    """
    return update_season(folder, lambda season: _with_draw(season, drawn, plan, projects, again))


def sample_of(season: Season) -> pd.DataFrame:
    """The sample in force, in the order drawn: columns of the table ``sample``; empty without a draw."""
    rows = season["sample"]
    last = season["draws"]["draw"].max()
    return rows[rows["draw"] == last].sort_values("position", ignore_index=True)


def last_draw(season: Season) -> Plan | None:
    """How the sample in force was drawn; None without a draw."""
    draws = season["draws"]
    if draws.empty:
        return None
    row = draws.sort_values("draw").iloc[-1]
    return Plan(str(row["seed"]), float(row["count_share"]), float(row["money_share"]),
                float(row["risk_share"]), int(row["per_unit"]))  # fmt: skip


def outdated(season: Season) -> list[str]:
    """Projects whose form came in again with changes after their score sheet was taken, by id.

    Their review score stands on a form that is no longer the one in force, until the sheet, whose
    self scores must be the form's, is taken in once more.
    """
    forms, gone = form_receipts(season), withdrawn_projects(season)
    later = []
    for row in season["reviews"].to_dict("records"):
        since = forms[forms["project_id"] == row["project_id"]].iloc[int(row["received"]) :]
        if row["project_id"] not in gone and (since["status"] == "changed").any():
            later.append(str(row["project_id"]))
    return later


def _with_draw(
    season: Season, drawn: pd.DataFrame, plan: Plan, projects: pd.DataFrame, again: bool
) -> Season:
    before, former = last_draw(season), sample_of(season)
    if before == plan and list(former["project_id"]) == list(drawn["project_id"]):
        return season
    if before is not None and not again:
        raise MisuseError(
            f"{season.year}年度已抽样{len(former)}个项目（种子{before.seed}），样本不宜改动；"
            "确需重抽请加 --again，原样本仍留存备查"
        )
    number = len(season["draws"]) + 1
    told = {
        "draw": number, **{name: getattr(plan, name) for name in _SHARES},
        "projects": len(projects), "annual": exact.total(projects["annual"]),
    }  # fmt: skip
    why = projects.set_index("project_id")["why"]
    rows = [
        {**row, "draw": number, "position": row["order"], "why": why[row["project_id"]]}
        for row in drawn.to_dict("records")
    ]
    return season.replaced(
        draws=_added(season["draws"], SEASON["draws"], [told]),
        sample=_added(season["sample"], SEASON["sample"], rows),
    )


def _added(table: pd.DataFrame, schema: object, rows: list[dict[str, object]]) -> pd.DataFrame:
    new = from_rows(schema, [{str(k): v for k, v in row.items()} for row in rows])  # type: ignore[arg-type]
    return pd.concat([table, new], ignore_index=True) if len(table) else new


def take_sheets(folder: Path, paths: Sequence[Path]) -> Taken:
    """Take score sheets in: their scores into the year's tables, reasons and answers into the season's.

    A sheet with faults is refused, the others are taken. The same sheets again change nothing.
    Raises DataError when two sheets are of one project.
    """
    with changing(folder) as change:
        year, season = load_year(folder, as_filed=True), load_season(folder)
        sheets: list[ScoreSheet] = []
        refused = []
        for path in paths:
            try:
                sheets.append(read_score_sheet(path, year))
            except DataError as error:
                refused.append(str(error))
        scored = [sheet for sheet in sheets if sheet.marks]
        _once(scored)
        if scored:
            documents = [review_document(year, sheet) for sheet in scored]
            put_year(with_documents(year, documents), change,
                     parquet=(folder / "documents.parquet").exists())  # fmt: skip
            put_season(_with_marks(season, scored), change)
    # Of a sheet sent out in two formats one comes back filled in.
    done = {sheet.project_id for sheet in scored}
    blank = tuple(sheet for sheet in sheets if not sheet.marks and sheet.project_id not in done)
    return Taken(tuple(scored), blank, tuple(refused))


def _once(sheets: Sequence[ScoreSheet]) -> None:
    seen: dict[str, str] = {}
    for sheet in sheets:
        if sheet.project_id in seen:
            raise DataError(
                f"“{seen[sheet.project_id]}”和“{sheet.file}”都是项目{sheet.project_id}的复核评分表，请只收回一份"
            )
        seen[sheet.project_id] = sheet.file


def review_document(year: EvaluationYear, sheet: ScoreSheet) -> DocumentRows:
    """A score sheet as a document of the year: its scores and their total.

    The indicators are listed as the form names them, without targets and weights: those the form
    states, and the sheet only repeats.
    """
    name = f"{sheet.project_id}-review"
    own = {"document_id": name, "project_id": sheet.project_id}
    used = used_indicators(year)
    known = {r["indicator_id"]: r
             for r in used[used["project_id"] == sheet.project_id].to_dict("records")}  # fmt: skip
    made = DocumentRows({
        **own, "kind": "review", "title": f"{year.year}年度{DOCUMENT_KINDS['review']}",
        "year": year.year, "file": sheet.file, "table": sheet.table,
    })  # fmt: skip
    for position, mark in enumerate(sheet.marks, start=1):
        row = known[mark.indicator_id]
        named = {c: row[c] for c in ("role", "level1", "level2", "name")}
        both = {**own, "indicator_id": mark.indicator_id}
        made.tables["indicators"].append({**both, "position": position, **named})
        made.tables["scores"].append({
            **both, "evaluation": "review", "score": float(mark.score), "score_raw": mark.raw,
            "score_place": mark.place,
        })  # fmt: skip
    total = exact.total([float(mark.score) for mark in sheet.marks], exact.SCORE_PLACES)
    made.tables["totals"].append({
        **own, "measure": "review", "value": total, "raw": exact.plain(total),
        "place": sheet.total_place,
    })  # fmt: skip
    return made


def _with_marks(season: Season, sheets: Sequence[ScoreSheet]) -> Season:
    """The season with these sheets registered, and what they say in words; other projects' stay."""
    projects = {sheet.project_id for sheet in sheets}
    kept = season["marks"]
    kept = kept[~kept["project_id"].isin(projects)]
    rows: list[dict[str, object]] = [
        {"project_id": sheet.project_id, "indicator_id": mark.indicator_id,
         "reason": mark.reason, "feedback": mark.feedback}
        for sheet in sheets for mark in sheet.marks if mark.reason or mark.feedback
    ]  # fmt: skip
    marks = _added(kept, SEASON["marks"], rows)
    ordered = marks.sort_values(["project_id", "indicator_id"], kind="stable", ignore_index=True)
    return season.replaced(marks=ordered, reviews=_registered(season, sheets))


def _registered(season: Season, sheets: Sequence[ScoreSheet]) -> pd.DataFrame:
    """The register of reviews with these sheets, each with how often its form had come by now."""
    rows = {row["project_id"]: row for row in season["reviews"].to_dict("records")}
    came = form_receipts(season)["project_id"].value_counts()
    for sheet in sheets:
        project = sheet.project_id
        count = int(came.get(project, 0))
        rows[project] = {"project_id": project, "file": sheet.file, "received": count}
    return from_rows(SEASON["reviews"], [rows[project] for project in sorted(rows)])
