"""The real Quarto, driven by subprocess on a private copy of the staged book.

Quarto empties its output folder before it renders, leaves files behind when it fails, and says 0
for books with holes; so it never sees the user's folders, and what it made is verified afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jxanalytics.book import RESOURCES
from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.engines.process import run_program
from jxanalytics.book.stage.baked import FIGURES
from jxanalytics.book.stage.downloads import FOLDER as DOWNLOADS
from jxanalytics.book.stage.staged import HOME, Stage
from jxanalytics.book.stage.volumes import whole
from jxanalytics.book.word.finish import finish_word
from jxanalytics.book.word.reference import write_reference
from jxanalytics.errors import BuildError
from jxanalytics.fonts import FOLDER as FONTS
from jxanalytics.fonts import SANS, SERIF

# Our own key in the configuration, and what a private copy must not do.
_NOT_STAGED = ("jxanalytics", "profile")
_SHARED = ("shared.lua", "book.css", "blocks.typ")
_SECONDS_PER_CHAPTER = 20
# A figure as the stage writes it (baked.py): its label, and the words for it.
_FIGURE = re.compile(r'^::: \{#(fig-[\w.\-]+)\}\n\n!\[\]\([^)]*\)\{fig-alt="([^"]*)"', re.M)


@dataclass(frozen=True)
class Quarto:
    """Renders with the ``quarto`` program at ``program``."""

    program: Path
    name: str = "quarto"

    def render(self, stage: Stage, folder: Path, kept_in: Path | None = None) -> Rendered:
        """A book as a whole: Quarto's parts cannot be kept, so ``kept_in`` is not used."""
        source = folder / "source"
        shutil.copytree(stage.folder, source)
        config = staged_config(stage, source)
        text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
        (source / "_quarto.yml").write_text(text, encoding="utf-8")
        done = run_program(
            [str(self.program), "render"],
            folder=source,
            seconds=120 + _SECONDS_PER_CHAPTER * len(stage.chapters),
            variables={"SOURCE_DATE_EPOCH": "0", "TYPST_FONT_PATHS": str(FONTS)},
        )
        if done.code:
            raise BuildError(f"Quarto 未能生成本书：\n{_error(done.stderr)}")
        book = source / "_book"
        # Quarto names its files after the title, mangled; it binds one volume, whatever the length.
        rendered = Rendered(book, (whole(stage),))
        for ending in (".docx", ".pdf"):
            _only(book, ending).rename(rendered.file(rendered.volumes[0], ending))
        finish_word(rendered.file(rendered.volumes[0], ".docx"), _alternatives(stage))
        return rendered


def _alternatives(stage: Stage) -> dict[str, str]:
    """The words for each figure by its label: Quarto writes none into Word files."""
    texts = ((stage.folder / c.file).read_text(encoding="utf-8") for c in stage.chapters)
    return {label: alt for text in texts for label, alt in _FIGURE.findall(text)}


def staged_config(stage: Stage, folder: Path) -> dict[str, Any]:
    """The ``_quarto.yml`` of a private copy: the hand-edited one, completed and made self-contained."""
    write_shared(folder)
    config = {k: v for k, v in stage.config.items() if k not in _NOT_STAGED}
    project = {k: v for k, v in (config.get("project") or {}).items() if k == "type"}
    # Files that no page embeds are copied only when they are named.
    named = [f"{DOWNLOADS}/*"] if (folder / DOWNLOADS).is_dir() else []
    if any((folder / FIGURES).glob("*-phone.svg")):
        named.append(f"{FIGURES}/*-phone.svg")
    files = {"resources": named} if named else {}
    config["project"] = {**project, "type": "book", "output-dir": "_book", **files}
    config["book"] = {**(config.get("book") or {}), **chapter_list(stage, "")}
    config["format"] = formats(config.get("format") or {}, "", fonts_from(folder))
    config["filters"] = ["shared.lua"]
    return config


def write_shared(folder: Path) -> None:
    """Our filter, style sheets and Word styles beside the chapters."""
    for name in _SHARED:
        shutil.copyfile(RESOURCES / name, folder / name)
    write_reference(folder / "reference.docx")


def chapter_list(stage: Stage, prefix: str) -> dict[str, Any]:
    """The generated part of ``book:``: title and chapters, paths beginning with ``prefix``."""
    home = [] if prefix else [f"{HOME}.md"]
    parts = [
        {"part": part, "chapters": [prefix + chapter.file for chapter in chapters]}
        for part, chapters in stage.parts
    ]
    return {"title": stage.title, "chapters": home + parts}


def fonts_from(folder: Path) -> str:
    """Our fonts as seen from the project in ``folder``: Quarto takes a leading / for its root."""
    try:
        return Path(os.path.relpath(FONTS, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(FONTS)


def formats(written: dict[str, Any], prefix: str, fonts: str) -> dict[str, Any]:
    """The formats with our style sheets, fonts and Word styles; what the user wrote wins."""
    # The book template says "Chapter" in running heads and sets lines too close for Chinese.
    body_rule = (
        "#show heading.where(level: 1): set heading(supplement: [])\n#set par(leading: .85em)\n"
        "#show table: jx-breakable\n"
    )
    # On the unnumbered home page a table is 表 1, not 表 0.1.
    body_rule += (
        "#set figure(numbering: n => { let chapter = counter(heading).get().first()\n"
        '  if chapter == 0 { numbering("1", n) } else { numbering("1.1", chapter, n) } })\n'
    )
    fonts_rule = f'#set text(font: ("{SERIF}", "{SANS}"), lang: "zh", region: "cn")\n'
    # There is no bold serif face; bold is set in the sans face, as in the embedded engine.
    fonts_rule += f'#show strong: set text(font: "{SANS}")\n'
    ours: dict[str, dict[str, Any]] = {
        "html": {"css": prefix + "book.css", "default-image-extension": "svg"},
        "docx": {"reference-doc": prefix + "reference.docx", "default-image-extension": "png"},
        "typst": {
            "font-paths": [fonts],
            "default-image-extension": "svg",
            "include-before-body": [{"text": body_rule}],
            "include-in-header": [{"text": fonts_rule}, {"file": prefix + "blocks.typ"}],
        },
    }
    merged = {}
    for kind, settings in ours.items():
        own = written.get(kind)
        merged[kind] = {**settings, **own} if isinstance(own, dict) else settings
    return merged


def _only(folder: Path, ending: str) -> Path:
    """The one file of a kind."""
    found = sorted(folder.glob(f"*{ending}"))
    if len(found) != 1:
        raise BuildError(f"Quarto 应生成一个 {ending} 文件，实际为{len(found)}个")
    return found[0]


def _error(text: str) -> str:
    """The lines that say what went wrong, without colours and progress."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    lines = [line for line in plain.splitlines() if line.strip()]
    start = next((i for i, line in enumerate(lines) if line.startswith("ERROR")), None)
    return "\n".join(lines[start:][:30] if start is not None else lines[-30:])
