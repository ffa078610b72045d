"""The folder a user works in: notebooks, data, reports and the hand-edited ``_quarto.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jxanalytics.errors import DataError, MisuseError
from jxanalytics.runs.configuration import read_config

CONFIG = "_quarto.yml"
# Our own key in _quarto.yml; Quarto accepts and ignores it.
KEY = "jxanalytics"
# Working papers lie in a folder of this name; no book takes them in.
INTERNAL = "internal"
# What every process has ready before it is given a report; see runs.preload.
PRELOAD = ("jxanalytics.year.reports", "jxanalytics.year.kept:keep")
# What tells the parts of a report that come from beyond its project. Beside it ``alone`` tells from a
# template's code whether its reports look at nothing else, and ``TOLD_OF`` names the files of a year
# that it stands for. See runs.keys.
BEYOND = "jxanalytics.year.kept:beyond"
# What a report runs in; see runs.worker.
ISOLATION = ("auto", "fork", "fresh", "kernel")
# How the book is bound into Word and PDF files; from so many projects on, auto means by unit.
VOLUMES = ("auto", "one", "units")
MANY_PROJECTS = 40
_KEYS = {
    "volumes", "internal",
    "title", "chapters", "part", "reports", "appendix", "notice", "seconds", "workers", "preload", "beyond",
    "isolation", "checks", "review", "accounts", "season",
}  # fmt: skip


@dataclass(frozen=True)
class ReportSettings:
    """A template run once per project: its notebook and the title of its part of the book."""

    notebook: str
    part: str


@dataclass(frozen=True)
class Settings:
    """What ``jxanalytics:`` in ``_quarto.yml`` says.

    ``title`` has ``{year}`` in it. ``chapters`` are the cross-project notebooks in reading order;
    ``reports`` maps a kind of report (self, evaluation) to its template and the part of the book.
    ``appendices`` are notebooks like ``chapters`` that come after the reports.
    ``checks``, ``review``, ``accounts`` and ``season`` are as written: the rooms that know of them read them.
    ``notice`` is printed on every slide (征求意见稿). ``volumes`` is ``one`` (the whole book in one Word
    and one PDF file), ``units`` (a main report, a volume a unit, the appendices) or ``auto``.
    ``internal`` are chapters that the public edition leaves out.
    """

    title: str
    chapters: tuple[str, ...]
    reports: Mapping[str, ReportSettings]
    part: str
    appendices: tuple[str, ...] = ()
    appendix_part: str = "附表和方法"
    notice: str = ""
    seconds: int = 300
    workers: int = 0
    preload: tuple[str, ...] = PRELOAD
    beyond: str = BEYOND
    isolation: str = "auto"
    checks: object = None
    review: object = None
    accounts: object = None
    season: object = None
    volumes: str = "auto"
    internal: tuple[str, ...] = ()

    def split(self, projects: int) -> bool:
        """Whether the book of so many projects comes in volumes by unit."""
        return self.volumes == "units" or (self.volumes == "auto" and projects >= MANY_PROJECTS)


@dataclass(frozen=True)
class Workspace:
    """A project folder. All paths are absolute; nothing changes the working directory."""

    root: Path

    @classmethod
    def find(cls, start: str | Path = ".") -> Workspace:
        """The nearest folder from ``start`` upwards that holds ``_quarto.yml``.

        Raises MisuseError when there is none.
        """
        here = Path(start).resolve()
        for folder in (here, *here.parents):
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise MisuseError(
            f"在「{here}」及其上级目录中找不到 {CONFIG}，请进入工作目录后再运行，或用 --root 指明；"
            "还没有工作目录的，用 jxa new 目录名 建立"
        )

    @property
    def data(self) -> Path:
        return self.root / "data"

    def reports(self, year: int) -> Path:
        """``reports/<year>/``: everything made for a year."""
        return self.root / "reports" / str(year)

    def working(self, year: int) -> Path:
        """``reports/<year>/.work/``: executed notebooks and staged books, made anew at need."""
        return self.reports(year) / ".work"

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a folder in ``data/``, oldest first."""
        if not self.data.is_dir():
            return ()
        names = (p.name for p in self.data.iterdir() if p.is_dir())
        return tuple(sorted(int(n) for n in names if len(n) == 4 and n.isdecimal()))

    def year(self, wanted: int | None) -> int:
        """The year asked for, or the latest one with data. Raises MisuseError if it is not there."""
        years = self.years
        if not years:
            raise MisuseError(
                f"「{self.data}」中没有任何年度的数据，请先导入：jxa import 收到的表 --year 年度"
            )
        if wanted is None:
            return years[-1]
        if wanted not in years:
            known = "、".join(map(str, years))
            nearest = min(years, key=lambda y: abs(y - wanted))
            raise MisuseError(f"没有{wanted}年度的数据，现有：{known}。是否要用 --year {nearest}？")
        return wanted

    @cached_property
    def config(self) -> dict[str, Any]:
        """``_quarto.yml`` as written. Raises DataError where it cannot be read."""
        return read_config(self.root / CONFIG)

    @cached_property
    def settings(self) -> Settings:
        """The checked ``jxanalytics:`` part. Raises DataError naming the key at fault."""
        raw = self.config.get(KEY)
        if not isinstance(raw, dict):
            raise DataError(f"{CONFIG} 缺少“{KEY}:”一节，请补上书名、章节和报告模板")
        _known(raw, _KEYS, KEY)
        behind = raw.get("appendix") or {}
        _known(behind, {"part", "chapters"}, f"{KEY}.appendix")
        return Settings(
            title=_text(raw, "title", "{year}年度预算绩效评价结果汇编"),
            chapters=self._notebooks(raw, f"{KEY}.chapters"),
            reports=self._reports(raw.get("reports") or {}),
            part=_text(raw, "part", "总体情况"),
            appendices=self._notebooks(behind, f"{KEY}.appendix.chapters"),
            appendix_part=_text(behind, "part", "附表和方法"),
            notice=_text(raw, "notice", ""),
            seconds=_whole(raw, "seconds", 300),
            workers=_whole(raw, "workers", 0),
            preload=_names(raw, "preload", PRELOAD),
            beyond=str(raw.get("beyond", BEYOND) or ""),
            isolation=_choice(raw, "isolation", ISOLATION),
            checks=raw.get("checks"),
            review=raw.get("review"),
            accounts=raw.get("accounts"),
            season=raw.get("season"),
            volumes=_choice(raw, "volumes", VOLUMES),
            internal=_names(raw, "internal", ()),
        )

    @property
    def author(self) -> str:
        """Who presents the book: ``author`` of Quarto's own ``book:``; "" where it names nobody."""
        book = self.config.get("book")
        return str(book.get("author") or "") if isinstance(book, dict) else ""

    def _reports(self, raw: object) -> dict[str, ReportSettings]:
        if not isinstance(raw, dict):
            raise DataError(f"{CONFIG} 的 {KEY}.reports 应由“键: 值”组成，现为「{raw}」")
        reports = {}
        for kind, entry in raw.items():
            where = f"{KEY}.reports.{kind}"
            _known(entry, {"notebook", "part"}, where)
            notebook = self._notebook(entry.get("notebook"), f"{where}.notebook")
            reports[str(kind)] = ReportSettings(notebook, _text(entry, "part", ""))
        return reports

    def _notebooks(self, raw: Mapping[str, object], key: str) -> tuple[str, ...]:
        listed = raw.get("chapters") or []
        if not isinstance(listed, list):
            raise DataError(f"{CONFIG} 的 {key} 应为笔记本的列表，现为「{listed}」")
        return tuple(self._notebook(name, key) for name in listed)

    def _notebook(self, name: object, key: str) -> str:
        if not isinstance(name, str) or not (self.root / name).is_file():
            raise DataError(f"{CONFIG} 的 {key}：找不到笔记本「{name}」，请核对路径")
        if INTERNAL in Path(name).parts:
            raise DataError(f"{CONFIG} 的 {key}：「{name}」是内部工作底稿，不得编入汇编，请删去")
        return name


