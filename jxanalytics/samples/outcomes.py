"""Targets, results, rules and points of indicators: every score is what its own rule gives.

Results that miss their target miss it by whole steps of the rule, so that no reading of the rule
(partial steps, inclusive bounds) gives another score.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jxanalytics.samples.plan import Dice, Flags, Integers, divided
from jxanalytics.samples.trees import Slots, first_of
from jxanalytics.samples.words import CAUSES, MEASURES, TEMPLATES, Shape

IN_PROPORTION = "完成年度指标值得满分，未完成的按完成比例得分"
TIERS = "达成年度指标100%-80%(含)、部分达成年度指标并具有一定效果80%-60%(含)、未达成年度指标且效果较差60%-0%"
SATISFACTION = (
    "90%及以上得满分，80%(含)-90%(不含)得分值的80%，60%(含)-80%(不含)得分值的50%，低于60%不得分"
)
ACHIEVED, PARTLY = "达成年度指标", "部分达成年度指标并具有一定效果"
DATE_UNIT = "日期"
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """Columns beside ``Slots``: figures in tenths of the unit, points in hundredths.

    ``numeric`` is False where the target is words; then the figures are 0. ``missed`` rows have a
    ``reason``.
    """

    numeric: Flags
    target: Integers
    actual: Integers
    unit: list[str]
    target_operator: list[str]
    target_raw: list[str]
    actual_raw: list[str]
    rule: list[str]
    score: Integers
    missed: Flags
    reason: list[str]


@dataclass
class _Sheet:
    """The columns while they are filled, shape by shape."""

    target: Integers
    actual: Integers
    score: Integers
    rule: list[str]
    target_raw: list[str]
    actual_raw: list[str]
    operator: list[str]
    unit: list[str]


def _blank(count: int) -> _Sheet:
    target, actual, score = (np.zeros(count, dtype=np.int64) for _ in range(3))
    rule, target_raw, actual_raw, operator, unit = ([""] * count for _ in range(5))
    return _Sheet(target, actual, score, rule, target_raw, actual_raw, operator, unit)


@dataclass(frozen=True)
class _Rows:
    """The rows of one shape: where they stand, their weights, templates' ranges, misses, and where
    in its range each target lies (``place``, from 0 to below 1)."""

    at: Integers
    weight: Integers
    low: Integers
    high: Integers
    step: Integers
    missed: Flags
    place: Shares
    unit: list[str]

    def __len__(self) -> int:
        return len(self.at)


def number_text(tenths: int) -> str:
    """A number in tenths as forms print it: 12, 96.5."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def draw(dice: Dice, slots: Slots, number: Integers, rate: Integers, year: int) -> Outcomes:
    """Results for the slots; ``number`` is each project's own over all years, ``rate`` its
    execution rate in 0.01%.

    A project aims at the same from year to year: an indicator that is drawn again keeps its target.
    Projects that spent little also delivered less: below 60% at least two quantities are missed.
    """
    count = len(slots.template)
    spent = rate[slots.project]
    # Some projects are run worse than others, whatever they spend.
    trouble = dice.chance(len(rate)) ** 3
    likely = 0.04 + 0.4 * trouble[slots.project] + np.maximum(0, 8000 - spent) / 12000
    missed = (dice.chance(count) < likely) & (slots.template >= 0)
    missed |= (spent < 6000) & first_of(slots, "数量指标", 2)
    sheet = _blank(count)
    shapes = np.array([t.shape for t in TEMPLATES], dtype=object)[slots.template]
    shapes[slots.template < 0] = None
    place = dice.lasting(number[slots.project] * 4096 + slots.template)
    for shape, fill in _FILLERS.items():
        fill(dice, _rows(np.flatnonzero(shapes == shape), slots, missed, place), sheet, year)
    numeric = np.array([bool(unit) for unit in sheet.unit])
    reasons = _reasons(dice, missed)
    return Outcomes(numeric, sheet.target, sheet.actual, sheet.unit, sheet.operator,
                    sheet.target_raw, sheet.actual_raw, sheet.rule, sheet.score, missed, reasons)  # fmt: skip


