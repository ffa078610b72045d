"""``Years``: several evaluation years as an analyst holds them; and ``load``, where both begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model.store import load_year
from jxanalytics.year import display
from jxanalytics.year.answers import Answers
from jxanalytics.year.kept import kept
from jxanalytics.year.tables import Tables
from jxanalytics.year.year import Year

if TYPE_CHECKING:
    from jxanalytics.narrative.facts import Facts
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


class Years(Tables, Answers):
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
        return display.labelled(joined, {**display.score_labels(), "year": "年度"})

    def ageing(self, by: str = "project") -> pd.DataFrame:
        """Closing carry-over of the last loaded year by age; see ``statistics.ageing``."""
        from jxanalytics.statistics import ageing

        models = [year.model for year in self]
        return display.labelled(ageing(models, by), display.score_labels())

    def findings(self) -> pd.DataFrame:
        """As ``Year.findings``, each year against the one before it."""
        return self._joined(lambda year: year.findings())
