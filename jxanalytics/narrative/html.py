"""Blocks as HTML for the notebook page in Jupyter; the book is made from the Markdown twin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jxanalytics.narrative.blocks import (
    Block,
    Bullets,
    Figure,
    Filed,
    Heading,
    Inline,
    Note,
    Paragraph,
    Table,
)
from jxanalytics.narrative.markdown import literal_html, table_html


def to_html(blocks: Iterable[Block]) -> str:
    """All blocks but figures, which are images of their own."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{literal_html(text)}</h{level}>"
        case Paragraph(spans):
            return f"<p>{_inline(spans)}</p>"
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
        case Filed(paragraphs, source):
            body = "".join(f"<p>{_broken(text)}</p>" for text in paragraphs)
            said = f"<p><small>{literal_html(source)}</small></p>" if source else ""
            return f"<blockquote>{body}{said}</blockquote>"
        case Note(title, inner):
            return f"<blockquote><b>{literal_html(title)}</b>{to_html(inner)}</blockquote>"
        case Table():
            unit = f"（单位：{literal_html(block.unit)}）" if block.unit else ""
            note = f"<p><small>{literal_html(block.note)}</small></p>" if block.note else ""
            return f"<p><b>{literal_html(block.caption)}</b>{unit}</p>{table_html(block)}{note}"
        case Figure(_, caption):
            return f"<p>{literal_html(caption)}</p>"


def _inline(spans: Sequence[Inline]) -> str:
    parts = []
    for span in spans:
        if isinstance(span, str):
            parts.append(_broken(span))
        elif span.ref:
            parts.append(literal_html(span.text) or "（见本章图表）")
        else:
            parts.append(f"<b>{_broken(span.text)}</b>" if span.strong else _broken(span.text))
    return "".join(parts)


def _broken(text: str) -> str:
    return literal_html(text).replace("\n", "<br>")
