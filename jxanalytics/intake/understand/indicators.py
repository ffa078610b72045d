"""The indicator table of a form: levels carried down, names cleaned, execution set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Execution, Figure, Indicator, Rule
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.columns import Header, assign, read_header, take_header
from jxanalytics.intake.understand.labels import inline_fields
from jxanalytics.intake.understand.titles import title_of
from jxanalytics.intake.understand.view import DASHES, View, label, parsed
from jxanalytics.model.values import compact

_POINTS = (
    r"(?:[(（\[【]\s*(?:满分|分值|共|计|权重|总分)?\s*[:：]?\s*\d+(?:\.\d+)?\s*(?:[-—–~～至]\s*\d+(?:\.\d+)?)?\s*"
    r"(?:分\s*[)）\]】]|[)）\]】]\s*分))"
)
_NAME_POINTS = re.compile(rf"(?:{_POINTS}\s*)+$")
_LEVEL_POINTS = re.compile(rf"{_POINTS}|[(（]\d+(?:\.\d+)?[)）]$|\d+(?:\.\d+)?分$")
_FILLER_IN_FRONT = re.compile(r"^指标\s*[\d一二三四五六七八九十]{1,2}\s*[:：、.．]?\s*")
_QUALITY = (
    "文字描述",
    "定性",
    "定量",
    "正向",
    "反向",
    "正向指标",
    "反向指标",
    "定性指标",
    "定量指标",
    "其他",
    "无",
)
_SCORES = ("score_self", "score_converted", "score")
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
_SIDE = re.compile(
    r"(?:(?:年度|项目|支出)*(?:绩效)?指标(?:完成情况|体系|情况)?|绩效指标完成情况|绩效)+"
)


@dataclass
class IndicatorPart:
    """An indicator table as read, or the part of one that stands in one table of the document."""

    header: Header
    end: int
    width: int
    indicators: list[Indicator] = field(default_factory=list)
    # Rows that may stand for the execution rate, with their position among the indicators.
    execution: list[tuple[int, Indicator]] = field(default_factory=list)
    totals: dict[str, Figure] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    level1: Cell | None = None
    level2: Cell | None = None
    # Levels and names only: an indicator system, whose names carry the rules.
    system: bool = False


def read_indicators(view: View, row: int) -> IndicatorPart | None:
    """The indicator table that begins in a row; None where none does."""
    roles = {words.indicator_column(label(c)) for c in view.starting(row)} - {""}
    if len(roles) < 3 or not roles & {"level1", "level2", "name"}:
        return None
    header = _chosen(read_header(view, row, words.indicator_column))
    if not header.roles & {"level2", "name"} or header.column("name") is None:
        return None
    if not header.roles & {"level1", "level2", "target", "actual", "weight"}:
        return None
    take_header(view, row, header)
    _take_side(view, row, header)
    part = IndicatorPart(header, header.end, view.grid.width)
    part.system = not header.roles & {"target", "actual", "weight", *_SCORES}
    continue_indicators(view, header.end, part)
    return part


def continue_indicators(view: View, row: int, part: IndicatorPart) -> None:
    """Read rows into a part, from ``row`` to where the table ends."""
    reader = _Rows(view, part)
    while row < len(view.grid):
        again = _repeated(view, row, part.header)
        if again:
            row = again
        elif reader.done or not reader.read(row):
            break
        else:
            row += 1
    part.end = row


def carries_on(view: View, part: IndicatorPart) -> bool:
    """Whether a table without headings goes on with the rows of a table that has not ended."""
    if part.totals or not len(view.grid) or view.grid.width != part.width:
        return False
    cells = assign(view, 0, part.header.columns)
    figures = [c for role in ("weight", *_SCORES) for c in cells.get(role, ())]
    return any(parsed(c.text).number is not None for c in figures) and (
        any(c.filled for c in cells.get("name", ())) or words.is_total(label(view.starting(0)[0]))
    )


def _chosen(header: Header) -> Header:
    """One column a role: of several names, weights and scores the one that is meant."""
    columns = list(header.columns)
    for role in ("name", "weight", "level1", "level2", "target", "actual", "unit", "operator"):
        several = [c for c in columns if c.role == role]
        # 分值 stands behind each level in some layouts; the last one is the indicator's.
        drop = several[:-1] if role in ("name", "weight") else several[1:]
        columns = [c for c in columns if c not in drop]
    scores = [role for role in _SCORES if any(c.role == role for c in columns)]
    if scores:
        columns = [c for c in columns if c.role not in scores[1:]]
    return Header(tuple(columns), header.end)


def _take_side(view: View, row: int, header: Header) -> None:
    first = header.columns[0].start
    for cell in view.grid.rows[row]:
        if cell.column < first and _SIDE.fullmatch(label(cell)):
            view.take(cell)


def _repeated(view: View, row: int, header: Header) -> int:
    """The row after a header printed again on the next page; 0 where it is none."""
    texts = {label(column.cell) for column in header.columns}
    cells = view.starting(row)
    again = [c for c in cells if label(c) in texts]
    if len(again) < 3 or len(again) < len(cells) - 1:
        return 0
    view.take(*again, *(c for c in cells if _SIDE.fullmatch(label(c))))
    return row + 1


class _Rows:
    """Reads rows one by one, remembering the levels above."""

    def __init__(self, view: View, part: IndicatorPart):
        self.view = view
        self.part = part
        self.columns = part.header.columns
        name = part.header.column("name")
        self.name_start = name.start if name is not None else 0
        self.score = next((role for role in _SCORES if role in part.header.roles), "")
        # The table ends with the row of its sums.
        self.done = False

    def read(self, row: int) -> bool:
        """Read one row; False where the table has ended before it."""
        started = self.view.starting(row)
        first = label(started[0])
        cells = assign(self.view, row, self.columns)
        left = started[0].column < self.name_start or not cells.get("name")
        if left and words.is_total(first):
            self.total(started, cells)
            self.done = True
            return True
        if self.ends(started, first, left):
            return False
        self.indicator(row, started[0].row, cells)
        return True

    def ends(self, started: list[Cell], first: str, left: bool) -> bool:
        cell = started[0]
        if words.is_note(cell.text) and (left or len(started) == 1):
            return True
        if len(started) == 1 and (title_of(cell.text) or cell.colspan >= self.view.grid.width):
            return True
        if not left:
            return False
        if inline_fields(cell.text):
            return True
        return words.field(first) in _ENDING or words.goal(first) in (
            "overall",
            "actual",
            "expected",
        )

    def total(self, started: list[Cell], cells: dict[str, list[Cell]]) -> None:
        """总分: weight and score by column; one lone number is the score where scores are given."""
        self.view.take(started[0])
        totals = self.part.totals
        # The total's label reaches over the columns before the sums.
        for role, measure in (
            ("weight", "weight"),
            (self.score, "score"),
            ("review_score", "review"),
        ):
            for cell in cells.get(role, ()):
                if cell is not started[0] and measure not in totals:
                    totals[measure] = self.view.score(cell, "总分")
        for cell in started[1:]:
            text = compact(cell.text)
            if words.GRADE.fullmatch(text):
                self.view.take(cell)
                totals.setdefault("grade", Figure(cell.text, place=cell.place))
            elif text in DASHES:
                self.view.take(cell)
        rest = [c for c in started[1:] if c not in self.view.used]
        if len(rest) == 1 and "score" not in totals and (self.score or not self.part.system):
            totals["score"] = self.view.score(rest[0], "总分")

    def levels(self, cells: dict[str, list[Cell]]) -> None:
        part = self.part
        for cell in cells.get("level1", ()):
            if cell.filled and cell is not part.level1:
                if part.level1 is None or level(part.level1.text) != level(cell.text):
                    part.level2 = None
                part.level1 = cell
        for cell in cells.get("level2", ()):
            if cell.filled:
                part.level2 = cell
        # A level of another name is told unless an indicator comes to stand under it.
        found = (*cells.get("level1", ()), *cells.get("level2", ()))
        self.view.take(*(c for c in found if level(c.text).endswith("指标")))

    def indicator(self, row: int, top: int, cells: dict[str, list[Cell]]) -> None:
        self.levels(cells)
        part, view = self.part, self.view
        level1, level2 = part.level1, part.level2
        name_cells = cells.get("name", [])
        name_raw = (
            "\n".join(view.text(c) for c in name_cells)
            if len(name_cells) < 2
            else "".join(view.text(c) for c in name_cells)
        )
        if part.system:
            self.rule(name_cells, name_raw, level1, level2)
            return
        own = {role: [c for c in found if c.row == top] for role, found in cells.items()}
        name = cleaned(name_raw)
        target = self.target(cells, name)
        actual = self.actual(cells, name)
        weight = self.points(row, own, "weight", "分值")
        score = self.points(row, own, self.score, "得分") if self.score else None
        reason = self.reason(row, cells)
        extra = {role: view.text(cells[role][0]).strip() for role in _TEXTS if role in cells}
        filler = words.is_filler(name_raw)
        stated = any(
            f is not None and compact(f.raw) not in DASHES for f in (target, actual, weight, score)
        )
        if filler and not stated and (reason is None or compact(reason.raw) in (*DASHES, "无")):
            return
        found = Indicator(
            level1=None if level1 is None else level(level1.text) or None,
            level2=None if level2 is None or part.header.column("level2") is None else level(level2.text) or None,
            name=(name or None) if not filler else (compact(name_raw) if "指标" in name_raw else None),
            level1_raw="" if level1 is None else level1.text,
            level2_raw="" if level2 is None else level2.text,
            name_raw=name_raw,
            place=name_cells[0].place if name_cells else view.place_at(row, self.name_start),
            target=target, actual=actual, weight=weight, score=score, reason=reason,
            review_score=self.points(row, own, "review_score", "复核得分", blank=False),
            department_score=self.points(row, own, "department_score", "部门评价得分", blank=False),
            rule=self.text(cells, "rule"),
            extra={role: text for role, text in extra.items() if text},
        )  # fmt: skip
        view.take(level1, level2)
        if is_execution_row(found):
            self.check_rate(cells)
            part.execution.append((len(part.indicators), found))
        else:
            part.indicators.append(found)

    def check_rate(self, cells: dict[str, list[Cell]]) -> None:
        """An execution rate that is no number is noted."""
        for cell in cells.get("actual", ()):
            self.view.rate(cell)

    def rule(self, cells: list[Cell], raw: str, level1: Cell | None, level2: Cell | None) -> None:
        """A row of an indicator system: the ladder in the brackets behind the name."""
        if not cells or not raw.strip() or words.is_filler(raw):
            return
        self.view.take(level1, level2)
        text = ladder(raw)
        self.part.rules.append(Rule(text, raw, cells[0].place))
        self.part.indicators.append(
            Indicator(
                None if level1 is None else level(level1.text),
                None if level2 is None else level(level2.text),
                cleaned(raw.replace(text, "").rstrip().removesuffix("（）").removesuffix("()")) if text else cleaned(raw),
                name_raw=raw, place=cells[0].place,
            )
        )  # fmt: skip

    def points(
        self, row: int, own: dict[str, list[Cell]], role: str, what: str, blank: bool = True
    ) -> Figure | None:
        """A weight or a score; where the column is there but the cell is not, a blank with its place."""
        for cell in own.get(role, ()):
            return self.view.score(cell, what)
        column = self.part.header.column(role)
        if column is None or not blank:
            return None
        return Figure("", place=self.view.place_at(row, column.start))

    def text(self, cells: dict[str, list[Cell]], role: str) -> Figure | None:
        for cell in cells.get(role, ()):
            raw = self.view.text(cell)
            if compact(raw) not in DASHES:
                return Figure(raw, place=cell.place)
        return None

    def reason(self, row: int, cells: dict[str, list[Cell]]) -> Figure | None:
        found = cells.get("reason", [])
        column = self.part.header.column("reason")
        if column is None:
            return None
        raw = "\n".join(self.view.text(c) for c in found)
        place = found[0].place if found else self.view.place_at(row, column.start)
        return Figure(raw, place=place)

    def target(self, cells: dict[str, list[Cell]], name: str) -> Figure | None:
        operator = cells.get("target_operator") or cells.get("operator") or []
        unit = cells.get("target_unit") or cells.get("unit") or []
        return self.joined("target", cells.get("target", []), operator, unit, name)

    def actual(self, cells: dict[str, list[Cell]], name: str) -> Figure | None:
        operator = cells.get("actual_operator", [])
        unit = cells.get("actual_unit") or cells.get("unit") or []
        return self.joined("actual", cells.get("actual", []), operator, unit, name)

    def joined(
        self, role: str, values: list[Cell], operators: list[Cell], units: list[Cell], name: str
    ) -> Figure | None:
        """Operator, value and unit put together where they stand in columns of their own."""
        view = self.view
        column = self.part.header.column(role)
        if column is None:
            return None
        figure = view.measure(values, name) or Figure("")
        body = "".join(figure.raw.split())
        view.take(*(c for c in (*operators, *units) if compact(c.text) in (*_QUALITY, *DASHES)))
        if compact(body) in DASHES:
            return figure
        front = "".join("".join(c.text.split()) for c in operators)
        back = "".join("".join(c.text.split()) for c in units)
        if compact(front) in (*_QUALITY, *DASHES) or not _is_operator(front):
            front = ""
        elif body.startswith(front):
            view.take(*operators)
            front = ""
        if body.endswith(back):
            view.take(*units)
            back = ""
        elif compact(back) in (*DASHES, "无") or not _takes_unit(body):
            back = ""
        if not front and not back:
            return figure
        view.take(*(operators if front else ()), *(units if back else ()))
        value = parsed(front + body + back)
        place = values[0].place if values else figure.place
        return Figure(front + body + back, value.number, value.unit, value.operator, place)


_ENDING = {
    "project", "code", "department", "unit", "unit_weak", "year", "dated", "person", "phone",
    "grade", "total_score", "background", "period", "agency",
}  # fmt: skip


def level(text: str) -> str:
    """A level's name without points and white space."""
    return _LEVEL_POINTS.sub("", "".join(text.split()))


