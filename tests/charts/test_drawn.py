"""What is drawn: text neither clipped nor overlapping nor without a glyph, in every chart and size."""

from __future__ import annotations

import itertools
import warnings

import matplotlib
import pytest
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from jxanalytics import fonts
from jxanalytics.charts import SIZES, Chart
from tests.charts.made import MAKERS, NAMES, Case, empty, extremes, reference, year_of

CASES = {"reference": reference, "two": lambda: year_of(2), "large": lambda: year_of(300),
         "long": lambda: year_of(300, True), "two-long": lambda: year_of(2, True), "extremes": extremes}  # fmt: skip
DRAWN = [(case, size) for case in ("two", "large", "long") for size in SIZES] + [
    ("reference", "page"),
    ("two-long", "phone"),
    ("two-long", "slide"),
    ("extremes", "page"),
    ("extremes", "phone"),
]
# Names that mean nothing in a public Figure and everything to a chart.
SAID = ("name", "title", "source", "alt")


def texts(chart: Chart) -> list[tuple[str, Bbox]]:
    """Every text drawn, with the ink's box in pixels."""
    found = [text for text in chart.findobj(Text) if text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent()) for text in found]


def clipped(chart: Chart) -> list[str]:
    canvas = chart.bbox
    return [
        said
        for said, box in texts(chart)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > canvas.x1 + 0.5 or box.y1 > canvas.y1 + 0.5
    ]


def overlapping(chart: Chart) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes share more than a hair's breadth (line boxes hold spare room)."""
    pairs = itertools.combinations(texts(chart), 2)
    hair = chart.dpi * 0.02
    return [
        (a, b)
        for (a, first), (b, second) in pairs
        if min(first.x1, second.x1) - max(first.x0, second.x0) > hair
        and min(first.y1, second.y1) - max(first.y0, second.y0) > hair * 2
    ]


@pytest.mark.parametrize(("case", "size"), DRAWN)
@pytest.mark.parametrize("name", MAKERS)
def test_text_is_whole_and_apart(name: str, case: str, size: str) -> None:
    """No text leaves the picture, none lies on another, and the picture fits its size."""
    chart = MAKERS[name](CASES[case](), size, False)
    assert clipped(chart) == []
    assert overlapping(chart) == []
    assert chart.get_size_inches()[0] == SIZES[size].width
    assert chart.get_size_inches()[1] <= SIZES[size].height + 0.01


def boxes(chart: Chart, kind: type[Artist]) -> list[Bbox]:
    """Where every artist of a kind lies, in pixels."""
    return [artist.get_window_extent() for artist in chart.findobj(kind)]


@pytest.mark.parametrize("case", ["large", "extremes"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"execution_against_score"}))
def test_figures_stand_clear_of_lines_and_dots(name: str, case: str, size: str) -> None:
    """No reference line runs through a figure or a name, and no dot lies on one."""
    chart = MAKERS[name](CASES[case](), size, False)
    drawn = [(said, box.padded(-0.5)) for said, box in texts(chart)]
    dashed = [line for line in chart.findobj(Line2D) if line.is_dashed()]
    lines = [line.get_window_extent() for line in dashed]
    # A line that is broken around a figure runs through it all the same.
    low, high = min((b.y0 for b in lines), default=0), max((b.y1 for b in lines), default=0)
    whole = [Bbox.from_extents(line.x0, low, line.x1, high) for line in lines]
    over = [said for said, box in drawn for other in [*whole, *boxes(chart, Circle)]
            if box.overlaps(other)]  # fmt: skip
    assert over == []


def test_long_names_keep_their_end() -> None:
    """Names too long for their lines are cut before their end, in which 一期 differs from 二期."""
    chart = MAKERS["self_against_department"](extremes(), "phone", False)
    drawn = [said.replace("\n", "") for said, _ in texts(chart)]
    assert all(f"{NAMES[0]}（第{i}期）" not in drawn for i in range(6))
    ends = sorted(said[-5:] for said in drawn if "…" in said)
    assert ends == [f"（第{i}期）" for i in range(6)]


