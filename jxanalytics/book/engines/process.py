"""Other programs run safely: argument lists, a time limit, a process group that ends as a whole."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jxanalytics.errors import BuildError
from jxanalytics.runs.engine.processes import end_group


@dataclass(frozen=True)
class Finished:
    """How a program ended: its exit code and all it wrote."""

    code: int
    stdout: str
    stderr: str


def run_program(
    arguments: Sequence[str],
    *,
    folder: Path,
    seconds: float,
    variables: Mapping[str, str] | None = None,
    text: str | None = None,
) -> Finished:
    """Run a program in ``folder``; ``text`` is its standard input.

    Raises BuildError when it cannot be started or takes longer than ``seconds``; its children
    are ended with it. A non-zero exit code is returned, not raised: the caller knows what it means.
    """
    name = Path(arguments[0]).name
    try:
        process = subprocess.Popen(
            list(arguments),
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1", **(variables or {})},
            stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise BuildError(
            f"无法启动 {name}（系统错误号{error.errno}），请核对它是否安装完好、有无运行的权限"
        ) from error
    try:
        out, err = process.communicate(text, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BuildError(f"{name} 运行超过{seconds:.0f}秒，已中止") from None
    finally:
        if process.poll() is None:
            _end(process)
    return Finished(process.returncode, out, err)


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and everything it started: a launcher leaves its children behind."""
    end_group(process.pid)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
