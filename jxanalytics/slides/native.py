"""Charts that can be edited: a plot's figures as a chart of PowerPoint with its own workbook."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from lxml import etree
from pptx.chart.data import BubbleChartData, CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from jxanalytics.charts import look
from jxanalytics.fonts import visible
from jxanalytics.model.sheets import to_xlsx
from jxanalytics.narrative.meeting.deck import Plot

_COLOURS = (look.BLUE, look.OCHRE, look.TEAL, look.GREY)
# Scores and counts as they are: a pattern would leave a bare point behind whole numbers.
_FORMATS = {"%": '0.00"%";-0.00"%";0"%"', "分": 'General"分"', "条": 'General"条"', "": "0.00"}
# How thick a bar is, in inches; what is left of its row stands between the bars.
_THICK = 0.44
_AGES = (look.BLUE, look.TEAL, look.BRICK, look.OCHRE)


def rgb(colour: str) -> Any:
    """A colour as python-pptx wants it."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def add_chart(
    shapes: Any, plot: Plot, place: tuple[int, int, int, int], points: float, face: str
) -> None:
    """Add the chart of a plot at ``place`` (left, top, width, height in EMU) with type of ``points``."""
    make = _bubbles if plot.kind == "bubbles" else _bars
    kind, data, sheet = make(plot)
    frame = shapes.add_chart(kind, *place, data)
    frame.name = visible(plot.chart.title)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", visible(plot.chart.alt))
    chart = frame.chart
    # Our own workbook: text that looks like a formula stays text, and nothing in it is dated.
    chart.part.chart_workbook.update_from_xlsx_blob(to_xlsx({"Sheet1": sheet}))
    chart.has_title = False
    chart.font.size, chart.font.name = Pt(points), face
    chart.font.color.rgb = rgb(look.INK)
    _east_asian(chart.font._rPr, face)
    several = len(list(chart.plots[0].series)) > 1
    chart.has_legend = several
    if several:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    if plot.kind == "bubbles":
        _look_of_bubbles(chart, plot)
    else:
        _look_of_bars(chart, plot, place[3] / Inches(1))


def _bars(plot: Plot) -> tuple[Any, CategoryChartData, pd.DataFrame]:
    data = CategoryChartData(number_format="General")
    names, *values = plot.data.columns
    data.categories = [visible(str(name)) for name in plot.data[names]]
    for column in values:
        numbers = plot.data[column].tolist()
        data.add_series(visible(column), [None if math.isnan(n) else n for n in numbers])
    kind = XL_CHART_TYPE.BAR_STACKED if plot.kind == "stacked" else XL_CHART_TYPE.BAR_CLUSTERED
    return kind, data, plot.data


def _look_of_bars(chart: Any, plot: Plot, tall: float) -> None:
    """Horizontal bars from the top in the table's order, each with its figure; no value axis."""
    bars, values = chart.plots[0], plot.data.iloc[:, 1:]
    stacked = plot.kind == "stacked"
    side_by_side = 1 if stacked else len(values.columns)
    row = (tall - 0.5) / max(len(values), 1)
    bars.gap_width = round(min(max(100 * (row / _THICK - side_by_side), 40), 400))
    bars.overlap = 100 if stacked else -5
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(look.QUIET)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    longest = float(values.max().max())
    chart.value_axis.minimum_scale = min(0.0, float(values.min().min()))
    if longest > 0:
        chart.value_axis.maximum_scale = longest * 1.25
    for number, series in enumerate(bars.series):
        # Parts of a stacked bar are coloured from the newest back, as in the picture.
        colours, turn = (_AGES, len(values.columns) - 2 - number) if stacked else (_COLOURS, number)
        _fill(series.format, colours[turn % len(colours)])
        if stacked:
            # A white edge parts what is as dark in greyscale.
            series.format.line.color.rgb, series.format.line.width = rgb(look.PAPER), Pt(1.5)
        for at, value in enumerate(values.iloc[:, number].tolist()):
            if plot.low is not None and value < plot.low:
                _fill(series.points[at].format, look.BRICK)
        if plot.rest:
            _fill(series.points[len(values) - 1].format, look.GREY)
    if not stacked:
        bars.has_data_labels = True
        _labels(bars.data_labels, plot, XL_LABEL_POSITION.OUTSIDE_END)
        return
    # The sum of each bar is an unseen part behind the others, with its figure at its start; its name
    # in the legend says what the figures are.
    whole = bars.series[len(values.columns) - 1]
    whole.format.fill.background()
    whole.format.line.fill.background()
    _labels(whole.data_labels, plot, XL_LABEL_POSITION.INSIDE_BASE)


