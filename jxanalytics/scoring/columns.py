"""Prepared columns scored case by case: the pass over figures, without a word of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from jxanalytics.model.exact import Integers
from jxanalytics.scoring.cases import Case
from jxanalytics.scoring.measures import Columns, Look
from jxanalytics.scoring.ratios import Mask, Ratios, mask, product
from jxanalytics.scoring.rules import FINISHED, Branch, Measured, Outcome, Proportional
from jxanalytics.scoring.scheme import Over, Scheme

_UNSCORED = (Branch.UNCOVERED, Branch.JUDGED)


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
        return mask((self.blocked == Block.NONE) & ~np.isin(self.outcome.branch, _UNSCORED))


def score_columns(
    cases: Sequence[Case], which: npt.NDArray[np.integer[Any]], columns: Columns, scheme: Scheme
) -> tuple[npt.NDArray[np.int64], Mask, list[Group]]:
    """Points of every row (units of the last score place), which were recomputed, and the groups.

    ``which`` numbers each row's case, −1 for a row that is not scored.
    """
    order = np.argsort(which, kind="stable")
    sorted_columns = columns.take(order)
    points = np.zeros(len(which), dtype=np.int64)
    done = np.zeros(len(which), dtype=np.bool_)
    groups = []
    for number, part in _runs(which[order]):
        group = _scored(cases[number], order[part], sorted_columns.take(part), scheme)
        groups.append(group)
        if group.outcome is not None:
            ok = group.done
            done[group.rows] = ok
            # Never more than the weight, so int64 holds it even where the way there needed more.
            points[group.rows] = np.where(ok, group.outcome.points.astype(np.int64), 0)
    return points, done, groups


def _runs(which: npt.NDArray[np.integer[Any]]) -> Iterator[tuple[int, slice]]:
    """Each case number of a sorted column with its slice; rows not scored (−1) are left out."""
    starts = np.flatnonzero(np.diff(which, prepend=which[:1] - 1)).tolist()
    # Without rows there is no run, nor an end of one.
    for start, end in zip(starts, [*starts[1:], len(which)], strict=bool(starts)):
        if which[start] >= 0:
            yield int(which[start]), slice(start, end)


def _scored(case: Case, rows: npt.NDArray[np.intp], columns: Columns, scheme: Scheme) -> Group:
    blocked = np.where(columns.unweighted, Block.NO_WEIGHT, Block.NONE).astype(np.int8)
    if case.rule is None or case.measure is None:
        return Group(case, rows, None, None, blocked)
    values, undefined = case.measure.values(columns)
    if case.measure.look is Look.EXECUTION:
        blocked = np.where(blocked == Block.NONE, columns.no_rate, blocked)
    blocked = np.where((blocked == Block.NONE) & undefined, Block.UNDEFINED, blocked).astype(
        np.int8
    )
    measured = Measured(values, columns.weight, case.measure.start(columns))
    outcome = case.rule.outcome(measured, scheme.reading)
    if case.execution and scheme.finished_full:
        outcome = _finished(outcome, columns)
    completing = isinstance(case.rule, Proportional) and case.measure.look is Look.COMPLETION
    if completing and not case.local:
        outcome = _over(outcome, values, columns.weight, scheme)
    return Group(case, rows, values, outcome, blocked)


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


def _finished(outcome: Outcome, columns: Columns) -> Outcome:
    """Full marks for a finished project within its budget."""
    full = columns.finished
    branch = np.where(full, Branch.FULL, outcome.branch).astype(np.int8)
    count = np.where(full, FINISHED, outcome.count)
    return Outcome(np.where(full, columns.weight, outcome.points), branch, count)
