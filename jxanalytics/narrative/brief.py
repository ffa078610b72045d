"""呈阅件: the year on one page, for those who decide."""

from __future__ import annotations

import math
import re

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import HIGH_SCORE, LOW_RATE, SUGGESTIONS
from jxanalytics.narrative import season
from jxanalytics.narrative.blocks import Inline, Passage, bullets, passage, strong
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.overview import money_sentence
from jxanalytics.narrative.sentences import TO_SUPPLY, brief, value

# Words before a cause, and how many characters of the cause are told.
_BECAUSE = re.compile("主要是因为|主要是|主要为|原因是|由于|因为")
_CAUSE = 24
# How many projects or units one point names.
NAMED = 3


class Brief:
    """呈阅件, one page."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def points(self) -> Passage:
        """What leaders look at, a point each."""
        points = [
            ("总体情况", money_sentence(self.facts) + self._mean()),
            ("评价等级", self._grades()),
            ("执行率低于60%", self._low()),
            ("支出少而得分高", self._little_and_high()),
            ("年末未执行数", self._unexecuted()),
            ("常见疑点", self._findings()),
            ("自评与复核", self._against()),
            (
                "上年整改",
                season.last_year_sentence(self.facts)
                or f"本年度数据中没有上年问题整改台账，{TO_SUPPLY}。",
            ),
            ("下年建议", self._proposals() + season.decision_sentence(self.facts)),
        ]
        if filed := season.filing_sentence(self.facts):
            points.insert(1, ("报送情况", filed))
        told: list[list[Inline]] = [[strong(f"{name}："), said] for name, said in points if said]
        return passage(bullets(told))

    def _mean(self) -> str:
        """The mean alone; the chapter of scores says of how many projects, and the filed one."""
        mean = value(self.facts.score_summary("total"), "mean")
        return "" if math.isnan(mean) else f"复算平均得分{say.points(mean)}。"

    def _grades(self) -> str:
        told = [
            f"{row['grade']}{row['projects']}个（占{say.rate(row['projects_share'])}，"
            f"资金占{say.rate(row['annual_share'])}）"
            for row in self.facts.grades().to_dict("records")
            if row["projects"]
        ]
        return "；".join(told) + "。" if told else f"没有项目得出等级，{TO_SUPPLY}。"

    def _low(self) -> str:
        table = self.facts.execution()
        low = table[table["rate"] < LOW_RATE].sort_values(
            "unexecuted", ascending=False, kind="stable"
        )
        if low.empty:
            return "没有执行率低于60%的项目。"
        money = say.amount(exact.total(low["annual"]))
        left = say.amount(exact.total(low["unexecuted"]))
        reasons = {key: self.facts.money_reason(key)[0] for key in low["key"][:NAMED]}
        named = [
            f"{row['name']}（{say.rate(row['rate'])}，"
            f"{'填报原因：' + cause(reasons[row['key']]) if reasons[row['key']] else '原因' + TO_SUPPLY}）"
            for row in low[:NAMED].to_dict("records")
        ]
        return (
            f"{len(low)}个项目，全年预算数{money}，年末未执行数{left}，"
            f"{_foremost(named, '未执行数较大', len(low), '；')}。"
        )

    def _little_and_high(self) -> str:
        table = self.facts.project_scores
        odd = table[(table["rate"] < LOW_RATE) & (table["score"] >= HIGH_SCORE)]
        if odd.empty:
            return f"没有执行率低于60%而得分{HIGH_SCORE:g}分及以上的项目。"
        odd = odd.sort_values("annual", ascending=False, kind="stable")
        named = [
            f"{row['name']}（{say.rate(row['rate'])}，{say.points(row['score'])}）"
            for row in odd.to_dict("records")
        ]
        return f"{len(odd)}个项目，{_foremost(named, '资金较多', len(odd))}，请核实指标设置和评分依据。"

    def _unexecuted(self) -> str:
        units = self.facts.execution("unit")
        units = units[units["unexecuted"] > 0]
        whole = exact.total(units["unexecuted"])
        most = units.sort_values("unexecuted", ascending=False, kind="stable")[:NAMED]
        if most.empty:
            return "各单位没有年末未执行数。"
        shares = exact.percent(most["unexecuted"], pd.Series(whole, index=most.index))
        named = [
            f"{name}{say.amount(left)}（占{say.rate(share)}）"
            for name, left, share in zip(most["name"], most["unexecuted"], shares, strict=True)
        ]
        more = (
            f"；其余{len(units) - len(most)}个单位见“资金与执行”一章"
            if len(units) > len(most)
            else ""
        )
        return f"{'；'.join(named)}{more}。是否结转或结余，以对账为准。"

    def _findings(self) -> str:
        """The five commonest kinds of finding; nothing where nothing was checked."""
        if not self.facts.findings.checked:
            return ""
        counts = self.facts.findings.frame["title"].value_counts()
        if counts.empty:
            return "按登记的核对事项逐项核对，未发现疑点。"
        named = [f"{title}（{count}条）" for title, count in counts[counts > 1][:5].items()]
        most = f"较多的有{'、'.join(named)}" if named else f"分属{len(counts)}类，每类1条"
        return f"{int(counts.sum())}条，{most}，请有关单位核实。"

    def _against(self) -> str:
        """Self against review score, else against the department's."""
        table = self.facts.self_against
        for other, name in (("review", "复核"), ("department", "部门评价")):
            gap = f"{other}_difference"
            both = table[table[gap].notna()]
            if both.empty:
                continue
            start = "" if other == "review" else "没有复核得分；"
            return f"{start}{name}{len(both)}个项目，{_compared(both, gap, name)}。"
        return f"没有复核得分和部门评价得分，{TO_SUPPLY}。"

    def _proposals(self) -> str:
        table = self.facts.next_year
        told = []
        for suggestion in SUGGESTIONS:
            rows = table[table["suggestion"] == suggestion]
            if len(rows):
                told.append(f"{suggestion}{rows['project_id'].nunique()}个项目")
        if not told:
            return "按现有规则没有需要提出的建议。"
        return (
            f"按规则列出依据的有{'、'.join(told)}（同一项目可有多条），依据和金额见“结果应用”一章，"
            "由主管部门和财政部门研究确定。"
        )


def cause(reason: str) -> str:
    """The cause out of a filed sentence that may begin with the amount, as many of its clauses as a
    page for leaders has room for."""
    cause = _BECAUSE.split(reason, maxsplit=1)[-1]
    clauses = cause.rstrip("。；").split("，")
    most = next(
        (n for n in range(1, len(clauses)) if len("，".join(clauses[: n + 1])) > _CAUSE), None
    )
    return brief("，".join(clauses[:most]), _CAUSE)


def _compared(both: pd.DataFrame, gap: str, name: str) -> str:
    """How many scored themselves higher than others did, and by how much; lower; the same."""
    higher = both[both[gap] > 0].sort_values(gap, ascending=False, kind="stable")
    named = [f"{row['name']}（高{say.points(row[gap])}）" for row in higher.to_dict("records")]
    lower, same = int((both[gap] < 0).sum()), int((both[gap] == 0).sum())
    told = [f"自评低于{name}的{lower}个"] if lower else []
    told += [f"得分相同的{same}个"] if same else []
    if named:
        told.append(f"自评高于{name}的{len(named)}个，{_foremost(named, '相差较大', len(named))}")
    return "，".join(told)


def _foremost(named: list[str], which: str, count: int, mark: str = "、") -> str:
    """All of a few names; of many the first, and by what they are the first."""
    return f"{'为' if count <= NAMED else f'{which}的有'}{mark.join(named[:NAMED])}"
