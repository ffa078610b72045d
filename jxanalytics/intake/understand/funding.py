"""The money section of a form, whichever way it is laid out.

Understood alike: sources as rows under quantities, quantities as rows under sources, and labels
with the amount beside them (预算数：100　执行数：90), with or without headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Figure, FundingRow
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.columns import Header, best, read_header, single, take_header
from jxanalytics.intake.understand.said import Said, said
from jxanalytics.intake.understand.view import View
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES

MONEY = tuple(FUNDING_QUANTITIES)
_AMOUNTS = frozenset((*MONEY, "arrived"))
# Quantities whose label alone makes a row one of the section.
_LEADS = (*MONEY, "arrived", "rate")
# Columns of amounts that are not kept as money.
_FURTHER = frozenset(("adjusted", "arrived", "returned", "unspent"))
_GRANTED_BY = re.compile("中央|[省市县区州乡镇]|上级|下级|各级")
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
        # Of two annual budgets the later one is the adjusted one; one at the side heads the section.
        if len(header.roles) < len(header.columns):
            header = Header(single(list(header.columns), "annual", last=True), header.end)
        return _read(view, row, header)
    return _read(view, row, None) if _begins(view, row) else None


def _header(view: View, row: int) -> Header | None:
    told = view.said[row]
    if len(told) < 2:
        return None
    quantities = [text.funding for text in told if text.funding]
    money = len(quantities) >= 2 and not _AMOUNTS.isdisjoint(quantities)
    if money or len([text for text in told if text.source]) >= 3:
        return read_header(view, row, words.funding_column)
    return None


def _begins(view: View, row: int) -> bool:
    """Whether money stands in a row beside its label, without a heading above."""
    names, after = view.said[row], view.starting[row][1:]
    return any(
        _names_money(told) and _is_number(cell) for told, cell in zip(names, after, strict=False)
    )


def _names_money(told: Said) -> bool:
    return (bool(told.source) and len(told.label) > 2) or told.funding in MONEY


def _numbers(view: View, row: int) -> bool:
    return any(_is_number(cell) for cell in view.starting[row])


def _states(cell: Cell) -> bool:
    """Whether a cell is a figure or a dash: a row of these alone is the total's, which needs no label."""
    return _is_number(cell) or said[cell.text].dash


def _is_number(cell: Cell) -> bool:
    return cell.number is not None or bool(cell.issue) or said[cell.text].is_number


def _sideways(view: View, header: Header) -> bool:
    """Whether the headings are sources and the rows below are quantities."""
    row = header.end
    if not header.columns or row >= len(view.grid):
        return False
    heads = [told for told in view.said[row - 1] if told.source]
    if len({told.funding for told in view.said[row - 1]} & set(_LEADS)) >= 2:
        return False
    lead = any(told.funding in MONEY for told in view.said[row])
    return len(heads) >= 2 and lead and _numbers(view, row)


class _Section:
    """Rows of money gathered one cell at a time."""

    def __init__(self, view: View, header: Header | None):
        self.view = view
        self.columns = header.columns if header is not None else ()
        self.exact = header.exact if header is not None else {}
        self.beside: dict[int, str] = {}
        self.rows: list[Drafted] = []
        self.units: dict[str, str] = {}
        self.heads: dict[str, Cell] = {}
        self.unit: str | None = None
        # Headings at the side of the section as a whole.
        self.sides: list[Cell] = []

    def draft(self, source: str, name: str) -> Drafted:
        for drafted in self.rows:
            if drafted.source == source and drafted.label == name:
                return drafted
        self.rows.append(Drafted(source, name))
        return self.rows[-1]

    def read(self, row: int) -> bool:
        """Read one row; False where it is not one of the section."""
        cells, told = self.view.grid.rows[row], self.view.said[row]
        started = self.view.starting[row]
        led = False
        for cell, text in zip(started, told, strict=True):
            if text.indicator in ("level1", "level2", "name"):
                return False
            if not led and (text.source or text.funding in _LEADS):
                led = not _is_number(cell)
        if not led and not (self.columns and not self.rows and all(map(_states, started))):
            return False
        top, current, quantity = started[0].row, Drafted("total", ""), ""
        for index, cell in enumerate(cells):
            if cell.row != top:
                continue
            text = said[cell.text]
            source, funding = text.source, text.funding
            if source and not self.is_side(cells, index):
                current, quantity = self.draft(source, text.label), ""
                self.label(cell)
            elif funding and not source and self.columns and cell is started[0]:
                # Under headings a label in front names the row: 金额.
                current, quantity = self.draft("total", text.label), ""
                self.label(cell)
            elif source or (funding and not _is_number(cell)):
                quantity = funding if not source else ""
                self.label(cell, funding)
            else:
                quantity = self.value(cell, text, current, quantity)
        return True

    def spans(self, row: int) -> bool:
        """Whether the heading at the side reaches down to a row; its source is of an unknown name, and told."""
        top = self.view.starting[row][0].row
        return any(side.row + side.rowspan > top for side in self.sides)

    def is_side(self, cells: tuple[Cell, ...], index: int) -> bool:
        """A heading at the side (项目资金) is followed by the label proper."""
        for after in cells[index + 1 :]:
            if after.filled:
                break
        else:
            return False
        if _is_number(after):
            return False
        text = said[after.text]
        if cells[index].rowspan > 1:
            return bool(text.source or text.funding)
        # The merge over the rows of the section is lost.
        total = said[cells[index].text].source == "total"
        return total and text.source == "total" and after is cells[index + 1]

    def label(self, cell: Cell, role: str = "") -> None:
        self.view.used.add(cell)
        unit = said[cell.text].heading_unit
        if unit:
            self.unit = self.unit or unit
            if role:
                self.units.setdefault(role, unit)

    def value(self, cell: Cell, text: Said, current: Drafted, quantity: str) -> str:
        """File a value under its quantity; gives the quantity still waiting for a value."""
        waiting = quantity
        if waiting:
            self.beside[cell.column] = quantity
        else:
            quantity = self.beside.get(cell.column) or self.under(cell)
            bare = not (quantity or self.columns or self.beside)
            if bare and current.label and cell.filled and _is_number(cell):
                quantity = "annual"
        if quantity:
            if not current.label:
                current = self.draft("total", "")
            known = current.cells.get(quantity)
            if known is None or (not known.filled and cell.filled):
                current.cells[quantity] = known = cell
            if known is cell or text.dash:
                self.view.used.add(cell)
        return "" if not waiting or cell.filled else waiting

    def under(self, cell: Cell) -> str:
        """The quantity of the column a cell stands under."""
        start, end = cell.column, cell.column + cell.colspan
        column = self.exact.get(start)
        if column is not None and column[0] == end:
            return column[1]
        return best(start, end, self.columns)[0]


