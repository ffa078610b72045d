"""The charts of a year by name, drawn from its facts; drawing starts when one is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from jxanalytics.errors import MisuseError
from jxanalytics.narrative.blocks import Figure, Passage, passage
from jxanalytics.narrative.facts import Facts, ProjectFacts

if TYPE_CHECKING:
    from jxanalytics.charts.figure import Chart


Drawing = Callable[[Facts], "Chart"]


@cache
def charts() -> Mapping[str, Drawing]:
    """Every chart of a year by name. matplotlib is loaded here, not before."""
    from jxanalytics.charts.against import self_against_department
    from jxanalytics.charts.bubbles import execution_against_score
    from jxanalytics.charts.execution import execution_by_project, execution_by_unit
    from jxanalytics.charts.funding import (
        carry_over_by_age,
        carry_over_roll_forward,
        funding_waterfall,
        unexecuted_by_unit,
    )
    from jxanalytics.charts.grades import grade_shares, score_bars, score_distribution
    from jxanalytics.charts.points import completion_heatmap, points_lost

    named: dict[str, Drawing] = {
        "execution-by-project": lambda f: execution_by_project(f.execution(), year=f.year),
        "execution-by-unit": lambda f: execution_by_unit(f.execution("unit"), year=f.year),
        "unexecuted-by-unit": lambda f: unexecuted_by_unit(f.execution("unit"), year=f.year),
        "funding": lambda f: funding_waterfall(f.execution("source"), year=f.year),
        "carry-over-roll": lambda f: carry_over_roll_forward(f.carry_over(), year=f.year),
        "carry-over-age": lambda f: carry_over_by_age(f.carry_over("unit"), year=f.year),
        "grades": lambda f: grade_shares(f.grades(), year=f.year),
        "scores": lambda f: score_bars(f.project_scores, year=f.year),
        "score-distribution": lambda f: score_distribution(f.project_scores, year=f.year),
        "execution-against-score": lambda f: execution_against_score(f.project_scores, year=f.year),
        "points-lost": lambda f: points_lost(f.points_lost(), year=f.year),
        "completion": lambda f: completion_heatmap(
            f.completion(), f.project_scores.set_index("project_id")["name"], year=f.year
        ),
        "self-against-department": lambda f: self_against_department(f.self_against, year=f.year),
    }
    return MappingProxyType(named)


def chart(name: str, facts: Facts) -> Chart:
    """The chart of that name. Raises MisuseError with a suggestion for an unknown one."""
    if name not in charts():
        close = difflib.get_close_matches(name, list(charts()), n=1)
        hint = f"是否要用「{close[0]}」？" if close else ""
        raise MisuseError(f"没有名为「{name}」的图，可用：{'、'.join(charts())}。{hint}")
    return charts()[name](facts)


def picture(name: str, facts: Facts, chapter: str) -> Passage:
    """A chart as a captioned figure of a chapter."""
    drawn = chart(name, facts)
    label = name if name.startswith(chapter) else f"{chapter}-{name}"
    return passage(Figure(f"fig-{label}", drawn.title, drawn))


def project_funding(project: ProjectFacts, kind: str) -> Passage:
    """The project's money from budget to execution; nothing where its sources are not stated."""
    sources = project.sources[project.sources["source"] != "total"]
    if not sources["annual"].notna().any():
        return passage()
    drawn = chart("funding", project.of)
    title = f"{project.name}资金从预算到执行"
    return passage(Figure(f"fig-{project.id}-{kind}-funding", title, drawn))
