"""Lists of those who must file, as workbooks, for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

HEADS = ("项目编码", "项目名称", "实施单位", "主管部门", "预算数（万元）", "报送期限", "曾用名称", "变动情况")  # fmt: skip


def write_list(path: Path, rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS) -> Path:
    """A workbook with a title, a header and rows as a user types them."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2025年度应当报送绩效自评的项目名单"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