def cleaned(text: str) -> str:
    """An indicator's name: lines joined, filler in front, priority marks and points behind gone."""
    joined = "".join(line.strip() for line in text.splitlines()).strip()
    joined = joined.strip("★☆").strip()
    joined = _FILLER_IN_FRONT.sub("", joined).strip("★☆").strip()
    return _NAME_POINTS.sub("", joined).rstrip("★☆").strip()


def ladder(text: str) -> str:
    """The scoring rule in the last brackets of a cell; empty where there is none."""
    bare = text.rstrip()
    if not bare.endswith((")", "）")):
        return ""
    depth = 0
    for index in range(len(bare) - 1, -1, -1):
        depth += (bare[index] in ")）") - (bare[index] in "(（")
        if depth == 0:
            inside = bare[index + 1 : -1].strip()
            return inside if "分" in inside and not _NAME_POINTS.fullmatch(bare[index:]) else ""
    return ""


def with_parents(rows: list[Indicator]) -> tuple[Indicator, ...]:
    """Sub-rows told which row they belong to: 其中…, or values without points under points without values."""
    result: list[Indicator] = []
    above: Indicator | None = None
    for row in rows:
        parent = None
        if above is not None and (row.level1, row.level2) == (above.level1, above.level2):
            named = (row.name or "").startswith("其中")
            fills = _values(row) and not _points(row) and _points(above) and not _values(above)
            parent = above.name if named or fills else None
        if parent is None:
            above = row
        result.append(replace(row, parent=parent) if parent else row)
    return tuple(result)


