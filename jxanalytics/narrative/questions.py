"""What a project's figures give cause to ask, and what was not filed. Asked, never asserted."""

from __future__ import annotations

import math

from jxanalytics.model import say
from jxanalytics.narrative.project_facts import ProjectFacts
from jxanalytics.narrative.sentences import carry_questions, value

# Filed and computed rates may differ by this much when printed at two places, in percentage points.
TOLERANCE = 0.015


def questions(project: ProjectFacts) -> list[str]:
    """What the figures give cause to ask, each in one sentence."""
    asked = carry_questions(project.carry) if project.carry else []
    computed = value(project.money, "rate")
    funding = project.of.model["funding"]
    mine = funding[(funding["project_id"] == project.id) & (funding["source"] == "total")]
    for row in mine[mine["rate"].notna()].to_dict("records"):
        if not math.isnan(computed) and abs(row["rate"] - computed) > TOLERANCE:
            document = project.of.document_name(row["document_id"])
            asked.append(
                f"{document}填报执行率{row['rate_raw']}，按采用的预算数、执行数计算为{say.rate(computed)}，请核实。"
            )
    difference = value(project.score, "difference")
    if not math.isnan(difference) and difference != 0:
        filed, total = value(project.score, "filed"), value(project.score, "total")
        asked.append(f"自评总分填报{say.points(filed)}，复算{say.points(total)}，请核实各项得分。")
    for row in project.indicators.to_dict("records"):
        if "自相矛盾" in row["note"]:
            asked.append(f"“{row['name']}”的评分{row['note'].split('；')[0]}，请核实规则。")
    return asked


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
