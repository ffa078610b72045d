"""Prepared columns scored case by case: the pass over figures, without a word of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from jxanalytics.model.exact import Integers
from jxanalytics.scoring.cases import Case
from jxanalytics.scoring.measures import Columns, Look, Part
from jxanalytics.scoring.pieces import FINISHED, Branch, Measured, Outcome, either
from jxanalytics.scoring.ratios import Mask, Ratios, mask, product
from jxanalytics.scoring.rules import Proportional
from jxanalytics.scoring.scheme import Over, Scheme


class Block(IntEnum):
    """Why a row has no recomputed score though its case has a rule."""

    NONE = 0
    NO_WEIGHT = 1
    NO_BUDGET = 2
    NOT_EXECUTED = 3
    ZERO_BUDGET = 4
    OVERSPENT = 5
    UNDEFINED = 6


@dataclass(frozen=True)
class Group:
    """Rows of one case: their numbers, what was looked at, the outcome, and what blocks it."""

    case: Case
    rows: npt.NDArray[np.intp]
    values: Ratios | None
    outcome: Outcome | None
    blocked: npt.NDArray[np.int8]

    @property
    def done(self) -> Mask:
        """Which rows have a recomputed score."""
        if self.outcome is None or self.case.problem:
            return np.zeros(len(self.rows), dtype=np.bool_)
        return mask((self.blocked == Block.NONE) & (self.outcome.branch > Branch.UNCOVERED))


def scored_groups(
    cases: Sequence[Case], which: npt.NDArray[np.integer[Any]], columns: Columns, scheme: Scheme
) -> Iterator[Group]:
    """The rows of each case scored together.

    ``which`` numbers each row's case, −1 for a row that is not scored.
    """
    # NumPy sorts narrow integers by radix, the faster the fewer bytes they have.
    narrow = which.astype(np.min_scalar_type(-len(cases) - 1))
    order = np.argsort(narrow, kind="stable")
    for number, part in _runs(narrow[order], len(cases)):
        yield _scored(cases[number], Part(columns, order[part]), scheme)


def score_columns(groups: Iterable[Group], rows: int) -> tuple[npt.NDArray[np.int64], Mask]:
    """Points of every row (units of the last score place) and which were recomputed.

    Consumes ``groups`` one by one: what a group was made of is free again before the next.
    """
    points = np.full(rows, -1, dtype=np.int64)
    for group in groups:
        if group.outcome is not None:
            # Never more than the weight, so int64 holds it even where the way there needed more.
            earned, done = group.outcome.points.astype(np.int64, copy=False), group.done
            points[group.rows] = earned if done.all() else np.where(done, earned, -1)
    return points, points >= 0


def _runs(which: npt.NDArray[np.integer[Any]], cases: int) -> Iterator[tuple[int, slice]]:
    """Each case that occurs in a sorted column with its slice; rows not scored (−1) are left out."""
    starts = np.searchsorted(which, np.arange(cases + 1, dtype=which.dtype)).tolist()
    for number in range(cases):
        if starts[number] < starts[number + 1]:
            yield number, slice(starts[number], starts[number + 1])


def _scored(case: Case, part: Part, scheme: Scheme) -> Group:
    # True is 1, as Block.NO_WEIGHT is.
    blocked = part.unweighted.astype(np.int8)
    if case.rule is None or case.measure is None:
        return Group(case, part.rows, None, None, blocked)
    values, undefined = case.measure.values(part)
    if case.measure.look is Look.EXECUTION:
        blocked = np.where(blocked == Block.NONE, part.no_rate, blocked)
    if undefined.any():
        blocked[(blocked == Block.NONE) & undefined] = Block.UNDEFINED
    measured = Measured(values, part.weight, case.measure.start(part))
    outcome = case.rule.outcome(measured, scheme.reading)
    if case.execution and scheme.finished_full:
        outcome = _finished(outcome, part)
    completing = isinstance(case.rule, Proportional) and case.measure.look is Look.COMPLETION
    if completing and not case.local:
        outcome = _over(outcome, values, part.weight, scheme)
    return Group(case, part.rows, values, outcome, blocked)


def _over(outcome: Outcome, values: Ratios, weights: Integers, scheme: Scheme) -> Outcome:
    """Points with over-completion beyond the scheme's limit deducted."""
    over = scheme.over
    if over.kind in (Over.NOTHING, Over.EXPLAIN):
        return outcome
    beyond = values.above(over.limit, inclusive=False)
    if over.kind is Over.STEPS and over.step is not None:
        excess = values.minus(over.limit)
        reduced, _ = over.step.score(excess, outcome.points, weights, scheme.reading)
    else:
        limit, parts = over.limit.as_integer_ratio()
        inverse = Ratios(
            product(np.where(beyond, values.under, 0), limit),
            product(np.where(beyond, values.over, 1), parts),
        )
        reduced = inverse.times(weights, scheme.reading.places)
    return Outcome(np.where(beyond, reduced, outcome.points), outcome.branch, outcome.count)


def _finished(outcome: Outcome, part: Part) -> Outcome:
    """Full marks for a finished project within its budget."""
    full = part.finished
    branch = either(full, Branch.FULL, outcome.branch)
    count = np.where(full, FINISHED, outcome.count)
    return Outcome(np.where(full, part.weight, outcome.points), branch, count)
