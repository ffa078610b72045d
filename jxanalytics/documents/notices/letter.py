"""退回修改通知: the letter that goes with what is returned to one unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from jxanalytics.checks import Findings, Severity
from jxanalytics.documents.notices.words import UNSIGNED, day
from jxanalytics.documents.paper import Paper
from jxanalytics.season.ledger import OPEN, STATES
from jxanalytics.season.returning import Dispatch

_HEADER = ("序号", "项目编号", "项目名称", "必须更正（条）", "请说明（条）")
_WIDTHS, _ALIGN = (8, 13, 41, 20, 18), ("center", "center", "left", "right", "right")
_NUMERALS = "一二三四"


@dataclass(frozen=True)
class Originals:
    """Names of the unit's own files with something to mend: those that go along with comments, those
    that stay because other units' forms stand in them too, those of a format without comments."""

    commented: list[str]
    shared: list[str]
    plain: list[str]


def return_letter(
    year: int,
    unit: str,
    dispatch: Dispatch,
    found: Findings,
    ledger: pd.DataFrame,
    originals: Originals,
    issuer: str,
) -> bytes:
    """The letter as the bytes of a .docx; ``ledger`` is the unit's part of `season.ledger.ledger`."""
    paper = Paper()
    paper.title(f"关于修改{year}年度\n项目支出绩效自评材料的通知")
    paper.to(f"{unit}：")
    paper.text(
        f"你单位报送的{year}年度项目支出绩效自评材料收悉。经核对，{len(dispatch.projects)}个项目的材料有"
        f"{len(dispatch.asked)}条事项需要更正或说明，现予退回（第{dispatch.round}轮）。"
        f"请于{day(dispatch.deadline)}前重新报送并逐条答复。"
    )
    parts = iter(_NUMERALS)
    paper.heading(f"{next(parts)}、需要修改的项目")
    paper.table(_HEADER, _projects(dispatch, found), _WIDTHS, _ALIGN)
    paper.heading(f"{next(parts)}、办理要求")
    for number, text in enumerate(_demands(originals), start=1):
        paper.text(f"{number}．{text}")
    if dispatch.round > 1:
        paper.heading(f"{next(parts)}、以前各轮的办理情况")
        paper.text(_progress(ledger, dispatch))
    count = len(originals.commented)
    paper.attached("疑点清单", *([f"加批注的原件（{count}份）"] if count else []))
    paper.signed(issuer or UNSIGNED, day(dispatch.sent))
    return paper.saved()


def _projects(dispatch: Dispatch, found: Findings) -> list[list[str]]:
    counts = Counter((finding.project_id, finding.severity) for finding in dispatch.asked)
    rows = [
        [str(n), project, found.names.projects[project],
         str(counts[project, Severity.ERROR]), str(counts[project, Severity.WARNING])]
        for n, project in enumerate(dispatch.projects, start=1)
    ]  # fmt: skip
    totals = [sum(f.severity is s for f in dispatch.asked) for s in (Severity.ERROR, Severity.WARNING)]  # fmt: skip
    return [*rows, ["", "", "合计", *map(str, totals)]]


def _demands(originals: Originals) -> list[str]:
    said = [
        "附件1逐条列出疑点及其位置、原文和应为。“必须更正”的，请改正原表后重新报送；“请说明”的，请在“单位答复”栏"
        "写明情况。不作修改的，请写明理由。",
        "疑点编号各轮不变，答复时请勿改动编号和轮次。改正一处涉及其他表的，请一并改正。",
    ]
    if originals.commented:
        said.append("附件2是你单位报送的原件，已在相应单元格加批注，可在其上直接修改后报送。")
    for files, why in (
        (originals.shared, "与其他单位的表同在一份文件中"),
        (originals.plain, "的格式不能加批注"),
    ):
        if files:
            said.append(f"{'、'.join(files)}{why}，不附原件，请按附件1所列位置修改。")
    return said


def _progress(ledger: pd.DataFrame, dispatch: Dispatch) -> str:
    earlier = ledger[ledger["raised_round"] < dispatch.round]
    counts = Counter(earlier["state"])
    states = "，".join(f"{state}{counts[state]}条" for state in STATES if counts[state])
    new = len(ledger[ledger["raised_round"] == dispatch.round])
    fresh = f"；本轮新提出{new}条" if new else ""
    rest = "未销号的列在本轮疑点清单中，请继续办理。" if counts[OPEN] else ""
    return f"以前各轮共提出疑点{len(earlier)}条，其中{states}{fresh}。{rest}"
