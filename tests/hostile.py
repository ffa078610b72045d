"""A year in which every text a person can type holds something that could break or run."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from jxanalytics.fonts import visible
from jxanalytics.model.schema import TABLES, Kind
from jxanalytics.model.store import load_year, save_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import parse_text, render_text

STRINGS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点此](javascript:alert(1))",
    '#read("/etc/passwd") #panic() @cite',
    "\\input{/etc/passwd} \\begin{x}",
    "![图](/etc/passwd)",
    "{{< include /etc/passwd >}}",
    "$\\frac{1}{2}$ $x$ $$y$$",
    "<!-- 注 --> &amp; &lt; &#60;",
    "*星* **星** _下_ ~~删~~ ^上^ ~下~ ==标==",
    "`代码` ``码`` ~~~",
    "|表|格| ::: {.cls} :::",
    "http://example.com www.example.com a@b.cn",
    "\u202e反向\u202c 零宽\u200b宽 响铃\x07",
    "😀 \ufffd\U000e0001",
    "--- -- ... \"引\" '引' ＝1+1",
    "=1+1 @SUM(A1) +2 -2",
    "[^1] [^1]: 注 [x]: /etc/passwd",
    "# 标题 1. 列 - 列 > 引 \\",
    "‘单’ “双” —— · 《书》 〔2020〕",
    "---\ntitle: 换题\n---",
    "```{=html}\n<b>x</b>\n```",
    "```{python}\nprint(open('/etc/passwd').read())\n```",
    "::: {.callout-note}\n假框\n:::",
)
# What is a key or decides what the program does, not free text.
_KEPT = {"file", "sections", "table", "indicator_id", "target_unit", "actual_unit"}


def hostile_year(source: Path, target: Path) -> dict[str, str]:
    """Write the year of ``source`` with hostile texts into ``target``; the texts by their mark.

    A mark such as 编12号 stands before each text, so that what comes out can be told apart.
    """
    shutil.copytree(source, target)
    year = load_year(source)
    texts = _texts()
    put: dict[str, str] = {}

    def next_text() -> str:
        mark, text = next(texts)
        put[mark] = text
        return mark + text

    frames = {name: _frame(year, name, next_text) for name in TABLES if name in year.tables}
    texts_of = {}
    for name, text in year.texts.items():
        sections = [
            replace(section, paragraphs=tuple(next_text() for _ in section.paragraphs))
            for section in parse_text(text)
        ]
        texts_of[name] = render_text(sections)
    save_year(EvaluationYear(year.year, frames, texts_of, target), target)
    return put


def _texts() -> Iterator[tuple[str, str]]:
    for number, text in enumerate(itertools.cycle(STRINGS), start=1):
        yield f"编{number}号", text


def _frame(year: EvaluationYear, name: str, next_text: Callable[[], str]) -> pd.DataFrame:
    frame = year[name].copy()
    for column in TABLES[name].columns:
        if column.kind is not Kind.TEXT or column.name in _KEPT:
            continue
        filled = frame[column.name] != ""
        values = [next_text() if full else "" for full in filled]
        frame[column.name] = pd.array(values, dtype="str")
    return frame


def shown(text: str) -> str:
    """How a text must come out: as typed, what no reader would see as a visible escape."""
    return "".join(visible(text).split())
