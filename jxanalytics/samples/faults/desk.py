"""The desk: one project's papers while something is done to them.

Whatever is changed is noted with its place, so that a plant can say where it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.samples.decided import Plan, hundredths, money_text
from jxanalytics.samples.faults.kinds import Unfit
from jxanalytics.samples.plan import Dice, divided, execution_points
from jxanalytics.samples.words import TEMPLATES, Shape
from jxanalytics.samples.writing import written

T = TypeVar("T")
FORM, TARGET, REPORT, SUMMARY = "self_evaluation", "target", "report", "summary"
KINDS_WITH_INDICATORS = (TARGET, FORM, REPORT)


@dataclass(frozen=True)
class Item:
    """A scored indicator as decided: its row in the plan, and what the documents say of it."""

    row: int
    id: str
    name: str
    shape: Shape
    level2: str
    unit: str
    weight: int
    points: int
    target: str
    actual: str
    rule: str
    reason: str

    @property
    def full(self) -> bool:
        return self.points == 100 * self.weight

    @property
    def laddered(self) -> bool:
        return "每减少" in self.rule or "每下降" in self.rule


class Desk:
    """The papers of project number ``i`` of a decided year.

    ``before`` is the plan of the year before, where a fault needs one.
    """

    def __init__(
        self, plan: Plan, clean: EvaluationYear, i: int, dice: Dice, before: Plan | None = None
    ):
        self.plan, self.i, self.dice, self.before = plan, i, dice, before
        self._places: list[tuple[str, str]] = []
        self._take(clean)

    def redecide(self, plan: Plan) -> None:
        """Write all papers anew from another plan; those that then read otherwise are changed."""
        before = {kind: self._paper(kind) for kind in (*KINDS_WITH_INDICATORS, SUMMARY)}
        self.plan = plan
        self._take(written(plan))
        for kind, paper in before.items():
            if paper != self._paper(kind):
                self.mark(self.document(kind))

    def _paper(self, kind: str) -> list[str]:
        """All that a document says."""
        document = self.document(kind)
        tables = [frame for frame in self._tables.values() if "document_id" in frame]
        rows = [frame[frame["document_id"] == document].to_csv(index=False) for frame in tables]
        return [*rows, self.texts.get(document, "")]

    def _take(self, year: EvaluationYear) -> None:
        self._tables = {name: year[name].copy() for name in TABLES}
        self.texts = dict(year.texts)

    @property
    def year(self) -> EvaluationYear:
        """All papers as they now are."""
        return EvaluationYear(self.plan.year, self._tables, self.texts)

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Documents and places that were changed, in the order of the changes; each once."""
        return tuple(dict.fromkeys(self._places))

    # What there is.

    @property
    def project(self) -> str:
        return self.plan.ids[self.i]

    @property
    def name(self) -> str:
        return self.plan.projects.name[self.i]

    @property
    def evaluated(self) -> bool:
        return bool(self.plan.evaluated[self.i])

    def document(self, kind: str) -> str:
        """The id of the project's document of a kind; of its department's summary."""
        if kind == SUMMARY:
            department = self.plan.units[int(self.plan.projects.unit[self.i])].department
            return f"U{department + 1:03d}-summary"
        return f"{self.project}-{kind}"

    def has(self, kind: str) -> bool:
        return bool((self._tables["documents"]["document_id"] == self.document(kind)).any())

    @property
    def filed(self) -> tuple[str, ...]:
        """The kinds of document with indicators that the project has."""
        return tuple(kind for kind in KINDS_WITH_INDICATORS if self.has(kind))

    @property
    def items(self) -> list[Item]:
        """The project's scored indicators, as decided."""
        return _items(self.plan, self.i)

    @property
    def past(self) -> list[Item]:
        """The project's scored indicators of the year before; Unfit where it is new."""
        self.need(self.before is not None and self.project in self.before.ids)
        assert self.before is not None
        return _items(self.before, self.before.ids.index(self.project))

    @property
    def code(self) -> str:
        return str(self._tables["projects"].at[self.i, "project_code"])

    @property
    def codes(self) -> list[str]:
        """The codes of all projects."""
        return list(self._tables["projects"]["project_code"])

    def set_project(self, **cells: object) -> None:
        """Change the list of projects, which is no document."""
        for column, value in cells.items():
            self._tables["projects"].at[self.i, column] = value

    def item(self, fits: Callable[[Item], bool]) -> Item:
        """One of the indicators that fit; Unfit without any."""
        return self.one([item for item in self.items if fits(item)])

    def one(self, options: Sequence[T]) -> T:
        """One of the options by the dice; Unfit without any."""
        if not options:
            raise Unfit
        return options[int(self.dice.below(len(options), 1)[0])]

    def some(self, options: Sequence[T], least: int) -> list[T]:
        """At least ``least`` of the options, in their order."""
        count = self.number(least, len(options))
        order = self.dice.order(1, len(options))[0].tolist()[:count]
        return [options[n] for n in sorted(order)]

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``; Unfit where there is none."""
        if low > high:
            raise Unfit
        return int(self.dice.between(low, high, 1)[0])

    def need(self, *conditions: bool) -> None:
        """Go on only where all conditions hold."""
        if not all(conditions):
            raise Unfit

    # What is done to tables.

    def rows(self, table: str, kind: str, **where: object) -> list[int]:
        """Row numbers in the project's document of a kind (for a summary: of all projects)."""
        frame = self._tables[table]
        chosen = frame["document_id"] == self.document(kind)
        for column, value in where.items():
            chosen &= frame[column] == value
        return [int(row) for row in frame.index[chosen]]

    def row(self, table: str, kind: str, **where: object) -> int:
        """The one row; Unfit without it."""
        found = self.rows(table, kind, **where)
        self.need(len(found) == 1)
        return found[0]

    def get(self, table: str, row: int, column: str) -> Any:
        return self._tables[table].at[row, column]

    def put(self, table: str, row: int, **cells: object) -> None:
        """Overwrite cells of a row and note the place of each that now reads otherwise."""
        frame = self._tables[table]
        for column, value in cells.items():
            if frame.at[row, column] == value:
                continue
            self.mark(str(frame.at[row, "document_id"]), self._place(frame, row, column))
            frame.at[row, column] = value

    def _place(self, frame: pd.DataFrame, row: int, column: str) -> str:
        stem = column.removesuffix("_raw").removesuffix("_unit").removesuffix("_operator")
        place = f"{stem}_place" if f"{stem}_place" in frame else "place"
        return str(frame.at[row, place]) if place in frame else ""

    def mark(self, document: str, place: str = "") -> None:
        self._places.append((document, place))

    def drop(self, table: str, rows: Sequence[int]) -> None:
        frame = self._tables[table]
        for row in rows:
            self.mark(str(frame.at[row, "document_id"]))
        self._tables[table] = frame.drop(index=list(rows)).reset_index(drop=True)

    def add(self, table: str, /, **cells: object) -> None:
        """A further row; columns not named are blank."""
        frame = self._tables[table]
        fresh = from_rows(TABLES[table], [cells])
        self._tables[table] = pd.concat([frame, fresh], ignore_index=True)
        if "document_id" in cells:
            self.mark(str(cells["document_id"]))

    def forget(self, kind: str) -> None:
        """Take the project's document of a kind away, with all that it says."""
        document = self.document(kind)
        self.mark(document)
        for name, frame in self._tables.items():
            if "document_id" in frame:
                kept = frame["document_id"] != document
                self._tables[name] = frame[kept].reset_index(drop=True)
        self.texts.pop(document, None)

    # Money (0.01万元) and points (hundredths) in tables.

    def cents(self, quantity: str, source: str = "total", kind: str = FORM) -> int:
        """An amount of the form in 0.01万元; a blank is 0."""
        value = self.get(
            "funding", self.row("funding", kind, project_id=self.project, source=source), quantity
        )
        return 0 if np.isnan(value) else round(value * 100)

    def money(self, quantity: str, source: str, cents: int | None, kind: str = FORM) -> None:
        """State an amount otherwise; None leaves the cell blank."""
        row = self.row("funding", kind, project_id=self.project, source=source)
        raw = "" if cents is None else money_text(cents) if cents else "0"
        value = np.nan if cents is None else cents / 100
        self.put("funding", row, **{quantity: value, f"{quantity}_raw": raw})

    def state(
        self, kind: str, measure: str, value: int, raw: str, project: str | None = None
    ) -> None:
        """State a total (in hundredths) otherwise."""
        where = {"measure": measure, "project_id": self.project if project is None else project}
        self.put("totals", self.row("totals", kind, **where), value=value / 100, raw=raw)

    def score(self, item: str, points: int) -> None:
        """File other points for an indicator; the form's total and the summary's follow."""
        row = self.row("scores", FORM, indicator_id=item)
        self.put("scores", row, score=points / 100, score_raw=hundredths(points))
        filed = self._tables["scores"].loc[self.rows("scores", FORM), "score"]
        total = round(exact.total(filed, exact.SCORE_PLACES) * 100)
        for kind in (FORM, SUMMARY):
            self.state(kind, "self", total, hundredths(total))

    def add_alias(self, name: str) -> None:
        """A former name of the project, recorded."""
        self.add("aliases", project_id=self.project, kind="name", alias=name,
                 until=float(self.plan.year), note="更名")  # fmt: skip

    # What is done to texts.

    def text(self, kind: str) -> str:
        return self.texts[self.document(kind)]

    def say(self, kind: str, old: str, new: str) -> None:
        """Write ``new`` where a text says ``old``; Unfit where it does not say so once."""
        document = self.document(kind)
        text = self.texts.get(document, "")
        self.need(text.count(old) == 1)
        self.mark(document, _paragraph(text, text.index(old)))
        self.texts[document] = text.replace(old, new)

    def tell(self, kind: str, heading: str, paragraph: str) -> None:
        """A further paragraph at the end of a section."""
        document = self.document(kind)
        text = self.texts[document]
        self.need(f"{heading}\n" in text)
        start = text.index(f"{heading}\n")
        end = text.find("\n\n#", start)
        end = len(text.rstrip("\n")) if end < 0 else end
        self.texts[document] = f"{text[:end]}\n\n{paragraph}{text[end:]}"
        self.mark(document, _paragraph(self.texts[document], end + 2))

    def paragraph(self, item: Item) -> str:
        """The report's paragraph on an indicator."""
        self.need(self.evaluated)
        text = self.text(REPORT)
        start = text.index(f"\n{item.name}：") + 1
        return text[start : text.index("\n", start)]

    def retell(self, item: Item, old: str, new: str) -> None:
        """Change the report's paragraph on an indicator; Unfit where it does not say ``old`` once."""
        told = self.paragraph(item)
        self.need(told.count(old) == 1)
        self.say(REPORT, told, told.replace(old, new))

    # What is decided otherwise.

    def money_decided(self, **amounts: int) -> Plan:
        """The plan with other money for the project (0.01万元) and the points it then gets."""
        changed = {}
        for name, value in amounts.items():
            column = getattr(self.plan.money, name).copy()
            column[self.i] = value
            changed[name] = column
        money = replace(self.plan.money, **changed)
        self.need(int(money.annual[self.i]) > 0)
        # What leaves money is not finished: saving is another matter.
        finished = money.finished & (money.closing == 0)
        money = replace(money, finished=finished)
        points = execution_points(money.executed, money.annual, self.plan.year)
        return replace(self.plan, money=money, execution=points)

    @property
    def rate(self) -> int:
        """The execution rate in 0.01%."""
        return int(self.plan.rate[self.i])


def _items(plan: Plan, i: int) -> list[Item]:
    s, o, found = plan.slots, plan.outcomes, []
    for row in np.flatnonzero((s.project == i) & (s.template >= 0)).tolist():
        template = TEMPLATES[s.template[row]]
        name = template.name.format(topic=plan.projects.topic[i])
        found.append(
            Item(row, f"I{s.number[row]:02d}", name, template.shape, s.level2[row], o.unit[row],
                 int(s.weight[row]), int(o.score[row]), o.target_raw[row], o.actual_raw[row],
                 o.rule[row], o.reason[row])
        )  # fmt: skip
    return found


def rate_of(executed: int, annual: int) -> int:
    """A rate in 0.01%, rounded half-up."""
    return int(divided(np.array([executed * 10000]), annual)[0])


def _paragraph(text: str, position: int) -> str:
    """The place of the paragraph at a position of a text."""
    heading, number = "", 0
    for block in text[: position + 1].split("\n\n"):
        if block.startswith("#"):
            heading, number = block.lstrip("#").strip(), 0
        else:
            number += 1
    # A heading itself is no place.
    return f"¶ {heading} {number}" if number else ""
