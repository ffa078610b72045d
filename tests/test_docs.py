"""The documents outside the guide, and all of them together as a site."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from jxanalytics.cli import build_parser, main
from jxanalytics.documents.forms import write_forms
from jxanalytics.samples import make_year
from tests.conftest import ROOT
from tests.following import Block, blocks, follow
from tests.links import broken_links

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
DETAILS = sorted((ROOT / "docs").glob("*.md"))
ROOTS = [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
# Programs that documents name beside ours; what they do with the rest of the line is theirs.
OTHERS = {"cd", "python", "python3", "git", "dask", "jupyter", ".venv/bin/python", ".venv/bin/ruff"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, and beside it a folder of received forms of 2024."""
    received = tmp_path / "收到的表"
    write_forms(make_year(2024, 3, 3, 1), received)
    assert main(["new", str(tmp_path / "工作目录")]) == 0
    shutil.copytree(received, tmp_path / "工作目录" / "收到的表")
    for name, like in (("自评表.docx", "附件2-*.docx"), ("汇总表.xlsx", "附件1-*.xlsx")):
        shutil.copy(min(received.glob(like)), tmp_path / "工作目录" / name)
    monkeypatch.chdir(tmp_path / "工作目录")
    return tmp_path


@pytest.mark.parametrize("page", DETAILS, ids=named)
def test_a_page_of_details_does_as_it_says(
    page: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block marked to be run succeeds in a working folder and prints what is shown."""
    follow(page, capsys, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("page", READMES, ids=named)
def test_the_readme_leads_to_the_first_own_year(
    page: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The five minutes of the README, from an empty place and a folder of forms, end in a book."""
    monkeypatch.chdir(folder)
    follow(page, capsys, slow=True)
    book = folder / "绩效评价" / "reports" / "2024" / "book"
    assert (book / "index.html").is_file() and len(list(book.glob("*.pdf"))) == 1


@pytest.mark.parametrize("page", [*READMES, *ROOTS, *GUIDE, *DETAILS], ids=named)
def test_every_block_is_what_it_says(page: Path) -> None:
    """Blocks that are not run are still sound: commands parse, goals exist, YAML, JSON and Python load."""
    for block in blocks(page):
        assert block.words, f"{named(page)}: a block without its language"
        READ[block.words[0]](block)


def _commands(block: Block) -> None:
    goals = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for line in filter(None, block.text.replace("&&", "\n").splitlines()):
        words = shlex.split(line, comments=True)
        if words[0] == "jxa":
            build_parser().parse_args([w for w in words[1 : _end(words)] if w != "…"])
        elif words[0] == "make":
            assert words[1] in goals, line
        else:
            assert words[0] in OTHERS or words[0] == ".venv/bin/jxa", line


def _end(words: list[str]) -> int:
    return words.index(">") if ">" in words else len(words)


READ: dict[str, Any] = {
    "sh": _commands,
    "python": lambda block: compile(block.text.replace("    ...\n", ""), "block", "exec"),
    "yaml": lambda block: yaml.safe_load(block.text),
    "json": lambda block: json.loads(block.text),
    "text": lambda block: None,
    "copy": lambda block: None,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    kept = list(sys.path)
    try:
        runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["build"](folder)
    finally:
        sys.path[:] = kept
    return folder


def test_the_site_holds_together(site: Path) -> None:
    """Every link of every page of the site leads to a page or file of it, and to an id there is."""
    assert len(list(site.glob("*.html"))) > 40
    assert broken_links(site) == []


def test_english_pages_stand_in_an_english_frame(site: Path) -> None:
    """Navigation, search and footer of an English page are English, those of a Chinese page Chinese."""
    found = 0
    for path in site.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        frame = re.sub(
            r"<article>.*</article>|<nav aria-label=.On this page.>.*?</nav>", "", page, flags=re.S
        )
        frame = re.sub(
            r"<title>.*?</title>|<li><a .*?</li>|<a href=[^>]*><small>.*?</a>",
            "",
            frame,
            flags=re.S,
        )
        if '<html lang="en">' in page:
            found += 1
            assert not re.search("[\u4e00-\u9fff]", frame), path.name
            assert "中文说明" in page and 'src="search.en.js"' in page
        else:
            assert "跳到正文" in page and ">English</a>" in page
    assert found > 20
    for script in site.glob("*.en.js"):
        spoken = re.findall(r'"[^"\n]*"', script.read_text(encoding="utf-8"))
        assert not re.search("[\u4e00-\u9fff]", "".join(spoken)), script.name


def test_the_reference_names_every_public_name(site: Path) -> None:
    """Each name a room makes public stands on the room's page with its docstring."""
    import jxanalytics.checks
    import jxanalytics.scoring

    for room in (jxanalytics.checks, jxanalytics.scoring):
        page = (site / f"api-{room.__name__}.html").read_text(encoding="utf-8")
        for name in room.__all__:
            assert re.search(rf"<h2[^>]*>{name}</h2>", page), name
    page = (site / "api-jxanalytics.html").read_text(encoding="utf-8")
    assert "<h3>Year.chart</h3>" in page and "bd-…" in page


def test_every_public_name_is_explained() -> None:
    """Each public function and class of the rooms says in a docstring what it is for."""
    kept = list(sys.path)
    pages = runpy.run_path(str(ROOT / "scripts" / "api_pages.py"))
    sys.path[:] = kept
    bare = [
        f"{room}.{name}"
        for room in pages["pages"]()
        for name, value in pages["public"](room).items()
        if callable(value) and not (getattr(value, "__doc__", "") or "").strip()
    ]
    assert bare == []
