"""The tables of one or several years, by name, with Chinese labels for display."""

from __future__ import annotations

import pandas as pd


class Tables:
    """The tables of one or several years as DataFrames with Chinese labels for display."""

    def _table(self, name: str) -> pd.DataFrame:
        raise NotImplementedError

    @property
    def projects(self) -> pd.DataFrame:
        """Projects with unit, category and what is evaluated; one row a project."""
        return self._table("projects")

    @property
    def units(self) -> pd.DataFrame:
        """Implementing units and their departments."""
        return self._table("units")

    @property
    def documents(self) -> pd.DataFrame:
        """Forms and reports received, one row a document."""
        return self._table("documents")

    @property
    def funding(self) -> pd.DataFrame:
        """Money as filed, 万元, one row per document, project and source."""
        return self._table("funding")

    @property
    def indicators(self) -> pd.DataFrame:
        """Indicators as filed, with targets and actuals as written and as read."""
        return self._table("indicators")

    @property
    def rules(self) -> pd.DataFrame:
        """Scoring rules as stated beside indicators or in reports."""
        return self._table("rules")

    @property
    def evaluators(self) -> pd.DataFrame:
        """People named in the evaluation reports."""
        return self._table("evaluators")

    @property
    def totals(self) -> pd.DataFrame:
        """Totals, scores and grades as the documents state them."""
        return self._table("totals")

    @property
    def aliases(self) -> pd.DataFrame:
        """Former names and codes by which a project is recognised."""
        return self._table("aliases")

    @property
    def filed_scores(self) -> pd.DataFrame:
        """Scores as filed, one row per document, indicator and kind of evaluation."""
        return self._table("scores")
