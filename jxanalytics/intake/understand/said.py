"""What a text says to the recognisers, worked out once: forms repeat their labels and figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.inline import inline_fields
from jxanalytics.intake.understand.units import unit_of_heading, unit_stated
from jxanalytics.model.values import DASHES, Value, compact, parse_value

_UNSTATED = DASHES | {"无"}
# Texts that are remembered: how many, and how long they may be.
_REMEMBERED, _LONGEST = 16384, 400
# Excel's days of 1990 to 2049 and dates typed as 20191231.
_DAYS = range(32874, 54789)


class Said:
    """A text with everything that is asked about it; each answer is found when first asked for."""

    def __init__(self, text: str):
        self.text = text
        self.label = words.key(text)

    # -- what it may be a heading or a label of: a role of `words`, "" for none ----------------

    @cached_property
    def indicator(self) -> str:
        return words.indicator_column(self.label)

    @cached_property
    def funding(self) -> str:
        return words.funding_column(self.label)

    @cached_property
    def source(self) -> str:
        return words.source(self.label)

    @cached_property
    def summary(self) -> str:
        return words.summary_column(self.label)

    @cached_property
    def people(self) -> str:
        return words.people_column(self.label)

    @cached_property
    def goal(self) -> str:
        return words.goal(self.label)

    @cached_property
    def field(self) -> str:
        return words.field_of(self.text)

    @cached_property
    def inside(self) -> Mapping[str, str]:
        """Fields named within the text, with their values."""
        return inline_fields(self.text)

    @cached_property
    def group(self) -> bool:
        """Whether it may stand over several columns, a heading that says nothing by itself."""
        return words.is_group(self.label)

    @cached_property
    def total(self) -> bool:
        return words.is_total(self.label)

    @cached_property
    def subtotal(self) -> bool:
        return words.is_subtotal(self.label)

    @cached_property
    def note(self) -> bool:
        return words.is_note(self.text)

    @cached_property
    def unit(self) -> str | None:
        """The unit of money a line states for the table below."""
        return unit_stated(self.text)

    @cached_property
    def heading_unit(self) -> str | None:
        """The unit of money in a heading."""
        return unit_of_heading(self.text)

    # -- what it may state ---------------------------------------------------------------------

    @cached_property
    def bare(self) -> str:
        return compact(self.text)

    @cached_property
    def dash(self) -> bool:
        """Whether it says 未填: blank, —, - or /. 无 and 0 state something."""
        return self.bare in DASHES

    @cached_property
    def unstated(self) -> bool:
        """Whether it states no figure: a dash or 无."""
        return self.bare in _UNSTATED

    @cached_property
    def filler(self) -> bool:
        return words.is_filler(self.text)

    @cached_property
    def value(self) -> Value:
        return parse_value(self.text)

    @property
    def is_number(self) -> bool:
        return self.value.number is not None

    @cached_property
    def points(self) -> Decimal | None:
        """The number of a weight or score; 5分, 10% and 5 say the same."""
        return self.value.number if self.value.unit in ("", "分", "%") else None

    @cached_property
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

    @cached_property
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