def _values(row: Indicator) -> bool:
    return any(f is not None and compact(f.raw) not in DASHES for f in (row.target, row.actual))


def _points(row: Indicator) -> bool:
    return any(f is not None and f.number is not None for f in (row.weight, row.score))


def _is_operator(text: str) -> bool:
    """Whether a text in the operator column compares: ≥, 不少于, 大于等于."""
    return parsed(text + "1").operator != "" or "于" in text or "等" in text or "过" in text


def _takes_unit(body: str) -> bool:
    """Whether a unit belongs behind: a bare number, not a percentage or words."""
    return not body.endswith(("%", "％")) and any(c.isdigit() for c in body)


def is_execution_row(row: Indicator) -> bool:
    """Whether a row states the budget execution rate, by its level or by its name."""
    name = re.sub(r"\(.*?\)", "", compact(row.name or ""))
    return under_execution(row) or (
        words.is_execution(name) and level(row.level1 or "") not in ("效益指标", "满意度指标")
    )


def under_execution(row: Indicator) -> bool:
    """Whether the levels above a row stand for the execution rate alone."""
    levels = [re.sub(r"\(.*?\)", "", compact(text or "")) for text in (row.level1, row.level2)]
    return any(words.is_execution(text) for text in levels)


def execution_of(row: Indicator) -> Execution:
    return Execution(
        weight=row.weight, score=row.score, review_score=row.review_score, reason=row.reason,
        rate=row.actual, target=row.target, label=Figure(row.name_raw, place=row.place),
        level1=row.level1 or "", level2=row.level2 or "", name=row.name or "",
        level1_raw=row.level1_raw, level2_raw=row.level2_raw,
    )  # fmt: skip
