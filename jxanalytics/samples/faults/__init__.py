"""Faults planted one at a time into clean years, and variations that are none.

Written from what a careful reviewer checks, not from the checks of this package, which are tested
with it. A fault is made as a department would make it: a slip changes one cell and what was copied
or computed from it; a decision that deserves a question is told alike by every document.
"""

# Each module registers its kinds; the order is that of the list.
from jxanalytics.samples.faults import (  # isort: skip
    money as money,
    carryover as carryover,
    scores as scores,
    rules as rules,
    targets as targets,
    plausible as plausible,
    narrative as narrative,
    structure as structure,
    harmless as harmless,
    harmless_texts as harmless_texts,
)
from jxanalytics.samples.faults.kinds import FAULTS, HARMLESS, Kind
from jxanalytics.samples.faults.planting import Planted, plant, spread

__all__ = ["FAULTS", "HARMLESS", "Kind", "Planted", "plant", "spread"]
