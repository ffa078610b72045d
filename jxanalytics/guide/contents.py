"""Which pages the user guide has, in reading order, and the guide as a folder.

The pages' one place is ``docs/`` at the root of the repository; an installed package carries a copy
(see ``force-include`` in pyproject.toml). The list of contents in ``docs/guide/README.md`` is the order.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from jxanalytics.errors import MisuseError
from jxanalytics.guide.site import Page, write_site
from jxanalytics.model.whole import replace_folder
from jxanalytics.runs.template import shipped, template
from jxanalytics.scoring import load_scheme, scheme_text
from jxanalytics.scoring.loading import shipped_schemes

FOLDER = "使用说明"
HOME = "index"
# By it a folder is known for a guide that was written before.
_SIGN = "search-index.js"
_DETAILS = ("read", "forms", "corrections", "checks", "schemes", "schema", "methods", "engines")
_LISTED = re.compile(r"^ *(?:\d+\.|-) \[.*?\]\((\w+\.md)\)", re.M)


def guide_pages(home: str = HOME) -> list[Page]:
    """The pages of the guide and its details; ``home`` is the name of the list of contents."""
    docs = template() / "docs"
    contents = docs / "guide" / "README.md"
    listed = _LISTED.findall(contents.read_text(encoding="utf-8"))
    return [
        _page(contents, home, ""),
        Page("folder", "", shipped()["README.md"].decode("utf-8"), docs / "folder.md"),
        *(_page(docs / "guide" / name, f"guide-{Path(name).stem}", FOLDER) for name in listed),
        *_details(docs),
    ]


def _details(docs: Path) -> Iterator[Page]:
    for name in _DETAILS:
        yield _page(docs / f"{name}.md", name, "细则")
    yield Page("schemes-listed", "细则", _schemes(), docs / "schemes-listed.md")


def _page(file: Path, name: str, part: str) -> Page:
    return Page(name, part, file.read_text(encoding="utf-8"), file)


def write_guide(folder: Path) -> Path:
    """Write the guide into ``folder``, in the place of an earlier one; the page to open.

    Raises MisuseError where the folder holds something else: it is not written over.
    """
    if folder.exists() and not _ours(folder):
        raise MisuseError(
            f"“{folder}”中不是本程序的使用说明，为免覆盖未作改动，请改名或移开后再运行 jxa guide"
        )
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    write_site(guide_pages(), part, template())
    replace_folder(part, folder)
    return folder / f"{HOME}.html"


def _ours(folder: Path) -> bool:
    return folder.is_dir() and ((folder / _SIGN).is_file() or not any(folder.iterdir()))


def _schemes() -> str:
    """Every shipped scheme in words, each rule with its source and whether that was checked."""
    parts = [
        "# 自带评分办法的依据",
        "各条规则后注明依据，以及是否已对照依据的原文；未核对的，使用前请对照本地当年通知。"
        "怎样选用和修改，见[评分办法](schemes.md)。",
    ]
    for name in shipped_schemes():
        head, *lines = scheme_text(load_scheme(name)).splitlines()
        joined: list[str] = []
        for line in lines:
            if line.startswith("　") and joined:
                joined[-1] += f"；{line.strip()}"
            else:
                joined.append(line)
        listed = "\n".join("- " + re.sub(r"([*_<>\[\]])", r"\\\1", line) for line in joined)
        parts.append(f"## {head}\n\n{listed}")
    return "\n\n".join(parts) + "\n"
