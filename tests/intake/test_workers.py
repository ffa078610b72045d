"""Many files are read side by side; a file that kills or hangs its reader is refused, no other."""

from __future__ import annotations

import os
import shutil
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from jxanalytics.cli import main
from jxanalytics.intake import Reading, import_files, read_file
from jxanalytics.intake.filing import importing
from jxanalytics.intake.filing.workers import read_parallel
from jxanalytics.intake.understand.words import OwnWords
from tests.folders import files_of
from tests.intake.facts import Facts, standard
from tests.intake.office import Sheet, write_xlsx

FILES = 40


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty projects' forms in four folders, and a file that is none."""
    folder = tmp_path_factory.mktemp("inbox")
    for number in range(FILES):
        path = folder / f"科室{number % 4}" / f"表{number:02}.xlsx"
        path.parent.mkdir(exist_ok=True)
        facts = Facts().but(project=f"第{number:02}号项目", unit=f"第{number % 7}管护所")
        write_xlsx(path, Sheet("自评表", standard(facts)))
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 cut off")
    return folder


def troubled(path: Path, **own: OwnWords) -> Reading:
    """``read_file`` with accidents, by the file's name."""
    if "崩" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "停" in path.name:
        time.sleep(600)
    if "错" in path.name:
        raise RecursionError("too deep")
    return read_file(path, **own)


def test_forty_files(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Side by side, one after another and by the command: the same bytes, and every file told."""
    seen: list[tuple[int, int, str]] = []
    day = date(2022, 3, 1)
    many = import_files(
        [inbox], tmp_path / "a" / "2021", lambda *step: seen.append(step), workers=3, on=day
    )
    one = import_files([inbox], tmp_path / "b" / "2021", workers=1, on=day)
    assert many == one
    assert files_of(tmp_path / "a" / "2021") == files_of(tmp_path / "b" / "2021")
    assert [step[:2] for step in seen] == [(n, FILES + 1) for n in range(1, FILES + 2)]
    assert [one.status for one in many.filed] == ["new"] * FILES
    (tmp_path / "_quarto.yml").write_text("", encoding="utf-8")
    options = ["--root", str(tmp_path), "--year", "2021", "--date", "2022-03-01"]
    assert main(["import", str(inbox), *options]) == 1
    said = capsys.readouterr().out
    assert f"2021年度导入：新增{FILES}份；跳过0个文件，拒收1个文件" in said
    assert "拒收：“坏.docx”" in said
    assert files_of(tmp_path / "data" / "2021") == files_of(tmp_path / "a" / "2021")


def test_accidents_cost_one_file(inbox: Path) -> None:
    """A killed process, a hang and an error of the program refuse their file; the rest is read in order."""
    files = sorted(inbox.rglob("*.xlsx"))[:6]
    names = ["崩.xlsx", "停.xlsx", "错.xlsx", "崩2.xlsx"]
    paths = [files[0], *(inbox / name for name in names[:2]), *files[1:4], inbox / names[2]]
    paths += [*files[4:], inbox / names[3]]
    readings = list(read_parallel(paths, 2, troubled, seconds=6))
    assert [reading.file for reading in readings] == [path.name for path in paths]
    refused = {reading.file: reading.refused for reading in readings if reading.refused}
    assert list(refused) == names
    assert "异常退出" in str(refused["崩.xlsx"]) and "6秒" in str(refused["停.xlsx"])
    assert "RecursionError" in str(refused["错.xlsx"])
    assert all(len(reading.forms) == 1 for reading in readings if not reading.refused)


@pytest.mark.parametrize(("name", "said"), [("崩", "异常退出"), ("错", "RecursionError")])
def test_one_file_alone(
    name: str, said: str, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file or two are not read by the importing process either: an accident costs that file."""
    monkeypatch.setattr(importing, "read_file", troubled)
    good, bad = inbox / "科室0" / "表00.xlsx", inbox / f"{name}.xlsx"
    shutil.copy(good, bad)
    try:
        recap = import_files([bad, good], tmp_path / "2021")
    finally:
        bad.unlink()
    assert [one.status for one in recap.filed] == ["new"]
    assert len(recap.refused) == 1 and said in recap.refused[0]
