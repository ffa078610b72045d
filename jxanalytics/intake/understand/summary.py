"""The funding summary: one row a project, and the totals as filed."""

from __future__ import annotations

from dataclasses import dataclass, field

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Figure, SummaryRow
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.columns import (
    Cells,
    Header,
    assign,
    read_header,
    single,
    take_header,
)
from jxanalytics.intake.understand.said import Said, said
from jxanalytics.intake.understand.titles import title_of
from jxanalytics.intake.understand.view import View
from jxanalytics.model.values import compact

_MONEY = {"initial": "年初预算数", "annual": "全年安排数", "executed": "年末决算数"}
_SCORES = {"self_score": "自评分数", "department_score": "部门评价分数", "review_score": "复核得分"}
_TEXTS = ("department", "unit_code", "kind_of_money", "category", "grade", "arrived")


@dataclass
class SummaryPart:
    """A summary table as read."""

    header: Header
    units: dict[str, str]
    end: int
    width: int
    rows: list[SummaryRow] = field(default_factory=list)
    totals: dict[str, Figure] = field(default_factory=dict)
    unit: Cell | None = None
    # The line across the table that the rows below it belong under: 一、市本级.
    group: str = ""


def read_summary(view: View, row: int, unit: str | None) -> SummaryPart | None:
    """The summary that begins in a row; None where none does."""
    told = view.said[row]
    if len(told) < 3:
        return None
    roles = {text.summary for text in told} - {""}
    if len(roles) < 3 or "name" not in roles:
        return None
    header = _single(read_header(view, row, words.summary_column))
    money = header.roles & {"annual", "executed", "initial"}
    if header.column("name") is None or not money or not header.roles & {
        "seq", "unit", "self_score", "department_score", "code", "department", "remark",
    }:  # fmt: skip
        return None
    take_header(view, row, header)
    units: dict[str, str] = {}
    for above in range(row, header.end):
        for cell in view.starting[above]:
            found = said[cell.text].heading_unit
            for column in header.columns:
                if found and cell.column <= column.start < cell.end:
                    units[column.role] = found
    part = SummaryPart(header, units, header.end, view.grid.width)
    continue_summary(view, header.end, part, view.unit_stated() or unit)
    return part


def continue_summary(view: View, row: int, part: SummaryPart, unit: str | None) -> None:
    """Read rows into a part, from ``row`` to where the table ends."""
    while row < len(view.grid):
        started, told = view.starting[row], view.said[row]
        if _again(told, part.header):
            view.take(*started)
        elif told[0].note:
            break
        elif len(started) == 1 and started[0].colspan >= view.grid.width > 2:
            if not _heads_group(view, row, part):
                break
            view.take(started[0])
            part.group = told[0].text.strip()
        elif told[0].total:
            _total(view, row, part, unit)
        elif not _project(view, row, part, unit):
            break
        row += 1
    part.end = row


def carries_on(view: View, part: SummaryPart) -> bool:
    """Whether a table without headings goes on with the rows of a summary that has no total yet."""
    if part.totals or not len(view.grid) or view.grid.width != part.width:
        return False
    cells = assign(view, 0, part.header)
    money = [c for role in _MONEY for c in cells.get(role, ())]
    return any(said[cell.text].is_number for cell in money)


def _single(header: Header) -> Header:
    """One column a role; the later of two annual budgets is the adjusted one."""
    columns = list(header.columns)
    for role in header.roles:
        columns = single(columns, role, last=role == "annual")
    return Header(columns, header.end)


def _heads_group(view: View, row: int, part: SummaryPart) -> bool:
    """Whether a line across the table stands over further projects and does not end it."""
    if row + 1 >= len(view.grid) or title_of(view.starting[row][0].text) is not None:
        return False
    cells = assign(view, row + 1, part.header)
    named = any(not said[cell.text].filler for cell in cells.get("name", ()))
    return named and len(view.starting[row + 1]) >= 3 and not view.said[row + 1][0].total


def _again(told: list[Said], header: Header) -> bool:
    return len(told) >= 3 and all(text.label in header.names for text in told)


