"""Forms laid out the many ways departments lay them out, each with what must be read from it.

A layout is a function that writes a file into a folder; its module says what differs in it.
"""

from tests.intake.layouts import files, indicators, kinds, money  # noqa: F401 - they list their layouts
from tests.intake.layouts.registry import LAYOUTS

__all__ = ["LAYOUTS"]