def _rows(at: Integers, slots: Slots, missed: Flags, place: Shares) -> _Rows:
    used = [TEMPLATES[t] for t in slots.template[at]]
    return _Rows(at, slots.weight[at], np.array([t.low for t in used], dtype=np.int64),
                 np.array([t.high for t in used], dtype=np.int64),
                 np.array([t.step for t in used], dtype=np.int64), missed[at], place[at], [t.unit for t in used])  # fmt: skip


def _reasons(dice: Dice, missed: Flags) -> list[str]:
    cause, measure = dice.below(len(CAUSES), len(missed)), dice.below(len(MEASURES), len(missed))
    return [f"{CAUSES[c]}。{MEASURES[m]}。" if miss else ""
            for c, m, miss in zip(cause, measure, missed, strict=True)]  # fmt: skip


def _aim(rows: _Rows) -> Integers:
    """A target in whole steps between the template's bounds."""
    steps = (rows.high - rows.low) // rows.step + 1
    return rows.low + rows.step * (rows.place * steps).astype(np.int64)


def _put(
    sheet: _Sheet, rows: _Rows, target: Integers, actual: Integers, score: Integers,
    operator: Callable[[int], tuple[str, str]], rules: list[str], unit: list[str] | None = None,
) -> None:  # fmt: skip
    """Write figures (tenths) and their texts; ``operator`` gives a row's sign and its wording."""
    sheet.target[rows.at], sheet.actual[rows.at], sheet.score[rows.at] = target, actual, score
    units = unit or rows.unit
    listed = zip(rows.at.tolist(), target.tolist(), actual.tolist(), rules, units, strict=True)
    for i, (row, aim, done, rule, name) in enumerate(listed):
        sheet.operator[row], words = operator(i)
        sheet.target_raw[row] = f"{words}{number_text(aim)}{name}"
        sheet.actual_raw[row] = f"{number_text(done)}{name}"
        sheet.rule[row], sheet.unit[row] = rule, name


