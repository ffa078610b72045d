"""The one place from which narratives take figures: a year's tables, computed once and cached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from jxanalytics.checks import Findings, year_findings
from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.places import said
from jxanalytics.model.precedence import PRECEDENCE, used_funding, used_indicators, used_totals
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import Section, parse_text
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.scoring import Scheme, ScoredYear, scheme_for, score_year
from jxanalytics.statistics import (
    ageing,
    carry_over,
    completion,
    execution,
    grades,
    points_lost,
    project_scores,
    score_summary,
    self_against,
    year_on_year,
)

Row = dict[str, Any]
# Filed totals that reports trace to their documents.
AMOUNTS = ("initial", "annual", "executed")
MEASURES = ("self", "department", "grade")


@dataclass(frozen=True)
class Statement:
    """What one document says of a quantity: where, and the text as written."""

    quantity: str
    document: str
    place: str
    raw: str
    used: bool = False


class Facts:
    """Figures of a year under a scheme; every figure of a narrative comes from here."""

    def __init__(
        self,
        model: EvaluationYear,
        scheme: Scheme | None = None,
        before: EvaluationYear | None = None,
        findings: Callable[[], Findings] | None = None,
    ):
        self.model = model
        self.before = before
        self._findings = findings
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
    def scored(self) -> ScoredYear:
        return score_year(self.model, self.scheme)

    @cached_property
    def findings(self) -> Findings:
        """The findings of the year's checks, with what was explained."""
        if self._findings is not None:
            return self._findings()
        return year_findings(self.model, self.before, self._scheme)

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
        return _row(
            self._cached(
                "scores", column, lambda: score_summary(totals, self.model, "total", column)
            )
        )

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
        return _row(self.execution("total"))

    @property
    def carried(self) -> Row:
        """Carry-over of all projects with a roll-forward."""
        return _row(self.carry_over("total"))

    @cached_property
    def without_form(self) -> list[str]:
        """Names of the projects that no self-evaluation form came in for."""
        forms = set(self._documents("self_evaluation")["project_id"])
        projects = self.model["projects"]
        return list(projects.loc[~projects["project_id"].isin(forms), "name"])

    @cached_property
    def without_score(self) -> list[str]:
        """Names of the projects without a score."""
        scores = self.project_scores
        return list(scores.loc[scores["score"].isna(), "name"])

    def project(self, project_id: str) -> ProjectFacts:
        """Figures of one project. Raises MisuseError for an unknown id."""
        if project_id not in self._projects.index:
            raise MisuseError(f"{self.year}年度没有编号为「{project_id}」的项目")
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


class _Part(Facts):
    """A year as one project's report sees it: taken from the year's figures where those are ready,
    else computed for the one project, because scoring thousands of others for it would be waste."""

    def __init__(self, year: Facts, project_id: str):
        super().__init__(year.model.of_project(project_id), year.scheme, year.before)
        if not year.is_ready:
            return

        def mine(table: pd.DataFrame, column: str = "project_id") -> pd.DataFrame:
            return table[table[column] == project_id].reset_index(drop=True)

        scored = year.scored
        totals, indicators = mine(scored.totals), mine(scored.indicators)
        self.scored = replace(scored, totals=totals, indicators=indicators)
        self.self_against = mine(year.self_against)
        self.used_funding = mine(year.used_funding)
        self.used_indicators = mine(year.used_indicators)
        for name in ("execution", "carry_over"):
            self._tables[name, "project"] = mine(year._tables[name, "project"], "key")
        for measure in MEASURES:
            self._tables["used_totals", measure] = mine(year.used_totals(measure))


