"""Reads Chinese official prose: the figures, dates and plans of a sentence, each with its place.

No dictionary and no segmentation: official reports state figures in a few fixed patterns, which
expressions find in microseconds. Nothing here knows what is right; checks compare.
"""

from __future__ import annotations

from jxanalytics.checks.prose.dates import Day, days
from jxanalytics.checks.prose.mentions import Mention, Sort, mentions
from jxanalytics.checks.prose.numerals import chinese_number
from jxanalytics.checks.prose.reading import Passage, Prose, Sentence, read
from jxanalytics.checks.prose.tense import Plan, plans
from jxanalytics.checks.prose.unspent import why_unspent

__all__ = [
    "Day",
    "Mention",
    "Passage",
    "Plan",
    "Prose",
    "Sentence",
    "Sort",
    "chinese_number",
    "days",
    "mentions",
    "plans",
    "read",
    "why_unspent",
]
