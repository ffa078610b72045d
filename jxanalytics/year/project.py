"""``Project``: one project of a year as an analyst holds it; a thin lazy face over the rooms."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics.model.schema import TABLES
from jxanalytics.year import display

if TYPE_CHECKING:
    from jxanalytics.narrative.evaluation_report import EvaluationReport
    from jxanalytics.narrative.project_facts import ProjectFacts
    from jxanalytics.narrative.self_report import SelfReport
    from jxanalytics.year import Year


class Project:
    """One project of a year."""

    def __init__(self, year: Year, project_id: str):
        self.year = year
        self.id = project_id

    def __repr__(self) -> str:
        return f"<项目 {self.id} {self.name}>"

    @cached_property
    def facts(self) -> ProjectFacts:
        """The figures that the project's reports are made from."""
        return self.year.facts().project(self.id)

    @property
    def findings(self) -> pd.DataFrame:
        """The project's findings, columns as in ``Year.findings``."""
        table = self.year.findings()
        mine = table[table["project_id"] == self.id].reset_index(drop=True)
        return display.labelled(mine, table.attrs[display.LABELS])

    @property
    def name(self) -> str:
        """The project's name as listed."""
        return self.facts.name

    @property
    def funding(self) -> pd.DataFrame:
        """Money used by source with its rate."""
        labels = {**TABLES["funding"].labels, **display.score_labels(), "source": "资金来源"}
        return display.labelled(self.facts.sources.copy(), labels)

    @property
    def indicators(self) -> pd.DataFrame:
        """Indicators with filed and recomputed score and the line that explains it."""
        labels = {**TABLES["indicators"].labels, **display.score_labels()}
        return display.labelled(self.facts.indicators.copy(), labels)

    def sensitivity(self) -> pd.DataFrame:
        """Total and grade of this project under every disputable reading; a working paper."""
        table = self.year.sensitivity()
        return table[table["project_id"] == self.id].reset_index(drop=True)

    def report(self) -> SelfReport:
        """The short 自评报告."""
        from jxanalytics.narrative.self_report import SelfReport

        return SelfReport(self.facts)

    def evaluation_report(self) -> EvaluationReport:
        """The full report of 附件4."""
        from jxanalytics.narrative.evaluation_report import EvaluationReport

        return EvaluationReport(self.facts)
