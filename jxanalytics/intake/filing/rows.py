"""A form as rows of the model's tables: one document, its figures with raw text and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from jxanalytics.intake.filing.identity import Register
from jxanalytics.intake.forms import EXECUTION, Execution, Figure, Form, Indicator, Line, SummaryRow
from jxanalytics.model.exact import kept
from jxanalytics.model.precision import AMOUNT_PLACES, SCORE_PLACES
from jxanalytics.model.texts import Section, render_text
from jxanalytics.model.values import DASHES, compact
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES, SOURCES

Cells = dict[str, Any]
# Tables whose rows belong to one document.
OWNED = ("funding", "indicators", "rules", "scores", "totals", "evaluators")
_DESCRIBED = {
    "category": "category", "kind_of_money": "kind_of_money", "division": "division",
    "responsible_division": "responsible_division",
}  # fmt: skip


@dataclass
class DocumentRows:
    """One document's row in ``documents``, its rows in the tables it owns, its text."""

    document: Cells
    tables: dict[str, list[Cells]] = field(default_factory=lambda: {name: [] for name in OWNED})
    text: str = ""

    @property
    def document_id(self) -> str:
        return str(self.document["document_id"])


def rows_of(
    form: Form, register: Register, summaries: Mapping[str, set[str]] = MappingProxyType({})
) -> DocumentRows:
    """A form's rows; projects and units it names are entered in the register.

    ``summaries`` are the summaries already filed, with their projects: one that lists the same
    projects is the same document, any other a further one (``summary-2``).
    """
    if form.kind == "summary":
        return _summary(form, register, summaries)
    return _measured(form, register)


def _document(form: Form, document_id: str, project: str, text: str) -> DocumentRows:
    unit = form.amount_unit if form.amount_unit in ("万元", "元") else ""
    row = {
        "document_id": document_id, "project_id": project, "kind": form.kind, "title": form.title,
        "year": form.year, "file": form.file, "table": form.label,
        "dated": form.fields.get("dated", "") if form.kind == "report" else "",
        "amount_unit": unit, "agency": form.fields.get("agency", ""),
        "sections": f"texts/{document_id}.md" if text else "",
    }  # fmt: skip
    return DocumentRows(row, text=text)


# -- figures -------------------------------------------------------------------------------------


def stated(name: str, figure: Figure | None, places: int) -> Cells:
    """The columns of a stated quantity."""
    if figure is None:
        return {}
    return {
        name: kept(figure.number, places),
        f"{name}_raw": figure.raw,
        f"{name}_place": _place(figure),
    }


def _measure(name: str, figure: Figure | None) -> Cells:
    if figure is None:
        return {}
    return {
        **stated(name, figure, AMOUNT_PLACES),
        f"{name}_operator": figure.operator,
        f"{name}_unit": figure.unit,
    }


def _place(figure: Figure | None) -> str:
    return "" if figure is None or figure.place is None else str(figure.place)


def _amounts(amounts: Mapping[str, Figure], unit: str | None) -> Cells:
    """Money; where no unit is printed the number is not known, and only the raw text is kept."""
    cells: Cells = {}
    for quantity in FUNDING_QUANTITIES:
        figure = amounts.get(quantity)
        if figure is not None and unit is None:
            figure = figure._replace(number=None)
        cells |= stated(quantity, figure, AMOUNT_PLACES)
    return cells


# -- summary -------------------------------------------------------------------------------------


def _summary(form: Form, register: Register, summaries: Mapping[str, set[str]]) -> DocumentRows:
    projects = [_project(row, register) for row in form.projects]
    document_id = _summary_id(set(projects), summaries)
    sections = [Section(0, "", tuple(line.text for line in form.lines))]
    result = _document(form, document_id, "", render_text(sections) if form.lines else "")
    for row, project in zip(form.projects, projects, strict=True):
        head = {"document_id": document_id, "project_id": project}
        result.tables["funding"].append(
            {**head, "source": "total", **_amounts(row.figures, form.amount_unit),
             **stated("rate", row.figures.get("rate"), SCORE_PLACES), "remark": row.remark or ""}
        )  # fmt: skip
        for role, measure in _SUMMARY_SCORES:
            if role in row.figures:
                result.tables["totals"].append(_total(head, measure, row.figures[role]))
    for measure in ("annual", "executed", "self", "department", "review"):
        if measure in form.totals:
            head = {"document_id": document_id, "project_id": ""}
            figure = form.totals[measure]
            if measure in FUNDING_QUANTITIES and form.amount_unit is None:
                figure = figure._replace(number=None)
            result.tables["totals"].append(_total(head, measure, figure))
    return result


