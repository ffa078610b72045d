"""Findings and checks as printed: lines of text, JSON, tables, and the published list of checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pandas as pd

from jxanalytics.checks.finding import Finding, Severity
from jxanalytics.checks.findings import LABELS, Findings
from jxanalytics.checks.registry import Check, Family
from jxanalytics.checks.run import registered, switchable
from jxanalytics.checks.settings import Settings

# Places shown of a finding in text; JSON and tables have them all.
_PLACES = 4
_OPENING = """\
<!-- 由 jxanalytics/checks/listing.py 根据登记的核对生成，请勿手工修改 -->

# 核对事项

`jxa check` 对每个项目逐项核对，发现的疑点注明级别、位置、原文、应为和计算依据；`jxa checks` 列出本表。

- 级别：必须更正、请说明、提示。每个项目至多{fore}条必须更正和请说明列在前面，其余折叠在后。
- 停用、改级别、改数值：在 `_quarto.yml` 的 `jxanalytics:` 下写，如

```yaml
jxanalytics:
  checks:
    前列条数: 8
    JX318: 停用
    JX502: {{级别: 提示, least: 50}}
```

- 已说明的疑点：把 `jxa check --format xlsx` 导出的清单填好“说明原因”“说明人”，存为
  `data/<年度>/explained.xlsx`；已说明的照列并注明，疑点已消失的另行提示。
"""


def findings_json(found: Findings) -> list[dict[str, Any]]:
    """What ``jxa check --format json`` prints: one object a finding."""
    hidden = {number for project in ("", *found.names.projects) for number in found.folded(project)}
    return [_finding(found, finding, finding.number in hidden) for finding in found]


def _finding(found: Findings, finding: Finding, folded: bool) -> dict[str, Any]:
    entry = found.explained.get(finding.number)
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "project": finding.project_id or None,
        "unit": finding.unit_id or None,
        "message": finding.message,
        "places": [
            {
                "document": spot.document_id,
                "place": spot.place,
                "quote": spot.quote,
                "name": found.names.documents.get(spot.document_id, ""),
            }
            for spot in finding.spots
        ],
        "expected": finding.expected,
        "basis": finding.basis,
        "number": finding.number,
        "title": found.names.titles[finding.code],
        "folded": folded,
        "explained": {"reason": entry.reason, "person": entry.person} if entry else None,
    }


def findings_table(found: Findings) -> pd.DataFrame:
    """The findings under Chinese headers, as exported; the last two columns are to be filled in."""
    table = found.frame
    table = table.assign(severity=[Severity(value).label for value in table["severity"]])
    return table[list(LABELS)].rename(columns=LABELS)


def findings_text(found: Findings, whole: bool = False) -> str:
    """The findings as lines, project by project; the folded ones too when ``whole``."""
    lines = [f"{found.year}年度疑点{_counts(list(found))}"]
    for project in ("", *found.names.projects):
        mine = found.of(project)
        if not mine:
            continue
        name = f"{project} {found.names.projects[project]}" if project else "整个年度"
        hidden = frozenset() if whole or not project else found.folded(project)
        lines += ["", f"{name}：{_counts(mine)}"]
        for finding in mine:
            if finding.number not in hidden:
                lines += _lines(found, finding)
        if hidden:
            lines.append(f"  另有{len(hidden)}条折叠，加 --all 全部列出")
    if found.gone:
        lines += ["", f"已说明而疑点不再出现的{len(found.gone)}条，可从说明文件中删去："]
        lines += [f"  {entry.number}（{entry.where}）：{entry.reason}" for entry in found.gone]
    return "\n".join(lines)


def _lines(found: Findings, finding: Finding) -> Iterator[str]:
    entry = found.explained.get(finding.number)
    state = f"（已说明：{entry.reason}，{entry.person}）" if entry else ""
    yield f"  [{finding.severity.label}] {finding.number} {finding.message}{state}"
    places = list(dict.fromkeys(map(found.place, finding.spots)))
    for place in places[:_PLACES]:
        yield f"      {place}"
    if len(places) > _PLACES:
        yield f"      ……共{len(places)}处"


def _counts(found: list[Finding] | tuple[Finding, ...]) -> str:
    told = [
        f"{severity.label}{count}条"
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in found))
    ]
    return "、".join(told) or "0条"


def checks_json(settings: Settings) -> list[dict[str, Any]]:
    """Every check with its rule, severity and numbers as configured."""
    return [
        {
            "code": check.code,
            "family": str(check.family),
            "title": check.title,
            "severity": str(settings.of(check.code).severity or check.severity),
            "rule": check.said(settings.of(check.code).numbers),
            "numbers": {**check.parameters, **settings.of(check.code).numbers},
            "on": settings.of(check.code).on,
        }
        for check in switchable(settings).values()
    ]


def checks_text(settings: Settings) -> str:
    """The list of checks with their rules in words."""
    lines = []
    for entry in checks_json(settings):
        state = "" if entry["on"] else "（已停用）"
        label = Severity(entry["severity"]).label
        lines += [f"{entry['code']} [{label}] {entry['title']}{state}", f"    {entry['rule']}"]
    return "\n".join(lines)


def checks_markdown() -> str:
    """The published list, ``docs/checks.md``: a table a family."""
    parts = [_OPENING.format(fore=Settings.fore).rstrip()]
    for family in Family:
        rows = [_row(check) for check in registered().values() if check.family is family]
        head = ["| 编码 | 级别 | 核对事项 | 规则 | 可调数值 |", "| --- | --- | --- | --- | --- |"]
        parts.append("\n".join([f"## {family}", "", *head, *rows]))
    return "\n\n".join(parts) + "\n"


def _row(check: Check) -> str:
    numbers = "、".join(f"`{name}` {value:g}" for name, value in check.parameters.items())
    rule = check.said().replace("*", "\\*").replace("_", "\\_").replace("|", "\\|")
    return f"| {check.code} | {check.severity.label} | {check.title} | {rule} | {numbers} |"


if __name__ == "__main__":
    sys.stdout.buffer.write(checks_markdown().encode())
