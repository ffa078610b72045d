"""What happens in a report's own process: its cells are run and what each puts out is sent back.

Nothing here is undone afterwards: the process ends with its report.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import getpass
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any, NoReturn

from jxanalytics.runs.channel import Channel, Message
from jxanalytics.runs.engine.shell import Outputs, ReportShell, Stream

# Figures made with pyplot are shown at the end of their cell, as Jupyter's kernel does.
BACKEND = "module://matplotlib_inline.backend_inline"


def run_cells(job: Message, channel: Channel) -> None:
    """Run ``job["cells"]`` (index and source) in ``job["folder"]``.

    Sends ``{"start": index}`` before and ``{"done": index, "count", "outputs", "failed"}`` after
    each, stops at the first error, and ends with ``{"end": true}``.
    """
    os.chdir(job["folder"])
    shell = _shell()
    _capture(shell.outputs)
    for index, source in job["cells"]:
        channel.send({"start": index})
        count = shell.execution_count
        result = shell.run_cell(source, store_history=True)
        channel.send(
            {
                "done": index,
                "count": count,
                "outputs": shell.outputs.take(),
                "failed": not result.success,
            }
        )
        if not result.success:
            break
    _finish(shell)
    channel.send({"end": True})


def _shell() -> Any:
    # What the parent has registered is the parent's to do.
    atexit._clear()
    os.environ["MPLBACKEND"] = BACKEND
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = BACKEND
        # It ties itself to the shell when it is imported.
        sys.modules.pop("matplotlib_inline.backend_inline", None)
    sys.path.insert(0, "")
    ReportShell.clear_instance()
    builtins.input = _no_input
    getpass.getpass = _no_input
    return ReportShell.instance()


def _no_input(*_: object, **__: object) -> NoReturn:
    from IPython.core.error import StdinNotImplementedError

    raise StdinNotImplementedError("报告在无人值守下运行，不能要求输入")


def _finish(shell: Any) -> None:
    """What an interpreter does at its end: files are flushed, exit functions run."""
    shell.user_ns.clear()
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()


def _capture(outputs: Outputs) -> None:
    """Collect what is printed, and what programs and libraries write past Python."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    files: list[tuple[str, IO[bytes]]] = []
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        os.dup2(file.fileno(), descriptor)
        files.append((name, file))
        setattr(sys, name, Stream(outputs, name, descriptor))
    ends = dict.fromkeys((name for name, _ in files), 0)

    def written() -> Iterator[tuple[str, str]]:
        for name, file in files:
            size = os.fstat(file.fileno()).st_size
            if size > ends[name]:
                data = _read_at(file.fileno(), ends[name], size)
                ends[name] = size
                yield name, data.decode("utf-8", "replace")

    outputs.past = written


def _read_at(descriptor: int, start: int, end: int) -> bytes:
    """What stands in a file between two places; the descriptor is left at the second or where it was."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, end - start, start)
    # Windows: what is written next goes where reading ends, which is the end of the file.
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, end - start)


def serve(channel: Channel) -> None:
    """A fresh, warmed process: waits for one job and runs it."""
    run_cells(channel.receive(), channel)
