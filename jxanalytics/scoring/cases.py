"""Which rule scores an indicator and what it looks at: decided once for all rows alike.

A row's ``Shape`` is everything of it but its figures. ``decide`` makes a ``Case`` of a shape; rows
of one case are then scored together as columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from jxanalytics.model.values import compact, parse_value
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.looks import TRUE_RATE, Incomparable, Shape, look, takes_rate, whole
from jxanalytics.scoring.measures import Look, Measure
from jxanalytics.scoring.parser import parse_rule
from jxanalytics.scoring.phrases import says_done
from jxanalytics.scoring.printer import bound
from jxanalytics.scoring.reading import Contradiction, ExecutionValue
from jxanalytics.scoring.rules import Ladder, Rule, Tiers
from jxanalytics.scoring.scheme import Scheme


@dataclass(frozen=True)
class Case:
    """How rows of one shape are scored: a rule and a measure, or a problem (then as filed).

    ``local``: the rule stands beside the indicator; else it is the scheme's. ``spending``: it speaks
    of a rate of spending; ``execution``: the form's own row for the execution rate.
    """

    rule: Rule | None
    text: str
    local: bool = False
    measure: Measure | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    spending: bool = False
    execution: bool = False


# A year of 10,000 projects states some 6,000 different rules, and each is asked for several times.
@lru_cache(maxsize=16384)
def readable(text: str, year: int | None) -> Rule | Unreadable:
    """The rule a text states, or why it could not be read."""
    try:
        return parse_rule(text, year)
    except Unreadable as error:
        # Kept for long: without the frames it came through.
        return error.with_traceback(None)


def speaks_of_execution(text: str, year: int) -> bool:
    """Whether a rule as stated speaks of a rate of spending rather than of the indicator itself."""
    rule = readable(text, year) if text else Unreadable("")
    spending = ("执行率", "使用率", "支出率", "支付率")
    return not isinstance(rule, Unreadable) and any(word in rule.subject for word in spending)


def decide(shape: Shape, scheme: Scheme, year: int) -> Case:
    """The case of a shape under a scheme."""
    if shape.role == "execution":
        return _execution(shape, scheme, year)
    if shape.rule:
        return _local(shape, scheme, year)
    if _empty(shape):
        return Case(None, "", problem="实际完成值未填")
    if shape.satisfaction and scheme.satisfaction and shape.actual_unit == "%":
        chosen = scheme.satisfaction
    elif shape.actual_known or says_done(compact(shape.actual)) is not None:
        chosen = scheme.quantity
    else:
        chosen = scheme.qualitative
    return _measured(Case(chosen.rule, chosen.sentence), shape, scheme)


def _execution(shape: Shape, scheme: Scheme, year: int) -> Case:
    """The form's row for the execution rate, by a rule of its own or the scheme's."""
    if not shape.rule:
        stated = scheme.execution
        return Case(stated.rule, stated.sentence, measure=Measure(Look.EXECUTION), execution=True)
    read = readable(shape.rule, year)
    if isinstance(read, Unreadable):
        return Case(None, shape.rule, True, problem=f"规则中“{read.part}”{read.why}")
    if not takes_rate(read):
        return Case(read, shape.rule, True, problem="规则不是按百分数计分，不能用于执行率")
    return Case(read, shape.rule, True, measure=whole(Measure(Look.EXECUTION), read))


def _empty(shape: Shape) -> bool:
    return not shape.actual_known and parse_value(shape.actual).blank


def _local(shape: Shape, scheme: Scheme, year: int) -> Case:
    read = readable(shape.rule, year)
    if isinstance(read, Unreadable):
        return Case(None, shape.rule, True, problem=f"规则中“{read.part}”{read.why}")
    notes = []
    if isinstance(read, Ladder) and read.contradictory and read.full and read.zero:
        full, zero = bound(read.full, read.unit), bound(read.zero, read.unit)
        repaired = scheme.reading.contradiction is Contradiction.REPAIRED
        how = f"暂不适用“{zero}不得分”" if repaired else f"照字面适用“{zero}不得分”"
        notes.append(f"规则自相矛盾（满分点为{full}，而{zero}不得分），{how}")
    if _empty(shape) and not (shape.about_execution and _recomputes(scheme)):
        return Case(read, shape.rule, True, problem="实际完成值未填", notes=tuple(notes))
    case = Case(read, shape.rule, True, notes=tuple(notes), spending=shape.about_execution)
    return _measured(case, shape, scheme)


def _recomputes(scheme: Scheme) -> bool:
    return scheme.reading.execution_value is ExecutionValue.RECOMPUTED


def _measured(case: Case, shape: Shape, scheme: Scheme) -> Case:
    """The case with its measure, or with the problem that leaves the score as filed."""
    rule = case.rule
    try:
        if isinstance(rule, Tiers):
            return case
        if shape.about_execution and _recomputes(scheme):
            if not takes_rate(rule):
                raise Incomparable("规则不是按百分数计分，不能用复算的执行率")
            measure, notes = TRUE_RATE
            measure = whole(measure, rule)
        else:
            measure, notes = look(rule, shape, scheme)
    except Incomparable as error:
        return replace(case, problem=str(error))
    return replace(case, measure=measure, notes=(*case.notes, *notes))