def _project(row: SummaryRow, register: Register) -> str:
    project = register.project(row.name, row.code, row.unit or "", row.extra.get("department", ""))
    facts = {name: row.extra.get(name, "") for name in ("category", "kind_of_money")}
    register.describe(project, facts)
    return project


def _summary_id(projects: set[str], summaries: Mapping[str, set[str]]) -> str:
    """The id of the filed summary that lists most of these projects, or a new one."""
    for document_id, listed in summaries.items():
        if 2 * len(projects & listed) >= min(len(projects), len(listed)) > 0:
            return document_id
    number = len(summaries) + 1
    return "summary" if number == 1 else f"summary-{number}"


_SUMMARY_SCORES = (
    ("self_score", "self"),
    ("department_score", "department"),
    ("review_score", "review"),
)


def _total(head: Cells, measure: str, figure: Figure) -> Cells:
    return {
        **head, "measure": measure, "value": kept(figure.number, AMOUNT_PLACES),
        "raw": figure.raw, "place": _place(figure),
    }  # fmt: skip


# -- forms of one project ------------------------------------------------------------------------


def _measured(form: Form, register: Register) -> DocumentRows:
    unit, department = form.unit or "", form.department or ""
    project = register.project(
        form.project or "未填项目名称", compact(form.code or ""), unit, department
    )
    facts = {column: form.fields.get(name, "") for name, column in _DESCRIBED.items()}
    finished = compact(form.fields.get("finished", ""))
    facts["finished"] = finished if finished in ("是", "否") else ""
    if form.kind == "report":
        facts["department_evaluation"] = "是"
    register.describe(project, facts)
    document_id = f"{project}-{form.kind}"
    result = _document(form, document_id, project, _text(form))
    head = {"document_id": document_id, "project_id": project}
    result.tables["funding"] = _funding(form, head)
    ids = _indicators(form, head, register, result)
    _rules(form, head, ids, result)
    _totals(form, head, result)
    for position, person in enumerate(form.evaluators, start=1):
        result.tables["evaluators"].append(
            {**head, "position": position, "name": person.name, "organisation": person.organisation,
             "title": person.title, "signed": person.signed, "place": str(person.place or "")}
        )  # fmt: skip
    return result


def _funding(form: Form, head: Cells) -> list[Cells]:
    return [
        {**head, "source": source, **_amounts(_approved(form, row.amounts), form.amount_unit),
         **stated("rate", row.rate, SCORE_PLACES), "remark": row.remark}
        for source in SOURCES
        if (row := form.funding.get(source)) is not None
    ]  # fmt: skip


