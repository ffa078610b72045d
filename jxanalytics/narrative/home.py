"""The start page: key figures as a short table, and how to read the book."""

from __future__ import annotations

from jxanalytics.model import say
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Passage, bullets, passage
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.sentences import value


class Home:
    """首页; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def key_figures(self) -> Passage:
        """The year in one table."""
        facts = self.facts
        total, carried, scores = facts.total, facts.carried, facts.score_summary()
        scored = int(scores.get("scored", 0))
        mean = say.points(value(scores, "mean")) if scored else "—"
        entries = [
            ["项目数", f"{len(facts.model['projects'])}个"],
            ["全年预算数", say.amount(value(total, "annual"))],
            ["全年执行数", say.amount(value(total, "executed"))],
            ["预算执行率（汇总率）", say.rate(value(total, "rate"))],
            ["年末未执行数", say.amount(value(total, "unexecuted"))],
            ["其中：以前年度资金结转（推算）", say.amount(value(carried, "closing_prior"))],
            ["平均得分（复算）", f"{mean}（{scored}个项目）"],
            ["评价等级（复算）", _grades(facts)],
        ]
        columns = [grid.text("指标", 2), grid.text("数值", 2)]
        table = grid.table("tbl-home-figures", f"{facts.year}年度主要数据", columns, entries)
        return passage(table)

    @property
    def reading(self) -> Passage:
        """How to read the book."""
        told = [
            "“总体情况”各章汇总全部项目的资金、结转结余和自评结果。",
            "“项目绩效自评报告”每个项目一章；开展部门评价的项目另有部门评价报告。",
            "带边线的文字为填报原文，未作改动；其余数据均由填报数据计算，与填报数不一致的在报告中列明。",
            "标明“待补充”的内容未填报；标明“推算”的数据以财务对账为准。",
        ]
        return passage(bullets(told))


def _grades(facts: Facts) -> str:
    told = [
        f"{row['grade']}{row['projects']}个"
        for row in facts.grades().to_dict("records")
        if row["projects"]
    ]
    return "、".join(told) or "—"
