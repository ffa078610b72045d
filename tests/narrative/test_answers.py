"""What ``year.`` offers on Tab: every statistic, documented, for one year and for several."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pandas as pd
import pytest

from jxanalytics import statistics
from jxanalytics.charts import Chart
from jxanalytics.errors import MisuseError
from jxanalytics.samples import make_years
from jxanalytics.year import Project, Year, Years
from jxanalytics.year.answers import Answers
from jxanalytics.year.display import LABELS, to_html

NAMES = sorted(name for name in vars(Answers) if not name.startswith("_"))
# Of the statistics room: what is no statistic of a year, or goes by another name.
_OTHER = {"all_tables", "labelled", "level_rank", "methodology", "methodology_markdown", "project_money", "report_json",
          "same_projects", "total_row", "target_completion"}  # fmt: skip


@pytest.fixture(scope="module")
def both() -> Years:
    return Years([Year(model) for model in make_years((2023, 2024), projects=6, units=2)])


def test_every_statistic_can_be_asked_for() -> None:
    """Each function of the statistics room is a method of the same name; targets by its short one."""
    functions = {
        name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))
    }
    assert functions - _OTHER <= set(NAMES)
    assert "targets" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_documented_and_labelled(name: str, both: Years) -> None:
    """Every answer has a docstring, is a frame with Chinese labels, and joins over years."""
    assert inspect.getdoc(getattr(Year, name))
    if name == "year_on_year":
        with pytest.raises(MisuseError, match="没有2022年度的数据"):
            both[2023].year_on_year()
    else:
        table = getattr(both[2024], name)()
        assert isinstance(table, pd.DataFrame)
        unlabelled = set(table) - set(table.attrs[LABELS])
        assert not unlabelled - {"indicator"}, unlabelled
    joined = getattr(both, name)()
    assert isinstance(joined, pd.DataFrame)
    assert "year" in joined or name == "ageing"


def test_two_years_are_compared(both: Years) -> None:
    """Several years give each pair of neighbours; one year alone has nothing to compare with."""
    compared = both.year_on_year("total")
    assert compared["year"].tolist() == [2024]
    assert compared["annual_before"].tolist() == both[2023].execution("total")["annual"].tolist()
    assert both.ageing("unit")["unknown"].fillna(0).tolist() == [0.0] * len(both[2024].units)
    with pytest.raises(MisuseError, match="相邻"):
        Years([both[2023]]).year_on_year()


def test_rates_have_bars_and_money_two_places(both: Years) -> None:
    """A rate stands on a bar as long as it is, never longer than its cell; money has two decimals."""
    table = both[2024].execution().assign(rate=[150.0, 25.0, -5.0, 0.0, 100.0, float("nan")])
    shown = to_html(table[["name", "annual", "rate"]])
    assert "#cfe0f1 100.0%" in shown and "#cfe0f1 25.0%" in shown and "#cfe0f1 0.0%" in shown
    assert ">150.00%<" in shown and "nan" not in shown
    assert "预算执行率" in both[2024]._repr_html_()


@pytest.mark.parametrize("owner", [Year, Years, Project, Chart], ids=lambda owner: owner.__name__)
def test_everything_offered_on_tab_is_documented(owner: type) -> None:
    """Each public name of what an analyst holds has a docstring."""
    offered = {name: value for name, value in vars(owner).items() if not name.startswith("_")}
    assert [name for name, value in offered.items() if not inspect.getdoc(value)] == []


def test_the_package_offers_what_it_holds() -> None:
    """``jx.`` completes to the public names before any of them is loaded, and to nothing else."""
    code = "import jxanalytics as jx; print(' '.join(dir(jx)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(["Project", "Year", "Years", "__version__", "load"])


def test_text_stands_at_the_left_and_short_words_on_one_line() -> None:
    """Notebooks set all cells to the right; text and figures say themselves where they stand."""
    frame = pd.DataFrame({"suggestion": ["压减"], "basis": ["长" * 40], "rate": [12.5]})
    frame.attrs[LABELS] = {"suggestion": "建议", "basis": "依据", "rate": "预算执行率（%）"}
    shown = to_html(frame)
    assert '<td style="text-align: left; white-space: nowrap">压减</td>' in shown
    assert f'<td style="text-align: left; min-width: 14em">{"长" * 40}</td>' in shown
    assert '<td style="text-align: right; background' in shown
