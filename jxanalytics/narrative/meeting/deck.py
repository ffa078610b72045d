"""A deck of slides as neutral parts: the claim, one figure or table, and the speaker's notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pandas as pd

from jxanalytics.narrative.blocks import Table

if TYPE_CHECKING:
    from jxanalytics.charts import Chart

INTERNAL = "内部资料"


@dataclass(frozen=True)
class Plot:
    """A chart twice: as picture, and as the figures from which an editable chart is made.

    ``data``: the first column names what is shown, the others are values, their headers Chinese;
    for stacked bars the last is the sum of the others; for bubbles: name, across, up, size, and
    whether the bubble stands out (bool). Bars below ``low`` stand out; ``rest``: the last row is
    the sum of all that have no row; ``unit`` stands behind each value (%).
    """

    chart: Chart = field(compare=False)
    data: pd.DataFrame = field(compare=False)
    kind: Literal["bars", "stacked", "bubbles"] = "bars"
    unit: str = ""
    low: float | None = None
    rest: bool = False


@dataclass(frozen=True)
class Key:
    """A key figure: the number as it is said, and what it is."""

    value: str
    label: str


@dataclass(frozen=True)
class Slide:
    """One slide: the conclusion as title, a sentence below it, and what shows it.

    Exactly one of ``keys``, ``plot`` and ``table`` is shown; ``points`` stand beside a table.
    ``notes`` are the figures behind each claim and where they come from.
    """

    title: str
    lead: str = ""
    keys: tuple[Key, ...] = ()
    plot: Plot | None = None
    table: Table | None = None
    points: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """All slides of a meeting; ``cover`` lists what stands below the title.

    ``key`` tells decks of one year apart and is safe in a file name; ``unit`` and ``date`` stand at
    the foot of every slide, ``notice`` (虚构示例数据) too where there is one.
    """

    title: str
    key: str
    unit: str
    date: str
    cover: tuple[tuple[str, str], ...]
    slides: tuple[Slide, ...]
    notice: str = ""
