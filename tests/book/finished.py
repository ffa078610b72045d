"""The words of finished pages, Word files and PDFs, without white space: it differs by format."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

from pypdf import PdfReader


def squeezed(text: str) -> str:
    return "".join(text.split())


def markup_words(markup: str) -> str:
    """What a reader sees of HTML."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", "", markup, flags=re.S)
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", shown)))


def page_words(folder: Path) -> str:
    """Of all pages in a folder."""
    pages = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html")))
    return "".join(map(markup_words, pages))


def docx_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def docx_words(path: Path) -> str:
    return squeezed(html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", docx_xml(path)))))


def pdf_pages(path: Path) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(path).pages]


def pdf_words(path: Path) -> str:
    return "".join(pdf_pages(path))
