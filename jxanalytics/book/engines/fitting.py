"""A PDF set, looked at and set again, until its pages are well filled.

Typst breaks pages from the top down and looks back at nothing. What a publisher would mend by hand is
mended here between one setting and the next: a figure for which there was no room and that left a
hole goes to the top of the next page, the text flowing on; a chapter of which a few lines ran over to
one more page is set a little closer, and so is a report that has more pages than it should.
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
# A hole that is none, and a page with so little on it that it should not be, as shares of the text.
_HOLE, _THIN = 0.08, 0.15
# How often a stretch is set closer for its last lines or for the number of pages, and how often pages
# are set at most.
_CLOSER, _CLOSEST, _SETTINGS = 2, 3, 80


@dataclass(frozen=True)
class Fit:
    """What is decided: the labels of ``moved`` figures and tables, and how much ``closer`` stretches
    of pages are set, by their numbers."""

    moved: tuple[str, ...] = ()
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
    closer = dict(fit.closer)
    for end in found["ends"]:
        times = closer.get(end["stretch"], 0)
        over = end["at"]["page"] > found["begins"][end["stretch"] - 1]
        thin = over and end["at"]["y"] < _TOP + _THIN * (_BOTTOM - _TOP)
        long = end is found["ends"][-1] and found["pages"] > most > 0
        if (thin and times < _CLOSER) or (long and times < _CLOSEST):
            closer[end["stretch"]] = times + 1
    # On other pages other figures have no room.
    return Fit((), closer) if closer != fit.closer else None


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
