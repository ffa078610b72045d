"""The HTML deck: everything inside it, nothing asked of a network, text as typed."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from jxanalytics.slides.web import to_html
from tests.book.browser import DESKTOP, PHONE, needs_browser, watched
from tests.slides import made


class _Reader(HTMLParser):
    """Addresses that elements point to, and the text of each slide."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.slides: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "section":
            self.slides.append("")
        self.addresses += [
            value or ""
            for name, value in attrs
            if name in ("src", "srcset", "href", "data", "action")
        ]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["script"] and self.slides:
            self.slides[-1] += data


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(made.deck("demo"))


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def test_nothing_is_asked_of_a_network(page: str) -> None:
    """Every address in elements and styles is data inside the page, and the page forbids others."""
    reader = read(page)
    assert reader.addresses and all(a.startswith("data:") for a in reader.addresses)
    assert "link" not in reader.tags
    styles = re.search(r"<style>(.*?)</style>", page, re.S)
    assert styles and all(u.startswith("data:") for u in re.findall(r"url\(([^)]*)\)", styles[1]))
    assert "@import" not in styles[1]
    assert "default-src 'none'" in page and "sourceMappingURL" not in page


def test_the_deck_is_the_same_as_the_pptx(page: str) -> None:
    """Both files have the same slides with the same titles, figures in words and notes."""
    slides = read(page).slides
    assert len(slides) == len(made.opened("demo").slides)
    for told, slide in zip(slides, made.opened("demo").slides, strict=True):
        for frame in made.frames(slide):
            for paragraph in frame.paragraphs:
                assert paragraph.text in told
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            assert paragraph.text in told


def test_the_face_has_every_character(page: str) -> None:
    """The embedded faces cover all text of the slides, in both weights."""
    wanted = {c for c in "".join(read(page).slides) if not c.isspace()}
    faces = re.findall(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", page)
    assert len(faces) == 2
    for face in faces:
        with TTFont(BytesIO(base64.b64decode(face))) as font:
            assert wanted <= {chr(code) for code in font.getBestCmap()}


def test_free_text_is_text() -> None:
    """What looks like a tag is shown and not run."""
    page = to_html(made.deck("nasty"))
    reader = read(page)
    assert reader.tags.count("script") == 3
    assert "=1+1<script>alert(1)</script>[U+202E]逆序[U+0007]&项目$x$0" in "".join(reader.slides)
    assert "\u202e" not in page


_SMALLEST = """[...document.querySelectorAll("section .at, section .at div")]
  .filter(e => e.innerText && e.getBoundingClientRect().width)
  .map(e => parseFloat(getComputedStyle(e).fontSize)).sort((a, b) => a - b)[0]"""
_SHOWN = """[...document.querySelectorAll("section")].filter(e => e.innerText.trim() &&
  [...e.querySelectorAll(".at")].every(a => {
    const box = a.getBoundingClientRect();
    return box.height > 0 && box.left >= 0 && box.right <= innerWidth + 1;
  })).length"""


@needs_browser
@pytest.mark.parametrize("name", ["demo", "reference-project"])
def test_a_phone_gets_a_page_to_read(name: str, tmp_path: Path) -> None:
    """At the width of a phone every slide stands below the other, nothing beside the screen, in type
    of 13 pixels and more, and charts are those drawn for a phone."""
    path = tmp_path / "deck.html"
    path.write_text(to_html(made.deck(name)), encoding="utf-8")
    with watched(PHONE) as seen:
        seen.open(path)
        assert seen.overflow() == 0 and seen.complaints == [] and seen.requests == []
        assert seen.page.evaluate(_SHOWN) == len(made.opened(name).slides)
        assert seen.page.evaluate(_SMALLEST) >= 13
        sources = seen.page.evaluate("[...document.images].map(i => i.currentSrc.slice(0, 14))")
        assert sources and set(sources) == {"data:image/png"}


@needs_browser
def test_a_screen_gets_slides(tmp_path: Path) -> None:
    """On a wide screen one slide is shown at a time and the arrow key turns to the next."""
    path = tmp_path / "deck.html"
    path.write_text(to_html(made.deck("reference-project")), encoding="utf-8")
    with watched(DESKTOP) as seen:
        seen.open(path)
        assert seen.page.evaluate("Reveal.getIndices().h") == 0
        seen.page.keyboard.press("ArrowRight")
        assert seen.page.evaluate("Reveal.getIndices().h") == 1
        assert seen.complaints == []
        kinds = seen.page.evaluate("[...document.images].map(i => i.currentSrc.slice(0, 14))")
        assert set(kinds) == {"data:image/svg"}
