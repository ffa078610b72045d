"""What a process has ready before it is given a report, named by configuration.

A name is a module to import, ``module``, or a function to call with the year's data folder,
``module:function``; it is told, too, how many reports are to be run, the folder in which the build
leaves what they share, and how many of the reports are chapters, of the whole year. A function that
takes fewer is given the first of them. A name that cannot be had is no fault: the report will say what
it lacks.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
from collections.abc import Callable, Iterable, Sequence

# What an IPython shell loads only when it is made or first used.
_SHELL = (
    "IPython.core.completer", "IPython.core.completerlib", "IPython.core.crashhandler",
    "IPython.core.logger", "IPython.core.magics", "IPython.core.oinspect", "bdb",
)  # fmt: skip
# For notebooks run outside a workspace, which names its own.
DEFAULT = ("matplotlib.pyplot", "pandas")


def imported(names: Iterable[str]) -> None:
    """Import what reports and what is named need, as far as it can be had; nothing is called yet."""
    for name in (*_SHELL, *names):
        with contextlib.suppress(Exception):
            importlib.import_module(name.partition(":")[0])


def preload(names: Sequence[str], data: str, reports: int, shared: str, chapters: int = 0) -> None:
    """Import and call what is named, then set its memory apart, so that forks share it."""
    imported(names)
    for module, _, function in (name.partition(":") for name in names):
        if function:
            with contextlib.suppress(Exception):
                _call(
                    getattr(importlib.import_module(module), function),
                    data,
                    reports,
                    shared,
                    chapters,
                )
    gc.collect()
    gc.freeze()


def _call(function: Callable[..., object], *told: object) -> None:
    """Call a function with as much of what it is told as it takes."""
    places = inspect.signature(function).parameters.values()
    if not any(place.kind is place.VAR_POSITIONAL for place in places):
        told = told[
            : sum(
                place.kind in (place.POSITIONAL_ONLY, place.POSITIONAL_OR_KEYWORD)
                for place in places
            )
        ]
    function(*told)
