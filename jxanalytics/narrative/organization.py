"""Chapter 组织开展情况: who had to file, what came in, who evaluated."""

from __future__ import annotations

import pandas as pd

from jxanalytics.model import say
from jxanalytics.model.vocabulary import DOCUMENT_KINDS
from jxanalytics.narrative.blocks import Passage, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.sentences import TO_SUPPLY
from jxanalytics.narrative.year_tables import annexed, coverage_table


class Organization:
    """组织开展情况; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts

    @property
    def scope(self) -> Passage:
        """How many projects and units, and how many forms and reports came in, by kind."""
        model = self.facts.model
        projects, documents = model["projects"], model["documents"]
        counts = documents["kind"].value_counts()
        came = [
            f"{name}{counts[kind]}份" for kind, name in DOCUMENT_KINDS.items() if kind in counts
        ]
        told = [
            f"纳入{self.facts.year}年度绩效自评的项目{len(projects)}个{self.facts.of_them}，涉及实施单位"
            f"{projects['unit_id'].nunique()}个。",
            f"收到{'、'.join(came)}。" if came else f"没有收到表格和报告，{TO_SUPPLY}。",
        ]
        dated = documents.loc[documents["dated"] != "", "dated"]
        if len(dated):
            first, last = say.day(dated.min()), say.day(dated.max())
            told.append(
                f"材料落款日期{f'自{first}至{last}' if first != last else f'均为{first}'}。"
            )
        for column, name in (
            ("department_evaluation", "部门评价"),
            ("bureau_evaluation", "财政评价"),
        ):
            chosen = projects[projects[column] == "是"]
            if len(chosen):
                told.append(f"开展{name}的项目{len(chosen)}个{self._unreported(column, chosen)}。")
        return passage(bullets(told))

    def _unreported(self, column: str, chosen: pd.DataFrame) -> str:
        """Who has a departmental evaluation and no report of it."""
        documents = self.facts.model["documents"].query("kind == 'report'")
        missing = chosen.loc[~chosen["project_id"].isin(documents["project_id"]), "name"]
        if column != "department_evaluation" or missing.empty:
            return ""
        return f"，其中未收到评价报告的{len(missing)}个（{say.listed(list(missing), noun='个')}）"

    @property
    def coverage(self) -> Passage:
        """Per unit: projects, forms received, scores, departmental evaluations."""
        facts = self.facts
        missing = self.facts.without_form
        told = (
            f"未收到自评表的项目{len(missing)}个：{say.listed(missing, noun='个')}，{TO_SUPPLY}。"
            if missing
            else "各项目的自评表均已收到。"
        )
        if facts.many:
            return passage(paragraph(told, "各单位自评开展情况见", annexed("units"), "。"))
        table = coverage_table(facts, "organization")
        return passage(paragraph("各单位自评开展情况见", ref(table.label), "。", told), table)

    @property
    def evaluators(self) -> Passage:
        """How many people evaluated, and what the reports say of the evaluating body; no names."""
        model = self.facts.model
        people, reports = model["evaluators"], model["documents"].query("kind == 'report'")
        if people.empty and reports.empty:
            return passage(paragraph(f"没有收到评价报告，评价人员和评价机构{TO_SUPPLY}。"))
        agencies = list(dict.fromkeys(name for name in reports["agency"] if name))
        told = f"收到评价报告{len(reports)}份，列明评价人员的{people['document_id'].nunique()}份，共{len(people)}人次。"
        by = (
            f"评价机构为{say.listed(agencies, noun='个')}。"
            if agencies
            else f"报告未写明评价机构的，{TO_SUPPLY}。"
        )
        return passage(paragraph(told, by))
