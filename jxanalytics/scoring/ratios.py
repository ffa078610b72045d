"""Whole columns of exact fractions: what a rule looks at, compared and divided without rounding.

Numbers are integers throughout. Overflow is defined: as soon as a product could pass 2**60 the
column is carried on in Python's unbounded integers (dtype object), slower and with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from jxanalytics.model import exact
from jxanalytics.model.exact import Integers

Mask = npt.NDArray[np.bool_]
# Leaves room for the doubling and the sum that half-up rounding makes of a product.
_SAFE = 2**60
POINT = 10**exact.SCORE_PLACES


def product(left: Any, right: Any, peak: int | None = None) -> Any:
    """left × right, in unbounded integers where int64 might not hold the result.

    ``peak`` is the largest absolute value of ``left``, where it is known already.
    """
    if isinstance(right, int) and right == 1:
        return left
    if (_peak(left) if peak is None else peak) * _peak(right) > _SAFE:
        left = left.astype(object) if isinstance(left, np.ndarray) else left
        right = right.astype(object) if isinstance(right, np.ndarray) else right
    return left * right


def _peak(values: Any) -> int:
    if isinstance(values, int):
        return abs(values)
    if not len(values):
        return 0
    return max(abs(int(values.max())), abs(int(values.min())))


def mask(comparison: Any) -> Mask:
    """A comparison of integer columns as booleans (columns of objects compare to objects)."""
    result: Mask = np.asarray(comparison, dtype=np.bool_)
    return result


def points(value: Decimal) -> int:
    """A number of points in units of the last place that scores carry."""
    return int(value.scaleb(exact.SCORE_PLACES))


@dataclass(frozen=True)
class Ratios:
    """A column of fractions ``over`` / ``under``; ``under`` is positive, an array or one number."""

    over: Integers
    under: Integers | int = 1

    def __len__(self) -> int:
        return len(self.over)

    @cached_property
    def _peaks(self) -> tuple[int, int]:
        return _peak(self.over), _peak(self.under)

    def compare(self, bound: Decimal) -> Integers:
        """A column whose sign is the sign of value − bound."""
        left, right = self._sides(bound)
        if isinstance(right, int) and abs(right) > _SAFE:
            left = left.astype(object)
        difference: Integers = left - right
        return difference

    def _sides(self, bound: Decimal) -> tuple[Any, Any]:
        """Two columns (or one and a number) that compare as value and bound do."""
        numerator, denominator = bound.as_integer_ratio()
        over, under = self._peaks
        return product(self.over, denominator, over), product(self.under, numerator, under)

    def above(self, bound: Decimal, inclusive: bool) -> Mask:
        """Which values are greater than ``bound``, or equal to it when ``inclusive``."""
        left, right = self._sides(bound)
        return mask(left >= right if inclusive else left > right)

    def below(self, bound: Decimal, inclusive: bool) -> Mask:
        """Which values are less than ``bound``, or equal to it when ``inclusive``."""
        left, right = self._sides(bound)
        return mask(left <= right if inclusive else left < right)

    def minus(self, other: Ratios | Decimal) -> Ratios:
        """value − other."""
        if isinstance(other, Decimal):
            return Ratios(self.compare(other), product(self.under, other.as_integer_ratio()[1]))
        crossed = product(other.over, self.under)
        return Ratios(product(self.over, other.under) - crossed, product(self.under, other.under))

    def negated(self) -> Ratios:
        """−value."""
        return Ratios(-self.over, self.under)

    def steps(self, size: Decimal, started: bool) -> Integers:
        """How many steps of ``size`` a value holds, begun ones counted when ``started``; never < 0."""
        numerator, denominator = size.as_integer_ratio()
        over, under = product(self.over, denominator), product(self.under, numerator)
        whole = -(-over // under) if started else over // under
        result: Integers = np.where(mask(whole > 0), whole, 0)
        return result

    def times(self, factors: Any, places: int, down: bool = False) -> Integers:
        """value × factor (units of the last score place), rounded half-up to ``places`` decimals.

        ``down`` drops what lies beyond the places instead. Values must not be negative.
        """
        unit = 10 ** (exact.SCORE_PLACES - places)
        over, under = product(self.over, factors), product(self.under, unit)
        if not down:
            over, under = product(over, 2) + under, product(under, 2)
        result: Integers = product(over // under, unit)
        return result

    @property
    def negative(self) -> bool:
        """Whether any value is below 0."""
        return len(self.over) > 0 and self.over.min() < 0
