"""The demonstration: three years of a made-up city in which there is something to see.

Some projects cannot spend their money, some deliver little, a few score high all the same; two are
merged, one opening does not connect, departments and the finance bureau score lower than the units
themselves, some forms never came in and others have the common slips in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.cells import summary_rows, table_of
from jxanalytics.samples.decided import Plan, hundredths
from jxanalytics.samples.faults import FAULTS
from jxanalytics.samples.faults.desk import Desk
from jxanalytics.samples.faults.kinds import Unfit
from jxanalytics.samples.outcomes import Outcomes
from jxanalytics.samples.plan import Dice, Flags, Integers, Money, Projects
from jxanalytics.samples.story import Story
from jxanalytics.samples.trees import Slots
from jxanalytics.samples.years import told

YEARS = (2022, 2023, 2024)
PROJECTS, UNITS, CITY = 60, 8, "示例市"
# The kinds of document that one project each year, or more, did not hand in.
_MISSING = ("self_evaluation", "self_evaluation", "target", "report")
# Shares of the projects, by a trait that stays with each of them.
_STUCK, _SLOW, _POOR = 0.08, 0.17, 0.21
_GAP = 3200
# The slips a reviewer meets most, each in so many projects a year.
_SLIPS = {
    "rate-slip": 2, "scores-do-not-sum": 1, "score-over-weight": 1, "initial-parts": 1,
    "summary-executed": 2, "summary-self-score": 1, "target-lowered": 3, "indicator-dropped": 1,
    "weights-moved": 2, "quantities-by-percent": 3, "rule-missing": 1, "second-rule": 1,
    "impossible-ladder": 1, "score-not-by-ladder": 2, "miss-unexplained": 3, "text-rate": 2,
    "report-executed": 1, "problems-ignore-losses": 1, "dated-too-early": 1, "phone-number": 1,
}  # fmt: skip


def make_demo(seed: int = 2024, years: Sequence[int] = YEARS) -> list[EvaluationYear]:
    """Three consecutive years of 60 projects of 8 units; the same seed gives the same bytes."""
    return told(Demonstration(seed), years, seed, PROJECTS, UNITS, CITY)


class Demonstration(Story):
    """What befalls the demonstration's projects."""

    def __init__(self, seed: int):
        self.seed = seed

    def _trait(self, projects: Projects) -> npt.NDArray[np.float64]:
        """A number between 0 and 1 that a project keeps over the years: how it fares."""
        most = int(projects.number.max()) + 1
        return self._dice(0).chance(most)[projects.number]

    def _dice(self, *more: int) -> Dice:
        """Draws apart from those of the years themselves."""
        return Dice(self.seed, 1, *more)

    def succeeds(
        self, projects: Projects, opening: Integers, year: int
    ) -> tuple[Projects, Integers]:
        """One project is merged into another of its unit; one brings less than it had left."""
        pair = _mergeable(projects)
        if pair is not None:
            into, gone = pair
            former = list(projects.former)
            former[into] = (*former[into], ("merged", projects.name[gone], year - 1))
            opening = opening.copy()
            opening[into] += opening[gone]
            kept = np.arange(len(projects)) != gone
            projects, opening = replace(projects, former=former).only(kept), opening[kept]
        lower = int(np.argmax(np.where(self._trait(projects) > _POOR, opening, 0)))
        if opening[lower] > 2 * _GAP:
            opening = opening.copy()
            opening[lower] -= _GAP
        return projects, opening

    def spends(self, projects: Projects, money: Money, year: int) -> Money:
        """Stuck projects leave carry-over and new money untouched, slow and poor ones much of it."""
        trait, count = self._trait(projects), len(projects)
        share = self._dice(year, 1).between(8, 52, count)
        stuck, slow = trait < _STUCK, (trait >= _STUCK) & (trait < _POOR)
        old = stuck & (money.carry_over > 0)
        prior = np.where(old, money.carry_over * share // 100, money.carry_over)
        little = np.maximum(1, money.current * share // 100)
        new = np.select([old, stuck | slow], [0, little], money.current_spent)
        return replace(
            money,
            carry_over_spent=prior,
            current_spent=new,
            finished=money.finished & ~stuck & ~slow,
        )

    def delivers(self, projects: Projects, rate: Integers) -> Integers:
        """Poor projects deliver next to nothing; half of the slow ones claim to deliver in full."""
        trait = self._trait(projects)
        claims = (trait < _STUCK) | ((trait >= _STUCK) & (trait < (_STUCK + _SLOW) / 2))
        return np.select([claims, (trait >= _SLOW) & (trait < _POOR)], [9900, -4000], rate)

    def deducts(
        self, deducted: Integers, evaluated: Flags, slots: Slots, outcomes: Outcomes, year: int
    ) -> Integers:
        """The department takes off up to three points where it sees no evidence."""
        dice, count = self._dice(year, 2), len(deducted)
        chosen = evaluated & (dice.chance(count) < 0.3) & (outcomes.score >= 400)
        return np.where(chosen, 100 * dice.between(1, 3, count), deducted)

    def filed(self, plan: Plan, year: EvaluationYear) -> EvaluationYear:
        """Review scores come in, some forms have slips in them and some do not come at all."""
        return _without(self._slipped(plan, self._reviewed(plan, year)), self._missing(plan))

    def _slipped(self, plan: Plan, year: EvaluationYear) -> EvaluationYear:
        """The year with the common slips, a project each, wherever there is an occasion."""
        dice = self._dice(plan.year, 5)
        free = dice.order(1, len(plan.ids))[0].tolist()
        for name, times in _SLIPS.items():
            act = FAULTS[name].act
            for _ in range(times):
                for i in free:
                    desk = Desk(plan, year, i, dice)
                    try:
                        act(desk)
                    except Unfit:
                        continue
                    year = desk.year
                    free.remove(i)
                    break
        return year

    def _reviewed(self, plan: Plan, year: EvaluationYear) -> EvaluationYear:
        """The bureau's review of a sample: all that spent little, and others by chance."""
        dice, count = self._dice(plan.year, 3), len(plan.ids)
        sample = (dice.chance(count) < 0.2) | ((plan.rate < 4000) & (plan.self_total >= 8000))
        severe = dice.chance(count) < 0.3
        off = np.where(severe, dice.between(6, 16, count), dice.between(0, 3, count)) * 100
        points = np.maximum(plan.self_total - off, 0).tolist()
        order, summaries, lines = summary_rows(plan)
        rows = [
            (summary, plan.ids[i], "review", points[i] / 100, hundredths(points[i]), f"表1!R{line}C8")
            for i, summary, line in zip(order, summaries, lines, strict=True)
            if sample[i]
        ]  # fmt: skip
        names = ("document_id", "project_id", "measure", "value", "raw", "place")
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        reviewed = table_of("totals", len(rows), **columns)
        return year.replaced(totals=_joined(year["totals"], reviewed))

    def _missing(self, plan: Plan) -> set[str]:
        """Documents that never came in: each kind from the first project in a random order that fits.

        Whoever has finished forgets the form; so every balance that goes on is known.
        """
        order = self._dice(plan.year, 4).order(1, len(plan.ids))[0].tolist()
        done = plan.money.finished & ~plan.evaluated
        fits = {
            "self_evaluation": [i for i in order if done[i]],
            "target": order,
            "report": [i for i in order if plan.evaluated[i]],
        }
        return {f"{plan.ids[fits[kind].pop(0)]}-{kind}" for kind in _MISSING if fits[kind]}


def _mergeable(projects: Projects) -> tuple[int, int] | None:
    """Two projects of one unit and one kind, neither merged before; None where there are none."""
    first: dict[tuple[int, int], int] = {}
    for i, key in enumerate(zip(projects.unit.tolist(), projects.kind.tolist(), strict=True)):
        if projects.former[i]:
            continue
        if key in first:
            return first[key], i
        first[key] = i
    return None


def _joined(table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, more], ignore_index=True)


def _without(year: EvaluationYear, missing: set[str]) -> EvaluationYear:
    """The year without some documents; what summaries quote of a form that is missing goes too."""
    tables = {
        name: table[~table["document_id"].isin(missing)].reset_index(drop=True)
        for name, table in year.tables.items()
        if "document_id" in table
    }
    unscored = {name.removesuffix("-self_evaluation") for name in missing}
    totals = tables["totals"]
    quoted = totals["project_id"].isin(unscored) & totals["measure"].isin(["self", "review"])
    blank = quoted & (totals["measure"] == "self")
    totals = totals.assign(
        value=totals["value"].mask(blank), raw=totals["raw"].mask(blank, "")
    )[~(quoted & ~blank)]  # fmt: skip
    tables["totals"] = totals.reset_index(drop=True)
    texts = {name: text for name, text in year.texts.items() if name not in missing}
    return EvaluationYear(year.year, {**year.tables, **tables}, texts)
