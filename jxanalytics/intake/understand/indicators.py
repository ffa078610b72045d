"""The indicator table of a form: where it begins, how it goes on, what belongs to what."""

from __future__ import annotations

import re

from jxanalytics.intake.forms import Execution, Figure, Indicator
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.beside import second_heading
from jxanalytics.intake.understand.columns import Cells, Header, assign, read_header, take_header
from jxanalytics.intake.understand.names import ladder
from jxanalytics.intake.understand.part import IndicatorPart
from jxanalytics.intake.understand.rows import SCORES, Rows, chosen
from jxanalytics.intake.understand.said import said
from jxanalytics.intake.understand.view import View

_SIDE = re.compile(
    r"(?:(?:年度|项目|支出)*(?:绩效)?指标(?:完成情况|体系|情况)?|绩效指标完成情况|绩效)+"
)


# Rows at the top of a page among which one must state something.
_LOOKED_THROUGH = 6


def read_indicators(view: View, row: int) -> IndicatorPart | None:
    """The indicator table that begins in a row; None where none does."""
    told = view.said[row]
    if len(told) < 3:
        return None
    roles = {text.indicator for text in told} - {""}
    if len(roles) < 3 or not roles & {"level1", "level2", "name"}:
        return None
    heads = read_header(view, row, words.indicator_column)
    header = chosen(heads)
    if not header.roles & {"level2", "name"} or header.column("name") is None:
        return None
    if not header.roles & {"level1", "level2", "target", "actual", "weight"}:
        return None
    take_header(view, row, header)
    _take_side(view, row, header)
    part = IndicatorPart(header, header.end, view.grid.width, beside=second_heading(heads))
    part.system = not header.roles & {"target", "actual", "weight", *SCORES}
    continue_indicators(view, header.end, part)
    return part


def continue_indicators(view: View, row: int, part: IndicatorPart) -> None:
    """Read rows into a part, from ``row`` to where the table ends."""
    reader, last = Rows(view, part), len(view.grid)
    while row < last and (
        _repeats(view, row, part.header) or (not reader.done and reader.read(row))
    ):
        row += 1
    part.end = row


def states_sums(view: View, row: int) -> bool:
    """Whether a row states the sums of an indicator table above it, by column and not beside a label of their own."""
    first, *rest = view.said[row]
    numbers = sum(text.points is not None for text in rest)
    return first.total and numbers > (first.field == "total_score")


def carries_on(view: View, part: IndicatorPart) -> bool:
    """Whether a table without headings goes on with the rows of a table that has not ended."""
    # The money above may be wider than the indicators.
    widths = (part.width, part.header.columns[-1].end)
    if part.totals or not len(view.grid) or view.grid.width not in widths:
        return False
    # A page may begin with rows nobody filled in.
    rows = (assign(view, row, part.header) for row in range(min(len(view.grid), _LOOKED_THROUGH)))
    stated = (row for row in rows if not all(said[c.text].filler for c in row.get("name", ())))
    cells = next(stated, None)
    if cells is None or view.said[0][0].total:
        cells = assign(view, 0, part.header)
    return _goes_on(view, part, cells)


def _goes_on(view: View, part: IndicatorPart, cells: Cells) -> bool:
    """Whether a row without headings above has a name and the figures this table has columns for."""
    names = [cell for cell in cells.get("name", ()) if cell.filled]
    if part.system:
        return any(ladder(cell.text) for cell in names)
    points = [role for role in ("weight", *SCORES) if role in part.header.roles]
    if not points:
        return bool(names) and all(
            any(not said[c.text].dash for c in cells.get(role, ())) for role in ("target", "actual")
        )
    figures = [c for role in points for c in cells.get(role, ())]
    return any(said[c.text].points is not None for c in figures) and (
        bool(names) or view.said[0][0].total
    )


def _take_side(view: View, row: int, header: Header) -> None:
    first = header.columns[0].start
    for cell in view.grid.rows[row]:
        if cell.column < first and _SIDE.fullmatch(said[cell.text].label):
            view.take(cell)


def _repeats(view: View, row: int, header: Header) -> bool:
    """Whether a row is the header printed again on the next page; its cells are then taken."""
    told, names = view.said[row], header.names
    if len(told) < 3 or not (told[0].label in names or told[1].label in names):
        return False
    again = [text.label in names for text in told]
    if sum(again) < 3 or sum(again) < len(told) - 1:
        return False
    for cell, text, known in zip(view.starting[row], told, again, strict=True):
        if known or _SIDE.fullmatch(text.label):
            view.take(cell)
    return True


def with_parents(rows: list[Indicator]) -> tuple[Indicator, ...]:
    """Sub-rows told which row they belong to: 其中…, or values without points under points without values."""
    result: list[Indicator] = []
    above: Indicator | None = None
    for row in rows:
        parent = None
        if above is not None and row.level2 == above.level2 and row.level1 == above.level1:
            named = (row.name or "").startswith("其中")
            fills = not _points(row) and _points(above) and _values(row) and not _values(above)
            parent = above.name if named or fills else None
        if parent is None:
            above = row
        result.append(row._replace(parent=parent) if parent else row)
    return tuple(result)


def _values(row: Indicator) -> bool:
    return any(f is not None and not said[f.raw].dash for f in (row.target, row.actual))


def _points(row: Indicator) -> bool:
    weight, score = row.weight, row.score
    return (weight is not None and weight.number is not None) or (
        score is not None and score.number is not None
    )


def execution_of(row: Indicator) -> Execution:
    """The execution rate a row states."""
    return Execution(
        weight=row.weight, score=row.score, review_score=row.review_score, reason=row.reason,
        rate=row.actual, target=row.target, label=Figure(row.name_raw, place=row.place),
        level1=row.level1 or "", level2=row.level2 or "", name=row.name or "",
        level1_raw=row.level1_raw, level2_raw=row.level2_raw,
    )  # fmt: skip
