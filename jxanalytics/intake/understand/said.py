"""What a text says to the recognisers, worked out once: forms repeat their labels and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Generic, TypeVar

from jxanalytics.intake.understand import names, words
from jxanalytics.intake.understand.inline import inline_fields
from jxanalytics.intake.understand.points import points_in
from jxanalytics.intake.understand.units import unit_of_heading, unit_stated
from jxanalytics.model.values import DASHES, Value, compact, parse_value

_UNSTATED = DASHES | {"无"}
# Texts that are remembered: how many, and how long they may be.
_REMEMBERED, _LONGEST = 16384, 400
# Excel's days of 1990 to 2049 and dates typed as 20191231.
_DAYS = range(32874, 54789)


Answer = TypeVar("Answer")


class _asked(Generic[Answer]):  # noqa: N801 - read as a decorator
    """A question whose answer is kept: functools.cached_property without its lock."""

    def __init__(self, find: Callable[[Said], Answer]):
        self.find = find
        self.name = find.__name__

    def __get__(self, told: Said, owner: type[Said]) -> Answer:
        answer = told.__dict__[self.name] = self.find(told)
        return answer


class Said:
    """A text with what is asked about it; each answer is found when first asked for, and kept.

    Roles are those of `words`, "" for none.
    """

    def __init__(self, text: str):
        self.text = text
        self.label = words.key(text)

    # -- what it heads or names ----------------------------------------------------------------

    @_asked
    def indicator(self) -> str:
        """A column of indicators."""
        return words.indicator_column(self.label)

    @_asked
    def funding(self) -> str:
        """A column of money."""
        return words.funding_column(self.label)

    @_asked
    def summary(self) -> str:
        """A column of the funding summary."""
        return words.summary_column(self.label)

    @_asked
    def people(self) -> str:
        """A column of the people who evaluated."""
        return words.people_column(self.label)

    @_asked
    def heads(self) -> bool:
        return bool(self.indicator or self.summary or self.people)

    @_asked
    def group(self) -> bool:
        """Whether it may stand over several columns, a heading that says nothing by itself."""
        return words.is_group(self.label)

    @_asked
    def unit(self) -> str | None:
        """The unit of money a line states for the table below it."""
        return unit_stated(self.text)

    @_asked
    def heading_unit(self) -> str | None:
        """The unit of money in a heading."""
        return unit_of_heading(self.text)

    @_asked
    def source(self) -> str:
        """Where money comes from."""
        return words.source(self.label)

    @_asked
    def field(self) -> str:
        """What stands beside it: 项目名称, 实施单位."""
        return words.field_of(self.text)

    @_asked
    def goal(self) -> str:
        return words.goal(self.label)

    @_asked
    def total(self) -> bool:
        return words.is_total(self.label)

    @_asked
    def subtotal(self) -> bool:
        return words.is_subtotal(self.label)

    @_asked
    def note(self) -> bool:
        return words.is_note(self.text)

    @_asked
    def inside(self) -> Mapping[str, str]:
        """Fields named within the text, with their values."""
        return inline_fields(self.text)

    # -- as a level or a name of an indicator --------------------------------------------------

    @_asked
    def level(self) -> str:
        return names.level(self.text)

    @_asked
    def name(self) -> str:
        return names.cleaned(self.text)

    @_asked
    def executes(self) -> bool:
        """Whether it stands for the budget execution rate."""
        return names.stands_for_execution(self.text)

    @_asked
    def filler(self) -> bool:
        """Whether nobody filled in a name."""
        return words.is_filler(self.text)

    # -- what it states ------------------------------------------------------------------------

    @_asked
    def bare(self) -> str:
        return compact(self.text)

    @_asked
    def dash(self) -> bool:
        """Whether it says 未填: blank, —, - or /. 无 and 0 state something."""
        return self.bare in DASHES

    @_asked
    def unstated(self) -> bool:
        """Whether it states no figure: a dash or 无."""
        return self.bare in _UNSTATED

    @_asked
    def value(self) -> Value:
        return parse_value(self.text)

    @_asked
    def is_number(self) -> bool:
        return self.value.number is not None

    @_asked
    def points(self) -> Decimal | None:
        """The number of a weight or score; 5分, 10% and 5 say the same, as do 得5分 and 5/10."""
        if self.value.number is not None:
            return self.value.number if self.value.unit in ("", "分", "%") else None
        return points_in(self.bare)

    @_asked
    def day(self) -> bool:
        """Whether it is a number that may be meant for a date."""
        if not self.bare.isdigit() or len(self.bare) > 8:
            return False
        number = int(self.bare)
        return number in _DAYS or (
            19900101 <= number <= 20991231
            and 1 <= number // 100 % 100 <= 12
            and 1 <= number % 100 <= 31
        )

    @_asked
    def oddities(self) -> tuple[tuple[str, str], ...]:
        """How a number is typed unusually: codes and what to say."""
        found = []
        text = self.text.strip()
        if "," in text or "，" in text:
            found.append(("thousands_separator", f"“{text}”带千位分隔符，已按数字读取"))
        if "\u2212" in text or text.startswith(("(", "（")):
            found.append(("negative_sign", f"“{text}”按负数读取，请核对"))
        return tuple(found)


class _Memory(dict[str, Said]):
    """Texts met so far, within bounds: when it is full it starts afresh."""

    def __missing__(self, text: str) -> Said:
        found = Said(text)
        if len(text) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = found
        return found


said = _Memory()
words.forgotten(said.clear)
