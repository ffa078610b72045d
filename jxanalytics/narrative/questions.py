"""What is asked of a project: its foremost findings, and what was not filed."""

from __future__ import annotations

import math

from jxanalytics.narrative.project_facts import ProjectFacts
from jxanalytics.narrative.sentences import value


def questions(project: ProjectFacts) -> list[str]:
    """The findings that stand to the fore and that nobody has explained, each in one sentence."""
    found = project.findings
    aside = found.folded(project.id) | set(found.explained)
    return [finding.message for finding in found.of(project.id) if finding.number not in aside]


def missing_items(project: ProjectFacts) -> list[str]:
    """What was not filed."""
    missing = []
    if not project.document("self_evaluation"):
        missing.append("项目支出绩效自评表（含绩效指标、自评得分和分来源资金）")
    if project.row["department_evaluation"] == "是" and not project.document("report"):
        missing.append("项目支出绩效评价报告")
    for name, label in (
        ("annual", "全年预算数"),
        ("executed", "全年执行数"),
        ("initial", "年初预算数"),
    ):
        if math.isnan(value(project.money, name)):
            missing.append(label)
    blank = {"project_code": "项目编码", "category": "项目类别", "finished": "项目是否完成"}
    missing += [label for name, label in blank.items() if not project.row[name]]
    return missing
