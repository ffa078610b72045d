"""Labels with a value beside them, overall goals, and the table of people who evaluated."""

from __future__ import annotations

import re

from jxanalytics.grid import Cell
from jxanalytics.intake.forms import Evaluator
from jxanalytics.intake.understand import words
from jxanalytics.intake.understand.columns import assign, read_header, take_header
from jxanalytics.intake.understand.inline import bare_value
from jxanalytics.intake.understand.said import said
from jxanalytics.intake.understand.view import View

_DATE_TO_FILL = "年月日"
# 预期目标：…… in one cell with its text.
_GOAL_INSIDE = re.compile(r"\s*([\u4e00-\u9fff]{2,12})[:：]")


def read_labels(view: View, row: int) -> dict[str, str]:
    """Fields of a row of labels and values; empty where the row is none."""
    started = view.starting[row]
    names = {
        cell: told.field
        for cell, told in zip(started, view.said[row], strict=True)
        if len(told.text) <= 40
    }
    if not any(names.values()):
        return _inline_row(view, row)
    found: dict[str, str] = {}
    waiting = ""
    for cell in _own(view, row):
        name = names.get(cell, "") if not waiting or not _is_value(cell, waiting) else ""
        if name == "total_score" and _states_sums(cell, started):
            break
        if name:
            waiting = name
            found.setdefault(name, "")
            view.take(cell)
        elif waiting and not cell.issue and said[cell.text].dash:
            # Nothing is stated yet: where a merge was lost, the value stands further on.
            view.take(cell)
        elif waiting and said[cell.text].bare == _DATE_TO_FILL:
            # Beside 中介机构（盖章） stands the place for the date, and no agency.
            view.take(cell)
            waiting = ""
        elif waiting:
            view.take(cell)
            found[waiting] = bare_value(view.text(cell)) if not found[waiting] else found[waiting]
            waiting = ""
    # Places for signature, seal and date stand in the same rows.
    view.take(*(cell for cell in started if said[cell.text].note))
    return found


def _states_sums(cell: Cell, started: tuple[Cell, ...]) -> bool:
    """Whether points and score stand behind 总分: columns of a table, of which neither is the value."""
    behind = started[started.index(cell) + 1 :][:2]
    return len(behind) == 2 and all(said[c.text].points is not None for c in behind)


def _own(view: View, row: int) -> list[Cell]:
    cells = view.grid.rows[row]
    top = view.starting[row][0].row
    return [cell for cell in cells if cell.row == top]


def _is_value(cell: Cell, waiting: str) -> bool:
    """Whether a text that is also a label's word stands as the value of the label before it."""
    if waiting in ("category", "kind_of_money", "background"):
        return not cell.text.strip().endswith((":", "："))
    return False


def _inline_row(view: View, row: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell, told in zip(view.starting[row], view.said[row], strict=True):
        inside = told.inside
        if inside:
            view.take(cell)
            for name, value in inside.items():
                found.setdefault(name, value)
    return found


def read_goals(view: View, row: int) -> tuple[dict[str, str], int] | None:
    """Overall goals, expected and actual, and the row after them; None where none begin."""
    started = view.starting[row]
    named = zip(started, view.said[row], strict=True)
    roles = {cell: told.goal for cell, told in named if told.goal and len(told.text) <= 30}
    heads = list(roles)
    if not heads or len(started) > 2 * len(heads) + 1:
        return None
    found: dict[str, str] = {}
    texts = [c for c in started if c not in heads and c.column > heads[0].column]
    if texts:
        return _goals_beside(view, row, roles, found), row + 1
    inner = [c for c in heads if c.rowspan == 1] or heads
    view.take(*heads)
    end = row + 1
    while end < len(view.grid) and not _ends_goals(view, end):
        for cell in view.starting[end]:
            head = next((h for h in inner if h.column <= cell.column < h.end), None)
            if head is None:
                continue
            view.take(cell)
            name = _goal_name(roles[head])
            found[name] = "\n".join(filter(None, (found.get(name, ""), cell.text.strip())))
        end += 1
    return found, end


def _goals_beside(
    view: View, row: int, roles: dict[Cell, str], found: dict[str, str]
) -> dict[str, str]:
    waiting = ""
    for cell in view.starting[row]:
        role = roles.get(cell, "")
        if role:
            view.take(cell)
            waiting = _goal_name(role)
        elif (inside := _GOAL_INSIDE.match(cell.text)) and (role := words.goal(inside[1].strip())):
            view.take(cell)
            found[_goal_name(role)] = cell.text[inside.end() :].strip()
        elif waiting:
            view.take(cell)
            found[waiting] = "\n".join(filter(None, (found.get(waiting, ""), cell.text.strip())))
    return found


def _goal_name(role: str) -> str:
    return {"actual": "actual", "long": "long"}.get(role, "expected")


def _ends_goals(view: View, row: int) -> bool:
    """A row of headings or labels, or one with more cells than goals have."""
    told = view.said[row]
    if len(told) > 3 or told[0].note:
        return True
    return any(text.indicator in ("level1", "level2") or text.field for text in told) or (
        len([text for text in told if text.funding or text.source]) >= 2
    )


def read_people(view: View, row: int) -> tuple[list[Evaluator], int] | None:
    """The people who evaluated, and the row after them; None where no such table begins."""
    roles = {told.people for told in view.said[row]}
    if "name" not in roles or not roles & {"organisation", "title", "signed"}:
        return None
    header = read_header(view, row, words.people_column)
    take_header(view, row, header)
    people: list[Evaluator] = []
    end = header.end
    while end < len(view.grid):
        first = view.said[end][0]
        if first.note or first.field or "组长" in first.text:
            break
        cells = assign(view, end, header)
        name = "".join("".join(c.text for c in cells.get("name", ())).split())
        if name:
            texts = {
                role: "".join(view.text(c) for c in found).strip() for role, found in cells.items()
            }
            place = cells["name"][0]
            organisation, title = texts.get("organisation", ""), texts.get("title", "")
            people.append(Evaluator(name, organisation, title, texts.get("signed", ""), place))
        end += 1
    return people, end
