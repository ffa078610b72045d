"""The cross-project chapters by name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from jxanalytics.errors import MisuseError
from jxanalytics.narrative.annex import Annex
from jxanalytics.narrative.application import Application
from jxanalytics.narrative.brief import Brief
from jxanalytics.narrative.carry_over import CarryOver
from jxanalytics.narrative.evaluations import Evaluations
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.findings import FindingsAnnex, FindingsChapter
from jxanalytics.narrative.funding import Funding
from jxanalytics.narrative.home import Home
from jxanalytics.narrative.organization import Organization
from jxanalytics.narrative.overview import Overview
from jxanalytics.narrative.scores import Scores
from jxanalytics.narrative.targets import Targets

Chapter = (
    Home | Brief | Overview | Organization | Funding | CarryOver | Scores | Targets | Evaluations
    | FindingsChapter | Application | Annex | FindingsAnnex
)  # fmt: skip

CHAPTERS: Mapping[str, Callable[[Facts], Chapter]] = MappingProxyType(
    {
        "home": Home,
        "brief": Brief,
        "overview": Overview,
        "organization": Organization,
        "funding": Funding,
        "carry-over": CarryOver,
        "scores": Scores,
        "targets": Targets,
        "evaluations": Evaluations,
        "findings": FindingsChapter,
        "application": Application,
        "annex": Annex,
        "findings-annex": FindingsAnnex,
    }
)


def chapter(name: str, facts: Facts) -> Chapter:
    """The chapter of that name. Raises MisuseError with a suggestion for an unknown one."""
    if name not in CHAPTERS:
        close = difflib.get_close_matches(name, list(CHAPTERS), n=1)
        hint = f"是否要用「{close[0]}」？" if close else ""
        raise MisuseError(f"没有名为「{name}」的章节，可用：{'、'.join(CHAPTERS)}。{hint}")
    return CHAPTERS[name](facts)
