"""A form while its parts come in, and the finished form made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from jxanalytics.intake.containers.blocks import Note, Text
from jxanalytics.intake.forms import (
    EXECUTION,
    Evaluator,
    Execution,
    Figure,
    Form,
    FundingRow,
    Indicator,
    Line,
    Rule,
)  # fmt: skip
from jxanalytics.intake.understand.choices import settled
from jxanalytics.intake.understand.funding import MONEY, FundingPart, merged_rows
from jxanalytics.intake.understand.indicators import execution_of, with_parents
from jxanalytics.intake.understand.part import IndicatorPart
from jxanalytics.intake.understand.rows import is_execution_row, under_execution
from jxanalytics.intake.understand.said import said
from jxanalytics.intake.understand.summary import SummaryPart
from jxanalytics.intake.understand.text import (
    date_in,
    division_in,
    grade_in,
    report_lines,
    rules_in,
)
from jxanalytics.intake.understand.titles import Title
from jxanalytics.intake.understand.view import View
from jxanalytics.model.values import DASHES, compact

# Of a Form, while it is put together.
Fields = dict[str, Any]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TEXT_FIELDS = (
    "category", "kind_of_money", "division", "responsible_division", "agency", "dated", "period",
    "finished", "person", "phone", "background",
)  # fmt: skip


@dataclass
class Draft:
    """Parts of one form, from one or several tables."""

    title: Title | None = None
    year: int | None = None
    cover_year: int | None = None
    unit: str | None = None
    place: str = ""
    label: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)
    funding: tuple[View, FundingPart] | None = None
    indicators: list[IndicatorPart] = field(default_factory=list)
    system: list[IndicatorPart] = field(default_factory=list)
    summary: list[SummaryPart] = field(default_factory=list)
    evaluators: list[Evaluator] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    views: list[View] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind its structure shows; where that leaves it open, the kind its title says."""
        if self.summary:
            return "summary"
        if self.reports:
            return "report"
        titled = self.title.kind if self.title is not None else ""
        roles = {role for part in self.indicators for role in part.header.roles}
        done = roles & {"actual", "score", "score_self", "score_converted"}
        if titled in ("self_evaluation", "target") and not (titled == "target" and done):
            return titled
        return "self_evaluation" if done or not self.indicators else "target"

    @property
    def reports(self) -> bool:
        """Whether it is an evaluation report, which its title alone tells."""
        return not self.summary and self.title is not None and self.title.kind == "report"

    @property
    def content(self) -> bool:
        return bool(self.summary or self.indicators or self.funding)

    def is_form(self) -> bool:
        """Whether enough was found to call it a form."""
        if self.title is not None and self.title.kind == "report":
            return bool(self.indicators) or (
                sum(line.level > 0 for line in report_lines(self.texts)) >= 3
            )
        if self.summary:
            return any(part.rows or part.totals for part in self.summary)
        if self.indicators:
            return True
        return self.funding is not None and "project" in self.labels


def finish(draft: Draft, file: str) -> Form:
    """The form a draft has become; amounts are converted here, when every unit has been seen."""
    issues: list[Note] = []
    kind = draft.kind

    def tell(message: str) -> None:
        issues.append(Note("warning", "choice_unclear", draft.place, message))

    labels = settled(draft.labels, tell)
    form: Fields = {
        "file": file, "place": draft.place, "label": draft.label, "kind": kind,
        "title": draft.title.text if draft.title is not None else "", "year": _year(draft),
        "lines": report_lines(draft.texts) if kind == "report" else _plain_lines(draft.texts),
        "goals": draft.goals, "evaluators": tuple(draft.evaluators),
        "fields": {name: labels[name] for name in _TEXT_FIELDS if labels.get(name)},
    }  # fmt: skip
    if kind == "summary":
        form |= _summary(draft, issues)
    else:
        form |= _names(labels) | _funded(draft, issues)
        form |= _measured(draft, form)
        form["totals"] |= _labelled(draft, labels, form["totals"], issues)
    if kind == "report":
        form |= _report(draft, form)
    for view in draft.views:
        issues += [issue for issue in view.issues if issue not in issues]
        issues += _hidden(view)
    return Form(**form, issues=tuple(issues))


def _names(labels: dict[str, str]) -> Fields:
    both = labels.get("unit+department")
    return {
        "project": labels.get("project") or None,
        "code": labels.get("code") or None,
        "department": both or labels.get("department") or None,
        "unit": both or labels.get("unit") or labels.get("unit_weak") or None,
    }


def _year(draft: Draft) -> int | None:
    printed = _YEAR.search(compact(draft.labels.get("year", "")))
    return int(printed[0]) if printed else (draft.year or draft.cover_year)


def _plain_lines(texts: list[Text]) -> tuple[Line, ...]:
    return tuple([Line(text.text.strip(), 0, None) for text in texts])


