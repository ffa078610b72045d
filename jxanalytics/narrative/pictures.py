"""The charts of a year by name, drawn from its facts; drawing starts when one is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jxanalytics.errors import MisuseError
from jxanalytics.narrative.blocks import Figure
from jxanalytics.narrative.facts import Facts

if TYPE_CHECKING:
    from jxanalytics.charts import Chart


# Pictures of a book stand between its paragraphs.
SIZE = "half"
Drawing = Callable[[Facts], "Chart"]


@cache
def charts(size: str = SIZE) -> Mapping[str, Drawing]:
    """Every chart of a year by name, at a size. matplotlib is loaded here, not before."""
    from jxanalytics import charts as draw

    def how(facts: Facts) -> dict[str, Any]:
        return {"size": size, "year": facts.year}

    named: dict[str, Drawing] = {
        "execution-by-project": lambda f: draw.execution_by_project(f.execution(), **how(f)),
        "execution-by-unit": lambda f: draw.execution_by_unit(f.execution("unit"), **how(f)),
        "unexecuted-by-unit": lambda f: draw.unexecuted_by_unit(f.execution("unit"), **how(f)),
        "funding": lambda f: draw.funding_waterfall(f.execution("source"), **how(f)),
        "carry-over-roll": lambda f: draw.carry_over_roll_forward(f.carry_over(), **how(f)),
        "carry-over-age": lambda f: draw.carry_over_by_age(f.ageing("unit"), **how(f)),
        "grades": lambda f: draw.grade_shares(f.grades(), **how(f)),
        "scores": lambda f: draw.score_bars(f.filed_scores, **how(f)),
        "score-distribution": lambda f: draw.score_distribution(f.filed_scores, **how(f)),
        "execution-against-score": lambda f: draw.execution_against_score(
            f.project_scores, **how(f), measure="复算得分"
        ),
        "points-lost": lambda f: draw.points_lost(f.points_lost(), **how(f)),
        "completion": lambda f: draw.completion_heatmap(
            f.completion(), f.project_scores.set_index("project_id")["name"], **how(f)
        ),
        "self-against-department": lambda f: draw.self_against_department(f.self_against, **how(f)),
        "self-against-review": lambda f: draw.self_against_department(
            f.self_against, **how(f), other="review"
        ),
        "year-on-year": lambda f: draw.year_on_year(f.year_on_year(), **how(f)),
        "units-year-on-year": lambda f: draw.year_on_year(f.year_on_year("unit"), **how(f)),
        "findings-by-kind": lambda f: draw.findings_by_kind(*_kinds(f), **how(f)),
    }
    return MappingProxyType(named)


def _kinds(facts: Facts) -> tuple[list[str], list[int]]:
    """Titles of the kinds of findings and how many there are of each."""
    counts = facts.findings.frame["title"].value_counts(sort=False)
    return [str(title) for title in counts.index], [int(count) for count in counts]


def chart(name: str, facts: Facts, size: str = SIZE, also: Iterable[str] = ()) -> Chart:
    """The chart of that name. Raises MisuseError with a suggestion for an unknown one; ``also`` are
    names there are besides."""
    if name not in charts():
        known = [*charts(), *also]
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"是否要用「{close[0]}」？" if close else ""
        raise MisuseError(f"没有名为「{name}」的图，可用：{'、'.join(known)}。{hint}")
    return charts(size)[name](facts)


def picture(name: str, facts: Facts, label: str) -> Figure:
    """A chart as a figure captioned by its own title; ``label`` is unique in the book."""
    drawn = chart(name, facts)
    return Figure(label, drawn.title, drawn)
