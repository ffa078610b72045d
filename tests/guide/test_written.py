"""The user guide as a folder of pages: whole, Chinese, read by a double click, and never over what is not it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jxanalytics.cli import main
from jxanalytics.guide import FOLDER, write_guide
from tests.book.browser import DESKTOP, PHONE, needs_browser, watched
from tests.conftest import ROOT
from tests.links import broken_links

PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_guide(tmp_path_factory.mktemp("guide") / FOLDER).parent


def test_every_page_of_the_guide_is_in_it_and_links_hold(guide: Path) -> None:
    """Each Markdown page has its page, in the contents of all; links and pictures lead to what is there."""
    for path in PAGES:
        name = "index" if path.name == "README.md" else f"guide-{path.stem}"
        assert (guide / f"{name}.html").is_file()
        assert f'href="{name}.html"' in (guide / "schema.html").read_text(encoding="utf-8")
    assert broken_links(guide) == []
    assert [p.name for p in guide.glob("*.html") if '.md"' in p.read_text("utf-8")] == []
    assert (guide / "files" / "docs" / "pictures" / "chapter.png").is_file()
    assert [path.name for path in guide.iterdir() if path.name[0] == "."] == []


def test_words_for_the_reader_of_a_guide_are_chinese(guide: Path) -> None:
    """The frame speaks of pages and of looking things up, in Chinese; fences lose our own marks."""
    page = (guide / "guide-start.html").read_text(encoding="utf-8")
    assert "本页内容" in page and "搜索说明" in page and "上一页" in page
    assert not re.search("全书|本章|English", page)
    assert "run slow" not in page and "shown" not in re.sub("<[^>]+>", "", page)


@needs_browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_guide_reads_in_a_browser_without_a_network(guide: Path, size: tuple[int, int]) -> None:
    """No page scrolls sideways or asks for anything outside; what a message says is found."""
    with watched(size) as seen:
        for path in sorted(guide.glob("*.html")):
            seen.open(path)
            assert seen.overflow() <= 0, path.name
        seen.open(guide / "index.html")
        seen.page.click(".search-open")
        seen.page.fill(".search input", "磁盘空间不足")
        seen.page.wait_for_selector(".search ol a")
        assert "guide-troubleshooting.html" in seen.page.content()
        assert seen.complaints == [] and seen.requests == []


def test_the_command_writes_it_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a working folder, from a folder below it too, else in the current folder; written anew it is whole."""
    (tmp_path / "a" / "data").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert main(["guide", "--no-open"]) == 0
    assert str(Path(FOLDER) / "index.html") in capsys.readouterr().out
    (tmp_path / FOLDER / "gone.html").touch()
    (tmp_path / "a" / "_quarto.yml").touch()
    monkeypatch.chdir(tmp_path / "a" / "data")
    assert main(["guide", "--no-open"]) == 0
    assert (tmp_path / "a" / FOLDER / "index.html").is_file()
    assert main(["guide", "--no-open", "--root", str(tmp_path)]) == 0
    assert not (tmp_path / FOLDER / "gone.html").exists()


def test_a_folder_of_that_name_with_other_things_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody's own folder 使用说明 is refused with what to do; nothing in it is touched."""
    own = tmp_path / FOLDER / "本局操作说明.docx"
    own.parent.mkdir()
    own.write_bytes(b"own")
    assert main(["guide", "--no-open", "--root", str(tmp_path)]) == 2
    assert "请改名或移开" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == [FOLDER, own.name]
