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
    except OSError as error:
        temporary.unlink(missing_ok=True)
        # The file people know: the temporary one beside it says nothing to them.
        error.filename, error.filename2 = str(path), None
        raise
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
    replace_folder(part, folder)
    return folder


def replace_folder(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target`` as a whole; both lie on one file system.

    A target that cannot be moved, because a program holds a file in it open, stays as it was. One
    that was moved when the program was killed lies at ``moved_away``.
    """
    old = moved_away(target)
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    new.rename(target)
    if old.exists():
        shutil.rmtree(old)


def moved_away(folder: Path) -> Path:
    """Where a folder lies while another one takes its place."""
    return folder.with_name(f".{folder.name}-old")
