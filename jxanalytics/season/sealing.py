"""定稿: the final version of a project's forms; what comes after it is not taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model.season import SEALS
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear, from_rows


def sealed(
    season: Season,
    year: EvaluationYear,
    on: date,
    waiting: Collection[str],
    wanted: Sequence[str] = (),
) -> tuple[Season, list[str]]:
    """The season with projects sealed ``on`` a day, and their ids: those ``wanted``, or all that
    filed and are not ``waiting``. One that is sealed keeps its day."""
    documents = year["documents"]
    filed = set(documents.loc[documents["kind"] == "self_evaluation", "project_id"])
    before = set(season["seals"]["project_id"])
    chosen = _named(year, wanted) if wanted else [p for p in year["projects"]["project_id"] if p not in waiting]  # fmt: skip
    lost = [project for project in chosen if wanted and project not in filed]
    if lost:
        raise MisuseError(f"{'、'.join(lost)}还没有报送自评表，不能定稿")
    now = [project for project in chosen if project in filed and project not in before]
    received = season["received"]
    counts = received[received["project_id"] != ""].groupby("project_id").size()
    rows = [{"project_id": p, "date": on.isoformat(), "received": int(counts.get(p, 0))} for p in now]  # fmt: skip
    seals = pd.concat([season["seals"], from_rows(SEALS, rows)], ignore_index=True)
    return season.replaced(seals=seals.sort_values("project_id", ignore_index=True)), now


def unsealed(
    season: Season, year: EvaluationYear, wanted: Sequence[str]
) -> tuple[Season, list[str]]:
    """The season without the seals of projects, and the ids of those that had one."""
    chosen = set(_named(year, wanted))
    seals = season["seals"]
    gone = seals["project_id"].isin(chosen)
    return season.replaced(seals=seals[~gone].reset_index(drop=True)), list(seals.loc[gone, "project_id"])  # fmt: skip


def _named(year: EvaluationYear, wanted: Sequence[str]) -> list[str]:
    """Ids of projects named by id, code or name."""
    rows = year["projects"]
    found: list[str] = []
    for one in wanted:
        ids = rows.loc[
            (rows[["project_id", "project_code", "name"]] == one).any(axis=1), "project_id"
        ]
        if len(ids) != 1:
            raise MisuseError(f"没有项目“{one}”，请写项目编号、编码或全称" if ids.empty else f"有{len(ids)}个项目名为“{one}”，请写项目编号")  # fmt: skip
        found.append(str(ids.iloc[0]))
    return found
