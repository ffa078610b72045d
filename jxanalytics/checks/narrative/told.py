"""A project's evaluation report beside the indicators it evaluates: what narrative checks start from."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jxanalytics.checks.evidence import Evidence, Row
from jxanalytics.checks.finding import Spot
from jxanalytics.checks.prose import Mention, Passage, Prose, Sentence
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.values import compact

# Part of the report in which each indicator is analysed.
ANALYSIS = "指标分析"
# Measure words that count the same things.
SAME_MEASURE = {"批次": "批", "场次": "场", "班次": "班", "台次": "台", "名": "人", "位": "人", "项次": "项"}  # fmt: skip
_STOPS = re.compile("[，。；：、！？,;:!?\n]")
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?(?:\d+|[一二三四五六七八九十]+)[）)、.．]|[一二三四五六七八九十]+是)\s*"
)
_NOT_WORDS = re.compile(r"[^\w%]|[的了和与及等_]")
LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Indicator:
    """A scored indicator as a report evaluates it; ``score`` is NaN where none is filed."""

    id: str
    role: str
    level2: str
    name: str
    weight: float
    score: float
    score_spot: Spot | None
    row: Row

    @property
    def lost(self) -> float:
        """Points lost; NaN where no score is filed."""
        return float(exact.minus([self.weight], [self.score], exact.SCORE_PLACES)[0])


@dataclass(frozen=True)
class Told:
    """A report: its project, its prose, and the scored indicators in the form's order."""

    project_id: str
    prose: Prose
    indicators: tuple[Indicator, ...]

    @property
    def document_id(self) -> str:
        return self.prose.document_id

    @cached_property
    def analysis(self) -> list[Passage]:
        """The paragraphs of the part in which indicators are analysed."""
        return self.prose.under(ANALYSIS)

    def passages_of(self, indicator: Indicator) -> list[Passage]:
        """The paragraphs of analysis that begin with the indicator's name."""
        return self._labelled.get(indicator.id, [])

    @cached_property
    def _labelled(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = defaultdict(list)
        names = {bare(i.name): i.id for i in self.indicators}
        for passage in self.analysis:
            label = bare(passage.label)
            if label in names:
                found[names[label]].append(passage)
        return found

    @cached_property
    def labelled(self) -> frozenset[str]:
        """Places of all paragraphs that begin with the name of an indicator."""
        return frozenset(str(p.place) for mine in self._labelled.values() for p in mine)


def reports(evidence: Evidence) -> tuple[Told, ...]:
    """Every evaluation report that has a text, with the project's indicators and scores."""
    return evidence.once(_reports)


def _reports(evidence: Evidence) -> tuple[Told, ...]:
    listed = list(evidence.texts("report"))
    wanted = {project for project, _ in listed}
    used = used_indicators(evidence.year, ("report", "self_evaluation", "target"))
    used = used[used["project_id"].isin(wanted) & used["role"].isin(["indicator", "execution"])]
    scores = _scores(evidence, wanted)
    found: dict[str, list[Indicator]] = defaultdict(list)
    for row in used.to_dict("records"):
        if math.isnan(row["weight"]):
            continue
        score, place = scores.get((row["project_id"], row["indicator_id"]), (math.nan, None))
        found[row["project_id"]].append(
            Indicator(row["indicator_id"], row["role"], row["level2"], row["name"], row["weight"], score, place, row)
        )  # fmt: skip
    return tuple(Told(project, prose, tuple(found[project])) for project, prose in listed)


def _scores(
    evidence: Evidence, wanted: set[str]
) -> dict[tuple[str, str], tuple[float, Spot | None]]:
    """The department's score of each indicator of these projects, else the self score."""
    rows = evidence.scores
    rows = rows[rows["project_id"].isin(wanted) & rows["score"].notna()]
    found: dict[tuple[str, str], tuple[float, Spot | None]] = {}
    for evaluation in ("department", "self"):
        for row in rows[rows["evaluation"] == evaluation].to_dict("records"):
            place = Spot(row["document_id"], row["score_place"], str(row["score_raw"]).strip())
            found.setdefault((row["project_id"], row["indicator_id"]), (row["score"], place))
    return found


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
