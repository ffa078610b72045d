"""Old formats go through LibreOffice where it is installed, else get one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jxanalytics.intake import read_file
from jxanalytics.intake.containers.old import office_program
from tests.intake.facts import Facts, standard
from tests.intake.office import Sheet, write_xlsx

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.xls"
    path.write_bytes(OLD)
    return path


def office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for LibreOffice, which this machine need not have; it sees the same arguments."""
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_without_libreoffice(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the file is refused with how to save it."""
    monkeypatch.setenv("PATH", "/nowhere")
    sentence = read_file(old_file).refused
    assert sentence is not None
    assert "另存为 docx 或 xlsx" in sentence
    assert old_file.name in sentence


@pytest.mark.parametrize("name", ["自评表.wps", "自评表.et"])
def test_wps_formats(name: str, tmp_path: Path) -> None:
    """WPS's own formats get the same sentence whether or not LibreOffice is there."""
    path = tmp_path / name
    path.write_bytes(OLD)
    assert "另存为 docx 或 xlsx" in (read_file(path).refused or "")


def test_converted(old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice makes of the file is read under the file's own name."""
    made = write_xlsx(tmp_path / "made.xlsx", Sheet("自评表", standard(Facts())))
    office(
        tmp_path / "bin",
        f'while [ "$1" != --outdir ]; do shift; done; cp {made} "$2/document.xlsx"',
        monkeypatch,
    )
    reading = read_file(old_file)
    assert reading.refused is None
    assert [(form.file, form.project) for form in reading.forms] == [
        ("自评表.xls", Facts().project)
    ]


@pytest.mark.parametrize(
    "script", ["exit 0", 'while [ "$1" != --outdir ]; do shift; done; echo x > "$2/document.xlsx"']
)
def test_converted_into_nothing(
    script: str, old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exit code of 0 is not believed: nothing readable is a refusal."""
    office(tmp_path / "bin", script, monkeypatch)
    assert read_file(old_file).refused is not None


def test_never_ending_conversion(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversion that hangs is ended."""
    office(tmp_path / "bin", "sleep 60", monkeypatch)
    monkeypatch.setattr("jxanalytics.intake.containers.old.TIME_LIMIT", 0.3)
    assert "已中止" in (read_file(old_file).refused or "")


def test_libreoffice_is_found_where_windows_puts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its installer does not enter it in the search path: the folders for programs are looked at too."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert office_program() is None
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert office_program() == str(program)


def test_a_hanging_conversion_is_ended_without_process_groups(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no groups of processes to end; the program itself is ended."""
    office(tmp_path / "bin", "exec sleep 60", monkeypatch)
    monkeypatch.delattr(os, "killpg")
    monkeypatch.setattr("jxanalytics.intake.containers.old.TIME_LIMIT", 0.3)
    assert "已中止" in (read_file(old_file).refused or "")
