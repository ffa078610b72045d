"""A made-up season: 60 projects of 8 units through three rounds, and the script's own account of it.

What happens to each project is drawn by seed; what must stand in every list, notice and ledger
afterwards follows from its fate and is written down here, not asked of the package. Dates are ISO
texts; forms are given as the year in which they stand, to be printed by whoever plays the season.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.decided import Plan
from jxanalytics.samples.faults import FAULTS
from jxanalytics.samples.faults.desk import FORM, Desk
from jxanalytics.samples.faults.kinds import Unfit
from jxanalytics.samples.outcomes import ACHIEVED
from jxanalytics.samples.plan import Dice
from jxanalytics.samples.story import Story
from jxanalytics.samples.words import Shape
from jxanalytics.samples.writing import written
from jxanalytics.samples.years import plans

YEAR, PROJECTS, UNITS = 2025, 60, 8
DUE = "2026-03-31"
# The day of each return and the deadline it sets; forms and answers come between.
RETURNS = (("2026-04-02", "2026-04-15"), ("2026-04-20", "2026-04-30"), ("2026-05-06", "2026-05-12"))
IN_TIME, LATE, SECOND, THIRD = "2026-03-20", "2026-04-08", "2026-04-12", "2026-04-28"
ANSWERED = ("2026-04-14", "2026-04-29", "2026-05-10")
CHANGED, SEALED = "2026-04-10", "2026-05-13"
# Slips a department corrects, and questions it can answer: each raises one finding, under this code.
ERRORS = {"executed-parts": "JX102", "initial-parts": "JX102", "rate-slip": "JX101", "text-rate": "JX703"}  # fmt: skip
QUESTIONS = {"quantities-by-percent": "JX401", "rule-missing": "JX301", "score-left-blank": "JX117"}
RAISED = "JX231"
# What befalls so many projects; all others file in time and have nothing to correct.
FATES = {
    "mended": 10,  # a slip, corrected after the first return
    "explained": 4,  # a question, answered, the answer accepted
    "refused": 3,  # a question, the answer not accepted, corrected after the second return
    "silent": 2,  # a slip, never corrected nor answered
    "raised": 1,  # a slip corrected, but a score raised with the same actual; then answered
    "again": 1,  # a slip, filed again without any change, corrected after the second return
    "renamed": 1,  # a slip, corrected under the project's new name
    "late": 5,  # files after the first return
    "late_slip": 2,  # so, with a slip that is corrected after the second return
    "unfiled": 2,  # never files
    "withdrawn": 1,  # files with a slip and is withdrawn
    "withdrawn_unfiled": 1,  # never files and is withdrawn
}
_SLIPPED = {"mended", "silent", "raised", "again", "renamed", "late_slip", "withdrawn"}
_REASON = "个别环节衔接不够紧密，扣除部分得分。下一步完善工作制度，按月检查落实情况。"
_NEVER = {"unfiled", "withdrawn_unfiled"}
# The state of a project's finding after each of the three returns, by fate; "" before it is raised.
_STATES: Mapping[str, tuple[str, str, str]] = {
    "mended": ("提出", "已改正", "已改正"),
    "explained": ("提出", "已说明", "已说明"),
    "refused": ("提出", "未销号", "已改正"),
    "silent": ("提出", "未销号", "未销号"),
    "raised": ("提出", "已改正", "已改正"),
    "again": ("提出", "未销号", "已改正"),
    "renamed": ("提出", "已改正", "已改正"),
    "late_slip": ("", "提出", "已改正"),
    "withdrawn": ("提出", "随项目撤销", "随项目撤销"),
}


@dataclass(frozen=True)
class Form:
    """A form that comes in: the year it stands in, the project's id there, the format."""

    year: EvaluationYear
    project: str
    suffix: str


@dataclass(frozen=True)
class Listed:
    """A line of the list of those who must file."""

    code: str
    name: str
    former: str
    unit: str
    department: str
    amount: float
    withdrawn: bool = False


@dataclass(frozen=True)
class Reply:
    """A unit's answer to the finding of a project under a code, and what is made of it."""

    name: str
    code: str
    answer: str
    verdict: str


