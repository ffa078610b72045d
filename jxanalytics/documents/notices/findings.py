"""疑点清单: the workbook in which a unit answers, and the one in which answers are judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from jxanalytics.checks import Finding, Findings
from jxanalytics.documents.listing import Column, List, workbook
from jxanalytics.season.answers import ANSWER, JUDGE, NUMBER, PERSON, ROUND, VERDICT
from jxanalytics.season.ledger import ACCEPTED, ANSWERED, REFUSED
from jxanalytics.season.returning import Dispatch

Say = Callable[[str], str]
_FINDING = (
    Column(NUMBER, 15), Column(ROUND, 5, "center"), Column("项目名称", 14), Column("级别", 9, "center"),
)  # fmt: skip
_ASKED = (Column("疑点", 32), Column("位置和原文", 24), Column("应为（依据）", 20))
_ANSWERS = (Column(ANSWER, 26, asked=True), Column(PERSON, 8, asked=True))
_HOW = (
    "填写办法：“必须更正”的请改正原表后重新报送，“请说明”的请在“单位答复”栏写明情况；不作修改的写明理由。"
    "疑点编号和轮次用于对应答复，请勿改动，也不要增删栏目。"
)


def findings_workbook(
    year: int, dispatch: Dispatch, found: Findings, ledger: pd.DataFrame, say: Say
) -> bytes:
    """The findings of one dispatch to be answered, hints beside them, and how the earlier ones stand.

    ``ledger`` is the unit's part of `season.ledger.ledger`; ``say`` takes other units' names out.
    """
    title = f"{year}年度绩效自评疑点清单（第{dispatch.round}轮）"
    asked = [_row(f, dispatch, found, say) for f in _fore_first(dispatch, found)]
    sheets = [
        List(
            "疑点清单", title, (*_FINDING, *_ASKED, *_ANSWERS),
            [[*row, "", ""] for row in asked], above=(_HOW,),
        ),
    ]  # fmt: skip
    if dispatch.hints:
        rows = [_row(finding, dispatch, found, say) for finding in dispatch.hints]
        sheets.append(List("提示", "提示（供参考，不需答复）", (*_FINDING, *_ASKED), rows))
    if dispatch.round > 1:
        sheets.append(_earlier(ledger[ledger["raised_round"] < dispatch.round], say))
    return workbook(sheets)


def _fore_first(dispatch: Dispatch, found: Findings) -> list[Finding]:
    """What is asked, project by project; within each what stands to the fore before the rest."""
    order = {project: n for n, project in enumerate(dispatch.projects)}
    folded = {number for project in order for number in found.folded(project)}
    return sorted(dispatch.asked, key=lambda f: (order[f.project_id], f.number in folded))


def _row(finding: Finding, dispatch: Dispatch, found: Findings, say: Say) -> list[Any]:
    return [
        finding.number,
        dispatch.round,
        found.names.projects.get(finding.project_id, ""),
        finding.severity.label,
        say(finding.message),
        "\n".join(map(found.place, finding.spots)),
        say(f"{finding.expected}\n（{finding.basis}）" if finding.basis else finding.expected),
    ]


def _earlier(rows: pd.DataFrame, say: Say) -> List:
    columns = (
        Column(NUMBER, 15), Column("项目名称", 16), Column("提出轮次", 8, "center"), Column("疑点", 40),
        Column(ANSWER, 34), Column(VERDICT, 10, "center"), Column("状态", 10, "center"),
    )  # fmt: skip
    lines = [
        [r["number"], r["name"], r["raised_round"], say(r["message"]), r["answer"], r["verdict"], r["state"]]
        for r in rows.to_dict("records")
    ]  # fmt: skip
    return List("以前各轮办理情况", "以前各轮疑点办理情况", columns, lines)


def answers_workbook(year: int, ledger: pd.DataFrame) -> bytes:
    """Answers waiting for a verdict, all units together: for the office that sends out, not for units."""
    columns = (
        Column(NUMBER, 15), Column(ROUND, 5, "center"), Column("实施单位", 14), Column("项目名称", 14),
        Column("级别", 9, "center"), Column("疑点", 32), Column(ANSWER, 32), Column(PERSON, 8),
        Column(VERDICT, 10, "center", asked=True, choices=(ACCEPTED, REFUSED)), Column(JUDGE, 10, asked=True),
    )  # fmt: skip
    waiting = ledger[ledger["state"] == ANSWERED]
    lines: list[Sequence[Any]] = [
        [r["number"], r["answer_round"], r["unit"], r["name"], _LEVELS[r["severity"]], r["message"], r["answer"], r["person"], "", ""]
        for r in waiting.to_dict("records")
    ]  # fmt: skip
    how = f"在“{VERDICT}”栏填“{ACCEPTED}”或“{REFUSED}”，存盘后用 jxa answers 收回；认可的即销号，不认可的下一轮再次退回。"
    return workbook(
        [List("答复审核", f"{year}年度绩效自评疑点答复审核表", columns, lines, above=(how,))]
    )


_LEVELS = {"error": "必须更正", "warning": "请说明", "note": "提示"}
