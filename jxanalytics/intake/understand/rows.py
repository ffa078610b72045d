"""Rows of an indicator table, read one by one with the levels above remembered."""

from __future__ import annotations

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Figure, Indicator, Rule
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.columns import Header, assign, single
from jxanalytics.intake.understand.labels import inline_fields
from jxanalytics.intake.understand.names import (
    cleaned,
    ladder,
    level,
    stands_for_execution,
    without_ladder,
)
from jxanalytics.intake.understand.part import IndicatorPart
from jxanalytics.intake.understand.titles import title_of
from jxanalytics.intake.understand.view import View, is_dash, parsed
from jxanalytics.model.values import compact

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
# Labels that begin another part of the form.
_ENDING = {
    "project", "code", "department", "unit", "unit_weak", "year", "dated", "person", "phone",
    "grade", "total_score", "background", "period", "agency",
}  # fmt: skip
# Two headings of these are those of the money section, which some forms print last.
_MONEY = {"initial", "annual", "executed", "rate"}
Cells = dict[str, list[Cell]]


class Rows:
    """Reads rows into a part."""

    def __init__(self, view: View, part: IndicatorPart):
        self.view = view
        self.part = part
        self.columns = part.header.columns
        self.starts = {column.role: column.start for column in self.columns}
        self.name_start = self.starts.get("name", 0)
        self.score = next((role for role in SCORES if role in self.starts), "")
        self.texts = [role for role in _TEXTS if role in self.starts]
        self.pieces = any(role in self.starts for role in _PIECES)
        # The table ends with the row of its sums.
        self.done = False

    def read(self, row: int) -> bool:
        """Read one row; False where the table has ended before it."""
        started = self.view.starting(row)
        names = self.view.names(row)
        first = names[0]
        cells = assign(self.view, row, self.part.header)
        left = started[0].column < self.name_start or not cells.get("name")
        if left and words.is_total(first):
            self.total(started, cells)
            # Some forms print the sums first.
            self.done = bool(self.part.indicators or self.part.execution or self.part.system)
            return True
        if self.ends(started, names, left):
            return False
        self.levels(cells)
        if self.part.system:
            self.rule(cells.get("name", []))
        else:
            self.indicator(row, started[0].row, cells)
        return True

    def ends(self, started: tuple[Cell, ...], names: list[str], left: bool) -> bool:
        cell, first = started[0], names[0]
        if (left or len(started) == 1) and words.is_note(cell.text):
            return True
        if len(started) == 1 and (title_of(cell.text) or cell.colspan >= self.view.grid.width):
            return True
        if not left:
            return False
        if len(started) > 1 and len({words.funding_column(n) for n in names} & _MONEY) >= 2:
            return True
        if words.field(first) in _ENDING or words.goal(first) in ("overall", "actual", "expected"):
            return True
        return bool(inline_fields(cell.text))

    def total(self, started: tuple[Cell, ...], cells: Cells) -> None:
        """总分: weight and score by column; one lone number is the score where scores are given."""
        view, totals = self.view, self.part.totals
        view.take(started[0])
        measures = (("weight", "weight"), (self.score, "score"), ("review_score", "review"))
        for role, measure in measures:
            for cell in cells.get(role, ()):
                # The total's label reaches over the columns before the sums.
                if cell is not started[0] and measure not in totals:
                    totals[measure] = view.score(cell, "总分")
        for cell in started[1:]:
            if words.GRADE.fullmatch(compact(cell.text)):
                view.take(cell)
                totals.setdefault("grade", Figure(cell.text, place=cell.place))
            elif is_dash(cell.text):
                view.take(cell)
        rest = [c for c in started[1:] if c not in view.used]
        if len(rest) == 1 and not self.part.system:
            # A form to be approved has points and no scores.
            measure = "score" if self.score or "weight" not in self.starts else "weight"
            if measure not in totals:
                totals[measure] = view.score(rest[0], "总分")

    def levels(self, cells: Cells) -> None:
        """Carry the levels down; a new level 1 ends the level 2 before."""
        part = self.part
        for cell in cells.get("level1", ()):
            if cell is not part.level1 and not is_dash(cell.text):
                if part.level1 is None or level(part.level1.text) != level(cell.text):
                    part.level2 = None
                part.level1 = cell
                self.known_level(cell)
        for cell in cells.get("level2", ()):
            if cell is not part.level2 and not is_dash(cell.text):
                part.level2 = cell
                self.known_level(cell)

    def known_level(self, cell: Cell) -> None:
        """A level of another name is told unless an indicator comes to stand under it."""
        if level(cell.text).endswith("指标"):
            self.view.take(cell)

    def rule(self, cells: list[Cell]) -> None:
        """A row of an indicator system: the ladder in the brackets behind the name."""
        raw = "".join(self.view.text(cell) for cell in cells)
        if words.is_filler(raw):
            return
        part = self.part
        self.view.take(part.level1, part.level2)
        part.rules.append(Rule(ladder(raw), raw, cells[0].place))
        level1, level2 = _level(part.level1), _level(part.level2)
        name = without_ladder(raw)
        part.indicators.append(Indicator(level1, level2, name, name_raw=raw, place=cells[0].place))

    def indicator(self, row: int, top: int, cells: Cells) -> None:
        """File a row as an indicator or as the execution rate; drop one nobody filled in."""
        part, view = self.part, self.view
        name_cells = cells.get("name", [])
        raw = "".join([view.text(cell) for cell in name_cells])
        name: str | None = cleaned(raw)
        target = self.measure("target", cells, name or "")
        actual = self.measure("actual", cells, name or "")
        weight = self.points(row, top, cells, "weight", "分值")
        score = self.points(row, top, cells, self.score, "得分")
        reason = self.words(row, cells, "reason")
        if words.is_filler(raw):
            if _blank(reason, "无") and all(_blank(f) for f in (target, actual, weight, score)):
                return
            name = compact(raw) if "指标" in raw else None
        texts = [(role, view.text(cells[role][0]).strip()) for role in self.texts if role in cells]
        level1, level2 = part.level1, part.level2
        view.take(level1, level2)
        review, department = (
            self.points(row, top, cells, role, what, False) if role in self.starts else None
            for role, what in (("review_score", "复核得分"), ("department_score", "部门评价得分"))
        )
        rule = self.words(row, cells, "rule") if "rule" in self.starts else None
        found = Indicator(
            level1=_level(level1), level2=_level(level2), name=name or None,
            level1_raw="" if level1 is None else level1.text,
            level2_raw="" if level2 is None else level2.text,
            name_raw=raw,
            place=name_cells[0].place if name_cells else view.place_at(row, self.name_start),
            target=target, actual=actual, weight=weight, score=score, reason=reason,
            review_score=review, department_score=department, rule=None if _blank(rule) else rule,
            extra=tuple((role, text) for role, text in texts if text),
        )  # fmt: skip
        if is_execution_row(found):
            for cell in cells.get("actual", ()):
                view.rate(cell)
            part.execution.append((len(part.indicators), found))
        else:
            part.indicators.append(found)

    def points(
        self, row: int, top: int, cells: Cells, role: str, what: str, blank: bool = True
    ) -> Figure | None:
        """A weight or score of this row; one merged over several rows counts in the first alone."""
        for cell in cells.get(role, ()):
            if cell.row == top:
                return self.view.score(cell, what)
        if not blank or role not in self.starts:
            return None
        return Figure("", place=self.view.place_at(row, self.starts[role]))

    def words(self, row: int, cells: Cells, role: str) -> Figure | None:
        """The text of a column, blank with its place where nothing is written."""
        if role not in self.starts:
            return None
        found = cells.get(role)
        if not found:
            return Figure("", place=self.view.place_at(row, self.starts[role]))
        return Figure("\n".join([self.view.text(cell) for cell in found]), place=found[0].place)

    def measure(self, role: str, cells: Cells, name: str) -> Figure | None:
        """A target or an actual, put together where operator, value and unit stand apart."""
        if role not in self.starts:
            return None
        figure = self.view.measure(cells.get(role, []), name) or Figure("")
        return self.joined(role, figure, cells) if self.pieces else figure

    def joined(self, role: str, figure: Figure, cells: Cells) -> Figure:
        operators = cells.get(f"{role}_operator") or (
            cells.get("operator", []) if role == "target" else []
        )
        units = cells.get(f"{role}_unit") or cells.get("unit", [])
        view = self.view
        pieces = [c for c in (*operators, *units) if compact(c.text) in _QUALITY or is_dash(c.text)]
        view.take(*pieces)
        body = "".join(figure.raw.split())
        if is_dash(body):
            return figure
        front = "".join(["".join(c.text.split()) for c in operators if c not in pieces])
        back = "".join(["".join(c.text.split()) for c in units if c not in pieces])
        if front and (body.startswith(front) or not _is_operator(front)):
            view.take(*(operators if body.startswith(front) else ()))
            front = ""
        if back and (body.endswith(back) or not _takes_unit(body)):
            view.take(*(units if body.endswith(back) else ()))
            back = ""
        if not front and not back:
            return figure
        view.take(*(operators if front else ()), *(units if back else ()))
        value = parsed(front + body + back)
        return Figure(front + body + back, value.number, value.unit, value.operator, figure.place)


