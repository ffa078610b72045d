"""``load`` and ``Year``: the thin face an analyst works with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import jxanalytics as jx
from jxanalytics.errors import MisuseError
from jxanalytics.model.store import save_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.year import Year, Years, load
from jxanalytics.year.display import labelled, to_html
from tests.conftest import ROOT


def test_importing_the_package_is_light() -> None:
    """Importing the package alone, and loading a year, leaves the heavy libraries unloaded."""
    script = (
        "import sys, jxanalytics\n"
        "assert 'pandas' not in sys.modules\n"
        "jxanalytics.load\n"
        "jxanalytics.load('data/2019').execution()\n"
        "print([m for m in ('matplotlib', 'papermill', 'docx', 'openpyxl') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True,
                          encoding="utf-8", check=True)  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_tables_and_results_are_ordinary_frames(year: Year) -> None:
    """Tables as filed and results are DataFrames with the columns the rooms document."""
    assert isinstance(year.projects, pd.DataFrame)
    assert list(year.projects["project_id"]) == ["P0001", "P0002"]
    assert year.execution("total")["rate"].tolist() == [34.2]
    assert year.carry_over()["closing_prior"].tolist()[0] == 384.73
    assert year.scores()[["project_id", "total", "grade"]].values.tolist() == [
        ["P0001", 92.0, "优"]
    ]
    assert year.scores("2020")["scheme"].tolist() != year.scores()["scheme"].tolist()
    assert len(year.filed_scores) == 28
    assert year.indicator_scores()["explanation"].str.len().min() > 0
    assert set(year.grades()["grade"]) == {"优", "良", "中", "差", "未评"}
    assert year.sensitivity()["total"].iloc[0] == 92


def test_changing_a_result_changes_nothing(year: Year) -> None:
    """A frame handed out is the caller's own."""
    rates, projects = year.execution(), year.projects
    rates["rate"], projects["name"] = 0.0, ""
    assert year.execution()["rate"].tolist() == [24.67, 100.0]
    assert year.projects["name"].tolist()[0] == "市委市政府接待费"


def test_frames_show_chinese_headers_and_percentages(year: Year) -> None:
    """In a notebook a column has its Chinese label, a rate its sign, a blank nothing."""
    shown = to_html(year.execution())
    assert "预算执行率（%）" in shown and ">24.67%<" in shown and ">305.36<" in shown
    assert "nan" not in shown.lower()
    assert "全年预算数" in to_html(year.funding)
    plain = pd.DataFrame({"a": ["<b>"]})
    assert to_html(plain) == plain._repr_html_()


def test_a_bar_stands_behind_shares_and_not_behind_changes() -> None:
    """A rate has a bar as long as its share of the cell; a change, of which there is no whole, has none."""
    frame = labelled(
        pd.DataFrame({"a": [25.0], "b": [25.0]}),
        {"a": "预算执行率（%）", "b": "全年预算数变动率（%）"},
    )
    shown = to_html(frame)
    assert shown.count("linear-gradient") == 1 and "#cfe0f1 25.0%" in shown


def test_cells_are_escaped_for_display(reference: EvaluationYear) -> None:
    """Text from forms stays text when a table is shown."""
    projects = reference["projects"].assign(name="<img onerror=x>")
    shown = to_html(Year(reference.replaced(projects=projects)).projects)
    assert "<img" not in shown


@pytest.mark.parametrize("asked", ["P0001", "市委市政府接待费"])
def test_a_project_is_found_by_id_and_name(year: Year, asked: str) -> None:
    """Id and name lead to the same project."""
    project = year.project(asked)
    assert (project.id, project.name) == ("P0001", "市委市政府接待费")
    assert project.funding["rate"].tolist()[0] == 24.67
    assert len(project.indicators) == 16


def test_a_misspelt_project_is_answered_with_a_suggestion(year: Year) -> None:
    """The error names what was asked and the nearest that exists."""
    with pytest.raises(MisuseError, match=r"「市委接待费」.*是否要用「市委市政府接待费」"):
        year.project("市委接待费")


def test_a_name_shared_by_two_projects_is_refused(reference: EvaluationYear) -> None:
    """Names are not keys: the ids are listed to choose from."""
    projects = reference["projects"].assign(name="同名")
    with pytest.raises(MisuseError, match="P0001、P0002"):
        Year(reference.replaced(projects=projects)).project("同名")


def test_an_alias_leads_to_its_project(reference: EvaluationYear) -> None:
    """A former name finds the project it belongs to."""
    aliases = pd.DataFrame(
        [{"project_id": "P0002", "kind": "name", "alias": "旧名", "until": 2018.0, "note": ""}]
    )
    assert Year(reference.replaced(aliases=aliases)).project("旧名").id == "P0002"


def test_an_unknown_chapter_is_answered_with_a_suggestion(year: Year) -> None:
    """A misspelt chapter names those there are."""
    with pytest.raises(MisuseError, match="是否要用「funding」"):
        year.chapter("fundings")


def test_several_years_are_joined(reference: EvaluationYear, tmp_path: Path) -> None:
    """Tables and results of several years carry a column year, oldest first."""
    for number in (2020, 2019):
        save_year(reference, tmp_path / str(number))
    years = jx.load(tmp_path / "2020", tmp_path / "2019")
    assert isinstance(years, Years) and [year.year for year in years] == [2019, 2020]
    assert years.projects["year"].tolist() == [2019, 2019, 2020, 2020]
    assert years.execution("total")["rate"].tolist() == [34.2, 34.2]
    assert "stated_year" in years.documents
    assert years[2020].project("P0001").name
    assert "年度" in to_html(years.carry_over())
    with pytest.raises(MisuseError, match="2021"):
        years[2021]
    with pytest.raises(MisuseError, match="两次"):
        load(tmp_path / "2019", tmp_path / "2019")
    with pytest.raises(MisuseError):
        load()


def test_charts_are_figures_that_say_what_they_show(year: Year) -> None:
    """A chart is a matplotlib Figure with its data, title and alternative text from the year's figures."""
    from matplotlib.figure import Figure

    drawn = year.chart("execution-by-project")
    assert isinstance(drawn, Figure)
    assert drawn.title == "2019年度各项目预算执行率"
    assert "24.67%" in drawn.alt and "34.20%" in drawn.alt
    with pytest.raises(MisuseError, match="是否要用「funding」"):
        year.chart("fundings")