def _no_unit(place: str) -> Note:
    message = "没有印明金额单位（万元或元），金额按所填数字照录，请补充单位"
    return Note("error", "no_unit", place, message)


def _unit(units: dict[str, str], *further: str | None) -> str | None:
    """The unit of the amounts: that of a column of money, else the first one known."""
    columns = (units.get(role) for role in ("annual", "executed", "initial"))
    return next((unit for unit in (*columns, *further) if unit), None)


def _summary(draft: Draft, issues: list[Note]) -> Fields:
    part = draft.summary[0]
    rows = [row for p in draft.summary for row in p.rows]
    totals: dict[str, Figure] = {}
    for p in draft.summary:
        totals |= {k: v for k, v in p.totals.items() if k not in totals or not totals[k].raw}
    figures = (figure.unit for row in rows for figure in row.figures.values())
    unit = _unit(part.units, draft.unit) or next(filter(None, figures), None)
    if unit is None and any(
        row.figures[r].number is not None for row in rows for r in MONEY if r in row.figures
    ):
        issues.append(_no_unit(draft.place))
    names = {"annual": "annual", "executed": "executed", "self_score": "self", "department_score": "department",
             "review_score": "review"}  # fmt: skip
    kept = {measure: totals[role] for role, measure in names.items() if role in totals}
    return {"projects": tuple(rows), "totals": kept, "amount_unit": unit}


def _funded(draft: Draft, issues: list[Note]) -> Fields:
    if draft.funding is None:
        return {"execution": Execution()}
    view, part = draft.funding
    rows, parts = merged_rows(view, part, draft.unit)
    figures = [figure for row in rows.values() for figure in row.amounts.values()]
    unit = _unit(part.units, part.unit, draft.unit, *[figure.unit for figure in figures])
    if unit is None and any(figure.number is not None for figure in figures):
        issues.append(_no_unit(draft.place))
    return {
        "funding": rows, "funding_parts": tuple(parts), "amount_unit": unit,
        "execution": _execution(view, part, rows), "rules": _money_rules(view, part),
    }  # fmt: skip


def _money_rules(view: View, part: FundingPart) -> tuple[Rule, ...]:
    """The rule of the execution rate where it stands in a column beside the money."""
    rules = []
    for cell in {drafted.cells["rule"]: None for drafted in part.rows if "rule" in drafted.cells}:
        text = view.text(cell)
        if not said[text].dash:
            rules.append(Rule(text.strip(), text, cell, EXECUTION))
    return tuple(rules)


def _execution(view: View, part: FundingPart, rows: dict[str, FundingRow]) -> Execution:
    """Weight, rate and score of the first row of money that states them (the total's, as a rule)."""
    found: dict[str, Figure] = {}
    order = sorted(part.rows, key=lambda drafted: drafted.source != "total")
    for role, what in (("weight", "分值"), ("score", "得分"), ("review_score", "复核得分")):
        for drafted in order:
            if role in drafted.cells:
                figure = view.score(drafted.cells[role], what)
                if role not in found or (found[role].number is None and figure.number is not None):
                    found[role] = figure
    rates = [(d, rows[d.source].rate) for d in order if "rate" in d.cells and d.source in rows]
    stated, rate = next(
        ((d, r) for d, r in rates if r is not None and r.number is not None), (None, None)
    )
    if rate is not None and stated is not None:
        rate = _percent(rate, rows[stated.source], part)
    elif rates:
        rate = rates[0][1]
    head = part.heads.get("rate")
    label = None if head is None else Figure(head.text, place=head)
    return Execution(
        weight=found.get("weight"), score=found.get("score"),
        review_score=found.get("review_score"), rate=rate, label=label,
    )  # fmt: skip


def _percent(rate: Figure, row: FundingRow, part: FundingPart) -> Figure:
    """A rate printed as a fraction (0.8619) in percent, where the money proves that it is one."""
    head = part.heads.get("rate")
    if rate.number is None or rate.unit == "%" or (head is not None and "%" in compact(head.text)):
        return rate
    annual, executed = (row.amounts.get(q) for q in ("annual", "executed"))
    if annual is None or executed is None or not annual.number or executed.number is None:
        return rate
    if abs(executed.number / annual.number - rate.number) <= Decimal("0.005"):
        return rate._replace(number=rate.number * 100, unit="%")
    return rate


def _measured(draft: Draft, form: Fields) -> Fields:
    rows = [row for part in draft.indicators for row in part.indicators]
    execution, rules = form["execution"], [*form.get("rules", ())]
    offset = 0
    totals: dict[str, Figure] = {}
    for part in draft.indicators:
        for index, row in part.execution:
            filed = execution.weight is not None and execution.weight.number is not None
            if filed and not under_execution(row):
                # The money section scores the rate already: this is an ordinary indicator.
                rows.insert(offset + index, row)
                offset += 1
            else:
                execution = _both(execution_of(row), execution)
                rules += _beside(row)
        offset += len(part.indicators)
        totals = {**part.totals, **totals}
    return {
        "indicators": with_parents(rows), "execution": execution, "totals": totals,
        "rules": tuple(rules),
    }  # fmt: skip


