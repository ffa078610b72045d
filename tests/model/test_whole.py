"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jxanalytics.model.whole import write_folder, write_whole


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up before all is on it costs neither the old file nor leaves half a new one."""
    path = write_whole(tmp_path / "报表" / "甲.csv", "旧")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "新")
    assert path.read_text(encoding="utf-8") == "旧"
    assert list(path.parent.iterdir()) == [path]


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """UTF-8 without a mark, line ends of both kinds as given, on every system."""
    assert write_whole(tmp_path / "a", "甲\n乙\r\n").read_bytes() == "甲\n乙\r\n".encode()


def test_a_folder_holds_what_was_written_last(tmp_path: Path) -> None:
    """What is no longer written is gone, folders below it too."""
    folder = tmp_path / "通知"
    write_folder(folder, {"甲/通知.docx": b"1", "乙.xlsx": b"2"})
    write_folder(folder, {"乙.xlsx": b"3"})
    found = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert found == {"通知/乙.xlsx"}
    assert (folder / "乙.xlsx").read_bytes() == b"3"
