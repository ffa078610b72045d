"""Exact amounts, scores and rates on ordinary float columns.

Analysts expect ``float64`` columns in 万元 and 分. A float carries a decimal of at most 15
significant digits without loss, so the columns hold decimals with a fixed number of places
(amounts 6, i.e. one 分 of money in 万元; scores 4), and every computation here goes through
integers of the last place and returns the nearest float of the exact result. Nothing is ever
decided on binary fractions. NaN means 未填 and stays NaN; it is never taken for 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model.precision import AMOUNT_PLACES as AMOUNT_PLACES
from jxanalytics.model.precision import RATE_PLACES as RATE_PLACES
from jxanalytics.model.precision import SCORE_PLACES as SCORE_PLACES

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.object_] | npt.NDArray[np.int64]

# Products up to this size fit int64; larger ones are computed in Python's unbounded integers.
_INT64_SAFE = 9 * 10**18
# Integers up to this size are exact as float64.
_FLOAT_SAFE = 2**53
# 15 significant digits: the most that float64 is guaranteed to carry.
_DIGITS = 15
_CARRIED = 10**_DIGITS


def half_up(value: Decimal | float | str, places: int) -> Decimal:
    """Round half away from zero (四舍五入) to ``places`` decimals, exactly.

    A float stands for its shortest decimal, so ``half_up(0.285, 2)`` is ``0.29``.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    # The default context's 28 digits would refuse large values.
    digits = Context(prec=max(28, exact.adjusted() + places + 3), rounding=ROUND_HALF_UP)
    return exact.quantize(Decimal(1).scaleb(-places), context=digits)


def kept(number: Decimal | None, places: int) -> float | None:
    """A number as its column keeps it: half-up to its places, None where a float cannot carry it."""
    if number is None:
        return None
    rounded = half_up(number, places)
    return None if rounded.adjusted() + places + 1 > _DIGITS else float(rounded)


