"""How a rule is read where its sentence does not say: the settings each score's explanation names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Partial(StrEnum):
    """What a begun step costs (不足一档)."""

    WHOLE = "不计"
    STARTED = "按一档计"
    PRORATED = "按比例计"


class Base(StrEnum):
    """Where deduction starts when a ladder states no full-mark point."""

    TARGET = "年度指标值"
    HUNDRED = "100%"


class Contradiction(StrEnum):
    """What becomes of a no-points bound that swallows the full-mark point of its own ladder."""

    REPAIRED = "修正"
    LITERAL = "照字面"


class PercentActual(StrEnum):
    """What a percentage means that answers a target stated as a quantity."""

    OF_TARGET = "完成率"
    INCOMPARABLE = "不可比"


class Completion(StrEnum):
    """What 完成率 in a rule means where target and actual are percentages themselves (合格率)."""

    OF_TARGET = "实际完成值÷年度指标值"
    VALUE = "实际完成值"


class ExecutionValue(StrEnum):
    """Which value a rule about an execution rate is applied to."""

    FILED = "填报值"
    RECOMPUTED = "复算值"


@dataclass(frozen=True)
class Reading:
    """The settings of a scheme for what rule sentences leave open; points round to ``places``."""

    partial: Partial = Partial.WHOLE
    above_inclusive: bool = True
    below_inclusive: bool = False
    base: Base = Base.TARGET
    contradiction: Contradiction = Contradiction.REPAIRED
    percent_actual: PercentActual = PercentActual.INCOMPARABLE
    completion: Completion = Completion.OF_TARGET
    execution_value: ExecutionValue = ExecutionValue.FILED
    places: int = 2
