"""What a rule of each kind looks at in a row of some shape, and whether the units allow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jxanalytics.model.values import DATE_UNIT, Value, compact, conversion, measures, parse_value
from jxanalytics.scoring.measures import Look, Measure
from jxanalytics.scoring.phrases import says_done, says_late
from jxanalytics.scoring.pieces import FULL
from jxanalytics.scoring.reading import Base, Completion, PercentActual
from jxanalytics.scoring.rules import Bands, Deadline, Ladder, Proportional, Range, Rule, YesNo
from jxanalytics.scoring.scheme import Scheme


class Shape(NamedTuple):
    """What decides how a row is scored, apart from its figures.

    ``target`` and ``actual`` are texts only where no figure was understood (``…_known`` is False).
    ``rated``: the indicator is itself a rate of completion; ``target_zero``: its target is 0.
    """

    role: str
    level2: str
    satisfaction: bool
    rule: str
    about_execution: bool
    name: str
    rated: bool
    target: str
    target_known: bool
    target_zero: bool
    target_unit: str
    target_operator: str
    actual: str
    actual_known: bool
    actual_unit: str


class Incomparable(Exception):
    """Target, actual and rule do not fit together; the message says why in Chinese."""


def look(rule: Rule | None, shape: Shape, scheme: Scheme) -> Chosen:
    """What a rule of each kind looks at. Raises Incomparable."""
    if isinstance(rule, Proportional):
        return _completion(rule, shape, scheme)
    if isinstance(rule, Ladder | Bands | Range):
        return _quantity(rule, shape, scheme)
    if isinstance(rule, Deadline):
        return _lateness(rule, shape, scheme)
    if isinstance(rule, YesNo):
        return _met(rule, shape, scheme)
    raise Incomparable("没有可用的规则")


Chosen = tuple[Measure, tuple[str, ...]]
TRUE_RATE: Chosen = (Measure(Look.EXECUTION), ("按复算的预算执行率计分",))
_RATIO: Chosen = (
    Measure(Look.VALUE, Decimal(100), ratio=True),
    ("实际完成值未写单位，按比率理解",),
)


def takes_rate(rule: Rule | None) -> bool:
    """Whether a rule can be applied to a rate in percent."""
    if isinstance(rule, Ladder | Bands | Range):
        return rule.unit == "%"
    return isinstance(rule, Proportional)


def whole(measure: Measure, rule: Rule | None) -> Measure:
    """A measure in percent of a whole: a ladder without a full-mark point starts from 100."""
    return replace(measure, base="100" if isinstance(rule, Ladder) and rule.full is None else "")


def _direction(shape: Shape, scheme: Scheme) -> str:
    sign = {"＞": ">", "＜": "<"}.get(shape.target_operator, shape.target_operator)
    if sign in ("≥", ">", "≤", "<", "="):
        return sign
    lower = any(name.removesuffix("指标") in shape.level2 for name in scheme.lower_better)
    return "≤" if lower else "≥"


def _percent_of_target(scheme: Scheme) -> tuple[str, ...]:
    if scheme.reading.percent_actual is PercentActual.INCOMPARABLE:
        raise Incomparable("年度指标值为数量、实际完成值为百分数，两者不可比")
    return ("实际完成值按占年度指标值的完成率理解",)


def _completion(rule: Proportional, shape: Shape, scheme: Scheme) -> Chosen:
    if rule.subject and "完成" not in rule.subject and shape.actual_unit == "%":
        return Measure(Look.VALUE), ()
    if not shape.actual_known:
        if says_done(compact(shape.actual)):
            return Measure(Look.GIVEN, given=Decimal(100)), (f"“{shape.actual}”按已完成理解",)
        raise Incomparable(f"实际完成值“{shape.actual}”不是数值，不能按比例计分")
    if shape.actual_unit == "%" and shape.target_unit != "%":
        return Measure(Look.VALUE), _percent_of_target(scheme)
    if not shape.target_known or DATE_UNIT in (shape.target_unit, shape.actual_unit):
        stated = "为日期" if shape.target_known else f"“{shape.target or '空白'}”"
        raise Incomparable(f"年度指标值{stated}，与实际完成值不可比")
    measure, notes = _unified(shape)
    sign = _direction(shape, scheme)
    look = {"≤": Look.SAVING, "<": Look.SAVING, "=": Look.CLOSENESS}.get(sign, Look.COMPLETION)
    return replace(measure, look=look, operator=sign), notes


def _unified(shape: Shape) -> Chosen:
    """A measure with what brings the actual to the target's unit. Raises Incomparable."""
    of, into = shape.actual_unit, shape.target_unit
    factor = conversion(of, into)
    if factor is not None:
        notes = (f"实际完成值由{of}换算为{into}",) if factor != 1 else ()
        return Measure(Look.VALUE, factor), notes
    if into == "%" and of == "":
        return _RATIO
    if "%" in (of, into) or (of and into):
        raise Incomparable(f"年度指标值单位“{into or '无'}”与实际完成值单位“{of or '无'}”不可比")
    return Measure(Look.VALUE), (f"一方未写单位，按同为“{of or into}”理解",)


