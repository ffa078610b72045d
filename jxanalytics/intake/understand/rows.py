"""Rows of an indicator table, read one by one with the levels above remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Figure, Indicator, Rule
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.choices import settled, ticked
from jxanalytics.intake.understand.columns import Cells, Header, assign, single
from jxanalytics.intake.understand.names import ladder, without_ladder
from jxanalytics.intake.understand.part import IndicatorPart
from jxanalytics.intake.understand.said import Said, said
from jxanalytics.intake.understand.titles import title_of
from jxanalytics.intake.understand.view import View, make_figure, squeezed

# What the operator column says of an indicator that is not compared.
_QUALITY = frozenset(
    ("文字描述", "定性", "定量", "正向", "反向", "正向指标", "反向指标", "定性指标", "定量指标", "其他", "无")
)  # fmt: skip
SCORES = ("score_self", "score_converted", "score")
_TEXTS = (
    "rule",
    "explanation",
    "evidence",
    "remark",
    "completion",
    "opinion",
    "long_target",
    "seq",
)
_PIECES = ("operator", "unit", "target_operator", "target_unit", "actual_operator", "actual_unit")
_NOTHING = Figure("")
# Labels that begin another part of the form.
_ENDING = {
    "project", "code", "department", "unit", "unit+department", "unit_weak", "year", "dated", "person", "phone",
    "grade", "total_score", "background", "period", "agency",
}  # fmt: skip
_GOALS = {"overall", "actual", "expected"}
# Two headings of these are those of the money section, which some forms print last.
_MONEY = {"initial", "annual", "executed", "rate"}


# As Indicator(…) with every field given, at half the cost.
_row: Callable[[tuple[Any, ...]], Indicator] = partial(tuple.__new__, Indicator)


class Rows:
    """Reads rows into a part."""

    def __init__(self, view: View, part: IndicatorPart):
        self.view = view
        self.part = part
        self.columns = part.header.columns
        self.starts = {column.role: column.start for column in self.columns}
        self.name_start = self.starts.get("name", 0)
        self.score = next((role for role in SCORES if role in self.starts), "")
        # Columns of points, what messages call them, whether a row without one is told as blank.
        self.points = (
            ("weight", "分值", "weight" in self.starts), (self.score, "得分", bool(self.score)),
            ("review_score", "复核得分", False), ("department_score", "部门评价得分", False),
        )  # fmt: skip
        self.texts = [role for role in _TEXTS if role in self.starts]
        self.pieces = any(role in self.starts for role in _PIECES)
        # The table ends with the row of its sums.
        self.done = False

    def read(self, row: int) -> bool:
        """Read one row; False where the table has ended before it."""
        started, told = self.view.starting[row], self.view.said[row]
        cells = assign(self.view, row, self.part.header)
        left = started[0].column < self.name_start or "name" not in cells
        if left and told[0].total:
            self.total(started, told, cells)
            # Some forms print the sums first.
            self.done = bool(self.part.indicators or self.part.execution or self.part.system)
            return True
        if self.ends(started, told, left):
            return False
        self.levels(cells)
        if self.part.system:
            self.rule(cells.get("name", []))
        else:
            self.indicator(row, started[0].row, cells)
        return True

    def ends(self, started: tuple[Cell, ...], told: list[Said], left: bool) -> bool:
        cell, first = started[0], told[0]
        if len(started) == 1:
            return (
                first.note
                or title_of(cell.text) is not None
                or cell.colspan >= self.view.grid.width
                or (left and self.begins_another(first))
            )
        return left and (
            first.note
            or self.begins_another(first)
            or len({text.funding for text in told} & _MONEY) >= 2
        )

    @staticmethod
    def begins_another(first: Said) -> bool:
        """Whether a label in front begins another part of the form."""
        return first.field in _ENDING or first.goal in _GOALS or bool(first.inside)

    def total(self, started: tuple[Cell, ...], told: list[Said], cells: Cells) -> None:
        """总分: weight and score by column; one lone number is the score where scores are given."""
        view, totals = self.view, self.part.totals
        view.take(started[0])
        measures = (("weight", "weight"), (self.score, "score"), ("review_score", "review"))
        for role, measure in measures:
            for cell in cells.get(role, ()):
                # The total's label reaches over the columns before the sums.
                if cell is not started[0] and measure not in totals:
                    totals[measure] = view.score(cell, "总分")
        for cell, text in zip(started[1:], told[1:], strict=True):
            if words.GRADE.fullmatch(text.bare) or ticked(cell.text) is not None:
                self.grade(cell)
            elif text.dash or text.field == "grade":
                view.take(cell)
        rest = [c for c in started[1:] if c not in view.used]
        if len(rest) == 1 and not self.part.system:
            # A form to be approved has points and no scores.
            measure = "score" if self.score or "weight" not in self.starts else "weight"
            if measure not in totals:
                totals[measure] = view.score(rest[0], "总分")

    def grade(self, cell: Cell) -> None:
        """The grade in the row of the sums, ticked or written."""
        tell = partial(self.view.note, "warning", "choice_unclear", cell)
        grade = settled({"grade": self.view.text(cell)}, tell)["grade"]
        if grade:
            self.part.totals.setdefault("grade", Figure(grade, place=cell))

    def levels(self, cells: Cells) -> None:
        """Carry the levels down; a new level 1 ends the level 2 before."""
        part = self.part
        for cell in cells.get("level1", ()):
            if cell is not part.level1 and not said[cell.text].dash:
                if part.level1 is None or _level(part.level1) != _level(cell):
                    part.level2 = None
                part.level1 = cell
                self.known_level(cell)
        for cell in cells.get("level2", ()):
            if cell is not part.level2 and not said[cell.text].dash:
                part.level2 = cell
                self.known_level(cell)

    def known_level(self, cell: Cell) -> None:
        """A level of another name is told unless an indicator comes to stand under it."""
        if said[cell.text].level.endswith("指标"):
            self.view.used.add(cell)

    def rule(self, cells: list[Cell]) -> None:
        """A row of an indicator system: the ladder in the brackets behind the name."""
        raw = "".join(self.view.text(cell) for cell in cells)
        if said[raw].filler:
            return
        part = self.part
        self.view.take(part.level1, part.level2)
        part.rules.append(Rule(ladder(raw), raw, cells[0]))
        level1, level2 = _level(part.level1), _level(part.level2)
        name = without_ladder(raw)
        part.indicators.append(Indicator(level1, level2, name, name_raw=raw, place=cells[0]))

    def indicator(self, row: int, top: int, cells: Cells) -> None:
        """File a row as an indicator or as the execution rate; drop one nobody filled in."""
        part, view = self.part, self.view
        name_cells = cells.get("name", [])
        raw = view.text(name_cells[0]) if name_cells else ""
        if len(name_cells) > 1:
            raw += "".join([view.text(cell) for cell in name_cells[1:]])
        told = said[raw]
        name = told.name
        figures = self.figures(row, top, cells, name)
        if told.filler:
            if _nothing(figures):
                return
            name = told.bare if "指标" in raw else ""
        level1, level2 = part.level1, part.level2
        if level1 is not None:
            view.used.add(level1)
        if level2 is not None:
            view.used.add(level2)
        place = name_cells[0] if name_cells else view.place_at(row, self.name_start)
        found = _row((
            _level(level1), _level(level2), name or None,
            "" if level1 is None else level1.text, "" if level2 is None else level2.text,
            raw, place, *figures, None, self.further(cells) if self.texts else (),
        ))  # fmt: skip
        if is_execution_row(found):
            for cell in cells.get("actual", ()):
                view.rate(cell)
            part.execution.append((len(part.indicators), found))
        else:
            part.indicators.append(found)

    def figures(self, row: int, top: int, cells: Cells, name: str) -> list[Figure | None]:
        """What the row states, in the order of an indicator's fields from target to rule.

        None where the table has no such column; blank where the row has no cell in it.
        """
        found: list[Figure | None] = []
        view, starts = self.view, self.starts
        for role in ("target", "actual"):
            figure = None
            if role in starts:
                held = cells.get(role)
                figure = view.measure(held, name) if held else _NOTHING
                if self.pieces:
                    figure = self.joined(role, figure, cells)
            found.append(figure)
        for role, what, needed in self.points:
            figure = None
            for cell in cells.get(role, ()):
                # One merged over several rows counts in the first alone.
                if cell.row == top:
                    figure = view.score(cell, what)
                    break
            else:
                if needed:
                    figure = self.blank(row, role)
            found.append(figure)
        for role in ("reason", "rule"):
            held = cells.get(role)
            if held:
                found.append(self.written(held))
            else:
                found.append(self.blank(row, role) if role in starts else None)
        rule = found[-1]
        if rule is not None and said[rule.raw].dash:
            found[-1] = None
        return found

    def blank(self, row: int, role: str) -> Figure:
        """Nothing, with the place where it could stand."""
        return make_figure(("", None, "", "", self.view.place_at(row, self.starts[role])))

    def written(self, cells: list[Cell]) -> Figure:
        text = self.view.text(cells[0])
        if len(cells) > 1:
            text = "\n".join([text, *map(self.view.text, cells[1:])])
        return make_figure((text, None, "", "", cells[0]))

    def further(self, cells: Cells) -> tuple[tuple[str, str], ...]:
        """Further columns as written."""
        held = [(role, self.view.text(cells[role][0])) for role in self.texts if role in cells]
        return tuple((role, text.strip()) for role, text in held if text.strip())

    def joined(self, role: str, figure: Figure, cells: Cells) -> Figure:
        operators = cells.get(f"{role}_operator") or (
            cells.get("operator", []) if role == "target" else []
        )
        units = cells.get(f"{role}_unit") or cells.get("unit", [])
        view = self.view
        told = ((c, said[c.text]) for c in (*operators, *units))
        pieces = [c for c, text in told if text.bare in _QUALITY or text.dash]
        view.take(*pieces)
        body = squeezed(figure.raw)
        if said[body].dash:
            return figure
        front = "".join([squeezed(c.text) for c in operators if c not in pieces])
        back = "".join([squeezed(c.text) for c in units if c not in pieces])
        if front and (body.startswith(front) or not _is_operator(front)):
            view.take(*(operators if body.startswith(front) else ()))
            front = ""
        if back and (body.endswith(back) or not _takes_unit(body)):
            view.take(*(units if body.endswith(back) else ()))
            back = ""
        if not front and not back:
            return figure
        view.take(*(operators if front else ()), *(units if back else ()))
        value = said[front + body + back].value
        return Figure(front + body + back, value.number, value.unit, value.operator, figure.place)


def chosen(header: Header) -> Header:
    """One column a role: of several names, weights and scores the one that is meant."""
    columns = list(header.columns)
    if len(header.roles) == len(columns) and sum(role in header.roles for role in SCORES) < 2:
        return header
    roles = [column.role for column in columns]
    for role in ("name", "weight", "level1", "level2", "target", "actual", "unit", "operator"):
        if roles.count(role) > 1:
            # 分值 stands behind each level in some layouts; the last one is the indicator's.
            columns = single(columns, role, last=role in ("name", "weight"))
    scores = [role for role in SCORES if role in roles]
    columns = [c for c in columns if c.role not in scores[1:]]
    return Header(columns, header.end)


def is_execution_row(row: Indicator) -> bool:
    """Whether a row states the budget execution rate, by its level or by its name."""
    return under_execution(row) or (
        said[row.name or ""].executes and row.level1 not in ("效益指标", "满意度指标")
    )


def under_execution(row: Indicator) -> bool:
    """Whether the levels above a row stand for the execution rate alone."""
    return said[row.level1 or ""].executes or said[row.level2 or ""].executes


def _level(cell: Cell | None) -> str | None:
    return None if cell is None else said[cell.text].level or None


def _nothing(figures: Sequence[Figure | None]) -> bool:
    """Whether a row without a name states nothing either; 无 as a reason is nothing."""
    target, actual, weight, score, _, _, reason, _ = figures
    return all(f is None or said[f.raw].dash for f in (target, actual, weight, score)) and (
        reason is None or said[reason.raw].unstated
    )


def _is_operator(text: str) -> bool:
    """Whether a text in the operator column compares: ≥, 不少于, 大于等于."""
    return said[text + "1"].value.operator != "" or any(mark in text for mark in "于等过")


def _takes_unit(body: str) -> bool:
    """Whether a unit belongs behind: a bare number, not a percentage or words."""
    return not body.endswith(("%", "％")) and any(c.isdigit() for c in body)
