"""Files that appear whole or not at all, whatever stops the writing: a full disk, a lost drive, Ctrl-C."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file in place of what was there, its folder made at need; text as UTF-8, line ends kept."""
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
    except PermissionError as error:
        temporary.unlink(missing_ok=True)
        # The file people know: the temporary one beside it says nothing to them.
        raise PermissionError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path
