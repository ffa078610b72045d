"""Comments in a unit's own files: at the cells concerned, with everything else as it was."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from openpyxl.comments import Comment

from jxanalytics.documents.notices.comments import AUTHOR, Note, commented
from jxanalytics.intake import read_file
from jxanalytics.model.places import SheetCell, TableCell, parse_place
from jxanalytics.samples.season import Form, make_season
from tests.season.player import printed

ON = date(2026, 4, 1)
SCRIPT = make_season()


def form(suffix: str) -> bytes:
    return printed(Form(SCRIPT.clean, SCRIPT.plan.ids[0], suffix))


def stated(content: bytes, suffix: str, folder: Path) -> list[tuple[str, str]]:
    """Every place of the form's indicators with what is written there, as the reader sees them."""
    path = folder / f"form.{suffix}"
    path.write_bytes(content)
    (one,) = read_file(path).forms
    figures = [f for i in one.indicators for f in (i.target, i.actual, i.weight) if f is not None]
    return [(str(f.place), f.raw) for f in figures if f.raw.strip()]


def commented_cells(content: bytes) -> dict[str, str]:
    """Comment and the text of the Word cell it is anchored in."""
    document = docx.Document(io.BytesIO(content))
    found = {}
    for comment in document.comments:
        mark = f'//w:commentRangeStart[@w:id="{comment.comment_id}"]/ancestor::w:tc[1]'
        (cell,) = document.element.body.xpath(mark)
        found[comment.text] = "".join(t.text or "" for t in cell.iter(qn("w:t")))
    return found


def test_word_comments_stand_in_their_cells(tmp_path: Path) -> None:
    """Every place the reader gives leads to the cell that holds what was read there."""
    content = form("docx")
    places = stated(content, "docx", tmp_path)
    assert len(places) > 20 and all(isinstance(parse_place(p), TableCell) for p, _ in places)
    notes = [Note(place, raw, f"{place} {raw}") for place, raw in places]
    cells = commented_cells(commented(content, ".docx", notes, ON))
    assert len(cells) == len(notes)
    assert all(text.split(" ", 1)[1].replace("\n", "") in cell for text, cell in cells.items())


def test_excel_comments_stand_at_their_cells(tmp_path: Path) -> None:
    """openpyxl, which writes and reads workbooks on its own, finds each comment at its cell."""
    content = form("xlsx")
    places = stated(content, "xlsx", tmp_path)
    notes = [Note(place, raw, f"请核实{place}") for place, raw in places]
    book = openpyxl.load_workbook(io.BytesIO(commented(content, ".xlsx", notes, ON)))
    for text, _ in places:
        place = parse_place(text)
        assert isinstance(place, SheetCell)
        comment = book[place.sheet][f"{place.column}{place.row}"].comment
        assert comment is not None and (comment.text, comment.author) == (f"请核实{text}", AUTHOR)


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_commented_form_reads_as_the_form(suffix: str, tmp_path: Path) -> None:
    """A unit may correct the commented copy and file it: the comments change nothing that is read."""
    content = form(suffix)
    notes = [Note(place, raw, "请核实") for place, raw in stated(content, suffix, tmp_path)]
    plain, noted = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    plain.write_bytes(content)
    noted.write_bytes(commented(content, f".{suffix}", notes, ON))
    first, second = read_file(plain).forms[0], read_file(noted).forms[0]
    # With the place of every figure; two cells are never one, so what they hold is compared.
    told = [repr((form.indicators, form.funding, form.goals)) for form in (first, second)]
    assert told[0] == told[1]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_text_is_found_by_what_is_quoted(suffix: str, tmp_path: Path) -> None:
    """A place in running text leads to the paragraph or cell that holds the quotation."""
    content, name = form(suffix), SCRIPT.plan.projects.name[0]
    changed = commented(content, f".{suffix}", [Note("¶ 别处 3", f"……{name}", "请核实")], ON)
    if suffix == "docx":
        assert name in commented_cells(changed)["请核实"]
        return
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(changed)).worksheets[0].iter_rows() for c in row]  # fmt: skip
    assert [name in str(cell.value) for cell in cells if cell.comment] == [True]


def test_nothing_else_in_a_workbook_is_touched() -> None:
    """Results of formulas, other parts and comments that stand there stay; the same bytes again."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    sheet["A1"], sheet["B2"], sheet["C3"] = "项目", 5, "=B2*2"
    sheet.merge_cells("D1:F2")
    sheet["B2"].comment = Comment("原有的批注", "经办人")
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"<v></v>", b"<v>10</v>").replace(b"<v/>", b"<v>10</v>")
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    notes = [Note("[自评表]!B2", "5", "请核实"), Note("[自评表]!E2", "", "请补充"), Note("[自评表]!C3", "", "=1+1")]  # fmt: skip
    changed = commented(package.getvalue(), ".xlsx", notes, ON)
    assert changed == commented(package.getvalue(), ".xlsx", notes, ON)
    found = openpyxl.load_workbook(io.BytesIO(changed), data_only=True)["自评表"]
    assert found["C3"].value == 10
    texts = {c.coordinate: c.comment.text for row in found.iter_rows() for c in row if c.comment}
    assert texts == {"B2": "原有的批注\n\n请核实", "D1": "请补充", "C3": "=1+1"}
    with zipfile.ZipFile(io.BytesIO(changed)) as archive:
        assert archive.testzip() is None
        assert archive.read("xl/styles.xml") == parts["xl/styles.xml"]
