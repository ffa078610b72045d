"""Closing carry-over by age: how long the money has been waiting."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from jxanalytics.charts import look
from jxanalytics.charts.bars import Bar, Plan, bar_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.words import (
    SOURCE,
    figure,
    kept,
    money_cell,
    money_left_out,
    money_unit,
    name_of,
    sentence,
    titled,
)
from jxanalytics.model import exact, say
from jxanalytics.statistics import labelled

# Oldest first: column of `statistics.ageing`, what readers call it, and its filling.
_AGES = (
    ("two_years", "满两年及以上", look.Fill(look.BRICK, look.HATCHED)),
    ("unknown", "满一年及以上（不能区分）", look.Fill(look.OCHRE, look.HATCHED)),
    ("one_year", "满一年", look.Fill(look.TEAL)),
    ("current", "当年", look.Fill(look.BLUE)),
)
_OLD = ("two_years", "unknown", "one_year")


@drawn
def carry_over_by_age(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Closing carry-over by age: this year's money, one year old, two years and older; a bar a unit.

    ``table``: `statistics.ageing` by unit or project, filtered or not. Ages that do not occur are
    left out. When there are more rows than fit, those with most have a bar, the note says what the
    others come to. Money of earlier years unspent is 疑似应收回, subject to the accounts.
    """
    chosen = look.size_of(size)
    known = table[table["closing"].notna()]
    columns = ["name", *(name for name, _, _ in _AGES), "closing"]
    rows, rest = kept(known, chosen, "closing")
    unit = money_unit(list(rows["closing"]))
    ages = [age for age in _AGES if (known[age[0]] != 0).any()]
    bars = [
        Bar(
            str(row["name"]),
            [(figure(row, name), fill) for name, _, fill in ages if figure(row, name)],
            money_cell(figure(row, "closing"), unit),
        )
        for row in rows.to_dict("records")
    ]
    shown = rows[columns].to_dict("records")
    if len(rest):
        sums = {name: exact.total(rest[name]) for name in columns[1:]}
        shown.append({"name": f"其余{len(rest)}个", **sums})
    title = titled("年末结转资金年限", year)
    old = any(name in _OLD for name, _, _ in ages)
    notes = [
        money_left_out(rest["closing"], "个"),
        "年末结转为推算数，以对账为准",
        "满两年的疑似应收回" if old else "",
    ]
    plan = Plan(
        bars, legend=[(said, fill) for _, said, fill in ages], unit=f"单位：{unit[0]}",
        note="；".join(filter(None, notes)),
    )  # fmt: skip
    said = [
        f"{name_of(row['name'])}{say.amount(figure(row, 'closing'))}{_aged(row)}" for row in shown
    ]
    whole: Mapping[Hashable, object] = {name: exact.total(known[name]) for name in columns[1:]}
    alt = (
        f"条形图，{title}。{sentence(said)}。合计{say.amount(figure(whole, 'closing'))}{_aged(whole)}。"
        if len(known)
        else f"{title}：无可用数据。"
    )
    data = labelled(pd.DataFrame(shown, columns=columns))
    return bar_chart(Caption("carry-over-by-age", title, source, alt, data), plan, chosen, heading)


def _aged(row: Mapping[Hashable, object]) -> str:
    """The ages other than this year's, in brackets; nothing where there are none."""
    said = [f"{words}{say.amount(figure(row, name))}" for name, words, _ in _AGES
            if name in _OLD and figure(row, name)]  # fmt: skip
    return f"（其中{'、'.join(said)}）" if said else ""
