"""Passages shown in a notebook: text as Markdown with an HTML twin, figures as images.

The image's metadata carries label, caption, source and alternative text under ``jxanalytics``;
the book takes them from there.
"""

from __future__ import annotations

from typing import Any

from jxanalytics.model.outputs import METADATA
from jxanalytics.narrative.blocks import Block, Figure, Passage
from jxanalytics.narrative.html import to_html
from jxanalytics.narrative.markdown import to_markdown


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


def _image(figure: Figure) -> tuple[dict[str, Any], dict[str, Any]]:
    data, said = figure.chart._repr_mimebundle_()
    named = {**said[METADATA], "label": figure.label, "caption": figure.caption}
    return {**data, "text/plain": figure.caption}, {METADATA: named}
