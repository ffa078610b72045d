"""All that checks look at: the tables of a year, joined and computed once, asked for by whole columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from jxanalytics.checks.finding import Spot
from jxanalytics.checks.prose import Prose, read
from jxanalytics.model.precedence import used_funding, used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.scoring import Scheme, ScoredYear, rule_review, scheme_for, score_year
from jxanalytics.statistics import carry_over, project_money

Row = Mapping[Any, Any]
T = TypeVar("T")


class Evidence:
    """A year, its scheme and the year before; every table is made when first asked for.

    Statements of documents (``funding``, ``indicators``, ``scores``, ``totals``, ``rules``,
    ``evaluators``) carry ``kind``, the kind of the document they stand in.
    """

    def __init__(
        self,
        year: EvaluationYear,
        scheme: Scheme | None = None,
        before: EvaluationYear | None = None,
    ):
        self.year = year
        self.before = before
        self._scheme = scheme

    @cached_property
    def scheme(self) -> Scheme:
        return self._scheme or scheme_for(self.year)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents, indexed by their id."""
        return self.year["documents"].set_index("document_id", drop=False)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each document."""
        return dict(self.documents["kind"])

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The projects, indexed by their id."""
        return self.year["projects"].set_index("project_id", drop=False)

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of each project."""
        return dict(self.projects["unit_id"])

    def document_of(self, project_id: str, kind: str) -> str:
        """The first document of a kind that a project has; "" where it has none."""
        return self._first.get((project_id, kind), "")

    @cached_property
    def _first(self) -> dict[tuple[str, str], str]:
        rows = self.documents.drop_duplicates(["project_id", "kind"])
        return dict(
            zip(zip(rows["project_id"], rows["kind"], strict=True), rows.index, strict=True)
        )

    def short(self, document_id: str) -> str:
        """自评表, 评价报告 …: what a document is called in a sentence."""
        return DOCUMENT_SHORT.get(self.kinds.get(document_id, ""), document_id)

    # What documents state.

    @cached_property
    def funding(self) -> pd.DataFrame:
        return self._stated("funding")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        return self._stated("indicators")

    @cached_property
    def scores(self) -> pd.DataFrame:
        return self._stated("scores")

    @cached_property
    def totals(self) -> pd.DataFrame:
        return self._stated("totals")

    @cached_property
    def rules(self) -> pd.DataFrame:
        """Every stated rule as ``scoring.rule_review`` reads and judges it."""
        review = rule_review(self.year, self.scheme)
        return review.assign(kind=review["document_id"].map(self.kinds))

    @cached_property
    def evaluators(self) -> pd.DataFrame:
        return self._stated("evaluators")

    def _stated(self, table: str) -> pd.DataFrame:
        frame = self.year[table]
        return frame.assign(kind=frame["document_id"].map(self.kinds).fillna(""))

    # What follows from them.

    @cached_property
    def used_funding(self) -> pd.DataFrame:
        return used_funding(self.year)

    @cached_property
    def used_indicators(self) -> pd.DataFrame:
        return used_indicators(self.year)

    @cached_property
    def money(self) -> pd.DataFrame:
        """``statistics.project_money``, indexed by project."""
        return project_money(self.year).set_index("project_id", drop=False)

    @cached_property
    def carried(self) -> pd.DataFrame:
        """``statistics.carry_over`` by project, indexed by project."""
        return carry_over(self.year).set_index("key", drop=False)

    @cached_property
    def scored(self) -> ScoredYear:
        return score_year(self.year, self.scheme)

    # Running text.

    def prose(self, document_id: str) -> Prose:
        """The running text of a document, parsed once; without paragraphs where it has none."""
        if document_id not in self._prose:
            self._prose[document_id] = read(document_id, self.year.texts.get(document_id, ""))
        return self._prose[document_id]

    @cached_property
    def _prose(self) -> dict[str, Prose]:
        return {}

    def texts(self, *kinds: str) -> Iterator[tuple[str, Prose]]:
        """Project ("" for a summary) and prose of every document of these kinds that has a text."""
        rows = self.documents[self.documents["kind"].isin(kinds)]
        for document, project in zip(rows.index, rows["project_id"], strict=True):
            if self.year.texts.get(document):
                yield project, self.prose(document)

    def once(self, make: Callable[[Evidence], T]) -> T:
        """What ``make`` works out from the evidence, worked out once for all checks that ask."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def _made(self) -> dict[Callable[[Evidence], Any], Any]:
        return {}


def spot(row: Row, quantity: str = "") -> Spot:
    """Where a row of a table states a quantity, and what is written there.

    ``quantity`` is the name of a stated group of columns (annual, target, score …); "" for tables
    whose columns are plainly ``raw`` and ``place``.
    """
    prefix = f"{quantity}_" if quantity else ""
    return Spot(
        str(row["document_id"]), str(row[f"{prefix}place"]), str(row[f"{prefix}raw"]).strip()
    )
