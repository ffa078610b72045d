"""How far down the pages of a PDF are filled."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from jxanalytics.book.verify.faces import Faces
from jxanalytics.book.verify.layout import drawn_on

# Points at the head and the foot of a page that its text leaves free, and the least that it fills.
_MARGIN, _LEAST = 85, 0.15


def nearly_empty(path: Path) -> list[int]:
    """Pages (from 1) of which the text ends within the upper 15% of what it may fill."""
    faces, found = Faces(), []
    for number, page in enumerate(PdfReader(path).pages, start=1):
        height = float(page.mediabox.height)
        body = [run.y for run in drawn_on(page, faces).runs if run.y > 75]
        if height - _MARGIN - min(body, default=height) < _LEAST * (height - 2 * _MARGIN):
            found.append(number)
    return found
