"""Whether the pages of a folder hold together."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path


class Links(HTMLParser):
    """The ids of a page and where its links lead."""

    def __init__(self, text: str):
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


def broken_links(folder: Path) -> list[str]:
    """Links of the folder's pages, pictures and scripts too, that lead to no file or id in it."""
    pages = {p.name: Links(p.read_text(encoding="utf-8")) for p in folder.glob("*.html")}
    broken = []
    for name, page in pages.items():
        for link in page.links:
            path, _, anchor = link.partition("#")
            if "://" in link or link.startswith("data:"):
                continue
            target = path or name
            if not (folder / target).is_file() or (
                anchor and target.endswith(".html") and anchor not in pages[target].ids
            ):
                broken.append(f"{name}: {link}")
    return broken
