"""The look of every chart: sizes for page, half a page, slide and phone, and a palette that survives greyscale."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from jxanalytics.errors import MisuseError

# Lightness falls in even steps, so that the colours keep their order in greyscale; blue, teal and
# ochre stay apart for colour-blind readers. Where colours meet, labels or hatching tell them apart.
BLUE = "#1f4e79"
TEAL = "#4a9a97"
OCHRE = "#e3b75f"
BRICK = "#a0402f"
GREY = "#cdd2d8"
INK = "#222222"
QUIET = "#5a5f66"
RULE = "#d9dde2"
PAPER = "#ffffff"
HATCHED = "////"
DOTTED = "...."


@dataclass(frozen=True)
class Fill:
    """How an area is filled: a colour, and a hatching where colour alone could be mistaken."""

    colour: str
    hatch: str = ""


# All that have no bar of their own.
REST = Fill(GREY, DOTTED)
GRADE_FILLS = MappingProxyType(
    {
        "优": Fill(BLUE),
        "良": Fill(TEAL),
        "中": Fill(OCHRE),
        "差": Fill(BRICK, HATCHED),
        "未评": REST,
    }
)


@dataclass(frozen=True)
class Size:
    """A width in inches, type in points, how many rows and columns of cells fit, the widest label as a
    share, lines a label, most inches high."""

    width: float
    points: float
    rows: int
    label: float
    lines: int
    height: float
    columns: int

    @property
    def small(self) -> float:
        """Notes and axis figures; on a slide nothing is smaller than 20 points."""
        return max(self.points - 1, 8.0) if self.points < 20 else self.points


SIZES = MappingProxyType(
    {
        "page": Size(6.3, 9.0, 24, 0.34, 3, 8.6, 14),
        # For a book's text: two of them and a few lines, or one and a table, stand on a page.
        "half": Size(6.3, 9.0, 10, 0.38, 3, 3.1, 14),
        "slide": Size(12.0, 20.0, 7, 0.36, 2, 5.6, 12),
        "phone": Size(3.7, 10.0, 16, 0.40, 3, 9.0, 10),
    }
)


def size_of(name: str) -> Size:
    """The size called ``name``; MisuseError for an unknown one."""
    if name not in SIZES:
        raise MisuseError(f"没有「{name}」这种图幅，可用：{'、'.join(SIZES)}")
    return SIZES[name]
