"""The one place from which narratives take figures: a year's tables, computed once and cached."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from jxanalytics.checks import Findings, year_findings
from jxanalytics.checks.prose import read, why_unspent
from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_funding, used_indicators, used_totals
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.scoring import Scheme, ScoredYear, scheme_for, score_year, sensitivity
from jxanalytics.statistics import (
    ageing,
    carry_over,
    completion,
    execution,
    grades,
    next_year_basis,
    points_lost,
    project_scores,
    score_summary,
    self_against,
    target_completion,
    year_on_year,
)

if TYPE_CHECKING:
    from jxanalytics.documents.forms.filed import Filed
    from jxanalytics.narrative.project_facts import ProjectFacts
    from jxanalytics.narrative.season_facts import SeasonFacts
    from jxanalytics.season.settings import ReviewSettings

Row = dict[str, Any]
# A table in the text lists at most so many projects; all of them stand in the 附表.
LISTED = 10
# Filed totals that reports trace to their documents.
AMOUNTS = ("initial", "annual", "executed")
MEASURES = ("self", "department", "grade")


class Facts:
    """Figures of a year under a scheme; every figure of a narrative comes from here."""

    def __init__(
        self,
        model: EvaluationYear,
        scheme: Scheme | None = None,
        before: EvaluationYear | None = None,
        findings: Callable[[], Findings] | None = None,
        review: Callable[[], ReviewSettings] | None = None,
    ):
        self.model = model
        self.before = before
        self._findings = findings
        self._review = review
        self.is_ready = False
        self._scheme = scheme
        self._tables: dict[tuple[str, str], pd.DataFrame] = {}

    @property
    def year(self) -> int:
        return self.model.year

    @cached_property
    def scheme(self) -> Scheme:
        return self._scheme or scheme_for(self.model)

    @cached_property
    def filed(self) -> Filed:
        """What each document states, as texts for a form."""
        from jxanalytics.documents.forms.filed import Filed

        return Filed(self.model)

    @cached_property
    def scored(self) -> ScoredYear:
        return score_year(self.model, self.scheme)

    @cached_property
    def findings(self) -> Findings:
        """The findings of the year's checks, with what was explained."""
        if self._findings is not None:
            return self._findings()
        return year_findings(self.model, self.before, self._scheme)

    @cached_property
    def season(self) -> SeasonFacts:
        """What is known of the year's work: filing, review, accounts, rectification, proposals."""
        from jxanalytics.narrative.season_facts import SeasonFacts

        return SeasonFacts(self, self._review() if self._review is not None else None)

    def execution(self, by: str = "project") -> pd.DataFrame:
        """``statistics.execution``, computed once."""
        return self._cached("execution", by, lambda: execution(self.model, by))

    def carry_over(self, by: str = "project") -> pd.DataFrame:
        """``statistics.carry_over``, computed once."""
        return self._cached("carry_over", by, lambda: carry_over(self.model, by))

    def ageing(self, by: str = "project") -> pd.DataFrame:
        """Closing carry-over by age, with last year's data where they are at hand."""
        years = [self.model] if self.before is None else [self.before, self.model]
        return self._cached("ageing", by, lambda: ageing(years, by))

    def year_on_year(self, by: str = "project") -> pd.DataFrame:
        """Last year and this one side by side; MisuseError without last year's data."""
        before = self.before
        if before is None:
            raise MisuseError(f"没有{self.year - 1}年度的数据，不能与上年比较")
        return self._cached("year_on_year", by, lambda: year_on_year(before, self.model, by))

    def grades(self, by: str = "total") -> pd.DataFrame:
        """Grades of the recomputed scores by count and by money."""
        return self._cached(
            "grades", by, lambda: grades(self.scored.totals, self.model, by, "total")
        )

    def score_summary(self, column: str = "total") -> Row:
        """Mean, median, number of scored projects … of all projects."""
        totals = self.scored.totals
        return first_row(
            self._cached(
                "scores", column, lambda: score_summary(totals, self.model, "total", column)
            )
        )

    def score_groups(self, by: str) -> pd.DataFrame:
        """Mean, median … of the recomputed scores by unit, department or category."""
        return score_summary(self.scored.totals, self.model, by, "total")

    def points_lost(self, by: str = "level2") -> pd.DataFrame:
        """Where the recomputed scores lose points."""
        return points_lost(self.scored.indicators, by, "score")

    def completion(self, by: str = "level2") -> pd.DataFrame:
        """Recomputed score ÷ weight of every project and level-2 indicator."""
        return completion(self.scored.indicators, by, "score")

    @cached_property
    def project_scores(self) -> pd.DataFrame:
        """Every project with recomputed score and grade, and money."""
        return project_scores(self.scored.totals, self.model, "total")

    @cached_property
    def filed_scores(self) -> pd.DataFrame:
        """Every project with the score and grade as filed, and money: what 自评得分 charts show."""
        return project_scores(self.scored.totals, self.model, "filed")

    @cached_property
    def self_against(self) -> pd.DataFrame:
        return self_against(self.model)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Every target with its state and the recomputed weight, score and points lost."""
        scored = self.scored.indicators
        lost = exact.minus(scored["weight"], scored["score"], exact.SCORE_PLACES)
        keys = ["project_id", "indicator_id"]
        points = scored.assign(lost=lost)[[*keys, "weight", "score", "lost"]]
        return target_completion(self.model).merge(points, on=keys, how="left")

    @cached_property
    def next_year(self) -> pd.DataFrame:
        """Basis and amount for next year's budget, by the recomputed scores."""
        return next_year_basis(self.scored.totals, self.model, column="total", before=self.before)

    def money_reason(self, project_id: str) -> tuple[str, str]:
        """Why a project's money was left unspent, as filed, and the document it stands in: beside the
        execution rate, else as a remark on the money, else, where no form has a place for it, in a text;
        blank where none says it."""
        own = self.model.of_project(project_id)
        marks, money = own["indicators"], own["funding"]
        marks = marks[marks["role"] == "execution"]
        beside = marks[["document_id", "reason"]]
        remarks = money[money["source"] == "total"][["document_id", "remark"]]
        stated = [
            *beside.itertuples(index=False, name=None),
            *remarks.itertuples(index=False, name=None),
        ]
        told = (
            (key, why_unspent(read(key, own.texts.get(key, ""))))
            for key in own["documents"]["document_id"]
            if not (marks["reason_place"] != "").any()
        )
        for document, reason in (*stated, *told):
            if reason.strip():
                return reason, self.document_name(document)
        return "", ""

    @cached_property
    def scenarios(self) -> pd.DataFrame:
        """Total and grade under every disputable reading: an internal working paper."""
        return sensitivity(self.model)

    @property
    def many(self) -> bool:
        """Whether there are more projects than a table in the text should list."""
        return len(self.model["projects"]) > LISTED

    @property
    def many_units(self) -> bool:
        """Whether there are more units than a table in the text should list."""
        return len(self.execution("unit")) > LISTED

    @cached_property
    def listed_units(self) -> frozenset[str]:
        """Keys of the units that tables in the text list: all, of many those with most money."""
        return frozenset(largest(self.execution("unit"))["key"])

    def of_listed_units(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table by unit that a table in the text lists, in its order."""
        return table[table["key"].isin(self.listed_units)]

    @cached_property
    def used_funding(self) -> pd.DataFrame:
        return used_funding(self.model)

    @cached_property
    def used_indicators(self) -> pd.DataFrame:
        return used_indicators(self.model)

    def used_totals(self, measure: str) -> pd.DataFrame:
        """The filed totals of a measure that are used, one row a project."""
        return self._cached("used_totals", measure, lambda: used_totals(self.model, measure))

    def ready(self) -> Facts:
        """Have all that reports of single projects are made from computed for the whole year, so
        that each of them takes its rows instead of computing them."""
        tables = (self.scored, self.self_against, self.used_funding, self.used_indicators)
        for _ in (*tables, self.findings):
            pass
        self.execution()
        self.carry_over()
        for measure in MEASURES:
            self.used_totals(measure)
        self.is_ready = True
        return self

    @property
    def total(self) -> Row:
        """Money of all projects: the row of ``execution("total")``; empty without projects."""
        return first_row(self.execution("total"))

    @property
    def carried(self) -> Row:
        """Carry-over of all projects with a roll-forward."""
        return first_row(self.carry_over("total"))

    @cached_property
    def without_form(self) -> list[str]:
        """Names of the projects that no self-evaluation form came in for, without the withdrawn."""
        came = {*self._documents("self_evaluation")["project_id"], *self.season.withdrawn}
        projects = self.model["projects"]
        return list(projects.loc[~projects["project_id"].isin(came), "name"])

    @property
    def of_them(self) -> str:
        """（其中1个已撤销）: how many of the projects were withdrawn; "" where none was."""
        gone = int(self.model["projects"]["project_id"].isin(self.season.withdrawn).sum())
        return f"（其中{gone}个已撤销）" if gone else ""

    @cached_property
    def without_score(self) -> list[str]:
        """Names of the projects without a score."""
        scores = self.project_scores
        return list(scores.loc[scores["score"].isna(), "name"])

    def project(self, project_id: str) -> ProjectFacts:
        """Figures of one project. Raises MisuseError for an unknown id."""
        if project_id not in self._projects.index:
            raise MisuseError(f"{self.year}年度没有编号为「{project_id}」的项目")
        from jxanalytics.narrative.project_facts import ProjectFacts

        return ProjectFacts(self, project_id)

    def document_name(self, document_id: str) -> str:
        """自评表, 评价报告 …; the code itself where the document is not listed."""
        kind = self._kinds.get(document_id, "")
        return DOCUMENT_SHORT.get(kind, document_id)

    @cached_property
    def names(self) -> dict[str, str]:
        """Project ids and names."""
        return {str(key): str(name) for key, name in self._projects["name"].items()}

    @cached_property
    def _projects(self) -> pd.DataFrame:
        return self.model["projects"].set_index("project_id", drop=False)

    @cached_property
    def _units(self) -> pd.DataFrame:
        return self.model["units"].set_index("unit_id")

    @cached_property
    def _kinds(self) -> dict[str, str]:
        documents = self.model["documents"]
        return dict(zip(documents["document_id"], documents["kind"], strict=True))

    def _documents(self, kind: str) -> pd.DataFrame:
        documents = self.model["documents"]
        return documents[documents["kind"] == kind]

    def _cached(self, name: str, by: str, made: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        if (name, by) not in self._tables:
            self._tables[name, by] = made()
        return self._tables[name, by]


def largest(table: pd.DataFrame, by: str = "annual") -> pd.DataFrame:
    """The rows a table in the text has room for: those with most of ``by``, in the table's order."""
    if len(table) <= LISTED:
        return table
    return table[table[by].fillna(0).rank(method="first", ascending=False) <= LISTED]


def first_row(table: pd.DataFrame) -> Row:
    """The first row of a table; empty where there is none."""
    return {} if table.empty else dict(table.iloc[0])
