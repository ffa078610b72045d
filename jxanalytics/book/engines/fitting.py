"""A PDF set, looked at and set again, until its pages are well filled.

Typst breaks pages from the top down and looks back at nothing. What a publisher would mend by hand is
mended here between one setting and the next: a figure for which there was no room and that left a
hole goes to the top of the next page, the text flowing on; a table of which one row alone found room
begins a page; a chapter of which a few lines, or a table's last rows, ran over to one more page is set a
little closer, and so is one with a page nearly empty before its form, where that can do away with the
page, and a report that has more pages than it should.
``book.typ`` tells where things came to stand and reads what is decided from a file beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import typst

from jxanalytics.fonts import FOLDER as FONTS

# An upright page in points: where its text begins and ends.
_TOP, _BOTTOM = 88.0, 762.0
# A hole that is none, a page with so little on it that it should not be, and one that is poor, as
# shares of the text.
_HOLE, _THIN, _POOR = 0.08, 0.15, 0.35
# How often a stretch is set closer, and how often pages are set, at most; what setting it closer once
# saves of a page.
_CLOSEST, _SETTINGS, _SAVED = 3, 80, 0.035


@dataclass(frozen=True)
class Fit:
    """What is decided: the labels of ``moved`` figures and tables and of tables ``pushed`` to a page
    of their own, and how much ``closer`` stretches of pages are set, by their numbers."""

    moved: tuple[str, ...] = ()
    pushed: tuple[str, ...] = ()
    closer: Mapping[int, int] = field(default_factory=dict)


def typeset(source: Path, target: Path, most: int = 0) -> None:
    """The PDF of a Typst file at ``target``; its decisions lie beside it as ``NAME.fit.json``.

    ``most`` is how many numbered pages it should have at most; 0 where it may have any number.
    """
    compiler = typst.Compiler(
        str(source), root=str(source.parent), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    # Where it stays longer all the same, being set closest would only make it hard to read.
    if _settled(compiler, source, most) > most > 0:
        _settled(compiler, source, 0)
    compiler.compile(output=str(target), timestamp=0)


def _settled(compiler: typst.Compiler, source: Path, most: int) -> int:
    """Decide until nothing is left to mend; how many numbered pages there are then."""
    fit, pages = Fit(), 0
    for _ in range(_SETTINGS):
        source.with_suffix(".fit.json").write_text(json.dumps(asdict(fit)), encoding="utf-8")
        (found,) = json.loads(compiler.query("<jx-places>", field="value"))
        pages = int(found["pages"])
        mended = better(fit, found, most)
        if mended is None:
            break
        fit = mended
    return pages


def better(fit: Fit, found: Mapping[str, Any], most: int = 0) -> Fit | None:
    """``fit`` with what is to be mended next in a setting, of which ``found`` tells the places; None
    where nothing is."""
    if label := _misplaced(found["floats"], fit.moved):
        return replace(fit, moved=(*fit.moved, label))
    rows = _row_pages(found["rows"])
    if label := _begun_alone(rows, fit.pushed):
        return replace(fit, pushed=(*fit.pushed, label))
    closer = dict(fit.closer)
    for stretch in _ended_alone(rows, found) | _emptied(found, closer):
        if closer.get(stretch, 0) < _CLOSEST:
            closer[stretch] = closer.get(stretch, 0) + 1
    for end in found["ends"]:
        times = fit.closer.get(end["stretch"], 0)
        over = end["at"]["page"] > found["begins"][end["stretch"] - 1]
        thin = over and _filled(end["at"]) < max(
            _THIN, min(_POOR, _saving(end["at"], found, times))
        )
        long = end is found["ends"][-1] and found["pages"] > most > 0
        if (thin or long) and times < _CLOSEST:
            closer[end["stretch"]] = times + 1
    # On other pages other figures have no room.
    return Fit(closer=closer) if closer != fit.closer else None


def _row_pages(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Of each table the pages of its first and second row, its last but two and its last, and of the
    note below it."""
    pages: dict[str, dict[str, int]] = {}
    for row in rows:
        pages.setdefault(row["table"], {})[row["row"]] = row["page"]
    return pages


def _begun_alone(rows: Mapping[str, Mapping[str, int]], pushed: Sequence[str]) -> str:
    """The first table whose first row stands alone at the foot of a page, but for those right below
    a heading, which would stay behind; "" where there is none."""
    alone = (
        label
        for label, page in rows.items()
        if label not in pushed
        and "headed" not in page
        and page.get("first", 0) < page.get("second", 0)
    )
    return next(alone, "")


def _ended_alone(rows: Mapping[str, Mapping[str, int]], found: Mapping[str, Any]) -> set[int]:
    """The stretches with a table whose last row or two, or whose note, stand alone at the head of a page."""
    pages = [
        page["last"]
        for page in rows.values()
        if "last" in page
        and (page.get("before", page["last"]) < page["last"] or page["last"] < page.get("note", 0))
    ]
    return {stretch for page in pages if (stretch := _stretch(found, page))}


def _emptied(found: Mapping[str, Any], closer: Mapping[int, int]) -> set[int]:
    """The stretches whose page before a form would be empty if they were set closer."""
    emptied = set()
    for form in found["forms"]:
        at, before = form["at"], form["before"]
        if before and at["page"] > before["page"]:
            stretch = _stretch(found, before["page"])
            if _filled(before) < _saving(before, found, closer.get(stretch, 0)):
                emptied.add(stretch)
    return emptied


def _filled(at: Mapping[str, float]) -> float:
    """How much of its page is filled above a place, as a share."""
    return (at["y"] - _TOP) / (_BOTTOM - _TOP)


def _saving(at: Mapping[str, Any], found: Mapping[str, Any], times: int) -> float:
    """How much of a page may be saved before the page of ``at`` by setting its stretch as close as
    may be, where it was set closer so many ``times`` already."""
    pages = at["page"] - found["begins"][_stretch(found, at["page"]) - 1]
    return float(_SAVED * pages * (_CLOSEST - times))


def _stretch(found: Mapping[str, Any], page: int) -> int:
    """The number of the stretch a page belongs to; 0 where it is in none."""
    for end in found["ends"]:
        if found["begins"][end["stretch"] - 1] <= page <= end["at"]["page"]:
            return int(end["stretch"])
    return 0


def _misplaced(floats: Sequence[Mapping[str, Any]], moved: Sequence[str]) -> str:
    """The first figure or table that left a hole before it, or stands before an earlier one of its
    kind; "" where there is none."""
    last: dict[str, int] = {}
    for one in floats:
        page, before = one["at"]["page"], one["before"]
        if before and one["label"] not in moved:
            hole = _BOTTOM - before["y"] if page > before["page"] else 0
            if hole > _HOLE * (_BOTTOM - _TOP) or page < last.get(one["kind"], 0):
                return str(one["label"])
        last[one["kind"]] = max(page, last.get(one["kind"], 0))
    return ""
