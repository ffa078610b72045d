"""What ``year.`` offers on Tab: every statistic, documented, for one year and for several."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

from jxanalytics import statistics
from jxanalytics.errors import MisuseError
from jxanalytics.samples import make_years
from jxanalytics.year import Year, Years
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
