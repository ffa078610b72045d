"""Intake: documents (container → grid → form) to rows of the model, versions and corrections. Imports `model`, `grid`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from jxanalytics.intake.as_json import to_json
from jxanalytics.intake.forms import Form
from jxanalytics.intake.own_layouts import form_layout, layouts_of
from jxanalytics.intake.own_words import form_words, words_of
from jxanalytics.intake.reading import Reading, read_file, read_files

if TYPE_CHECKING:
    from jxanalytics.intake.filing.importing import Recap, import_files

__all__ = [
    "Form",
    "Reading",
    "Recap",
    "form_layout",
    "form_words",
    "import_files",
    "layouts_of",
    "read_file",
    "read_files",
    "to_json",
    "words_of",
]

# Filing needs pandas, reading does not: what only files is loaded when it is asked for.
_LATER = {
    "import_files": "jxanalytics.intake.filing.importing",
    "Recap": "jxanalytics.intake.filing.importing",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(name)
