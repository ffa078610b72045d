"""What slips into YAML typed by hand, with a Chinese keyboard above all, told from the line itself."""

from __future__ import annotations

import re

_NO_GAP = re.compile(r"^\s*-[^\s\-.\d]")
_NO_SPACE = re.compile(r"^\s*[^\s:#\"'\[{]+:[^\s/]")


def slip(text: str, number: int) -> tuple[int, str, str] | None:
    """The slip in the line where reading stopped (counted from 0) or in the one above, which is where
    it often is: its line as people count, what is wrong, and the remedy; None for another fault."""
    lines = text.splitlines()
    for at in (number, number - 1):
        if not 0 <= at < len(lines):
            continue
        said = lines[at].partition("#")[0]
        if "\t" in said:
            return at + 1, "有制表符（Tab 键）", "请改用空格缩进"
        if "：" in said and ":" not in said:
            return at + 1, "用了全角冒号“：”", "请改为半角冒号“:”，后面空一格"
        if _NO_GAP.match(said):
            return at + 1, "短横“-”后面没有空格", "请在短横后面空一格"
        if _NO_SPACE.match(said):
            return at + 1, "冒号后面没有空格", "请在冒号后面空一格"
    return None
