"""Chapter 自评结果: scores by project, unit and category, how they are spread, the scheme used."""

from __future__ import annotations

from jxanalytics.model import say
from jxanalytics.model.exact import plain
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Passage, Table, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.overview import grade_sentence, score_sentence
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.sentences import LOW, TO_SUPPLY
from jxanalytics.narrative.year_tables import scores_table


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
        return passage(paragraph(score_sentence(facts), grade_sentence(facts)),
                       paragraph(told) if told else None)  # fmt: skip

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
        """Self (filed and recomputed), department and review score of every project; of many a picture."""
        bars = picture("scores", self.facts, "fig-scores-totals")
        against = picture("execution-against-score", self.facts, "fig-scores-execution")
        table = None if self.facts.many else scores_table(self.facts, "scores")
        told = (
            paragraph("各项目得分见", ref(table.label), "和", ref(bars.label), "。")
            if table
            else paragraph("各项目得分见", ref(bars.label), "，全部项目见附表。")
        )
        return passage(
            told,
            *([table] if table else []),
            bars,
            paragraph("得分与预算执行率的对照见", ref(against.label), "。", self._odd()),
            against,
        )

    def _odd(self) -> str:
        """How many spent little and scored high; no cause is claimed."""
        table = self.facts.project_scores
        known = table.dropna(subset=["rate", "score"])
        odd = known[(known["rate"] < LOW) & (known["score"] >= 90)]
        if not len(odd):
            return ""
        return f"执行率低于60%而得分90分及以上的{len(odd)}个：{say.listed(list(odd['name']), noun='个')}，请核实评分依据。"

    @property
    def by_group(self) -> Passage:
        """Scores by unit and by category."""
        units = self._group_table("unit", "各单位得分", "实施单位")
        kinds = self._group_table("category", "各类项目得分", "项目类别")
        return passage(
            paragraph("各单位得分见", ref(units.label), "，各类项目得分见", ref(kinds.label), "。"),
            units,
            kinds,
        )

    def _group_table(self, by: str, title: str, header: str) -> Table:
        rows = [
            [row["name"], str(row["projects"]), str(row["scored"]),
             *(grid.points(row[name]) for name in ("mean", "median", "lowest", "highest"))]
            for row in self.facts.score_groups(by).to_dict("records")
        ]  # fmt: skip
        columns = [grid.text(header, 2.4), *map(grid.figure, (
            "项目数（个）", "有得分（个）", "平均分", "中位数", "最低分", "最高分"))]  # fmt: skip
        return grid.table(f"tbl-scores-{by}", f"{self.facts.year}年度{title}（复算）", columns, rows,
                          note="没有得分的项目不参与平均；—表示没有得分。")  # fmt: skip

    @property
    def grades(self) -> Passage:
        """How the scores are spread against the lines of the grades."""
        spread = picture("score-distribution", self.facts, "fig-scores-distribution")
        return passage(
            paragraph(
                grade_sentence(self.facts), "自评得分（填报）的分布见", ref(spread.label), "。"
            ),
            spread,
        )
