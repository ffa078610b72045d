"""Taking a list of those who must file into a year: withdrawn projects leave the year with it, the
others bear its names and codes, former names are known from then on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from jxanalytics.intake.filing.identity import names_of
from jxanalytics.intake.filing.importing import take_list
from jxanalytics.model.changing import changing
from jxanalytics.model.schema import ALIASES
from jxanalytics.model.season_store import load_season, put_season
from jxanalytics.model.store import begun, load_year, put_year
from jxanalytics.model.tables import from_rows
from jxanalytics.model.values import compact
from jxanalytics.season.filing import matched
from jxanalytics.season.roster import Merged


def take_roster(folder: Path, merge: Callable[[pd.DataFrame], Merged]) -> Merged:
    """Put the list that ``merge`` makes of the one on file in its place, take the documents of
    withdrawn projects out of the year and give renamed projects their present names, in one change;
    then have their former names among the aliases."""
    with changing(folder) as change:
        season = load_season(folder)
        result = merge(season["obligations"])
        if begun(folder):
            year = load_year(folder, as_filed=True)
            found = pd.Series(matched(result.obligations, year), dtype="str")
            listed = result.obligations
            listed = listed.assign(project_id=found.where(found != "", listed["project_id"]))
            gone = set(found[listed["withdrawn"] == "是"]) - {""}
            take_list(listed, gone, change)
            result = replace(result, obligations=listed)
        put_season(season.replaced(obligations=result.obligations), change)
    return replace(result, former=_name_former(folder, result.obligations))


def _name_former(folder: Path, listed: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Have the list's former names among the aliases, by which other years know the project; old and
    present name of each that was added. A name that a project of the year bears now is left out."""
    if not begun(folder):
        return ()
    with changing(folder) as change:
        year = load_year(folder, as_filed=True)
        present = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
        taken = {*map(compact, present.values()), *map(compact, year["aliases"]["alias"])}
        rows: list[dict[str, object]] = []
        for entry in listed[listed["project_id"].isin(present)].to_dict("records"):
            for name in names_of(entry)[1:]:
                if compact(name) not in taken:
                    rows.append({"project_id": entry["project_id"], "kind": "name", "alias": name, "note": "应报名单"})  # fmt: skip
        if rows:
            aliases = pd.concat([year["aliases"], from_rows(ALIASES, rows)], ignore_index=True)
            parquet = (folder / "projects.parquet").exists()
            put_year(year.replaced(aliases=aliases), change, parquet)
    return tuple((str(row["alias"]), present[str(row["project_id"])]) for row in rows)
