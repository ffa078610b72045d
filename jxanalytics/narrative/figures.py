"""Charts placed in a chapter: drawn when the section is shown, captioned by their own title."""

from __future__ import annotations

import pandas as pd

from jxanalytics.narrative.blocks import Figure


def figure(label: str, kind: str, table: pd.DataFrame, year: int) -> Figure:
    """The chart ``kind`` (a function of ``jxanalytics.charts``) of a table, with its caption.

    Drawing libraries load only here, so that looking at numbers stays light.
    """
    from jxanalytics import charts

    chart = getattr(charts, kind)(table, year=year)
    return Figure(label, chart.title, chart)
