"""What a kind of fault is, and the list of all kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jxanalytics.samples.faults.desk import Desk

Act = Callable[["Desk"], str]


class Unfit(Exception):
    """The project at hand offers no occasion for this fault; another one may."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault, or of variation that is none.

    ``act`` makes it on a desk and tells in one Chinese sentence what was done. ``asks`` is what a
    careful reviewer must ask; it is empty where there is nothing to ask. ``years`` is how many
    consecutive years it takes to see it.
    """

    name: str
    family: str
    asks: str
    act: Act
    years: int = 1

    @property
    def harmless(self) -> bool:
        return not self.asks


FAULTS: dict[str, Kind] = {}
HARMLESS: dict[str, Kind] = {}


def fault(family: str, asks: str, years: int = 1) -> Callable[[Act], Act]:
    """Register a fault; its name is the function's, written with hyphens."""

    def register(act: Act) -> Act:
        name = act.__name__.replace("_", "-")
        FAULTS[name] = Kind(name, family, asks, act, years)
        return act

    return register


def harmless(act: Act) -> Act:
    """Register a variation that deserves no question."""
    name = act.__name__.replace("_", "-")
    HARMLESS[name] = Kind(name, "harmless", "", act)
    return act
