"""What rules are made of: awards, bounds and steps; what they are given and what they return."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from jxanalytics.model.exact import SCORE_PLACES, Integers
from jxanalytics.scoring.ratios import Mask, Ratios, mask, points, product
from jxanalytics.scoring.reading import Partial, Reading

HUNDRED = Decimal(100)
# The count that marks full marks for a finished project rather than a band or a number of steps.
FINISHED = -2


Branches = npt.NDArray[np.int8]
Counts = npt.NDArray[np.integer[Any]] | npt.NDArray[np.object_]


class Branch(IntEnum):
    """Which clause of its rule decided a score; those not above UNCOVERED give none."""

    JUDGED = -1
    UNCOVERED = 0
    FULL = 1
    ZERO = 2
    STEPS = 3
    BAND = 4
    RATIO = 5


@dataclass(frozen=True)
class Measured:
    """What a rule is applied to: values in its unit, weights in units of the last score place.

    ``base`` is where a ladder without a full-mark point starts to deduct.
    """

    values: Ratios
    weights: npt.NDArray[np.int64]
    base: Ratios | None = None


@dataclass(frozen=True)
class Outcome:
    """Points (units of the last place), the clause that decided, and its count or band number."""

    points: Integers
    branch: Branches
    count: Counts


@dataclass(frozen=True)
class Award:
    """Points, or a share of the weight in percent."""

    amount: Decimal
    share: bool = False

    def of(self, weights: Integers, places: int) -> Integers | int:
        """The award in units of the last place; a share is rounded half-up to ``places``."""
        if not self.share:
            return points(self.amount)
        if self.amount == HUNDRED:
            return weights
        return Ratios(weights, 100 * 10**SCORE_PLACES).times(points(self.amount), places)

    def capped(self, weights: Integers, places: int) -> Integers:
        """The award, never more than the weight."""
        if self == FULL:
            return weights
        result: Integers = np.minimum(self.of(weights, places), weights)
        return result


FULL = Award(HUNDRED, share=True)
NOTHING = Award(Decimal(0))


@dataclass(frozen=True)
class Bound:
    """A limit and the word it is set by: > ≥ < ≤, 以上 and 以下 (inclusive or not is a setting), 达,
    and 止 for the upper end of a band that does not say whether it belongs.

    ``unit`` is filled in only where the sentence states another unit than its rule's.
    """

    value: Decimal
    sign: str
    unit: str = ""

    def holds(self, values: Ratios, reading: Reading, falling: bool = True) -> Mask:
        """Which values satisfy the bound; 达 means reached in the ladder's direction."""
        sign = ("≥" if falling else "≤") if self.sign == "达" else self.sign
        if sign in (">", "≥", "以上"):
            return values.above(
                self.value, sign == "≥" or (sign == "以上" and reading.above_inclusive)
            )
        return values.below(
            self.value, sign in ("≤", "止") or (sign == "以下" and reading.below_inclusive)
        )


@dataclass(frozen=True)
class Step:
    """每…扣…: a deduction for each ``size`` of shortfall; ``limit`` is the most it may take."""

    size: Decimal
    deduct: Award
    partial: Partial | None = None
    limit: Award | None = None

    def score(
        self, shortfall: Ratios, full: Integers, weights: Integers, reading: Reading
    ) -> tuple[Integers, Integers]:
        """Points left of ``full`` (not below 0) and the steps counted, per value."""
        partial = self.partial or reading.partial
        steps = shortfall.steps(self.size, started=partial is Partial.STARTED)
        each = self.deduct.of(weights, reading.places)
        if partial is Partial.PRORATED:
            lost = self._prorated(shortfall, each, reading.places)
        else:
            lost = product(steps, each)
        if self.limit is not None:
            lost = np.minimum(lost, self.limit.of(weights, reading.places))
        return np.where(mask(lost < full), full - lost, 0), steps

    def _prorated(self, shortfall: Ratios, each: Integers | int, places: int) -> Integers:
        numerator, denominator = self.size.as_integer_ratio()
        positive = np.where(mask(shortfall.over > 0), shortfall.over, 0)
        parts = Ratios(product(positive, denominator), product(shortfall.under, numerator))
        return parts.times(each, places)


def decided(earned: Integers, branch: Branches, count: Counts | None = None) -> Outcome:
    """An outcome from columns; without counts they are 0."""
    counted = np.zeros(len(earned), dtype=np.int64) if count is None else count
    return Outcome(earned, branch, counted)


def either(condition: Mask, yes: Branch | Branches, no: Branch | Branches) -> Branches:
    """``yes`` where the condition holds, else ``no``, as a narrow column."""
    chosen = [np.int8(part) if isinstance(part, Branch) else part for part in (yes, no)]
    return np.where(condition, chosen[0], chosen[1])
