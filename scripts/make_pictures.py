"""Make the pictures of the READMEs anew, from the made-up year of ``jxa demo``.

    python scripts/make_pictures.py [WORKSPACE]

WORKSPACE is where the demonstration is, or is made (default: a temporary folder). Needs Chromium, and
pdftoppm (poppler-utils) for the printed page. Everything shown is labelled 虚构示例数据. Each picture
keeps the few colours it has, so that all of them stay far below one megabyte.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
YEAR = 2024
SIZE = {"width": 1280, "height": 800}
SEARCHED = "义务教育"


def jxa(*arguments: str) -> None:
    """Run a command; 1 is a book that stands but has something to be checked."""
    done = subprocess.run([sys.executable, "-m", "jxanalytics", *arguments], check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.returncode)


def made(root: Path) -> Path:
    """The book's folder of the demonstration at ``root``, whatever is missing made."""
    if not (root / "_quarto.yml").is_file():
        jxa("demo", str(root))
    jxa("book", "--root", str(root), "--year", str(YEAR), "--engine", "pandoc")
    jxa("slides", "--root", str(root), "--year", str(YEAR))
    return root / "reports" / str(YEAR)


def keep(name: str, image: Image.Image, width: int = 1100) -> None:
    """The picture at a width in 128 colours."""
    height = round(image.height * width / image.width)
    small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    PICTURES.mkdir(parents=True, exist_ok=True)
    few = small.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def shot(page: Any, name: str) -> None:
    keep(name, Image.open(io.BytesIO(page.screenshot())))


def screens(reports: Path, report: str) -> None:
    """A chapter, a project's report, the search, a slide."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.5)
        page.goto((reports / "book" / "funding.html").as_uri())
        shot(page, "chapter")
        page.goto((reports / "book" / f"{report}.html").as_uri())
        shot(page, "report")
        page.locator(".search-open").click()
        page.keyboard.type(SEARCHED)
        page.locator(".search li").first.wait_for()
        shot(page, "search")
        deck = min((reports / "slides").rglob("*.html"), key=lambda p: len(p.name))
        page.goto(deck.as_uri() + "#/2")
        page.wait_for_timeout(1000)
        shot(page, "slide")
        browser.close()


def printed(reports: Path) -> None:
    """Two facing pages of the first volume's PDF."""
    volume = min((reports / "book").glob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "90", "-png", str(volume), f"{folder}/page"]
        subprocess.run([*command, "-f", "10", "-l", "11"], check=True)
        left, right = (Image.open(path) for path in sorted(Path(folder).glob("*.png")))
        both = Image.new("RGB", (left.width + right.width + 36, left.height + 24), "#8b96a1")
        both.paste(left, (12, 12))
        both.paste(right, (left.width + 24, 12))
        keep("print", both)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch) / "demo"
        reports = made(root)
        first = min(path.stem for path in (reports / "book").glob("P*-self.html"))
        screens(reports, first)
        printed(reports)
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{PICTURES}: {total / 1024:.0f} KB")


if __name__ == "__main__":
    main()
