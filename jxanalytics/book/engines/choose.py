"""Which engine renders a book, and why."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.engines.engine import Engine
from jxanalytics.book.engines.quarto import Quarto
from jxanalytics.errors import MisuseError

ENGINES = ("auto", "quarto", "pandoc")


@dataclass(frozen=True)
class Choice:
    """The engine taken and one sentence saying why."""

    engine: Engine
    reason: str


def choose_engine(wanted: str = "auto") -> Choice:
    """The engine for a build: the real Quarto where it is found, else the embedded one.

    Raises MisuseError for an unknown name, or for ``quarto`` where there is none.
    """
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