def _approved(form: Form, amounts: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """The only budget a target form names was approved with it: later changes are not in it."""
    if form.kind != "target" or "initial" in amounts or "annual" not in amounts:
        return amounts
    return {"initial" if name == "annual" else name: figure for name, figure in amounts.items()}


def _indicators(form: Form, head: Cells, register: Register, result: DocumentRows) -> list[str]:
    """File indicators and scores; gives the ids in the order of the form's indicators."""
    rows = result.tables["indicators"]
    execution = form.execution
    filed = (execution.weight, execution.rate, execution.score)
    if any(figure is not None and figure.raw for figure in filed):
        rows.append({**head, "indicator_id": "execution", "position": 1, **_execution(execution)})
        _score(form, {**head, "indicator_id": "execution"}, execution, result)
    taken: set[str] = set()
    ids: list[str] = []
    names: dict[str, str] = {}
    for row in form.indicators:
        level2, name = row.level2 or "", row.name or ""
        given = register.indicator(str(head["project_id"]), level2, name, taken)
        ids.append(given)
        parent = names.get(row.parent or "", "")
        if row.parent is None:
            names[name] = given
        cells = _indicator(row, parent)
        rows.append({**head, "indicator_id": given, "position": len(rows) + 1, **cells})
        if cells["role"] != "none":
            _score(form, {**head, "indicator_id": given}, row, result)
    return ids


def _execution(execution: Execution) -> Cells:
    label = execution.label
    return {
        "role": "execution",
        "level1": execution.level1, "level2": execution.level2,
        "name": execution.name or "预算执行率",
        "level1_raw": execution.level1_raw, "level2_raw": execution.level2_raw,
        "name_raw": "" if label is None else label.raw, "name_place": _place(label),
        **_measure("target", execution.target),
        **_measure("actual", _in_percent(execution.rate)),
        **stated("weight", execution.weight, SCORE_PLACES),
        "reason": _words(execution.reason), "reason_place": _place(execution.reason),
    }  # fmt: skip


def _in_percent(rate: Figure | None) -> Figure | None:
    return rate if rate is None or rate.number is None else rate._replace(unit="%")


def _indicator(row: Indicator, parent: str) -> Cells:
    role = "sub" if row.parent else "none" if compact(row.name or "") == "无" else "indicator"
    return {
        "role": role, "level1": row.level1 or "", "level2": row.level2 or "", "name": row.name or "",
        "level1_raw": row.level1_raw, "level2_raw": row.level2_raw, "name_raw": row.name_raw,
        "name_place": str(row.place or ""), "parent_id": parent,
        **_measure("target", row.target), **_measure("actual", row.actual),
        **stated("weight", row.weight, SCORE_PLACES),
        "reason": _words(row.reason), "reason_place": _place(row.reason),
    }  # fmt: skip


def _words(figure: Figure | None) -> str:
    return "" if figure is None else figure.raw.strip()


def _score(form: Form, head: Cells, row: Execution | Indicator, result: DocumentRows) -> None:
    own = "department" if form.kind == "report" else "self"
    figures = {own: row.score, "review": row.review_score}
    if isinstance(row, Indicator) and own == "self":
        figures["department"] = row.department_score
    for evaluation, figure in figures.items():
        if figure is not None and (evaluation == own or figure.raw):
            cells = {**head, "evaluation": evaluation, **stated("score", figure, SCORE_PLACES)}
            result.tables["scores"].append(cells)


def _rules(form: Form, head: Cells, ids: list[str], result: DocumentRows) -> None:
    """Rules of the indicator system and the text, then those in a column beside the indicators."""
    found: list[tuple[int, str, str, str]] = [
        (rule.indicator, rule.text, rule.raw, str(rule.place or ""))
        for rule in form.rules
        if rule.indicator is not None
    ]
    found += [
        (index, row.rule.raw.strip(), row.rule.raw, _place(row.rule))
        for index, row in enumerate(form.indicators)
        if row.rule is not None
    ]
    counts: dict[str, int] = {}
    for index, text, raw, place in sorted(found, key=lambda rule: rule[0]):
        given = "execution" if index == EXECUTION else ids[index]
        counts[given] = counts.get(given, 0) + 1
        result.tables["rules"].append(
            {**head, "indicator_id": given, "position": counts[given], "text": text, "raw": raw, "place": place}
        )  # fmt: skip


def _totals(form: Form, head: Cells, result: DocumentRows) -> None:
    own = "department" if form.kind == "report" else "self"
    for measure, name in (
        ("weight", "weight"),
        ("score", own),
        ("review", "review"),
        ("grade", "grade"),
    ):
        figure = form.totals.get(measure)
        if figure is None or (measure in ("review", "grade") and not figure.raw.strip()):
            continue
        if measure == "grade":
            figure = figure._replace(raw=figure.raw.strip())
        result.tables["totals"].append(_total(head, name, figure))


# -- text ----------------------------------------------------------------------------------------


def _text(form: Form) -> str:
    sections = _sections(form.lines)
    goals = {"expected": "预期目标", "actual": "实际完成情况", "long": "实施期目标"}
    present = [name for name in goals if form.goals.get(name, "").strip()]
    if present and form.kind != "report":
        sections.append(Section(1, "年度总体目标", ()))
        for name in present:
            lines = tuple(line.strip() for line in form.goals[name].splitlines() if line.strip())
            sections.append(Section(2, goals[name], lines))
    if all(
        compact(text) in DASHES
        for section in sections
        for text in (section.heading, *section.paragraphs)
    ):
        return ""
    return render_text(sections)


def _sections(lines: tuple[Line, ...]) -> list[Section]:
    sections: list[Section] = []
    level, heading = 0, ""
    paragraphs: list[str] = []
    for line in lines:
        if line.level:
            if heading or paragraphs:
                sections.append(Section(level, heading, tuple(paragraphs)))
            level, heading, paragraphs = min(line.level, 6), line.text, []
        else:
            paragraphs.append(line.text)
    if heading or paragraphs:
        sections.append(Section(level, heading, tuple(paragraphs)))
    return sections
