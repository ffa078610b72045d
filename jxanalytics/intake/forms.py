"""What is read from a document: forms, and every figure in them with its raw text and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from jxanalytics.grid import Cell
from jxanalytics.intake.containers.blocks import Note
from jxanalytics.model.places import Paragraph

# A figure of a table stands in its cell, which is asked for its address when somebody wants to know.
Place = Cell | Paragraph

__all__ = [
    "Evaluator", "Execution", "Figure", "Form", "FundingRow", "Indicator", "Line", "Note", "Rule",
    "SummaryRow",
]  # fmt: skip


# The index that stands for the execution rate among a form's indicators.
EXECUTION = -1


class Figure(NamedTuple):
    """One value as filed: ``raw`` as printed; ``number`` None where none is stated.

    For money ``number`` is in 万元 (as printed where the form names no unit); for rates in
    percent; ``unit`` and ``operator`` are those of a target or an actual.
    """

    raw: str
    number: Decimal | None = None
    unit: str = ""
    operator: str = ""
    place: Place | None = None


class FundingRow(NamedTuple):
    """Money from one source; a quantity for which the form has no column is absent.

    ``extra`` is what is written in columns that are not kept as money: 资金到位.
    """

    source: str
    label: str
    amounts: Mapping[str, Figure]
    rate: Figure | None
    remark: str
    extra: Mapping[str, str]


@dataclass(frozen=True)
class Execution:
    """The budget execution rate as scored; ``row`` is its indicator row where it has one."""

    weight: Figure | None = None
    rate: Figure | None = None
    score: Figure | None = None
    review_score: Figure | None = None
    reason: Figure | None = None
    label: Figure | None = None
    target: Figure | None = None
    level1: str = ""
    level2: str = ""
    name: str = ""
    level1_raw: str = ""
    level2_raw: str = ""


class Indicator(NamedTuple):
    """One indicator row; ``target`` and ``actual`` are as printed without white space."""

    level1: str | None
    level2: str | None
    name: str | None
    level1_raw: str = ""
    level2_raw: str = ""
    name_raw: str = ""
    place: Place | None = None
    target: Figure | None = None
    actual: Figure | None = None
    weight: Figure | None = None
    score: Figure | None = None
    review_score: Figure | None = None
    department_score: Figure | None = None
    reason: Figure | None = None
    rule: Figure | None = None
    parent: str | None = None
    # Further columns as written: 评分标准, 佐证材料, 备注.
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Rule:
    """A scoring rule: its text alone, the whole cell or sentence it stands in, and whose it is.

    ``indicator`` is the index of the form's indicator, EXECUTION for the execution rate, None
    where the rule could not be given to one.
    """

    text: str
    raw: str
    place: Place | None
    indicator: int | None = None


@dataclass(frozen=True)
class SummaryRow:
    """One project of a funding summary."""

    seq: Figure | None
    name: str
    name_place: Place | None
    unit: str | None
    code: str
    figures: Mapping[str, Figure]
    remark: str | None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluator:
    name: str
    organisation: str
    title: str
    signed: str
    place: Place | None


@dataclass(frozen=True)
class Line:
    """A line of running text: ``level`` 0 for a paragraph, 1… for a heading."""

    text: str
    level: int
    place: Place | None


@dataclass(frozen=True)
class Form:
    """One form of a document, of a kind of ``model.vocabulary.DOCUMENT_KINDS``.

    ``place`` is as the reading contract prints it (``table 2`` or the sheet's name), ``label`` as
    tables of the model keep it (``表2`` or the sheet's name). ``fields`` holds further labelled
    texts (agency, category, dated, …), ``totals`` the sums as filed by measure,
    ``funding_parts`` rows that break a source down further (其中：一般公共预算) and are in it,
    ``system`` the rows of a report's indicator system.
    """

    file: str
    place: str
    label: str
    kind: str
    title: str = ""
    year: int | None = None
    project: str | None = None
    code: str | None = None
    department: str | None = None
    unit: str | None = None
    amount_unit: str | None = None
    funding: Mapping[str, FundingRow] = field(default_factory=dict)
    funding_parts: tuple[FundingRow, ...] = ()
    execution: Execution = field(default_factory=Execution)
    indicators: tuple[Indicator, ...] = ()
    totals: Mapping[str, Figure] = field(default_factory=dict)
    projects: tuple[SummaryRow, ...] = ()
    evaluators: tuple[Evaluator, ...] = ()
    rules: tuple[Rule, ...] = ()
    system: tuple[Indicator, ...] = ()
    lines: tuple[Line, ...] = ()
    goals: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Note, ...] = ()
