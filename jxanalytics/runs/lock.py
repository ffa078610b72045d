"""One build of a year at a time: a lock the system takes back when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jxanalytics.errors import BuildError


@contextlib.contextmanager
def year_lock(folder: Path, year: int) -> Iterator[None]:
    """Hold ``folder``/lock. Raises BuildError, saying who holds it, when another build runs."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _locked(handle):
            holder = path.with_suffix(".holder")
            who = holder.read_text(encoding="utf-8") if holder.is_file() else "另一个程序"
            raise BuildError(
                f"{year}年度的汇编正由{who}编印，请等它结束后再运行；不同年度可以同时编印"
            )
        began = datetime.now().strftime("%H:%M")
        said = f"本机进程{os.getpid()}（{socket.gethostname()}，{began}开始）"
        path.with_suffix(".holder").write_text(said, encoding="utf-8")
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Whether the lock could be taken; it goes with the handle."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