def _known(raw: object, known: set[str], where: str) -> None:
    if not isinstance(raw, dict):
        raise DataError(f"{CONFIG} 的 {where} 应由“键: 值”组成，现为「{raw}」")
    for key in raw:
        if key not in known:
            raise DataError(
                f"{CONFIG} 的 {where}：不认识的键「{key}」，可用：{'、'.join(sorted(known))}"
            )


def _text(raw: Mapping[str, object], key: str, default: str) -> str:
    """What is written there; a key left without a value stands for the default."""
    value = raw.get(key)
    return default if value is None else str(value)


def _whole(raw: Mapping[str, object], key: str, default: int) -> int:
    value = raw.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DataError(f"{CONFIG} 的 {KEY}.{key} 应为不小于0的整数，现为「{value}」")
    return value


def _names(raw: Mapping[str, object], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = raw.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise DataError(f"{CONFIG} 的 {KEY}.{key} 应为名称的列表，现为「{value}」")
    return tuple(value)


def _choice(raw: Mapping[str, object], key: str, known: tuple[str, ...]) -> str:
    value = raw.get(key, known[0])
    if value not in known:
        raise DataError(f"{CONFIG} 的 {KEY}.{key} 应为{'、'.join(known)}之一，现为「{value}」")
    return str(value)
