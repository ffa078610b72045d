"""Who does what with how much money: units, projects, and each project's money year after year.

Money is in integers of 0.01万元, so that two printed decimals are exact. A plan of one year leads
to the next: what was not spent is next year's carry-over, which is spent first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from jxanalytics.samples.words import (
    BUREAUS,
    DISTRICTS,
    KINDS,
    LABEL,
    OFFICES,
    ORDINALS,
    SURNAMES,
)

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
T = TypeVar("T")
# Rates at which an execution rule changes its points, in 0.01%: rates keep clear of them.
_EDGES = (6000, 8000, 10000)
_CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True)
class Unit:
    """A unit: its number among the units, its department's, and its bureau's in the vocabulary."""

    name: str
    code: str
    department: int
    bureau: int


@dataclass(frozen=True)
class Projects:
    """The projects of one year as columns; ``number`` is a project's own over all years.

    ``former`` are the names by which a project was known or what was merged into it: the kind of
    alias, the name, the last year it was used.
    """

    number: Integers
    name: list[str]
    former: list[tuple[tuple[str, str, int], ...]]
    unit: Integers
    kind: Integers
    topic: list[str]
    office: Integers
    born: Integers

    def __len__(self) -> int:
        return len(self.number)

    def only(self, kept: Flags) -> Projects:
        """Some of the projects."""

        def chosen(values: list[T]) -> list[T]:
            return [value for value, keep in zip(values, kept, strict=True) if keep]

        return Projects(self.number[kept], chosen(self.name), chosen(self.former), self.unit[kept],
                        self.kind[kept], chosen(self.topic), self.office[kept], self.born[kept])  # fmt: skip

    def and_also(self, other: Projects) -> Projects:
        """These and then the others."""

        def both(a: Integers, b: Integers) -> Integers:
            return np.concatenate([a, b])

        return Projects(both(self.number, other.number), self.name + other.name,
                        self.former + other.former, both(self.unit, other.unit), both(self.kind, other.kind),
                        self.topic + other.topic, both(self.office, other.office), both(self.born, other.born))  # fmt: skip


@dataclass(frozen=True)
class Money:
    """The year's money by source, in 0.01万元; other money is spent in full."""

    initial: Integers
    current: Integers
    current_spent: Integers
    carry_over: Integers
    carry_over_spent: Integers
    other: Integers
    finished: Flags

    @property
    def annual(self) -> Integers:
        return self.current + self.carry_over + self.other

    @property
    def executed(self) -> Integers:
        return self.current_spent + self.carry_over_spent + self.other

    @property
    def initial_total(self) -> Integers:
        return self.initial + self.carry_over + self.other

    @property
    def closing(self) -> Integers:
        return self.annual - self.executed


class Dice:
    """Seeded draws. Only uniform numbers are taken from NumPy, whose other distributions may
    change between its releases."""

    def __init__(self, *seed: int):
        self._first = seed[0]
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    def chance(self, count: int) -> npt.NDArray[np.float64]:
        return self._generator.random(count)

    def below(self, limit: npt.ArrayLike, count: int) -> Integers:
        """Whole numbers from 0 to below ``limit``."""
        return np.asarray(self.chance(count) * np.asarray(limit), dtype=np.int64)

    def between(self, low: int, high: int, count: int) -> Integers:
        """Whole numbers from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1, count)

    def lasting(self, keys: Integers) -> npt.NDArray[np.float64]:
        """A number from 0 to below 1 for each key: the same in every year made from one seed."""
        start = np.uint64(self._first * 0x9E3779B97F4A7C15 % 2**64)
        mixed = keys.astype(np.uint64) + np.full(len(keys), start)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        return np.asarray((mixed >> np.uint64(11)).astype(np.float64) / 2.0**53)

    def order(self, rows: int, columns: int) -> Integers:
        """A random order of ``columns`` for each of ``rows``."""
        return self.chance(rows * columns).reshape(rows, columns).argsort(axis=1, kind="stable")


def make_units(count: int, city: str) -> list[Unit]:
    """``count`` units of about three departments in eight, each department first of its group."""
    departments = max(1, count * 3 // 8)
    units: list[Unit] = []
    for department in range(departments):
        size = count // departments + (department < count % departments)
        bureau = department % len(BUREAUS)
        field, round_ = BUREAUS[bureau].field, department // len(BUREAUS)
        place = city + (f"第{round_ + 1}片区" if round_ else "")
        head = len(units)
        for member in range(size):
            office = _office(bureau, member - 1) if member else field
            code = f"{101 + department:03d}{member + 1:03d}"
            units.append(Unit(f"{place}{office}{LABEL}", code, head, bureau))
    return units


def _office(bureau: int, number: int) -> str:
    offices = BUREAUS[bureau].offices
    turn, which = divmod(number, len(offices))
    return offices[which] + (f"第{turn + 1}分中心" if turn else "")


def new_projects(
    dice: Dice, count: int, units: list[Unit], year: int, taken: dict[str, int]
) -> Projects:
    """``count`` new projects; a name that was ``taken`` before becomes a further phase (期).

    ``taken`` counts how often each name was given; projects are numbered on from their sum.
    """
    first = sum(taken.values())
    unit = dice.below(len(units), count)
    # Every unit has a project as long as there are enough.
    unit[: len(units)] = np.arange(len(units))[:count]
    kind, office = dice.below(len(KINDS), count), dice.below(len(OFFICES), count)
    district, number = dice.below(len(DISTRICTS), count), dice.below(10, count)
    topics = [BUREAUS[units[u].bureau].topics[n] for u, n in zip(unit, number, strict=True)]
    names = []
    for topic, place, k in zip(topics, district, kind, strict=True):
        name = f"{DISTRICTS[place]}{topic}{KINDS[k].ending}"
        taken[name] = phase = taken.get(name, 0) + 1
        names.append(name if phase == 1 else f"{name}（{_ordinal(phase)}期）")
    numbers = np.arange(first, first + count)
    return Projects(numbers, names, [()] * count, unit, kind, topics, office, np.full(count, year))


def _ordinal(number: int) -> str:
    return _CHINESE[number - 1] if number <= 10 else str(number)


def renamed(dice: Dice, projects: Projects, year: int) -> Projects:
    """About three in a hundred projects under a new name from ``year`` on."""
    chosen = dice.chance(len(projects)) < 0.03
    names = [f"{n}（整合）" if c and "（" not in n else n
             for n, c in zip(projects.name, chosen, strict=True)]  # fmt: skip
    former = [(*known, ("name", old, year - 1)) if old != new else known
              for known, old, new in zip(projects.former, projects.name, names, strict=True)]  # fmt: skip
    return replace(projects, name=names, former=former)


def opening_of(dice: Dice, count: int) -> Integers:
    """The first year's carry-over: about a third of the projects bring some."""
    amount = dice.between(500, 9999, count) * np.array([1, 1, 3])[dice.below(3, count)]
    return np.where(dice.chance(count) < 0.35, amount, 0)


