"""The public edition end to end: nothing of what it must not show is in any file of it."""

from __future__ import annotations

import html
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from pypdf import PdfReader

from jxanalytics.book.build import Options
from jxanalytics.book.public import build_public
from jxanalytics.errors import BuildError
from jxanalytics.model.store import load_year, save_year
from jxanalytics.runs.lock import year_lock
from jxanalytics.runs.manifest import verify_manifest
from jxanalytics.runs.workspace import Workspace
from tests.book.conftest import Built, build
from tests.conftest import ROOT
from tests.folders import copy_workspace

PHONE = "13912345678"
HIDDEN = "合作交流工作经费"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference year with a telephone number in a reason and the second project not disclosed."""
    root = copy_workspace(tmp_path_factory.mktemp("public"))
    folder = root / "data" / "2019"
    year = load_year(folder)
    reasons = year["indicators"]["reason"].copy()
    reasons.iloc[0] = f"咨询电话{PHONE}"
    hidden = year["projects"].assign(disclosed=["", "否"])
    changed = year.replaced(indicators=year["indicators"].assign(reason=reasons), projects=hidden)
    save_year(changed, folder)
    config = root / "_quarto.yml"
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["jxanalytics"]["internal"] = ["notebooks/carry-over.ipynb"]
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def public(workspace: Path) -> Built:
    return build(workspace, "--engine", "pandoc", "--edition", "public", "--reviewed")


def everything(folder: Path) -> str:
    """The words of every file of a book."""
    words = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix in (".docx", ".xlsx", ".pptx"):
            with zipfile.ZipFile(path) as archive:
                parts = (archive.read(name) for name in archive.namelist())
                # openpyxl writes Chinese as numeric references: unread, no name would be found.
                words += [html.unescape(part.decode("utf-8", "replace")) for part in parts]
        elif path.suffix == ".svg":
            # Coordinates are no words, and run together without spaces.
            words.append(re.sub(r' d="[^"]*"', "", path.read_text(encoding="utf-8")))
        elif path.suffix == ".pdf":
            words += [page.extract_text() for page in PdfReader(path).pages]
        else:
            # The outlines of a picture are numbers that say nothing: 1 79.31 is no amount.
            text = path.read_bytes().decode("utf-8", "replace")
            words.append(re.sub(r'\b(?:d|points|transform|style)="[^"]*"', "", text))
    return "".join("".join(words).split())


def test_it_waits_for_the_review(workspace: Path) -> None:
    """Without the word that a review was done nothing is built, and each place is named."""
    stopped = build(workspace, "--engine", "pandoc", "--edition", "public")
    assert stopped.code == 1
    assert "请送保密审查" in stopped.said
    assert "党和国家领导人" in stopped.said
    assert not (workspace / "reports" / "2019" / "book").exists()


def test_what_must_not_be_shown_is_nowhere(workspace: Path, public: Built) -> None:
    """The number, the project and its money are in no page, file or picture of the edition."""
    assert public.code == 0, public.said
    words = everything(workspace / "reports" / "2019" / "book-public")
    assert "〔手机号码略〕" in words
    assert "24.67%" in words
    for gone in (PHONE, HIDDEN, "179.31", "1417.09"):
        assert gone not in words, gone


def test_inside_chapters_are_left_out(workspace: Path, public: Built) -> None:
    """A chapter for inside use has no page, and nothing leads to it."""
    folder = workspace / "reports" / "2019" / "book-public"
    assert not (folder / "carry-over.html").exists()
    assert (folder / "funding.html").exists()


def test_the_brief_and_the_findings_are_for_inside_use() -> None:
    """As delivered, neither what leaders are told nor the questions to units are published."""
    inside = Workspace(ROOT).settings.internal
    assert {"notebooks/brief.ipynb", "notebooks/findings.ipynb"} <= set(inside)


def test_nothing_is_said_of_checks_that_were_not_made(workspace: Path, public: Built) -> None:
    """The edition checks nothing: no page of it says that nothing was found, not even the brief."""
    folder = workspace / "reports" / "2019" / "book-public"
    brief = (folder / "brief.html").read_text(encoding="utf-8")
    assert "下年建议" in brief and "常见疑点" not in brief
    words = everything(folder)
    assert "未作核对" in words
    for said in ("未发现疑点", "没有需要说明的疑点"):
        assert said not in words


def test_what_was_masked_is_listed_beside_it(workspace: Path, public: Built) -> None:
    """A workbook names each masked place and each project left out; it is no part of the book."""
    listed = pd.read_excel(
        workspace / "reports" / "2019" / "公开版处理清单.xlsx", sheet_name=None, dtype=str
    )
    assert list(listed["隐去"]["内容"]) == ["手机号码"]
    assert listed["隐去"]["位置"][0].startswith("绩效指标“偏差原因")
    assert list(listed["未收录"]["未收录的项目"]) == [HIDDEN]
    assert PHONE not in "".join(table.to_csv() for table in listed.values())


def test_the_manifest_holds_the_edition(workspace: Path, public: Built) -> None:
    """What is published is verified as the book is: a page changed afterwards is named."""
    folder = workspace / "reports" / "2019"
    assert verify_manifest(folder) == []
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["public"]["outputs"]
    assert {"book-public/index.html", "公开版处理清单.xlsx"} <= set(listed)
    page = folder / "book-public" / "index.html"
    before = page.read_bytes()
    page.write_bytes(before + b" ")
    assert [str(one) for one in verify_manifest(folder)] == [
        "reports/2019/book-public/index.html：成果在编印后被改动"
    ]
    page.write_bytes(before)


def test_another_build_of_the_year_is_waited_for(workspace: Path) -> None:
    """While the year is being bound its public edition is not made: its folder would change below it."""
    made = Workspace(workspace)
    with (
        year_lock(made.working(2019), 2019),
        pytest.raises(BuildError, match="2019年度的汇编正由"),
    ):
        build_public(made, 2019, Options(), reviewed=True)
