"""A table while it is being understood: which cells were used, how a cell reads as a figure.

Every recogniser takes the cells it understands; what nobody took is listed as not understood.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from jxanalytics.grid import Cell, CellIssue
from jxanalytics.intake.containers.blocks import Note, Table
from jxanalytics.intake.forms import Figure, Place
from jxanalytics.intake.understand.said import Said, said
from jxanalytics.model.precision import SCORE_PLACES
from jxanalytics.model.values import UNIT_FACTORS

_TIMES = ("时间", "日期", "期限", "时限", "时点")

# Figure(…) with every field given, at half the cost: a form has a hundred.
make_figure: Callable[[tuple[str, Decimal | None, str, str, Place | None]], Figure]
make_figure = partial(tuple.__new__, Figure)


class View:
    """A table's grid with a record of the cells used and of what was noticed at them.

    ``starting`` are the filled cells by the row in which their top stands; ``said`` is what each
    of them says.
    """

    def __init__(self, table: Table):
        self.table = table
        self.grid = table.grid
        self.starting = table.grid.starting
        self.said: list[list[Said]] = [[said[cell.text] for cell in row] for row in self.starting]
        self.used: set[Cell] = set()
        self.issues: list[Note] = []

    def take(self, *cells: Cell | None) -> None:
        for cell in cells:
            if cell is not None:
                self.used.add(cell)

    def note(self, severity: str, code: str, cell: Cell, message: str) -> None:
        self.issues.append(Note(severity, code, str(cell.place), message))

    def unused(self) -> list[Cell]:
        """Filled cells nobody took."""
        used = self.used
        return [cell for row in self.starting for cell in row if cell not in used]

    def unit_stated(self) -> str | None:
        """The unit of money that the first line to do so states for the table; None where none does."""
        return next((told.unit for row in self.said for told in row if told.unit), None)

    def place_at(self, row: int, column: int) -> Cell:
        """The cell at a position of the grid; a blank one where none is stored."""
        beside = self.starting[row][0]
        return self.grid.at(row, column) or Cell("", beside.row, column, beside.origin)

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
        text, number = cell.text, cell.number
        told = said[text]
        if (cell.issue and self._broken(cell)) or told.unstated:
            return make_figure((text, None, "", "", cell))
        if number is not None:
            return make_figure((text, _scaled(number, unit), unit or "", "", cell))
        value = told.value
        if value.number is None or value.unit not in ("", *UNIT_FACTORS):
            self.note(
                "error", "amount_unreadable", cell, f"{what}“{shown(cell)}”不是金额，请改填数字"
            )
            return make_figure((text, None, "", "", cell))
        self._typed(cell, told, what)
        own = value.unit or unit
        return make_figure((text, _scaled(value.number, own), own or "", value.operator, cell))

    def score(self, cell: Cell, what: str) -> Figure:
        """A weight or score; 5分, 10% and 5 read alike."""
        self.used.add(cell)
        text, number = cell.text, cell.number
        told = said[text]
        if (cell.issue and self._broken(cell)) or told.unstated:
            return make_figure((text, None, "", "", cell))
        if number is None or "%" in told.bare:
            number = told.points
        elif number != told.points and number != round(number, SCORE_PLACES):
            # The quotient of a formula: what the form states is what it shows.
            number = told.value.number
        if number is None:
            self.note(
                "error", "score_unreadable", cell, f"{what}“{shown(cell)}”不是数字，请改填数字"
            )
        elif cell.number is None and (told.oddities or isinstance(cell.origin, str)):
            self._typed(cell, told, what)
        return make_figure((text, number, "", "", cell))

    def rate(self, cell: Cell) -> Figure:
        """A percentage as displayed."""
        self.used.add(cell)
        told = said[cell.text]
        if (cell.issue and self._broken(cell)) or told.unstated:
            return Figure(cell.text, place=cell)
        value = told.value
        if value.number is None:
            self.note(
                "warning", "rate_unreadable", cell, f"执行率“{shown(cell)}”不是百分数，请改填"
            )
        return Figure(cell.text, value.number, value.unit, value.operator, cell)

    def measure(self, cells: list[Cell], what: str) -> Figure:
        """A target or an actual from one cell or from the pieces it is split over."""
        raw = self.text(cells[0])
        if len(cells) > 1:
            raw = "".join([squeezed(raw), *[squeezed(self.text(cell)) for cell in cells[1:]]])
        for cell in cells:
            if said[cell.text].day and any(word in what for word in _TIMES):
                self._day(cell)
        value = said[raw].value
        return make_figure((raw, value.number, value.unit, value.operator, cells[0]))

    def _day(self, cell: Cell) -> None:
        # A text in a sheet was meant as it stands.
        if cell.number is not None or isinstance(cell.origin, int):
            message = f"“{shown(cell)}”疑为以数字填写的日期，请按“2022年12月31日”填写"
            self.note("warning", "date_as_number", cell, message)

    def _broken(self, cell: Cell) -> bool:
        if cell.issue == CellIssue.NO_VALUE:
            message = "公式没有保存计算结果，读不出数值，请在 Excel 中打开、重新计算并保存"
            self.note("error", CellIssue.NO_VALUE, cell, message)
        elif cell.issue == CellIssue.ERROR:
            message = f"单元格为错误值“{cell.text}”，请改正公式"
            self.note("error", CellIssue.ERROR, cell, message)
        return bool(cell.issue)

    def _typed(self, cell: Cell, told: Said, what: str) -> None:
        """Note how a number was typed where that is known to go wrong later."""
        for code, message in told.oddities:
            self.note("note", code, cell, f"{what}{message}")
        if isinstance(cell.origin, str):
            message = f"{what}“{cell.text.strip()}”以文本格式保存，已按数字读取"
            self.note("note", "number_as_text", cell, message)


def shown(cell: Cell) -> str:
    text = squeezed(cell.text)
    return text if len(text) <= 40 else text[:40] + "…"


def table_not_understood(view: View) -> Note:
    """A table without any part of a form in it."""
    table = view.table
    if not table.nested:
        message = f"{table.label}不是可识别的绩效表格，未读取"
        return Note("note", "table_not_understood", table.place, message)
    # What stands in it is told: the table around it was read without it.
    held = "、".join(shown(cell) for row in view.starting for cell in row)
    held = held if len(held) <= 60 else held[:60] + "…"
    message = f"套在{table.label}单元格或文本框里的小表（{held}）未采用，请核对"
    return Note("note", "table_not_understood", table.place, message)


def not_understood(cell: Cell) -> Note:
    """A filled cell nobody took."""
    return Note("note", "not_understood", str(cell.place), f"“{shown(cell)}”未能识别，未采用")


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _scaled(number: Decimal, unit: str | None) -> Decimal:
    return number if unit is None else number * UNIT_FACTORS[unit]
