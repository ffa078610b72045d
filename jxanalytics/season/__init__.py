"""Season: the year's work — who must file, what came, what goes back, what is answered. Imports `model`, `intake`, `scoring`, `statistics`, `checks`.

State lies in `data/<year>/season/` (tables declared in `model.season`); everything else here is a
function from tables to tables. Dates are given by the caller, never read from a clock.
"""

from jxanalytics.model.season_store import Season, load_season, update_season

__all__ = ["Season", "load_season", "update_season"]
