"""Nothing typed into a form breaks the book or runs in it: it comes out as typed, in every format."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.book.browser import needs_browser, watched
from tests.book.conftest import ROOT, Built, build, copy_workspace
from tests.book.test_build import docx_text
from tests.hostile import hostile_year, shown


@dataclass(frozen=True)
class Hostile:
    """The built book and every hostile text by its mark."""

    built: Built
    put: dict[str, str]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    root = copy_workspace(tmp_path_factory.mktemp("hostile") / "w")
    target = root / "data" / "2019"
    shutil.rmtree(target)
    put = hostile_year(ROOT / "data" / "2019", target)
    return Hostile(build(root, "--engine", "pandoc"), put)


def html_words(built: Built) -> str:
    """The words of all pages; line breaks inside a text count as white space."""
    pages = []
    for page in sorted(built.book.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        body = text[text.index("<article>") : text.index("</article>")]
        pages.append(html.unescape(re.sub(r"<[^>]+>", "", body)))
    return "\n".join(pages)


def pdf_words(built: Built) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", str(built.pdf), "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_hostile_year_builds(hostile: Hostile) -> None:
    """A book is made, whole, and verification finds nothing wrong with it."""
    assert hostile.built.code == 0, hostile.built.said
    assert "请核对" not in hostile.built.said


@pytest.mark.parametrize("words", [html_words, docx_text, pdf_words])
def test_every_text_comes_out_as_typed(hostile: Hostile, words: Callable[[Built], str]) -> None:
    """Wherever a text's mark stands, the whole text follows it, to the character."""
    text = squeezed(words(hostile.built))
    marks = set(re.findall(r"编\d+号", text)) & set(hostile.put)
    assert len(marks) > 150
    wrong = [
        (mark, hostile.put[mark])
        for mark in sorted(marks)
        if mark + shown(hostile.put[mark]) not in text
    ]
    assert wrong == []


def test_nothing_of_the_machine_is_in_the_book(hostile: Hostile) -> None:
    """No file is read that a text names."""
    for words in (html_words, docx_text, pdf_words):
        assert "root:x:0" not in words(hostile.built)


@needs_browser
def test_nothing_runs_and_nothing_leaves(hostile: Hostile) -> None:
    """In a browser no typed text opens a dialog, makes a request or complains; pages keep their width."""
    dialogs = []
    with watched((390, 844)) as seen:
        seen.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
        for path in sorted(hostile.built.book.glob("*.html")):
            seen.open(path)
            assert seen.overflow() == 0, path.name
            assert seen.page.locator("article script, article img[src='x']").count() == 0
            links = seen.page.locator("a[href^='javascript:']").count()
            assert links == 0, path.name
    assert dialogs == []
    assert seen.complaints == []
    assert seen.requests == []
