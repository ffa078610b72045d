"""Made-up evaluation years, alone or in a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jxanalytics.errors import MisuseError
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.decided import Plan
from jxanalytics.samples.outcomes import ACHIEVED, draw
from jxanalytics.samples.plan import (
    Dice,
    Integers,
    Projects,
    Unit,
    divided,
    execution_points,
    make_money,
    make_units,
    new_projects,
    opening_of,
    renamed,
)
from jxanalytics.samples.story import Story
from jxanalytics.samples.trees import choose
from jxanalytics.samples.writing import written


def make_year(
    year: int = 2024, seed: int = 0, projects: int = 60, units: int = 8, *, name: str = "示例市"
) -> EvaluationYear:
    """A made-up year in which everything reconciles and no finding is deserved.

    ``projects`` projects of ``units`` units of the city ``name``; unit names end in （虚构）. All
    have an approved target form and a self-evaluation form, about a fifth a department's report,
    each department one summary. The same arguments give the same year to the byte. Raises
    MisuseError for numbers that cannot be meant.
    """
    return make_years((year,), seed, projects, units, name=name)[0]


def make_years(
    years: Sequence[int] = (2022, 2023, 2024),
    seed: int = 0,
    projects: int = 60,
    units: int = 8,
    *,
    name: str = "示例市",
) -> list[EvaluationYear]:
    """Consecutive made-up years: each opens with the carry-over the last one closed with.

    Finished projects end and others begin, so that each year has ``projects`` of them; project ids
    stay, a few projects are renamed and keep their old name in ``aliases``.
    """
    return told(Story(), years, seed, projects, units, name)


def told(
    story: Story, years: Sequence[int], seed: int, projects: int, units: int, name: str
) -> list[EvaluationYear]:
    """Consecutive made-up years in which what ``story`` says befalls the projects."""
    made = plans(story, years, seed, projects, units, name)
    return [story.filed(plan, written(plan)) for plan in made]


def plans(
    story: Story, years: Sequence[int], seed: int, projects: int, units: int, name: str
) -> list[Plan]:
    """What is decided about each of the years, before it is written down."""
    _check(years, projects, units)
    offices = make_units(units, name)
    taken: dict[str, int] = {}
    dice = Dice(seed, 0)
    going = new_projects(dice, projects, offices, years[0], taken)
    opening = opening_of(dice, projects)
    made: list[Plan] = []
    for year in years:
        dice = Dice(seed, year)
        if made:
            going = renamed(dice, going, year)
            going, opening = story.succeeds(going, opening, year)
        going, opening = _filled(dice, going, opening, projects, offices, year, taken)
        plan = _decide(story, dice, year, offices, going, opening)
        made.append(plan)
        stays = ~plan.money.finished
        going, opening = plan.projects.only(stays), plan.money.closing[stays]
    return made


def _check(years: Sequence[int], projects: int, units: int) -> None:
    if not years or list(years) != list(range(years[0], years[0] + len(years))):
        raise MisuseError(f"年度应当连续，现为{list(years)}，请改正，如 (2022, 2023, 2024)")
    if not 1000 <= years[0] <= years[-1] <= 9998:
        raise MisuseError(f"年度应为四位数，现为{years[0]}至{years[-1]}")
    if not 1 <= units <= projects:
        raise MisuseError(f"单位数应在1和项目数之间，现为{units}个单位、{projects}个项目")


def _decide(
    story: Story, dice: Dice, year: int, units: list[Unit], projects: Projects, opening: Integers
) -> Plan:
    count = len(projects)
    money = story.spends(projects, make_money(dice, opening, year), year)
    slots = choose(dice, projects.kind, year)
    rate = divided(money.executed * 10000, money.annual)
    outcomes = draw(dice, slots, projects.number, story.delivers(projects, rate), year)
    # Every fifth on average, and never none.
    evaluated = dice.chance(count) < 0.2
    evaluated[0] |= not evaluated.any()
    bureau = evaluated & (dice.chance(count) < 0.2)
    achieved = np.array([raw == ACHIEVED for raw in outcomes.actual_raw])
    lowered = achieved & (slots.weight >= 5) & (dice.chance(len(achieved)) < 0.4)
    deducted = np.where(lowered & evaluated[slots.project], 100, 0)
    deducted = story.deducts(deducted, evaluated[slots.project], slots, outcomes, year)
    points = execution_points(money.executed, money.annual, year)
    people = dice.between(3, 5, count)
    return Plan(year, units, projects, money, slots, outcomes, evaluated, bureau, deducted, points, people)  # fmt: skip


def _filled(
    dice: Dice,
    going: Projects,
    opening: Integers,
    count: int,
    units: list[Unit],
    year: int,
    taken: dict[str, int],
) -> tuple[Projects, Integers]:
    """The projects that go on, and new ones without carry-over until there are ``count``."""
    fresh = new_projects(dice, count - len(going), units, year, taken)
    return going.and_also(fresh), np.concatenate([opening, np.zeros(len(fresh), dtype=np.int64)])
