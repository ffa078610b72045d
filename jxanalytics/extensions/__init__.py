"""Extensions: what a user adds by files in the workspace's ``extensions/``. Imports `errors` only.

A file there is Python run once. What its decorators and functions (``checks.check``, ``charts.chart``,
``intake.form_words``) say is kept with the extensions of that workspace; nothing of the program is changed.
"""

from jxanalytics.extensions.kinds import Extension, Kind
from jxanalytics.extensions.loading import (
    FOLDER,
    NONE,
    Extensions,
    beside,
    files_of,
    guarded,
    load,
    offer,
    offering,
)

__all__ = [
    "FOLDER",
    "NONE",
    "Extension",
    "Extensions",
    "Kind",
    "beside",
    "files_of",
    "guarded",
    "load",
    "offer",
    "offering",
]
