"""Chapter 资金与执行: execution by project, unit and source."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import LOW_RATE, SOURCES
from jxanalytics.narrative.blocks import (
    Paragraph,
    Passage,
    Table,
    bullets,
    paragraph,
    passage,
    ref,
)
from jxanalytics.narrative.facts import AMOUNTS, Facts
from jxanalytics.narrative.overview import spent
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.year_tables import (
    annexed,
    execution_table,
    units_rest,
    whole,
    without_initial,
)
from jxanalytics.statistics import project_money
from jxanalytics.statistics.carryover import TOLERANCE

# Projects a sentence names.
_NAMED = 5


class Funding:
    """资金与执行; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """Money of all projects, and which projects spent little or more than they had."""
        table = self.facts.execution()
        low = table[table["rate"] < LOW_RATE]
        low = low.sort_values("unexecuted", ascending=False, kind="stable").to_dict("records")
        over = table[table["rate"] > 100]
        over = over.sort_values("rate", ascending=False, kind="stable").to_dict("records")
        told = []
        if low:
            told.append(
                f"执行率低于{say.number(LOW_RATE)}%的项目{len(low)}个，{_rated(low, '未执行数较大')}，请说明原因。"
            )
        if over:
            told.append(
                f"执行率超过100%的项目{len(over)}个，{_rated(over, '执行率较高')}，请核实数据。"
            )
        return passage(self._money(), bullets(told) if told else None)

    def _money(self) -> Paragraph | None:
        """From the initial budget, where every project states it, to what is left."""
        total, table = self.facts.total, self.facts.execution()
        if not total:
            return None
        without = without_initial(self.facts)
        begun = f"年初预算数{say.amount(total['initial'])}（{len(without)}个项目未填报）；"
        if math.isnan(total["initial"]):
            begun = ""
        elif not without and table["annual"].notna().all():
            change = float(exact.minus([total["annual"]], [total["initial"]])[0])
            moved = f"年中调{'增' if change > 0 else '减'}{say.amount(abs(change))}"
            begun = (
                f"年初预算数{say.amount(total['initial'])}，{moved if change else '年中没有调整'}；"
            )
        return paragraph(f"{self.facts.year}年度全部项目{begun}{spent(total)}。")

    @property
    def by_project(self) -> Passage:
        """Execution of every project; of many as a picture, the table in the annex."""
        if self.facts.many:
            drawn = picture("execution-by-project", self.facts, "fig-funding-project")
            told = paragraph(
                self._spread(), "全年预算数较大的项目见", ref(drawn.label), "，全部项目见",
                annexed("summary"), "。",
            )  # fmt: skip
            return passage(told, drawn)
        table = self._passage("project", "各项目预算执行情况", "项目名称")
        return table + self._figure("project", "execution-by-project", "各项目执行率对比见")

    def _spread(self) -> str:
        """How many projects executed how much of their budget."""
        rates = self.facts.execution()["rate"]
        counts = [
            f"{words}的{int(rows.sum())}个"
            for words, rows in (
                ("超过100%", rates > 100),
                ("100%", rates == 100),
                ("90%（含）至100%", (rates >= 90) & (rates < 100)),
                (f"{say.number(LOW_RATE)}%（含）至90%", (rates >= LOW_RATE) & (rates < 90)),
                (f"低于{say.number(LOW_RATE)}%", rates < LOW_RATE),
                ("无从计算", rates.isna()),
            )
            if rows.any()
        ]
        return f"执行率{'、'.join(counts)}。"

    @property
    def by_unit(self) -> Passage:
        """Execution by unit, in the order of the unit codes."""
        table = self._passage("unit", "各单位预算执行情况", "实施单位", self._unit_spread())
        if self.facts.execution("unit").empty:
            return table
        if self.facts.many:
            return table + self._figure("unit", "unexecuted-by-unit", "各单位年末未执行数见")
        rates = picture("execution-by-unit", self.facts, "fig-funding-units")
        compared = passage(paragraph("各单位执行率对比见", ref(rates.label), "。"), rates)
        left = self._figure("unit", "unexecuted-by-unit", "各单位年末未执行数见")
        return table + compared + left

    @property
    def by_source(self) -> Passage:
        """Execution by source, of the projects that state their sources."""
        table = self.facts.execution("source")
        if table.empty or not int(table["projects"].max()):
            return passage(paragraph("没有项目填报分来源资金，资金来源情况待补充。"))
        without, unequal = self._without_sources(), self._unequal()
        note = (
            f"未填报分来源全年预算数的项目{len(without)}个（{say.listed(without, noun='个')}）不在本表内。"
            if without
            else ""
        )
        if unequal:
            note += (
                f"所填各来源之和与年度资金总额不符的项目{len(unequal)}个"
                f"（{say.listed(unequal, noun='个')}），本表按各来源数汇总。"
            )
        shown = self._table("source", "分资金来源预算执行情况", "资金来源", note)
        rated = "，".join(
            f"{row['name']}{say.rate(row['rate'])}"
            for row in table.dropna(subset=["rate"]).to_dict("records")
        )
        rates = f"执行率：{rated}。" if rated else ""
        start = paragraph(rates, "分资金来源的执行情况见", ref(shown.label), "。")
        same = "（范围与上表相同）" if without or unequal else ""
        drawn = self._figure("source", "funding", f"资金从预算到执行的过程{same}见")
        return passage(start, shown) + drawn

    def _without_sources(self) -> list[str]:
        """Projects that state no source's annual budget, so that their money is not in the table."""
        covered = self.facts.used_funding.query("source != 'total'").dropna(subset=["annual"])
        stated = set(covered["project_id"])
        return [name for key, name in self.facts.names.items() if key not in stated]

    def _unequal(self) -> list[str]:
        """Projects whose sources do not add up to their total, where both are stated."""
        money = project_money(self.facts.model)
        apart = np.zeros(len(money), dtype=bool)
        for quantity in AMOUNTS:
            parts = money[[f"{source}_{quantity}" for source in list(SOURCES)[1:]]]
            whole = exact.summed(*(parts[name].fillna(0.0) for name in parts))
            gap = np.abs(exact.minus(whole, money[f"total_{quantity}"]))
            apart |= parts.notna().any(axis=1).to_numpy() & (gap > TOLERANCE)
        return list(money.loc[apart, "name"])

    def _figure(self, by: str, name: str, said: str) -> Passage:
        if self.facts.execution(by).empty:
            return passage()
        drawn = picture(name, self.facts, f"fig-funding-{by}")
        return passage(paragraph(said, ref(drawn.label), "。"), drawn)

    def _unit_spread(self) -> str:
        """The units with the highest and the lowest rate, and the one with most left."""
        units = self.facts.execution("unit").dropna(subset=["rate"])
        if len(units) < 3 or units["rate"].nunique() < 2:
            return ""
        low, high = units.loc[units["rate"].idxmin()], units.loc[units["rate"].idxmax()]
        told = (
            f"执行率最高的是{high['name']}（{say.rate(high['rate'])}），"
            f"最低的是{low['name']}（{say.rate(low['rate'])}）"
        )
        left = units[units["unexecuted"] > 0]
        if left.empty:
            return f"{told}。"
        most = left.loc[left["unexecuted"].idxmax()]
        share = exact.percent([most["unexecuted"]], [exact.total(left["unexecuted"])])[0]
        return (
            f"{told}；年末未执行数最多的是{most['name']}，{say.amount(most['unexecuted'])}，"
            f"占{say.rate(float(share))}。"
        )

    def _passage(self, by: str, title: str, header: str, start: str = "") -> Passage:
        table = self._table(by, title, header, "")
        rest = units_rest(self.facts) if by == "unit" else ()
        return passage(paragraph(f"{start}{title}见", ref(table.label), "。", *rest), table)

    def _table(self, by: str, title: str, header: str, note: str) -> Table:
        frame = self.facts.execution(by)
        shown = self.facts.of_listed_units(frame) if by == "unit" else frame
        total = whole(self.facts, len(shown)) if by == "unit" else "合计"
        return execution_table(self.facts, f"tbl-funding-{by}", title, header, shown, frame,
                               initial=by != "source", note=note, total=total)  # fmt: skip


def _rated(rows: Sequence[Mapping[Hashable, Any]], which: str) -> str:
    """Names with their rates; of many the first, and by what they are the first."""
    named = [f"{row['name']}（{say.rate(row['rate'])}）" for row in rows]
    if len(named) <= _NAMED:
        return f"为{'、'.join(named)}"
    return f"{which}的有{'、'.join(named[:_NAMED])}"
