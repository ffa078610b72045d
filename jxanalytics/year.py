"""``load`` and ``Year``: what an analyst works with; a thin lazy face over the rooms."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics import display
from jxanalytics.answers import Answers
from jxanalytics.errors import MisuseError
from jxanalytics.kept import kept
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.project import Project, score_labels

if TYPE_CHECKING:
    from jxanalytics.charts import Chart
    from jxanalytics.checks import Findings
    from jxanalytics.narrative.chapters import Chapter
    from jxanalytics.narrative.facts import Facts
    from jxanalytics.narrative.working_paper import WorkingPaper
    from jxanalytics.scoring import Scheme


def load(*folders: str | Path) -> Year | Years:
    """The evaluation year of a folder ``data/<year>``; several folders give ``Years``.

    Raises DataError with every fault when the data does not fit the schema, MisuseError without a
    folder or with one year twice.
    """
    if not folders:
        raise MisuseError('请给出年度数据目录，如 load("data/2019")')
    display.register()
    places = [_found(Path(folder)) for folder in folders]
    years = [kept(place) or Year(load_year(place)) for place in places]
    return years[0] if len(years) == 1 else Years(years)


def _found(folder: Path) -> Path:
    """The folder as given, else below a parent of the current one: notebooks lie deeper than data."""
    if folder.is_absolute() or folder.is_dir():
        return folder
    above = (parent / folder for parent in Path.cwd().parents)
    return next((path for path in above if path.is_dir()), folder)


class _Tables:
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


class Year(_Tables, Answers):
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
            {**score_labels(), "grades": "评价等级"},
        ), f"{self.year}年度绩效评价数据")  # fmt: skip

    @property
    def year(self) -> int:
        return self._model.year

    @property
    def folder(self) -> Path | None:
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
            self._facts[chosen] = Facts(self._model, chosen, self.before, lambda: self.checked)
        return self._facts[chosen]

    def _answer(
        self, one: Callable[[Facts], pd.DataFrame], scheme: Scheme | str | None = None
    ) -> pd.DataFrame:
        # A copy: changing an answer changes nothing here.
        return display.labelled(one(self.facts(scheme)).copy(), score_labels())

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
        return display.labelled(made, score_labels())

    @cached_property
    def checked(self) -> Findings:
        """The findings of all checks, under the settings of the folder the data lies in."""
        from jxanalytics.checks import workspace_settings, year_findings
        from jxanalytics.runs.workspace import CONFIG, Workspace

        parents = self.folder.resolve().parents if self.folder else ()
        inside = any((folder / CONFIG).is_file() for folder in parents)
        raw = Workspace.find(parents[0]).settings.checks if inside else None
        return year_findings(self._model, self.before, settings=workspace_settings(raw))

    def findings(self) -> pd.DataFrame:
        """Every finding (疑点), a row each: number, severity, project, message, places, expected …"""
        from jxanalytics.checks.findings import LABELS

        return display.labelled(self.checked.frame.copy(), LABELS)

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
        hint = f"是否要用「{close[0]}」？" if close else "请用 year.projects 查看项目编号和名称。"
        raise MisuseError(f"{self.year}年度没有项目「{wanted}」，{hint}")

    def chart(self, name: str, size: str = "page") -> Chart:
        """A chart as a matplotlib Figure with ``data``, ``title``, ``source`` and ``alt``.

        ``size``: page, half, slide or phone. For a filtered table use the functions of
        ``jxanalytics.charts``. Raises MisuseError naming all charts for an unknown name.
        """
        from jxanalytics.narrative.pictures import chart

        return chart(name, self.facts(), size)

    def chapter(self, name: str) -> Chapter:
        """A cross-project chapter, as in ``narrative.chapters.CHAPTERS``: home, brief, overview …"""
        from jxanalytics.narrative.chapters import chapter

        return chapter(name, self.facts())


class Years(_Tables, Answers):
    """Several evaluation years, oldest first; tables are joined with a column ``year``."""

    def __init__(self, years: list[Year]):
        self._years = {year.year: year for year in sorted(years, key=lambda y: y.year)}
        if len(self._years) < len(years):
            raise MisuseError("同一年度给出了两次，请每个年度只给一个目录")

    def __repr__(self) -> str:
        return f"<{'、'.join(map(str, self._years))}年度绩效评价数据>"

    def __iter__(self) -> Iterator[Year]:
        return iter(self._years.values())

    def __len__(self) -> int:
        return len(self._years)

    def __getitem__(self, year: int) -> Year:
        if year not in self._years:
            raise MisuseError(
                f"没有载入{year}年度的数据，已载入：{'、'.join(map(str, self._years))}"
            )
        return self._years[year]

    def _joined(self, one: Callable[[Year], pd.DataFrame]) -> pd.DataFrame:
        frames, labels = [], {"year": "年度"}
        for year in self:
            frame = one(year)
            labels |= frame.attrs.get(display.LABELS, {})
            # The table of documents has a column of that name already: the year a document states.
            stated = frame.rename(columns={"year": "stated_year"})
            labels |= {"stated_year": "文件所写年度"} if "year" in frame else {}
            stated.insert(0, "year", year.year)
            stated.attrs = {}
            frames.append(stated)
        joined = pd.concat(frames, ignore_index=True)
        return display.labelled(joined, {**labels, "year": "年度"})

    def _table(self, name: str) -> pd.DataFrame:
        return self._joined(lambda year: year._table(name))

    def _answer(
        self, one: Callable[[Facts], pd.DataFrame], scheme: Scheme | str | None = None
    ) -> pd.DataFrame:
        return self._joined(lambda year: year._answer(one, scheme))

    def year_on_year(self, by: str = "project") -> pd.DataFrame:
        """Each loaded year beside the one before it; ``year`` is the later one.

        Raises MisuseError when no two consecutive years are loaded.
        """
        from jxanalytics.statistics import year_on_year

        frames = [
            year_on_year(self._years[year.year - 1].model, year.model, by).assign(year=year.year)
            for year in self
            if year.year - 1 in self._years
        ]
        if not frames:
            raise MisuseError("没有载入相邻两个年度的数据，不能与上年比较")
        joined = pd.concat(frames, ignore_index=True)
        joined.insert(0, "year", joined.pop("year"))
        return display.labelled(joined, {**score_labels(), "year": "年度"})

    def ageing(self, by: str = "project") -> pd.DataFrame:
        """Closing carry-over of the last loaded year by age; see ``statistics.ageing``."""
        from jxanalytics.statistics import ageing

        models = [year.model for year in self]
        return display.labelled(ageing(models, by), score_labels())

    def findings(self) -> pd.DataFrame:
        """As ``Year.findings``, each year against the one before it."""
        return self._joined(lambda year: year.findings())
