"""Charts look as they did: every chart of a small and a large year against a picture kept here."""

from __future__ import annotations

import pytest

from tests.charts.baseline import CASES, FOLDER, distance, drawn, pixels
from tests.charts.made import MAKERS, year_of

# Another FreeType or processor moves edges by a shade; a bar or a word out of place gives far more.
TOLERANCE = 6.0


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", MAKERS)
def test_the_picture_is_as_it_was(name: str, case: str) -> None:
    """Drawn at a low resolution, the chart differs from the kept picture by less than a shade."""
    kept = FOLDER / f"{name}-{case}.png"
    assert kept.is_file(), "draw it with python -m tests.charts.baseline, and look at it"
    assert distance(pixels(drawn(name, case)), pixels(kept.read_bytes())) < TOLERANCE


def test_no_picture_is_kept_in_vain() -> None:
    """Every kept picture belongs to a chart."""
    expected = {f"{name}-{case}" for name in MAKERS for case in CASES}
    assert {path.stem for path in FOLDER.glob("*.png")} == expected


def test_the_comparison_sees_a_moved_bar() -> None:
    """A chart of other figures is farther away than the tolerance allows."""
    make = MAKERS["execution_by_unit"]
    other, usual = (pixels(make(year_of(n), "page", True).png(40)) for n in (6, 2))
    high = min(len(other), len(usual))
    assert distance(other[:high], usual[:high]) > TOLERANCE
