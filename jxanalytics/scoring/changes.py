"""What can be done otherwise in scoring a year: the disputable points that sensitivity tries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jxanalytics.scoring.reading import (
    Base,
    Completion,
    Contradiction,
    ExecutionValue,
    Partial,
    PercentActual,
    Reading,
)
from jxanalytics.scoring.rules import Bands, Ladder, Proportional, Rule
from jxanalytics.scoring.scheme import Scheme


@dataclass(frozen=True)
class Change:
    """One thing done otherwise: ``dimension`` names what is chosen, of which one holds at a time.

    ``finished`` is what is assumed of a project of which it is not known.
    """

    dimension: str
    label: str
    reading: tuple[tuple[str, object], ...] = ()
    execution: Scheme | None = None
    finished: str = ""
    rule: int = 0
    whole: Scheme | None = None
    misprint: bool = False

    def applies(self, finished: str) -> bool:
        """Whether it can be made for a project known to be finished (是, 否) or not known ("")."""
        if self.execution is None or not self.execution.finished_full:
            return True
        return (finished == "") == bool(self.finished)


def changes(base: Scheme, schemes: Sequence[Scheme], rules: int) -> list[Change]:
    """Everything worth trying against ``base``, whether or not it matters in a year.

    ``rules`` is how many further rules the indicator with most of them has.
    """
    found = _executions(schemes) + _readings(base.reading)
    true_rate = (("execution_value", ExecutionValue.RECOMPUTED),)
    if base.reading.execution_value is ExecutionValue.FILED:
        found.append(Change("规则", "执行率类指标按复算的执行率计分", true_rate))
    for number in range(1, rules + 1):
        found.append(Change("规则", "改用另一条规则", rule=number))
        if base.reading.execution_value is ExecutionValue.FILED:
            found.append(
                Change("规则", "改用另一条规则并按复算的执行率计分", true_rate, rule=number)
            )
    found += [Change("办法", f"全部改按{scheme.name}", whole=scheme) for scheme in schemes]
    return found


def _executions(schemes: Sequence[Scheme]) -> list[Change]:
    found: list[Change] = []
    seen: set[tuple[Rule, bool]] = set()
    for scheme in schemes:
        key = (scheme.execution.rule, scheme.finished_full)
        if key in seen:
            continue
        seen.add(key)
        how = f"执行率{_manner(scheme)}（{scheme.basis}"
        if scheme.finished_full:
            found.append(Change("执行率", f"{how}，项目未完成）", execution=scheme, finished="否"))
            found.append(Change("执行率", f"{how}，项目已完成）", execution=scheme, finished="是"))
        found.append(Change("执行率", f"{how}）", execution=scheme))
    return found


def _manner(scheme: Scheme) -> str:
    rule = scheme.execution.rule
    if isinstance(rule, Proportional):
        return "取整数分" if rule.down else "按比例计分"
    return {Bands: "分档计分", Ladder: "逐档扣分"}.get(type(rule), "另法计分")


def _readings(reading: Reading) -> list[Change]:
    """Each other way to read what sentences leave open."""
    found = [
        Change("不足一档", f"不足一档{partial}", (("partial", partial),))
        for partial in Partial
        if partial is not reading.partial
    ]
    for name, word, holds in (
        ("above_inclusive", "以上", reading.above_inclusive),
        ("below_inclusive", "以下", reading.below_inclusive),
    ):
        said = f"“{word}”{'不含' if holds else '含'}本数"
        found.append(Change(word, said, ((name, not holds),)))
    other = next(base for base in Base if base is not reading.base)
    found.append(Change("起扣点", f"未写满分点的以{other}为起扣点", (("base", other),)))
    percent = next(kind for kind in PercentActual if kind is not reading.percent_actual)
    said = "理解为完成率" if percent is PercentActual.OF_TARGET else "视为不可比，按填报得分计"
    found.append(Change("百分数", f"以百分数答数量指标的{said}", (("percent_actual", percent),)))
    done = next(kind for kind in Completion if kind is not reading.completion)
    said = f"规则所称完成率按{done}计"
    found.append(Change("完成率", said, (("completion", done),)))
    literal = reading.contradiction is Contradiction.REPAIRED
    to = Contradiction.LITERAL if literal else Contradiction.REPAIRED
    said = "自相矛盾的规则照字面适用" if literal else "自相矛盾的规则修正后适用"
    found.append(Change("自相矛盾", said, (("contradiction", to),), misprint=literal))
    return found
