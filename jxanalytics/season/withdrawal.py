"""Taking a list of those who must file into a year: withdrawn projects leave it, names are the present ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from jxanalytics.intake.filing.importing import take_list
from jxanalytics.model.changing import changing
from jxanalytics.model.season_store import load_season, put_season
from jxanalytics.model.store import begun, load_year
from jxanalytics.season.filing import matched
from jxanalytics.season.roster import Merged


def take_roster(folder: Path, merge: Callable[[pd.DataFrame], Merged]) -> Merged:
    """Put the list that ``merge`` makes of the one on file in its place, take the documents of
    withdrawn projects out of the year and give renamed projects their present names, in one change."""
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
    return result
