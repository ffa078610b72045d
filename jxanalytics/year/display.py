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
_RATE, _MONEY = "（%）", "万元"
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
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, to_html)


def to_html(frame: pd.DataFrame, caption: str = "") -> str:
    """The frame as an HTML table; frames without labels look as pandas shows them."""
    labels = frame.attrs.get(LABELS)
    if not labels:
        return str(frame._repr_html_())
    names = [labels.get(name, str(name)) for name in frame.columns]
    head = "".join(f'<th style="text-align: center">{_escape(name)}</th>' for name in names)
    shown = frame.head(SHOWN)
    body = "".join(
        "<tr>" + "".join(map(_cell, row, names)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    more = f"<p>共{len(frame)}行，列出前{SHOWN}行。</p>" if len(frame) > SHOWN else ""
    title = f"<caption>{_escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any, label: str) -> str:
    from jxanalytics.model import say

    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return f"<td>{_WORDS[value]}</td>"
    if isinstance(value, float):
        if math.isnan(value):
            return "<td></td>"
        speak = say.rate if _RATE in label else say.cell_amount if _MONEY in label else say.number
        text = speak(value)
        return f'<td style="text-align: right{_bar(value) if _RATE in label else ""}">{text}</td>'
    align = ' style="text-align: right"' if isinstance(value, int) else ""
    return f"<td{align}>{_escape(value)}</td>"


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