@dataclass(frozen=True)
class Script:
    """The season as it goes, and what must come of it."""

    plan: Plan
    fates: Mapping[str, str]
    slips: Mapping[str, str]
    versions: Mapping[tuple[str, str], EvaluationYear]

    # -- what goes in ----------------------------------------------------------------------------

    def roster(self, changed: bool = False) -> list[Listed]:
        """The list; ``changed`` with the withdrawals and the new name."""
        return list(self._roster(changed))

    def _roster(self, changed: bool) -> Iterator[Listed]:
        p, table = self.plan.projects, self.clean["projects"]
        for i, project in enumerate(self.plan.ids):
            fate, unit = self.fates[project], self.plan.units[int(p.unit[i])]
            name, former = (self.new_name(project), p.name[i]) if fate == "renamed" and changed else (p.name[i], "")  # fmt: skip
            yield Listed(
                # Every third line of the list lacks its code and is known by its name.
                "" if i % 3 == 2 else str(table.at[i, "project_code"]),
                name,
                former,
                unit.name,
                self.plan.units[unit.department].name,
                int(self.plan.money.annual[i]) / 100,
                changed and fate.startswith("withdrawn"),
            )

    @cached_property
    def clean(self) -> EvaluationYear:
        return self.versions["", ""]

    def new_name(self, project: str) -> str:
        return f"{self.name(project)}（二期）"

    def name(self, project: str) -> str:
        return self.plan.projects.name[self.plan.ids.index(project)]

    def unit(self, project: str) -> str:
        return self.plan.units[int(self.plan.projects.unit[self.plan.ids.index(project)])].name

    def of(self, *fates: str) -> list[str]:
        """The projects of these fates, in order."""
        return [project for project in self.plan.ids if self.fates[project] in fates]

    def forms(self, day: str) -> list[Form]:
        """What comes in on a day."""
        if day == IN_TIME:
            late = {"late", "late_slip"} | _NEVER
            return [self._form(p, "first") for p in self.plan.ids if self.fates[p] not in late]
        if day == LATE:
            return [self._form(p, "first") for p in self.of("late", "late_slip")]
        if day == SECOND:
            again = [self._form(p, "first", "docx") for p in self.of("again")]
            return again + [self._form(p, "second") for p in self.of("mended", "raised", "renamed")]
        return [self._form(p, "third") for p in self.of("refused", "again", "late_slip")]

    def _form(self, project: str, version: str, suffix: str = "") -> Form:
        year = self.versions.get((project, version), self.clean)
        usual = "xlsx" if self.plan.ids.index(project) % 2 else "docx"
        # Filed again without a change, but out of another program.
        if self.fates[project] == "again" and version == "first" and not suffix:
            usual = "xlsx"
        return Form(year, project, suffix or usual)

    def replies(self, turn: int) -> list[Reply]:
        """The answers after a return, counted from 0, with the verdicts they get."""
        if turn == 0:
            accepted = [(p, "认可") for p in self.of("explained")]
            refused = [(p, "不认可") for p in self.of("refused")]
            listed = [(p, v, self.code(p)) for p, v in accepted + refused]
        else:
            listed = [(p, "认可", RAISED) for p in self.of("raised")] if turn == 1 else []
        return [Reply(self.name(p), code, f"=经核实，{self.name(p)}情况属实，依据见附件。", v) for p, v, code in listed]  # fmt: skip

    # -- what must come of it ----------------------------------------------------------------------

    def code(self, project: str) -> str:
        """The code of the finding that a project's slip or question raises."""
        return {**ERRORS, **QUESTIONS}[self.slips[project]]

    def ledger(self, turn: int) -> dict[tuple[str, str], str]:
        """The state of every finding that went back, by project and code, after a return."""
        found = {
            (project, self.code(project)): _STATES[self.fates[project]][turn]
            for project in self.slips
        }
        if turn:
            found |= {(p, RAISED): ("", "提出", "已说明")[turn] for p in self.of("raised")}
        return {key: state for key, state in found.items() if state}

    def asked(self, turn: int) -> dict[str, set[tuple[str, str]]]:
        """What is asked of each unit in a return: project and code of each finding."""
        open_ = {"提出", "未销号"}
        found: dict[str, set[tuple[str, str]]] = {}
        for (project, code), state in self.ledger(turn).items():
            if state in open_:
                found.setdefault(self.unit(project), set()).add((project, code))
        return found

    def states(self, turn: int) -> dict[str, str]:
        """The filing state of every project after a return; of the last one after sealing."""
        found = {}
        for project in self.plan.ids:
            fate = self.fates[project]
            back = any(project == p for mine in self.asked(turn).values() for p, _ in mine)
            filed = fate not in _NEVER and (turn > 0 or fate not in ("late", "late_slip"))
            state = "退回" if back else "已报" if filed else "未报"
            found[project] = "撤销" if turn and fate.startswith("withdrawn") else state
        return found

    def final(self) -> dict[str, str]:
        """The filing states at the end: all that is settled is sealed."""
        return {p: "定稿" if s == "已报" else s for p, s in self.states(2).items()}


