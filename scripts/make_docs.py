"""Build the documentation as a site: ``python scripts/make_docs.py [FOLDER]``, by default ``site/``.

Pages are the READMEs, ``docs/``, the changelog, the schemes with their sources, and the API reference
from docstrings. The site is set by pandoc in the dress of the HTML book, with its search; it opens
from a folder, without a server or a network.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypandoc

from jxanalytics.book import RESOURCES
from jxanalytics.book.html.search import write_index
from jxanalytics.book.stage.staged import Chapter
from jxanalytics.scoring import load_scheme, scheme_text
from jxanalytics.scoring.loading import shipped_schemes

sys.path.insert(0, str(Path(__file__).parent))
import api_pages
import english_frame

ROOT = Path(__file__).parents[1]
TITLE = "绩效分析 jxanalytics"
ENGLISH = ("For developers", "API")
FILES = "files"
ASSETS = ("page.css", "book.css", "page.js", "tables.js", "search.js", "vendor/minisearch.js")
REFERENCE = ("read", "forms", "corrections", "checks", "schemes", "schema", "methods", "engines")
_LINK = re.compile(r"(\]\(|<(?:a href|img src)=\")([^)\s\"]+)")
_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)$", re.M)
_TITLE = re.compile(r"^# +(.+)$", re.M)


@dataclass(frozen=True)
class Page:
    """A page: its name on the site, its part, its Markdown, and the folder its links start from."""

    name: str
    part: str
    text: str
    folder: Path

    @property
    def title(self) -> str:
        found = _TITLE.search(self.text)
        return found[1].strip().strip("`") if found else self.name

    @property
    def english(self) -> bool:
        return self.part in ENGLISH

    @property
    def chapter(self) -> Chapter:
        return Chapter(self.name, self.title, self.part, None)


def site_pages() -> list[Page]:
    """All pages in reading order."""
    contents = (ROOT / "docs" / "guide" / "README.md").read_text(encoding="utf-8")
    guide = ["README.md", *re.findall(r"^ *(?:\d+\.|-) \[.*?\]\((\w+\.md)\)", contents, re.M)]
    return [
        _file("README.zh-CN.md", ""),
        *(_file(f"docs/guide/{name}", "使用说明") for name in guide),
        *(_file(f"docs/{name}.md", "细则") for name in REFERENCE),
        Page("schemes-listed", "细则", _schemes(), ROOT / "docs"),
        _file("README.md", "For developers"),
        _file("CONTRIBUTING.md", "For developers"),
        *(_file(name, "For developers") for name in _developers()),
        *(Page(f"api-{name}", "API", text, ROOT) for name, text in api_pages.pages().items()),
    ]


def _developers() -> Iterator[str]:
    """The remaining pages of ``docs/`` and of the root, alphabetically."""
    listed = {f"docs/{name}.md" for name in REFERENCE} | {
        "README.md",
        "README.zh-CN.md",
        "CONTRIBUTING.md",
    }
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))):
        name = path.relative_to(ROOT).as_posix()
        if name not in listed and name != "index.md":
            yield name


def _file(name: str, part: str) -> Page:
    path = ROOT / name
    return Page(_named(name), part, path.read_text(encoding="utf-8"), path.parent)


def _named(name: str) -> str:
    """The name of a Markdown file's page: docs/guide/start.md is guide-start."""
    if name == "README.zh-CN.md":
        return "index"
    return name.removesuffix(".md").removeprefix("docs/").replace("/", "-")


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


def build(folder: Path) -> list[Page]:
    """Write the site into ``folder``, which is made anew; its pages."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    pages = site_pages()
    names = {page.name for page in pages}
    (folder / _ENGLISH_PAGE).write_text(
        english_frame.english_page((RESOURCES / "page.html").read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        list(pool.map(lambda i: _write(pages, i, names, folder), range(len(pages))))
    (folder / _ENGLISH_PAGE).unlink()
    for name in ASSETS:
        shutil.copyfile(RESOURCES / name, folder / Path(name).name)
    for name, phrases in english_frame.SCRIPTS.items():
        script = english_frame.in_english((RESOURCES / name).read_text(encoding="utf-8"), phrases)
        (folder / english_frame.english_name(name)).write_text(
            script, encoding="utf-8", newline="\n"
        )
    (folder / "book.css").write_text(
        (RESOURCES / "book.css").read_text(encoding="utf-8") + _CODE_STYLE, encoding="utf-8"
    )
    write_index([page.chapter for page in pages], folder)
    return pages


# The template of English pages, while the site is being written.
_ENGLISH_PAGE = "page.en.html"

# Code is rare in a year book and common here.
_CODE_STYLE = """
article pre { background: #f5f7fa; border: 1px solid #dfe4ea; border-radius: 4px; padding: .7em 1em;
  overflow-x: auto; font-size: .9em; line-height: 1.5; }
