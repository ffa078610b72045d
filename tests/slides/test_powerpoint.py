"""The PPTX: titles, native tables and charts, type large enough, words within their boxes."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx.oxml.ns import qn

from jxanalytics.charts import lettering
from jxanalytics.fonts import visible
from jxanalytics.slides import layout
from jxanalytics.slides.powerpoint import FACE
from tests.slides import made

EVERY = pytest.mark.parametrize("name", made.NAMES)


@EVERY
def test_every_slide_has_title_figure_and_notes(name: str) -> None:
    """A slide has a title, exactly one chart or table, and notes with figures in them."""
    show, deck = made.opened(name), made.deck(name)
    assert len(show.slides) == 1 + len(deck.slides)
    for slide in show.slides:
        assert slide.shapes.title.text_frame.text.strip()
        shown = [s for s in slide.shapes if s.has_chart or s.has_table]
        assert len(shown) == 1
        assert any(c.isdigit() for c in slide.notes_slide.notes_text_frame.text)
    for slide in [*show.slides][1:]:
        text = "\n".join(frame.text for frame in made.frames(slide))
        assert "内部资料" in text and visible(deck.date) in text
        assert visible(deck.notice) in text


@EVERY
def test_type_is_20_points_and_more(name: str) -> None:
    """No run, no cell and no letter of a chart is smaller; Latin and Chinese faces are named."""
    for slide in made.opened(name).slides:
        for frame in made.frames(slide):
            for run in frame._txBody.iter(qn("a:r"), qn("a:fld")):
                properties = run.find(qn("a:rPr"))
                assert int(properties.get("sz")) >= 2000, frame.text
                for tag in ("a:latin", "a:ea"):
                    assert properties.find(qn(tag)).get("typeface") == FACE
        for chart in made.charts(slide):
            sizes = [
                int(e.get("sz"))
                for e in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr"))
                if e.get("sz")
            ]
            assert sizes and min(sizes) >= 2000
            assert chart.font._rPr.find(qn("a:ea")).get("typeface") == FACE


@EVERY
def test_words_fit_and_boxes_do_not_touch(name: str) -> None:
    """Measured with the shipped face every text fits its box; boxes lie on the slide and apart."""
    show = made.opened(name)
    for slide in show.slides:
        boxes = []
        for shape in slide.shapes:
            left, top, width, height = (
                v / 914400 for v in (shape.left, shape.top, shape.width, shape.height)
            )
            assert left >= 0 and top >= 0
            assert left + width <= layout.WIDTH + 0.01 and top + height <= layout.HEIGHT + 0.01
            if shape.has_table:
                height = sum(row.height for row in shape.table.rows) / 914400
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        assert (
                            _tall(cell.text_frame, column.width / 914400 - 0.2)
                            <= row.height / 914400
                        )
            elif shape.has_text_frame and shape.text_frame.text:
                assert _tall(shape.text_frame, width) <= height + 0.01, shape.text_frame.text
            elif not shape.has_chart:
                continue
            boxes.append((left, top, left + width, top + height))
        for i, one in enumerate(boxes):
            for other in boxes[:i]:
                apart = (one[2] <= other[0] + 0.02 or other[2] <= one[0] + 0.02
                         or one[3] <= other[1] + 0.02 or other[3] <= one[1] + 0.02)  # fmt: skip
                assert apart, (slide.shapes.title.text_frame.text, one, other)


def _tall(frame: Any, width: float) -> float:
    """The height of a text when it is wrapped to a width, in inches."""
    height = 0.0
    for paragraph in frame.paragraphs:
        properties = paragraph._p.pPr
        indent = int(properties.get("marL") or 0) / 914400 if properties is not None else 0.0
        font = paragraph.runs[0].font
        bold = bool(font.bold)
        lines = lettering.wrapped(paragraph.text, width - indent, font.size.pt, bold, most=99)
        height += len(lines) * paragraph.line_spacing.pt / 72
    return height


@EVERY
def test_charts_open_as_charts_with_the_figures(name: str) -> None:
    """Charts are native: series and workbook hold exactly the figures of the narrative, labels
    their unit."""
    show, deck = made.opened(name), made.deck(name)
    for slide, told in zip([*show.slides][1:], deck.slides, strict=True):
        assert len(made.charts(slide)) == (told.plot is not None)
        if told.plot is None or told.plot.kind == "bubbles":
            continue
        (chart,) = made.charts(slide)
        data = told.plot.data
        names = [visible(str(n)) for n in data.iloc[:, 0]]
        assert list(chart.plots[0].categories) == names
        sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
        for number, series in enumerate(chart.plots[0].series):
            expected = [None if math.isnan(v) else v for v in data.iloc[:, number + 1]]
            assert list(series.values) == expected
            column = [sheet.cell(row + 2, number + 2).value for row in range(len(data))]
            assert column == expected
        assert [sheet.cell(row + 2, 1).value for row in range(len(data))] == names
        if told.plot.unit:
            assert told.plot.unit in chart.plots[0].data_labels.number_format


@pytest.mark.parametrize("name", ["demo", "large", "reference"])
def test_bubbles_are_the_projects(name: str) -> None:
    """Rate, score and money of every project stand in the bubble chart and in its workbook."""
    show, deck = made.opened(name), made.deck(name)
    ((slide, plot),) = [
        (slide, told.plot)
        for slide, told in zip([*show.slides][1:], deck.slides, strict=True)
        if told.plot and told.plot.kind == "bubbles"
    ]
    (chart,) = made.charts(slide)
    drawn = {
        (x, y)
        for series in chart.plots[0].series
        for x, y in zip(_numbers(series, "c:xVal"), _numbers(series, "c:yVal"), strict=True)
    }
    rates = plot.data.iloc[:, 1:3].itertuples(index=False, name=None)
    assert drawn == set(rates)
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    for series in chart.plots[0].series:
        formula = series._element.find(f".//{qn('c:xVal')}//{qn('c:f')}").text
        cells = [cell.value for (cell,) in sheet[formula.partition("!")[2].replace("$", "")]]
        assert cells == _numbers(series, "c:xVal")


def _numbers(series: Any, tag: str) -> list[float]:
    return [float(v.text) for v in series._element.find(qn(tag)).iter(qn("c:v"))]


def test_free_text_comes_out_as_typed() -> None:
    """Tags, formulas and signs stay what they are; what turns or rings is a visible escape."""
    texts = "\n".join(
        frame.text for slide in made.opened("nasty").slides for frame in made.frames(slide)
    )
    assert "=1+1<script>alert(1)</script>[U+202E]逆序[U+0007]&项目$x$0" in texts
    assert not any(c in texts for c in "\u202e\x07")
    for slide in made.opened("nasty").slides:
        for chart in made.charts(slide):
            sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_no_reading_of_rules_is_shown() -> None:
    """How a grade depends on the reading of a rule is an internal paper and never on slides."""
    for name in ("reference", "reference-project"):
        for slide in made.opened(name).slides:
            told = "\n".join(frame.text for frame in made.frames(slide))
            told += slide.notes_slide.notes_text_frame.text
            assert "口径差异" not in told and "最不利" not in told and "敏感" not in told
