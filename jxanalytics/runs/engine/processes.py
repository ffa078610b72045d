"""The process a report runs in: forked from this one, or started and warmed before it is needed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Protocol

from jxanalytics.runs.channel import Channel, Closed, Message
from jxanalytics.runs.engine.cells import run_cells

_DIE_WITH_PARENT = 1  # prctl: PR_SET_PDEATHSIG
_ADOPT_ORPHANS = 36  # prctl: PR_SET_CHILD_SUBREAPER


class Process(Protocol):
    """A process that runs one report."""

    channel: Channel
    pid: int

    def end(self) -> int | None:
        """Kill it with all it has started; its exit code (minus the signal's number), if known."""


class Source(Protocol):
    """Where processes come from."""

    def start(self, job: Message) -> Process: ...

    def close(self) -> None: ...


def can_fork() -> bool:
    """Whether forking is safe here: macOS libraries do not survive it, threads hold locks."""
    return sys.platform not in ("win32", "darwin") and threading.active_count() == 1


class Forks:
    """Forks this process, with all it has imported and loaded, once a report."""

    def __init__(self, master: int | None = None):
        self._master = master
        _prctl(_ADOPT_ORPHANS)

    def start(self, job: Message) -> Process:
        up_reading, up_writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(up_reading)
            _report(job, Channel(-1, up_writing), parent)
        os.close(up_writing)
        return Forked(pid, up_reading, self._master)

    def close(self) -> None:
        """Nothing is kept."""


def _report(job: Message, channel: Channel, parent: int) -> None:
    """The life of a forked process; never returns."""
    try:
        os.setsid()
        _prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:
            run_cells(job, channel)
    except Closed:
        pass
    except BaseException as error:  # noqa: BLE001 - nothing may run on in the parent's code
        with contextlib.suppress(Exception):
            channel.send({"broken": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


class Forked:
    """A child of this process."""

    def __init__(self, pid: int, reading: int, master: int | None):
        self.pid = pid
        self._watch = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
        self.channel = Channel(reading, -1, master=master, other=self._watch)
        self._code: int | None = None

    def end(self) -> int | None:
        if self._code is None:
            # The group is there only once the child has made it.
            end_group(self.pid)
            os.kill(self.pid, signal.SIGKILL)
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self.channel.close()
            if self._watch is not None:
                os.close(self._watch)
            end_strays()
        return self._code


def end_group(pid: int) -> None:
    """Kill a process and its group, if there; where there are no groups (Windows), the process."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


def end_strays() -> None:
    """Kill what a report has started in sessions of its own: ended parents left it to us."""
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:
        return
    for pid in map(int, listed.split()):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _prctl(option: int, value: int = 1) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


class Fresh:
    """New interpreters, each warmed while it waits; ``ahead`` of them are kept ready."""

    def __init__(self, preload: tuple[str, ...], data: str, shared: str = "", ahead: int = 1):
        self._words = [data, shared, *preload]
        self._ready = deque(self._new() for _ in range(ahead))

    def start(self, job: Message) -> Process:
        self._ready.append(self._new())
        process = self._ready.popleft()
        with contextlib.suppress(Closed):  # noticed at the first wait
            process.channel.send(job)
        return process

    def close(self) -> None:
        while self._ready:
            self._ready.pop().end()

    def _new(self) -> Started:
        return Started([sys.executable, "-P", "-m", "jxanalytics.runs.engine.fresh", *self._words])


class Started:
    """A program that talks over its standard input and output, in a session of its own."""

    def __init__(self, words: list[str], variables: dict[str, str] | None = None):
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(variables or {})},
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin and self._process.stdout
        self.pid = self._process.pid
        self.channel = Channel(self._process.stdout.fileno(), self._process.stdin.fileno())

    def end(self) -> int | None:
        if self._process.poll() is None:
            end_group(self.pid)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return self._process.wait()
