"""Nothing written in a form gets lost without a word."""

from __future__ import annotations

import json
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jxanalytics.intake import Reading, read_file, to_json
from jxanalytics.intake.containers import Table, open_document
from jxanalytics.intake.understand import words
from tests.intake.layouts import LAYOUTS
from tests.intake.office import write_package

MARK = "甲乙丙丁戊"
_CELLS = {
    "word/document.xml": re.compile(r"<w:tc>(?:(?!</w:tc>).)*</w:tc>", re.S),
    "xl/worksheets/sheet1.xml": re.compile(r"<c r=\"[^\"]*\"[^>]*>.*?</c>", re.S),
}
PACKAGED = [name for name in LAYOUTS if name not in ("operator_and_unit_columns", "lost_merges")]


def said(reading: Reading) -> str:
    """All that a reading tells, white space removed."""
    notes = [note.message for note in reading.issues]
    text = json.dumps(to_json([reading]), ensure_ascii=False) + "".join(notes)
    return re.sub(r"\s|\\[nrtu](?:3000|00a0)?", "", text)


def texts(path: Path) -> set[str]:
    """Chinese texts of the cells of a file, white space removed."""
    tables = [block for block in open_document(path).blocks if isinstance(block, Table)]
    found = {
        "".join(cell.text.split())
        for table in tables
        for row in table.grid.starting
        for cell in row
    }
    return {text for text in found if re.search(r"[\u4e00-\u9fff]", text) and not is_label(text)}


def is_label(text: str) -> bool:
    """A heading or a printed remark: understood, and no value to be told."""
    finders = (words.field, words.goal, words.source, words.indicator_column, words.funding_column,
               words.summary_column, words.people_column)  # fmt: skip
    return any(find(words.key(text)) for find in finders) or words.is_note(text) or len(text) > 40


def marked(path: Path, choice: random.Random, blank: bool) -> Path:
    """A copy of a file with one cell, blank or not, holding MARK instead."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    name = next(name for name in _CELLS if name in parts)
    xml = parts[name].decode()
    cells = [
        m
        for m in _CELLS[name].finditer(xml)
        if ("vMerge/>" not in m[0]) and ("<w:tbl>" not in m[0])
    ]
    empty = [m for m in cells if not re.search(r"<(?:w:t|v|t|w:delText)[ >]", m[0])]
    full = [m for m in cells if m not in empty]
    match = choice.choice((empty if blank and empty else full) or cells)
    if name.startswith("word"):
        head = re.match(r"<w:tc>(?:<w:tcPr>.*?</w:tcPr>)?", match[0], re.S)
        assert head is not None
        new = f"{head[0]}<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:tc>"
    else:
        reference = re.match(r"<c r=\"([^\"]*)\"", match[0])
        assert reference is not None
        new = f'<c r="{reference[1]}" t="inlineStr"><is><t>{MARK}</t></is></c>'
    parts[name] = (xml[: match.start()] + new + xml[match.end() :]).encode()
    return write_package(path.with_name("marked" + path.suffix), dict(parts))


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_cell_is_used_or_listed(name: str, tmp_path: Path) -> None:
    """In forms laid out as usual there is nothing that was not understood."""
    reading = read_file(LAYOUTS[name](tmp_path)[0])
    listed = [
        note for form in reading.forms for note in form.issues if note.code == "not_understood"
    ]
    assert [note.message for note in listed] == []
    assert reading.unused == ()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@example(name="operator_value_unit_under_target", seed=92624, blank=False)
@example(name="two_side_by_side", seed=2284, blank=False)
@example(name="stacked_on_one_sheet", seed=63, blank=False)
@given(name=st.sampled_from(PACKAGED), seed=st.integers(0, 10**6), blank=st.booleans())
def test_a_stray_text_is_told(
    name: str, seed: int, blank: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A text put into any cell comes out as a value or in a message, and takes nothing else with it."""
    path, _ = LAYOUTS[name](tmp_path_factory.mktemp("loss"))
    before = said(read_file(path))
    copy = marked(path, random.Random(seed), blank)
    reading = read_file(copy)
    if not reading.forms:
        assert any(note.code == "table_not_understood" for note in reading.issues)
        return
    after = said(reading)
    if any(note.code == "set_aside" for note in reading.issues):
        return
    lost = [text for text in texts(copy) if text == MARK or text in before]
    untold = [text for text in lost if text not in after]
    skipped = [note.place for note in reading.issues if note.code == "table_not_understood"]
    assert skipped or untold == []
