"""A table while it is being understood: which cells were used, how a cell reads as a figure.

Every recogniser takes the cells it understands; what nobody took is listed as not understood.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from jxanalytics.grid import Cell, CellIssue, Position
from jxanalytics.intake.containers.blocks import Note, Table
from jxanalytics.intake.forms import Figure
from jxanalytics.intake.understand.words import key
from jxanalytics.model.precision import SCORE_PLACES
from jxanalytics.model.values import DASHES, UNIT_FACTORS, Value, compact, parse_value

_UNSTATED = DASHES | {"无"}
# Excel's days of 1990 to 2049 and dates typed as 20191231.
_DAYS = range(32874, 54789)
_TIMES = ("时间", "日期", "期限", "时限", "时点")


class View:
    """A table's grid with a record of the cells used and of what was noticed at them."""

    def __init__(self, table: Table):
        self.table = table
        self.grid = table.grid
        self.used: set[Cell] = set()
        self.issues: list[Note] = []
        self._starting = table.grid.starting
        self._names: dict[int, list[str]] = {}

    def starting(self, row: int) -> tuple[Cell, ...]:
        """Filled cells whose top stands in this row."""
        return self._starting[row]

    def names(self, row: int) -> list[str]:
        """The labels of ``starting(row)``, in its order."""
        found = self._names.get(row)
        if found is None:
            found = self._names[row] = [key(cell.text) for cell in self._starting[row]]
        return found

    def take(self, *cells: Cell | None) -> None:
        for cell in cells:
            if cell is not None:
                self.used.add(cell)

    def note(self, severity: str, code: str, cell: Cell, message: str) -> None:
        self.issues.append(Note(severity, code, str(cell.place), message))

    def unused(self) -> list[Cell]:
        """Filled cells nobody took."""
        used = self.used
        return [cell for row in self.grid.starting for cell in row if cell not in used]

    def place_at(self, row: int, column: int) -> Position | None:
        """The place of a position, whether or not a cell is stored there."""
        cell = self.grid.at(row, column)
        if cell is not None:
            return cell.place
        if not self.grid.rows[row]:
            return None
        beside = self._starting[row][0]
        return Position(beside.origin, beside.row, column)

    # -- figures ------------------------------------------------------------------------------

    def text(self, cell: Cell | None) -> str:
        """A cell's text, the cell taken; error cells and lost formulas are noted and blank."""
        if cell is None:
            return ""
        self.used.add(cell)
        return "" if cell.issue and self._broken(cell) else cell.text

    def amount(self, cell: Cell, unit: str | None, what: str) -> Figure:
        """Money in 万元; ``unit`` is the unit printed for it, None where none is."""
        self.used.add(cell)
        if self._broken(cell) or compact(cell.text) in _UNSTATED:
            return Figure(cell.text, place=cell.place)
        if cell.number is not None:
            return Figure(cell.text, _scaled(cell.number, unit), unit or "", place=cell.place)
        value = parsed(cell.text)
        if value.number is None or value.unit not in ("", *UNIT_FACTORS):
            self.note(
                "error", "amount_unreadable", cell, f"{what}“{shown(cell)}”不是金额，请改填数字"
            )
            return Figure(cell.text, place=cell.place)
        self._typed(cell, what)
        own = value.unit or unit
        return Figure(cell.text, _scaled(value.number, own), own or "", value.operator, cell.place)

    def score(self, cell: Cell, what: str) -> Figure:
        """A weight or score; 5分, 10% and 5 read alike."""
        self.used.add(cell)
        bare = compact(cell.text)
        if self._broken(cell) or bare in _UNSTATED:
            return Figure(cell.text, place=cell.place)
        number = None
        if cell.number is not None and "%" not in bare:
            number = cell.number
            if number != round(number, SCORE_PLACES):
                # The quotient of a formula: what the form states is what it shows.
                number = parsed(cell.text).number
        else:
            value = parsed(cell.text)
            if value.unit in ("", "分", "%"):
                number = value.number
        if number is None:
            self.note(
                "error", "score_unreadable", cell, f"{what}“{shown(cell)}”不是数字，请改填数字"
            )
        elif cell.number is None:
            self._typed(cell, what)
        return Figure(cell.text, number, place=cell.place)

    def rate(self, cell: Cell) -> Figure:
        """A percentage as displayed."""
        self.take(cell)
        if self._broken(cell) or compact(cell.text) in _UNSTATED:
            return Figure(cell.text, place=cell.place)
        value = parsed(cell.text)
        if value.number is None:
            self.note(
                "warning", "rate_unreadable", cell, f"执行率“{shown(cell)}”不是百分数，请改填"
            )
        return Figure(cell.text, value.number, value.unit, value.operator, cell.place)

    def measure(self, cells: list[Cell], what: str) -> Figure | None:
        """A target or an actual from one cell or from the pieces it is split over."""
        if not cells:
            return None
        texts = [self.text(cell) for cell in cells]
        raw = texts[0] if len(texts) == 1 else "".join(_squeezed(text) for text in texts)
        value = parsed(raw)
        for cell in cells if _about_time(what) else ():
            if (cell.numeric or isinstance(cell.origin, int)) and _is_day(cell.text):
                message = f"“{shown(cell)}”疑为以数字填写的日期，请按“2022年12月31日”填写"
                self.note("warning", "date_as_number", cell, message)
        return Figure(raw, value.number, value.unit, value.operator, cells[0].place)

    def _broken(self, cell: Cell) -> bool:
        if cell.issue == CellIssue.NO_VALUE:
            message = "公式没有保存计算结果，读不出数值，请在 Excel 中打开、重新计算并保存"
            self.note("error", CellIssue.NO_VALUE, cell, message)
        elif cell.issue == CellIssue.ERROR:
            message = f"单元格为错误值“{cell.text}”，请改正公式"
            self.note("error", CellIssue.ERROR, cell, message)
        return bool(cell.issue)

    def _typed(self, cell: Cell, what: str) -> None:
        """Note how a number was typed where that is known to go wrong later."""
        for code, said in _oddities(cell.text.strip()):
            self.note("note", code, cell, f"{what}{said}")
        if isinstance(cell.origin, str):
            said = f"{what}“{cell.text.strip()}”以文本格式保存，已按数字读取"
            self.note("note", "number_as_text", cell, said)


