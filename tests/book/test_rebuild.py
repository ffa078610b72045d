"""A book built again: nothing is done twice, and a build that was killed leaves no trace."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.book.conftest import Built, build


@pytest.fixture
def again(built: Built, tmp_path: Path) -> Path:
    """A copy of the built workspace, results and all."""
    shutil.copytree(built.root, tmp_path / "again")
    return tmp_path / "again"


def rendered(root: Path) -> set[str]:
    return {path.name for path in (root / "reports" / "2019" / ".work" / "rendered").iterdir()}


def files(root: Path) -> dict[str, bytes]:
    folder = root / "reports" / "2019"
    made = [*folder.glob("book/**/*"), *folder.glob("notebooks/*"), folder / "manifest.json"]
    return {str(p.relative_to(folder)): p.read_bytes() for p in made if p.is_file()}


def test_without_a_change_nothing_is_done(again: Path) -> None:
    """A second build runs no report and binds no page."""
    before = files(again)
    second = build(again, "--engine", "pandoc")
    assert second.code == 0
    assert "均无变化" in second.said
    assert "正在排版" not in second.said
    assert files(again) == before


def test_one_change_binds_one_page(again: Path) -> None:
    """A changed word of one project runs and binds that project's pages and the chapters it is in."""
    before = rendered(again)
    path = again / "notebooks" / "carry-over.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("请核实的事项", "需核实的事项"))
    second = build(again, "--engine", "pandoc")
    assert second.code == 0, second.said
    assert "需要运行1份报告，" in second.said
    assert "需核实的事项" in second.page("carry-over")
    new = rendered(again) - before
    assert sorted(Path(name).suffix for name in new) == [".docx", ".html", ".pdf"]


def test_a_damaged_book_is_made_good(again: Path, built: Built) -> None:
    """A result that was changed or lost is bound again from what is finished, to the same bytes."""
    (again / "reports" / "2019" / "book" / "overview.html").unlink()
    (again / "reports" / "2019" / "notebooks" / "overview.ipynb").write_text("{}")
    second = build(again, "--engine", "pandoc")
    assert "需要运行0份报告" in second.said
    assert files(again) == files(built.root)


def test_a_build_killed_while_it_changed_books_loses_none(again: Path, built: Built) -> None:
    """The last good book, moved out of the way when the power went, is put back; scratch is gone."""
    folder = again / "reports" / "2019"
    (folder / "book").rename(folder / ".book-old")
    (folder / ".work" / "book-xyz").mkdir()
    (folder / ".work" / "book-xyz" / "half").touch()
    second = build(again, "--engine", "pandoc")
    assert "均无变化" in second.said
    assert files(again) == files(built.root)
    assert not list((folder / ".work").glob("book-*"))
