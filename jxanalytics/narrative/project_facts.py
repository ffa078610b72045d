"""Figures and filed words of one project, taken from its year's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from jxanalytics.checks import Findings
from jxanalytics.model import exact
from jxanalytics.model.places import said
from jxanalytics.model.precedence import PRECEDENCE
from jxanalytics.model.texts import Section, parse_text
from jxanalytics.narrative.facts import AMOUNTS, MEASURES, Facts, Row, first_row
from jxanalytics.statistics import points_lost


@dataclass(frozen=True)
class Statement:
    """What one document says of a quantity: where, and the text as written."""

    quantity: str
    document: str
    place: str
    raw: str
    used: bool = False


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
        return first_row(table[table["key"] == self.id])

    @cached_property
    def carry(self) -> Row:
        """The roll-forward; amounts are NaN and ``basis`` says why where there is none."""
        table = self.of.carry_over()
        return first_row(table[table["key"] == self.id])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Money used by source: source, initial, annual, executed (万元), rate (percent)."""
        used = self._mine(self.of.used_funding)
        return used.assign(rate=exact.percent(used["executed"], used["annual"]))

    @cached_property
    def score(self) -> Row:
        """total, grade (recomputed), filed, filed_grade, difference, weight; empty without scores."""
        return first_row(self._mine(self.of.scored.totals))

    @cached_property
    def others(self) -> Row:
        """Self, department and review score as filed."""
        return first_row(self._mine(self.of.self_against))

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

    @cached_property
    def department_scores(self) -> pd.DataFrame:
        """Points as the department's report gives them: indicator_id, level2, weight, score; empty
        without any."""
        keys = ["document_id", "indicator_id"]
        given = self._mine(self.of.model["scores"]).query("evaluation == 'department'")
        rows = self._mine(self.of.model["indicators"])[[*keys, "level2", "weight"]]
        return given[[*keys, "score"]].merge(rows, on=keys)

    def reason(self, indicator_id: str) -> tuple[str, str]:
        """The deviation reason as filed and the document it stands in; blank where none is.

        That of the execution rate may stand with the money or in a text.
        """
        rows = self._mine(self.of.model["indicators"])
        rows = rows[(rows["indicator_id"] == indicator_id) & (rows["reason"] != "")]
        for kind in PRECEDENCE["indicators"]:
            for row in rows.to_dict("records"):
                if self.of._kinds.get(row["document_id"]) == kind:
                    return str(row["reason"]), self.of.document_name(str(row["document_id"]))
        scored = self.indicators
        role = scored.loc[scored["indicator_id"] == indicator_id, "role"]
        return self.of.money_reason(self.id) if (role == "execution").any() else ("", "")

    def document(self, kind: str) -> Row:
        """The project's document of a kind; empty where none came in."""
        return first_row(self._mine(self.of._documents(kind)))

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
        used = first_row(self._mine(self.of.used_totals(measure))).get("document_id", "")
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
        return str(first_row(total).get(f"{quantity}_document", ""))

    def _statement(self, quantity: str, row: Row, column: str, used: bool) -> Statement:
        document = self.of.document_name(row["document_id"])
        place = said(row[f"{column}_place"])
        return Statement(quantity, document, place, str(row[f"{column}_raw"]).strip(), used)

    def _mine(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["project_id"] == self.id].reset_index(drop=True)
