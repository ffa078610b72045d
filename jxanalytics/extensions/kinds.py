"""What an extension can add, and one thing that was added."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Kinds of extensions, named as users read them."""

    CHECK = "核对事项"
    CHART = "图"
    WORDS = "表头用语"
    LAYOUT = "表式"


@dataclass(frozen=True)
class Extension:
    """One thing that a file adds: ``name`` is unique in its kind, ``content`` is the kind's own.

    ``file`` is relative to the workspace; ``line`` is where the file says it.
    """

    kind: Kind
    name: str
    title: str
    content: Any
    file: str
    line: int
