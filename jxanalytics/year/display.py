"""DataFrames shown in a notebook with Chinese headers, rates as percentages with a bar behind them.

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
# Characters that stand on one line.
_SHORT = 14
_RATE, _MONEY, _LEVEL, _CHANGE = "（%）", "万元", "级别", "变动"
_WORDS = {True: "是", False: "否"}


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
        formatters = shell.display_formatter.formatters
        formatters["text/html"].for_type(pd.DataFrame, to_html)
        formatters["text/markdown"].for_type(pd.DataFrame, to_markdown)


def to_html(frame: pd.DataFrame, caption: str = "") -> str:
    """The frame as an HTML table; frames without labels look as pandas shows them."""
    labels = frame.attrs.get(LABELS)
    if not labels:
        return str(frame._repr_html_())
    names = [labels.get(name, str(name)) for name in frame.columns]
    head = "".join(
        f'<th style="text-align: center; {_wrap(name, _SHORT // 2)}">{_escape(name)}</th>'
        for name in names
    )
    shown = frame.head(SHOWN)
    body = "".join(
        "<tr>" + "".join(map(_cell, row, names)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    more = f"<p>共{len(frame)}行，列出前{SHOWN}行。</p>" if len(frame) > SHOWN else ""
    title = f"<caption>{_escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def to_markdown(frame: pd.DataFrame) -> str | None:
    """The frame as the book takes it, in every format; None for a frame without labels."""
    from jxanalytics.narrative import grid
    from jxanalytics.narrative.markdown import table_html

    labels = frame.attrs.get(LABELS)
    if not labels:
        return None
    names = [labels.get(name, str(name)) for name in frame.columns]
    shown = frame.head(SHOWN)
    rows = [
        [_said(value, name) for value, name in zip(row, names, strict=True)]
        for row in shown.itertuples(index=False, name=None)
    ]
    columns = [
        grid.figure(name) if pd.api.types.is_numeric_dtype(kind) else grid.text(name)
        for name, kind in zip(names, frame.dtypes, strict=True)
    ]
    more = f"\n\n共{len(frame)}行，列出前{SHOWN}行。" if len(frame) > SHOWN else ""
    return f"```{{=html}}\n{table_html(grid.table('', '', columns, rows))}\n```{more}"


def _cell(value: Any, label: str) -> str:
    text = _escape(_said(value, label))
    value = getattr(value, "item", lambda: value)()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f'<td style="text-align: left; {_wrap(str(value))}">{text}</td>'
    # A change has no whole of which it could be a share.
    share = _RATE in label and _CHANGE not in label
    bar = share and isinstance(value, float) and not math.isnan(value)
    return f'<td style="text-align: right{_bar(value) if bar else ""}">{text}</td>'


def _wrap(text: str, most: int = _SHORT) -> str:
    """Words of up to ``most`` characters stay on one line; longer ones have room for as many on each."""
    return "white-space: nowrap" if len(text) <= most else f"min-width: {most}em"


def _said(value: Any, label: str) -> str:
    """A cell's text: 是 and 否, 必须更正, figures as the reports print them, nothing for what is missing."""
    from jxanalytics.checks import Severity
    from jxanalytics.model import say

    value = getattr(value, "item", lambda: value)()
    if isinstance(value, bool):
        return _WORDS[value]
    if label == _LEVEL and value in list(Severity):
        return Severity(value).label
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return ""
    speak = say.rate if _RATE in label else say.cell_amount if _MONEY in label else say.number
    return speak(value)


def _bar(rate: float) -> str:
    """A pale bar behind a rate, as long as the rate; none below nothing, full from 100% on."""
    share = max(0.0, min(rate, 100.0))
    return (
        f"; background: linear-gradient(to right, #cfe0f1 {share:.1f}%, transparent {share:.1f}%)"
    )


def _escape(value: object) -> str:
    return html.escape(str(value)).replace("\n", "<br>")


def score_labels() -> dict[str, str]:
    """Chinese labels of the columns of scores and statistics."""
    from jxanalytics.statistics import LABELS

    return {
        **LABELS,
        "total": "复算总分（分）",
        "filed": "自评得分（填报，分）",
        "filed_grade": "等级（按填报）",
        "difference": "差额（分）",
        "scheme": "评分办法",
        "position": "序号",
        "role": "种类",
        "recomputed": "是否复算",
        "rule": "评分规则",
        "explanation": "得分说明",
        "note": "注意事项",
        "scenario": "情形",
        "kind": "类别",
        "ingredients": "构成",
        "misprint": "是否依明显笔误",
        "total_before": "原总分（分）",
        "grade_before": "原等级",
        "score_before": "原得分（分）",
        "change": "变动（分）",
        "grade_changed": "等级是否变动",
        "explanation_before": "原得分说明",
        "moved": "等级变动的项目数（个）",
        "up": "等级升高（个）",
        "down": "等级降低（个）",
    }
