"""Chapter 结果应用: what the results suggest for next year's budget, what to return, what to disclose."""

from __future__ import annotations

import math
from collections.abc import Callable

from jxanalytics.model import exact, say
from jxanalytics.narrative import grid, season
from jxanalytics.narrative.blocks import Passage, bullets, paragraph, passage, ref
from jxanalytics.narrative.disclosure import coverage_sentence
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, value
from jxanalytics.narrative.year_tables import annexed
from jxanalytics.statistics import suggestion_summary

DECIDE = "以下由程序按规则列出依据和金额，不代替决定；支持、优化、压减、取消、收回由主管部门和财政部门研究确定。"


class Application:
    """结果应用; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def budget(self) -> Passage:
        """Suggestions by kind: projects, reasons and the amounts they name."""
        table = self.facts.next_year
        if table.empty:
            return passage(paragraph("按现有规则没有需要列出的事项。"))
        rows = [
            [
                row["suggestion"],
                str(row["projects"]),
                str(row["reasons"]),
                grid.money(row["amount"]),
            ]
            for row in suggestion_summary(table).to_dict("records")
        ]
        columns = [grid.middle("建议"), grid.figure("项目数（个）"), grid.figure("依据（条）"),
                   grid.figure("所涉金额")]  # fmt: skip
        kinds = grid.table("tbl-application-kinds", f"{self.facts.year}年度结果应用建议汇总", columns, rows,
                           unit="万元", note="同一项目可有几种建议，各行不能相加；同一项目同一建议有几条依据的，金额取其中最大的一条；“—”表示规则不涉及金额。")  # fmt: skip
        return passage(paragraph(DECIDE), kinds, self._largest(), season.decisions(self.facts))

    def _largest(self) -> Passage:
        table = self.facts.next_year
        asked = table[table["suggestion"].isin(["压减", "取消", "收回"])]
        asked = asked.sort_values("amount", ascending=False, kind="stable")
        if asked.empty:
            return passage(paragraph("没有建议压减、取消或收回的项目。"))
        # Once it is decided, the decisions stand below.
        listing = season.FEW if season.decided(self.facts) else LISTED
        rows = [
            [row["name"], row["suggestion"], row["basis"], grid.money(row["amount"])]
            for row in asked[:listing].to_dict("records")
        ]
        columns = [grid.text("项目名称", 2), grid.middle("建议", 0.7), grid.text("依据", 4),
                   grid.figure("金额", 1)]  # fmt: skip
        most = f"（金额较大的{listing}条）" if len(asked) > listing else ""
        listed = grid.table("tbl-application-asked", f"{self.facts.year}年度压减、取消、收回的依据{most}",
                            columns, rows, unit="万元")  # fmt: skip
        return passage(
            paragraph(
                "压减、取消、收回的依据见",
                ref(listed.label),
                "，全部依据见",
                annexed("next-year"),
                "。",
            ),
            listed,
        )

    @property
    def to_return(self) -> Passage:
        """Money of earlier years still unspent, by age."""
        facts = self.facts
        carried = facts.carried
        if not carried.get("covered"):
            return passage(paragraph(f"没有项目填报分来源资金，应收回资金无从推算，{TO_SUPPLY}。"))
        aged = facts.ageing()
        sums = {name: exact.total(aged[name]) for name in ("one_year", "two_years", "unknown")}
        told = [
            f"以前年度资金年末仍有{say.amount(value(carried, 'closing_prior'))}未使用（推算）{_whose(facts)}。"
        ]
        if sums["two_years"] > 0:
            told.append(
                f"其中满两年及以上{say.amount(sums['two_years'])}，疑似应收回，以对账为准。"
            )
        if sums["unknown"] > 0:
            told.append(
                f"其中{say.amount(sums['unknown'])}缺少上年数据或与上年数据不衔接，"
                "不能区分满一年与满两年，疑似应收回，以对账为准。"
            )
        return passage(bullets(told))

    @property
    def disclosure(self) -> Passage:
        """The paragraph 预算绩效情况说明 for the accounts, and which projects are disclosed."""
        projects = self.facts.model["projects"]
        told = f"预算绩效情况说明（供决算公开参考）：{coverage_sentence(self.facts)}"
        counts = projects["disclosed"].value_counts()
        decided = [
            f"{words}{counts[answer]}个"
            for answer, words in (("是", "已确定公开的项目"), ("否", "已确定不公开的项目"))
            if answer in counts
        ]
        if open_ := int(counts.get("", 0)):
            decided.append(f"是否公开尚未确定的项目{open_}个，请有关单位确定")
        return passage(paragraph(told), paragraph(f"{'，'.join(decided)}。") if decided else None)

    @property
    def last_year(self) -> Passage:
        """The year before beside this one; who changed most."""
        facts = self.facts
        if facts.before is None:
            none = paragraph(f"没有{facts.year - 1}年度的数据，不作比较。")
            return passage(none, season.rectification(facts))
        total = facts.year_on_year("total").iloc[0]
        projects = facts.year_on_year()
        counts = projects["status"].value_counts()
        kinds = "、".join(f"{status}{count}个" for status, count in counts.items())
        told = (
            f"与{facts.year - 1}年度相比，全年预算数{_moved(total['annual_change'], '增加', '减少', say.amount)}，"
            f"预算执行率由{say.rate(total['rate_before'])}变为{say.rate(total['rate'])}，"
            f"{_moved(total['rate_change'], '上升', '下降', lambda p: f'{say.number(p)}个百分点')}。项目情况：{kinds}。"
        )
        gaps = projects[projects["opening_gap"].abs() > 0.01]
        asked = (
            f"上年结转与上年年末结转（推算）不一致的项目{len(gaps)}个："
            f"{say.listed(list(gaps['name']), noun='个')}，请核对。"
            if len(gaps)
            else ""
        )
        drawn = picture("units-year-on-year", facts, "fig-application-units")
        return passage(
            paragraph(told, "各单位执行率的变动见", ref(drawn.label), "。"),
            paragraph(asked) if asked else None,
            drawn,
            season.rectification(facts),
        )


def _whose(facts: Facts) -> str:
    """The projects with money of earlier years left, by name; nothing where there are none."""
    rows = facts.carry_over()
    names = list(rows.loc[rows["closing_prior"] > 0, "name"])
    return f"，涉及{len(names)}个项目：{say.listed(names, noun='个')}" if names else ""


def _moved(change: float, up: str, down: str, speak: Callable[[float], str]) -> str:
    """A change in words: 增加3.20万元, 持平, or that it is not known."""
    if math.isnan(change):
        return "变动无从计算"
    return f"{up if change > 0 else down}{speak(abs(change))}" if change else "持平"
