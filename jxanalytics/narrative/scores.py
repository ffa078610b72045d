"""Chapter 自评结果: scores by project, unit and category, how they are spread, the scheme used."""

from __future__ import annotations

from jxanalytics.model import say
from jxanalytics.model.exact import plain
from jxanalytics.model.vocabulary import HIGH_SCORE, LOW_RATE
from jxanalytics.narrative.blocks import Passage, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.overview import score_sentence
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import TO_SUPPLY, value
from jxanalytics.narrative.year_tables import (
    annexed,
    score_groups_table,
    scores_table,
    units_rest,
)


class Scores:
    """自评结果; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def summary(self) -> Passage:
        """Mean score and grades, and the projects whose filed score differs from the rules."""
        facts = self.facts
        totals = facts.scored.totals
        differing = totals[totals["difference"].abs() > 0]["project_id"]
        names = [facts.names[str(project)] for project in differing]
        told = (
            f"自评填报总分与复算不一致的项目{len(names)}个：{say.listed(names, noun='个')}，请核实。"
            if names
            else "自评填报总分与复算结果一致。" if len(totals) else ""
        )  # fmt: skip
        return passage(paragraph(self._spread()), paragraph(told) if told else None)

    def _spread(self) -> str:
        """How the recomputed scores are spread; the sentence of the overview where there are few."""
        own, filed = self.facts.score_summary("total"), self.facts.score_summary("filed")
        scored = int(own.get("scored", 0))
        if scored < 3:
            return score_sentence(self.facts)
        said = {
            name: say.points(value(own, name)) for name in ("mean", "median", "highest", "lowest")
        }
        told = (
            f"得出复算得分的项目{scored}个：平均{said['mean']}，中位数{said['median']}，"
            f"最高{said['highest']}，最低{said['lowest']}"
        )
        return told + (
            f"；自评填报总分平均{say.points(value(filed, 'mean'))}。"
            if filed.get("scored")
            else "。"
        )

    @property
    def scheme(self) -> Passage:
        """The scheme by which scores are recomputed."""
        scheme = self.facts.scheme
        weights = "、".join(f"{name}{plain(points)}分" for name, points in scheme.weights)
        told = [
            f"名称：{scheme.name}。",
            f"依据文号：{scheme.basis or TO_SUPPLY}。",
            f"适用范围：{scheme.scope or TO_SUPPLY}。",
            f"分值：{weights}。",
            f"预算执行率：{scheme.execution.sentence}。",
            "三级指标旁写明评分规则的，按该规则计分；规则无法适用的，按填报得分计并在得分说明中注明。",
        ]
        return passage(bullets(told))

    @property
    def totals(self) -> Passage:
        """Self (filed and recomputed), department and review score of every project; of many against the money."""
        against = picture("execution-against-score", self.facts, "fig-scores-execution")
        compared = paragraph("得分与预算执行率的对照见", ref(against.label), "。", self._odd())
        if self.facts.many:
            told = paragraph("各项目得分见", annexed("scores"), "。")
            return passage(told, compared, against)
        bars = picture("scores", self.facts, "fig-scores-totals")
        table = scores_table(self.facts, "scores")
        told = paragraph("各项目得分见", ref(table.label), "和", ref(bars.label), "。")
        return passage(told, table, bars, compared, against)

    def _odd(self) -> str:
        """How many spent little and scored high; no cause is claimed."""
        table = self.facts.project_scores
        known = table.dropna(subset=["rate", "score"])
        odd = known[(known["rate"] < LOW_RATE) & (known["score"] >= HIGH_SCORE)]
        if not len(odd):
            return ""
        return f"执行率低于60%而得分90分及以上的{len(odd)}个：{say.listed(list(odd['name']), noun='个')}，请核实评分依据。"

    @property
    def by_group(self) -> Passage:
        """Scores by unit and by category."""
        facts = self.facts
        shown = facts.of_listed_units(facts.score_groups("unit"))
        units = score_groups_table(facts, "tbl-scores-unit", "各单位得分", "实施单位", shown)
        told = paragraph("各单位得分见", ref(units.label), "。", *units_rest(facts))
        if facts.many:
            return passage(told, units, paragraph("各类项目得分见", annexed("groups"), "。"))
        by = facts.score_groups("category")
        kinds = score_groups_table(facts, "tbl-scores-category", "各类项目得分", "项目类别", by)
        return passage(told, units, paragraph("各类项目得分见", ref(kinds.label), "。"), kinds)

    @property
    def grades(self) -> Passage:
        """How the scores are spread against the lines of the grades."""
        spread = picture("score-distribution", self.facts, "fig-scores-distribution")
        return passage(
            paragraph("自评得分（填报）的分布见", ref(spread.label), "。"),
            spread,
        )
