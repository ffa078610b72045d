"""A small clean year on disk and score sheets filled in, for the tests of review and results."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import docx
import openpyxl

from jxanalytics.model.store import save_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_years
from jxanalytics.season.score_sheet import NUMBER, REASON, REVIEW, TOTAL


@cache
def years() -> tuple[EvaluationYear, EvaluationYear]:
    """Two clean years of twelve projects in three units."""
    before, after = make_years((2023, 2024), 5, 12, 3)
    return before, after


def put(folder: Path) -> Path:
    """Both years below ``folder``; the folder of the later one."""
    for year in years():
        save_year(year, folder / str(year.year))
    return folder / "2024"


def fill_xlsx(path: Path, lost: Mapping[str, float], reason: str = "佐证材料不足") -> None:
    """Score a sheet in Excel: the self score less what is lost, with a reason."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    head = rows[NUMBER]
    at = {sheet.cell(head, c).value: c for c in range(1, sheet.max_column + 1)}
    for number, row in rows.items():
        if not head < row < rows[TOTAL]:
            continue
        less = lost.get(str(number), 0)
        own = sheet.cell(row, at["自评得分"]).value
        assert isinstance(own, int | float)
        sheet.cell(row, at[REVIEW]).value = own - less
        sheet.cell(row, at[REASON]).value = reason if less else None
    book.save(path)


def fill_docx(path: Path, lost: Mapping[str, float], reason: str = "佐证材料不足") -> None:
    """The same in Word."""
    document = docx.Document(str(path))
    rows = document.tables[0].rows
    at = {cell.text: place for place, cell in enumerate(rows[0].cells)}
    for row in list(rows)[1:]:
        cells = row.cells
        if cells[0].text == TOTAL:
            break
        less = lost.get(cells[0].text, 0)
        cells[at[REVIEW]].text = f"{float(cells[at['自评得分']].text) - less:g}"
        cells[at[REASON]].text = reason if less else ""
    document.save(str(path))
