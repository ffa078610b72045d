"""Figures in running text against the tables of the same page.

A sentence such as 全年预算数1237.78万元 names a quantity that is also the head of a column or row of
a table on its page; then its figure must stand there. Words taken over as filed and boxes of findings
are not judged: they keep what people wrote.
"""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser

from jxanalytics.model.exact import half_up

# Quantities that chapters and reports name in sentences with just the word of a table's head.
_NAMES = ("年初预算数", "全年预算数", "全年执行数", "年末未执行数", "预算执行率", "执行率")
_FIGURE = re.compile(rf"({'|'.join(_NAMES)})(?:合计|为)?(-?\d+(?:\.\d+)?)(万元|%)")
_CELL = re.compile(r"(-?\d+(?:\.\d+)?)(%|万元)?")
_QUOTING = frozenset({"as-filed", "callout"})
# Sentences say two decimals; a table shows an amount as filed, with more where it has more.
_PLACES = 2


class _Page(HTMLParser):
    """The running text of a page without tables and words as filed; the figures of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.cells: set[tuple[Decimal, bool]] = set()
        self.heads: set[str] = set()
        self._divs: list[bool] = []
        self._table = self._folded = 0
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self._divs.append(not _QUOTING.isdisjoint((dict(attrs).get("class") or "").split()))
        elif tag == "table":
            self._table += 1
        elif tag == "details":
            self._folded += 1
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._divs:
            self._divs.pop()
        elif tag == "table":
            self._table -= 1
        elif tag == "details":
            self._folded -= 1
        elif tag in ("td", "th") and self._cell is not None:
            said = "".join("".join(self._cell).split())
            if match := _CELL.fullmatch(said):
                self.cells.add((half_up(match[1], _PLACES), match[2] == "%"))
            elif not self._folded:
                # The data behind a picture, folded away, need not hold the total a sentence names.
                self.heads.add(said)
            self._cell = None
        elif tag in ("p", "li") and not self._table:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
        elif not self._table and not any(self._divs):
            self.text.append(data)


def verify_figures(name: str, html: str) -> list[str]:
    """Figures of a page's sentences that its tables name otherwise, one Chinese sentence each."""
    start = html.find("<article")
    if start < 0:
        return []
    page = _Page()
    page.feed(html[start : html.find("</article>")])
    heads = "|".join(page.heads)
    problems = []
    for quantity, figure, unit in dict.fromkeys(_FIGURE.findall("".join(page.text))):
        said = (half_up(figure, _PLACES), unit == "%")
        if quantity.removeprefix("预算") in heads and said not in page.cells:
            problems.append(f"HTML：{name} 正文中的{quantity}{figure}{unit}在本页各表中没有")
    return problems
