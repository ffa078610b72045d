"""Passages shown in a notebook: text as Markdown with an HTML twin, figures as images.

The image's metadata carries label, caption, source and alternative text under ``jxanalytics``;
the book takes them from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jxanalytics.narrative.blocks import Block, Figure, Passage
from jxanalytics.narrative.html import to_html
from jxanalytics.narrative.markdown import to_markdown

if TYPE_CHECKING:
    import pandas as pd

METADATA = "jxanalytics"
# The figures behind a picture: {"columns": [...], "rows": [[...]]}, null where nothing was filed.
DATA = "application/vnd.jxanalytics.data+json"


def show(passage: Passage) -> None:
    """Display a passage in the running notebook, one output a figure."""
    from IPython.display import display

    for data, metadata in outputs(passage):
        display(data, metadata=metadata, raw=True)


def outputs(passage: Passage) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The MIME bundles with their metadata, in order."""
    bundles: list[tuple[dict[str, Any], dict[str, Any]]] = []
    text: list[Block] = []

    def end_text() -> None:
        if text:
            bundles.append(({"text/markdown": to_markdown(text), "text/html": to_html(text)}, {}))
            text.clear()

    for block in passage.blocks:
        if isinstance(block, Figure):
            end_text()
            bundles.append(_image(block))
        else:
            text.append(block)
    end_text()
    return bundles


def _rows(table: pd.DataFrame) -> dict[str, Any]:
    """A chart's data as plain JSON."""
    from jxanalytics.model.sheets import plain

    rows = [[plain(value) for value in row] for row in table.itertuples(index=False, name=None)]
    return {"columns": [str(name) for name in table.columns], "rows": rows}


def _image(figure: Figure) -> tuple[dict[str, Any], dict[str, Any]]:
    import base64

    chart = figure.chart
    data = {
        "image/svg+xml": chart.svg().decode("utf-8"),
        "image/png": base64.b64encode(chart.png()).decode("ascii"),
        "text/plain": figure.caption,
        DATA: _rows(chart.data),
    }
    said = {
        "label": figure.label,
        "caption": figure.caption,
        "alt": chart.alt,
        "source": chart.source,
    }
    return data, {METADATA: said}
