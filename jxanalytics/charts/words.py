"""Words shared by the charts: figures, the rows kept and the rest summed, sentences for alt texts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from jxanalytics.charts import lettering as letters
from jxanalytics.charts.look import Size
from jxanalytics.model import exact, say
from jxanalytics.statistics import total_row

SOURCE = "资料来源：各单位报送的绩效自评材料"
# From this much on (万元) a chart counts in 亿元.
_YI = 10_000


def money_unit(values: Sequence[float]) -> tuple[str, int]:
    """The unit in which a chart prints the amounts ``values``, and how many 万元 it is.

    亿元 where the largest reaches it, unless one that is not 0 would then be printed as 0.00.
    """
    sizes = [abs(value) for value in values if value and not math.isnan(value)]
    high = bool(sizes) and max(sizes) >= _YI and min(sizes) >= _YI / 200
    return ("亿元", _YI) if high else ("万元", 1)


def money_cell(wan: float, unit: tuple[str, int]) -> str:
    """An amount in the chart's unit, two decimals; 未填 where it is missing."""
    return (
        say.MISSING
        if math.isnan(wan)
        else exact.plain(exact.half_up(wan, exact.AMOUNT_PLACES) / unit[1], 2)
    )


def titled(title: str, year: int | None) -> str:
    return f"{year}年度{title}" if year else title


def name_of(text: object) -> str:
    """A name as the picture shows it, for alt texts."""
    return letters.shown(str(text))


def kept(table: pd.DataFrame, size: Size, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with the largest ``by`` that fit, in the table's order, and the rest.

    When not all fit one row is left free for the rest.
    """
    largest = table.loc[
        table[by].fillna(-math.inf).sort_values(ascending=False, kind="stable").index
    ]
    most = fitting(largest["name"], size)
    if most >= len(table):
        return table, table.iloc[:0]
    chosen = table.index.isin(largest.index[: most - 1])
    return table[chosen], table[~chosen]


def fitting(names: Iterable[object], size: Size, above: float = 4.5, wide: float = 1.0) -> int:
    """How many rows fit with whole labels, at least four: of the first ``names``, or all and one more.

    ``above`` lines are taken by what stands above and below the rows; ``wide`` is the share of the
    usual room that labels have.
    """
    line = letters.line_height(size.points)
    room = size.height - above * line
    most = 0
    for name in itertools.islice(names, size.rows):
        lines = letters.wrapped(
            str(name), size.width * size.label * wide - 0.07, size.points, most=size.lines
        )
        room -= (len(lines) + 0.44) * line
        if room < 0:
            break
        most += 1
    return max(most, 4)


def rest_of(rest: pd.DataFrame, noun: str) -> dict[str, object]:
    """The rest of a table of `execution` as one row: sums, and the rate of the sums."""
    return {**total_row(rest), "name": f"其余{len(rest)}个{noun}"}


def left_out(rest: int, noun: str, whole: str, most: str) -> str:
    """What a chart of amounts leaves out, for its note; nothing where all is shown.

    The sum of many small ones is no bar: it would be the longest and be taken for one of them.
    """
    return f"另有{rest}{noun}，共{whole}，各不超过{most}" if rest else ""


def money_left_out(amounts: pd.Series[float], noun: str) -> str:
    """`left_out` of amounts in 万元."""
    whole, most = exact.total(amounts), float(amounts.max())
    return left_out(len(amounts), noun, say.amount(whole), say.amount(most))


def sentence(parts: Sequence[str], most: int = 6) -> str:
    """Items of an alt text; of a long list the first few and how many there are."""
    if len(parts) <= most:
        return "，".join(parts)
    return "，".join(parts[:most]) + f"，等{len(parts)}项"


def signed(change: float, print_number: Callable[[float], str]) -> str:
    """A change with its sign, + or - as in the tables; none where nothing changed."""
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return sign + print_number(abs(change))


def figure(row: Mapping[Any, object], name: str) -> float:
    """A number of a row given as a mapping."""
    return float(str(row[name]))
