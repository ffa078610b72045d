"""A folder beside a newer program: what nobody touched is renewed, what is the user's stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jxanalytics.cli import main
from jxanalytics.errors import DataError
from jxanalytics.runs import template, upgrade
from jxanalytics.runs.upgrade import State, compare, given, update
from jxanalytics.runs.workspace import Workspace

SCORES, FUNDING = "notebooks/scores.ipynb", "notebooks/funding.ipynb"
OVERVIEW, BRIEF, HOME = "notebooks/overview.ipynb", "notebooks/brief.ipynb", "index.md"


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    return template.start(tmp_path / "a")


def states(workspace: Workspace) -> dict[str, State]:
    """What is not simply as shipped."""
    return {c.path: c.state for c in compare(workspace) if c.state is not State.CURRENT}


def edit(path: Path) -> bytes:
    """A user's change to a notebook."""
    said = json.loads(path.read_text(encoding="utf-8"))
    said["cells"][0]["source"] = "# 我的章节"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return path.read_bytes()


def ship(monkeypatch: pytest.MonkeyPatch, **changes: bytes | None) -> None:
    """A later version of the program: other contents, or None for a template it no longer has."""
    before = template.shipped

    def shipped(notice: str = "") -> dict[str, bytes]:
        merged = {**before(notice), **{k: v for k, v in changes.items() if v is not None}}
        return {name: body for name, body in merged.items() if changes.get(name, b"") is not None}

    monkeypatch.setattr(template, "shipped", shipped)


def test_a_fresh_folder_is_untouched(made: Workspace) -> None:
    """Right after ``jxa new`` every template is 未改, and the record names this version."""
    assert states(made) == {}
    assert len(compare(made)) == len(template.shipped())
    assert given(made.root).version


def test_a_notebook_that_was_run_is_untouched(made: Workspace) -> None:
    """Outputs and counts that running leaves behind are no edit; nor are a mark and line ends."""
    path = made.root / SCORES
    said = json.loads(path.read_text(encoding="utf-8"))
    for cell in said["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"], cell["outputs"] = 7, [{"output_type": "stream"}]
    path.write_text(json.dumps(said), encoding="utf-8")
    home = made.root / HOME
    home.write_bytes(b"\xef\xbb\xbf" + home.read_bytes().replace(b"\n", b"\r\n"))
    assert states(made) == {}


def test_every_state(made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Untouched is replaced, edited stays with the new one beside it, removed stays removed."""
    root = made.root
    mine, conflict = edit(root / SCORES), edit(root / FUNDING)
    (root / BRIEF).unlink()
    changes = {OVERVIEW: b"{}", FUNDING: b"[]", "notebooks/new.ipynb": b"{}", HOME: None}
    ship(monkeypatch, **changes)
    expected = {
        SCORES: State.EDITED,
        FUNDING: State.CONFLICT,
        BRIEF: State.REMOVED,
        OVERVIEW: State.REPLACED,
        "notebooks/new.ipynb": State.NEW,
        HOME: State.DROPPED,
    }
    assert states(made) == expected
    assert (root / OVERVIEW).read_bytes() != b"{}", "comparing changes nothing"
    assert {c.path: c.state for c in update(made) if c.state is not State.CURRENT} == expected
    assert (root / SCORES).read_bytes() == mine
    assert (root / FUNDING).read_bytes() == conflict
    assert (root / upgrade.BESIDE / FUNDING).read_bytes() == b"[]"
    assert (root / OVERVIEW).read_bytes() == (root / "notebooks/new.ipynb").read_bytes() == b"{}"
    assert not (root / BRIEF).exists()
    assert (root / HOME).exists()
    again = {SCORES: State.EDITED, FUNDING: State.CONFLICT, BRIEF: State.REMOVED}
    assert states(made) == again


def test_what_was_replaced_once_is_replaced_again(
    made: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update what nobody has touched is still known as given, through further versions."""
    for version in (b"{}", b"[]"):
        with monkeypatch.context() as patch:
            ship(patch, **{OVERVIEW: version})
            assert [c.path for c in update(made) if c.state is State.REPLACED] == [OVERVIEW]
            assert (made.root / OVERVIEW).read_bytes() == version


def test_a_notice_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder labelled 虚构示例数据 keeps its label through an update."""
    made = template.start(tmp_path / "a", "虚构示例数据")
    assert states(made) == {}
    title = made.settings.title
    monkeypatch.setattr(template, "_noticed_home", lambda text, notice: f"{notice}\n{text}")
    assert [c.path for c in update(made) if c.state is State.REPLACED] == [HOME]
    assert (made.root / HOME).read_text(encoding="utf-8").startswith("虚构示例数据\n")
    assert Workspace(made.root).settings.title == title


def test_a_folder_without_a_record(made: Workspace) -> None:
    """Without the record whatever differs is taken for the user's own and never replaced."""
    (made.root / template.RECORD).unlink()
    mine = edit(made.root / SCORES)
    assert [c.state for c in update(made) if c.path == SCORES] == [State.CONFLICT]
    assert (made.root / SCORES).read_bytes() == mine


def test_a_damaged_record_is_named(made: Workspace) -> None:
    """A record that cannot be read is said to be so, with the way out."""
    (made.root / template.RECORD).write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match="已损坏"):
        compare(made)


def test_the_command_says_what_changed(
    made: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--update`` lists files by state; with ``--dry-run`` it only says so."""
    edit(made.root / FUNDING)
    ship(monkeypatch, **{OVERVIEW: b"{}", FUNDING: b"{}"})
    assert main(["new", "--update", "--dry-run", str(made.root)]) == 0
    said = capsys.readouterr().out
    assert f"未改，将更新（1个）\n  {OVERVIEW}" in said
    assert "未作改动" in said
    assert (made.root / OVERVIEW).read_bytes() != b"{}"
    assert main(["new", "--update", str(made.root)]) == 0
    said = capsys.readouterr().out
    assert f"已改，程序有新版（1个）\n  {FUNDING}" in said
    assert upgrade.BESIDE in said
    assert (made.root / OVERVIEW).read_bytes() == b"{}"
