"""Planting: a clean year, one fault in it, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jxanalytics.errors import MisuseError
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.decided import Plan
from jxanalytics.samples.faults.desk import Desk
from jxanalytics.samples.faults.kinds import FAULTS, HARMLESS, Kind, Unfit
from jxanalytics.samples.plan import Dice
from jxanalytics.samples.story import Story
from jxanalytics.samples.writing import written
from jxanalytics.samples.years import plans

# Years in which no project fits before it is given up.
_TRIES = 40


@dataclass(frozen=True)
class Planted:
    """A year with one fault in it.

    ``done`` says in Chinese what was done; ``project`` is where (the fault may show in its
    department's summary as well), ``places`` the documents and places that were changed (a place is
    blank where a whole document is meant). ``clean`` is the year without it; ``before`` the clean
    year before, where the fault shows only beside that.
    """

    kind: Kind
    project: str
    done: str
    places: tuple[tuple[str, str], ...]
    clean: EvaluationYear
    year: EvaluationYear
    before: EvaluationYear | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that were changed."""
        return tuple(sorted({document for document, _ in self.places}))


def plant(
    name: str, seed: int = 0, *, year: int = 2024, projects: int = 12, units: int = 3
) -> Planted:
    """One fault (or harmless variation) of a kind in one project of a clean year made by seed.

    The same arguments give the same bytes. Raises MisuseError for a kind that is not known or that
    finds no occasion.
    """
    kind = FAULTS.get(name) or HARMLESS.get(name)
    if kind is None:
        raise MisuseError(f"没有「{name}」这种差错，可选：{'、'.join([*FAULTS, *HARMLESS])}")
    for turn in range(_TRIES):
        made, clean = _made(
            year - kind.years + 1, kind.years, seed * _TRIES + turn, projects, units
        )
        found = _tried(kind, made, clean[-1], seed)
        if found is not None:
            desk, done = found
            before = clean[0] if kind.years > 1 else None
            return Planted(kind, desk.project, done, desk.places, clean[-1], desk.year, before)
    raise MisuseError(f"{projects}个项目中没有适合「{name}」的项目，请增加项目数或另取种子")


def _tried(
    kind: Kind, made: Sequence[Plan], clean: EvaluationYear, seed: int
) -> tuple[Desk, str] | None:
    """The desk after the fault was made in the first project that fits, in a drawn order."""
    plan, before = made[-1], made[0] if len(made) > 1 else None
    dice = Dice(seed, *kind.name.encode())
    for i in dice.order(1, len(plan.ids))[0].tolist():
        desk = Desk(plan, clean, i, dice, before)
        try:
            return desk, kind.act(desk)
        except Unfit:
            continue
    return None


@lru_cache(maxsize=64)
def _made(
    first: int, count: int, seed: int, projects: int, units: int
) -> tuple[list[Plan], list[EvaluationYear]]:
    """What is decided about consecutive clean years, and the years themselves."""
    made = plans(Story(), range(first, first + count), seed, projects, units, "示例市")
    return made, [written(plan) for plan in made]


def spread(count: int, seed: int = 0, kinds: Sequence[str] = ()) -> list[tuple[str, int]]:
    """``count`` pairs of kind and seed: every kind equally often (to within one), in drawn order."""
    names = list(kinds or FAULTS)
    order = Dice(seed).order(1, len(names))[0].tolist()
    return [(names[order[n % len(names)]], seed * 1000 + n // len(names)) for n in range(count)]
