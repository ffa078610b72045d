"""The narrow interface between the book and what renders it, and the choice of an engine."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jxanalytics.book.stage import Stage
from jxanalytics.errors import MisuseError

ENGINES = ("auto", "quarto", "pandoc")
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

    def render(self, stage: Stage, folder: Path) -> Rendered: ...


@dataclass(frozen=True)
class Choice:
    """The engine taken and one sentence saying why."""

    engine: Engine
    reason: str


def choose_engine(wanted: str = "auto") -> Choice:
    """The engine for a build: the real Quarto where it is found, else the embedded one.

    Raises MisuseError for an unknown name, or for ``quarto`` where there is none.
    """
    from jxanalytics.book.embedded import Embedded
    from jxanalytics.book.quarto import Quarto

    if wanted not in ENGINES:
        raise MisuseError(f"没有排版引擎「{wanted}」，可用：{'、'.join(ENGINES)}")
    found = shutil.which("quarto")
    if wanted == "pandoc":
        return Choice(Embedded(), "按 --engine pandoc 使用内置排版引擎")
    if found:
        why = "按 --engine quarto" if wanted == "quarto" else "本机装有 Quarto"
        return Choice(Quarto(Path(found)), f"{why}，使用 {found}")
    if wanted == "quarto":
        raise MisuseError("找不到 quarto 程序，请先安装 Quarto，或改用 --engine pandoc")
    return Choice(Embedded(), "本机没有 Quarto，使用内置排版引擎（pandoc 与 Typst）")
