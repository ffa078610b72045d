"""From a Chinese sentence to a rule. What is not understood is refused by name, never guessed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from jxanalytics.model.values import MONEY_UNITS, compact
from jxanalytics.scoring.banding import ODD, band, below_hundred, common_unit, extended, ordered
from jxanalytics.scoring.clauses import COMPLETION, Clause, Unreadable
from jxanalytics.scoring.phrases import ASTRAY, COUNTED, FALLING, LATE, recognise
from jxanalytics.scoring.pieces import FULL, NOTHING, Award, Bound, Step
from jxanalytics.scoring.reading import Base
from jxanalytics.scoring.rules import (
    Band,
    Bands,
    Deadline,
    Ladder,
    Proportional,
    Range,
    Rule,
    Tiers,
    YesNo,
)
from jxanalytics.scoring.tiers import parse_tiers
from jxanalytics.scoring.wording import as_written, split, unnumbered

TIME_UNITS = ("天", "日", "个工作日", "工作日", "周", "个月", "月")
_MONTH_DAY = re.compile(r"(?<![年\d])(1[0-2]|0?[1-9])月(底|\d{1,2}日)(?=之?以?前)")
_AIMS = ("met", "none happened", "within")


@lru_cache(maxsize=4096)
def parse_rule(sentence: str, year: int | None = None) -> Rule:
    """The rule a sentence states; ``year`` completes dates written without one.

    Raises Unreadable, whose ``part`` is the clause not understood and ``why`` the reason.
    """
    if not compact(sentence):
        raise Unreadable(sentence, "没有内容")
    try:
        return _parsed(sentence, year)
    except Unreadable as error:
        raise Unreadable(as_written(error.part, sentence), error.why) from error


def _parsed(sentence: str, year: int | None) -> Rule:
    sentence = unnumbered(sentence)
    if tiers := parse_tiers(sentence):
        return tiers
    draft = _Draft([recognise(part, year) for part in split(_dated(sentence, year))])
    rule = draft.rule()
    if draft.clauses:
        raise Unreadable(draft.clauses[0].text, ODD)
    return rule


def _dated(sentence: str, year: int | None) -> str:
    """The sentence with the year put to dates that lack it."""
    if year is None:
        return sentence
    said = re.sub(r"(?:当年|本年度?)(?=\d{1,2}月)", "", compact(sentence))
    said = re.sub(_MONTH_DAY, rf"{year}年\1月\2", said)
    return re.sub(r"(?:当年|本年度?|年)底(?=之?以?前)", f"{year}年12月31日", said)


class _Draft:
    """The clauses not yet used; each builder takes the ones it understands."""

    def __init__(self, clauses: list[Clause]):
        self.clauses = clauses
        self.maximum = self._maximum()
        self.subject = _one_subject(clauses)
        self.taken("given")
        self.taken("definition")

    def taken(self, kind: str) -> list[Clause]:
        """All clauses of a kind, removed from the draft."""
        found = [clause for clause in self.clauses if clause.kind == kind]
        self.clauses = [clause for clause in self.clauses if clause.kind != kind]
        return found

    def one(self, kind: str) -> Clause | None:
        """The clause of a kind, removed. Raises Unreadable for a second one."""
        found = self.taken(kind)
        if len(found) > 1:
            raise Unreadable(found[1].text, f"与“{found[0].text}”重复，不知以哪个为准")
        return found[0] if found else None

    def awards(self, *words: str, zero: bool | None = None) -> list[Clause]:
        """The award clauses whose condition is one of ``words`` ("" for a bound), removed."""
        found = [
            clause
            for clause in self.clauses
            if clause.kind == "award"
            and clause.condition.word in words
            and (zero is None or (clause.award == NOTHING) is zero)
        ]
        self.clauses = [clause for clause in self.clauses if clause not in found]
        return found

    def award(self, *words: str, zero: bool | None = None) -> Clause | None:
        """The one such award clause, removed. Raises Unreadable for a second one."""
        found = self.awards(*words, zero=zero)
        if len(found) > 1:
            raise Unreadable(found[1].text, f"与“{found[0].text}”重复，不知以哪个为准")
        return found[0] if found else None

    def _maximum(self) -> Decimal | None:
        stated = [
            clause
            for clause in self.clauses
            if clause.kind in ("award", "proportional") and clause.number
        ]
        clause = self.one("maximum")
        numbers = [c.number for c in [*stated, *([clause] if clause else [])]]
        if len(set(numbers)) > 1:
            raise Unreadable(stated[0].text, f"与满分{numbers[-1]}分不一致")
        return numbers[0] if numbers else None

    def rule(self) -> Rule:
        """The rule the clauses make together."""
        kinds = {clause.kind for clause in self.clauses}
        words = {clause.condition.word for clause in self.clauses if clause.kind == "award"}
        if "discretion" in kinds:
            return self._discretion()
        if "step" in kinds:
            return self._stepped()
        if kinds & {"proportional", "rescaled"}:
            return self._proportional()
        if "on time" in words:
            return self._deadline(None)
        if "" in words:
            return self._bands()
        if words & set(_AIMS):
            return self._yes_no(discretion=False)
        raise Unreadable(self.clauses[0].text if self.clauses else "满分", "没有写明如何得分")

    def _discretion(self) -> Rule:
        clause = self.one("discretion")
        if not self.clauses:
            return Tiers(maximum=self.maximum, subject=self.subject)
        if all(c.condition.word in _AIMS for c in self.clauses):
            return self._yes_no(discretion=True)
        raise Unreadable(clause.text if clause else "", "由评价人判断，不能复算")

    def _yes_no(self, discretion: bool) -> Rule:
        met = self.award(*_AIMS, zero=False)
        ceiling = met is not None and met.condition.word != "met"
        missed = self.award("missed", "outside", *(("beyond", "happened") if ceiling else ()))
        if met is None or met.award is None:
            raise Unreadable(self.clauses[0].text if self.clauses else "未达到", ODD)
        otherwise = missed.award if missed and missed.award else NOTHING
        unsaid = discretion or missed is None
        return YesNo(met.award, otherwise, unsaid, ceiling, self.maximum, self.subject)

    def _deadline(self, step: Step | None, of: str = "天") -> Rule:
        on_time = self.award("on time", "met", zero=False)
        late = self.award("late", "missed", zero=True)
        zero = self.award("", zero=True)
        bound = zero.condition.low or zero.condition.high if zero else None
        if bound and bound.sign not in (">", "≥", "以上"):
            raise Unreadable(zero.text if zero else "", "应写明超过多少天不得分")
        award = on_time.award if on_time and on_time.award else FULL
        due = on_time.condition.due if on_time else None
        unsaid = step is None and late is None
        if step and late:
            raise Unreadable(late.text, "与逐档扣分矛盾")
        return Deadline(due, award, step, of, bound, unsaid, self.maximum, self.subject)

    def _proportional(self) -> Rule:
        rescaled, plain = self.one("rescaled"), self.one("proportional")
        whole = self.one("whole points")
        zero = self.award("", zero=True)
        top = self.award("met", zero=False) or self.award("", zero=False)
        for cap in self.taken("cap"):
            if cap.number not in (None, self.maximum):
                raise Unreadable(cap.text, "所写分数与满分不一致")
        bound = zero.condition.high if zero else None
        if zero and (bound is None or zero.condition.low or zero.condition.unit != "%"):
            raise Unreadable(zero.text, "应写明完成率低于百分之多少不得分")
        low = plain.condition.low if plain else None
        if plain and low and (bound is None or bound.value != low.value):
            raise Unreadable(plain.text, "应同时写明低于该百分比如何得分")
        if rescaled and (plain or bound is None or bound.value != rescaled.number):
            raise Unreadable(rescaled.text, "应同时写明低于该百分比不得分")
        full = self._full_rate(top, plain)
        subject = self.subject if "率" in self.subject else ""
        return Proportional(subject, bound, rescaled is not None, 0 if whole else None,
                            whole is not None, self.maximum, full)  # fmt: skip

    def _full_rate(self, top: Clause | None, plain: Clause | None) -> Bound | None:
        """From which rate on full marks are given, where that is not the whole 100%."""
        if top and top.award != FULL:
            self.maximum = self.maximum or _in_points(top)
            if top.award != Award(self.maximum):
                raise Unreadable(top.text, ODD)
        below = plain.condition.high if plain else None
        full = None if top is None or _reaches_hundred(top) else top.condition.low
        if top and full is None and not _reaches_hundred(top):
            raise Unreadable(top.text, ODD)
        if full and top and (top.condition.high or top.condition.unit != "%"):
            raise Unreadable(top.text, "应写明达到百分之多少得满分")
        if plain and below and below.value != (full.value if full else 100):
            raise Unreadable(plain.text, "与得满分的标准不衔接")
        if full and plain and plain.word != "formula":
            raise Unreadable(plain.text, "没有写明按什么比例，应写“按…率×分值计分”")
        return replace(full, sign="≥") if full and full.sign == "达" else full

    def _step(self) -> tuple[Clause, Step]:
        clause = self.one("step")
        if clause is None or clause.number is None or clause.award is None:
            raise Unreadable("每", ODD)
        partial, limit = self.one("partial"), self.one("limit")
        same = partial is None or partial.number in (None, clause.number)
        if partial and not (same and partial.unit in ("", clause.unit)):
            raise Unreadable(partial.text, f"与“{clause.text}”的一档不一致")
        how = partial.partial if partial else clause.partial
        most = Award(limit.number) if limit and limit.number is not None else None
        if clause.number <= 0:
            raise Unreadable(clause.text, "一档的大小应大于0")
        if not clause.each and not limit and not any(c.kind == "to zero" for c in self.clauses):
            raise Unreadable(clause.text, "没有写“每”，不能判断是逐次扣还是只扣一次")
        return clause, Step(clause.number, clause.award, how, most)

    def _stepped(self) -> Rule:
        clause, step = self._step()
        to_zero = self.one("to zero") is not None
        timed = clause.word in LATE or clause.condition.word == "late"
        on_time = any(c.condition.word in ("on time", "late") for c in self.clauses)
        if timed or (on_time and clause.unit in TIME_UNITS):
            if clause.unit not in TIME_UNITS:
                raise Unreadable(clause.text, "逾期应以天、周或月计")
            return self._deadline(step, clause.unit)
        between = [c for c in self.clauses if c.condition.low and c.condition.high]
        if clause.word in ASTRAY or between:
            return self._range(clause, step)
        if not clause.word:
            raise Unreadable(clause.text, "没有写明是减少还是增加时扣分")
        falling = clause.word in FALLING
        ladder = Ladder(clause.unit, step, falling=falling, maximum=self.maximum,
                        subject=self.subject, to_zero=to_zero)  # fmt: skip
        return self._bounded(ladder, clause)

    def _bounded(self, ladder: Ladder, clause: Clause) -> Ladder:
        """The ladder with its full-mark point and its no-points bound."""
        falling = ladder.falling
        target = self.award("met", "within", zero=False)
        none = self.award("none happened", zero=False)
        top, zero = self.award("", zero=False), self.award("", zero=True)
        full = None
        if top:
            full = top.condition.low if falling else top.condition.high or _point(top)
            if full is None or (top.condition.low and top.condition.high):
                raise Unreadable(top.text, "与扣分方向不一致")
        if opening := clause.condition.high if falling else clause.condition.low:
            if full and full.value != opening.value:
                raise Unreadable(clause.text, "与满分点不一致")
            full = full or replace(opening, sign="达")
            opened = clause.condition.unit
        else:
            opened = ""
        counted = clause.word in COUNTED and full is None
        if counted and not none and target and target.condition.word == "met":
            # 全部达标得满分，有1项不达标扣1分: none is the aim.
            none, target = target, None
        if none or (counted and target is None):
            full = Bound(Decimal(0), "达")
        low = (zero.condition.high if falling else zero.condition.low) if zero else None
        if zero and (low is None or (zero.condition.low and zero.condition.high)):
            raise Unreadable(zero.text, "与扣分方向不一致")
        stated_target = target is not None or (clause.base == "target" and full is None)
        if target and full:
            raise Unreadable(target.text, "已另有满分点，不知以哪个为准")
        award = next((c.award for c in (top, target, none) if c and c.award), FULL)
        units = (top.condition.unit if top else opened, zero.condition.unit if zero else "")
        return replace(
            ladder,
            full=_united(full, units[0], ladder.unit, top or clause),
            zero=_united(low, units[1], ladder.unit, zero or clause),
            award=award,
            base=Base.TARGET if stated_target else None,
        )

    def _range(self, clause: Clause | None, step: Step | None) -> Rule:
        inside = self.award("", zero=False)
        self.award("outside", "missed", zero=True) if step is None else None
        condition = inside.condition if inside else None
        if inside is None or condition is None or not (condition.low and condition.high):
            raise Unreadable(clause.text if clause else "", "没有写明不扣分的范围")
        if clause and clause.unit != condition.unit:
            raise Unreadable(clause.text, "与范围的计量单位不同")
        low, high = _sharp(condition.low), _sharp(condition.high)
        subject = self.subject or ("偏差率" if condition.tolerance else "")
        return Range(condition.unit, low, high, step, inside.award or FULL, self.maximum, subject)

    def _bands(self) -> Rule:
        series = self.one("series")
        rest = self.award("outside", "missed")
        clauses = self.awards("")
        between = [c for c in clauses if c.condition.low and c.condition.high]
        if rest and rest.award == NOTHING and len(clauses) == len(between) == 1 and not series:
            self.clauses.append(clauses[0])
            return self._range(None, None)
        of = common_unit(clauses)
        bands = ordered([band(clause, clauses, of) for clause in clauses])
        if whole := self.award("met", zero=False):
            if of != "%" or self.subject not in ("", COMPLETION) or not below_hundred(bands):
                raise Unreadable(whole.text, ODD)
            self.subject = COMPLETION
            bands = (Band(Bound(Decimal(100), "≥"), None, whole.award or FULL), *bands)
        if series:
            bands = extended(bands, series)
        if rest and rest.award:
            bands = (*bands, Band(None, None, rest.award))
        return Bands(of, bands, self.maximum, self.subject)


def _one_subject(clauses: list[Clause]) -> str:
    """What the sentence measures. Raises Unreadable where it speaks of two different things."""
    subject = ""
    for clause in clauses:
        own = clause.subject or clause.condition.subject
        if subject and own and own not in subject and subject not in own:
            raise Unreadable(clause.text, f"所说“{own}”与前面的“{subject}”不是同一事项")
        subject = subject or own
    return subject


def _in_points(clause: Clause) -> Decimal:
    award = clause.award
    if award is None or award.share:
        raise Unreadable(clause.text, ODD)
    return award.amount


def _reaches_hundred(clause: Clause) -> bool:
    low = clause.condition.low
    return clause.condition.word == "met" or (low is not None and low.value == 100)


def _point(clause: Clause) -> Bound | None:
    low = clause.condition.low
    return low if low and low.sign == "达" else None


def _sharp(bound: Bound) -> Bound:
    """The ends of a range belong to it unless it says otherwise."""
    return replace(bound, sign={"以上": "≥", "止": "≤"}.get(bound.sign, bound.sign))


def _united(bound: Bound | None, own: str, of: str, clause: Clause) -> Bound | None:
    """A bound in the ladder's unit; another word for a count is kept as said."""
    if bound is None or own in ("", of):
        return bound
    if own in MONEY_UNITS and of in MONEY_UNITS:
        return replace(bound, value=bound.value * MONEY_UNITS[own] / MONEY_UNITS[of])
    if not of or "%" in (own, of) or own in MONEY_UNITS or of in MONEY_UNITS:
        raise Unreadable(clause.text, f"的单位“{own}”与扣分一档的单位“{of}”不能换算")
    return replace(bound, unit=own)
