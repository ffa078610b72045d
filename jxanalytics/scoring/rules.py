"""Rules: small immutable values of a few kinds, each scoring a whole column at once.

A rule looks at exact values (``Measured``) and gives points in units of the last score place. What
its sentence leaves open is settled by a ``Reading``. Nothing here reads text or tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from jxanalytics.model.exact import Integers
from jxanalytics.scoring.pieces import (
    FULL,
    HUNDRED,
    NOTHING,
    Award,
    Bound,
    Branch,
    Counts,
    Measured,
    Outcome,
    Step,
    decided,
    either,
)
from jxanalytics.scoring.ratios import POINT, Mask, Ratios, mask, points, product
from jxanalytics.scoring.reading import Base, Contradiction, Reading

_ENDLESS = 2**62


@dataclass(frozen=True)
class Proportional:
    """按完成比例得分: weight × completion, completion in percent and counted up to 100.

    Within ``zero`` nothing; ``rescaled`` then counts the part above its value z only,
    w·(rate − z)/(100 − z). From ``full`` on (100 without it) full marks. ``places`` where the rule states its own rounding; ``down`` drops what lies beyond them.
    """

    subject: str = ""
    zero: Bound | None = None
    rescaled: bool = False
    places: int | None = None
    down: bool = False
    maximum: Decimal | None = None
    full: Bound | None = None

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        values, weights = measured.values, measured.weights
        places = reading.places if self.places is None else self.places
        full = values.above(HUNDRED, inclusive=True)
        if self.full is not None:
            full |= self.full.holds(values, reading)
        floor = self.zero.value if self.rescaled and self.zero else Decimal(0)
        counted = values.minus(floor) if floor else values
        over, negative = counted.over, values.negative
        if negative or counted.negative:
            over = np.where(mask(over < 0), 0, over)
        part = Ratios(over, product(counted.under, int(HUNDRED - floor)))
        earned = np.where(full, weights, part.times(weights, places, self.down))
        if self.zero is None and not negative:
            return decided(earned, either(full, Branch.FULL, Branch.RATIO))
        zero = mask(values.over < 0)
        if self.zero is not None:
            zero |= self.zero.holds(values, reading)
        branch = either(full, Branch.FULL, either(zero, Branch.ZERO, Branch.RATIO))
        return decided(np.where(zero, 0, earned), branch)


@dataclass(frozen=True)
class Ladder:
    """扣分规则: full marks from a point on, a deduction a step below (or above) it, then nothing.

    ``falling``: values below the full-mark point lose points; else values above it do. Without
    ``full`` deduction starts at ``base``, stated (达到年度指标值得满分) or left to the reading.
    """

    unit: str
    step: Step
    full: Bound | None = None
    zero: Bound | None = None
    falling: bool = True
    award: Award = FULL
    maximum: Decimal | None = None
    subject: str = ""
    base: Base | None = None
    to_zero: bool = False

    @property
    def contradictory(self) -> bool:
        """The no-points bound takes in the full-mark point itself."""
        if self.full is None or self.zero is None:
            return False
        low, high = self.zero.value, self.full.value
        return low >= high if self.falling else low <= high

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        values = measured.values
        top = self.award.capped(measured.weights, reading.places)
        start = self.full.value if self.full else measured.base
        if start is None:
            raise ValueError("a ladder without a full-mark point needs a base column")
        excess = values.minus(start)
        shortfall = excess.negated() if self.falling else excess
        earned, steps = self.step.score(shortfall, top, measured.weights, reading)
        if self.full:
            reached = self.full.holds(values, reading, self.falling)
        else:
            reached = mask(shortfall.over <= 0)
        earned = np.where(reached, top, earned)
        branch = either(reached, Branch.FULL, Branch.STEPS)
        if self.zero and not (
            self.contradictory and reading.contradiction is Contradiction.REPAIRED
        ):
            zero = self.zero.holds(values, reading)
            earned, branch = np.where(zero, 0, earned), either(zero, Branch.ZERO, branch)
        return decided(earned, branch, steps)


@dataclass(frozen=True)
class Band:
    """One band of values and what it earns; a side without a bound is open."""

    low: Bound | None
    high: Bound | None
    award: Award

    def holds(self, values: Ratios, reading: Reading) -> Mask:
        held = [bound.holds(values, reading) for bound in (self.low, self.high) if bound]
        if not held:
            return np.ones(len(values), dtype=np.bool_)
        return held[0] if len(held) == 1 else held[0] & held[1]


@dataclass(frozen=True)
class Bands:
    """分档得分: bands in the order tried. A value at a shared edge belongs to the first that holds.

    A gap no wider than one unit (89% to 90% in whole percents) belongs to the band below it.
    """

    unit: str
    bands: tuple[Band, ...]
    maximum: Decimal | None = None
    subject: str = ""

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        values = measured.values
        chosen = self._chosen(self.bands, values, reading)
        if (chosen < 0).any():
            # A value in a gap belongs to the band below it.
            below = self._chosen(self.stretched, values, reading)
            chosen = np.where(chosen < 0, below, chosen)
        earned = self._earned(chosen.astype(np.intp), measured.weights, reading.places)
        return decided(earned, either(chosen >= 0, Branch.BAND, Branch.UNCOVERED), chosen)

    @staticmethod
    def _chosen(bands: tuple[Band, ...], values: Ratios, reading: Reading) -> Counts:
        """The number of the first band that holds each value, −1 where none does."""
        narrow = np.min_scalar_type(-len(bands) - 1).type
        chosen = np.full(len(values), -1, dtype=narrow)
        # From the last to the first, so that the first that holds has the last word.
        for number in reversed(range(len(bands))):
            chosen = np.where(bands[number].holds(values, reading), narrow(number), chosen)
        return chosen

    def _earned(
        self, chosen: npt.NDArray[np.intp], weights: npt.NDArray[np.int64], places: int
    ) -> Integers:
        """What the chosen band earns, never more than the weight; nothing for none (−1, the last)."""
        awards = [*(band.award for band in self.bands), NOTHING]
        shares = [award.share and award != FULL for award in awards]
        # Full marks stand as more than any weight.
        fixed = [_ENDLESS if award == FULL else points(award.amount) for award in awards]
        earned: Integers = np.minimum(np.array(fixed, dtype=np.int64).take(chosen), weights)
        if any(shares):
            percent = np.array([points(award.amount) for award in awards], dtype=np.int64)
            part = Ratios(weights, int(HUNDRED) * POINT).times(percent.take(chosen), places)
            shared = np.array(shares).take(chosen)
            earned = np.where(shared, np.minimum(part, weights), earned)
        return earned

    @property
    def stretched(self) -> tuple[Band, ...]:
        """The bands with gaps of at most one unit closed from below."""
        starts = [band.low.value for band in self.bands if band.low is not None]
        return tuple(_stretch(band, starts) for band in self.bands)


def _stretch(band: Band, starts: list[Decimal]) -> Band:
    if band.high is None:
        return band
    above = [start for start in starts if band.high.value < start <= band.high.value + 1]
    return Band(band.low, Bound(min(above), "<"), band.award) if above else band


@dataclass(frozen=True)
class Range:
    """在…之间得满分: full marks inside, outside a deduction a step, or nothing."""

    unit: str
    low: Bound
    high: Bound
    step: Step | None = None
    award: Award = FULL
    maximum: Decimal | None = None
    subject: str = ""

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        values = measured.values
        weights = self.award.capped(measured.weights, reading.places)
        inside = self.low.holds(values, reading) & self.high.holds(values, reading)
        if self.step is None:
            return decided(np.where(inside, weights, 0), either(inside, Branch.FULL, Branch.ZERO))
        under = values.minus(self.low.value).negated()
        over = values.minus(self.high.value)
        lower, steps_low = self.step.score(under, weights, measured.weights, reading)
        upper, steps_high = self.step.score(over, weights, measured.weights, reading)
        branch = either(inside, Branch.FULL, Branch.STEPS)
        earned = np.where(inside, weights, np.minimum(lower, upper))
        return decided(earned, branch, np.maximum(steps_low, steps_high))


@dataclass(frozen=True)
class Deadline:
    """按时完成: full marks on time; late nothing, or a deduction for each ``step`` of days or months.

    ``discretion``: what a late result earns is not said, so it is the evaluator's to judge.

    Values are days (or months) late, not positive when on time.
    """

    due: date | None = None
    award: Award = FULL
    step: Step | None = None
    unit: str = "天"
    zero: Bound | None = None
    discretion: bool = False
    maximum: Decimal | None = None
    subject: str = ""

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        values = measured.values
        top = self.award.capped(measured.weights, reading.places)
        on_time = mask(values.over <= 0)
        if self.step is None:
            late = Branch.JUDGED if self.discretion else Branch.ZERO
            return decided(np.where(on_time, top, 0), either(on_time, Branch.FULL, late))
        earned, steps = self.step.score(values, top, measured.weights, reading)
        branch = either(on_time, Branch.FULL, Branch.STEPS)
        if self.zero is not None:
            zero = self.zero.holds(values, reading)
            earned, branch = np.where(zero, 0, earned), either(zero, Branch.ZERO, branch)
        return decided(np.where(on_time, top, earned), branch, steps)


@dataclass(frozen=True)
class YesNo:
    """达到得分，未达到不得分. Values are 1 for met and 0 for not.

    ``discretion``: what a target not met earns is left to the evaluator (酌情), so not recomputed.
    ``ceiling``: met means not above the target (不超过预算, 未发生事故), whatever its operator.
    """

    met: Award = FULL
    otherwise: Award = NOTHING
    discretion: bool = False
    ceiling: bool = False
    maximum: Decimal | None = None
    subject: str = ""

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        met = mask(measured.values.over > 0)
        weights = measured.weights
        earned = np.where(
            met,
            self.met.capped(weights, reading.places),
            self.otherwise.capped(weights, reading.places),
        )
        missed = Branch.JUDGED if self.discretion else Branch.ZERO
        return decided(earned, either(met, Branch.FULL, missed))


@dataclass(frozen=True)
class Tier:
    """One qualitative tier: the words that name it and what it may earn, ``low`` to ``high``."""

    name: str
    low: Award
    high: Award
    low_inclusive: bool = True


@dataclass(frozen=True)
class Tiers:
    """定性分档: a judgement inside a tier. Checked, never recomputed. Without tiers: 酌情评分."""

    tiers: tuple[Tier, ...] = ()
    maximum: Decimal | None = None
    subject: str = ""

    def outcome(self, measured: Measured, reading: Reading) -> Outcome:
        zeros = np.zeros(len(measured.weights), dtype=np.int64)
        return decided(zeros, np.full(len(zeros), Branch.JUDGED))


Rule = Proportional | Ladder | Bands | Range | Deadline | YesNo | Tiers
