"""A project's evaluation report beside the indicators it evaluates: what narrative checks start from."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from jxanalytics.checks.evidence import Evidence, Row
from jxanalytics.checks.finding import Spot
from jxanalytics.checks.prose import Passage, Prose
from jxanalytics.checks.quotes import bare
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_indicators

# Words in the heading of the part in which each indicator is analysed.
ANALYSIS = ("指标分析", "绩效分析", "指标情况分析", "指标完成情况分析")


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

    @cached_property
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
        return self.prose.under(*ANALYSIS)

    @cached_property
    def analysed(self) -> str:
        """The text and the headings of the analysis, for comparison with names."""
        headings = dict.fromkeys(heading for p in self.analysis for heading in p.headings)
        return bare("|".join((*headings, *(p.text for p in self.analysis))))

    def passages_of(self, indicator: Indicator) -> list[Passage]:
        """The paragraphs of analysis that begin with the indicator's name."""
        return self._labelled.get(indicator.id, [])

    @property
    def _execution(self) -> str:
        return next((bare(i.name) for i in self.indicators if i.role == "execution"), "")

    @cached_property
    def _labelled(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = defaultdict(list)
        names = {bare(i.name): i.id for i in self.indicators}
        for passage in self.analysis:
            label = bare(passage.label)
            # The form calls it 预算执行率, the report 预算资金执行率.
            label = self._execution if label.endswith("执行率") else label
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
