"""A deck as one HTML file: reveal.js, styles, charts and the face of every character inside it."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

from jxanalytics import fonts
from jxanalytics.charts import Chart
from jxanalytics.narrative.meeting.deck import Deck
from jxanalytics.slides import layout
from jxanalytics.slides.layout import Box, Field, Grid, Page, Words

# reveal.js 5 (MIT, see reveal-LICENSE.txt) with its speaker view; it asks for nothing from outside.
_RESOURCES = Path(__file__).parent / "resources"
_DOTS = 96
# Of a picture for a phone, whose screens are finer.
_PHONE_DPI = 180
# Set by the style sheet.
_BULLET = "•"


def to_html(deck: Deck) -> str:
    """The deck as a page that needs neither network nor other files."""
    laid = layout.pages(deck)
    sections = "\n".join(_section(page, number) for number, page in enumerate(laid, start=1))
    parts = {
        "title": escape(fonts.visible(deck.title)),
        "styles": "\n".join((_read("reveal.css"), _faces(sections + _BULLET), _read("deck.css"))),
        "sections": sections,
        "scripts": "\n".join(f"<script>{_script(name)}</script>" for name in ("reveal.js", "notes.js")),
    }  # fmt: skip
    page = _read("deck.html")
    for name, part in parts.items():
        page = page.replace(f"<!--{name}-->", part, 1)
    return page


def _read(name: str) -> str:
    return (_RESOURCES / name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    """A script that may stand in a page: no end tag inside, no pointer to a map file."""
    lines = _read(name).split("\n")
    kept = [line for line in lines if not line.startswith("//# sourceMappingURL")]
    return "\n".join(kept).replace("</script", r"<\/script")


def _section(page: Page, number: int) -> str:
    parts = [_words(page.title, number, "h2")]
    parts += [_words(words, number) for words in page.words]
    if page.grid:
        parts.append(_grid(page.grid))
    if page.plot:
        parts.append(_picture(*(page.plot[0], page.plot[1].chart)))
    notes = "".join(f"<p>{_text(note)}</p>" for note in page.notes)
    kind = ' class="cover"' if page.cover else ""
    body = "\n".join(parts)
    return f'<section{kind}>\n{body}\n<aside class="notes">{notes}</aside>\n</section>'


def _text(text: str) -> str:
    return escape(fonts.visible(text))


def _place(box: Box) -> str:
    return (f"left:{_px(box.x)};top:{_px(box.y)};width:{_px(box.width)};height:{_px(box.height)}")  # fmt: skip


def _px(inches: float) -> str:
    return f"{inches * _DOTS:.1f}px"


def _words(words: Words, number: int, tag: str = "p") -> str:
    style = (
        f"{_place(words.box)};font-size:{words.points:g}pt;line-height:{words.leading:g}pt;"
        f"color:{words.colour};text-align:{words.align};font-weight:{700 if words.bold else 400}"
    )
    kind = "at bullet" if words.bullet else "at foot" if words.foot else "at"
    return f'<{tag} class="{kind}" style="{style}">{_text(words.text.format(number) if words.page else words.text)}</{tag}>'


def _grid(grid: Grid) -> str:
    columns = "".join(f'<col style="width:{_px(width)}">' for width in grid.widths)
    rows = []
    for number, (fields, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        tag = "th" if grid.header and number == 0 else "td"
        cells = "".join(_cell(field, tag) for field in fields)
        rows.append(f'<tr style="height:{_px(height)}">{cells}</tr>')
    kind = "ruled" if grid.ruled else "keys"
    return (
        f'<table class="at {kind}" style="{_place(grid.box)}">'
        f"<colgroup>{columns}</colgroup>{''.join(rows)}</table>"
    )


def _cell(field: Field, tag: str) -> str:
    lines = "".join(
        f'<div style="font-size:{points:g}pt;line-height:{points * 1.3:g}pt;color:{colour};'
        f'font-weight:{700 if bold else 400}">{_text(text)}</div>'
        for text, points, bold, colour in field.lines
    )
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope} style="text-align:{field.align}">{lines}</{tag}>'


def _picture(box: Box, chart: Chart) -> str:
    """The chart as an image inside the page, as large as fits and no larger than drawn; a phone gets
    it drawn for a phone."""
    drawn = base64.b64encode(chart.svg()).decode("ascii")
    wide, high = chart.get_size_inches()
    scale = min(box.width / wide, box.height / high, 1.0)
    place = Box(box.x + (box.width - wide * scale) / 2, box.y, wide * scale, high * scale)
    narrow = base64.b64encode(chart.at("phone").png(_PHONE_DPI)).decode("ascii")
    return (
        f'<picture><source media="(max-width: 600px)" srcset="data:image/png;base64,{narrow}">'
        f'<img class="at" style="{_place(place)}" alt="{_text(chart.alt)}" src="data:image/svg+xml;base64,{drawn}">'
        "</picture>"
    )


def _faces(text: str) -> str:
    """Both weights of the face, cut down to the characters of the deck."""
    rules = []
    for weight, bold in ((400, False), (700, True)):
        data = base64.b64encode(_subset(fonts.face(fonts.SANS, bold), text)).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"jx";font-weight:{weight};src:url(data:font/woff;base64,{data})}}'
        )
    return "\n".join(rules)


def _subset(path: Path, text: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features, options.notdef_outline = [], True
    with TTFont(path, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
