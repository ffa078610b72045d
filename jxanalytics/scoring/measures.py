"""What a rule looks at: a target and an actual made into one exact value, by column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jxanalytics.model.exact import AMOUNT_PLACES, Integers
from jxanalytics.scoring.ratios import Mask, Ratios, mask, product

ONE = 10**AMOUNT_PLACES


class Look(StrEnum):
    """How target and actual become the value a rule is applied to."""

    VALUE = "实际完成值"
    COMPLETION = "实际完成值÷年度指标值"
    SAVING = "年度指标值÷实际完成值"
    CLOSENESS = "较小值÷较大值"
    OF_TARGET = "年度指标值×完成率"
    DEVIATION = "完成率-100%"
    MET = "是否达到年度指标值"
    WHOLE = "完成率是否达到100%"
    ON_TIME = "完成率100%视为按时"
    LATE = "逾期时间"
    EXECUTION = "预算执行率"
    GIVEN = "文字所述"


NO_TARGET = "年度指标值或实际完成值不是正数，完成率无从计算"
NO_RATIO = "实际完成值未写单位，不能判断是否为百分数"
NOT_WHOLE = "实际完成值不足100%，不能说明是否按时完成"
NO_DATE = "完成日期或期限不是实有的日期"


@dataclass(frozen=True)
class Columns:
    """Figures of rows in integers of the sixth place: actual, target, execution rate in percent.

    Weights are in units of the last score place, ``unweighted`` where there is none. A missing
    figure stands as 0; whoever chose the measure has seen that it is not used. ``no_rate`` says why
    a row's project has no execution rate (0: it has one), ``finished`` that it is finished.
    """

    actual: npt.NDArray[np.int64]
    target: npt.NDArray[np.int64]
    rate: npt.NDArray[np.int64]
    weight: npt.NDArray[np.int64]
    unweighted: npt.NDArray[np.bool_]
    no_rate: npt.NDArray[np.int8]
    finished: npt.NDArray[np.bool_]


class Part:
    """Some rows of columns; a column is gathered when it is first looked at, most never are."""

    def __init__(self, columns: Columns, rows: npt.NDArray[np.intp]):
        self.columns, self.rows = columns, rows

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def actual(self) -> npt.NDArray[np.int64]:
        return self.columns.actual.take(self.rows)

    @cached_property
    def target(self) -> npt.NDArray[np.int64]:
        return self.columns.target.take(self.rows)

    @cached_property
    def rate(self) -> npt.NDArray[np.int64]:
        return self.columns.rate.take(self.rows)

    @cached_property
    def weight(self) -> npt.NDArray[np.int64]:
        return self.columns.weight.take(self.rows)

    @cached_property
    def unweighted(self) -> Mask:
        return self.columns.unweighted.take(self.rows)

    @cached_property
    def no_rate(self) -> npt.NDArray[np.int8]:
        return self.columns.no_rate.take(self.rows)

    @cached_property
    def finished(self) -> Mask:
        return self.columns.finished.take(self.rows)


@dataclass(frozen=True)
class Measure:
    """One way of looking. ``factor`` brings the actual's unit to the target's or the rule's.

    ``operator`` is the comparison with the target (MET); ``given`` a value that words state;
    ``due``, ``months`` and ``days`` (in a step's unit) belong to LATE; ``base`` is where a ladder
    without a full-mark point starts (target, 100 or nothing), ``base_factor`` its unit's;
    ``ratio``: the actual is a bare number that must lie between 0 and 1.
    """

    look: Look
    factor: Decimal = Decimal(1)
    operator: str = "≥"
    given: Decimal = Decimal(0)
    due: date | None = None
    months: bool = False
    days: int = 1
    base: str = ""
    base_factor: Decimal = Decimal(1)
    ratio: bool = False

    @property
    def doubt(self) -> str:
        """Why a value can be undefined, for the rows where it is."""
        if self.ratio:
            return NO_RATIO
        doubts = {Look.ON_TIME: NOT_WHOLE, Look.LATE: NO_DATE}
        return doubts.get(self.look, NO_TARGET)

    def values(self, part: Part) -> tuple[Ratios, Mask]:
        """The value of each row and a mask of those where it is undefined."""
        undefined = np.zeros(len(part), dtype=np.bool_)
        if self.ratio:
            undefined = (part.actual < 0) | (part.actual > ONE)
        if self.look is Look.VALUE:
            return _scaled(part.actual, self.factor), undefined
        if self.look is Look.EXECUTION:
            return _scaled(part.rate, Decimal(1)), undefined
        if self.look is Look.GIVEN:
            return _constant(self.given, len(part)), undefined
        if self.look is Look.OF_TARGET:
            done = Ratios(product(part.actual, part.target), ONE * ONE * 100)
            return _times(done, self.base_factor), undefined
        if self.look is Look.LATE:
            return self._late(part)
        if self.look is Look.MET:
            return Ratios(self._met(part).astype(np.int64)), undefined
        if self.look is Look.WHOLE:
            return Ratios((part.actual >= 100 * ONE).astype(np.int64)), undefined
        if self.look is Look.ON_TIME:
            return _constant(Decimal(0), len(part)), part.actual < 100 * ONE
        values, nothing = self._relative(part)
        return values, undefined | nothing

    def start(self, part: Part) -> Ratios | None:
        """Where a ladder without a full-mark point starts to deduct, per row."""
        if self.base == "target":
            return _scaled(part.target, self.base_factor)
        return _constant(Decimal(100), len(part.target)) if self.base else None

    def _met(self, part: Part) -> Mask:
        left = _scaled(part.actual, self.factor).minus(_scaled(part.target, Decimal(1))).over
        comparison = {
            "≤": left <= 0, "<": left < 0, "=": left == 0, ">": left > 0,
        }.get(self.operator, left >= 0)  # fmt: skip
        return mask(comparison)

    def _relative(self, part: Part) -> tuple[Ratios, Mask]:
        """Completion in percent: actual to target, or the other way where less is better."""
        actual = _scaled(part.actual, self.factor)
        done, aim = actual.over, product(part.target, actual.under // ONE)
        if done.min() > 0 and aim.min() > 0:
            return self._compared(done, aim), np.zeros(len(part), dtype=np.bool_)
        negative = mask(done < 0) | mask(aim < 0)
        both_zero = mask(done == 0) & mask(aim == 0)
        _, under = self._sides(done, aim)
        met = mask(done <= aim) & mask(done == 0) if self.look is Look.SAVING else both_zero
        undefined = negative | (mask(under <= 0) & ~met)
        idle = undefined | met
        return self._compared(np.where(idle, 1, done), np.where(idle, 1, aim)), undefined

    def _sides(self, done: Integers, aim: Integers) -> tuple[Integers, Integers]:
        """What is divided by what."""
        if self.look is Look.SAVING:
            return aim, done
        if self.look is Look.CLOSENESS:
            return np.minimum(done, aim), np.maximum(done, aim)
        return done, aim

    def _compared(self, done: Integers, aim: Integers) -> Ratios:
        """Completion in percent of figures that can be divided."""
        over, under = self._sides(done, aim)
        values = Ratios(product(over, 100), under)
        return values.minus(Decimal(100)) if self.look is Look.DEVIATION else values

    def _late(self, part: Part) -> tuple[Ratios, Mask]:
        late: list[Fraction | None] = []
        for done, aim in zip(part.actual.tolist(), part.target.tolist(), strict=True):
            finished, due = _day(done), self.due or _day(aim)
            if finished is None or due is None:
                late.append(None)
            else:
                late.append(lateness(finished, due, self.months) / self.days)
        over = np.array([v.numerator if v else 0 for v in late], dtype=np.int64)
        under = np.array([v.denominator if v else 1 for v in late], dtype=np.int64)
        return Ratios(over, under), np.array([v is None for v in late], dtype=np.bool_)


def lateness(done: date, due: date, months: bool) -> Fraction:
    """Days or months from ``due`` to ``done``; a begun month counts by its days."""
    if not months or done <= due:
        return Fraction((done - due).days)
    whole = (done.year - due.year) * 12 + done.month - due.month
    if _anniversary(due, whole) > done:
        whole -= 1
    since, until = _anniversary(due, whole), _anniversary(due, whole + 1)
    return whole + Fraction((done - since).days, (until - since).days)


def _anniversary(day: date, months: int) -> date:
    """The same day so many months later, the month's last day where it has none; ends stay ends."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    ends = (day + timedelta(days=1)).day == 1
    return date(year, month + 1, last if ends else min(day.day, last))


def _day(stamp: int) -> date | None:
    """The day of a yyyymmdd figure; None where there is no such day."""
    year, rest = divmod(stamp // ONE, 10000)
    try:
        return date(year, rest // 100, rest % 100)
    except ValueError:
        return None


def _scaled(units: Integers, factor: Decimal) -> Ratios:
    return _times(Ratios(units, ONE), factor)


def _times(ratios: Ratios, factor: Decimal) -> Ratios:
    if factor == 1:
        return ratios
    over, under = factor.as_integer_ratio()
    return Ratios(product(ratios.over, over), product(ratios.under, under))


def _constant(value: Decimal, length: int) -> Ratios:
    over, under = value.as_integer_ratio()
    return Ratios(np.full(length, over, dtype=np.int64), under)