@pytest.mark.parametrize("name", MAKERS)
def test_heading_and_source_are_drawn_on_request(name: str) -> None:
    """With a heading, title and source line stand in the picture, whole and apart; without, neither."""
    case = year_of(2)
    plain, headed = (MAKERS[name](case, "page", heading) for heading in (False, True))
    drawn = [said.replace("\n", "") for said, _ in texts(headed)]
    assert headed.title in drawn and headed.source in drawn
    assert headed.title not in [said for said, _ in texts(plain)]
    assert clipped(headed) == [] and overlapping(headed) == []


@pytest.mark.parametrize("name", MAKERS)
def test_every_glyph_is_there(name: str) -> None:
    """Whatever names hold, only characters with a glyph are drawn, and matplotlib has nothing to warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = MAKERS[name](year_of(300), "page", True)
        chart.png(50)
    assert fonts.missing_glyphs("".join(said for said, _ in texts(chart))) == ""
    assert fonts.missing_glyphs(chart.alt) == ""


def test_free_text_comes_out_literally() -> None:
    """Dollar signs stay dollar signs, a direction override and an emoji become visible escapes."""
    case = year_of(6)
    chart = MAKERS["execution_by_project"](case, "page", False)
    drawn = "".join(said.replace("\n", "") for said, _ in texts(chart))
    assert "引进外资$100$万美元_奖励^2" in drawn
    assert "接待[U+202E]费[U+1F600]" in drawn
    assert "农田建设（第三批）" in drawn.replace(" ", "")
    assert "[U+202E]" in chart.alt and "\u202e" not in chart.alt


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"grade_sensitivity", "findings_by_kind"}))
def test_nothing_to_draw_is_said(name: str) -> None:
    """Without data a chart says 无可用数据, in the picture and in its alt text."""
    chart = MAKERS[name](empty(), "page", False)
    assert [said for said, _ in texts(chart)] == ["无可用数据"]
    assert "无可用数据" in chart.alt


@pytest.mark.parametrize("name", MAKERS)
def test_a_chart_carries_what_a_reader_needs(name: str) -> None:
    """Every chart has a slug, title, source, alt text with figures, and data under Chinese headers."""
    chart = MAKERS[name](reference(), "page", False)
    assert all(getattr(chart, said) for said in SAID)
    assert chart.name == name.replace("_", "-")
    assert any(character.isdigit() for character in chart.alt.replace("2019年度", ""))
    assert len(chart.data) and all(ord(str(column)[0]) > 0x2E80 for column in chart.data)


@pytest.mark.parametrize("name", MAKERS)
def test_same_picture_same_bytes(name: str) -> None:
    """Drawn twice, SVG and PNG are the same bytes and carry no date."""

    def once(case: Case) -> tuple[bytes, bytes]:
        chart = MAKERS[name](case, "page", False)
        return chart.svg(), chart.png(60)

    first, second = once(year_of(2)), once(year_of(2))
    assert first == second
    assert b"dc:date" not in first[0] and b"<text" not in first[0]


def test_settings_are_neither_changed_nor_heeded() -> None:
    """A user's matplotlib settings stay as they are and do not change the picture."""
    make = MAKERS["execution_by_unit"]
    usual = make(year_of(2), "page", False).png(60)
    odd = {"font.size": 30, "text.color": "red", "savefig.bbox": "tight", "axes.facecolor": "black",
           "savefig.transparent": True, "figure.dpi": 33, "lines.linewidth": 9}  # fmt: skip
    with matplotlib.rc_context(odd):
        before = dict(matplotlib.rcParams)
        assert make(year_of(2), "page", False).png(60) == usual
        assert dict(matplotlib.rcParams) == before


def test_notebooks_get_both_forms_and_the_alt_text() -> None:
    """A notebook keeps SVG and PNG, and the alt text as plain text."""
    chart = MAKERS["execution_by_unit"](reference(), "page", False)
    bundle, metadata = chart._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<?xml") and bundle["text/plain"] == chart.alt
    assert metadata["image/png"]["alt"] == chart.alt
