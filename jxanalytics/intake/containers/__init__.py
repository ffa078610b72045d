"""Containers: one opener for every file format, giving texts and tables in document order."""

from __future__ import annotations

from pathlib import Path

from jxanalytics.intake.containers.blocks import Block, Document, Note, Refused, Table, Text
from jxanalytics.intake.containers.docx import read_docx
from jxanalytics.intake.containers.old import SAVE_AS, UNREADABLE, converted
from jxanalytics.intake.containers.package import DAMAGED, Package, read_bytes
from jxanalytics.intake.containers.text import read_csv
from jxanalytics.intake.containers.xlsx import read_xlsx

__all__ = ["SUFFIXES", "Block", "Document", "Note", "Refused", "Table", "Text", "open_document"]

# What a folder is searched for; .wps and .et are refused with a sentence rather than passed over.
SUFFIXES = (".docx", ".docm", ".xlsx", ".xlsm", ".csv", ".doc", ".xls", ".wps", ".et")
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT = (".csv", ".txt", ".tsv")


def open_document(path: Path) -> Document:
    """A file's texts and tables, by what the file is rather than by what it is called.

    Raises Refused with one sentence for what cannot or must not be read.
    """
    data = read_bytes(path)
    if data.startswith(_ZIP):
        return _office(data, path.name)
    suffix = path.suffix.lower()
    if data.startswith(_COMPOUND):
        return _compound(data, suffix, path.name)
    if suffix in _TEXT:
        return read_csv(data, path.name)
    if data.lstrip()[:64].lower().startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise Refused(
            f"内容是网页或 XML，却以 {suffix or '无扩展名'} 命名，请用 Word 或 Excel 另存后再报送"
        )
    if suffix in (".wps", ".et", ".doc", ".xls"):
        raise Refused(SAVE_AS)
    if suffix in SUFFIXES:
        raise Refused(DAMAGED)
    raise Refused(f"不是可读的格式（{suffix or '无扩展名'}），请报送 docx、xlsx 或 csv")


def _office(data: bytes, file: str) -> Document:
    package = Package(data)
    if "word/document.xml" in package:
        return read_docx(package, file)
    if "xl/workbook.xml" in package:
        return read_xlsx(package, file)
    raise Refused("压缩包内没有 Word 或 Excel 内容，请另存为 docx 或 xlsx 后再报送")


def _compound(data: bytes, suffix: str, file: str) -> Document:
    """Files of the old binary container: encrypted new ones, Word and Excel before 2007, WPS."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("文件已加密，请去掉密码后再报送")
    if suffix in (".wps", ".et"):
        raise Refused(SAVE_AS)
    is_word = "WordDocument".encode("utf-16-le") in data
    try:
        return _office(converted(data, ".doc" if is_word else ".xls"), file)
    except Refused as error:
        raise Refused(str(error) if str(error) != DAMAGED else UNREADABLE) from error
