"""How a long command shows how far it is: a bar on a terminal, lines elsewhere, events for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from jxanalytics.runs.execute import Result
    from jxanalytics.runs.plan import Task

_BAR = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} {rate_fmt} 剩余{remaining}{postfix}"


class Progress(Protocol):
    """Told what happens; says it in one of three ways. A context manager that ends the saying."""

    def __enter__(self) -> Progress: ...

    def __exit__(self, *_: object) -> None: ...

    def say(self, message: str) -> None:
        """A message between the steps."""

    def step(self, result: Result, done: int, total: int) -> None:
        """Of ``total`` reports to be run ``done`` are finished, the last with ``result``."""


def choose(events: bool) -> Progress:
    """Events where a program asks for them, else a bar on a terminal, else lines."""
    if events:
        return Events()
    return Bar() if sys.stderr.isatty() else Lines()


class Lines:
    """A line for each report on standard error."""

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def say(self, message: str) -> None:
        print(message, flush=True)

    def step(self, result: Result, done: int, total: int) -> None:
        state, why = ("失败", f"：{result.reason}") if result.failed else ("完成", "")
        line = f"[{done}/{total}] {state}：{named(result.task)}{why}"
        print(line, file=sys.stderr, flush=True)


class Bar:
    """A bar with rate, time left and failures so far on standard error."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._failed = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def say(self, message: str) -> None:
        if self._bar is not None:
            self._bar.clear()
        print(message, flush=True)
        if self._bar is not None:
            self._bar.refresh()

    def step(self, result: Result, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=total, desc="运行报告", unit="份", file=sys.stderr, bar_format=_BAR
            )
        if result.failed:
            self._failed += 1
            self._bar.set_postfix_str(f"失败{self._failed}份", refresh=False)
            self.say(f"失败：{named(result.task)}：{result.reason}")
        self._bar.update()
        if done == total:
            self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Events:
    """One JSON object a line on standard output, each with ``event``."""

    def __init__(self) -> None:
        self._failed = 0

    def __enter__(self) -> Events:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def say(self, message: str) -> None:
        emit("message", text=message)

    def step(self, result: Result, done: int, total: int) -> None:
        self._failed += result.failed
        emit(
            "report",
            name=result.task.name,
            title=result.task.title,
            project=result.task.project_id or None,
            state="failed" if result.failed else "done",
            reason=result.reason,
            attempts=result.attempts,
            seconds=round(result.seconds, 3),
            done=done,
            total=total,
            failed=self._failed,
        )


def named(task: Task) -> str:
    """A report as people know it: a project has several."""
    return f"{task.title}（{task.part}）"


def emit(event: str, **said: Any) -> None:
    """Print one event."""
    print(json.dumps({"event": event, **said}, ensure_ascii=False), flush=True)


def by_file(always: bool = True) -> Callable[[int, int, str], None]:
    """A function to call with the number done, of how many, and the file: a bar on a terminal.

    Elsewhere a line a file, or nothing where ``always`` is False.
    """
    bar: Any = None

    def step(number: int, total: int, file: str) -> None:
        nonlocal bar
        name = Path(file).name
        if not sys.stderr.isatty():
            if always:
                print(f"[{number}/{total}] {name}", file=sys.stderr, flush=True)
            return
        if bar is None:
            from tqdm import tqdm

            bar = tqdm(total=total, desc="文件", unit="个", file=sys.stderr, bar_format=_BAR)
        bar.set_postfix_str(name, refresh=False)
        bar.update(number - bar.n)
        if number == total:
            bar.close()

    return step
