"""What can be asked of one year or of several: every statistic, by name, with tab completion.

Each answer is an ordinary DataFrame with Chinese labels for display; money in 万元, rates in percent,
undefined figures NaN. The formulas stand in the functions of `jxanalytics.statistics` named here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from jxanalytics.narrative.facts import Facts
    from jxanalytics.scoring import Scheme


class Answers:
    """The statistics of a year; of several years each table has a column ``year`` in front."""

    def _answer(
        self, one: Callable[[Facts], pd.DataFrame], scheme: Scheme | str | None = None
    ) -> pd.DataFrame:
        """The table that ``one`` makes from the figures of each year under a scheme."""
        raise NotImplementedError

    def scores(self, scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Total and grade of every scored project, recomputed and filed; see ``scoring.score_year``.

        ``scheme``: a scheme, its name (``jxa scheme list``) or a file; without one the year's own.
        """
        return self._answer(lambda f: f.scored.totals.assign(scheme=f.scheme.name), scheme)

    def indicator_scores(self, scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Every used indicator with filed and recomputed score and the line that explains it."""
        return self._answer(lambda f: f.scored.indicators, scheme)

    def execution(self, by: str = "project") -> pd.DataFrame:
        """Execution of the budget: executed ÷ annual, a ratio of sums; see ``statistics.execution``.

        ``by``: project, unit, department, source, category or total.
        """
        return self._answer(lambda f: f.execution(by))

    def schedule_gap(self, progress: float = 100.0, by: str = "unit") -> pd.DataFrame:
        """Execution rate − ``progress`` of the year in percentage points (序时进度)."""
        from jxanalytics import statistics

        return self._answer(lambda f: statistics.schedule_gap(f.model, progress, by))

    def carry_over(self, by: str = "project") -> pd.DataFrame:
        """The roll-forward C = O + A + J + X − S − R and its rates; see ``statistics.carry_over``."""
        return self._answer(lambda f: f.carry_over(by))

    def ageing(self, by: str = "project") -> pd.DataFrame:
        """Closing carry-over by age (当年, 满一年, 满两年及以上); see ``statistics.ageing``."""
        return self._answer(lambda f: f.ageing(by))

    def project_scores(self, scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Every project with recomputed score, grade and money; unscored ones are 未评."""
        return self._answer(lambda f: f.project_scores, scheme)

    def score_summary(self, by: str = "total", scheme: Scheme | str | None = None) -> pd.DataFrame:
        """How many have a score, mean, median, lowest, highest; see ``statistics.score_summary``."""
        return self._answer(lambda f: f.score_groups(by), scheme)

    def ranking(self, scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Projects by recomputed score; equal scores share a rank (1, 2, 2, 4)."""
        from jxanalytics import statistics

        return self._answer(lambda f: statistics.ranking(f.scored.totals, f.model, "total"), scheme)

    def grades(self, by: str = "total", scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Grades of the recomputed scores by number of projects and by money."""
        return self._answer(lambda f: f.grades(by), scheme)

    def points_lost(self, by: str = "level2", scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Where points are lost, Σ(weight − score), by level1, level2, indicator or project."""
        return self._answer(lambda f: f.points_lost(by), scheme)

    def completion(self, by: str = "level2", scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Score ÷ weight of every project and level-2 (or level-1) indicator."""
        return self._answer(lambda f: f.completion(by), scheme)

    def targets(self) -> pd.DataFrame:
        """Every target with actual, completion and state; see ``statistics.target_completion``."""
        return self._answer(lambda f: f.targets)

    def target_summary(self, by: str = "level2") -> pd.DataFrame:
        """How many targets were reached, by level1, level2, project or total."""
        from jxanalytics import statistics

        return self._answer(lambda f: statistics.target_summary(f.targets, by))

    def self_against(self) -> pd.DataFrame:
        """Self, department and review score as filed; a positive difference: self is higher."""
        return self._answer(lambda f: f.self_against)

    def concentration(self, column: str = "annual") -> pd.DataFrame:
        """Projects by ``column`` of `execution`, largest first, with cumulative share."""
        from jxanalytics import statistics

        return self._answer(lambda f: statistics.concentration(f.execution(), column))

    def outliers(self, column: str = "rate", by: str | None = None) -> pd.DataFrame:
        """Projects of `execution` outside Q1 − 1.5 IQR and Q3 + 1.5 IQR of their group."""
        from jxanalytics import statistics

        return self._answer(lambda f: statistics.outliers(f.execution(), column, by))

    def next_year_basis(self, scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Basis and amount for next year's budget, with the rule that gave them; people decide."""
        return self._answer(lambda f: f.next_year, scheme)

    def suggestion_summary(self, scheme: Scheme | str | None = None) -> pd.DataFrame:
        """Projects, reasons and money by suggestion; see ``statistics.suggestion_summary``."""
        from jxanalytics import statistics

        return self._answer(lambda f: statistics.suggestion_summary(f.next_year), scheme)

    def year_on_year(self, by: str = "project") -> pd.DataFrame:
        """Last year beside this one, by project, unit, department or total; renamed projects matched.

        Raises MisuseError without last year's data (the folder beside this year's).
        """
        return self._answer(lambda f: f.year_on_year(by))

    def sensitivity(self) -> pd.DataFrame:
        """Total and grade under every disputable reading; an internal working paper."""
        return self._answer(lambda f: f.scenarios)

    def grade_changes(self) -> pd.DataFrame:
        """How many scores and grades each disputable reading alone would move; a working paper."""
        from jxanalytics.scoring import grade_changes

        return self._answer(lambda f: grade_changes(f.scenarios))