def _beside(row: Indicator) -> list[Rule]:
    """The rule of the execution rate in a column beside its indicator row."""
    figure = row.rule
    if figure is None or compact(figure.raw) in DASHES:
        return []
    place = figure.place
    return [Rule(figure.raw.strip(), figure.raw, place, EXECUTION)]


def _labelled(
    draft: Draft, labels: dict[str, str], totals: dict[str, Figure], issues: list[Note]
) -> dict[str, Figure]:
    """Score and grade where they stand beside a label of their own and in no row of sums."""
    found: dict[str, Figure] = {}
    text, grade = labels.get("total_score", ""), labels.get("grade", "")
    if text and "score" not in totals:
        number = said[text].points
        if number is None and len(numbers := _NUMBER.findall(compact(text))) == 1:
            number = Decimal(numbers[0])
        if number is None and not said[text].unstated:
            message = f"总分“{text.strip()}”不是数字，请改填数字"
            issues.append(Note("error", "score_unreadable", draft.place, message))
        found["score"] = Figure(text, number)
    if grade and "grade" not in totals:
        found["grade"] = Figure(grade)
    return found


def _both(row: Execution, filed: Execution) -> Execution:
    """The execution rate from its indicator row, gaps filled from the money section."""
    names = ("weight", "rate", "score", "review_score", "reason")
    gaps = {}
    for name in names:
        figure, other = getattr(row, name), getattr(filed, name)
        if figure is None or (figure.number is None and other is not None and name != "reason"):
            gaps[name] = other
    if row.rate is None or (row.rate.number is None and gaps.get("rate") is None):
        gaps["rate"] = row.target if row.rate is None else row.rate
    return replace(row, **gaps)


def _report(draft: Draft, form: Fields) -> Fields:
    lines, totals, fields = form["lines"], form["totals"], form["fields"]
    grade = grade_in(lines)
    if grade is not None and not totals.get("grade"):
        totals["grade"] = grade
    dated = date_in(text.text for text in draft.texts)
    for name, text in (("dated", dated), ("responsible_division", division_in(lines))):
        if text:
            fields.setdefault(name, text)
    indicators = form["indicators"]
    rules = (*form["rules"], *_system_rules(draft, indicators), *rules_in(lines, indicators))
    system = tuple(row for part in draft.system for row in part.indicators)
    return {"rules": rules, "system": system}


def _system_rules(draft: Draft, indicators: tuple[Indicator, ...]) -> list[Rule]:
    """Rules of the indicator system, each given the scored indicator it belongs to."""
    rules = []
    for part in draft.system:
        taken: set[int] = set()
        for row, rule in zip(part.indicators, part.rules, strict=True):
            executing = is_execution_row(row)
            index = EXECUTION if executing else _matching(row, part.indicators, indicators, taken)
            if index is not None:
                taken.add(index)
            if rule.text:
                rules.append(replace(rule, indicator=index))
    return rules


def _matching(
    row: Indicator, system: list[Indicator], scored: tuple[Indicator, ...], taken: set[int]
) -> int | None:
    """The scored indicator a row of the system stands for: by place in its level, else by name."""
    level = (row.level1, row.level2)
    same = [i for i, other in enumerate(scored) if (other.level1, other.level2) == level]
    peers = [r for r in system if (r.level1, r.level2) == level]
    if len(same) == len(peers):
        return same[next(i for i, peer in enumerate(peers) if peer is row)]
    left = [i for i in same if i not in taken] or [i for i in range(len(scored)) if i not in taken]
    best = max(left, key=lambda i: _likeness(row, scored[i]), default=None)
    return best if best is not None and _likeness(row, scored[best]) >= 0.6 else None


def _likeness(left: Indicator, right: Indicator) -> float:
    return SequenceMatcher(None, compact(left.name or ""), compact(right.name or "")).ratio()


def _hidden(view: View) -> list[Note]:
    notes, grid, place = [], view.grid, view.table.place
    if grid.hidden_rows:
        rows = "、".join(grid.hidden_rows[:20])
        notes.append(
            Note("note", "hidden_rows", place, f"第{rows}行是隐藏的，已读取，请核对是否报送")
        )
    if grid.hidden_columns:
        columns = "、".join(grid.hidden_columns[:20])
        notes.append(
            Note("note", "hidden_columns", place, f"第{columns}列是隐藏的，已读取，请核对是否报送")
        )
    return notes