def _count(dice: Dice, rows: _Rows, sheet: _Sheet, year: int) -> None:
    """Quantities: by a ladder of whole steps where the target is large enough, else in proportion."""
    target = _aim(rows)
    size = np.maximum(1, target // (3 * rows.weight))
    ladder = (dice.chance(len(rows)) < 0.6) & (target >= 3 * rows.weight)
    steps = 1 + dice.below(np.minimum(rows.weight - 1, 4), len(rows))
    short = np.maximum(1, target * dice.between(55, 96, len(rows)) // 100)
    short = np.where(short >= target, target - 1, short)
    more = target * dice.between(0, 14, len(rows)) // 100
    actual = np.where(rows.missed, np.where(ladder, target - steps * size, short), target + more)
    part = np.where(
        ladder, (rows.weight - steps) * 100, divided(rows.weight * 100 * actual, target)
    )
    score = np.where(rows.missed, part, rows.weight * 100)
    rules = [
        f"达到{t}{u}得{w}分，每减少{s}{u}扣1分，低于{t - w * s}{u}不得分，满分{w}分" if step else IN_PROPORTION
        for t, u, w, s, step in zip(target.tolist(), rows.unit, rows.weight.tolist(), size.tolist(),
                                    ladder, strict=True)
    ]  # fmt: skip
    signs = (("", ""), ("≥", "≥"), ("≥", "不少于"))
    chosen = dice.below(len(signs), len(rows))
    _put(sheet, rows, target * 10, actual * 10, score, lambda i: signs[chosen[i]], rules)


def _percent(dice: Dice, rows: _Rows, sheet: _Sheet, year: int) -> None:
    """Percentages: by a ladder down from the target."""
    target = _aim(rows)
    size = np.select([rows.weight <= 8, rows.weight <= 12], [5, 3], 2)
    steps = 1 + dice.below(np.minimum(rows.weight - 1, 3), len(rows))
    more = dice.below(np.minimum(100 - target, 8) * 10 + 1, len(rows))
    actual = np.where(rows.missed, (target - steps * size) * 10, target * 10 + more)
    score = np.where(rows.missed, rows.weight - steps, rows.weight) * 100
    rules = [
        f"{t}%及以上得{w}分，每下降{s}%扣1分，低于{t - w * s}%不得分，满分{w}分" if t < 100
        else f"100%得{w}分，每下降{s}%扣1分，低于{100 - w * s}%不得分，满分{w}分"
        for t, w, s in zip(target.tolist(), rows.weight.tolist(), size.tolist(), strict=True)
    ]  # fmt: skip
    listed = target.tolist()
    sign = ("≥", "≥")
    _put(
        sheet,
        rows,
        target * 10,
        actual,
        score,
        lambda i: sign if listed[i] < 100 else ("", ""),
        rules,
    )


def _cost(dice: Dice, rows: _Rows, sheet: _Sheet, year: int) -> None:
    """Unit costs: not above the target; each step above it costs a point."""
    target = _aim(rows)
    size = np.maximum(1, target // (4 * rows.weight))
    steps = 1 + dice.below(np.minimum(rows.weight - 1, 4), len(rows))
    less = 1 + target * dice.between(0, 9, len(rows)) // 100
    actual = np.where(rows.missed, target + steps * size, target - less)
    score = np.where(rows.missed, rows.weight - steps, rows.weight) * 100
    rules = [
        f"不超过{t}{u}得{w}分，每超过{s}{u}扣1分，扣完为止，满分{w}分"
        for t, u, w, s in zip(target.tolist(), rows.unit, rows.weight.tolist(), size.tolist(), strict=True)
    ]  # fmt: skip
    signs = (("≤", "≤"), ("≤", "不超过"))
    chosen = dice.below(2, len(rows))
    _put(sheet, rows, target * 10, actual * 10, score, lambda i: signs[chosen[i]], rules)


def _satisfaction(dice: Dice, rows: _Rows, sheet: _Sheet, year: int) -> None:
    """Satisfaction: in the bands of 2021, from 90% on full marks."""
    actual = np.where(
        rows.missed, dice.between(805, 894, len(rows)), dice.between(903, 988, len(rows))
    )
    score = np.where(rows.missed, rows.weight * 80, rows.weight * 100)
    target = np.full(len(rows), 900)
    _put(sheet, rows, target, actual, score, lambda i: ("≥", "≥"), [SATISFACTION] * len(rows))


def _date(dice: Dice, rows: _Rows, sheet: _Sheet, year: int) -> None:
    """Deadlines at a month's end: in time or not."""
    month = dice.between(6, 11, len(rows)).tolist()
    early, late = dice.between(1, 35, len(rows)).tolist(), dice.between(5, 29, len(rows)).tolist()
    weights, missed = rows.weight.tolist(), rows.missed.tolist()
    for i, row in enumerate(rows.at.tolist()):
        due = datetime.date(year, month[i] + 1, 1) - datetime.timedelta(days=1)
        done = due + datetime.timedelta(days=late[i] if missed[i] else -early[i])
        sheet.target[row], sheet.actual[row] = (10 * int(f"{d:%Y%m%d}") for d in (due, done))
        sheet.score[row] = 0 if missed[i] else weights[i] * 100
        sheet.target_raw[row] = f"{due.year}年{due.month}月{due.day}日前"
        sheet.actual_raw[row] = f"{done.year}年{done.month}月{done.day}日"
        sheet.operator[row], sheet.unit[row] = "≤", DATE_UNIT
        sheet.rule[row] = f"按时完成得{weights[i]}分，超时不得分，满分{weights[i]}分"


def _qualitative(dice: Dice, rows: _Rows, sheet: _Sheet, year: int) -> None:
    """Judgements: a miss lies within the second tier (seven tenths of the points)."""
    for i, row in enumerate(rows.at.tolist()):
        missed, weight = bool(rows.missed[i]), int(rows.weight[i])
        sheet.score[row] = weight * (70 if missed else 100)
        sheet.target_raw[row] = rows.unit[i]
        sheet.actual_raw[row] = PARTLY if missed else ACHIEVED
        sheet.rule[row] = TIERS


_FILLERS: dict[Shape, Callable[[Dice, _Rows, _Sheet, int], None]] = {
    Shape.COUNT: _count,
    Shape.PERCENT: _percent,
    Shape.COST: _cost,
    Shape.SATISFACTION: _satisfaction,
    Shape.DATE: _date,
    Shape.QUALITATIVE: _qualitative,
}
