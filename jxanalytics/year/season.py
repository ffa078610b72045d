"""``year.season``: the year's work as an analyst holds it; each answer an ordinary DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics.year import display

if TYPE_CHECKING:
    from jxanalytics.narrative.season_facts import SeasonFacts
    from jxanalytics.year.year import Year


class YearSeason:
    """The year's work; the formulas stand in the functions of `jxanalytics.season` named here."""

    def __init__(self, year: Year):
        self._year = year

    def __repr__(self) -> str:
        return f"<{self._year.year}年度工作：复核样本{len(self.facts.sample)}个项目>"

    @property
    def facts(self) -> SeasonFacts:
        """What narratives are made from."""
        return self._year.facts().season

    def _labelled(self, table: pd.DataFrame, **labels: str) -> pd.DataFrame:
        from jxanalytics.season.labels import LABELS

        return display.labelled(table.copy(), {**display.score_labels(), **LABELS, **labels})

    def filing(self) -> pd.DataFrame:
        """Every project that must file and how it came in; see ``season.filing``."""
        from jxanalytics.season.filing import LABELS

        return self._labelled(self.facts.filing, **LABELS)

    def risks(self) -> pd.DataFrame:
        """Every project with its risk, the reasons and what they look at; see ``season.risk``."""
        return self._labelled(self.facts.risks)

    def sample(self) -> pd.DataFrame:
        """The sample for review in force, in the order drawn."""
        return self._labelled(self.facts.sample)

    def deviation(self, by: str = "project") -> pd.DataFrame:
        """Self against review score by project, unit or level2; see ``season.deviation``."""
        return self._labelled(self.facts.deviation(by))

    def reviewed_indicators(self) -> pd.DataFrame:
        """Every indicator with a self and a review score."""
        return self._labelled(self.facts.reviewed)

    def quality(self) -> pd.DataFrame:
        """及时, 完整, 规范, 真实 of every self-evaluation; see ``season.quality``."""
        return self._labelled(self.facts.quality)

    def accounts(self) -> pd.DataFrame:
        """Executed amounts of the accounts against the forms; see ``season.accounts``."""
        return self._labelled(self.facts.reconciliation)

    def rectification(self) -> pd.DataFrame:
        """The ledger of rectification by today's data; see ``season.rectification``."""
        return self._labelled(self.facts.rectification_now())

    def proposals(self) -> pd.DataFrame:
        """Basis and amount for next year's budget with the decisions; see ``season.proposals``."""
        return self._labelled(self.facts.proposals, amount="所涉金额（万元）")

    def coverage(self, by: str = "total") -> pd.DataFrame:
        """Who has filed by number and money, ``by`` total or unit; see ``season.filing.coverage``."""
        from jxanalytics.season.filing import LABELS, coverage

        return self._labelled(coverage(self.facts.filing, by), **LABELS)

    def finding_ledger(self) -> pd.DataFrame:
        """Every finding that went back and how it stands; see ``season.ledger.ledger``."""
        from jxanalytics.season.ledger import LABELS

        return self._labelled(self.facts.returned, **LABELS)

    def course(self) -> pd.DataFrame:
        """Every project's receipts, returns, withdrawal and seal; see ``season.ledger.course``."""
        from jxanalytics.season.ledger import LABELS, course

        return self._labelled(course(self.facts.state, self._year.model), **LABELS)
