"""The money section of a form, whichever way it is laid out.

Understood alike: sources as rows under quantities, quantities as rows under sources, and labels
with the amount beside them (预算数：100　执行数：90), with or without headings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Figure, FundingRow
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.columns import Column, Header, read_header, take_header
from jxanalytics.intake.understand.units import unit_of_heading
from jxanalytics.intake.understand.view import View, is_dash, label, parsed
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES

MONEY = tuple(FUNDING_QUANTITIES)
# Quantities whose label alone makes a row one of the section.
_LEADS = (*MONEY, "arrived", "rate")
_GENERAL = ("财政拨款", "财政资金", "当年", "本年")


@dataclass
class Drafted:
    """A row of money while the section is read."""

    source: str
    label: str
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class FundingPart:
    """A money section as read: cells by source and quantity, and the units printed in it."""

    rows: tuple[Drafted, ...]
    heads: dict[str, Cell]
    units: dict[str, str]
    unit: str | None
    end: int


def read_funding(view: View, row: int) -> FundingPart | None:
    """The money section that begins in a row; None where none does."""
    header = _header(view, row)
    if header is not None and not _numbers(view, row):
        if _sideways(view, header):
            return _read_sideways(view, row, header)
        return _read(view, row, header)
    return _read(view, row, None) if _begins(view, row) else None


def _header(view: View, row: int) -> Header | None:
    roles = [words.funding_column(name) for name in view.names(row)]
    sources = sum(bool(words.source(name)) for name in view.names(row))
    money = sum(role in MONEY or role == "arrived" for role in roles)
    if (money >= 1 and len([r for r in roles if r]) >= 2) or sources >= 3:
        return read_header(view, row, words.funding_column)
    return None


def _begins(view: View, row: int) -> bool:
    """Whether money stands in a row beside its label, without a heading above."""
    cells = view.starting(row)
    return any(_names_money(label(cell)) and _is_number(after) for cell, after in pairwise(cells))


def _names_money(name: str) -> bool:
    return (bool(words.source(name)) and len(name) > 2) or words.funding_column(name) in MONEY


def _numbers(view: View, row: int) -> bool:
    return any(_is_number(cell) for cell in view.starting(row))


def _is_number(cell: Cell) -> bool:
    return cell.numeric or bool(cell.issue) or parsed(cell.text).number is not None


def _sideways(view: View, header: Header) -> bool:
    """Whether the headings are sources and the rows below are quantities."""
    first = header.columns[0].cell if header.columns else None
    row = header.end
    if first is None or row >= len(view.grid) or not view.starting(row):
        return False
    heads = [c for c in view.starting(row - 1) if words.source(label(c))]
    lead = [c for c in view.starting(row) if words.funding_column(label(c)) in MONEY]
    return len(heads) >= 2 and bool(lead) and _numbers(view, row)


class _Word(NamedTuple):
    """What a cell's text says in the money section: its label, a source, a quantity."""

    text: str
    source: str
    role: str

    @property
    def leads(self) -> bool:
        """Whether it alone makes a row one of the section."""
        return bool(self.source) or self.role in _LEADS

    @property
    def level(self) -> bool:
        """Whether it belongs to the indicators."""
        return words.indicator_column(self.text) in ("level1", "level2", "name")


@words.remembered
def _said(text: str) -> _Word:
    bare = words.key(text)
    return _Word(bare, words.source(bare), words.funding_column(bare))


class _Section:
    """Rows of money gathered one cell at a time."""

    def __init__(self, view: View, columns: tuple[Column, ...]):
        self.view = view
        self.columns = columns
        self.exact = {(column.start, column.end): column.role for column in columns}
        self.beside: dict[int, str] = {}
        self.rows: list[Drafted] = []
        self.units: dict[str, str] = {}
        self.heads: dict[str, Cell] = {}
        self.unit: str | None = None

    def draft(self, source: str, name: str) -> Drafted:
        for drafted in self.rows:
            if drafted.source == source and drafted.label == name:
                return drafted
        self.rows.append(Drafted(source, name))
        return self.rows[-1]

    def read(self, row: int) -> bool:
        """Read one row; False where it is not one of the section."""
        cells = self.view.grid.rows[row]
        started = self.view.starting(row)
        top = started[0].row
        said = [_said(cell.text) for cell in started]
        if any(word.level for word in said):
            return False
        if not any(w.leads and not _is_number(c) for w, c in zip(said, started, strict=True)):
            return False
        current, quantity = Drafted("total", ""), ""
        for index, cell in enumerate(cells):
            if cell.row != top:
                continue
            word = _said(cell.text)
            if word.source and not self.is_side(cells, index):
                current, quantity = self.draft(word.source, word.text), ""
                self.label(cell)
            elif word.source or (word.role and not _is_number(cell)):
                quantity = word.role if not word.source else ""
                self.label(cell, word.role)
            else:
                quantity = self.value(cell, current, quantity)
        return True

    def is_side(self, cells: tuple[Cell, ...], index: int) -> bool:
        """A heading at the side (项目资金) is followed by the label proper."""
        after = next((c for c in cells[index + 1 :] if c.filled), None)
        if after is None or _is_number(after):
            return False
        word = _said(after.text)
        if cells[index].rowspan > 1:
            return bool(word.source or word.role)
        # The merge over the rows of the section is lost.
        total = _said(cells[index].text).source == "total"
        return total and word.source == "total" and after is cells[index + 1]

    def label(self, cell: Cell, role: str = "") -> None:
        self.view.take(cell)
        unit = unit_of_heading(cell.text)
        if unit:
            self.unit = self.unit or unit
            if role:
                self.units.setdefault(role, unit)

    def value(self, cell: Cell, current: Drafted, quantity: str) -> str:
        """File a value under its quantity; gives the quantity still waiting for a value."""
        waiting = bool(quantity)
        if not quantity:
            quantity = self.beside.get(cell.column) or self.under(cell)
            bare = not (quantity or self.columns or self.beside)
            if bare and current.label and cell.filled and _is_number(cell):
                quantity = "annual"
        else:
            self.beside[cell.column] = quantity
        if quantity:
            if not current.label:
                current = self.draft("total", "")
            known = current.cells.get(quantity)
            if known is None or (cell.filled and not known.filled):
                current.cells[quantity] = cell
            if current.cells[quantity] is cell or is_dash(cell.text):
                self.view.take(cell)
        return quantity if waiting and not cell.filled else ""

    def under(self, cell: Cell) -> str:
        """The quantity of the column a cell stands under."""
        best, most = self.exact.get((cell.column, cell.end), ""), 0
        if best or not self.columns:
            return best
        for column in self.columns:
            overlap = min(cell.end, column.end) - max(cell.column, column.start)
            if overlap > most:
                best, most = column.role, overlap
        return best