def _quantity(rule: Ladder | Bands | Range, shape: Shape, scheme: Scheme) -> Chosen:
    if not shape.actual_known:
        raise Incomparable(f"实际完成值“{shape.actual}”不是数值，不能按规则计分")
    if DATE_UNIT in (shape.actual_unit, shape.target_unit) and rule.unit != DATE_UNIT:
        raise Incomparable("年度指标值或实际完成值为日期，规则按数量计分")
    if _counts_events(rule) and not _aims_at_none(shape):
        raise Incomparable("规则按发生次数扣分，不能判断实际完成值是否为发生次数")
    return _in_percent(rule, shape, scheme) if rule.unit == "%" else _counted(rule, shape, scheme)


def _counts_events(rule: Rule) -> bool:
    """每发生1起扣…: full marks for none, a deduction for each."""
    if not isinstance(rule, Ladder) or rule.full is None or rule.falling:
        return False
    return rule.full.value == 0 and rule.unit != "%"


def _aims_at_none(shape: Shape) -> bool:
    return shape.target_zero or not shape.target_known or shape.target_operator in ("≤", "<")


def _in_percent(rule: Ladder | Bands | Range, shape: Shape, scheme: Scheme) -> Chosen:
    deviation = "偏差" in rule.subject or "偏离" in rule.subject
    if shape.actual_unit in ("%", "‰") and shape.target_unit in ("%", "‰"):
        of_target = scheme.reading.completion is Completion.OF_TARGET
        if of_target and "完成" in rule.subject and not shape.rated:
            return _share_done(rule, shape, scheme)
        factor = conversion(shape.actual_unit, "%") or Decimal(1)
        return _started(Measure(Look.VALUE, factor), rule, shape, scheme)
    if shape.actual_unit == "%":
        numeric_target = shape.target_known
        notes = _percent_of_target(scheme) if numeric_target and not deviation else ()
        return whole(Measure(Look.VALUE), rule), notes
    if shape.target_unit == "%" or not shape.target_known:
        measure, notes = _as_percentage(shape)
        measure, more = _started(measure, rule, shape, scheme)
        return measure, (*notes, *more)
    if deviation:
        measure, notes = _unified(shape)
        return whole(replace(measure, look=Look.DEVIATION), rule), notes
    return _share_done(rule, shape, scheme)


def _as_percentage(shape: Shape) -> Chosen:
    """A measure of an actual that a rule in percent can be applied to as it is. Raises Incomparable."""
    of = shape.actual_unit
    if of == "":
        return _RATIO
    factor = conversion(of, "%")
    if factor is None:
        raise Incomparable(f"规则按百分数计分，实际完成值单位为“{of}”，两者不可比")
    return Measure(Look.VALUE, factor), ()


def _share_done(rule: Ladder | Bands | Range, shape: Shape, scheme: Scheme) -> Chosen:
    """The share of the target that was done, by its direction where more is to earn more."""
    measure, notes = _unified(shape)
    fewer = _direction(shape, scheme) in ("≤", "<")
    saving = fewer and not shape.about_execution and _rewards_more(rule)
    look = Look.SAVING if saving else Look.COMPLETION
    return whole(replace(measure, look=look), rule), notes


def _rewards_more(rule: Ladder | Bands | Range) -> bool:
    """Whether a higher value earns more."""
    if isinstance(rule, Ladder):
        return rule.falling
    return isinstance(rule, Bands) and rule.bands[0].low is not None and rule.bands[0].award == FULL


