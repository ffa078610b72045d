"""Quoting running text: where something is said, and its words in a form that can be compared."""

from __future__ import annotations

import re
from decimal import Decimal

from jxanalytics.checks.finding import Spot
from jxanalytics.checks.prose import Mention, Passage, Sentence
from jxanalytics.model import exact
from jxanalytics.model.values import compact

# Measure words that count the same things.
SAME_MEASURE = {"批次": "批", "场次": "场", "班次": "班", "台次": "台", "名": "人", "位": "人", "项次": "项"}  # fmt: skip
_STOPS = re.compile("[，。；：、！？,;:!?\n]")
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?(?:\d+|[一二三四五六七八九十]+)[）)、.．]|[一二三四五六七八九十]+是)\s*"
)
_NOT_WORDS = re.compile(r"[^\w%]|[的了和与及等_]")
LONGEST_QUOTE = 60


def spot_at(passage: Passage, quote: str) -> Spot:
    """A place in a text with what is written there."""
    return Spot(passage.document_id, str(passage.place), quote.strip())


def spot_of(sentence: Sentence, at: Mention | re.Match[str] | None = None) -> Spot:
    """Where something is said: the sentence, or of a long one the clause around ``at``."""
    text = sentence.text
    if at is None or len(text) <= LONGEST_QUOTE:
        return spot_at(sentence.passage, text)
    start, end = (at.start, at.end) if isinstance(at, Mention) else at.span()
    starts = [stop.end() for stop in _STOPS.finditer(text, 0, start)]
    stop = _STOPS.search(text, end)
    return spot_at(sentence.passage, text[starts[-1] if starts else 0 : stop.end() if stop else len(text)])  # fmt: skip


def opening(passage: Passage) -> Spot:
    """A whole paragraph, quoted by its beginning up to a stop."""
    text = passage.text
    if len(text) <= LONGEST_QUOTE:
        return spot_at(passage, text)
    stops = [stop.end() for stop in _STOPS.finditer(text, 0, LONGEST_QUOTE)]
    return spot_at(passage, text[: stops[-1] if stops else LONGEST_QUOTE])


def about(passage: Passage) -> str:
    """What a paragraph is about: the indicator it begins with, else its heading, without numbers."""
    return unnumbered(passage.label or passage.place.heading)


def bare(text: str) -> str:
    """Text for comparison: half-width, without white space, punctuation and empty words."""
    return _NOT_WORDS.sub("", compact(text))


def unnumbered(text: str) -> str:
    """A paragraph without the number it begins with: （1）, 1、, 一是."""
    return _NUMBERING.sub("", text)


def measure(mention: Mention) -> str:
    """The measure word, one for all that count the same things."""
    return SAME_MEASURE.get(mention.measure, mention.measure)


def same_measure(unit: str) -> str:
    """As ``measure``, of a unit of the tables."""
    return SAME_MEASURE.get(unit, unit)


def number(value: Decimal | float) -> str:
    """A number in a sentence."""
    return exact.plain(value)
