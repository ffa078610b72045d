"""Neutral blocks of which reports and chapters are made: they say what is said, not how it looks.

A ``Passage`` is a sequence of blocks. Shown in a notebook it becomes Markdown (for the book) with
an HTML twin (for Jupyter), figures as images of their own. All text in blocks is literal: whatever
was typed into a form comes out as typed, in every format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jxanalytics.charts import Chart

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Span:
    """A stretch of text; ``ref`` is the label of a table, figure or section to refer to."""

    text: str
    strong: bool = False
    ref: str = ""


Inline = str | Span


@dataclass(frozen=True)
class Heading:
    """``level`` 1 is the chapter's title; ``anchor`` is unique in the whole book.

    ``unnumbered``: the heading carries the official numbering in its own words (一、（一）).
    """

    text: str
    level: int = 2
    anchor: str = ""
    unnumbered: bool = False


@dataclass(frozen=True)
class Paragraph:
    spans: tuple[Inline, ...]


@dataclass(frozen=True)
class Bullets:
    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Filed:
    """Words taken over from a document as filed, with where they stand."""

    paragraphs: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Cell:
    """A table cell covering ``rows`` × ``columns`` of the grid.

    ``ref`` is a section or cell it leads to, ``anchor`` its own name for links, unique in the book.
    """

    text: str
    rows: int = 1
    columns: int = 1
    align: Align = "left"
    strong: bool = False
    ref: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A captioned table. ``widths`` are shares of the text width, one a column.

    ``unit`` is printed above at the right (万元), ``note`` below. ``label`` is unique in the book
    and begins with ``tbl-``.
    """

    label: str
    caption: str
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart with its caption; ``label`` is unique in the book and begins with ``fig-``."""

    label: str
    caption: str
    chart: Chart = field(compare=False)


@dataclass(frozen=True)
class Note:
    """A box that stands out: 提示, 待补充, 疑点 …"""

    title: str
    blocks: tuple[Block, ...]
    kind: Literal["note", "warning", "important"] = "note"


Block = Heading | Paragraph | Bullets | Filed | Table | Figure | Note


@dataclass(frozen=True)
class Passage:
    """Blocks in order; ``+`` joins passages."""

    blocks: tuple[Block, ...] = ()

    def __add__(self, other: Passage) -> Passage:
        return Passage(self.blocks + other.blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def _ipython_display_(self) -> None:
        from jxanalytics.narrative.show import show

        show(self)


def passage(*blocks: Block | Passage | None) -> Passage:
    """Blocks and passages put together; None is left out."""
    parts: list[Block] = []
    for block in blocks:
        if isinstance(block, Passage):
            parts.extend(block.blocks)
        elif block is not None:
            parts.append(block)
    return Passage(tuple(parts))


def paragraph(*spans: Inline) -> Paragraph:
    """A paragraph of plain strings and spans."""
    return Paragraph(spans)


def bullets(items: Sequence[Inline | Sequence[Inline]]) -> Bullets:
    """A list of short points."""
    return Bullets(
        tuple((item,) if isinstance(item, (str, Span)) else tuple(item) for item in items)
    )


def strong(text: str) -> Span:
    """A span set in bold."""
    return Span(text, strong=True)


def ref(label: str) -> Span:
    """A reference that the book numbers: 表 2.1, 图 3.2."""
    return Span("", ref=label)
