"""What narratives know of the year's work: filing, review, accounts, rectification, proposals.

A year without season data has empty tables here, and chapters say nothing of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics.season import Season, load_season
from jxanalytics.season.accounts import reconciliation
from jxanalytics.season.deviation import band_counts, deviation, reviewed_indicators
from jxanalytics.season.filing import WITHDRAWN, filing
from jxanalytics.season.ledger import ledger as finding_ledger
from jxanalytics.season.proposals import decision_summary, proposals
from jxanalytics.season.quality import quality
from jxanalytics.season.rectification import ledger
from jxanalytics.season.review import sample_of
from jxanalytics.season.risk import risk_facts, risks
from jxanalytics.season.sampling import coverage
from jxanalytics.season.settings import ReviewSettings

if TYPE_CHECKING:
    from jxanalytics.model.tables import EvaluationYear
    from jxanalytics.narrative.facts import Facts


class SeasonFacts:
    """The year's work under the settings of the review; every table is made when first asked for."""

    def __init__(self, facts: Facts, settings: ReviewSettings | None = None):
        self.facts = facts
        self.settings = settings or ReviewSettings()

    @cached_property
    def state(self) -> Season:
        return _season(self.facts.model)

    @cached_property
    def filing(self) -> pd.DataFrame:
        """How the forms of those who must file came in; empty where no list is kept."""
        return filing(self.state, self.facts.model)

    @property
    def withdrawn(self) -> frozenset[str]:
        """Ids of the projects that the list has as withdrawn."""
        gone = self.filing["state"] == WITHDRAWN
        return frozenset(self.filing.loc[gone, "project_id"])

    @cached_property
    def returned(self) -> pd.DataFrame:
        """Every finding that went back to a unit, and how it stands; see ``season.ledger``."""
        return finding_ledger(self.state, self.facts.model, self.facts.findings)

    @cached_property
    def risks(self) -> pd.DataFrame:
        """Every project that was not withdrawn, with its risk and the reasons; see ``season.risk``."""
        facts = self.facts
        known = risk_facts(facts.model, facts.scored, facts.findings, self.filing)
        known = known[~known["project_id"].isin(self.withdrawn)].reset_index(drop=True)
        return risks(known, self.settings.points)

    @property
    def sample(self) -> pd.DataFrame:
        """The sample in force, in the order drawn."""
        return sample_of(self.state)

    @property
    def covered(self) -> dict[str, float]:
        """How much the sample covers by count and money."""
        return coverage(self.risks, self.sample["project_id"])

    def deviation(self, by: str = "project") -> pd.DataFrame:
        """Self against review score; see ``season.deviation``."""
        return deviation(self.facts.model, by, self.settings.base, self.settings.bands)

    @property
    def bands(self) -> pd.DataFrame:
        """How many reviewed projects lie in which band of deviation."""
        return band_counts(self.deviation(), self.settings.bands)

    @cached_property
    def reviewed(self) -> pd.DataFrame:
        """Every indicator with a self and a review score."""
        return reviewed_indicators(self.facts.model)

    @cached_property
    def quality(self) -> pd.DataFrame:
        """The quality of every self-evaluation; see ``season.quality``."""
        settings = self.settings
        return quality(self.facts.model, self.facts.findings, self.deviation(), self.filing,
                       settings.quality, settings.bands)  # fmt: skip

    @cached_property
    def reconciliation(self) -> pd.DataFrame:
        """Accounts against forms; empty without accounts."""
        return reconciliation(self.facts.model, self.state)

    @cached_property
    def before(self) -> Season | None:
        """Last year's work; None where there is no such year."""
        before = self.facts.before
        return None if before is None else _season(before)

    @cached_property
    def rectification(self) -> pd.DataFrame:
        """The ledger of rectification as kept; empty until it is written for the first time."""
        return self.state["rectification"]

    def rectification_now(self) -> pd.DataFrame:
        """The ledger as it stands by today's data: what is kept, carried over and raised anew."""
        return ledger(self.facts.model, self.state, self.facts.findings, self.before)

    @cached_property
    def last_rectification(self) -> pd.DataFrame:
        """Last year's problems as they stand: in this year's ledger, else in last year's own."""
        if self.before is None:
            return self.rectification.iloc[:0]
        last = self.before["rectification"]
        last = last[last["raised"] < self.facts.year]
        known = self.rectification[self.rectification["number"].isin(last["number"])]
        rest = last[~last["number"].isin(known["number"])]
        return pd.concat([known, rest], ignore_index=True) if len(known) else rest

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """One row a project: basis and amount by rule, and what was decided."""
        facts = self.facts
        return proposals(facts.model, facts.project_scores, facts.next_year, self.state)

    @property
    def decisions(self) -> pd.DataFrame:
        """Decisions by kind: projects and money."""
        return decision_summary(self.proposals)


def _season(model: EvaluationYear) -> Season:
    return Season(model.year, {}) if model.folder is None else load_season(model.folder)
