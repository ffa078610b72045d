"""What was typed into a form comes out as typed, whatever it looks like."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pypandoc
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jxanalytics.fonts import visible
from jxanalytics.narrative.blocks import (
    Cell,
    Filed,
    Heading,
    Paragraph,
    Table,
    bullets,
    paragraph,
    strong,
)
from jxanalytics.narrative.grid import money
from jxanalytics.narrative.markdown import table_html, to_markdown

# Marks that some reader of Markdown takes for more than text.
MARKS = [
    "*", "_", "`", "```", "~~~", "#", "# ", "- ", "1. ", "（1）", "1) ", "> ", "|", "---", "===", "[x](y)", "![](z)",
    "<script>", "</div>", "<!--", "&amp;", "&#65;", "$x$", "$$", "\\", "\\(", "@cite", "[@fig-a]", "^[n]", "[^1]",
    "{{< include a >}}", "{.r}", "{=html}", "```{python}", ":::", "::: {.x}", "~", "^", "--", "...", "'", '"',
    "http://a.cn", "<a@b.cn>", "\n", "\n\n", "\t", "    ", "  \n", ":", "\n: ", "+", "=", "%", "1.5", "24.67%", "2.", ".",
    "※", "“”", "\u00a0", "\u3000", "\u202e", "\ufeff", "\u200b", "\r\n", "a:b", "\n\\", "*[A]: b", "[a]: b", "% t",
]  # fmt: skip
typed = st.lists(
    st.one_of(
        st.sampled_from(MARKS),
        st.text(st.characters(codec="utf-8"), max_size=6),
        st.text(max_size=3),
    ),
    max_size=8,
).map("".join)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = {"Str", "Space", "SoftBreak", "LineBreak"}


def read(text: str, format_: str) -> list[dict[str, Any]]:
    """Blocks that pandoc reads from a text."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", format_, "-t", "json"],
        input=text.encode("utf-8"),
        capture_output=True,
        check=True,
    )
    blocks: list[dict[str, Any]] = json.loads(done.stdout)["blocks"]
    return blocks


def markdown(text: str) -> list[dict[str, Any]]:
    return read(text, "markdown+east_asian_line_breaks")


def plain(inlines: list[dict[str, Any]]) -> str:
    """The characters of inlines that are nothing but text."""
    kinds = {inline["t"] for inline in inlines}
    assert kinds <= TEXT, f"markup came of text: {kinds - TEXT}"
    return "".join(inline["c"] if inline["t"] == "Str" else " " for inline in inlines)


def squeezed(text: str) -> str:
    """White space as one space: runs of it mean nothing in any format."""
    return re.sub(r"\s+", " ", text).strip()


def expected(text: str) -> str:
    return squeezed(visible(text))


@few
@given(st.lists(typed, min_size=1, max_size=15))
def test_a_paragraph_comes_out_as_typed(texts: list[str]) -> None:
    """Any text in a paragraph is read back by pandoc as plain text with the same characters."""
    kept = [text for text in texts if expected(text)]
    blocks = markdown(to_markdown([paragraph(text) for text in kept]))
    assert [block["t"] for block in blocks] == ["Para"] * len(kept)
    assert [squeezed(plain(block["c"])) for block in blocks] == [expected(t) for t in kept]


@few
@given(st.lists(typed, min_size=1, max_size=15))
def test_a_table_cell_comes_out_as_typed(texts: list[str]) -> None:
    """Any text in a table cell is read back by pandoc as plain text with the same characters."""
    table = Table("tbl-x", "题", ((Cell("头"),),), tuple((Cell(t),) for t in texts), (1.0,))
    (block,) = read(table_html(table), "html")
    rows = [row for body in block["c"][4] for row in body[3]]
    got = [squeezed("".join(plain(p["c"]) for p in row[1][0][4])) for row in rows]
    assert got == [expected(text) for text in texts]


@few
@example(["1. ", "2.", "3) ", "4,", "5%"])
@given(st.lists(typed, min_size=1, max_size=10))
def test_filed_words_and_points_come_out_as_typed(texts: list[str]) -> None:
    """Words as filed, list items and headings hold text only, and keep their number."""
    kept = [text for text in texts if expected(text)] or ["无"]
    quoted, points, *headings = markdown(
        to_markdown([Filed(tuple(kept)), bullets(kept), *(Heading(text, 3) for text in kept)])
    )
    assert [squeezed(plain(p["c"])) for p in quoted["c"][1]] == [expected(t) for t in kept]
    assert [squeezed(plain(i[0]["c"])) for i in points["c"]] == [expected(t) for t in kept]
    assert [squeezed(plain(h["c"][2])) for h in headings] == [expected(t) for t in kept]


@few
@given(typed, typed, typed)
def test_text_that_goes_on_after_a_span_is_still_text(before: str, bold: str, after: str) -> None:
    """Strings beside a strong span do not run together with its marks."""
    blocks = markdown(to_markdown([paragraph(f"甲{before}", strong(f"乙{bold}丙"), f"{after}丁")]))
    (block,) = blocks
    found = list(flat(block["c"]))
    assert squeezed("".join(found)) == squeezed(visible(f"甲{before}乙{bold}丙{after}丁"))


def flat(inlines: list[dict[str, Any]]) -> Iterator[str]:
    for inline in inlines:
        if inline["t"] == "Strong":
            yield from flat(inline["c"])
        else:
            yield plain([inline])


def test_an_unnumbered_heading_says_so() -> None:
    """Anchor and the mark that switches numbering off stand behind the text."""
    text = to_markdown([Heading("一、基本情况", 2, "sec-a", unnumbered=True), Heading("b", 2)])
    assert text == "## 一、基本情况 {#sec-a .unnumbered}\n\n## b"


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_is_nothing(text: str) -> None:
    """Blank text makes no paragraph."""
    assert markdown(to_markdown([Paragraph((text,))])) == []


def test_printed_amounts_have_two_decimals() -> None:
    """An amount filed in 元 is printed half-up to two decimals of 万元; none filed is a dash."""
    assert [money(value) for value in (387.66462, 22.235, 50.0, float("nan"))] == [
        "387.66", "22.24", "50.00", "—",
    ]  # fmt: skip