def carried(values: Any, places: int) -> npt.NDArray[np.bool_]:
    """Which values are decimals of at most ``places`` places that a float carries exactly."""
    floats = np.asarray(values, dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        units = np.rint(floats * 10.0**places)
        same = (units / 10.0**places == floats) & (np.abs(units) < _CARRIED)
    return np.asarray(np.isnan(floats) | same)


def scaled(values: Any, places: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Integers of the last place and a mask of the missing ones (whose integer is 0).

    Raises MisuseError for a value too large to be exact at that place (beyond 2**53 units).
    """
    floats = np.asarray(values, dtype=np.float64)
    missing = np.isnan(floats)
    with np.errstate(over="ignore"):
        units = np.rint(np.where(missing, 0.0, floats) * 10.0**places)
    if units.size and np.abs(units).max() > _FLOAT_SAFE:
        largest = floats[~missing][np.abs(floats[~missing]).argmax()]
        raise MisuseError(
            f"数值「{largest:g}」过大，保留{places}位小数时无法精确计算，请核对金额单位"
        )
    return units.astype(np.int64), missing


def unscaled(units: Any, places: int, missing: Any = None) -> Floats:
    """The nearest floats of ``units`` / 10**places, NaN where ``missing``."""
    whole = np.asarray(units)
    if whole.dtype == np.object_ or _largest(whole) > _FLOAT_SAFE:
        # Division of Python's integers rounds once, to the nearest float.
        floats = np.array([int(u) / 10**places for u in whole], dtype=np.float64)
    else:
        floats = whole.astype(np.float64)
        floats /= 10.0**places
    if missing is not None:
        floats[missing] = np.nan
    return floats


def _largest(whole: npt.NDArray[np.int64]) -> int:
    """The largest absolute value, 0 of an empty column."""
    return max(int(whole.max()), -int(whole.min())) if whole.size else 0


def divided_half_up(numerators: Any, denominators: Any) -> Integers:
    """Integer quotients rounded half away from zero; denominators must be positive."""
    quotients = (2 * np.abs(numerators) + denominators) // (2 * denominators)
    signed: Integers = np.where(numerators < 0, -quotients, quotients)
    return signed


def percent(part: Any, whole: Any, places: int = RATE_PLACES) -> Floats:
    """part ÷ whole in percent, half-up to ``places``; NaN where undefined.

    Undefined (不适用) means: one of the two is missing, or ``whole`` is not positive. It is not 0%.
    """
    parts, no_part = scaled(part, AMOUNT_PLACES)
    wholes, no_whole = scaled(whole, AMOUNT_PLACES)
    undefined = no_part | no_whole | (wholes <= 0)
    wholes = np.where(undefined, 1, wholes)
    factor = 10 ** (places + 2)
    largest = int(np.max(np.abs(parts), initial=0)) * 2 * factor + int(np.max(wholes, initial=0))
    if largest > _INT64_SAFE:
        parts, wholes = parts.astype(object), wholes.astype(object)
    return unscaled(divided_half_up(parts * factor, wholes), places, undefined)


def total(values: Any, places: int = AMOUNT_PLACES) -> float:
    """Exact sum of what is filled in; NaN where nothing is."""
    units, missing = scaled(values, places)
    if missing.all():
        return float("nan")
    # Python's integers: the sum of a large year may leave int64.
    return float(sum(units.tolist()) / 10**places)


def summed(*columns: Any, places: int = AMOUNT_PLACES) -> Floats:
    """Exact row-wise sum of columns; NaN where any of them is missing."""
    units = [scaled(column, places) for column in columns]
    result = sum(u for u, _ in units)
    missing = np.logical_or.reduce([m for _, m in units])
    return unscaled(result, places, missing)


def minus(left: Any, right: Any, places: int = AMOUNT_PLACES) -> Floats:
    """Exact row-wise left − right; NaN where either is missing."""
    a, no_a = scaled(left, places)
    b, no_b = scaled(right, places)
    return unscaled(a - b, places, no_a | no_b)


def grouped_total(
    frame: pd.DataFrame, by: str | list[str], columns: list[str], places: int = AMOUNT_PLACES
) -> pd.DataFrame:
    """Exact sums of ``columns`` per group, groups in the order of their keys.

    Blank cells are left out of a sum; a group with nothing filled in has NaN.
    """
    keys = [by] if isinstance(by, str) else by
    groups = frame.groupby(keys, sort=True, dropna=False)
    codes = groups.ngroup().to_numpy()
    first = frame[keys].iloc[first_of(codes)].reset_index(drop=True)
    sums = total_by(codes, len(first), {name: frame[name] for name in columns}, places)
    return first.assign(**sums)


def first_of(codes: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Where each code that occurs stands first, in the order of the codes, which count from 0."""
    place = np.full(int(codes.max(initial=-1)) + 1, -1)
    # Of several written to one place the last stays: written backwards, it is the first.
    place[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return place[place >= 0]


def total_by(
    codes: npt.NDArray[Any], groups: int, columns: Mapping[str, Any], places: int = AMOUNT_PLACES
) -> dict[str, Floats]:
    """Exact sums of columns per group, whose number (0 to ``groups`` − 1) each row has in ``codes``.

    Blank cells are left out of a sum; a group with nothing filled in, or without a row, has NaN.
    """
    sums = {}
    for name, values in columns.items():
        units, missing = scaled(values, places)
        if int(np.abs(units).max(initial=0)) * len(units) > _INT64_SAFE:
            raise MisuseError(f"「{name}」列数值过大，合计超出精确计算的范围，请核对金额单位")
        filled = np.bincount(codes, weights=~missing, minlength=groups)
        sums[name] = unscaled(_sum_by(codes, units, groups), places, filled == 0)
    return sums


def _sum_by(
    codes: npt.NDArray[Any], units: npt.NDArray[np.int64], groups: int
) -> npt.NDArray[np.int64]:
    """Integer sums per group. Floats add integers exactly as long as no sum can leave 2**53."""
    if int(np.abs(units).max(initial=0)) * len(units) <= _FLOAT_SAFE:
        return np.bincount(codes, weights=units, minlength=groups).astype(np.int64)
    # The high and the low half of each number are small enough.
    high, low = np.divmod(units, 2**26)
    return np.bincount(codes, weights=high, minlength=groups).astype(
        np.int64
    ) * 2**26 + np.bincount(codes, weights=low, minlength=groups).astype(np.int64)


def plain(value: float | Decimal, places: int | None = None) -> str:
    """A number as official texts print it: no thousands separator, half-up.

    ``places=None`` keeps what is there and drops trailing zeros: 92.0 → ``92``.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(float(value)))
    if places is not None:
        exact = half_up(exact, places)
    # No minus before a zero.
    text = f"{exact if exact else abs(exact):f}"
    return text.rstrip("0").rstrip(".") if places is None and "." in text else text
