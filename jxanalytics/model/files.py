"""Files and folders that are there whole or not at all: what is written is written aside, then exchanged."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> Path:
    """Have a file hold ``content``, with the folders above it; text as UTF-8, its line ends as they are.

    On the disk when this returns; a program killed meanwhile leaves the file as it was. Raises
    OSError naming the file, as where another program holds it open (Windows).
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not mkstemp, whose files nobody but their owner may read.
    temporary = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Have a folder hold these files and no others; they are all there before it is exchanged."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, content in files.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if folder.exists():
        shutil.rmtree(folder)
    part.replace(folder)
    return folder
