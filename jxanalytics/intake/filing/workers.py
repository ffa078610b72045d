"""Files read by several processes: one that crashes or hangs its reader costs that file alone.

A process pool of the standard library gives up on everything when one of its workers dies, and
waits for ever for one that hangs; here each worker holds one file at a time and can be replaced.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic

from jxanalytics.errors import ExtensionError
from jxanalytics.intake.reading import Reading, read_file

# Seconds for one file; LibreOffice alone may take a minute over an old format.
TIME_LIMIT = 180

# A copy of a process that has loaded everything is there in milliseconds; where a system cannot
# copy one safely, it starts afresh.
_START = "fork" if sys.platform == "linux" else "spawn"
Read = Callable[[Path], Reading]
_CRASHED = "读取时程序异常退出，未导入，请用 Word 或 Excel 打开、另存后再报送"
_FAILED = "读取时出错（{error}），未导入，请用 Word 或 Excel 打开、另存后再报送"
_TOO_LONG = "超过{seconds:g}秒仍未读完，已放弃，请用 Word 或 Excel 打开、另存后再报送"


def _read_safely(path: Path, read: Read = read_file) -> Reading:
    """``read_file``; an error of the program refuses the file in a sentence as well."""
    try:
        return read(path)
    except ExtensionError as error:
        return _refused(path, f"没有导入：{error}")
    except Exception as error:  # noqa: BLE001 - whatever one file does to the reader, the others go on
        return _refused(path, _FAILED.format(error=f"{type(error).__name__}：{error}"))


def read_parallel(
    files: Sequence[Path], count: int, read: Read = read_file, seconds: float = TIME_LIMIT
) -> Iterator[Reading]:
    """Readings in the order of the files, by ``count`` processes, at most ``seconds`` for each.

    ``read`` must be importable by name: where processes cannot be copied they start afresh.
    """
    waiting = deque(enumerate(files))
    done: dict[int, Reading] = {}
    workers = [_Worker(read) for _ in range(min(count, len(files)))]
    try:
        for position in range(len(files)):
            while position not in done:
                for worker in workers:
                    if worker.position is None and waiting:
                        worker.give(*waiting.popleft(), seconds)
                done |= _collected(workers)
            yield done.pop(position)
    finally:
        for worker in workers:
            worker.stop()


def _collected(workers: list[_Worker]) -> dict[int, Reading]:
    """What the busy workers have to say next, by the file's position; lost ones are replaced."""
    busy = [worker for worker in workers if worker.position is not None]
    left = min(worker.due for worker in busy) - monotonic()
    ready = wait([worker.connection for worker in busy], max(left, 0))
    found: dict[int, Reading] = {}
    for worker in busy:
        position = worker.position
        assert position is not None
        if worker.connection in ready:
            found[position] = worker.take()
        elif monotonic() >= worker.due:
            found[position] = worker.give_up()
    return found


class _Worker:
    """A process and the file it reads."""

    def __init__(self, read: Read):
        self.read = read
        self.position: int | None = None
        self.path = Path()
        self.seconds = self.due = 0.0
        self._start()

    def _start(self) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        # A copy has our end too, and with it open would never see us go.
        ours = self.connection if _START == "fork" else None
        arguments = (theirs, ours, self.read)
        context = multiprocessing.get_context(_START)
        self.process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=arguments, daemon=True
        )
        self.process.start()
        # Held here too, it would never be seen to close.
        theirs.close()

    def give(self, position: int, path: Path, seconds: float) -> None:
        self.position, self.path, self.seconds = position, path, seconds
        self.due = monotonic() + seconds
        self.connection.send(path)

    def take(self) -> Reading:
        """The reading that has come; a refusal where the process has died instead."""
        try:
            reading: Reading = self.connection.recv()
        except (EOFError, OSError):
            return self._replaced(_CRASHED)
        self.position = None
        return reading

    def give_up(self) -> Reading:
        return self._replaced(_TOO_LONG.format(seconds=self.seconds))

    def _replaced(self, reason: str) -> Reading:
        self.stop()
        self._start()
        self.position = None
        return _refused(self.path, reason)

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


def _serve(connection: Connection, theirs: Connection | None, read: Read) -> None:
    """Read the files that are sent until nobody listens any more."""
    if theirs is not None:
        theirs.close()
    while True:
        try:
            path = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(_read_safely(path, read))


def _refused(path: Path, reason: str) -> Reading:
    return Reading(path.name, refused=f"“{path.name}”{reason}")
