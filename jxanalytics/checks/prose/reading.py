"""A document's running text as headings, paragraphs and sentences, each with its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jxanalytics.checks.prose.dates import Day, days
from jxanalytics.checks.prose.mentions import Mention, mentions
from jxanalytics.checks.prose.tense import Plan, plans
from jxanalytics.model.places import Paragraph
from jxanalytics.model.texts import Section, parse_text

_SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]+[”’」』）)]?|[^。！？；;!?\n]+$")
_LABEL = re.compile(r"([^：:，。；\n]{2,60})[：:]")


@dataclass(frozen=True)
class Sentence:
    """A sentence (a part ended by 。！？ or ；) of a paragraph."""

    text: str
    passage: Passage

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The figures, see ``mentions``."""
        return mentions(self.text)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The dates, see ``days``."""
        return days(self.text)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The words of plan, see ``plans``."""
        return plans(self.text)


@dataclass(frozen=True)
class Passage:
    """A paragraph: its document, its address, the headings above it (outermost first), its text."""

    document_id: str
    place: Paragraph
    headings: tuple[str, ...]
    text: str

    @cached_property
    def label(self) -> str:
        """What stands before the first colon: the indicator a paragraph of analysis speaks of."""
        match = _LABEL.match(self.text)
        return match[1].strip() if match else ""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order; none is empty."""
        parts = (match[0].strip() for match in _SENTENCE.finditer(self.text))
        return tuple(Sentence(part, self) for part in parts if part)

    def under(self, *words: str) -> bool:
        """Whether one of the headings above holds one of the words."""
        return any(word in heading for heading in self.headings for word in words)


@dataclass(frozen=True)
class Prose:
    """The text of one document. Read once; everything below is worked out when first asked for."""

    document_id: str
    sections: tuple[Section, ...]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All paragraphs in order."""
        return tuple(self._passages())

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences in order."""
        for passage in self.passages:
            yield from passage.sentences

    def under(self, *words: str) -> list[Passage]:
        """The paragraphs below a heading that holds one of the words."""
        return [passage for passage in self.passages if passage.under(*words)]

    def _passages(self) -> Iterator[Passage]:
        above: list[Section] = []
        for section in self.sections:
            above = [upper for upper in above if upper.level < section.level]
            above.append(section)
            headings = tuple(upper.heading for upper in above if upper.heading)
            for number, text in enumerate(section.paragraphs, start=1):
                yield Passage(self.document_id, Paragraph(section.heading, number), headings, text)


def read(document_id: str, markdown: str) -> Prose:
    """The prose of a stored text."""
    return Prose(document_id, parse_text(markdown))
