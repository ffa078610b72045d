"""How commands tell what they wrote, so that all of them tell it alike."""

from __future__ import annotations

from pathlib import Path


def shown(path: Path, root: Path) -> str:
    """A path as people know it: from the working folder, where it lies in it."""
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def written(path: Path, root: Path) -> str:
    """The line that says where a file is."""
    return f"已写入：{shown(path, root)}"


def quoted(word: str) -> str:
    """A word as it is typed on a command line, in a shell of Windows as well."""
    return f'"{word}"' if set(word) & set(" |&()<>^;'“”") else word
