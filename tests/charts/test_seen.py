"""Colours are told apart by colour-blind readers and in greyscale; where they could not be, hatching does it."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

from jxanalytics.charts import Chart, look
from tests.charts.made import MAKERS, year_of
from tests.charts.sight import EYES, Matrix, distance, lab

# From here on two areas side by side are told apart with ease.
APART = 15.0
# Cells of the heat map are shades of one colour, each with its figure.
_SHADED = "completion_heatmap"
_EYES = pytest.mark.parametrize("eyes", EYES.values(), ids=list(EYES))


def looks(chart: Chart) -> set[tuple[str, str]]:
    """Colour and hatching of every area, and of every ring, whose hollow tells as hatching does."""
    bars = {
        (to_hex(bar.get_facecolor()), bar.get_hatch() or "")
        for bar in chart.findobj(Rectangle)
        if bar is not chart.patch
    }
    rings = {
        (to_hex(dot.get_edgecolor()), "ring")
        if to_hex(dot.get_facecolor()) == look.PAPER
        else (to_hex(dot.get_facecolor()), "disc")
        for dot in chart.findobj(Circle)
    }
    return bars | rings


@_EYES
@pytest.mark.parametrize("name", sorted(set(MAKERS) - {_SHADED}))
@pytest.mark.parametrize("size", ["page", "phone"])
def test_what_differs_looks_different(name: str, size: str, eyes: Matrix) -> None:
    """Any two fills of a chart differ in hatching, or in colour for everybody's eyes."""
    drawn = looks(MAKERS[name](year_of(300), size, False))
    alike = [
        (one, other)
        for one, other in itertools.combinations(sorted(drawn), 2)
        if one[1] == other[1] and distance(one[0], other[0], eyes) < APART
    ]
    assert alike == []


@_EYES
def test_shades_keep_their_order(eyes: Matrix) -> None:
    """The shades of the heat map grow lighter step by step, from dark to nearly white, whoever looks."""
    shades = {colour for colour, _ in looks(MAKERS[_SHADED](year_of(300), "page", False))}
    as_seen = sorted(shades - {look.PAPER}, key=lambda colour: lab(colour)[0])
    lightness = [lab(colour, eyes)[0] for colour in as_seen]
    assert all(after - before > -0.5 for before, after in itertools.pairwise(lightness))
    assert lightness[-1] - lightness[0] > 45


@_EYES
def test_grades_are_told_apart(eyes: Matrix) -> None:
    """The five grades are five looks."""
    for one, other in itertools.combinations(look.GRADE_FILLS.values(), 2):
        assert one.hatch != other.hatch or distance(one.colour, other.colour, eyes) >= APART


def test_the_simulation_is_what_was_published() -> None:
    """White and greys stay what they are; red and green, far apart, come close for a deuteranope."""
    for eyes in EYES.values():
        assert distance("#ffffff", "#ffffff", eyes) == 0
        assert abs(lab("#808080", eyes)[0] - lab("#808080")[0]) < 0.1
    red, green = "#b04a4a", "#6b7a3a"
    assert distance(red, green) > 2 * distance(red, green, EYES["deuteranopia"])


def test_a_chart_is_drawn_again_at_another_size() -> None:
    """The phone's picture is the chart function's own at that size, with the same figures and words."""
    chart = MAKERS["execution_by_unit"](year_of(300), "half", False)
    again = chart.at("phone")
    assert again.svg() == MAKERS["execution_by_unit"](year_of(300), "phone", False).svg()
    assert (again.title, again.alt, again.source) == (chart.title, chart.alt, chart.source)
    assert again.at("half").svg() == chart.svg()