article :not(pre) > code { background: #f1f4f8; border-radius: 3px; padding: .1em .3em; font-size: .92em;
  overflow-wrap: break-word; }
article table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1em 0; font-size: .95em; }
article th, article td { border: 1px solid #dfe4ea; padding: .35em .7em; vertical-align: top; }
article th { background: #e9eff7; text-align: left; white-space: nowrap; }
article img { max-width: 100%; height: auto; }
article pre code a { color: inherit; text-decoration: none; }
"""


def _write(pages: list[Page], index: int, names: set[str], folder: Path) -> None:
    page = pages[index]
    text = _FENCE.sub(lambda m: f"{m[1]}{m[2]}{(m[3].split() or [''])[0]}", page.text)
    text = _LINK.sub(lambda m: m[1] + _target(m[2], page.folder, names, folder), text)
    variables = {
        "lang": "en" if page.english else "zh-CN",
        "booktitle": html.escape(english_frame.TITLE if page.english else TITLE),
        "pagetitle": html.escape(page.title),
        "sidebar": _sidebar(pages, page),
        "previous": _turn(pages, index, -1),
        "next": _turn(pages, index, 1),
    }
    arguments = [
        "--standalone", "--section-divs", "--toc", "--toc-depth=2", "--wrap=none",
        f"--template={folder / _ENGLISH_PAGE if page.english else RESOURCES / 'page.html'}", "--syntax-highlighting=none",
        *(f"--variable={name}={value}" for name, value in variables.items()),
    ]  # fmt: skip
    made = pypandoc.convert_text(
        text, "html5", format="gfm+east_asian_line_breaks", extra_args=arguments
    )
    (folder / f"{page.name}.html").write_text(made, encoding="utf-8", newline="\n")


def _target(link: str, start: Path, names: set[str], folder: Path) -> str:
    """Where a link leads on the site: a page, a picture or file copied beside, or as it is."""
    path, hash_, anchor = link.partition("#")
    if not path or "://" in link or link.startswith("mailto:"):
        return link
    target = (start / path).resolve()
    if target.is_dir() and (target / "README.md").is_file():
        target /= "README.md"
    if not target.is_file():
        raise SystemExit(f"{start}: link to {link} leads nowhere")
    name = target.relative_to(ROOT).as_posix()
    if name.endswith(".md") and _named(name) in names:
        return f"{_named(name)}.html{hash_}{anchor}"
    copied = folder / FILES / name
    copied.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target, copied)
    return f"{FILES}/{name}"


def _sidebar(pages: list[Page], current: Page) -> str:
    """The pages in the language of the current one, and the way to the other language."""
    groups, parts = [], list(dict.fromkeys(p.part for p in pages if p.english is current.english))
    for part in parts:
        entries = "".join(_entry(page, current) for page in pages if page.part == part)
        if not part:
            groups.append(f"<ul>{entries}</ul>")
            continue
        opened = " open" if current.part == part or part != "API" else ""
        groups.append(
            f"<details{opened}><summary>{html.escape(part)}</summary><ul>{entries}</ul></details>"
        )
    other, words = ("index", "中文说明") if current.english else ("README", "English")
    groups.append(f'<ul><li><a href="{other}.html">{words}</a></li></ul>')
    return "\n".join(groups)


def _entry(page: Page, current: Page) -> str:
    here = ' aria-current="page"' if page is current else ""
    return f'<li><a href="{page.name}.html"{here}>{html.escape(page.title)}</a></li>'


def _turn(pages: list[Page], index: int, step: int) -> str:
    """The link to the page before or behind, where there is one in the same language."""
    current, at = pages[index], index + step
    if not 0 <= at < len(pages) or pages[at].english is not current.english:
        return ""
    words = (
        (english_frame.PREVIOUS, english_frame.NEXT) if current.english else ("上一页", "下一页")
    )
    title = html.escape(pages[at].title)
    return f'<a href="{pages[at].name}.html"><small>{words[step > 0]}</small>{title}</a>'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "site"))
    folder = Path(parser.parse_args().folder)
    print(f"{len(build(folder))} pages: {folder / 'index.html'}")


if __name__ == "__main__":
    main()
