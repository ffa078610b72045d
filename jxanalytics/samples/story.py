"""What may befall the projects of a row of made-up years before anything is written down.

Decisions are changed here, not documents: whatever happens, every document tells the same figures.
"""

from __future__ import annotations

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.decided import Plan
from jxanalytics.samples.outcomes import Outcomes
from jxanalytics.samples.plan import Flags, Integers, Money, Projects
from jxanalytics.samples.trees import Slots


class Story:
    """The story of clean years: nothing befalls them. Others override what they change."""

    def succeeds(
        self, projects: Projects, opening: Integers, year: int
    ) -> tuple[Projects, Integers]:
        """The projects that go on into ``year`` and what each brings along (0.01万元)."""
        return projects, opening

    def spends(self, projects: Projects, money: Money, year: int) -> Money:
        """The year's money."""
        return money

    def delivers(self, projects: Projects, rate: Integers) -> Integers:
        """How well each project delivers, on the scale of execution rates (0.01%)."""
        return rate

    def deducts(
        self, deducted: Integers, evaluated: Flags, slots: Slots, outcomes: Outcomes, year: int
    ) -> Integers:
        """The points (hundredths) the department takes off; ``evaluated`` marks its indicators."""
        return deducted

    def filed(self, plan: Plan, year: EvaluationYear) -> EvaluationYear:
        """The year as it was finally filed."""
        return year
