"""The year book end to end: three formats, figures computed from the data, failures visible."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book.conftest import KINDS, Built, build
from tests.book.finished import markup_words
from tests.folders import copy_workspace, files_of

TITLE = "2019年度预算绩效评价结果汇编"
FIGURES = ("24.67%", "34.20%", "932.42", "384.73", "92", "优")
CHAPTERS = ("综述", "资金与执行", "结转结余", "自评结果", "市委市政府接待费", "合作交流工作经费")


FORMATS = pytest.mark.parametrize("kind", KINDS)


def test_book_is_built(built: Built) -> None:
    """One command, exit 0, and the three formats lie in reports/2019/book."""
    assert built.code == 0, built.said
    assert (built.book / "index.html").is_file()
    assert built.docx.stem == built.pdf.stem == TITLE


@FORMATS
def test_every_format_holds_the_figures_and_chapters(built: Built, kind: str) -> None:
    """The reference figures and all chapters, both projects among them, are in every format."""
    text = built.words(kind)
    for wanted in (*FIGURES, *CHAPTERS):
        assert wanted in text, wanted


def test_a_changed_amount_changes_every_format(
    changed: Callable[[Callable[[Path], None]], Built],
) -> None:
    """Figures are computed: with another executed amount in the form, the rates move everywhere;
    the old rate survives only as the form's own words."""

    def edit(root: Path) -> None:
        path = root / "data" / "2019" / "funding.csv"
        text = path.read_text(encoding="utf-8-sig")
        for source in ("total", "carry_over"):
            line = next(x for x in text.splitlines() if f"self_evaluation,P0001,{source}," in x)
            text = text.replace(line, line.replace("305.36,305.36", "605.36,605.36"))
        path.write_text(text, encoding="utf-8-sig")

    moved = changed(edit)
    assert moved.code == 0, moved.said
    for kind in KINDS:
        text = moved.words(kind)
        assert "48.91%" in text
        assert "55.37%" in text
        assert "34.20%" not in text
        assert "632.42" in text
    assert "24.67%" not in markup_words(moved.page("overview"))


def test_a_failed_report_leaves_the_others_standing(
    changed: Callable[[Callable[[Path], None]], Built],
) -> None:
    """The chapter that failed is a visible page with the reason; the exit code says so."""

    def edit(root: Path) -> None:
        path = root / "notebooks" / "carry-over.ipynb"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("import jxanalytics as jx", "raise RuntimeError('试错')"))

    broken = changed(edit)
    assert broken.code == 1
    assert "试错" in broken.said
    page = broken.page("carry-over")
    assert "本章未能生成" in page
    assert "试错" in page
    assert "34.20%" in broken.page("overview")
    assert "结转结余" in broken.words("pdf")


def test_unreadable_data_stops_before_anything_is_replaced(built: Built, tmp_path: Path) -> None:
    """Exit 3 with file, row, column and value; the last good book stays."""
    root = copy_workspace(tmp_path / "w")
    shutil.copytree(built.book, root / "reports" / "2019" / "book")
    path = root / "data" / "2019" / "funding.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("690.09,690.09", "六百,690.09", 1),
                    encoding="utf-8-sig")  # fmt: skip
    failed = build(root, "--engine", "pandoc")
    assert failed.code == 3
    assert "funding.csv" in failed.said
    assert "六百" in failed.said
    assert (root / "reports" / "2019" / "book" / "index.html").is_file()


def test_pictures_are_sharp_and_described(built: Built) -> None:
    """Every picture of the HTML book is an SVG that exists and has alternative text."""
    pictures = [
        tag for page in built.book.glob("*.html")
        for tag in re.findall(r"<img [^>]*>", page.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert pictures
    for tag in pictures:
        source = re.search(r'src="([^"]+)"', tag)
        alt = re.search(r'alt="([^"]+)"', tag)
        assert source and source[1].endswith(".svg") and (built.book / source[1]).is_file()
        assert alt and len(alt[1]) > 10
        narrow = source[1].replace(".svg", "-phone.svg")
        assert (built.book / narrow).is_file()
    pages = "".join(page.read_text(encoding="utf-8") for page in built.book.glob("*.html"))
    assert pages.count('<source media="(max-width: 600px)" srcset="figures/') == len(pictures)


def test_same_input_same_bytes(built: Built, tmp_path: Path) -> None:
    """Built again elsewhere, with another number of workers, time zone, language and hash seed,
    notebooks, book and manifest are the same to the byte."""
    again = build(
        copy_workspace(tmp_path / "again"), "--engine", "pandoc", "--workers", "1",
        TZ="America/New_York", LANG="C", LC_ALL="C", PYTHONHASHSEED="77",
    )  # fmt: skip
    assert again.code == 0, again.said
    ours, other = (files_of(one.root / "reports" / "2019", {".work"}) for one in (built, again))
    assert ours.keys() == other.keys()
    assert {Path(name).suffix for name in ours} >= {".ipynb", ".html", ".docx", ".pdf", ".json"}
    assert [name for name in ours if ours[name] != other[name]] == []
