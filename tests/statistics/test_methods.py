"""The methodology: every public statistic is in it, every line is a function's, every formula is what is computed."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from jxanalytics import statistics
from jxanalytics.model import exact
from jxanalytics.samples import make_demo
from jxanalytics.scoring import score_year
from jxanalytics.statistics import LABELS, appendix, methodology, methodology_markdown
from jxanalytics.statistics.labels import plain_label
from jxanalytics.statistics.methods import Method, methods, stated_by
from tests.conftest import ROOT

# Of the room's public functions those that compute no figure of their own.
_NO_STATISTIC = {"all_tables", "labelled", "level_rank", "methodology", "methodology_markdown",
                 "report_json"}  # fmt: skip
LISTED = [function for functions in appendix.SUBJECTS.values() for function in functions]
STATED = [(function, method) for function in LISTED for method in stated_by(function)]


def test_every_public_statistic_is_in_the_methodology() -> None:
    """Each function of the room that computes something states formulas and is listed once."""
    public = {n for n in statistics.__all__ if inspect.isfunction(getattr(statistics, n))}
    assert [f.__name__ for f in LISTED if not stated_by(f)] == []
    assert sorted(function.__name__ for function in LISTED) == sorted(public - _NO_STATISTIC)
    assert not any(stated_by(getattr(statistics, name)) for name in _NO_STATISTIC)


def test_every_line_is_a_functions() -> None:
    """The appendix is what the functions state, line by line, without blanks or two of a name."""
    table = methodology()
    assert len(table) == len(STATED)
    assert (table[["统计项", "公式", "依据"]] != "").all(axis=None)
    assert not table["统计项"].duplicated().any()
    assert not table["公式"].str.contains("[a-z]").any(), "列名应以中文表头示出"
    assert table["依据"].str.fullmatch(".+（(已|未)核对）|按定义计算").all()


@pytest.mark.parametrize("function", LISTED, ids=lambda f: f.__name__)
def test_the_docstring_ends_with_the_formulas(function: Callable[..., Any]) -> None:
    """``help`` of a statistic shows what the appendix says of it, after its own words."""
    told = inspect.getdoc(function) or ""
    own, _, formulas = told.partition("\n\nFormulas:\n\n")
    assert len(own) > 60
    for method in stated_by(function):
        assert f"{method.title} = {method.formula}" in formulas
        assert method.note in formulas and method.basis in formulas


def test_the_page_has_every_line_under_its_subject() -> None:
    """The Markdown page names every function and holds every row of the appendix."""
    page = methodology_markdown()
    for function in LISTED:
        assert f"`{function.__name__}`" in page
    for row in methodology().to_numpy():
        assert f"| {row[0]} | {row[1]} |" in page
    assert page.count("\n## ") == len(appendix.SUBJECTS)


def test_the_published_page_is_current() -> None:
    """docs/methods.md is what the statistics state; if not, write it anew."""
    assert (ROOT / "docs" / "methods.md").read_text("utf-8") == methodology_markdown(), (
        "请重新生成 docs/methods.md：python scripts/make_methods.py"
    )


def test_a_formula_with_an_unknown_column_is_noticed() -> None:
    """A column that no statistic returns has no header to stand in the formula."""
    with pytest.raises(KeyError):
        _ = Method("rate", "spent ÷ annual").said

    @methods(Method("rate", "executed ÷ annual"))
    def bare() -> None:
        pass

    assert inspect.getdoc(bare) == "\n".join(
        ("Formulas:", "", "- rate 预算执行率 = executed ÷ annual。依据：按定义计算")
    )


@pytest.fixture(scope="module")
def tables() -> Mapping[str, pd.DataFrame]:
    """What each statistic returns for the made-up year, a row a project where there is a choice."""
    _, before, year = make_demo()
    scored = score_year(year)
    reached = statistics.target_completion(year)
    rates = statistics.execution(year)
    return {
        "execution": rates,
        "carry_over": statistics.carry_over(year),
        "ageing": statistics.ageing([before, year]).merge(
            statistics.carry_over(year)[["key", "closing_prior", "closing_current"]]
        ),
        "score_summary": statistics.score_summary(scored.totals, year),
        "points_lost": statistics.points_lost(scored.indicators, "level1", "score"),
        "completion": statistics.completion(scored.indicators, column="score"),
        "target_summary": statistics.target_summary(reached),
        "self_against": statistics.self_against(year),
        "year_on_year": statistics.year_on_year(before, year),
    }


# Words in a formula that a computer can follow; with other words it is left to the reader.
_CLIPPED = "（小于0的按0计）"
_NEVER = {"unknown", "lost"}
FOLLOWED = [
    pytest.param(function.__name__, method, id=f"{function.__name__}-{method.column}")
    for function, method in STATED
    if method.column not in _NEVER
    and not re.search(r"[一-鿿ΣQ]", method.formula.replace(_CLIPPED, ""))
]


@pytest.mark.parametrize(("name", "method"), FOLLOWED)
def test_the_formula_is_what_is_computed(
    name: str, method: Method, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Worked out by hand from the table's other columns, the formula gives the column."""
    table, counted = tables[name], 0
    for row in table.to_dict("records"):
        given = row[method.column]
        used = [row[column] for column in re.findall("[a-z][a-z_0-9]*", method.formula)]
        if pd.isna(given) or any(pd.isna(value) for value in used):
            continue
        if name == "ageing" and method.column == "one_year" and row["unknown"]:
            continue
        expected = _worked_out(method.formula, row)
        assert Decimal(str(given)) == expected, (row, expected)
        counted += 1
    assert counted, "没有一行可以验算"


def _worked_out(formula: str, row: Mapping[Any, Any]) -> Decimal:
    """The formula in exact decimals, quotients half-up at two places."""
    code = formula.replace(_CLIPPED, "").replace("100%", "hundred")
    code = code.translate(str.maketrans({"÷": "/", "×": "*", "−": "-"}))
    figures = {column: Decimal(str(row[column])) for column in re.findall("[a-z][a-z_0-9]*", code)
               if column != "hundred"}  # fmt: skip
    value = eval(code, {"__builtins__": {}}, {**figures, "hundred": Decimal(100)})
    assert isinstance(value, Decimal)
    if _CLIPPED in formula:
        value = max(value, Decimal(0))
    return exact.half_up(value, 2) if "/" in code else value


def test_most_formulas_are_worked_out() -> None:
    """The check above is worth something: it follows the larger part of the formulas with columns."""
    assert len(FOLLOWED) >= 20
    assert {param.values[0] for param in FOLLOWED} >= {"execution", "carry_over", "year_on_year"}


def test_headers_without_units() -> None:
    """A formula names quantities; units stand in headers only."""
    assert plain_label("rate") == "预算执行率"
    assert plain_label("closing") == "年末结转（推算）"
    assert plain_label("gap") == "与序时进度之差"
    assert not any(
        plain_label(column).endswith(("（万元）", "（%）", "（分）")) for column in LABELS
    )
