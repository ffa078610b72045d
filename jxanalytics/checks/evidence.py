"""All that checks look at: the tables of a year, joined and computed once, asked for by whole columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from jxanalytics.checks.finding import Finding, Spot
from jxanalytics.checks.prose import Prose, read
from jxanalytics.model import exact
from jxanalytics.model.precedence import PRECEDENCE, used_funding, used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_SHORT, SOURCES
from jxanalytics.scoring import Scheme, ScoredYear, rule_review, scheme_for, score_year
from jxanalytics.scoring.score import SCORED
from jxanalytics.statistics import carry_over, project_money, same_projects, year_on_year

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
        # Filled by the run: what the checks so far have raised, what was raised last year, and the
        # titles of checks by code.
        self.found: list[Finding] = []
        self.found_before: list[Finding] = []
        self.titles: Mapping[str, str] = {}
        self._money: tuple[pd.DataFrame, Mapping[Any, Any]] | None = None
        self._scheme = scheme

    @cached_property
    def scheme(self) -> Scheme:
        return self._scheme or scheme_for(self.year)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents, indexed by their id."""
        return self.year["documents"].set_index("document_id", drop=False)

    def document(self, document_id: str) -> Row:
        """One document's row."""
        return self._rows[document_id]

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {str(row["document_id"]): row for row in self.documents.to_dict("records")}

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

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each project."""
        return dict(self.projects["name"])

    @cached_property
    def evaluated(self) -> set[str]:
        """Projects listed for a department's evaluation."""
        rows = self.projects
        return set(rows.index[rows["department_evaluation"] == "是"])

    def having(self, kind: str) -> set[str]:
        """The projects that have a document of a kind."""
        rows = self.documents
        return set(rows.loc[rows["kind"] == kind, "project_id"])

    def document_of(self, project_id: str, kind: str) -> str:
        """The first document of a kind that a project has; "" where it has none."""
        return self._first.get((project_id, kind), "")

    @cached_property
    def _first(self) -> dict[tuple[str, str], str]:
        rows = self.documents.drop_duplicates(["project_id", "kind"])
        return dict(
            zip(zip(rows["project_id"], rows["kind"], strict=True), rows.index, strict=True)
        )

    def documents_of(self, project_id: str) -> tuple[str, ...]:
        """The ids of a project's documents, in their order."""
        return self._theirs.get(project_id, ())

    @cached_property
    def _theirs(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        rows = self.documents
        for document, project in zip(rows.index, rows["project_id"], strict=True):
            found.setdefault(project, []).append(document)
        return {project: tuple(mine) for project, mine in found.items()}

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
        # A year without rules has columns without a type.
        flags = review[["readable", "used"]].astype(bool)
        return review.assign(kind=review["document_id"].map(self.kinds), **flags)

    @cached_property
    def evaluators(self) -> pd.DataFrame:
        return self._stated("evaluators")

    def _stated(self, table: str) -> pd.DataFrame:
        frame = self.year[table]
        return frame.assign(kind=frame["document_id"].map(self.kinds).fillna(""))

    @cached_property
    def weighted(self) -> pd.DataFrame:
        """The indicator rows that carry weight: no sub-items, nothing declared 无."""
        rows = self.indicators
        return rows[rows["role"].isin(SCORED) & rows["weight"].notna()]

    @cached_property
    def marked(self) -> pd.DataFrame:
        """Every weighted row of a form with scores, and its score (NaN where it has none): columns of
        ``indicators`` with evaluation, score, score_raw, score_place."""
        scores = self.scores.drop(columns=["kind", "project_id"])
        given = scores[["document_id", "evaluation"]].drop_duplicates()
        rows = self.weighted.merge(given, on="document_id")
        return rows.merge(scores, on=["document_id", "indicator_id", "evaluation"], how="left")

    @cached_property
    def weights(self) -> pd.DataFrame:
        """A row a form with weights: document_id, project_id, added, and the total it states."""
        keys = ["document_id", "project_id"]
        sums = exact.grouped_total(self.weighted, keys, ["weight"], exact.SCORE_PLACES)
        totals = self.totals[self.totals["measure"] == "weight"]
        stated = totals[[*keys, "value", "raw", "place"]].rename(columns={"value": "stated"})
        joined = sums.rename(columns={"weight": "added"}).merge(stated, on=keys, how="left")
        return joined.fillna({"raw": "", "place": ""})

    def only(self, projects: set[str], year: EvaluationYear | None = None) -> EvaluationYear:
        """The year, or this one, with nothing but these projects' money, indicators, rules and scores."""
        tables, year = ("funding", "indicators", "rules", "scores", "totals"), year or self.year
        kept = {n: t[t["project_id"].isin(projects)] for n in tables for t in [year[n]]}
        return year.replaced(**{n: t.reset_index(drop=True) for n, t in kept.items()})

    def by_source(self, quantity: str) -> pd.DataFrame:
        """A quantity of money as every document states it: a row a document and project, a column a source."""
        keys = ["document_id", "project_id"]
        wide = self.funding.pivot(index=keys, columns="source", values=quantity)
        return wide.reindex(columns=list(SOURCES))

    @cached_property
    def as_filed(self) -> EvaluationYear:
        """The year without accounts. What a department wrote is held against what it filed itself:
        that the accounts say something else is one finding, of the amount, and not one of every
        place that repeats it."""
        kinds = self.year["funding"]["document_id"].map(self.kinds)
        if not (kinds == "accounts").any():
            return self.year
        kept = self.year["funding"][kinds != "accounts"]
        return self.year.replaced(funding=kept.reset_index(drop=True))

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
        # A year without projects has columns without a type.
        return carry_over(self.year).set_index("key", drop=False).astype({"basis": "str"})

    @cached_property
    def rates(self) -> pd.Series[float]:
        """The execution rate of each project's money as used, in percent."""
        return _rates(self.money)

    @cached_property
    def filed_rates(self) -> pd.Series[float]:
        """The execution rate of each project's money as filed, in percent."""
        return _rates(project_money(self.as_filed).set_index("project_id"))

    @cached_property
    def scored(self) -> ScoredYear:
        return score_year(self.year, self.scheme)

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The indicators of ``scored`` with target, actual and self score as filed, and their places."""
        used = self.used_indicators
        keys = ["project_id", "indicator_id"]
        parts = ("", "_raw", "_place", "_unit", "_operator")
        stated = [f"{name}{part}" for name in ("target", "actual") for part in parts]
        rows = self.scored.indicators.merge(used[[*keys, "document_id", *stated]], on=keys)
        scores = self.scores[self.scores["evaluation"] == "self"]
        scores = scores[["document_id", "indicator_id", "score_raw", "score_place"]]
        return rows.merge(scores, on=["document_id", "indicator_id"], how="left")

    def stated_money(self, project_id: str) -> list[Row]:
        """All statements of a project's money, in the order of precedence."""
        if self._money is None:
            order = {kind: i for i, kind in enumerate(PRECEDENCE["funding"])}
            rows = self.funding.assign(_rank=self.funding["kind"].map(order))
            rows = rows.sort_values("_rank", kind="stable").drop(columns="_rank")
            self._money = rows, rows.groupby("project_id", sort=False).indices
        rows, places = self._money
        found: list[Row] = rows.iloc[places.get(project_id, [])].to_dict("records")
        return found

    # The year before.

    @cached_property
    def compared(self) -> pd.DataFrame:
        """``statistics.year_on_year`` by project; no rows without a year before."""
        if self.before is None:
            # Two years without projects: the columns alone.
            nothing, again = (EvaluationYear(self.year.year - n, {}, {}) for n in (1, 0))
            return year_on_year(nothing, again).iloc[:0]
        return year_on_year(self.before, self.year)

    @cached_property
    def with_last_year(self) -> pd.DataFrame:
        """Used indicators beside last year's of the same project and name, whose columns end in ``_2``."""
        rows = self.used_indicators[self.used_indicators["role"] == "indicator"]
        if self.before is None:
            return rows.iloc[:0].merge(
                rows.iloc[:0], on=["project_id", "name"], suffixes=("", "_2")
            )
        became = same_projects(self.before, self.year)
        last = used_indicators(self.before)
        last = last.assign(project_id=last["project_id"].map(became))
        keys = ["project_id", "name", "target_unit"]
        return rows.merge(last.drop_duplicates(keys), on=keys, suffixes=("", "_2"))

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


def apart(left: Any, right: Any, tolerance: float) -> np.ndarray:
    """Where two columns of figures differ by more than ``tolerance``; False where either is missing.

    Judged on decimals, so that a difference of exactly the tolerance is none.
    """
    difference = exact.minus(left, right)
    return np.asarray(np.abs(difference) > tolerance + 10.0**-exact.AMOUNT_PLACES / 2)


def matching(frame: pd.DataFrame, failing: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The rows of a table that belong to the failing ones by their keys."""
    wanted = failing[list(keys)].drop_duplicates()
    return frame.merge(wanted, on=list(keys))


def grouped(frame: pd.DataFrame, *keys: str) -> dict[Any, list[Row]]:
    """Rows by their keys, in order; by the bare value where there is one key.

    For failing rows only: it makes a dict of each.
    """
    found: dict[Any, list[Row]] = {}
    for row in frame.to_dict("records"):
        key = row[keys[0]] if len(keys) == 1 else tuple(row[name] for name in keys)
        found.setdefault(key, []).append(row)
    return found


def spots(rows: Sequence[Row], quantity: str = "") -> tuple[Spot, ...]:
    """Where each row states a quantity."""
    return tuple(spot(row, quantity) for row in rows)


def _rates(money: pd.DataFrame) -> pd.Series[float]:
    rate = exact.percent(money["total_executed"], money["total_annual"])
    return pd.Series(rate, index=money.index)
