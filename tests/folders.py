"""Working folders to be changed, and what lies in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Container
from pathlib import Path

from tests.conftest import ROOT


def copy_workspace(target: Path, *, data: bool = True) -> Path:
    """What a user edits, not the package: settings, preface and notebooks, and the reference year."""
    for name in ("notebooks", "data") if data else ("notebooks",):
        shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True)
    for name in ("_quarto.yml", "index.md"):
        shutil.copyfile(ROOT / name, target / name)
    return target


def files_of(folder: Path, but: Container[str] = ()) -> dict[str, bytes]:
    """Every file below a folder with its content, by name; without what lies in folders called ``but``."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part in but for part in path.relative_to(folder).parts)
    }
