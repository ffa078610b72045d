"""The full report of 附件4 for a project with a departmental evaluation.

What people wrote stands under its own headings as they wrote it; computed paragraphs and tables
are put in after the sections they belong to; what is missing is marked 待补充.
"""

from __future__ import annotations

import math
from functools import cached_property

from jxanalytics.model import exact, say
from jxanalytics.model.texts import Section
from jxanalytics.narrative import grid, parts
from jxanalytics.narrative.blocks import (
    Block,
    Filed,
    Heading,
    Passage,
    paragraph,
    passage,
    ref,
)
from jxanalytics.narrative.matters import findings_box
from jxanalytics.narrative.project_facts import ProjectFacts
from jxanalytics.narrative.sentences import (
    TO_SUPPLY,
    carry_sentences,
    conclusion,
    execution_sentence,
    value,
)

KIND = "evaluation"
# Chapters of 附件4: the heading, a word by which the filed one is known, and the sections it needs,
# each known by any of its words.
OUTLINE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("一、基本情况", "基本情况",
     ("项目背景", "主要内容及实施情况", "资金投入和使用情况", "总体目标", "阶段性目标", "目标完成情况")),
    ("二、绩效评价工作开展情况", "工作开展情况",
     ("评价目的", "评价对象和范围", "评价原则", "评价指标体系", "评价方法", "评价标准", "评价工作过程")),
    ("三、综合评价情况及评价结论", "评价结论", ()),
    ("四、绩效评价指标分析", "指标分析", ("项目决策情况", "项目过程情况", "项目产出情况", "项目效益情况")),
    ("五、主要经验及做法、存在的问题及原因分析", "主要经验及做法", ("主要经验及做法", "存在的问题", "原因分析")),
    ("六、有关建议", "有关建议", ()),
    ("七、其他需要说明的问题", "其他需要说明的问题", ()),
)  # fmt: skip


