"""Every error the package raises on purpose, each a subclass of the built-in it resembles.

Messages are Chinese because users read them. Each says what is wrong, the value, where it
stands, and what to do. ``exit_code`` is what the command line returns for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class JxaError(Exception):
    """Base of all deliberate errors; catch this to catch them all."""

    exit_code = 1


class MisuseError(JxaError, ValueError):
    """A command or a function was called in a way that cannot be meant."""

    exit_code = 2


class BuildError(JxaError, RuntimeError):
    """A report or a book could not be produced."""

    exit_code = 1


class ExtensionError(JxaError, ImportError):
    """A file of the workspace's ``extensions/`` cannot be used, or what it adds fails when it is run."""

    exit_code = 3


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a data file: where it stands, what is there, what to do."""

    file: str
    row: int | None
    column: str | None
    value: str
    problem: str

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f" 第{self.row}行"
        if self.column is not None:
            where += f"「{self.column}」列"
        shown = f"，现为「{self.value}」" if self.value else ""
        return f"{where}：{self.problem}{shown}"


class DataError(JxaError, ValueError):
    """Data files that cannot be read as an evaluation year; carries every fault at once."""

    exit_code = 3
    shown = 20

    def __init__(self, faults: Sequence[Fault] | str):
        self.faults: tuple[Fault, ...] = () if isinstance(faults, str) else tuple(faults)
        if isinstance(faults, str):
            message = faults
        else:
            lines = [str(fault) for fault in self.faults[: self.shown]]
            more = len(self.faults) - self.shown
            if more > 0:
                lines.append(f"……另有{more}处")
            message = f"数据有{len(self.faults)}处不符合数据规范：\n" + "\n".join(lines)
        super().__init__(message)

    def __reduce__(self) -> tuple[type[DataError], tuple[Sequence[Fault] | str]]:
        return type(self), (self.faults or str(self),)