def _figures(
    view: View, row: int, cells: Cells, part: SummaryPart, unit: str | None
) -> dict[str, Figure]:
    top = view.starting[row][0].row
    found: dict[str, Figure] = {}
    for column in part.header.columns:
        role = column.role
        if role not in _MONEY and role not in _SCORES and role != "rate":
            continue
        cell = next((c for c in cells.get(role, ()) if c.row == top), None)
        if cell is None:
            found[role] = Figure("", place=view.place_at(row, column.start))
        elif role in _MONEY:
            found[role] = view.amount(cell, part.units.get(role) or unit, _MONEY[role])
        elif role == "rate":
            found[role] = view.rate(cell)
        else:
            found[role] = view.score(cell, _SCORES[role])
    return found


def _total(view: View, row: int, part: SummaryPart, unit: str | None) -> None:
    started = view.starting[row]
    view.take(started[0])
    cells = assign(view, row, part.header)
    told = ((c, said[c.text]) for c in view.grid.rows[row])
    labelled = {c for c, text in told if text.total or text.subtotal}
    cells = {role: [c for c in found if c not in labelled] for role, found in cells.items()}
    view.take(*labelled, *(c for c in started if said[c.text].dash))
    figures = _figures(view, row, cells, part, unit)
    for role, figure in figures.items():
        if figure.raw or role in _MONEY:
            part.totals.setdefault(role, figure)


def _project(view: View, row: int, part: SummaryPart, unit: str | None) -> bool:
    """File one row; False where it is no row of the table."""
    cells = assign(view, row, part.header)
    texts = {role: "".join(view_text(c) for c in found) for role, found in cells.items()}
    name = "".join(line.strip() for line in texts.get("name", "").splitlines())
    labels = ("".join(name.split()), compact(texts.get("unit", "")))
    if view.said[row][0].subtotal or any(words.is_subtotal(label) for label in labels):
        known = [c for c in view.starting[row] if said[c.text].subtotal or _plain(c)]
        view.take(*known)
        return True
    if said[name].filler:
        return _blank(view, cells)
    _unit(part, cells)
    view.take(*(c for role, found in cells.items() for c in found if role != "seq" or _plain(c)))
    seq = cells.get("seq", [None])[0]
    remark = texts.get("remark", "").strip()
    part.rows.append(
        SummaryRow(
            seq=None if seq is None else Figure(seq.text, said[seq.text].value.number, place=seq),
            name=name,
            name_place=cells["name"][0],
            unit=None if part.unit is None else _joined(part.unit.text),
            code=compact(texts.get("code", "")),
            figures=_figures(view, row, cells, part, unit),
            remark=None if said[remark].dash else remark,
            extra=_further(texts, part),
        )
    )  # fmt: skip
    return True


def _further(texts: dict[str, str], part: SummaryPart) -> dict[str, str]:
    """Further columns as written, and the line the row stands under."""
    held = {**{role: texts.get(role, "").strip() for role in _TEXTS}, "group": part.group}
    return {role: text for role, text in held.items() if text}


def _plain(cell: Cell) -> bool:
    """A number or a dash: nothing a reader would miss."""
    told = said[cell.text]
    return told.dash or told.is_number


def _unit(part: SummaryPart, cells: Cells) -> None:
    """The unit of a row: its own, or the one above where the merged cell was lost."""
    for cell in cells.get("unit", ()):
        if not said[cell.text].dash:
            part.unit = cell


def _blank(view: View, cells: Cells) -> bool:
    """A row nobody filled in (at most a number in front); a row with money but no name ends it."""
    rest = [
        c for role, found in cells.items() if role not in ("seq", "name", "unit") for c in found
    ]
    stated = next((c for c in rest if c.filled and not said[c.text].dash), None)
    if stated is not None:
        view.note("error", "no_project_name", stated, "这一行有数字而没有项目名称，请补充项目名称")
        return True
    names = [c for c in cells.get("name", ()) if said[c.text].filler]
    above = [c for c in cells.get("unit", ()) if c.rowspan > 1]
    view.take(*names, *above, *(c for found in cells.values() for c in found if _plain(c)))
    return True


def _joined(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())


def view_text(cell: Cell) -> str:
    return "" if cell.issue else cell.text
