"""An executed notebook turned into one Markdown chapter and its image files.

Quarto and pandoc each choose differently among a notebook's outputs; chosen here, once, both get
the same: Markdown first, then our figures as SVG and PNG, then HTML tables, then plain text.
Code is not shown. The author's own Markdown cells are kept as they are.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxanalytics.book.stage.downloads import data_of
from jxanalytics.model.outputs import DATA, METADATA, PHONE
from jxanalytics.narrative.markdown import escape
from jxanalytics.runs.notebook import read_notebook

_TITLE = re.compile(r"^# +(.+?)(?: +\{([^}]*)\})?\s*$")
_FENCE = re.compile(r"^(`{3,}|~{3,})")
FIGURES = "figures"


@dataclass(frozen=True)
class Baked:
    """A chapter's Markdown, its title, and image files by path relative to the chapter."""

    title: str
    markdown: str
    files: Mapping[str, bytes]


def bake(path: Path, fallback: str) -> Baked:
    """Read an executed notebook. ``fallback`` is the title where the notebook has none."""
    parts: list[str] = []
    files: dict[str, bytes] = {}
    for cell in read_notebook(path).cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source.strip("\n"))
        elif cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", []):
            for output in cell.outputs:
                parts.append(_output(output, files, path.name.split(".")[0]))
    text = "\n\n".join(part for part in parts if part.strip())
    title = title_line(text)
    if title is None:
        text = f"# {escape(fallback)}\n\n{text}"
    return Baked(title or fallback, text + "\n", files)


def title_line(markdown: str) -> str | None:
    """The chapter's title as plain text: its first top-level heading outside code fences."""
    for line in _outside_fences(markdown):
        if match := _TITLE.match(line):
            return re.sub(r"\\(.)", r"\1", match[1])
    return None


def title_marks(markdown: str) -> list[str]:
    """The attributes written behind the chapter's title, such as ``.unnumbered``."""
    for line in _outside_fences(markdown):
        if match := _TITLE.match(line):
            return (match[2] or "").split()
    return []


def marked(markdown: str, mark: str) -> str:
    """The chapter with one more attribute behind its title."""
    for line in _outside_fences(markdown):
        if match := _TITLE.match(line):
            title = f"# {match[1]} {{{' '.join([*title_marks(markdown), mark])}}}"
            return markdown.replace(f"{line}\n", f"{title}\n", 1)
    return markdown


def _outside_fences(markdown: str) -> Iterator[str]:
    fence = ""
    for line in markdown.splitlines():
        match = _FENCE.match(line)
        if fence:
            if match and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif match:
            fence = match[1]
        else:
            yield line


def _output(output: Any, files: dict[str, bytes], chapter: str) -> str:
    if output.output_type == "stream":
        return _verbatim(output.text) if output.name == "stdout" else ""
    if output.output_type not in ("display_data", "execute_result"):
        return ""
    data = output.data
    if "text/markdown" in data:
        return str(data["text/markdown"]).strip("\n")
    if "image/png" in data or "image/svg+xml" in data:
        return _image(data, output.metadata.get(METADATA, {}), files, chapter)
    if "text/html" in data:
        return f"```{{=html}}\n{data['text/html']}\n```"
    return _verbatim(str(data.get("text/plain", "")))


def _image(data: Any, said: Mapping[str, str], files: dict[str, bytes], chapter: str) -> str:
    """The image named without its ending: each format takes the kind that suits it.

    A captioned picture that a user's cell shows has no label: it is given one of its chapter's.
    """
    svg = data.get("image/svg+xml")
    png = base64.b64decode(data["image/png"]) if "image/png" in data else b""
    digest = hashlib.sha256(svg.encode() if svg else png).hexdigest()[:12]
    if said.get("caption"):
        said = {"label": f"fig-{chapter}-{digest}", **said}
    stem = f"{FIGURES}/{said.get('label') or 'image-' + digest}"
    if png:
        files[f"{stem}.png"] = png
    if svg:
        files[f"{stem}.svg"] = svg.encode("utf-8")
    ending = "" if svg and png else ".png" if png else ".svg"
    alt = said.get("alt", "").replace("\\", "＼").replace('"', "”").replace("\n", " ")
    narrow = ""
    if PHONE in data:
        files[f"{stem}-phone.svg"] = data[PHONE].encode("utf-8")
        narrow = f' narrow="{stem}-phone.svg"'
    image = f'![]({stem}{ending}){{fig-alt="{alt}"{narrow}}}'
    if "label" not in said:
        return image
    source = f"\n\n::: {{.source}}\n{escape(said['source'])}\n:::" if said.get("source") else ""
    caption = escape(said.get("caption", ""))
    behind = (
        data_of(data[DATA], said["label"], said.get("caption", ""), files) if DATA in data else ""
    )
    return f"::: {{#{said['label']}}}\n\n{image}\n\n{caption}\n\n:::{source}{behind}"


def _verbatim(text: str) -> str:
    """Plain text as a code block whose fence is longer than any run of backquotes in it."""
    if not text.strip():
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.rstrip()}\n{fence}"