def _read(view: View, row: int, header: Header | None) -> FundingPart | None:
    columns = header.columns if header is not None else ()
    section = _Section(view, columns)
    first = row
    if header is not None:
        take_header(view, row, header)
        for column in columns:
            section.heads.setdefault(column.role, column.cell)
            unit = unit_of_heading(column.cell.text)
            if unit:
                section.units.setdefault(column.role, unit)
        for above in range(row, header.end):
            # 预算情况（万元） over several columns.
            over = (unit_of_heading(cell.text) for cell in view.starting(above))
            section.unit = section.unit or next((unit for unit in over if unit), None)
        _take_sides(view, row, header.end, section)
        row = header.end
    while row < len(view.grid) and section.read(row):
        row += 1
    if row == first:
        return None
    return FundingPart(tuple(section.rows), section.heads, section.units, section.unit, row)


def _take_sides(view: View, row: int, end: int, section: _Section) -> None:
    """The heading at the side of the section (项目资金（万元）) and its unit."""
    for above in range(row, end):
        for cell in view.starting(above):
            if cell not in view.used and (
                "资金" in cell.text or "预算" in label(cell) or words.source(label(cell))
            ):
                section.label(cell)


def _read_sideways(view: View, row: int, header: Header) -> FundingPart | None:
    section = _Section(view, ())
    heads = [c for c in view.starting(header.end - 1) if words.source(label(c))]
    for cell in view.starting(row):
        if "资金" in cell.text or "预算" in cell.text:
            section.label(cell)
    rows = [section.draft(words.source(label(c)), label(c)) for c in heads]
    view.take(*heads)
    index = header.end
    while index < len(view.grid):
        lead = view.starting(index)[0]
        if words.funding_column(label(lead)) not in _LEADS or lead.end > heads[0].column:
            break
        role = words.funding_column(label(lead))
        section.label(lead, role)
        for head, drafted in zip(heads, rows, strict=True):
            under = view.grid.at(index, head.column)
            if under is not None and under is not lead:
                drafted.cells.setdefault(role, under)
                view.take(under)
        index += 1
    return FundingPart(tuple(rows), section.heads, section.units, section.unit, index)


def merged_rows(
    view: View, part: FundingPart, unit: str | None
) -> tuple[dict[str, FundingRow], list[FundingRow]]:
    """Rows by source with amounts in 万元, and rows that only break another one down."""
    rows: dict[str, FundingRow] = {}
    parts: list[FundingRow] = []
    general = any(d.source == "current" and any(w in d.label for w in _GENERAL) for d in part.rows)
    for drafted in part.rows:
        row = _figures(view, drafted, part, unit)
        source = "current" if drafted.source == "kind" else drafted.source
        if source not in rows:
            rows[source] = FundingRow(
                source, row.label, row.amounts, row.rate, row.remark, row.extra
            )
        elif source == "total" or (source == "current" and general):
            parts.append(row)
        else:
            rows[source] = _added(view, rows[source], row, drafted)
    return rows, parts


def _figures(view: View, drafted: Drafted, part: FundingPart, unit: str | None) -> FundingRow:
    amounts = {
        quantity: view.amount(
            cell, part.units.get(quantity) or part.unit or unit, FUNDING_QUANTITIES[quantity]
        )
        for quantity, cell in drafted.cells.items()
        if quantity in MONEY
    }
    rate = drafted.cells.get("rate")
    remark, arrived = drafted.cells.get("remark"), drafted.cells.get("arrived")
    return FundingRow(
        drafted.source, drafted.label, amounts,
        None if rate is None else view.rate(rate),
        "" if remark is None else view.text(remark).strip(),
        {"arrived": view.text(arrived).strip()} if arrived is not None else {},
    )  # fmt: skip


def _added(view: View, kept: FundingRow, row: FundingRow, drafted: Drafted) -> FundingRow:
    """Two rows of one source (中央补助, 省级补助) as one; said, because the form does not sum them."""
    amounts = dict(kept.amounts)
    for quantity, figure in row.amounts.items():
        first = amounts.get(quantity)
        if first is None or first.number is None:
            amounts[quantity] = figure
        elif figure.number is not None:
            raw = f"{first.raw.strip()}+{figure.raw.strip()}"
            amounts[quantity] = Figure(
                raw, first.number + figure.number, first.unit, "", first.place
            )
    cell = next(iter(drafted.cells.values()), None)
    if cell is not None:
        message = f"“{kept.label}”与“{row.label}”属同一资金来源，已合并计算，请核对"
        view.note("warning", "source_repeated", cell, message)
    return FundingRow(kept.source, f"{kept.label}、{row.label}", amounts, kept.rate, kept.remark)