def chosen(header: Header) -> Header:
    """One column a role: of several names, weights and scores the one that is meant."""
    columns = list(header.columns)
    for role in ("name", "weight", "level1", "level2", "target", "actual", "unit", "operator"):
        # 分值 stands behind each level in some layouts; the last one is the indicator's.
        columns = single(columns, role, last=role in ("name", "weight"))
    scores = [role for role in SCORES if any(c.role == role for c in columns)]
    columns = [c for c in columns if c.role not in scores[1:]]
    return Header(tuple(columns), header.end)


def is_execution_row(row: Indicator) -> bool:
    """Whether a row states the budget execution rate, by its level or by its name."""
    return under_execution(row) or (
        stands_for_execution(row.name or "") and row.level1 not in ("效益指标", "满意度指标")
    )


def under_execution(row: Indicator) -> bool:
    """Whether the levels above a row stand for the execution rate alone."""
    return stands_for_execution(row.level1 or "") or stands_for_execution(row.level2 or "")


def _level(cell: Cell | None) -> str | None:
    return None if cell is None else level(cell.text) or None


def _blank(figure: Figure | None, *more: str) -> bool:
    return figure is None or is_dash(figure.raw) or compact(figure.raw) in more


def _is_operator(text: str) -> bool:
    """Whether a text in the operator column compares: ≥, 不少于, 大于等于."""
    return parsed(text + "1").operator != "" or any(mark in text for mark in "于等过")


def _takes_unit(body: str) -> bool:
    """Whether a unit belongs behind: a bare number, not a percentage or words."""
    return not body.endswith(("%", "％")) and any(c.isdigit() for c in body)
