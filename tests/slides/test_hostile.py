"""A year whose every free text is hostile makes slides that show it as typed and run none of it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from jxanalytics import load
from jxanalytics.narrative.meeting import decks
from jxanalytics.narrative.meeting.deck import Deck
from jxanalytics.slides.powerpoint import to_pptx
from jxanalytics.slides.web import to_html
from tests.conftest import REFERENCE
from tests.hostile import hostile_year, shown

# A text too long for its place on a slide ends so.
CUT = "…"


@dataclass(frozen=True)
class Files:
    """A deck as it is written."""

    pptx: bytes
    page: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Files], dict[str, str]]:
    """The decks of the year, of a unit and of each project, and every hostile text by its mark."""
    folder = tmp_path_factory.mktemp("hostile") / "2019"
    put = hostile_year(REFERENCE, folder)
    facts = load(folder).facts()
    texts = [text for mark, text in put.items() if shown(text)]
    shows: list[Deck] = [
        decks.year_deck(facts, unit=texts[0], date=texts[1], notice=texts[2]),
        decks.unit_deck(facts, str(facts.model["units"]["unit_id"].iloc[0])),
        *(decks.project_deck(facts, str(project)) for project in facts.names),
    ]
    return [Files(to_pptx(show), to_html(show)) for show in shows], put


def pptx_words(deck: Files) -> str:
    """All words of a deck as PowerPoint holds them: boxes, tables, charts, notes."""
    return "\n".join(
        word for slide in Presentation(io.BytesIO(deck.pptx)).slides for word in _words(slide)
    )


def _words(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if shape.has_chart:
            yield from etree.fromstring(shape.chart.part.blob).itertext()
    yield slide.notes_slide.notes_text_frame.text


def html_words(deck: Files) -> str:
    """All words of a deck as a browser shows them."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", deck.page, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", body))


class _Tags(HTMLParser):
    """The scripts of a page, those that are the deck's own, and handlers and links of any element."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = self.ours = 0
        self.hooks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.hooks += [name for name, value in attrs
                       if name.startswith("on") or (value or "").startswith("javascript:")]  # fmt: skip

    def handle_data(self, data: str) -> None:
        self.ours += self.lasttag == "script" and "alert(1)" not in data and len(data) > 100


def wrong(words: str, put: dict[str, str]) -> tuple[list[str], int]:
    """Texts that come out otherwise than typed or cut with an ellipsis; how many come out whole."""
    text, whole, bad = "".join(words.split()), 0, []
    for match in re.finditer(r"编\d+号", text):
        if match[0] not in put:
            continue
        wanted, after = shown(put[match[0]]), text[match.end() :]
        same = next(
            (i for i, c in enumerate(wanted) if i >= len(after) or after[i] != c), len(wanted)
        )
        if same == len(wanted):
            whole += 1
        elif not after[same:].startswith(CUT):
            bad.append(match[0] + wanted + " → " + after[: len(wanted)])
    return bad, whole


@pytest.mark.parametrize("words", [pptx_words, html_words])
def test_every_text_comes_out_as_typed(
    made: tuple[list[Files], dict[str, str]], words: Any
) -> None:
    """On every deck each text that is shown is the text as typed, or its beginning and an ellipsis."""
    decks_made, put = made
    total = 0
    for deck in decks_made:
        bad, whole = wrong(words(deck), put)
        assert bad == []
        total += whole
    assert total > 100
    assert "root:x:0" not in "".join(map(words, decks_made))


def test_nothing_in_a_slide_runs(made: tuple[list[Files], dict[str, str]]) -> None:
    """No link, action or formula is made of a text, and the page holds no element but its own."""
    for deck in made[0]:
        for slide in Presentation(io.BytesIO(deck.pptx)).slides:
            parts = [
                slide.part,
                *(rel.target_part for rel in slide.part.rels.values() if not rel.is_external),
            ]
            assert not any(rel.is_external for part in parts for rel in part.rels.values())
        reader = _Tags()
        reader.feed(deck.page)
        assert reader.scripts == reader.ours
        assert not reader.hooks


def test_a_changed_text_is_noticed() -> None:
    """The comparison itself tells a swallowed sign from a text cut with an ellipsis."""
    put = {"编1号": "*星*", "编2号": "<b>粗</b>"}
    assert wrong("编1号*星* 编2号<b>…", put) == ([], 1)
    assert wrong("编1号星 编2号粗", put)[0] != []
