"""Nothing typed into a form breaks the book or runs in it: it comes out as typed, in every format."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.book.browser import needs_browser, watched
from tests.book.conftest import Built, build
from tests.book.finished import docx_words, markup_words, squeezed
from tests.conftest import REFERENCE
from tests.folders import copy_workspace
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
    put = hostile_year(REFERENCE, target)
    return Hostile(build(root, "--engine", "pandoc"), put)


def html_words(built: Built) -> str:
    """The words of the articles of all pages."""
    pages = (path.read_text(encoding="utf-8") for path in sorted(built.book.glob("*.html")))
    return "".join(
        markup_words(page[page.index("<article>") : page.index("</article>")]) for page in pages
    )


def word_words(built: Built) -> str:
    return docx_words(built.docx)


def pdf_words(built: Built) -> str:
    """By another reader than the one that verification uses."""
    command = ["pdftotext", "-raw", str(built.pdf), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return squeezed(done.stdout.decode("utf-8"))


def test_the_hostile_year_builds(hostile: Hostile) -> None:
    """A book is made, whole, and verification finds nothing wrong with it."""
    assert hostile.built.code == 0, hostile.built.said
    assert "请核对" not in hostile.built.said


@pytest.mark.parametrize("words", [html_words, word_words, pdf_words])
def test_every_text_comes_out_as_typed(hostile: Hostile, words: Callable[[Built], str]) -> None:
    """Wherever a text's mark stands, the whole text follows it, to the character."""
    text = words(hostile.built)
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
    for words in (html_words, word_words, pdf_words):
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
