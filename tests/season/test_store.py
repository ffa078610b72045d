"""The season's state on disk: whole, in order, never doubled."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from jxanalytics.errors import BuildError, DataError
from jxanalytics.model import changing as module
from jxanalytics.model.changing import Change, changing, settle
from jxanalytics.model.season import OBLIGATIONS
from jxanalytics.model.tables import from_rows
from jxanalytics.season import Season, load_season, update_season

ROWS = from_rows(
    OBLIGATIONS,
    [{"obligation_id": "Y001", "name": "项目一", "unit": "甲单位", "amount": 12.5}],
)


def add(season: Season) -> Season:
    return season.replaced(obligations=ROWS)


def test_a_season_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Tables written are the tables read; one that is emptied loses its file."""
    folder = tmp_path / "2025"
    update_season(folder, add)
    assert load_season(folder)["obligations"].equals(ROWS)
    update_season(folder, lambda season: season.replaced(obligations=ROWS.iloc[:0]))
    assert list((folder / "season").iterdir()) == []


def test_an_empty_folder_is_an_empty_season(tmp_path: Path) -> None:
    """Before anything happened every table is there and empty."""
    folder = tmp_path / "2025"
    folder.mkdir()
    assert load_season(folder)["obligations"].empty


def test_a_fault_is_named(tmp_path: Path) -> None:
    """A cell that does not fit its column is refused with file and row."""
    folder = tmp_path / "2025"
    update_season(folder, add)
    path = folder / "season" / "obligations.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("12.5", "很多"), encoding="utf-8")
    with pytest.raises(DataError, match=r"obligations.csv 第2行「amount」列"):
        load_season(folder)


def test_one_change_at_a_time(tmp_path: Path) -> None:
    """While a year is being changed nobody else may change it, and the message says so."""
    folder = tmp_path / "2025"
    with changing(folder), pytest.raises(BuildError, match="2025年度的数据正由本机进程"):
        update_season(folder, add)


def test_cut_short_before_its_moment_a_change_leaves_nothing(tmp_path: Path) -> None:
    """An error inside the change leaves the folder as it was."""
    folder = tmp_path / "2025"
    folder.mkdir()
    with pytest.raises(ZeroDivisionError), changing(folder) as change:
        change.write("a.csv", b"1")
        1 / 0  # noqa: B018
    assert list(folder.iterdir()) == []


def test_cut_short_after_its_moment_a_change_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed but not yet in place is put there by the next who looks, at any step."""
    folder = tmp_path / "2025"
    folder.mkdir()
    (folder / "old.csv").write_bytes(b"0")

    def killed(change: Change) -> None:
        commit(change)
        (folder / module._READY / "a.csv").replace(folder / "a.csv")
        raise KeyboardInterrupt

    commit = module._commit
    monkeypatch.setattr(module, "_commit", killed)
    with pytest.raises(KeyboardInterrupt), changing(folder) as change:
        change.write("a.csv", b"1")
        change.write("b/c.csv", b"2")
        change.remove("old.csv")
    settle(folder)
    settle(folder)
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found == {"a.csv", "b/c.csv"}


def _killed_between_two_files(folder: Path) -> None:
    """Make a change and be killed, as by a power cut, when one of its two files is in place."""
    replace = Path.replace

    def once(path: Path, target: Path) -> Path:
        if path.name == "b.csv":
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(path, target)

    Path.replace = once  # type: ignore[method-assign, assignment]
    with changing(folder) as change:
        change.write("a.csv", b"1")
        change.write("b.csv", b"2")


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signal")
def test_killed_the_change_is_whole_and_the_lock_is_free(tmp_path: Path) -> None:
    """A process that dies in the middle leaves what the next one finishes; nobody waits for it."""
    folder = tmp_path / "2025"
    folder.mkdir()
    process = multiprocessing.get_context("fork").Process(
        target=_killed_between_two_files, args=(folder,)
    )
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert (folder / "a.csv").is_file() and not (folder / "b.csv").is_file()
    update_season(folder, add)
    assert (folder / "b.csv").read_bytes() == b"2"
    assert load_season(folder)["obligations"].equals(ROWS)
