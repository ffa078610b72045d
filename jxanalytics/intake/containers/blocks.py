"""What a container gives: a document's texts and tables in order, whatever the file format was."""

from __future__ import annotations

from dataclasses import dataclass

from jxanalytics.grid import Grid
from jxanalytics.model import places

# More cells than this are no form; the limit bounds time and memory.
MAX_CELLS = 300_000
TOO_MANY = f"单元格过多（超过{MAX_CELLS}个），不是绩效表格，请删去无关的内容后再报送"


class Refused(ValueError):
    """A file that is not read at all; the message is one sentence, without the file's name."""


@dataclass(frozen=True)
class Text:
    """A paragraph, a line of a text box, or a text cell outside every table.

    ``level`` is the outline level of a heading style (0 for body text), ``listed`` whether Word
    numbers the paragraph by itself (the number is then not part of the text).
    """

    text: str
    level: int = 0
    listed: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its grid; ``place`` as the reading contract prints it (``table 2`` or the sheet's
    name), ``label`` as sentences do (``表2``, ``工作表“甲”``).

    ``flow`` is what the cells hold in document order where tables are nested in them: a table
    used for layout is then looked through. ``nested`` is one that stands in a cell of another.
    """

    grid: Grid
    place: str
    label: str
    sheet: bool = False
    flow: tuple[Block, ...] = ()
    nested: bool = False

    @property
    def name(self) -> str:
        """What the model keeps of the place: 表2 or the sheet's name."""
        return self.place if self.sheet else self.label


Block = Text | Table


@dataclass(frozen=True)
class Note:
    """Something to tell about a file, wherever it stands."""

    severity: str
    code: str
    place: str
    message: str

    @property
    def said(self) -> str:
        """The message after the cell it is about, where it is about one."""
        try:
            where = places.said(self.place)
        except ValueError:  # a whole table or sheet
            where = ""
        return f"{where}：{self.message}" if where else self.message


@dataclass(frozen=True)
class Document:
    """A file opened: its blocks in order and what was noticed while opening it."""

    file: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
