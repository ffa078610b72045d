"""What a text says to the recognisers, worked out once: forms repeat their labels and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jxanalytics.intake.understand import names, words
from jxanalytics.intake.understand.inline import inline_fields
from jxanalytics.intake.understand.units import unit_of_heading, unit_stated
from jxanalytics.model.values import DASHES, Value, compact, parse_value

_UNSTATED = DASHES | {"无"}
# Texts that are remembered: how many, and how long they may be.
_REMEMBERED, _LONGEST = 16384, 400
# Excel's days of 1990 to 2049 and dates typed as 20191231.
_DAYS = range(32874, 54789)


class Said:
    """A text with what is asked about it; each answer is found when first asked for, and kept.

    Roles are those of `words`, "" for none.
    """

    text: str
    label: str
    # What it heads or names: a column of indicators, of money, of the summary or of the people;
    # a source of money, a field (实施单位), a goal.
    indicator: str
    funding: str
    summary: str
    people: str
    source: str
    field: str
    goal: str
    # Whether it heads a column of any table.
    heads: bool
    # Whether it is a heading over several columns, the label of the sums, a note, a name nobody filled in.
    group: bool
    total: bool
    subtotal: bool
    note: bool
    filler: bool
    # As a level or a name of an indicator: bare of points, fillers and marks; whether that is the
    # budget execution rate.
    level: str
    name: str
    executes: bool
    # The unit of money it states for the table, or as a heading; fields named inside, with values.
    unit: str | None
    heading_unit: str | None
    inside: Mapping[str, str]
    # The text in half-width without white space; whether that says 未填 (无 and 0 state something),
    # or states no figure; whether it may be a date typed as a number.
    bare: str
    dash: bool
    unstated: bool
    day: bool
    # What it states: as a quantity; as a number at all; as a weight or score (5分, 10% and 5 alike).
    value: Value
    is_number: bool
    points: Decimal | None
    # How a number is typed unusually: codes and what to say.
    oddities: tuple[tuple[str, str], ...]

    __slots__ = tuple(__annotations__)

    def __init__(self, text: str):
        self.text = text
        self.label = words.key(text)

    def __getattr__(self, name: str) -> Any:
        """The answer to a question not asked before; others never come here."""
        answer = _ANSWERS.get(name)
        if answer is None:
            raise AttributeError(name)
        found = answer(self)
        setattr(self, name, found)
        return found


def _day(told: Said) -> bool:
    if not told.bare.isdigit() or len(told.bare) > 8:
        return False
    number = int(told.bare)
    return number in _DAYS or (
        19900101 <= number <= 20991231
        and 1 <= number // 100 % 100 <= 12
        and 1 <= number % 100 <= 31
    )


def _oddities(told: Said) -> tuple[tuple[str, str], ...]:
    found = []
    text = told.text.strip()
    if "," in text or "，" in text:
        found.append(("thousands_separator", f"“{text}”带千位分隔符，已按数字读取"))
    if "\u2212" in text or text.startswith(("(", "（")):
        found.append(("negative_sign", f"“{text}”按负数读取，请核对"))
    return tuple(found)


_ANSWERS: dict[str, Callable[[Said], Any]] = {
    "indicator": lambda told: words.indicator_column(told.label),
    "funding": lambda told: words.funding_column(told.label),
    "summary": lambda told: words.summary_column(told.label),
    "people": lambda told: words.people_column(told.label),
    "source": lambda told: words.source(told.label),
    "heads": lambda told: bool(told.indicator or told.summary or told.people),
    "field": lambda told: words.field_of(told.text),
    "goal": lambda told: words.goal(told.label),
    "group": lambda told: words.is_group(told.label),
    "total": lambda told: words.is_total(told.label),
    "subtotal": lambda told: words.is_subtotal(told.label),
    "note": lambda told: words.is_note(told.text),
    "filler": lambda told: words.is_filler(told.text),
    "level": lambda told: names.level(told.text),
    "name": lambda told: names.cleaned(told.text),
    "executes": lambda told: names.stands_for_execution(told.text),
    "unit": lambda told: unit_stated(told.text),
    "heading_unit": lambda told: unit_of_heading(told.text),
    "inside": lambda told: inline_fields(told.text),
    "bare": lambda told: compact(told.text),
    "dash": lambda told: told.bare in DASHES,
    "unstated": lambda told: told.bare in _UNSTATED,
    "day": _day,
    "value": lambda told: parse_value(told.text),
    "is_number": lambda told: told.value.number is not None,
    "points": lambda told: told.value.number if told.value.unit in ("", "分", "%") else None,
    "oddities": _oddities,
}


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