def _read(view: View, row: int, header: Header | None) -> FundingPart | None:
    section = _Section(view, header)
    first = row
    if header is not None:
        take_header(view, row, header)
        for column in header.columns:
            section.heads.setdefault(column.role, column.cell)
            unit = said[column.cell.text].heading_unit
            if unit:
                section.units.setdefault(column.role, unit)
        for above in range(row, header.end):
            # 预算情况（万元） over several columns.
            over = (text.heading_unit for text in view.said[above] if text.heading_unit)
            section.unit = section.unit or next(over, None)
        _take_sides(view, row, header.end, section)
        row = header.end
    while row < len(view.grid) and (section.read(row) or section.spans(row)):
        row += 1
    if row == first:
        return None
    return FundingPart(tuple(section.rows), section.heads, section.units, section.unit, row)


def _take_sides(view: View, row: int, end: int, section: _Section) -> None:
    """The heading at the side of the section (项目资金（万元）) and its unit."""
    for above in range(row, end):
        for cell, told in zip(view.starting[above], view.said[above], strict=True):
            if cell not in view.used and (
                "资金" in told.text or "预算" in told.label or told.source
            ):
                section.label(cell)
                section.sides.append(cell)


def _read_sideways(view: View, row: int, header: Header) -> FundingPart | None:
    section = _Section(view, None)
    last = header.end - 1
    named = zip(view.starting[last], view.said[last], strict=True)
    heads = {cell: told for cell, told in named if told.source}
    for cell in view.starting[row]:
        if "资金" in cell.text or "预算" in cell.text:
            section.label(cell)
    rows = [section.draft(told.source, told.label) for told in heads.values()]
    view.take(*heads)
    index = header.end
    while index < len(view.grid):
        lead, role = view.starting[index][0], view.said[index][0].funding
        if role not in _LEADS or lead.end > next(iter(heads)).column:
            break
        section.label(lead, role)
        for head, drafted in zip(heads, rows, strict=True):
            under = view.grid.at(index, head.column)
            if under is not None and under is not lead:
                drafted.cells.setdefault(role, under)
                view.take(under)
        index += 1
    return FundingPart(tuple(rows), section.heads, section.units, section.unit, index)


def joined(first: FundingPart, second: FundingPart) -> FundingPart:
    """Two sections of money of one form; what the second states again is kept as a further row."""
    return replace(first, rows=first.rows + second.rows, end=second.end)


def merged_rows(
    view: View, part: FundingPart, unit: str | None
) -> tuple[dict[str, FundingRow], list[FundingRow]]:
    """Rows by source with amounts in 万元, and rows that only break another one down."""
    rows: dict[str, FundingRow] = {}
    parts: list[FundingRow] = []
    for drafted in part.rows:
        source = "current" if drafted.source == "kind" else drafted.source
        row = _figures(view, drafted, part, unit, source)
        if source not in rows:
            rows[source] = row
        elif source == "total" or (source == "current" and _breaks_down(part, drafted)):
            parts.append(row._replace(source=drafted.source))
        else:
            rows[source] = _added(view, rows[source], row, drafted)
    return rows, parts


def _breaks_down(part: FundingPart, row: Drafted) -> bool:
    """Whether a row is part of the appropriation as a whole, which then has a row of its own.

    中央财政资金 and 省级财政资金 beside one another are parts of it and neither is the whole.
    """
    whole = [
        drafted
        for drafted in part.rows
        if drafted is not row
        and drafted.source == "current"
        and any(word in drafted.label for word in _GENERAL)
    ]
    if row.source == "kind":
        return bool(whole)
    return any(_GRANTED_BY.match(drafted.label) is None for drafted in whole)


def _figures(
    view: View, drafted: Drafted, part: FundingPart, unit: str | None, source: str
) -> FundingRow:
    amounts: dict[str, Figure] = {}
    rate, remark = None, ""
    extra: dict[str, str] = {}
    for quantity, cell in drafted.cells.items():
        if quantity in FUNDING_QUANTITIES:
            own = part.units.get(quantity) or part.unit or unit
            amounts[quantity] = view.amount(cell, own, FUNDING_QUANTITIES[quantity])
        elif quantity == "rate":
            rate = view.rate(cell)
        elif quantity == "remark":
            remark = view.text(cell).strip()
        elif quantity in _FURTHER:
            extra[quantity] = view.text(cell).strip()
    return FundingRow(source, drafted.label, amounts, rate, remark, extra)


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
    return kept._replace(label=f"{kept.label}、{row.label}", amounts=amounts)
