"""What is run for a year, and in which part of the book it stands."""

from __future__ import annotations

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


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    """What volumes may be is said with the value found."""
    with pytest.raises(DataError, match=r"volumes.*auto、one、units.*two"):
        planned(tmp_path, "two")
