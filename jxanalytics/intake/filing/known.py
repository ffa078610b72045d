"""Units or projects known so far: rows in order, found by id, name and code without looking through all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jxanalytics.model.values import compact

Row = dict[str, str]


class Known:
    """Rows of ``units`` or ``projects`` (``kind`` is unit or project), the first found first.

    Names and codes are compared white space gone. Ids are a letter and a number (P0001); the rows
    of several years may have the same id.
    """

    def __init__(self, kind: str, rows: Iterable[Row] = ()):
        self._id, self._code = f"{kind}_id", f"{kind}_code"
        self._places: dict[int, int] = {}
        self._rows: list[Row] = []
        self._ids: dict[str, Row] = {}
        self._names: dict[str, list[Row]] = {}
        self._codes: dict[str, list[Row]] = {}
        self.highest = 0
        for row in rows:
            self.add(row)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def add(self, row: Row) -> None:
        self._places[id(row)] = len(self._rows)
        self._rows.append(row)
        self._ids.setdefault(row[self._id], row)
        self._names.setdefault(compact(row["name"]), []).append(row)
        self.highest = max(self.highest, number_of(row[self._id]))
        self.coded(row)

    def coded(self, row: Row) -> None:
        """Have a row found by the code it has been given."""
        code = compact(row.get(self._code, ""))
        if code and row not in self._codes.setdefault(code, []):
            self._codes[code].append(row)

    def get(self, known: str) -> Row | None:
        """The row of an id."""
        return self._ids.get(known)

    def named(self, *names: str) -> list[Row]:
        return self._in_order(row for name in names for row in self._names.get(compact(name), ()))

    def of_code(self, code: str) -> list[Row]:
        return self._in_order(self._codes.get(compact(code), ())) if code else []

    def _in_order(self, rows: Iterable[Row]) -> list[Row]:
        placed = {self._places[id(row)]: row for row in rows}
        return [placed[place] for place in sorted(placed)]


def number_of(known: str) -> int:
    """The number in an id such as P0001; 0 where there is none."""
    return int(known[1:]) if known[1:].isdigit() else 0
