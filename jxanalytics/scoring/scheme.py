"""评分办法: one year's rules of scoring as a frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from jxanalytics.model import exact
from jxanalytics.scoring.pieces import Step
from jxanalytics.scoring.reading import Reading
from jxanalytics.scoring.rules import Rule


@dataclass(frozen=True)
class Origin:
    """Where a part of a scheme comes from, and whether it was checked against that source."""

    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class SchemeRule:
    """A rule of a scheme: its sentence, where it comes from, and whether that was checked."""

    rule: Rule
    sentence: str
    origin: Origin = Origin()


class Over(StrEnum):
    """What over-completion beyond a limit costs where an indicator has no rule of its own."""

    NOTHING = "不扣分"
    EXPLAIN = "说明原因"
    STEPS = "逐档扣分"
    PROPORTIONAL = "按比例扣分"


@dataclass(frozen=True)
class OverCompletion:
    """超额完成; ``limit`` in percent of the target."""

    kind: Over = Over.NOTHING
    limit: Decimal = Decimal(130)
    step: Step | None = None
    origin: Origin = Origin()


@dataclass(frozen=True)
class Scheme:
    """A scheme as loaded from YAML. Weights are points by level-1 indicator, in the form's order."""

    key: str
    name: str
    basis: str
    scope: str
    first_year: int
    last_year: int | None
    weights: tuple[tuple[str, Decimal], ...]
    execution: SchemeRule
    finished_full: bool
    quantity: SchemeRule
    satisfaction: SchemeRule | None
    qualitative: SchemeRule
    over: OverCompletion
    reading: Reading
    lower_better: tuple[str, ...]
    grades: tuple[tuple[str, Decimal], ...]
    carry_over_years: int
    satisfaction_into: str = ""
    weights_origin: Origin = Origin()
    reading_origin: Origin = Origin()
    grades_origin: Origin = Origin()
    carry_over_origin: Origin = Origin()

    def revised(self, changes: Mapping[str, str] | None = None, **more: str) -> Scheme:
        """What-if: this scheme with some of its rules or readings changed, under another name.

        By the words of the scheme file, as keywords or as a mapping:
        ``scheme.revised(执行率="90%及以上得满分，每下降1%扣1分", 不足一档="按一档计")``.
        Raises MisuseError for a word that is none, SchemeError for a value that does not fit.
        """
        from jxanalytics.scoring.revising import revised

        return revised(self, {**(changes or {}), **more})

    def expected_weights(self, level1: Iterable[str]) -> dict[str, Decimal]:
        """Points by level-1 indicator for a form with these; 满意度's go elsewhere if it has none."""
        weights = dict(self.weights)
        absent = not any(name.startswith("满意度") for name in level1)
        if absent and self.satisfaction_into:
            moved = sum(weights.pop(n) for n in list(weights) if n.startswith("满意度"))
            weights[self.satisfaction_into] += moved
        return weights

    def grade(self, total: float | Decimal) -> str:
        """The grade of a total, on the score rounded half-up to two decimals; "" for a missing one."""
        if isinstance(total, float) and np.isnan(total):
            return ""
        rounded = exact.half_up(total, max(self.reading.places, exact.RATE_PLACES))
        return next((name for name, least in self.grades if rounded >= least), self.grades[-1][0])