@lru_cache(maxsize=65536)
def parsed(text: str) -> Value:
    """``parse_value``, remembered: forms repeat 100%, — and 10 many times."""
    return parse_value(text)


@lru_cache(maxsize=4096)
def _oddities(text: str) -> tuple[tuple[str, str], ...]:
    """How a number is typed unusually: codes and what to say."""
    found = []
    if "," in text or "，" in text:
        found.append(("thousands_separator", f"“{text}”带千位分隔符，已按数字读取"))
    if "\u2212" in text or text.startswith(("(", "（")):
        found.append(("negative_sign", f"“{text}”按负数读取，请核对"))
    return tuple(found)


@lru_cache(maxsize=4096)
def _about_time(what: str) -> bool:
    return any(word in what for word in _TIMES)


def is_dash(text: str) -> bool:
    """Whether a cell says 未填: blank, —, - or /. 无 and 0 state something."""
    return compact(text) in DASHES


def shown(cell: Cell) -> str:
    text = "".join(cell.text.split())
    return text if len(text) <= 40 else text[:40] + "…"


def label(cell: Cell) -> str:
    return key(cell.text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _scaled(number: Decimal, unit: str | None) -> Decimal:
    return number if unit is None else number * UNIT_FACTORS[unit]


def _is_day(text: str) -> bool:
    bare = compact(text)
    if not bare.isdigit():
        return False
    number = int(bare) if len(bare) <= 8 else 0
    return number in _DAYS or (
        19900101 <= number <= 20991231
        and 1 <= number // 100 % 100 <= 12
        and 1 <= number % 100 <= 31
    )
