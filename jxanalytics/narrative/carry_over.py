"""Chapter 结转结余: roll-forward, statistics, and what there is to ask."""

from __future__ import annotations

import math

from jxanalytics.model import say
from jxanalytics.narrative.blocks import (
    Inline,
    Passage,
    bullets,
    paragraph,
    passage,
    ref,
    strong,
)
from jxanalytics.narrative.carry_tables import roll_table, short_roll_table, statistics_table
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, carry_asked, rolled, value
from jxanalytics.narrative.year_tables import annexed, units_rest

# Projects, or questions about them, that a list in the text names.
_NAMED = 5


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
        told = f"{projects}个项目中，{covered}个可以滚动推算：{rolled(row)}。"
        caution = (
            "仅凭报表不能区分结转、结余和已收回资金，本章所称结转均为推算，认定以财务对账为准。"
        )
        return passage(paragraph(told), paragraph(caution))

    @property
    def roll_forward(self) -> Passage:
        """The roll-forward of every project."""
        many = self.facts.many
        table = (
            short_roll_table(self.facts) if many else roll_table(self.facts, "tbl-carry-over-roll")
        )
        lacking = [
            f"{row['name']}：{row['basis']}。"
            for row in self.facts.carry_over().to_dict("records")
            if math.isnan(row["closing"])
        ]
        listed = bullets(lacking[:_NAMED]) if lacking else None
        others = len(lacking) - _NAMED
        unlisted = paragraph(f"另有{others}个项目未列。") if others > 0 else None
        whose = "各单位资金滚动情况见" if many else "各项目资金滚动情况见"
        more = ("，各项目的见", annexed("carry-over"), "。") if many else ("。",)
        start = paragraph(whose, ref(table.label), *more, *(units_rest(self.facts) if many else ()))
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
        facts = self.facts
        if not facts.many:
            table = statistics_table(facts, "tbl-carry-over-statistics", facts.carry_over("unit"))
            told = passage(paragraph("各单位结转结余指标见", ref(table.label), "。"), table)
        elif facts.carried.get("covered"):
            told = passage(paragraph(self._rates(), "各单位的见", annexed("units"), "。"))
        else:
            told = passage()
        if not facts.carried.get("covered"):
            return told
        drawn = picture("carry-over-age", facts, "fig-carry-over-age")
        return told + passage(
            paragraph("年末结转按资金年度的构成见", ref(drawn.label), "。"), drawn
        )

    def _rates(self) -> str:
        """The rates of all projects in one sentence."""
        row = self.facts.carried
        rates = {
            name: say.rate(value(row, f"{name}_rate")) for name in ("current", "use", "balance")
        }
        return (
            f"全部项目当年拨款执行率{rates['current']}，上年结转使用率{rates['use']}，"
            f"结转结余率{rates['balance']}，结转变动率{say.signed_rate(value(row, 'change_rate'))}，"
            f"年末结转可用{say.years(value(row, 'cover'))}（年末结转÷全年执行）。"
        )

    @property
    def follow_up(self) -> Passage:
        """What to verify, project by project."""
        asked: list[list[Inline]] = [
            [strong(f"{name}："), sentence] for name, sentence in carry_asked(self.facts)
        ]
        if not asked:
            return passage(paragraph("没有需要核实的事项。"))
        others = len(asked) - _NAMED
        return passage(
            paragraph("下列事项请有关单位核实或说明："),
            bullets(asked[:_NAMED]),
            paragraph(f"另有{others}项见各项目报告。") if others > 0 else None,
        )
