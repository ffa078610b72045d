"""已说明: a workbook of findings that people have explained, kept beside the year's data.

``data/<year>/explained.xlsx`` (or ``.csv``) has a row a finding with the columns 疑点编号, 说明原因 and
说明人; other columns may stand beside them, so that a list of findings exported by ``jxa check``
serves when its two last columns are filled in. Rows without a reason are not yet explained.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jxanalytics.errors import DataError, Fault
from jxanalytics.model.season import EXPLAINED
from jxanalytics.model.season_store import load_season

NUMBER, REASON, PERSON = "疑点编号", "说明原因", "说明人"


@dataclass(frozen=True)
class Explanation:
    """Why a finding needs no correction, and who says so; ``where`` is its row in the file."""

    number: str
    reason: str
    person: str
    where: str


def read_explained(folder: Path | None) -> list[Explanation]:
    """The explanations of a year's folder; empty where it holds no such file.

    Raises DataError with every fault: both files there, columns missing, a reason without a person
    or a number, a number twice.
    """
    found = [folder / name for name in EXPLAINED if folder and (folder / name).is_file()]
    if len(found) > 1:
        raise DataError([Fault(found[0].name, None, None, "", f"与 {found[1].name} 只留其一")])
    return _explanations(found[0]) if found else []


def accepted_answers(folder: Path | None) -> list[Explanation]:
    """Units' answers to findings that went back to them and that were accepted."""
    if folder is None:
        return []
    answers = load_season(folder)["answers"]
    rows = answers[answers["verdict"] == "认可"].to_dict("records")
    return [
        Explanation(
            row["number"], row["answer"], row["person"] or "单位", f"第{row['round']:.0f}轮答复"
        )
        for row in rows
    ]


def _explanations(path: Path) -> list[Explanation]:
    rows = _rows(path)
    header = [cell.strip() for cell in next(rows, [])]
    lacking = [name for name in (NUMBER, REASON, PERSON) if name not in header]
    if lacking:
        raise DataError([Fault(path.name, 1, name, "", "缺少此列，请补上") for name in lacking])
    columns = [header.index(name) for name in (NUMBER, REASON, PERSON)]
    faults: list[Fault] = []
    entries: dict[str, Explanation] = {}
    for line, cells in enumerate(rows, start=2):
        padded = [*cells, *[""] * len(header)]
        number, reason, person = (padded[at].strip().removeprefix("'") for at in columns)
        if not reason:
            continue
        for name, value in ((NUMBER, number), (PERSON, person)):
            if not value:
                faults.append(Fault(path.name, line, name, "", "不能留空，请补充"))
        if number in entries:
            faults.append(Fault(path.name, line, NUMBER, number, "与前面的行重复，请只留一行"))
        entries[number] = Explanation(number, reason, person, f"{path.name} 第{line}行")
    if faults:
        raise DataError(faults)
    return list(entries.values())


def _rows(path: Path) -> Iterator[list[str]]:
    if path.suffix == ".csv":
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise _unread(path, "不是 UTF-8 编码，请另存为 CSV UTF-8 或 XLSX") from error
        return csv.reader(io.StringIO(text))
    return iter(_workbook(path))


def _workbook(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    # A sheet is parsed as its rows are taken; XML that is cut off is a SyntaxError.
    damaged = (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        with contextlib.closing(book):
            rows = book.worksheets[0].iter_rows(values_only=True, max_col=64)
            return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except damaged as error:
        raise _unread(path, "不是可以打开的 Excel 工作簿，请重新另存为 XLSX") from error


def _unread(path: Path, problem: str) -> DataError:
    return DataError([Fault(path.name, None, None, "", problem)])
