"""A year with a review drawn and every score sheet taken in, as `jxa review` leaves it."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from jxanalytics.cli import main
from jxanalytics.season.score_sheet import NUMBER, REASON, REVIEW, TOTAL


def review(root: Path, year: int) -> None:
    """Draw a fifth of the projects of a workspace, one a unit at least, and score each of them."""
    where = ["--year", str(year), "--root", str(root)]
    drawn = ["review", "draw", "--seed", "20250601", "--count", "20", "--per-unit", "1"]
    assert main([*drawn, *where]) == 0
    folder = root / "reports" / str(year) / "review"
    for number, path in enumerate(sorted(folder.rglob("复核评分表*.xlsx"))):
        _score(path, number % 4)
    assert main(["review", "import", str(folder), *where]) == 0


def _score(path: Path, lost: int) -> None:
    """A point off the first ``lost`` indicators, and what was not scored by its unit scored lower."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    at = {sheet.cell(rows[NUMBER], c).value: c for c in range(1, sheet.max_column + 1)}
    for row in range(rows[NUMBER] + 1, rows[TOTAL]):
        own, full = (sheet.cell(row, at[name]).value for name in ("自评得分", "分值"))
        assert isinstance(full, int | float)
        scored = own if isinstance(own, int | float) else full - 1
        less = min(scored, 1) if row <= rows[NUMBER] + lost else 0
        sheet.cell(row, at[REVIEW]).value = scored - less
        sheet.cell(row, at[REASON]).value = "佐证材料不足" if scored - less < full else None
    book.save(path)
