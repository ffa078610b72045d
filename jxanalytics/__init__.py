"""jxanalytics（绩效分析）: budget performance evaluation, from the forms to the year book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jxanalytics.year import Project, Year, Years, load

__version__ = "0.1.0"
__all__ = ["Project", "Year", "Years", "__version__", "load"]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    # pandas takes most of a second to import: the command line starts without it.
    if name in ("Project", "Year", "Years", "load"):
        from jxanalytics import year

        return getattr(year, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
