"""The figures behind a picture: files beside the HTML book, and a table for readers who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from jxanalytics.model.exact import plain
from jxanalytics.model.sheets import to_csv, to_xlsx
from jxanalytics.narrative.markdown import literal_html

FOLDER = "downloads"
# A page shows so many rows; the files hold all.
_SHOWN = 60
_TWO_PLACES = ("（万元）", "（亿元）", "（%）")


def data_of(data: Mapping[str, Any], label: str, caption: str, files: dict[str, bytes]) -> str:
    """Adds a CSV and an XLSX file to ``files``; returns the Markdown that leads to them in HTML only."""
    columns, rows = list(data["columns"]), list(data["rows"])
    if not rows:
        return ""
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    stem = f"{FOLDER}/{label}"
    files[f"{stem}.csv"] = to_csv(table)
    files[f"{stem}.xlsx"] = to_xlsx({"图中数据": table})
    more = f"<p>共{len(rows)}行，此处列前{_SHOWN}行，全部见文件。</p>" if len(rows) > _SHOWN else ""
    links = " ".join(
        f'<a href="{stem}.{ending}" download>{name}</a>'
        for ending, name in (("csv", "CSV"), ("xlsx", "Excel"))
    )
    body = (
        f'<details class="figure-data"><summary>图中数据</summary>\n<p>下载：{links}</p>\n'
        f'<div class="table-frame" tabindex="0" role="group" aria-label="{literal_html(caption)}：图中数据">\n'
        f"{_table(columns, rows[:_SHOWN])}</div>{more}\n</details>"
    )
    return f'\n\n::: {{.content-visible when-format="html"}}\n\n```{{=html}}\n{body}\n```\n\n:::'


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    head = "".join(f'<th scope="col">{literal_html(name)}</th>' for name in columns)
    body = "".join("<tr>" + "".join(map(_cell, row, columns)) + "</tr>\n" for row in rows)
    return f'<table class="jx-table">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n'


def _cell(value: Any, column: str) -> str:
    """A cell; money and rates with two places, as everywhere in the book."""
    if isinstance(value, str):
        return f"<td>{literal_html(value)}</td>"
    shown = "—" if value is None else plain(value, 2 if column.endswith(_TWO_PLACES) else None)
    return f'<td style="text-align: right">{shown}</td>'
