"""Shell completion: what may come next, from the parser itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jxanalytics.cli import COMMANDS, main
from tests.conftest import ROOT


def offered(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["complete", "--", *words]) == 0
    return capsys.readouterr().out.splitlines()


def test_commands_options_and_choices(capsys: pytest.CaptureFixture[str]) -> None:
    """Listed commands, a command's own options, the choices of an option, the commands below one."""
    listed = {module.NAME for module in COMMANDS if module.HELP}
    assert set(offered(capsys, "")) == listed and "prepare" not in listed
    assert offered(capsys, "bo") == ["book"]
    assert offered(capsys, "book", "--edi") == ["--edition"]
    assert offered(capsys, "book", "--edition", "") == ["internal", "public"]
    assert offered(capsys, "scheme", "sh") == ["show"]
    assert offered(capsys, "completion", "") == ["bash", "zsh"]


def test_years_are_those_of_the_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """``--year`` offers the years there are data of; outside of a working folder none."""
    monkeypatch.chdir(ROOT)
    assert offered(capsys, "stats", "--year", "2") == ["2019"]
    monkeypatch.chdir(tmp_path)
    assert offered(capsys, "stats", "--year", "") == []


def test_files_are_left_to_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    """Where a file is wanted nothing is offered, so that the shell completes file names."""
    assert offered(capsys, "read", "") == []
    assert offered(capsys, "book", "--root", "") == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="没有 bash")
def test_bash_completes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The script for bash, loaded by a real bash, completes a command and an option's choice."""
    main(["completion", "bash"])
    script = capsys.readouterr().out
    called = f'jxa() {{ "{sys.executable}" -m jxanalytics "$@"; }}\n'
    asked = (
        "COMP_WORDS=(jxa check --format x); COMP_CWORD=3; _jxa; echo ${COMPREPLY[@]}\n"
        "COMP_WORDS=(jxa sli); COMP_CWORD=1; _jxa; echo ${COMPREPLY[@]}\n"
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", called + script + asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.split() == ["xlsx", "slides"]
