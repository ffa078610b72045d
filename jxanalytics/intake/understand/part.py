"""An indicator table as read, whole or one part of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Figure, Indicator, Rule
from jxanalytics.intake.understand.beside import Beside
from jxanalytics.intake.understand.columns import Header


@dataclass
class IndicatorPart:
    """An indicator table as read, or the part of one that stands in one table of the document."""

    header: Header
    end: int
    width: int
    indicators: list[Indicator] = field(default_factory=list)
    # Rows that may stand for the execution rate, with their position among the indicators.
    execution: list[tuple[int, Indicator]] = field(default_factory=list)
    totals: dict[str, Figure] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    level1: Cell | None = None
    level2: Cell | None = None
    # Levels and names only: an indicator system, whose names carry the rules.
    system: bool = False
    # The headings of a second form beside this one, where there is one.
    beside: Beside | None = None
