"""The short self-evaluation report of one project."""

from __future__ import annotations

import math
from dataclasses import replace

from jxanalytics.model import say
from jxanalytics.model.texts import under
from jxanalytics.model.vocabulary import LOW_RATE
from jxanalytics.narrative import parts
from jxanalytics.narrative.blocks import (
    Block,
    Filed,
    Heading,
    Inline,
    Note,
    Passage,
    bullets,
    paragraph,
    passage,
    ref,
    strong,
)
from jxanalytics.narrative.matters import findings_box
from jxanalytics.narrative.official import self_evaluation_form
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.project_facts import ProjectFacts
from jxanalytics.narrative.questions import missing_items
from jxanalytics.narrative.sentences import (
    NAN,
    TO_SUPPLY,
    carry_sentences,
    conclusion,
    execution_sentence,
    value,
)

KIND = "self"


class SelfReport:
    """单位自评报告: each property is a section; shown in a notebook, the whole report."""

    def __init__(self, project: ProjectFacts):
        self.project = project

    def _ipython_display_(self) -> None:
        self.passage._ipython_display_()

    @property
    def passage(self) -> Passage:
        """The whole report in order."""
        return passage(
            self.title, self.conclusion, self.funding, self.goals, self.indicators, self.points_lost,
            self.explanation, self.matters, self.follow_up, self.sources,
            self.form,
        )  # fmt: skip

    @property
    def title(self) -> Passage:
        return passage(Heading(self.project.name, 1, f"sec-{self.project.id}-{KIND}"))

    @property
    def conclusion(self) -> Passage:
        unit = self.project.unit or TO_SUPPLY
        return passage(
            paragraph("实施单位：", unit, "。"),
            paragraph(strong("结论："), conclusion(self.project)),
        )

    @property
    def funding(self) -> Passage:
        """资金与执行: the table by source and what carries over."""
        heading = self._heading("资金与执行", "funding")
        if self.project.sources.empty:
            return passage(heading, paragraph(execution_sentence(self.project.money)))
        table = parts.funding_table(self.project, KIND)
        carried = paragraph("".join(carry_sentences(self.project.carry)))
        start = paragraph("资金来源和执行情况见", ref(table.label), "。")
        return passage(heading, start, table, carried, self._waterfall())

    def _waterfall(self) -> Passage:
        """Budget to execution as a picture, where sources are stated."""
        sources = self.project.sources[self.project.sources["source"] != "total"]
        if not sources["annual"].notna().any():
            return passage()
        drawn = picture("funding", self.project.of, f"fig-{self.project.id}-{KIND}-funding")
        named = replace(drawn, caption=f"{self.project.name}资金从预算到执行")
        return passage(paragraph("资金从预算到执行的过程见", ref(named.label), "。"), named)

    @property
    def goals(self) -> Passage:
        """年度目标 and what became of it, as filed."""
        heading = self._heading("年度目标", "goals")
        sections = self.project.text("self_evaluation")
        filed: list[Block] = []
        for name in ("预期目标", "实际完成情况"):
            words = tuple(p for s in under(sections, name) for p in s.paragraphs if p.strip())
            filed.append(paragraph(strong(f"{name}（填报）")))
            filed.append(Filed(words) if words else paragraph(f"{TO_SUPPLY}。"))
        return passage(heading, *filed)

    @property
    def indicators(self) -> Passage:
        """指标完成与得分: filed and recomputed."""
        heading = self._heading("指标完成与得分", "scores")
        if self.project.indicators.empty:
            return passage(heading, paragraph(f"未收到绩效指标及得分，{TO_SUPPLY}。"))
        table = parts.score_table(self.project, KIND)
        return passage(
            heading, paragraph(_score_sentence(self.project), "见", ref(table.label), "。"), table
        )

    @property
    def points_lost(self) -> Passage:
        """扣分情况 with the reasons as filed."""
        heading = self._heading("扣分情况", "lost")
        rows = self.project.indicators
        if rows.empty or math.isnan(value(self.project.score, "total")):
            return passage(heading, paragraph(f"得分不全，扣分情况{TO_SUPPLY}。"))
        losing = rows[rows["lost"] > 0].to_dict("records")
        if not losing:
            return passage(heading, paragraph("各项指标均得满分，没有扣分。"))
        blocks: list[Block] = []
        for row in losing:
            told = (f"“{row['name']}”分值{say.points(row['weight'])}，复算得{say.points(row['score'])}，"
                    f"扣{say.points(row['lost'])}。")  # fmt: skip
            reason, document = self.project.reason(row["indicator_id"])
            asked = not reason and self._to_explain(row["role"])
            blocks.append(
                paragraph(told, f"偏差原因分析及改进措施：{TO_SUPPLY}。" if asked else "")
            )
            if reason:
                blocks.append(Filed((reason,), f"偏差原因，{document}填报"))
        return passage(heading, *blocks)

    def _to_explain(self, role: str) -> bool:
        """Whether points lost need a reason: the form has no place for that of the execution rate,
        which is asked for where the rate is low."""
        return role != "execution" or value(self.project.money, "rate") < LOW_RATE

    @property
    def explanation(self) -> Passage | None:
        """得分说明: one line a scored indicator."""
        rows = self.project.indicators
        heading = self._heading("得分说明", "explained")
        if len(rows) and rows[["actual_raw", "filed", "score"]].replace("", NAN).isna().all(
            axis=None
        ):
            none = paragraph("各项指标的实际完成值和自评得分均未填报，未计分。")
            return passage(heading, none)
        told: list[list[Inline]] = [
            [strong(f"{row['name']}："), f"{row['explanation']}。"]
            for row in rows.to_dict("records")
            if row["role"] in ("indicator", "execution")
        ]
        if not told:
            return None
        return passage(heading, bullets(told))

    @property
    def matters(self) -> Passage:
        """需要说明的事项: the findings of the checks, and 待补充."""
        found, missing = findings_box(self.project), missing_items(self.project)
        checked = "经核对，没有需要说明的疑点，" if self.project.findings.checked else ""
        none = paragraph(f"{checked}所需材料和数据齐全。")
        return passage(
            self._heading("需要说明的事项", "matters"),
            *found,
            Note(TO_SUPPLY, (bullets(missing),), "warning") if missing else None,
            none if not found and not missing else None,
        )

    @property
    def follow_up(self) -> Passage:
        """后续: what lies before the people who decide; nothing is decided here."""
        money, carry = self.project.money, self.project.carry
        listed = []
        if (left := value(money, "unexecuted")) > 0:
            known = not math.isnan(value(carry, "closing"))
            told = "结转、结余的认定以财务对账为准" if known else "资金来源补充后再行推算结转"
            listed.append(f"年末未执行数{say.amount(left)}，{told}。")
        if missing_items(self.project):
            listed.append("请补齐“待补充”所列材料和数据，补齐后本报告随数据更新。")
        listed.append("评价结果的应用（支持、优化、压减、收回等）由主管部门和财政部门研究确定。")
        return passage(self._heading("后续", "next"), bullets(listed))

    @property
    def sources(self) -> Passage:
        """数据来源: every statement of the key figures."""
        table = parts.sources_table(self.project, KIND)
        heading = self._heading("数据来源", "sources")
        stated = table or paragraph(f"没有收到任何数据，{TO_SUPPLY}。")
        return passage(heading, stated, *parts.corrections(self.project))

    @property
    def form(self) -> Passage:
        """附件2 as filed, in its official layout."""
        table = self_evaluation_form(self.project, parts.label(self.project, KIND, "form"))
        return passage(self._heading("自评表（附件2）", "form"), table) if table else passage()

    def _heading(self, text: str, what: str) -> Heading:
        return Heading(text, 2, f"sec-{self.project.id}-{KIND}-{what}", unnumbered=True)


def _score_sentence(project: ProjectFacts) -> str:
    score = project.score
    total = value(score, "total")
    if math.isnan(total):
        return f"有指标未得出得分，总分{TO_SUPPLY}，"
    return f"复算总分{say.points(total)}，等级“{score['grade']}”，"
