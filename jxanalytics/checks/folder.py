"""The findings of a year as it lies in its folder: with last year's data and what was explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jxanalytics import extensions
from jxanalytics.checks.explained import accepted_answers, read_explained
from jxanalytics.checks.findings import Findings
from jxanalytics.checks.held import Held
from jxanalytics.checks.run import check_year, registered
from jxanalytics.checks.settings import Settings
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring import Scheme


def year_findings(
    year: EvaluationYear,
    before: EvaluationYear | None = None,
    scheme: Scheme | None = None,
    settings: Settings | None = None,
    held: Held | None = None,
) -> Findings:
    """``check_year`` with the year before (given, or the folder beside it) and what was explained.

    Raises DataError when last year's data or the explained file cannot be read.
    """
    if before is None and year.folder is not None:
        last = year.folder.resolve().parent / str(year.year - 1)
        before = load_year(last) if last.is_dir() else None
    found = check_year(year, scheme=scheme, before=before, settings=settings, held=held)
    return found.with_explanations([*accepted_answers(year.folder), *read_explained(year.folder)])


def workspace_settings(raw: object, root: Path | None = None) -> Settings:
    """What ``checks:`` in the workspace's configuration says, and the checks of its extensions.

    Raises DataError with every fault of the one, ExtensionError with every fault of the others.
    """
    own = extensions.load(root).of(extensions.Kind.CHECK) if root else {}
    known = {**registered(), **own}
    return replace(Settings.read(raw, known, "_quarto.yml 的 jxanalytics.checks"), own=own)
