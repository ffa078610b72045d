"""Choices to be ticked: 优☑ 良□ 中□ 差□, ☑是 □否, 一次性项目（√）经常性项目（ ）."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from jxanalytics.intake.understand.words import GRADE
from jxanalytics.model.values import compact

# Fields whose forms offer choices, and what messages call them.
_OFFERED = {
    "category": "项目类别",
    "kind_of_money": "资金性质",
    "finished": "项目是否完成",
    "grade": "等级",
}
_ONE_ONLY = {"finished", "grade"}
_IN_BRACKETS_BEHIND = re.compile(r"\(.*\)$")

_TICKS = "☑√✓✔■●☒◼⬛"
_BOXES = "□○◯☐◻⬜"
_MARK = re.compile(rf"[{_TICKS}{_BOXES}]")
# (√) and ( ) serve as boxes where nobody has one to type.
_IN_BRACKETS = re.compile(rf"[(（\[【]\s*([{_TICKS}]?)\s*[)）\]】]")
_GAPS = " \t\u3000\xa0,，、;；/"


def settled(labels: Mapping[str, str], tell: Callable[[str], None]) -> dict[str, str]:
    """Fields with what is ticked in them in place of all that is offered.

    Where nothing is ticked, or more than one choice that exclude one another, the field is blank
    and ``tell`` is called with a sentence.
    """
    found = dict(labels)
    for name, what in _OFFERED.items():
        text = labels.get(name, "")
        chosen = ticked(text)
        if chosen is None and not (name == "grade" and _offers_grades(text)):
            continue
        if not chosen:
            tell(_untold(what, text))
            chosen = ()
        elif len(chosen) > 1 and name in _ONE_ONLY:
            tell(f"{what}“{''.join(text.split())}”勾选了{len(chosen)}项，未采用，请只勾选一项")
            chosen = ()
        found[name] = _grade(chosen) if name == "grade" else "、".join(chosen)
    return found


def _untold(what: str, text: str) -> str:
    """The sentence on choices of which none is ticked."""
    return f"{what}“{''.join(text.split())}”没有勾选，请勾选"


def _offers_grades(text: str) -> bool:
    """优 良 中 差 in a row, as printed for one of them to be kept or marked."""
    bare = compact(text).replace("、", "").replace("/", "")
    return (
        GRADE.fullmatch(bare) is None and re.fullmatch(rf"(?:{GRADE.pattern})+", bare) is not None
    )


def _grade(chosen: tuple[str, ...]) -> str:
    """A grade without the scores that go with it: 优秀（90-100分）."""
    return _IN_BRACKETS_BEHIND.sub("", compact(chosen[0])) if chosen else ""


def ticked(text: str) -> tuple[str, ...] | None:
    """The choices ticked in a text that offers some to tick; None for a text that offers none.

    Boxes stand in front of the choices throughout, or behind them. A lone tick without boxes
    (优√ 良 中 差) belongs to the choice it touches; where it touches two, nothing is chosen.
    """
    boxed = _IN_BRACKETS.sub(lambda match: match[1] or "□", text)
    marks = list(_MARK.finditer(boxed))
    if not marks:
        return None
    if len(marks) == 1:
        return _touched(boxed, marks[0])
    ends = [*[mark.start() for mark in marks[1:]], len(boxed)]
    starts = [0, *[mark.end() for mark in marks[:-1]]]
    if boxed[: marks[0].start()].strip(_GAPS):
        spans = [(start, mark.start()) for start, mark in zip(starts, marks, strict=True)]
    else:
        spans = [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    chosen = (span for span, mark in zip(spans, marks, strict=True) if mark[0] in _TICKS)
    return tuple("".join(boxed[start:end].split()).strip(_GAPS) for start, end in chosen)


def _touched(text: str, mark: re.Match[str]) -> tuple[str, ...]:
    before = re.split(f"[{_GAPS}\n]", text[: mark.start()])[-1]
    after = re.split(f"[{_GAPS}\n]", text[mark.end() :])[0]
    return (before + after,) if mark[0] in _TICKS and bool(before) != bool(after) else ()
