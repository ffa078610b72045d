"""Blocks as the Markdown that both renderers of the book read (pandoc's, with Quarto's labels).

Text is escaped so that it comes out exactly as typed: it never becomes markup, code, a shortcode,
an include or a formula.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from jxanalytics.fonts import visible
from jxanalytics.narrative.blocks import (
    Block,
    Bullets,
    Cell,
    Figure,
    Filed,
    Heading,
    Inline,
    Note,
    Paragraph,
    Span,
    Table,
)

# Every ASCII punctuation mark is made literal, but for those that mean nothing inside a number.
# A point at the end of a text is not left so: "1." alone would begin a list.
_PUNCTUATION = re.compile(r"(?<=\d)([.,](?=\d|[^\s!-~])|%(?=\d|%|$|[^\s!-~]))|([!-/:-@\[-`{-~])")
_LINES = re.compile(r"[ \t]*\n[ \t]*")
_CALLOUTS = {"note": "callout-note", "warning": "callout-warning", "important": "callout-important"}


def to_markdown(blocks: Iterable[Block]) -> str:
    """All blocks but figures (they are images, not text), one blank line between."""
    return "\n\n".join(_BLOCKS[type(block)](block) for block in blocks)


def escape(text: str) -> str:
    """Literal text for a Markdown paragraph; line breaks stay line breaks."""
    shown = visible(text).replace("\t", " ").strip(" \n")
    literal = _PUNCTUATION.sub(lambda m: m[1] or "\\" + m[2], shown)
    return _LINES.sub("\\\\\n", literal)


def inline(spans: Sequence[Inline]) -> str:
    """Spans of one paragraph; literal text but for strong spans and references."""
    return "".join(_span(span) for span in spans)


def _span(span: Inline) -> str:
    if isinstance(span, str):
        return escape_within(span)
    if span.ref:
        return f"[@{span.ref}]" if span.ref.startswith(("fig-", "tbl-")) else _link(span)
    text = escape_within(span.text)
    return f"**{text}**" if span.strong and text else text


def _link(span: Span) -> str:
    return f"[{escape_within(span.text)}](#{span.ref})"


def escape_within(text: str) -> str:
    """As ``escape``, but white space at the ends is kept: the text goes on."""
    shown = visible(text)
    body = escape(shown)
    if not body:
        return " " if shown else ""
    left = " " if shown[0] in " \t\n" else ""
    right = " " if shown[-1] in " \t\n" else ""
    return left + body + right


def _heading(block: Heading) -> str:
    marks = [f"#{block.anchor}"] if block.anchor else []
    marks += [".unnumbered"] if block.unnumbered else []
    attributes = f" {{{' '.join(marks)}}}" if marks else ""
    return f"{'#' * block.level} {escape(' '.join(visible(block.text).split()))}{attributes}"


def _paragraph(block: Paragraph) -> str:
    return inline(block.spans).strip()


def _bullets(block: Bullets) -> str:
    return "\n".join("- " + inline(item).replace("\n", "\n  ") for item in block.items)


def _filed(block: Filed) -> str:
    body = "\n\n".join(escape(text) for text in block.paragraphs if visible(text).strip())
    source = f"\n\n::: {{.source}}\n{escape(block.source)}\n:::" if block.source else ""
    return f"::: {{.as-filed}}\n\n{body}{source}\n\n:::"


def _note(block: Note) -> str:
    inner = to_markdown(block.blocks)
    title = visible(block.title).replace("\\", "").replace('"', "”")
    return f'::: {{.{_CALLOUTS[block.kind]} title="{title}"}}\n\n{inner}\n\n:::'


def _table(block: Table) -> str:
    # Inside the float, so that both engines set it below the title, at the right above the table.
    unit = f"::: {{.unit}}\n单位：{escape(block.unit)}\n:::\n\n" if block.unit else ""
    note = f"\n\n::: {{.source}}\n{escape(block.note)}\n:::" if block.note else ""
    raw = f"```{{=html}}\n{table_html(block)}\n```"
    return f"::: {{#{block.label}}}\n\n{unit}{raw}\n\n{escape(block.caption)}\n\n:::{note}"


def _figure(block: Figure) -> str:
    raise TypeError("图以图像输出，不写入 Markdown 文本")


def table_html(block: Table) -> str:
    """The table as plain HTML that pandoc reads back with spans, widths and alignment."""
    total = sum(block.widths)
    columns = "".join(f'<col style="width: {100 * w / total:.1f}%">' for w in block.widths)
    head = "".join(_row(row, "th") for row in block.header)
    body = "".join(_row(row, "td") for row in block.rows)
    return (
        f"<table>\n<colgroup>{columns}</colgroup>\n<thead>\n{head}</thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>"
    )


def _row(cells: tuple[Cell, ...], tag: str) -> str:
    return "<tr>" + "".join(_cell(cell, tag) for cell in cells) + "</tr>\n"


def _cell(cell: Cell, tag: str) -> str:
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    text = _LINES.sub("<br>", literal_html(cell.text).strip())
    text = f"<strong>{text}</strong>" if cell.strong and text and tag == "td" else text
    text = f'<a href="#{literal_html(cell.ref)}">{text}</a>' if cell.ref and text else text
    text = f'<span id="{literal_html(cell.anchor)}">{text}</span>' if cell.anchor else text
    return f'<{tag}{spans} style="text-align: {cell.align}">{text}</{tag}>'


def literal_html(text: str) -> str:
    """Literal text for HTML, with braces and backquotes as entities: no shortcode, no fence."""
    safe = html.escape(visible(text), quote=True)
    return safe.replace("{", "&#123;").replace("}", "&#125;").replace("`", "&#96;")


_BLOCKS: dict[type[Block], Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Filed: _filed,
    Note: _note,
    Table: _table,
    Figure: _figure,
}
