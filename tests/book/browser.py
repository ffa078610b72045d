"""A real browser over the finished pages, opened from a folder as offices do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="本机没有 Chromium，未在浏览器中核对"
)
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass
class Watched:
    """A page with what it said on its console and every request that left the folder."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: Path, anchor: str = "") -> None:
        self.page.goto(path.as_uri() + anchor)
        self.page.wait_for_load_state("load")

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def overflow(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        wide = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wide))


@contextmanager
def watched(size: tuple[int, int] = DESKTOP) -> Iterator[Watched]:
    """A fresh page of the given size in headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        seen = Watched(page)
        page.on("console", lambda m: seen.complaints.append(m.text) if m.type != "log" else None)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith("file:") else seen.requests.append(r.url),
        )
        try:
            yield seen
        finally:
            browser.close()


def accessibility(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line a rule and element."""
    from axe_playwright_python.sync_playwright import Axe

    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules, "preload": False})
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
