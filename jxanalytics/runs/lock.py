"""One build of a year at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from jxanalytics.errors import BuildError
from jxanalytics.model.lock import held


@contextlib.contextmanager
def year_lock(folder: Path, year: int) -> Iterator[None]:
    """Hold ``folder``/lock. Raises BuildError, saying who holds it, when another build runs."""

    def busy(who: str) -> BuildError:
        return BuildError(
            f"{year}年度的汇编正由{who}编印，请等它结束后再运行；不同年度可以同时编印"
        )

    with held(folder / "lock", busy):
        yield