def _labels(labels: Any, plot: Plot, position: Any) -> None:
    labels.show_value, labels.position = True, position
    labels.number_format = _FORMATS[plot.unit]
    labels.number_format_is_linked = False
    # A figure is never broken into two lines.
    labels.font.bold = False
    labels._element.find(f".//{qn('a:bodyPr')}").set("wrap", "none")


def _bubbles(plot: Plot) -> tuple[Any, BubbleChartData, pd.DataFrame]:
    """Two series: what stands out and the rest; the workbook has the blocks PowerPoint expects."""
    name, across, _up, size, odd = plot.data.columns
    data = BubbleChartData(number_format="General")
    blocks: list[list[object]] = []
    for flag, title in ((False, "其他项目"), (True, visible(odd))):
        rows = plot.data[plot.data[odd].astype(bool) == flag]
        if rows.empty:
            continue
        series = data.add_series(title)
        if blocks:
            blocks += [[None] * 4, [across, title, size, name]]
        for row in rows.itertuples(index=False, name=None):
            series.add_data_point(row[1], row[2], max(row[3], 0.01))
            blocks.append([row[1], row[2], row[3], row[0]])
    first = "其他项目" if not plot.data[odd].all() else visible(odd)
    sheet = pd.DataFrame(blocks, columns=[across, first, size, name], dtype=object)
    return XL_CHART_TYPE.BUBBLE, data, sheet


def _look_of_bubbles(chart: Any, plot: Plot) -> None:
    """Rate across from 0, score up to 100, light gridlines, both axes named."""
    _, across, up, _, _ = plot.data.columns
    rates, scores = plot.data[across], plot.data[up]
    for axis, title in ((chart.category_axis, across), (chart.value_axis, up)):
        axis.has_title = True
        axis.axis_title.text_frame.text = title
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = chart.font.size, False, chart.font.name
        _east_asian(font._rPr, chart.font.name)
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.rgb = rgb(look.RULE)
        axis.format.line.color.rgb = rgb(look.QUIET)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.minimum_scale, chart.category_axis.major_unit = 0, 20
    chart.category_axis.maximum_scale = max(105.0, math.ceil(float(rates.max()) / 20) * 20 + 5)
    chart.value_axis.minimum_scale = min(40.0, math.floor(float(scores.min()) / 10) * 10)
    chart.value_axis.maximum_scale, chart.value_axis.major_unit = 105, 10
    scale = chart.plots[0]
    scale.bubble_scale = 25 if len(plot.data) < 100 else 12
    for series in scale.series:
        stands_out = series.name != "其他项目"
        _fill(series.format, look.BRICK if stands_out else look.TEAL)
        series.format.line.color.rgb = rgb(look.PAPER)


def _fill(form: Any, colour: str) -> None:
    """A plain colour: the hatching of the pictures comes out as a pale blur in some office programs."""
    form.fill.solid()
    form.fill.fore_color.rgb = rgb(colour)


def _east_asian(properties: Any, face: str) -> None:
    """Name the face of Chinese characters too; a name alone is that of Latin letters."""
    for tag in ("a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        etree.SubElement(properties, qn(tag)).set("typeface", face)
