"""催报通知: a letter to one unit with the projects it has not filed, or not filed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from jxanalytics.documents.notices.words import UNSIGNED, day
from jxanalytics.documents.paper import Paper
from jxanalytics.model import say
from jxanalytics.season.filing import RETURNED, UNFILED

_HEADER = ("序号", "项目编码", "项目名称", "预算数（万元）", "期限", "逾期天数")
_WIDTHS, _ALIGN = (8, 20, 32, 15, 14, 11), ("center", "left", "left", "right", "center", "right")


@dataclass(frozen=True)
class Reminder:
    """What one unit is reminded of: rows of `season.filing.filing` of that unit alone."""

    year: int
    unit: str
    rows: pd.DataFrame
    on: date
    issuer: str = ""


def to_remind(filing: pd.DataFrame, on: date) -> dict[tuple[str, str], pd.DataFrame]:
    """The rows to be reminded of, by unit (code and name): not filed, or gone back and past its term."""
    overdue = (filing["deadline"] != "") & (filing["deadline"] < on.isoformat())
    due = filing[(filing["state"] == UNFILED) | ((filing["state"] == RETURNED) & overdue)]
    return dict(iter(due.groupby(["unit_code", "unit"], sort=True)))


def reminder(one: Reminder) -> bytes:
    """The letter as the bytes of a .docx."""
    paper = Paper()
    paper.title(f"关于报送{one.year}年度\n项目支出绩效自评材料的催报通知")
    paper.to(f"{one.unit}：")
    missing = one.rows[one.rows["state"] == UNFILED]
    again = one.rows[one.rows["state"] == RETURNED]
    paper.text(
        f"截至{day(one.on)}，你单位应当报送{one.year}年度绩效自评材料的项目中，尚有"
        + "、".join(_counts(len(missing), len(again)))
        + "。请抓紧报送；因项目撤销、更名、并入等原因无需报送的，请书面说明情况。"
    )
    for number, (rows, said, term) in enumerate(
        [(r, s, t) for r, s, t in ((missing, "尚未报送的项目", "due"), (again, "退回后尚未重新报送的项目", "deadline")) if len(r)]
    ):  # fmt: skip
        paper.heading(f"{'一二'[number]}、{said}")
        paper.table(_HEADER, [_row(n, r, term, one.on) for n, r in enumerate(rows.to_dict("records"), 1)], _WIDTHS, _ALIGN)  # fmt: skip
    paper.signed(one.issuer or UNSIGNED, day(one.on))
    return paper.saved()


def _counts(missing: int, again: int) -> list[str]:
    said = [f"{missing}个项目未报送"] if missing else []
    return said + ([f"{again}个项目退回后未重新报送"] if again else [])


def _row(number: int, row: dict[object, object], term: str, on: date) -> list[str]:
    limit = str(row[term])
    late = max((on - date.fromisoformat(limit)).days, 0) if limit else ""
    amount = say.cell_amount(float(str(row["amount"])))
    return [str(number), str(row["project_code"]), str(row["name"]), amount, limit, str(late)]
