"""应报名单 as a workbook to be edited and taken back."""

from __future__ import annotations

from jxanalytics.documents.listing import Column, List, workbook
from jxanalytics.season.proposed import HEADERS, Row

_WIDTHS = (26, 30, 16, 22, 18, 12, 12, 10, 12, 16)
_HOW = "撤销的在“变动情况”栏填“撤销”，更名的改“项目名称”并在“曾用名称”栏留下原名，新增的加行；改好后用 jxa roster 收下。"


def roster_workbook(year: int, rows: list[Row]) -> bytes:
    """The list as the bytes of an .xlsx; every cell but the amounts is text, codes keep their digits."""
    columns = tuple(
        Column(name, width, "right" if name.startswith("预算数") else "left", asked=True)
        for name, width in zip(HEADERS, _WIDTHS, strict=True)
    )
    title = f"{year}年度应当报送绩效自评的项目名单"
    return workbook([List("应报名单", title, columns, rows, above=(_HOW,))])
