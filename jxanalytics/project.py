"""``Project``: one project of a year as an analyst holds it; a thin lazy face over the rooms."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics import display
from jxanalytics.model.schema import TABLES

if TYPE_CHECKING:
    from jxanalytics.narrative.evaluation_report import EvaluationReport
    from jxanalytics.narrative.project_facts import ProjectFacts
    from jxanalytics.narrative.self_report import SelfReport
    from jxanalytics.year import Year


def score_labels() -> dict[str, str]:
    """Chinese labels of the columns of scores and statistics."""
    from jxanalytics.statistics import LABELS

    return {
        **LABELS,
        "total": "复算总分（分）",
        "filed": "自评得分（填报，分）",
        "filed_grade": "等级（按填报）",
        "difference": "差额（分）",
        "scheme": "评分办法",
        "position": "序号",
        "role": "种类",
        "recomputed": "是否复算",
        "rule": "评分规则",
        "explanation": "得分说明",
        "note": "注意事项",
        "scenario": "情形",
        "kind": "类别",
        "ingredients": "构成",
        "misprint": "是否依明显笔误",
        "total_before": "原总分（分）",
        "grade_before": "原等级",
        "score_before": "原得分（分）",
        "change": "变动（分）",
        "grade_changed": "等级是否变动",
        "explanation_before": "原得分说明",
        "moved": "等级变动的项目数（个）",
        "up": "等级升高（个）",
        "down": "等级降低（个）",
    }


class Project:
    """One project of a year."""

    def __init__(self, year: Year, project_id: str):
        self.year = year
        self.id = project_id

    def __repr__(self) -> str:
        return f"<项目 {self.id} {self.name}>"

    @cached_property
    def facts(self) -> ProjectFacts:
        return self.year.facts().project(self.id)

    @property
    def findings(self) -> pd.DataFrame:
        """The project's findings, columns as in ``Year.findings``."""
        table = self.year.findings()
        mine = table[table["project_id"] == self.id].reset_index(drop=True)
        return display.labelled(mine, table.attrs[display.LABELS])

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def funding(self) -> pd.DataFrame:
        """Money used by source with its rate."""
        labels = {**TABLES["funding"].labels, **score_labels(), "source": "资金来源"}
        return display.labelled(self.facts.sources.copy(), labels)

    @property
    def indicators(self) -> pd.DataFrame:
        """Indicators with filed and recomputed score and the line that explains it."""
        labels = {**TABLES["indicators"].labels, **score_labels()}
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
