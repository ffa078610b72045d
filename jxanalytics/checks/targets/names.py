"""Names of indicators: what is measured, and nothing else. JX407–JX409, JX415."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, grouped, spot
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.registry import check
from jxanalytics.checks.targets.shared import both, indicators, named
from jxanalytics.checks.wording import quoted
from jxanalytics.model.values import MONEY_UNITS, compact

_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:亿元|万元|千元|元)")
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底)?前?|\d{4}年(?:底|内)?前?")


@check(
    "JX407",
    title="以期限作指标名称",
    rule="时效指标名称应说明何事；期限应填在年度指标值一栏。",
    severity=Severity.NOTE,
)
def date_as_name(evidence: Evidence) -> Iterator[Raised]:
    """The name of an indicator says what is measured; a deadline is a target."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    bare = {name: bool(_DATE.fullmatch(compact(name))) for name in rows["name"].unique()}
    for project, mine in grouped(rows[rows["name"].map(bare).astype(bool)], "project_id").items():
        yield Raised(
            project,
            f"{wording.names(row['name'] for row in mine)}以期限作指标名称，目标为{mine[0]['target_raw']}，"
            "请写明何事应于何时完成。",
            (*named(mine), *(spot(row, "target") for row in mine)),
            expected="名称写事项，年度指标值写期限",
            basis="指标名称只是一个日期",
        )


@check(
    "JX408",
    title="金额写在指标名称中",
    rule="成本等指标的金额应填在年度指标值、实际完成值一栏；写在名称中而以百分比作答的，无从比较。",
    severity=Severity.WARNING,
)
def amount_in_name(evidence: Evidence) -> Iterator[Raised]:
    """An amount stands in the target column, not in the name with a percentage for an answer."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    has = {name: bool(_AMOUNT.search(compact(name))) for name in rows["name"].unique()}
    wrong = rows[rows["name"].map(has).astype(bool) & ~rows["target_unit"].isin(list(MONEY_UNITS))]
    for project, mine in grouped(wrong, "project_id").items():
        told = [f"{quoted(row['name'])}目标{row['target_raw']}" for row in mine]
        yield Raised(
            project,
            f"金额写在指标名称中：{wording.told(told)}，请在年度指标值和实际完成值中填报金额。",
            (*named(mine), *both(mine)),
            expected="金额填在年度指标值一栏",
            basis="名称中有金额，年度指标值不是金额",
        )


@check(
    "JX409",
    title="同一份表中指标重名",
    rule="同一份表中同一二级指标下不应有名称相同的指标。",
    severity=Severity.WARNING,
)
def same_name(evidence: Evidence) -> Iterator[Raised]:
    """No indicator stands twice in a form."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    keys = ["document_id", "level2", "name"]
    twice = rows[rows.duplicated(keys, keep=False)]
    for (project, name), mine in grouped(twice, "project_id", "name").items():
        yield Raised(
            project,
            f"{evidence.short(mine[0]['document_id'])}中{quoted(name)}列了{len({row['indicator_id'] for row in mine})}次，"
            "请核实是否重复计分。",
            named(mine),
            expected="指标不重复",
            basis="同一二级指标下名称相同",
            key=mine[0]["indicator_id"],
        )


@check(
    "JX415",
    title="指标名称不能说明所衡量的内容",
    rule="指标名称应说明衡量什么；满意度指标应写明对什么的满意度，不能只写调查对象。",
    severity=Severity.NOTE,
)
def bare_name(evidence: Evidence) -> Iterator[Raised]:
    """A satisfaction indicator says whose satisfaction with what."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    satisfied = rows["level2"].str.contains("满意度") | rows["level1"].str.contains("满意度")
    wrong = rows[
        satisfied & ~rows["name"].str.contains("满意|评价|好评|投诉|认可|反映|反馈|测评|≥|%")
    ]
    for project, mine in grouped(wrong, "project_id").items():
        yield Raised(
            project,
            f"满意度指标{wording.names(row['name'] for row in mine)}只写了对象，请写明对何事的满意度和调查方式。",
            named(mine),
            expected="如“受训学员对培训的满意度”",
            basis="名称中没有所衡量的内容",
        )