class ProjectFacts:
    """Figures and filed words of one project."""

    def __init__(self, year: Facts, project_id: str):
        self.of = _Part(year, project_id)
        self.id = project_id
        # Some checks compare projects: the findings are those of the whole year.
        self._year = year
        self.row: Row = self.of._projects.loc[project_id].to_dict()
        self.name = str(self.row["name"])

    @property
    def year(self) -> int:
        return self.of.year

    @property
    def findings(self) -> Findings:
        """The findings of the year, of which ``of(id)`` are the project's."""
        return self._year.findings

    @property
    def unit(self) -> str:
        return self._unit(self.row["unit_id"])

    @property
    def department(self) -> str:
        units = self.of._units
        unit = self.row["unit_id"]
        return self._unit(units.loc[unit, "department_id"]) if unit in units.index else ""

    def _unit(self, unit_id: str) -> str:
        units = self.of._units
        return str(units.loc[unit_id, "name"]) if unit_id in units.index else ""

    @cached_property
    def money(self) -> Row:
        """Initial, annual, executed, unexecuted (万元) and rate (percent)."""
        table = self.of.execution()
        return _row(table[table["key"] == self.id])

    @cached_property
    def carry(self) -> Row:
        """The roll-forward; amounts are NaN and ``basis`` says why where there is none."""
        table = self.of.carry_over()
        return _row(table[table["key"] == self.id])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Money used by source: source, initial, annual, executed (万元), rate (percent)."""
        used = self._mine(self.of.used_funding)
        return used.assign(rate=exact.percent(used["executed"], used["annual"]))

    @cached_property
    def score(self) -> Row:
        """total, grade (recomputed), filed, filed_grade, difference, weight; empty without scores."""
        return _row(self._mine(self.of.scored.totals))

    @cached_property
    def others(self) -> Row:
        """Self, department and review score as filed."""
        return _row(self._mine(self.of.self_against))

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Scored rows with target, actual and reason as filed, and points lost."""
        scored = self._mine(self.of.scored.indicators)
        keys = ["project_id", "indicator_id"]
        filed = self.of.used_indicators[[*keys, "document_id", "target_raw", "actual_raw"]]
        rows = scored.merge(filed, on=keys, how="left")
        lost = exact.minus(rows["weight"], rows["score"], exact.SCORE_PLACES)
        return rows.assign(lost=lost)

    @cached_property
    def level2_scores(self) -> pd.DataFrame:
        """Recomputed scores by level-2 indicator: columns of ``statistics.points_lost``."""
        return points_lost(self._mine(self.of.scored.indicators), "level2", "score")

    def reason(self, indicator_id: str) -> tuple[str, str]:
        """The deviation reason as filed and the document it stands in; blank where none is."""
        rows = self._mine(self.of.model["indicators"])
        rows = rows[(rows["indicator_id"] == indicator_id) & (rows["reason"] != "")]
        for kind in PRECEDENCE["indicators"]:
            for row in rows.to_dict("records"):
                if self.of._kinds.get(row["document_id"]) == kind:
                    return str(row["reason"]), self.of.document_name(str(row["document_id"]))
        return "", ""

    def document(self, kind: str) -> Row:
        """The project's document of a kind; empty where none came in."""
        return _row(self._mine(self.of._documents(kind)))

    def text(self, kind: str) -> tuple[Section, ...]:
        """The running text of the project's document of a kind; empty where there is none."""
        document = self.document(kind)
        return parse_text(self.of.model.texts.get(document.get("document_id", ""), ""))

    @property
    def evaluators(self) -> pd.DataFrame:
        return self._mine(self.of.model["evaluators"])

    @property
    def rules(self) -> pd.DataFrame:
        """Every scoring rule stated beside an indicator, with the indicator's name."""
        rules = self._mine(self.of.model["rules"])
        names = self.indicators.set_index("indicator_id")["name"]
        return rules.assign(name=rules["indicator_id"].map(names).fillna(rules["indicator_id"]))

    def funding_statements(self, quantity: str) -> list[Statement]:
        """All statements of a total's quantity (initial, annual, executed, rate)."""
        rows = self._mine(self.of.model["funding"])
        rows = rows[(rows["source"] == "total") & (rows[f"{quantity}_raw"] != "")]
        used = "" if quantity == "rate" else self._used_document(quantity)
        return [
            self._statement(quantity, row, quantity, row["document_id"] == used)
            for row in rows.to_dict("records")
        ]

    def total_statements(self, measure: str) -> list[Statement]:
        """All statements of a filed total (self, department, review, grade)."""
        rows = self._mine(self.of.model["totals"])
        rows = rows[(rows["measure"] == measure) & (rows["raw"] != "")]
        used = _row(self._mine(self.of.used_totals(measure))).get("document_id", "")
        return [
            Statement(measure, self.of.document_name(row["document_id"]), said(row["place"]),
                      str(row["raw"]).strip(), row["document_id"] == used)
            for row in rows.to_dict("records")
        ]  # fmt: skip

    @cached_property
    def stated(self) -> frozenset[str]:
        """The quantities and totals that stand in any document."""
        amounts = (*AMOUNTS, "rate")
        return frozenset(
            [name for name in amounts if self.funding_statements(name)]
            + [name for name in MEASURES if self.total_statements(name)]
        )

    def _used_document(self, quantity: str) -> str:
        total = self.sources[self.sources["source"] == "total"]
        return str(_row(total).get(f"{quantity}_document", ""))

    def _statement(self, quantity: str, row: Row, column: str, used: bool) -> Statement:
        document = self.of.document_name(row["document_id"])
        place = said(row[f"{column}_place"])
        return Statement(quantity, document, place, str(row[f"{column}_raw"]).strip(), used)

    def _mine(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["project_id"] == self.id].reset_index(drop=True)


def _row(table: pd.DataFrame) -> Row:
    return {} if table.empty else dict(table.iloc[0])
