"""Charts of a workspace's own, given by files of its ``extensions/``."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import unwrap
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jxanalytics.charts.figure import Chart
from jxanalytics.errors import ExtensionError
from jxanalytics.extensions import Kind, guarded, offer

_NAME = re.compile(r"bd-[a-z0-9]+(?:-[a-z0-9]+)*")
D = TypeVar("D", bound=Callable[..., Any])


class Draw(Protocol):
    """Draws a chart of a `Year` at a size (page, half, slide, phone)."""

    def __call__(self, year: Any, size: str) -> Chart: ...


def chart(name: str, *, title: str) -> Callable[[D], D]:
    """Give a function as the chart ``name``, which ``year.chart(name)`` then draws.

    ``name`` is bd- (本地) and small letters, so that it is never one of the program's. The function
    takes the `Year` and the size and returns a `Chart`. Raises ExtensionError for another name.
    """

    def offered(draw: D) -> D:
        if not _NAME.fullmatch(name):
            raise ExtensionError(
                f"图的名称「{name}」应以 bd- 开头，后接小写字母、数字和横线，如 bd-low-execution"
            )
        offer(Kind.CHART, name, title, draw)
        return draw

    return offered


def draw_own(name: str, draw: Draw, year: Any, size: str) -> Chart:
    """Draw a chart of the workspace's own; ExtensionError where it fails or is no chart."""
    with guarded(Path(unwrap(draw).__code__.co_filename), f"图 {name} 不能画出，"):
        made = draw(year, size)
        if not isinstance(made, Chart):
            raise ExtensionError(
                f"函数应返回 Chart（jxanalytics.charts 中各函数的结果），现为「{made!r}」"
            )
        return made
