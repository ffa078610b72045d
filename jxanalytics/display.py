"""DataFrames shown in a notebook with Chinese headers and rates as percentages.

Frames stay ordinary DataFrames with English column names; the labels travel in ``frame.attrs``.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

LABELS = "labels"
# Rows shown of a long table, from its beginning.
SHOWN = 60


def labelled(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The frame carrying Chinese labels for those of its columns that have one."""
    frame.attrs[LABELS] = {name: labels[name] for name in frame.columns if name in labels}
    return frame


def register() -> None:
    """Teach the running notebook to show such frames; nothing happens outside of one."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, to_html)


def to_html(frame: pd.DataFrame) -> str:
    """The frame as an HTML table; frames without labels look as pandas shows them."""
    labels = frame.attrs.get(LABELS)
    if not labels:
        return str(frame._repr_html_())
    head = "".join(f"<th>{_escape(labels.get(name, name))}</th>" for name in frame.columns)
    shown = frame.head(SHOWN)
    body = "".join(
        "<tr>"
        + "".join(_cell(value, labels.get(name, "")) for name, value in row.items())
        + "</tr>"
        for row in shown.to_dict("records")
    )
    more = f"<p>共{len(frame)}行，列出前{SHOWN}行。</p>" if len(frame) > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any, label: str) -> str:
    from jxanalytics.model import say

    if isinstance(value, float):
        if math.isnan(value):
            return "<td></td>"
        text = say.rate(value) if "（%）" in label else say.number(value)
        return f'<td style="text-align: right">{text}</td>'
    align = ' style="text-align: right"' if isinstance(value, int) else ""
    return f"<td{align}>{_escape(value)}</td>"


def _escape(value: object) -> str:
    return html.escape(str(value)).replace("\n", "<br>")
