"""A document's blocks to its forms: titles open forms, tables fill them, text belongs between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jxanalytics.grid import Cell
from jxanalytics.intake.containers.blocks import Block, Document, Note, Table, Text
from jxanalytics.intake.forms import Form
from jxanalytics.intake.understand import indicators, summary
from jxanalytics.intake.understand.beside import taken_apart
from jxanalytics.intake.understand.draft import Draft, finish
from jxanalytics.intake.understand.funding import FundingPart
from jxanalytics.intake.understand.inline import inline_fields
from jxanalytics.intake.understand.part import IndicatorPart
from jxanalytics.intake.understand.scan import Goals, Labels, Part, People, Remark, scan
from jxanalytics.intake.understand.summary import SummaryPart
from jxanalytics.intake.understand.titles import (
    Title,
    is_appendix,
    set_aside,
    title_of,
    title_over_two,
    year_line,
    year_of,
)
from jxanalytics.intake.understand.units import unit_stated
from jxanalytics.intake.understand.view import View, shown
from jxanalytics.model.values import compact

# A line longer than this is running text and announces nothing.
_LONGEST_LINE = 240
_LISTED = re.compile(r"附件[:：]|\d{1,2}[.、]")


@dataclass
class Understood:
    """What a document turned out to hold."""

    forms: list[Form] = field(default_factory=list)
    issues: list[Note] = field(default_factory=list)
    unused: list[Cell] = field(default_factory=list)


def understand(document: Document) -> Understood:
    """The forms of a document, what to tell about it, and the cells nobody understood."""
    return _Assembler(document.file).read(document.blocks)


class _Assembler:
    """Holds the form being read and what the lines since the last table said."""

    def __init__(self, file: str):
        self.file = file
        self.drafts: list[Draft] = []
        self.draft: Draft | None = None
        self.title: Title | None = None
        self.year: int | None = None
        self.recent_year: int | None = None
        self.cover_year: int | None = None
        self.unit: str | None = None
        self.fields: dict[str, str] = {}
        self.texts: list[Text] = []
        self.result = Understood()
        self.strays: list[View] = []
        self.aside = ""
        # After 附件2: lines belong to the form to come.
        self.waiting = False

    def read(self, blocks: tuple[Block, ...]) -> Understood:
        self.blocks(blocks)
        self.waiting = False
        self.flush()
        self.close()
        return self.result

    def blocks(self, blocks: Sequence[Block]) -> None:
        pairs = iter(zip(blocks, (*blocks[1:], None), strict=True))
        for block, after in pairs:
            if isinstance(block, Table):
                self.table(block)
            elif self.lists_attachment(block, after):
                self.texts.append(block)
                self.flush()
            elif isinstance(after, Text) and (title := title_over_two(block.text, after.text)):
                self.text(block, title)
                self.texts.append(after)
                next(pairs)
            else:
                self.text(block)

    # -- lines ----------------------------------------------------------------------------------

    def text(self, text: Text, title: Title | None = None) -> None:
        title = title or title_of(text.text)
        if title is not None:
            self.announced(title)
        elif is_appendix(text.text):
            self.flush()
            self.waiting = True
        else:
            self.line(text.text)
        self.texts.append(text)
        if self.reporting():
            self.flush()

    def lists_attachment(self, text: Text, after: Block | None) -> bool:
        """Whether a line at the end of a report names an attachment (附件：1.项目支出绩效自评表).

        It reads like a title, but announces nothing unless the table follows at once.
        """
        return (
            self.reporting()
            and not isinstance(after, Table)
            and title_of(text.text) is not None
            and _LISTED.match(compact(text.text)) is not None
        )

    def line(self, text: str) -> None:
        """What a line between tables says about the form it stands above."""
        if len(text) > _LONGEST_LINE:
            return
        year = year_line(text)
        if year is None and "年度" in text and not self.reporting() and len(compact(text)) <= 30:
            year = year_of(text)
        if year is not None:
            self.year = self.recent_year = year
            if not self.drafts and self.title is None:
                self.cover_year = year
            if self.draft is not None and self.reporting():
                self.draft.year = self.draft.year or year
        found = inline_fields(text)
        if found and self.draft is not None and self.reporting() and not self.draft.indicators:
            self.draft.labels = {**found, **self.draft.labels}
        elif found:
            self.fields.update({k: v for k, v in found.items() if v})
        self.unit = unit_stated(text) or self.unit

    def announced(self, title: Title) -> None:
        """A title stands: what follows, until the next one, is of its kind and year."""
        draft = self.draft
        if draft is not None and draft.reports and title.kind == "report" and not draft.indicators:
            # The title page repeats the cover.
            draft.year = draft.year or title.year
            return
        self.flush()
        self.begin(title)
        self.fields, self.unit, self.draft = {}, None, None
        if title.kind == "report" and not title.set_aside:
            self.open("", "")

    def begin(self, title: Title) -> None:
        self.title = title
        self.year = title.year or self.recent_year
        self.aside = title.set_aside
        if not self.drafts and title.kind in ("", "report") and self.year:
            self.cover_year = self.year

    def reporting(self) -> bool:
        """Whether the text belongs to the report being read."""
        return self.draft is not None and self.draft.reports

    def flush(self) -> None:
        """Give the waiting lines to the form being read."""
        if self.draft is not None and not self.waiting:
            self.draft.texts += self.texts
            self.texts = []

    # -- tables ---------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        if table.sheet:
            self.sheet(table)
        self.read_table(table)

    def read_table(self, table: Table) -> None:
        """The parts of a table, that of two forms beside one another once for each of them."""
        view = View(table)
        carried = self.carried_on(view)
        parts = scan(view, self.unit, carried)
        beside = next((p.beside for p in parts if isinstance(p, IndicatorPart) and p.beside), None)
        forms = taken_apart(table, beside) if beside is not None and not carried else None
        if forms is not None:
            for form in forms:
                self.read_table(form)
            return
        content = [p for p in parts if not isinstance(p, Title | Remark)]
        if table.flow and not content:
            self.blocks(table.flow)
            return
        for part in parts:
            self.part(part, view)
        if not content and not carried:
            self.stray(view, bool(parts))
        for block in table.flow:
            if isinstance(block, Table):
                self.table(block)
        self.recent_year = None

    def sheet(self, table: Table) -> None:
        """A new sheet: lines and a set-aside title of the sheet before do not reach over."""
        self.flush()
        self.draft, self.fields, self.texts, self.waiting = None, {}, [], False
        self.unit, self.recent_year = None, None
        self.aside = set_aside(table.place)

    def stray(self, view: View, spoke: bool) -> None:
        """A table without any part of a form in it."""
        if self.reporting() or (spoke and not view.unused()) or not len(view.grid):
            if self.reporting() and self.draft is not None:
                self.draft.views.append(view)
            return
        self.strays.append(view)

    def carried_on(self, view: View) -> int:
        """Rows of a table that carry on the one before, which had the headings."""
        draft = self.draft
        if draft is None or view.table.sheet:
            return 0
        if draft.summary and summary.carries_on(view, draft.summary[-1]):
            part: SummaryPart | IndicatorPart = draft.summary[-1]
            summary.continue_summary(view, 0, draft.summary[-1], draft.unit or self.unit)
        else:
            last = (*draft.indicators[-1:], *draft.system[-1:])
            begun = next((p for p in last if indicators.carries_on(view, p)), None)
            if begun is None:
                return 0
            part = begun
            indicators.continue_indicators(view, 0, begun)
        draft.views.append(view)
        return part.end

    def part(self, part: Part, view: View) -> None:
        match part:
            case Title():
                if not (self.reporting() and part.kind == "report"):
                    self.flush()
                    self.begin(part)
                    self.draft = None
                    if part.kind == "report" and not part.set_aside:
                        self.open("", "")
            case Remark():
                self.remark(part)
            case _ if self.aside:
                self.put_aside(view)
            case SummaryPart():
                self.summarised(part, view)
            case Labels():
                self.labelled(part.values, view)
            case FundingPart():
                draft = self.current(view, lambda d: self.has_money(d, view))
                draft.funding = (view, part) if draft.funding is None else draft.funding
            case IndicatorPart():
                self.measured(part, view)
            case Goals():
                self.current(view, lambda d: False).goals.update(part.values)
            case People():
                self.current(view, lambda d: False).evaluators += part.rows

    @staticmethod
    def has_money(draft: Draft, view: View) -> bool:
        """Whether money found now is another form's; some forms print theirs below the indicators."""
        return draft.funding is not None or (bool(draft.indicators) and view not in draft.views)

    def remark(self, part: Remark) -> None:
        if part.kind == "year":
            self.year = self.recent_year = part.year
            if self.draft is not None and self.draft.year is None and not self.draft.indicators:
                self.draft.year = part.year
        elif part.kind == "unit":
            self.unit = unit_stated(part.text)
            if self.draft is not None and not self.draft.indicators:
                self.draft.unit = self.draft.unit or self.unit
        elif part.kind == "note":
            lines = [line.strip() for line in part.text.splitlines()]
            told = self.texts if self.draft is None else self.draft.texts
            told += [Text(line) for line in lines if line]
        elif part.kind == "appendix":
            self.flush()
            self.waiting = True
            self.texts.append(Text(part.text.strip()))

    def summarised(self, part: SummaryPart, view: View) -> None:
        draft = self.draft
        if draft is None or draft.content or draft.reports:
            draft = self.open(view.table.place, view.table.name)
        self.attach(draft, view)
        draft.summary.append(part)

    def labelled(self, values: dict[str, str], view: View) -> None:
        heads = values.keys() & {"project", "code", "department", "unit", "unit+department"}

        def ended(draft: Draft) -> bool:
            elsewhere = bool(heads) and bool(draft.indicators) and view not in draft.views
            return elsewhere or (
                "project" in values and "project" in draft.labels and draft.content
            )

        draft = self.current(view, ended)
        for name, value in values.items():
            known = draft.labels.get(name)
            if not known:
                draft.labels[name] = value
            elif value and value != known:
                message = f"同一项内容写了两处且不一致：“{known}”与“{value}”，采用前者，请核对"
                view.issues.append(Note("warning", "label_repeated", view.table.place, message))

    def measured(self, part: IndicatorPart, view: View) -> None:
        if part.system and self.reporting():
            assert self.draft is not None
            self.draft.system.append(part)
            self.attach(self.draft, view, placed=False)
            return
        if part.system:
            self.strays.append(view)
            return
        full = bool(self.reporting() and self.draft and self.draft.indicators)
        draft = self.current(view, lambda d: any(p.totals for p in d.indicators) and not full)
        if full and any(p.totals for p in draft.indicators):
            view.used.clear()
            return
        if draft.reports and not draft.indicators:
            draft.place, draft.label = view.table.place, view.table.name
        draft.indicators.append(part)

    def current(self, view: View, ended) -> Draft:  # type: ignore[no-untyped-def]
        """The form a part belongs to: the one being read unless it is complete without it."""
        draft = self.draft
        if draft is None or (draft.summary and not draft.indicators) or ended(draft):
            draft = self.open(view.table.place, view.table.name)
        self.attach(draft, view)
        return draft

    def attach(self, draft: Draft, view: View, placed: bool = True) -> None:
        if view not in draft.views:
            draft.views.append(view)
        if placed and not draft.place:
            draft.place, draft.label = view.table.place, view.table.name

    def open(self, place: str, label: str) -> Draft:
        draft = Draft(
            title=self.title, year=self.year, cover_year=self.cover_year, unit=self.unit,
            place=place, label=label, labels=dict(self.fields),
        )  # fmt: skip
        draft.texts, self.texts = self.texts, []
        self.waiting = False
        self.fields = {}
        self.draft = draft
        self.drafts.append(draft)
        return draft

    def put_aside(self, view: View) -> None:
        """A form recognised by name and not handled; the lines above it are its own."""
        self.texts = []
        place = view.table.place
        if any(note.code == "set_aside" and note.place == place for note in self.result.issues):
            return
        message = f"{view.table.label}是{self.aside}表，暂不处理"
        self.result.issues.append(Note("note", "set_aside", place, message))

    # -- the end --------------------------------------------------------------------------------

    def close(self) -> None:
        mine: dict[int, int] = {}
        kept = [draft for draft in self.drafts if draft.is_form()]
        for draft in kept:
            form = finish(draft, self.file)
            extra: list[Note] = []
            for view in draft.views:
                mine[id(view)] = mine.get(id(view), 0) + 1
                if mine[id(view)] == 1:
                    unused = view.unused()
                    self.result.unused += unused
                    extra += [_not_understood(cell) for cell in unused]
            issues = (*form.issues, *extra)
            self.result.forms.append(replace(form, issues=issues) if extra else form)
        for draft in self.drafts:
            if draft not in kept:
                self.strays += [view for view in draft.views if id(view) not in mine]
        for view in self.strays:
            self.result.issues.append(_table_not_understood(view))


def _table_not_understood(view: View) -> Note:
    table = view.table
    if not table.nested:
        message = f"{table.label}不是可识别的绩效表格，未读取"
        return Note("note", "table_not_understood", table.place, message)
    # What stands in it is told: the table around it was read without it.
    held = "、".join(shown(cell) for row in view.starting for cell in row)
    held = held if len(held) <= 60 else held[:60] + "…"
    message = f"套在{table.label}单元格或文本框里的小表（{held}）未采用，请核对"
    return Note("note", "table_not_understood", table.place, message)


def _not_understood(cell: Cell) -> Note:
    return Note("note", "not_understood", str(cell.place), f"“{shown(cell)}”未能识别，未采用")
