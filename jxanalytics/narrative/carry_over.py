"""Chapter 结转结余: roll-forward, statistics, and what there is to ask."""

from __future__ import annotations

import math

from jxanalytics.model import say
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import (
    Inline,
    Passage,
    Table,
    bullets,
    paragraph,
    passage,
    ref,
    strong,
)
from jxanalytics.narrative.facts import LISTED, Facts, Row
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, carry_asked, value
from jxanalytics.narrative.year_tables import roll_table


class CarryOver:
    """结转结余; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """Opening to closing of all projects with a roll-forward, and who has none."""
        row = self.facts.carried
        covered, projects = int(row.get("covered", 0)), int(row.get("projects", 0))
        if not covered:
            return passage(paragraph(f"没有项目填报分来源资金，结转结余无从推算，{TO_SUPPLY}。"))
        said = {name: say.amount(value(row, name)) for name in
                ("opening", "appropriation", "executed", "closing", "closing_current", "closing_prior")}  # fmt: skip
        told = (
            f"{projects}个项目中，{covered}个可以滚动推算：上年结转{said['opening']}，"
            f"当年财政拨款{said['appropriation']}，全年执行{said['executed']}，"
            f"年末结转（推算）{said['closing']}，其中当年资金{said['closing_current']}、"
            f"以前年度资金{said['closing_prior']}。"
        )
        caution = (
            "仅凭报表不能区分结转、结余和已收回资金，本章所称结转均为推算，认定以财务对账为准。"
        )
        return passage(paragraph(told), paragraph(caution))

    @property
    def roll_forward(self) -> Passage:
        """The roll-forward of every project."""
        table = roll_table(self.facts, "carry-over", "unit" if self.facts.many else "project")
        lacking = [
            f"{row['name']}：{row['basis']}。"
            for row in self.facts.carry_over().to_dict("records")
            if math.isnan(row["closing"])
        ]
        listed = bullets(lacking[:LISTED]) if lacking else None
        others = len(lacking) - LISTED
        unlisted = paragraph(f"另有{others}个项目未列。") if others > 0 else None
        whose = "各单位资金滚动情况见" if self.facts.many else "各项目资金滚动情况见"
        more = "，各项目的见附表。" if self.facts.many else "。"
        start = paragraph(whose, ref(table.label), more)
        return passage(
            start,
            table,
            self._figure(),
            paragraph("未推算的项目：") if lacking else None,
            listed,
            unlisted,
        )

    def _figure(self) -> Passage:
        if not self.facts.carried.get("covered"):
            return passage()
        drawn = picture("carry-over-roll", self.facts, "fig-carry-over-roll")
        return passage(paragraph("上年结转到年末结转的变化见", ref(drawn.label), "。"), drawn)

    @property
    def statistics(self) -> Passage:
        """Rates of carry-over by unit and in total."""
        table = self._statistics_table()
        told = paragraph("各单位结转结余指标见", ref(table.label), "。")
        if not self.facts.carried.get("covered"):
            return passage(told, table)
        drawn = picture("carry-over-age", self.facts, "fig-carry-over-age")
        return passage(
            told, table, paragraph("年末结转按资金年度的构成见", ref(drawn.label), "。"), drawn
        )

    @property
    def follow_up(self) -> Passage:
        """What to verify, project by project."""
        asked: list[list[Inline]] = [
            [strong(f"{name}："), sentence] for name, sentence in carry_asked(self.facts)
        ]
        if not asked:
            return passage(paragraph("没有需要核实的事项。"))
        others = len(asked) - LISTED
        return passage(
            paragraph("下列事项请有关单位核实或说明："),
            bullets(asked[:LISTED]),
            paragraph(f"另有{others}项见各项目报告。") if others > 0 else None,
        )

    def _statistics_table(self) -> Table:
        listed = [row for row in self.facts.carry_over("unit").to_dict("records") if row["covered"]]
        if self.facts.carried.get("covered"):
            listed.append(self.facts.carried)
        rows = [[row["name"], *_statistics(row)] for row in listed]
        columns = [grid.text("单位", 2.4), *map(grid.figure, (
            "当年拨款执行率", "上年结转使用率", "结转结余率", "结转变动率", "可用年数"))]  # fmt: skip
        note = ("当年拨款执行率=当年拨款支出÷当年拨款；上年结转使用率=上年结转支出÷上年结转；"
                "结转结余率=年末结转÷可用资金；结转变动率=（年末结转−上年结转）÷上年结转；"
                "可用年数=年末结转÷全年执行。年末结转为推算数。")  # fmt: skip
        return grid.table("tbl-carry-over-statistics", f"{self.facts.year}年度结转结余指标", columns, rows,
                          note=note, total=bool(rows))  # fmt: skip


def _statistics(row: Row) -> list[str]:
    rates = [grid.percent(value(row, n)) for n in ("current_rate", "use_rate", "balance_rate")]
    return [*rates, say.signed_rate(value(row, "change_rate")), say.years(value(row, "cover"))]
