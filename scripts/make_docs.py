"""Build the documentation as a site: ``python scripts/make_docs.py [FOLDER]``, by default ``site/``.

Pages are the READMEs, the user guide as every user gets it (``jxanalytics.guide``), the remaining pages
of ``docs/``, the changelog, and the API reference from docstrings.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jxanalytics.guide import CHINESE, Page, guide_pages, write_site

sys.path.insert(0, str(Path(__file__).parent))
import api_pages
from english_frame import ENGLISH

ROOT = Path(__file__).parents[1]
TITLE = "绩效分析 jxanalytics"
DEVELOPERS = "For developers"
SITE = replace(CHINESE, title=TITLE, foot='<li><a href="README.html">English</a></li>')


def site_pages() -> list[Page]:
    """All pages in reading order."""
    guide = [replace(page, frame=SITE) for page in guide_pages(home="guide")]
    first = [_file("README.md"), _file("CONTRIBUTING.md")]
    taken = {page.file for page in (*guide, *first)}
    return [
        replace(_file("README.zh-CN.md"), name="index", part="", frame=SITE),
        *guide,
        *first,
        *(page for page in _others() if page.file not in taken),
        *(_api(name, text) for name, text in api_pages.pages().items()),
    ]


def _others() -> Iterator[Page]:
    """The pages of the root and of ``docs/``, alphabetically; not the book's preface."""
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))):
        if path.name not in ("index.md", "README.zh-CN.md"):
            yield _file(path.relative_to(ROOT).as_posix())


def _file(name: str) -> Page:
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    return Page(path.stem, DEVELOPERS, text, path, ENGLISH)


def _api(name: str, text: str) -> Page:
    return Page(f"api-{name}", "API", text, ROOT / f"api-{name}.md", ENGLISH, opened=False)


def build(folder: Path) -> list[Page]:
    """Write the site into ``folder``, which is made anew; its pages."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = site_pages()
    write_site(pages, folder, ROOT)
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "site"))
    folder = Path(parser.parse_args().folder)
    print(f"{len(build(folder))} pages: {folder / 'index.html'}")


if __name__ == "__main__":
    main()
