"""The finished PDF looked into: every font embedded, every character drawn, nothing too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jxanalytics.book.verify.layout import glyphs, overfull

# The strings a page shows: in parentheses with escapes, or in hexadecimal.
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>", re.S)
_TEXT = re.compile(rb"\bBT\b.*?\bET\b", re.S)


def verify_pdf(path: Path, kind: str = "PDF") -> list[str]:
    """What is wrong with the fonts and characters of a PDF, one Chinese sentence each."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    pages = list(reader.pages)
    bare = {name for page in pages for name in _bare_fonts(page)}
    problems = [f"{kind}：字体 {name} 没有嵌入" for name in sorted(bare)]
    for number, page in enumerate(pages, start=1):
        if missing := _undrawn(page):
            problems.append(
                f"{kind}：第{number}页有{missing}个字没有字形（显示为空白或方框），请检查字体"
            )
    problems += [f"{kind}：第{number}页{what}" for number, what in overfull(reader)]
    return problems


def _fonts(page: Any) -> Iterator[tuple[Any, Any]]:
    """Each font of a page with the one that draws its glyphs."""
    resources = page.get("/Resources", {}).get_object()
    for font in (resources.get("/Font") or {}).values():
        described = font.get_object()
        inner = described.get("/DescendantFonts")
        yield described, inner.get_object()[0].get_object() if inner is not None else described


def _bare_fonts(page: Any) -> Iterator[str]:
    """Fonts that are not embedded: another machine would show other glyphs."""
    for described, descendant in _fonts(page):
        description = descendant.get("/FontDescriptor")
        keys = description.get_object() if description is not None else {}
        if not any(key in keys for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(described.get("/BaseFont", "")).lstrip("/")


def _undrawn(page: Any) -> int:
    """How many characters of a page are set with glyph 0, which every face draws as nothing or a box.

    Only where all fonts number their glyphs in two bytes, as Typst's do; other PDFs are not judged.
    """
    fonts = list(_fonts(page))
    if not fonts or any(str(font.get("/Encoding")) != "/Identity-H" for font, _ in fonts):
        return 0
    content = page.get_contents()
    data = content.get_data() if content is not None else b""
    return sum(
        1
        for text in _TEXT.findall(data)
        for shown in _SHOWN.findall(text)
        for glyph in _glyphs(shown)
        if glyph == b"\x00\x00"
    )


def _glyphs(shown: bytes) -> Iterator[bytes]:
    raw = glyphs(shown)
    for start in range(0, len(raw) - 1, 2):
        yield raw[start : start + 2]