def make_season(seed: int = 7) -> Script:
    """The season of a seed; the same seed tells the same to the byte."""
    plan = plans(Story(), (YEAR,), seed, PROJECTS, UNITS, "示例市")[0]
    clean = written(plan)
    dice = Dice(seed, 2025)
    order = dice.order(1, PROJECTS)[0].tolist()
    fates = dict.fromkeys(plan.ids, "good")
    slips: dict[str, str] = {}
    versions = {("", ""): clean}
    for fate, count in FATES.items():
        for _ in range(count):
            i = _fitting(plan, clean, order, dice, fate, fates, slips, versions)
            order.remove(i)
            fates[plan.ids[i]] = fate
    return Script(plan, fates, slips, versions)


def _fitting(
    plan: Plan,
    clean: EvaluationYear,
    order: list[int],
    dice: Dice,
    fate: str,
    fates: Mapping[str, str],
    slips: dict[str, str],
    versions: dict[tuple[str, str], EvaluationYear],
) -> int:
    """The first project in order to which a fate can befall, its versions entered."""
    kinds = list(ERRORS) if fate in _SLIPPED else list(QUESTIONS)
    for i in order:
        project = plan.ids[i]
        if fate == "silent" and not _active(plan, i, fates):
            continue
        if fate not in _STATES:
            return i
        kind = kinds[len(slips) % len(kinds)]
        try:
            desk = Desk(plan, clean, i, dice)
            if fate == "raised":
                _lower(desk)
            FAULTS[kind].act(desk)
        except Unfit:
            continue
        if any(document != f"{project}-self_evaluation" for document, _ in desk.places if not document.endswith(("-target", "-summary"))):  # fmt: skip
            continue
        slips[project] = kind
        versions[project, "first"] = desk.year
        if fate == "renamed":
            versions[project, "second"] = _renamed(clean, i)
        return i
    raise AssertionError(f"no project fits {fate}")


def _active(plan: Plan, i: int, fates: Mapping[str, str]) -> bool:
    """Whether something comes from the project's unit before the second and the third return."""
    mine = [fates[p] for p, u in zip(plan.ids, plan.projects.unit, strict=True) if u == plan.projects.unit[i]]  # fmt: skip
    return "mended" in mine and "refused" in mine


def _lower(desk: Desk) -> None:
    """A judgement at the lower end of its tier, which the next version files as it was decided."""
    item = desk.item(
        lambda i: i.shape is Shape.QUALITATIVE and i.actual == ACHIEVED and i.points > 85 * i.weight
    )
    desk.score(item.id, item.weight * 80)
    row = desk.row("indicators", FORM, indicator_id=item.id)
    desk.put("indicators", row, reason=_REASON)


def _renamed(clean: EvaluationYear, i: int) -> EvaluationYear:
    projects = clean["projects"].copy()
    projects.at[i, "name"] = f"{projects.at[i, 'name']}（二期）"
    return replace(clean, tables={**clean.tables, "projects": projects})
