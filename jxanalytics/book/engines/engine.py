"""The narrow interface between the book and what renders it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jxanalytics.book.stage.staged import Stage
from jxanalytics.book.stage.volumes import Volume


@dataclass(frozen=True)
class Rendered:
    """What an engine made: the folder with ``index.html``, and in it a Word and a PDF file for
    each volume."""

    html: Path
    volumes: tuple[Volume, ...]

    def file(self, volume: Volume, ending: str) -> Path:
        """The file of a volume, ``ending`` with its dot."""
        return self.html / f"{volume.name}{ending}"


class Engine(Protocol):
    """Turns a staged book into HTML, DOCX and PDF below ``folder``; raises BuildError if it cannot."""

    @property
    def name(self) -> str: ...

    def render(self, stage: Stage, folder: Path, kept_in: Path | None = None) -> Rendered: ...
