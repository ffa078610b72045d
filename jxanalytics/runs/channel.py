"""Messages between our own processes: one JSON object a line, over pipes, with a time limit."""

from __future__ import annotations

import json
import os
import queue
import select
import threading
import time
from typing import Any

Message = dict[str, Any]
_CHUNK = 1 << 16


class Closed(EOFError):
    """The other process has ended; nothing more will come."""


class Orphaned(EOFError):
    """The process this one works for has ended; there is nobody to work for."""


class Channel:
    """Two ends of pipes, -1 for one that is not used.

    Watched while waiting (not on Windows, where pipes cannot be waited for): ``master``, which
    becomes readable when this process's own master ends, and ``other``, which does so when the
    other process ends though a child of its may still hold the pipe.
    """

    def __init__(
        self, reading: int, writing: int, *, master: int | None = None, other: int | None = None
    ):
        self.reading, self.writing = reading, writing
        self._master, self._other = master, other
        self._buffer = bytearray()
        self._lines: queue.SimpleQueue[bytes] | None = None

    def send(self, message: Message) -> None:
        """Raises Closed when the other side has ended."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        try:
            while data:
                data = data[os.write(self.writing, data) :]
        except OSError as error:
            raise Closed from error

    def receive(self, seconds: float | None = None) -> Message:
        """The next message. Raises TimeoutError after ``seconds``, Closed when there is no other
        side, Orphaned when this process's own master has ended."""
        line = self._line(seconds) if os.name != "nt" else self._threaded_line(seconds)
        message: Message = json.loads(line)
        return message

    def close(self) -> None:
        for end in {self.reading, self.writing} - {-1}:
            os.close(end)
        self.reading = self.writing = -1

    def _line(self, seconds: float | None) -> bytes:
        until = None if seconds is None else time.monotonic() + seconds
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            self._buffer += self._chunk(until)
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _chunk(self, until: float | None) -> bytes:
        watched = [end for end in (self.reading, self._master, self._other) if end is not None]
        left = None if until is None else max(0.0, until - time.monotonic())
        ready = _readable(watched, left)
        if not ready:
            raise TimeoutError
        if self.reading in ready:
            data = os.read(self.reading, _CHUNK)
            if not data:
                raise Closed
            return data
        raise Orphaned if self._master in ready else Closed

    def _threaded_line(self, seconds: float | None) -> bytes:
        if self._lines is None:
            self._lines = queue.SimpleQueue()
            threading.Thread(target=self._read_on, args=(self._lines,), daemon=True).start()
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if not line:
            self._lines.put(b"")
            raise Closed
        return line

    def _read_on(self, lines: queue.SimpleQueue[bytes]) -> None:
        with open(self.reading, "rb", closefd=False) as file:
            for line in file:
                lines.put(line)
        lines.put(b"")


def _readable(ends: list[int], seconds: float | None) -> set[int]:
    """Those of ``ends`` that can be read or are closed; poll knows no limit of 1024 descriptors."""
    poll = select.poll()
    for end in ends:
        poll.register(end, select.POLLIN)
    return {end for end, _ in poll.poll(None if seconds is None else seconds * 1000)}
