"""The narrow interface between the book and what renders it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jxanalytics.book.stage import Stage

RESOURCES = Path(__file__).parent / "resources"


@dataclass(frozen=True)
class Rendered:
    """What an engine made: the folder with ``index.html``, and the two whole-book files."""

    html: Path
    docx: Path
    pdf: Path


class Engine(Protocol):
    """Turns a staged book into HTML, DOCX and PDF below ``folder``; raises BuildError if it cannot."""

    @property
    def name(self) -> str: ...

    def render(self, stage: Stage, folder: Path, kept_in: Path | None = None) -> Rendered: ...
