"""Intake: documents (container → grid → form) to rows of the model, versions and corrections. Imports `model`, `grid`."""

from __future__ import annotations

from jxanalytics.intake.as_json import to_json
from jxanalytics.intake.forms import Form
from jxanalytics.intake.reading import Reading, read_file, read_files

__all__ = ["Form", "Reading", "read_file", "read_files", "to_json"]
