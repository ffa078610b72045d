"""One writer at a time: a lock the system takes back when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from jxanalytics.errors import JxaError

_PAUSE = 0.05


@contextlib.contextmanager
def held(path: Path, busy: Callable[[str], JxaError], wait: float = 0) -> Iterator[None]:
    """Hold the lock file ``path``, waiting at most ``wait`` seconds for it.

    Raises what ``busy`` makes of the words that say who holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    holder = path.with_suffix(".holder")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    until = time.monotonic() + wait
    try:
        while not _locked(handle):
            if time.monotonic() >= until:
                known = holder.is_file()
                raise busy(holder.read_text(encoding="utf-8") if known else "另一个程序")
            time.sleep(_PAUSE)
        began = datetime.now().strftime("%H:%M")
        said = f"本机进程{os.getpid()}（{socket.gethostname()}，{began}开始）"
        holder.write_text(said, encoding="utf-8")
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
