"""``Year``: one evaluation year as an analyst holds it; a thin lazy face over the rooms."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import say
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.year import display
from jxanalytics.year.answers import Answers
from jxanalytics.year.project import Project
from jxanalytics.year.tables import Tables

if TYPE_CHECKING:
    from jxanalytics.charts import Chart
    from jxanalytics.checks import Findings, Held
    from jxanalytics.narrative.chapters import Chapter
    from jxanalytics.narrative.facts import Facts
    from jxanalytics.narrative.working_paper import WorkingPaper
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.scoring import Scheme
    from jxanalytics.season.settings import ReviewSettings
    from jxanalytics.year.season import YearSeason


class Year(Tables, Answers):
    """One evaluation year. Everything is computed when first asked for, and only once."""

    def __init__(self, model: EvaluationYear):
        self._model = model
        self._facts: dict[Scheme | None, Facts] = {}

    def __repr__(self) -> str:
        return f"<{self.year}年度绩效评价数据：{len(self._model['projects'])}个项目>"

    def _repr_html_(self) -> str:
        """The year in one table: projects, money, execution, grades."""
        total = self.execution("total")
        counts = self.grades().set_index("grade")["projects"]
        return display.to_html(display.labelled(
            total[["projects", "annual", "executed", "unexecuted", "rate"]].assign(
                grades="、".join(f"{grade}{count}个" for grade, count in counts.items() if count)
            ).rename(index=str),
            {**display.score_labels(), "grades": "评价等级"},
        ), f"{self.year}年度绩效评价数据")  # fmt: skip

    @property
    def year(self) -> int:
        """The year evaluated."""
        return self._model.year

    @property
    def folder(self) -> Path | None:
        """The folder the year was loaded from; None for one made in memory."""
        return self._model.folder

    @property
    def model(self) -> EvaluationYear:
        """The frozen tables beneath."""
        return self._model

    @cached_property
    def before(self) -> EvaluationYear | None:
        """Last year's tables, where they lie in the folder beside this year's; else None."""
        if self.folder is None:
            return None
        folder = self.folder.parent / str(self.year - 1)
        return load_year(folder) if folder.is_dir() else None

    def _table(self, name: str) -> pd.DataFrame:
        return display.labelled(self._model[name], TABLES[name].labels)

    @property
    def corrections(self) -> pd.DataFrame:
        """Figures corrected after they were filed: 原值, 更正为, 理由, 更正人 and where they stand."""
        from jxanalytics.model.corrections import LISTING, listing

        return display.labelled(listing(self._model), LISTING)

    def facts(self, scheme: Scheme | str | None = None) -> Facts:
        """What narratives are made from: figures under a scheme (its name, a file, or the year's own)."""
        from jxanalytics.narrative.facts import Facts
        from jxanalytics.scoring import load_scheme

        chosen = load_scheme(scheme) if isinstance(scheme, str) else scheme
        if chosen not in self._facts:
            self._facts[chosen] = Facts(
                self._model, chosen, self.before, lambda: self.checked, self._review_settings
            )
        return self._facts[chosen]

    def _answer(
        self, one: Callable[[Facts], pd.DataFrame], scheme: Scheme | str | None = None
    ) -> pd.DataFrame:
        # A copy: changing an answer changes nothing here.
        return display.labelled(one(self.facts(scheme)).copy(), display.score_labels())

    @property
    def scheme(self) -> Scheme:
        """The year's own scoring scheme; ``year.scheme.revised(不足一档="按一档计")`` tries another."""
        return self.facts().scheme

    def with_rule(self, project: str, indicator: str, rule: str) -> Year:
        """What-if: the year with another rule sentence beside one indicator (its id or name).

        Nothing is written to disk. Raises MisuseError for what is not there or cannot be read.
        """
        from jxanalytics.scoring import with_rule

        return Year(with_rule(self._model, self._find(str(project)), indicator, rule))

    def compare(self, other: Scheme | str | Year, by: str = "project") -> pd.DataFrame:
        """Scores under the year's own scheme beside those under another one, or of another state.

        ``year.compare("2021-cost")``, ``year.compare(year.scheme.revised(…))``,
        ``year.compare(year.with_rule(…))``. ``by``: project for totals and grades, indicator for
        the indicators whose scores differ. Columns: see ``scoring.compared``.
        """
        from jxanalytics.scoring import compared, compared_indicators

        if by not in ("project", "indicator"):
            raise MisuseError(f"by 应为 project 或 indicator，现为「{by}」")
        facts = other.facts() if isinstance(other, Year) else self.facts(other)
        made = (compared if by == "project" else compared_indicators)(
            self.facts().scored, facts.scored
        )
        return display.labelled(made, display.score_labels())

    @cached_property
    def _workspace(self) -> Workspace | None:
        """The workspace the data lies in; None for data that lies in none."""
        from jxanalytics.runs.workspace import CONFIG, Workspace

        parents = self.folder.resolve().parents if self.folder else ()
        inside = any((folder / CONFIG).is_file() for folder in parents)
        return Workspace.find(parents[0]) if inside else None

    def _review_settings(self) -> ReviewSettings:
        from jxanalytics.season.settings import review_settings

        return review_settings(self._workspace.settings.review if self._workspace else None)

    @property
    def season(self) -> YearSeason:
        """The year's work: sample, deviations, quality, accounts, rectification, proposals."""
        from jxanalytics.year.season import YearSeason

        return YearSeason(self)

    @cached_property
    def checked(self) -> Findings:
        """The findings of all checks, under the settings of the folder the data lies in."""
        return self.check()

    def check(self, held: Held | None = None) -> Findings:
        """As ``checked``, done anew; what is ``held`` is not looked for again."""
        from jxanalytics.checks import workspace_settings, year_findings

        raw = self._workspace.settings.checks if self._workspace else None
        parents = self.folder.resolve().parents if self.folder else ()
        settings = workspace_settings(raw, parents[1] if parents else None)
        return year_findings(self._model, self.before, self.scheme, settings, held)

    def findings(self) -> pd.DataFrame:
        """Every finding (疑点), a row each: number, severity, project, message, places, expected …"""
        from jxanalytics.checks.findings import LABELS

        return display.labelled(self.checked.frame.copy(), {**LABELS, "key": "所指事项"})

    def working_paper(self) -> WorkingPaper:
        """口径差异测算 as an internal working paper; never part of a public edition or slides."""
        from jxanalytics.narrative.working_paper import WorkingPaper

        return WorkingPaper(self.facts())

    def project(self, id_or_name: str) -> Project:
        """A project by its id, code, name or alias.

        Raises MisuseError with a suggestion when none or more than one fits.
        """
        return Project(self, self._find(str(id_or_name)))

    def _find(self, wanted: str) -> str:
        projects, aliases = self._model["projects"], self._model["aliases"]
        if wanted in set(projects["project_id"]):
            return wanted
        fits = (projects["name"] == wanted) | (
            (projects["project_code"] == wanted) & (wanted != "")
        )
        found = list(projects.loc[fits, "project_id"])
        found = found or list(aliases.loc[aliases["alias"] == wanted, "project_id"].unique())
        if len(found) == 1:
            return str(found[0])
        if found:
            raise MisuseError(
                f"有{len(found)}个项目名为「{wanted}」，请改用项目编号：{'、'.join(found)}"
            )
        known = [*projects["name"], *projects["project_id"]]
        close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.3)
        shown = [f"{p} {n}" for p, n in zip(projects["project_id"], projects["name"], strict=True)]
        hint = f"是否要用「{close[0]}」？" if close else f"可用：{say.listed(shown, 10, '个')}"
        raise MisuseError(f"{self.year}年度没有项目「{wanted}」，{hint}")

    def chart(self, name: str, size: str = "page") -> Chart:
        """A chart as a matplotlib Figure with ``data``, ``title``, ``source`` and ``alt``.

        ``size``: page, half, slide or phone. For a filtered table use the functions of
        ``jxanalytics.charts``. A name of the workspace's extensions (bd-…) is drawn by them. Raises
        MisuseError naming all charts for an unknown name, ExtensionError for an extension at fault.
        """
        from jxanalytics import extensions
        from jxanalytics.charts.own import draw_own
        from jxanalytics.narrative.pictures import chart

        own = extensions.beside(self.folder).of(extensions.Kind.CHART)
        if name in own:
            return draw_own(name, own[name], self, size)
        return chart(name, self.facts(), size, also=own)

    def chapter(self, name: str) -> Chapter:
        """A cross-project chapter, as in ``narrative.chapters.CHAPTERS``: home, brief, overview …"""
        from jxanalytics.narrative.chapters import chapter

        return chapter(name, self.facts())