def _started(measure: Measure, rule: Rule, shape: Shape, scheme: Scheme) -> Chosen:
    """Where a ladder without a full-mark point starts: its target, or 100 by the reading."""
    if not isinstance(rule, Ladder) or rule.full is not None:
        return measure, ()
    stated = rule.base or scheme.reading.base
    if stated is Base.TARGET and shape.target_known:
        note = () if rule.base else ("规则未写满分点，以年度指标值为起扣点",)
        return replace(
            measure, base="target", base_factor=conversion(shape.target_unit, "%") or Decimal(1)
        ), note
    return replace(measure, base="100"), ("规则未写满分点，以100%为起扣点",)


def _counted(rule: Ladder | Bands | Range, shape: Shape, scheme: Scheme) -> Chosen:
    if shape.actual_unit == "%":
        if not shape.target_known or shape.target_unit == "%":
            raise Incomparable(f"规则按“{rule.unit}”计分，实际完成值为百分数，两者不可比")
        notes = _percent_of_target(scheme)
        factor, more = _count_factor(shape.target_unit, rule.unit)
        measure = Measure(Look.OF_TARGET, base_factor=factor)
    else:
        factor, more = _count_factor(shape.actual_unit, rule.unit)
        notes, measure = (), Measure(Look.VALUE, factor)
    if isinstance(rule, Ladder) and rule.full is None:
        if not shape.target_known:
            raise Incomparable("规则未写满分点，年度指标值也不是数值")
        base, _ = _count_factor(shape.target_unit, rule.unit)
        if measure.look is Look.OF_TARGET and base != measure.base_factor:
            raise Incomparable("年度指标值单位与规则单位不一致")
        measure = replace(measure, base="target", base_factor=base)
    return measure, (*notes, *more)


def _count_factor(of: str, into: str) -> tuple[Decimal, tuple[str, ...]]:
    factor = conversion(of, into)
    if factor is not None:
        return factor, () if factor == 1 else (f"由{of}换算为{into}",)
    if not of or not into:
        return Decimal(1), ()
    if measures(of) or measures(into):
        raise Incomparable(f"规则单位“{into}”与指标单位“{of}”不可比")
    return Decimal(1), (f"规则单位“{into}”与指标单位“{of}”按同一计数理解",)


def _lateness(rule: Deadline, shape: Shape, scheme: Scheme) -> Chosen:
    months, days = rule.unit in ("个月", "月"), 7 if rule.unit == "周" else 1
    actual = compact(shape.actual)
    due = rule.due or _date_in(shape.name)
    if shape.actual_unit == DATE_UNIT:
        if due is None and shape.target_unit != DATE_UNIT:
            raise Incomparable("没有写明完成期限")
        if rule.unit in ("工作日", "个工作日") and rule.step:
            raise Incomparable("按工作日扣分，需节假日安排方能复算")
        return Measure(Look.LATE, due=due, months=months, days=days), ()
    if shape.actual_unit == "%":
        notes = _percent_of_target(scheme) if shape.target_unit != "%" else ()
        return Measure(Look.ON_TIME), (*notes, "实际完成值100%按按时完成理解")
    if says_late(actual) and rule.step is None:
        return Measure(Look.GIVEN, given=Decimal(1)), ()
    if not says_late(actual) and says_done(actual):
        return Measure(Look.GIVEN), (f"“{shape.actual}”按按时完成理解",)
    raise Incomparable(f"实际完成值“{shape.actual}”不能说明是否按时完成")


def _date_in(name: str) -> date | None:
    value: Value = parse_value(name)
    if value.unit != DATE_UNIT or value.number is None:
        return None
    stamp = int(value.number)
    return date(stamp // 10000, stamp // 100 % 100, stamp % 100)


def _met(rule: YesNo, shape: Shape, scheme: Scheme) -> Chosen:
    if not shape.actual_known:
        done = says_done(compact(shape.actual))
        if done is None:
            raise Incomparable(f"实际完成值“{shape.actual}”不能说明是否达到目标")
        return Measure(Look.GIVEN, given=Decimal(int(done))), ()
    if shape.actual_unit == "%" and shape.target_unit != "%":
        return Measure(Look.WHOLE), _percent_of_target(scheme)
    if not shape.target_known:
        raise Incomparable(f"年度指标值“{shape.target or '空白'}”与实际完成值不可比")
    measure, notes = _unified(shape)
    sign = "≤" if rule.ceiling else _direction(shape, scheme)
    return replace(measure, look=Look.MET, operator=sign), notes