class EvaluationReport:
    """部门评价报告: ``chapter(1)`` to ``chapter(7)``, cover and evaluators; shown, the whole."""

    def __init__(self, project: ProjectFacts):
        self.project = project
        self._sections = project.text("report")

    def _ipython_display_(self) -> None:
        self.passage._ipython_display_()

    @property
    def passage(self) -> Passage:
        """The whole report in order."""
        chapters = [self.chapter(number) for number in range(1, len(OUTLINE) + 1)]
        return passage(
            self.title, self.cover, self.evaluators, *chapters, self.sources, self.front_matter
        )

    @property
    def title(self) -> Passage:
        name = f"{self.project.name}部门评价报告"
        return passage(Heading(name, 1, f"sec-{self.project.id}-{KIND}"))

    @property
    def cover(self) -> Passage:
        """The cover of the report as a table, and how to read what follows."""
        project, document = self.project, self.project.document("report")
        entries = {
            "项目名称": project.name,
            "项目类别": project.row["category"],
            "实施单位": project.unit,
            "主管部门": project.department,
            "评价机构": document.get("agency", ""),
            "评价年度": f"{project.year}年",
            "落款日期": say.day(document.get("dated", "")),
        }
        rows = [[name, text or TO_SUPPLY] for name, text in entries.items()]
        table = grid.table(self._label("cover"), f"{project.name}评价报告封面",
                           [grid.text("项目", 1), grid.text("内容", 4)], rows)  # fmt: skip
        how = "以下带边线的文字为评价报告原文；其余段落和表格由填报数据计算得出，未填报的内容标明“待补充”。"
        return passage(table, paragraph(how))

    @property
    def evaluators(self) -> Passage:
        """评价人员: as listed in the report."""
        heading = self._heading("评价人员", "evaluators")
        people = self.project.evaluators
        if people.empty:
            return passage(heading, paragraph(f"评价人员名单{TO_SUPPLY}。"))
        rows = [
            [
                say.number(row["position"]),
                row["name"],
                row["organisation"],
                row["title"],
                row["signed"],
            ]
            for row in people.to_dict("records")
        ]
        columns = [grid.middle("序号", 0.6), grid.text("姓名", 1.2), grid.text("单位", 2.8),
                   grid.text("职称/职务", 2), grid.text("签名", 1)]  # fmt: skip
        note = "签名以盖章扫描件为准。"
        return passage(heading, grid.table(self._label("evaluators"), f"{self.project.name}评价人员",
                                           columns, rows, note=note))  # fmt: skip

    def chapter(self, number: int) -> Passage:
        """One of the seven chapters, as filed, completed by what is computed or marked missing."""
        title, word, needed = OUTLINE[number - 1]
        filed = self._filed(word)
        below = (*filed[1:], *(self._elsewhere() if number == len(OUTLINE) else ()))
        blocks: list[Block | Passage] = [self._heading(title, f"c{number}")]
        if filed:
            blocks += self._paragraphs(filed[0])
        else:
            blocks.append(paragraph(f"{'、'.join(needed)}{TO_SUPPLY}。"))
        blocks += self._computed(word)
        for place, section in enumerate(below, start=1):
            blocks += self._section(section, f"c{number}-{place}")
        lacking = [name for name in needed if not any(_about(name) in s.heading for s in filed)]
        for place, name in enumerate(lacking, start=1):
            if filed:
                heading = self._heading(name, f"c{number}-lacking-{place}", 3)
                blocks += [heading, paragraph(f"{TO_SUPPLY}。")]
            blocks += self._computed(name)
        return passage(*blocks)

    def _filed(self, word: str) -> tuple[Section, ...]:
        """The filed chapter of that word, the first there is; empty where there is none."""
        return next((part for part in self._parts if word in part[0].heading), ())

    @cached_property
    def _parts(self) -> list[tuple[Section, ...]]:
        """The filed report cut at its headings of the highest level."""
        headed = [section for section in self._sections if section.heading]
        top = min((section.level for section in headed), default=1)
        parts: list[list[Section]] = []
        for section in headed:
            if section.level == top or not parts:
                parts.append([])
            parts[-1].append(section)
        return [tuple(part) for part in parts]

    def _elsewhere(self) -> tuple[Section, ...]:
        """Filed sections that are none of the seven chapters: nothing that was written is lost."""
        known = {id(self._filed(word)) for _, word, _ in OUTLINE}
        return tuple(s for part in self._parts if id(part) not in known for s in part)

    @property
    def front_matter(self) -> Passage:
        """What stands before the first heading of the filed report, as filed."""
        words = tuple(
            text for s in self._sections if not s.heading for text in s.paragraphs if text.strip()
        )
        if not words:
            return passage()
        return passage(self._heading("封面及填表说明原文", "front"), Filed(words))

    def _section(self, section: Section, anchor: str) -> list[Block | Passage]:
        level = min(section.level + 1, 6)
        blocks: list[Block | Passage] = [self._heading(section.heading, anchor, level)]
        blocks += self._paragraphs(section)
        return blocks + self._computed(section.heading)

    def _paragraphs(self, section: Section) -> list[Block]:
        words = tuple(text for text in section.paragraphs if text.strip())
        return [Filed(words)] if words else []

    def _computed(self, heading: str) -> list[Block]:
        """What is computed for the section of that heading."""
        project = self.project
        if "资金投入" in heading:
            return [paragraph("经计算，", execution_sentence(project.money)), *self._funding()]
        if "指标体系" in heading and "、" not in heading:
            table = parts.rules_table(project, KIND)
            return [table] if table else []
        if "评价结论" in heading:
            told = paragraph("自评情况：", conclusion(project), self._against_self())
            return [told, *self._scores()]
        if "执行率" in heading:
            return [paragraph("经计算，", execution_sentence(project.money)),
                    paragraph("".join(carry_sentences(project.carry)))]  # fmt: skip
        if "其他需要说明" in heading and (found := findings_box(project)):
            return [paragraph("根据填报数据，下列事项请核实或说明："), *found]
        return self._level2(heading)

    def _funding(self) -> list[Block]:
        return [] if self.project.sources.empty else [parts.funding_table(self.project, KIND)]

    def _scores(self) -> list[Block]:
        if self.project.indicators.empty:
            return [paragraph(f"绩效指标及得分{TO_SUPPLY}。")]
        table = parts.score_table(self.project, KIND)
        return [paragraph("各项指标得分见", ref(table.label), "。"), table]

    def _against_self(self) -> str:
        """The department's score beside the unit's own; blank where one of them is missing."""
        others = self.project.others
        gap = value(others, "department_difference")
        if math.isnan(gap):
            return ""
        how = f"比自评{'低' if gap > 0 else '高'}{say.points(abs(gap))}" if gap else "与自评相同"
        return f"部门评价得分{say.points(value(others, 'department'))}，{how}。"

    def _level2(self, heading: str) -> list[Block]:
        """Weight, the report's points and the recomputed ones of the level-2 indicator a heading
        speaks of."""
        if "指标" not in heading:
            return []
        given = self.project.department_scores
        told = []
        for row in self.project.level2_scores.to_dict("records"):
            if row["level2"].removesuffix("指标") not in heading or math.isnan(row["score"]):
                continue
            own = f"按自评数据复算得{say.points(row['score'])}"
            points = given.loc[given["level2"] == row["level2"], "score"]
            if len(points) and points.notna().all():
                own = f"部门评价得{say.points(exact.total(points, exact.SCORE_PLACES))}，{own}"
            told.append(f"“{row['level2']}”分值{say.points(row['weight'])}，{own}。")
        return [paragraph("".join(told))] if told else []

    @property
    def sources(self) -> Passage:
        """数据来源 of the report's key figures."""
        table = parts.sources_table(self.project, KIND)
        heading = self._heading("数据来源", "sources")
        filed = value(self.project.others, "department")
        said = (
            f"部门评价总分填报{say.points(filed)}。"
            if not math.isnan(filed)
            else f"部门评价总分{TO_SUPPLY}。"
        )
        return passage(heading, paragraph(said), table, *parts.corrections(self.project))

    def _label(self, what: str) -> str:
        return parts.label(self.project, KIND, what)

    def _heading(self, text: str, what: str, level: int = 2) -> Heading:
        return Heading(text, level, f"sec-{self.project.id}-{KIND}-{what}", unnumbered=True)


def _about(name: str) -> str:
    """The words by which a filed heading is known: 评价对象和范围 is 评价目的、对象和范围 there."""
    return name.removeprefix("评价")
