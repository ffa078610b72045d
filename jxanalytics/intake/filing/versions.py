"""Versions of a document: what changed, what a reviewer asks about first, what stays on file."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxanalytics.intake.filing.rows import OWNED, Cells, DocumentRows
from jxanalytics.model.exact import plain
from jxanalytics.model.schema import NUMERIC, TABLES, Kind
from jxanalytics.model.vocabulary import DOCUMENT_SHORT, SOURCES, TOTAL_MEASURES

# The column a change of the running text is told under.
TEXT = "正文"
# A document filed again from another file or another table is the same if the rest is.
_ASIDE = {"file", "table"}


@dataclass(frozen=True)
class Change:
    """One figure or text that differs between two versions of a document.

    ``score_only`` marks a score that was changed while the actual beside it was not.
    """

    document_id: str
    subject: str
    column: str
    old: str
    new: str
    score_only: bool = False

    @property
    def said(self) -> str:
        """The change as one sentence."""
        mark = "只改得分、未改完成值：" if self.score_only else ""
        if self.column == TEXT:
            return f"{self.subject}的正文有改动"
        return f"{mark}{self.subject}的{self.column}由“{self.old or '空'}”改为“{self.new or '空'}”"


def same(old: DocumentRows, new: DocumentRows) -> bool:
    """Whether two versions state the same; where it stands in which file does not matter."""
    return (
        _bare("documents", old.document) == _bare("documents", new.document)
        and old.text == new.text
        and all(
            [_bare(name, row) for row in old.tables[name]] == [_bare(name, row) for row in new.tables[name]]
            for name in OWNED
        )
    )  # fmt: skip


def changes(old: DocumentRows, new: DocumentRows) -> list[Change]:
    """What differs, scores changed without their actuals first."""
    found: list[Change] = []
    names = _indicator_names(old) | _indicator_names(new)
    for table in OWNED:
        found += _table_changes(table, old, new, names)
    if old.text != new.text:
        found.append(Change(new.document_id, DOCUMENT_SHORT[new.document["kind"]], TEXT, "", ""))
    untouched = _unchanged_actuals(old, new)
    marked = [
        Change(c.document_id, c.subject, c.column, c.old, c.new, True)
        if c.column == "得分" and c.subject in {f"“{names[i]}”" for i in untouched}
        else c
        for c in found
    ]
    return sorted(marked, key=lambda change: not change.score_only)


def _unchanged_actuals(old: DocumentRows, new: DocumentRows) -> set[str]:
    def actuals(document: DocumentRows) -> dict[str, str]:
        return {
            row["indicator_id"]: _text(row.get("actual_raw"))
            for row in document.tables["indicators"]
        }

    before, after = actuals(old), actuals(new)
    return {i for i in before.keys() & after.keys() if before[i] == after[i]}


def _indicator_names(document: DocumentRows) -> dict[str, str]:
    return {row["indicator_id"]: row["name"] for row in document.tables["indicators"]}


def _table_changes(
    name: str, old: DocumentRows, new: DocumentRows, names: Mapping[str, str]
) -> list[Change]:
    table = TABLES[name]
    before = {tuple(_text(row.get(k)) for k in table.key): row for row in old.tables[name]}
    after = {tuple(_text(row.get(k)) for k in table.key): row for row in new.tables[name]}
    found: list[Change] = []
    for key in [*before, *(k for k in after if k not in before)]:
        left, right = before.get(key, {}), after.get(key, {})
        subject = _subject(name, right or left, names)
        for column in table.columns:
            skip = column.kind in (Kind.PLACE, Kind.IDENTIFIER) or column.name == "position"
            if skip or column.name.endswith(("_raw", "_unit", "_operator")) or column.name == "raw":
                continue
            a, b = _shown(left, column.name), _shown(right, column.name)
            if a != b:
                found.append(Change(new.document_id, subject, column.label, a, b))
    return found


def _subject(table: str, row: Cells, names: Mapping[str, str]) -> str:
    if "indicator_id" in row:
        return f"“{names.get(row['indicator_id'], row['indicator_id'])}”"
    if table == "funding":
        return SOURCES[row["source"]]
    if table == "totals":
        return TOTAL_MEASURES[row["measure"]]
    return f"评价人员“{row.get('name', '')}”"


def _shown(row: Cells, column: str) -> str:
    """A value as filed: the raw text where there is one."""
    raw = row.get(f"{column}_raw")
    return (
        _text(raw)
        if raw is not None
        else _text(row.get("raw") if column == "value" else row.get(column))
    )


def _bare(table: str, row: Cells) -> tuple[Any, ...]:
    """A row by the schema's columns, places left out, blanks alike."""
    values: list[Any] = []
    for column in TABLES[table].columns:
        if column.kind is Kind.PLACE or column.name in _ASIDE:
            continue
        value = row.get(column.name)
        if column.kind in NUMERIC:
            number = float("nan") if value in (None, "") else float(str(value))
            values.append(None if math.isnan(number) else number)
        else:
            values.append(_text(value))
    return tuple(values)


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return plain(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def former_files(documents: Iterable[DocumentRows], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Earlier versions as files: ``versions/<document>/<number>.json`` below the year's folder."""
    numbers: dict[str, int] = {}
    for document in documents:
        name = document.document_id
        kept = (folder / "versions" / name).glob("*.json")
        known = numbers.get(name) or max((int(p.stem) for p in kept if p.stem.isdigit()), default=0)
        numbers[name] = known + 1
        content = {
            "version": known + 1,
            "document": _plain_row(document.document),
            "tables": {
                table: [_plain_row(row) for row in document.tables[table]] for table in OWNED
            },
            "text": document.text,
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        yield f"versions/{name}/{known + 1}.json", text.encode()


def former(folder: Path, document_id: str) -> list[DocumentRows]:
    """The earlier versions kept of a document, oldest first."""
    place = folder / "versions" / document_id
    files = sorted((p for p in place.glob("*.json") if p.stem.isdigit()), key=lambda p: int(p.stem))
    found = []
    for path in files:
        content = json.loads(path.read_text(encoding="utf-8"))
        found.append(DocumentRows(content["document"], content["tables"], content["text"]))
    return found


def _plain_row(row: Cells) -> Cells:
    return {
        name: value
        for name, value in row.items()
        if value is not None
        and value != ""
        and not (isinstance(value, float) and math.isnan(value))
    }
