"""Forms laid out the many ways departments lay them out, each with what must be read from it."""

from tests.intake.layouts import arranged, columns, documents, parts
from tests.intake.layouts.frame import LAYOUTS

__all__ = ["LAYOUTS", "arranged", "columns", "documents", "parts"]
