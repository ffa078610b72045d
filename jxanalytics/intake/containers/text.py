"""Comma-separated files (UTF-8, UTF-16 with a mark, GB18030) to one table."""

from __future__ import annotations

import csv
import io
from collections import Counter

from jxanalytics.grid import Cell, build
from jxanalytics.intake.containers.blocks import MAX_CELLS, TOO_MANY, Document, Refused, Table

_DELIMITERS = (",", "\t", ";", "，", "|")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_MAX_FIELD = 2**20


def read_csv(data: bytes, file: str) -> Document:
    """The file's rows as table 1. Raises Refused for what is no text."""
    text = _decoded(data)
    if text.lstrip().startswith("<"):
        raise Refused("内容是网页或 XML，不是 CSV，请另存为 xlsx 后再报送")
    csv.field_size_limit(_MAX_FIELD)
    rows: dict[int, list[Cell]] = {}
    count = 0
    try:
        for row, fields in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text))):
            rows[row] = [Cell(field, row, column, 1) for column, field in enumerate(fields)]
            count += len(fields)
            if count > MAX_CELLS:
                raise Refused(TOO_MANY)
    except csv.Error as error:
        raise Refused("无法按 CSV 读取，请另存为 xlsx 后再报送") from error
    return Document(file, (Table(build(rows), "table 1", "表1"),))


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    for name in (encoding, "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("不是文本文件，或编码既非 UTF-8 也非 GB18030，请另存为 xlsx 后再报送")


def _delimiter(text: str) -> str:
    """The separator that occurs most in the first lines; a comma when none does."""
    counts = Counter(c for c in "\n".join(text.splitlines()[:20]) if c in _DELIMITERS)
    return max(_DELIMITERS, key=lambda mark: counts[mark]) if counts else ","
