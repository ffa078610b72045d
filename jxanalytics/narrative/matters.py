"""A project's findings as its reports show them: at most eight to the fore, the rest named under them."""

from __future__ import annotations

from jxanalytics.checks import Finding, Findings, Severity
from jxanalytics.narrative.blocks import Block, Inline, Note, bullets, paragraph, strong
from jxanalytics.narrative.project_facts import ProjectFacts


def findings_box(project: ProjectFacts) -> list[Block]:
    """The box of findings; empty where there are none."""
    found = project.findings
    mine = found.of(project.id)
    if not mine:
        return []
    folded = found.folded(project.id)
    fore = [finding for finding in mine if finding.number not in folded]
    rest = [finding for finding in mine if finding.number in folded]
    blocks: list[Block] = []
    if fore:
        items: list[list[Inline]] = [
            [strong(f"{f.severity.label}　"), told(found, f)] for f in fore
        ]
        blocks.append(bullets(items))
    if rest:
        blocks.append(
            paragraph("另有下列各条，逐条内容见疑点清单：" if fore else "逐条内容见疑点清单：")
        )
        named = [_named(severity, rest, found) for severity in Severity]
        blocks.append(bullets([line for line in named if line]))
    return [Note(f"疑点{len(mine)}条", tuple(blocks), "warning" if fore else "note")]


def told(found: Findings, finding: Finding) -> str:
    """A finding in one sentence with its code, and its explanation where there is one."""
    entry = found.explained.get(finding.number)
    state = f"已说明：{entry.reason}（{entry.person}）" if entry else ""
    return f"{finding.message}（{finding.code}）{state}"


def _named(severity: Severity, rest: list[Finding], found: Findings) -> list[Inline]:
    """请说明3条　没有写明评分规则、…"""
    mine = [finding for finding in rest if finding.severity is severity]
    if not mine:
        return []
    titles = list(dict.fromkeys(found.names.titles[finding.code] for finding in mine))
    return [strong(f"{severity.label}{len(mine)}条　"), f"{'、'.join(titles)}。"]
