"""Names in sentences: short, quoted, and never a long list."""

from __future__ import annotations

from collections.abc import Iterable

from jxanalytics.model import say

# Departments name indicators in whole sentences; a finding shows their beginning.
_LONGEST = 20


def quoted(name: object) -> str:
    """A name in quotation marks, on one line, its beginning only where it is long."""
    text = " ".join(str(name).split())
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 2] + '……'}”"


def names(all_: Iterable[object], most: int = 5) -> str:
    """Names in a sentence, each once."""
    return say.listed([quoted(name) for name in dict.fromkeys(all_)], most)


def told(parts: Iterable[str], most: int = 3) -> str:
    """Short statements in a sentence, the first few and how many there are."""
    listed = list(dict.fromkeys(parts))
    more = f"等{len(listed)}处" if len(listed) > most else ""
    return "；".join(listed[:most]) + more
