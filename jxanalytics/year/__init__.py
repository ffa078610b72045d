"""What an analyst holds: ``load``, ``Year``, ``Years``, ``Project``; thin and lazy faces over the rooms. Imports all rooms up to `runs`.

Nothing is computed here: a table is asked of the room that knows it, once, and shown with Chinese
labels. ``kept`` lets many reports of a run share one year.
"""

from jxanalytics.year.project import Project
from jxanalytics.year.year import Year
from jxanalytics.year.years import Years, load

__all__ = ["Project", "Year", "Years", "load"]
