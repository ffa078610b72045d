"""What is run for a year, and in which part of the book it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jxanalytics.errors import DataError
from jxanalytics.model.store import load_year
from jxanalytics.runs.plan import plan_year
from jxanalytics.runs.workspace import Workspace
from tests.runs.workspaces import CONFIG, YEAR, workspace


def planned(root: Path, volumes: str, projects: int = 4) -> list[tuple[str, str]]:
    """Name and part of every task after ``volumes`` was set."""
    made = workspace(root, projects)
    (root / "_quarto.yml").write_text(f"{CONFIG}  volumes: {volumes}\n", encoding="utf-8")
    year = load_year(made.data / str(YEAR))
    return [(task.name, task.part) for task in plan_year(Workspace(root), year)]


def test_a_small_book_is_one(tmp_path: Path) -> None:
    """A few projects stand in one part each kind of report, whatever their units."""
    parts = dict(planned(tmp_path, "auto"))
    assert set(parts.values()) == {"总体情况", "自评报告"}


@pytest.mark.parametrize(("volumes", "projects"), [("units", 4), ("auto", 40)])
def test_a_large_book_is_parted_by_unit(tmp_path: Path, volumes: str, projects: int) -> None:
    """Units come in the order of their codes, never of their names; projects in that of the table."""
    tasks = planned(tmp_path, volumes, projects)
    year = load_year(tmp_path / "data" / str(YEAR))
    units = year["units"].sort_values("unit_code")
    shown = list(dict.fromkeys(part for _, part in tasks))
    wanted = [n for n, u in zip(units["name"], units["unit_id"], strict=True)
              if u in set(year["projects"]["unit_id"])]  # fmt: skip
    assert shown == ["总体情况", *wanted]
    assert len(tasks) == projects + 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("reports: [notebooks/self.ipynb]", "jxanalytics.reports 应由“键: 值”组成"),
        ("chapters: notebooks/overview.ipynb", "jxanalytics.chapters 应为笔记本的列表"),
        ("appendix: {chapters: a.ipynb}", "jxanalytics.appendix.chapters 应为笔记本的列表"),
    ],
)
def test_a_list_where_there_is_none_is_named(tmp_path: Path, line: str, said: str) -> None:
    """Settings of another form than asked for are named with what they should be."""
    made = workspace(tmp_path)
    key = line.partition(":")[0]
    kept = re.sub(rf"^  {key}:.*\n(?:    .*\n)*", "", CONFIG, flags=re.M)
    (tmp_path / "_quarto.yml").write_text(f"{kept}  {line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(said)):
        _ = Workspace(made.root).settings


def test_keys_left_without_a_value_are_as_if_not_there(tmp_path: Path) -> None:
    """``book:`` and ``title:`` with nothing behind them give the usual title and no author."""
    workspace(tmp_path)
    text = re.sub(r"^book:.*$", "book:", CONFIG, flags=re.M)
    text = re.sub(r"^  title:.*$", "  title:", text, flags=re.M)
    (tmp_path / "_quarto.yml").write_text(text, encoding="utf-8")
    made = Workspace(tmp_path)
    assert (made.settings.title, made.author) == ("{year}年度预算绩效评价结果汇编", "")


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    """What volumes may be is said with the value found."""
    with pytest.raises(DataError, match=r"volumes.*auto、one、units.*two"):
        planned(tmp_path, "two")
