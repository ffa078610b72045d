"""Everything decided about one made-up year, before it is written down as tables and texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jxanalytics.samples.outcomes import Outcomes
from jxanalytics.samples.plan import Flags, Integers, Money, Projects, Unit, divided
from jxanalytics.samples.trees import Slots

CONCLUSION = "三、综合评价情况及评价结论"


@dataclass(frozen=True)
class Plan:
    """Everything decided about one year; the tables and texts only write it down.

    ``rate`` is in 0.01%, points in hundredths. ``deducted`` are the points (hundredths) a
    department takes off an indicator's self score.
    """

    year: int
    units: list[Unit]
    projects: Projects
    money: Money
    slots: Slots
    outcomes: Outcomes
    evaluated: Flags
    bureau: Flags
    deducted: Integers
    execution: Integers
    evaluators: Integers

    @cached_property
    def ids(self) -> list[str]:
        return [f"P{number + 1:05d}" for number in self.projects.number.tolist()]

    @cached_property
    def rate(self) -> Integers:
        return divided(self.money.executed * 10000, self.money.annual)

    @cached_property
    def self_total(self) -> Integers:
        return self.execution + self._summed(self.outcomes.score)

    @cached_property
    def department_total(self) -> Integers:
        return self.execution + self._summed(self.outcomes.score - self.deducted)

    def _summed(self, points: Integers) -> Integers:
        return np.bincount(self.slots.project, points, len(self.projects)).astype(np.int64)


def hundredths(value: int) -> str:
    """A number in hundredths without trailing zeros: 92, 92.5, 2.47."""
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def money_text(value: int) -> str:
    """An amount in 0.01万元 with two decimals."""
    return f"{value // 100}.{value % 100:02d}"


def percent_text(value: int) -> str:
    """A rate in 0.01% as printed."""
    return f"{value // 100}.{value % 100:02d}%"


def department_of(plan: Plan, project: int) -> int:
    return plan.units[int(plan.projects.unit[project])].department


def grade(points: int) -> str:
    """优 from 90, 良 from 80, 中 from 60, else 差; points in hundredths."""
    return "优" if points >= 9000 else "良" if points >= 8000 else "中" if points >= 6000 else "差"


def report_date(plan: Plan, project: int) -> str:
    return f"{plan.year + 1}-05-{6 + project % 20:02d}"
