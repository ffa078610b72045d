"""Placeholders: ``{{项目名称}}`` in a template stands for one text of the content.

``{{指标.得分}}`` is a text of one row of a list; a table row that holds such placeholders is
repeated, once a row of the list. A name the content does not know is an error, never left standing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jxanalytics.errors import BuildError

PATTERN = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
# In repeated rows, cells of these columns are merged with equal ones above.
MERGED = ("一级指标", "二级指标")
# What Excel should hold as numbers; all else is text.
NUMERIC = re.compile(r"(?:^|\.)(?:序号|分值|得分|执行率|.*[数分])$")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Content:
    """What is put into a template: single texts, and lists of rows, each by their Chinese names."""

    fields: Row
    lists: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def row(self, name: str, row: Row) -> Row:
        """The texts that may stand in a row repeated for a list: its own and the single ones."""
        return {**self.fields, **{f"{name}.{key}": text for key, text in row.items()}}


def names_in(text: str) -> list[str]:
    """The names in the placeholders of a text, in order."""
    return PATTERN.findall(text) if "{{" in text else []


def list_in(text: str, content: Content) -> str:
    """The list a row's text names; "" for none."""
    named = {name.partition(".")[0] for name in names_in(text) if "." in name}
    return next((name for name in content.lists if name in named), "")


def lookup(values: Row, template: str) -> Callable[[re.Match[str]], str]:
    """What a placeholder is replaced by. Raises BuildError, with a suggestion, for an unknown one."""

    def found(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return values[name]
        near = difflib.get_close_matches(name, list(values), n=1, cutoff=0.4)
        hint = f"，是否应为“{{{{{near[0]}}}}}”？" if near else ""
        raise BuildError(f"模板“{template}”中的“{match[0]}”没有对应的内容{hint}，请改正模板")

    return found


def groups(rows: Sequence[Row], column: str) -> list[int]:
    """For each row, how many rows its cell of a merged column covers (0: covered from above).

    A cell is joined to the one above where it and every column to its left are equal.
    """
    depth = MERGED.index(column) + 1
    keys = [tuple(row.get(name, "") for name in MERGED[:depth]) for row in rows]
    spans = [0] * len(rows)
    start = 0
    for index, key in enumerate(keys):
        if index == 0 or key != keys[index - 1] or not key[-1]:
            start = index
        spans[start] += 1
    return spans
