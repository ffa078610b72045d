"""The user guide does as it says: its commands run as they stand and print what it shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from jxanalytics.cli import COMMANDS, main
from tests.conftest import ROOT
from tests.following import blocks, follow

GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(path.name for path in GUIDE.glob("*.md"))
# The page that makes the folder in which all others begin.
FIRST = "start.md"
FOLDER = "绩效评价"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("guide") / FOLDER
    assert main(["new", str(place)]) == 0
    return place


@pytest.fixture
def place(page: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader of a page stands: nowhere yet on the first one, else in the folder it makes."""
    if page != FIRST:
        shutil.copytree(made, tmp_path / FOLDER)
    monkeypatch.chdir(tmp_path if page == FIRST else tmp_path / FOLDER)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_as_it_says(page: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command marked to be run succeeds where the reader stands and prints what is shown."""
    follow(GUIDE / page, capsys, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in PAGES if any("slow" in block.words for block in blocks(GUIDE / page))]
)
def test_a_page_with_a_book_does_as_it_says(
    page: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same with the commands that bind a book."""
    follow(GUIDE / page, capsys, slow=True)


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_somewhere(page: str) -> None:
    """Every link leads to a file, and to a heading where it names one."""
    text = (GUIDE / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        path, _, heading = link.partition("#")
        target = GUIDE / path
        assert target.is_file(), link
        if heading:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M)
            assert heading in headings, link


def test_the_contents_lists_every_page() -> None:
    """The list of contents names each page of the guide once."""
    listed = re.findall(r"\]\((\w+\.md)\)", (GUIDE / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [page for page in PAGES if page != "README.md"]


def test_every_command_has_its_place_in_the_guide() -> None:
    """Each command that help lists is shown on some page."""
    text = "".join((GUIDE / page).read_text(encoding="utf-8") for page in PAGES)
    assert [m.NAME for m in COMMANDS if m.HELP and f"jxa {m.NAME}" not in text] == []


# What the system says, not the program.
NOT_OURS = {"不是内部或外部命令"}


def test_messages_to_look_up_are_messages_of_the_program() -> None:
    """Every heading of the page of messages stands in the code that says it."""
    page = (GUIDE / "troubleshooting.md").read_text(encoding="utf-8")
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "jxanalytics").rglob("*.py"))
    headings = set(re.findall(r"^### (.*)$", page, re.M)) - NOT_OURS
    assert headings
    assert [said for said in sorted(headings) if re.sub("表1", "", said) not in code] == []