def make_money(dice: Dice, opening: Integers, year: int) -> Money:
    """One year's appropriation, adjustment and spending on top of the opening carry-over."""
    count = len(opening)
    scale = np.array([1, 1, 1, 1, 3, 3, 10, 10, 40, 1])[dice.below(10, count)]
    # New money shrinks where much is carried over.
    drawn = dice.between(1000, 9999, count) * scale
    initial = np.where(opening > drawn, drawn // 2, drawn)
    adjusted = initial + initial * dice.between(-20, 20, count) // 100
    other = np.where(dice.chance(count) < 0.08, initial * dice.between(5, 30, count) // 100, 0)
    share = _spending_share(dice, count)
    full = share == 10000
    # A budget adjusted to just what was spent would deserve a question.
    current = np.where((dice.chance(count) < 0.2) & ~full, adjusted, initial)
    spent = np.where(full, current, np.maximum(1, current * share // 10000))
    spent = _clear_of_edges(spent, current, opening + other, year)
    finished = full & (dice.chance(count) < 0.6)
    # Carry-over is spent first, and here in full.
    return Money(initial, current, spent, opening, opening, other, finished)


def _spending_share(dice: Dice, count: int) -> Integers:
    """The share of new money that is spent, in 0.01%: a quarter all, most well, some badly."""
    well = 10000 - dice.below(100, count) * dice.below(100, count) * 4 // 10
    badly = dice.between(300, 7500, count)
    luck = dice.chance(count)
    return np.where(luck < 0.25, 10000, np.where(luck < 0.8, np.minimum(well, 9900), badly))


def _clear_of_edges(spent: Integers, current: Integers, more: Integers, year: int) -> Integers:
    """Spending whose rate does not lie at an edge, where rounding would decide the points."""
    budget, found = current + more, spent
    for _ in range(20):
        done = found + more
        rate = done * 1000000 // budget
        near = np.zeros(len(spent), dtype=np.bool_)
        for edge in _EDGES:
            near |= np.abs(rate - edge * 100) < 500
        if year <= 2020:
            near |= execution_points(done, budget, 2020) != _from_rate(done, budget)
        near &= done < budget
        found = np.where(near, np.maximum(1, found - np.maximum(1, budget // 700)), found)
    return found


def _from_rate(done: Integers, budget: Integers) -> Integers:
    """Points in hundredths from the printed rate rather than the exact one."""
    return (divided(done * 10000, budget) + 5) // 10


def divided(part: Integers, whole: Integers | int) -> Integers:
    """Whole quotients of amounts not below zero, rounded half-up."""
    return np.asarray((2 * part + whole) // (2 * np.asarray(whole)), dtype=np.int64)


def execution_points(executed: Integers, annual: Integers, year: int) -> Integers:
    """Points for execution in hundredths of a point, by the national rule of the year.

    To 2020 in proportion (财预〔2020〕10号); from 2021 on in bands, full marks for all that is
    spent (财预〔2021〕101号). Both are unverified rules of the scoring schemes.
    """
    if year <= 2020:
        return divided(executed * 1000, annual)
    percent = executed * 100
    bands = [percent >= annual * 100, percent >= annual * 80, percent >= annual * 60]
    return np.select(bands, [1000, 700, 500], 0)


def person(number: int) -> str:
    """A made-up person's name, recognisable as such."""
    surname, ordinal = number % len(SURNAMES), number // len(SURNAMES) % len(ORDINALS)
    return f"{SURNAMES[surname]}某{ORDINALS[ordinal]}"
