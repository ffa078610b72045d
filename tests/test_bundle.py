"""The offline bundle: its wheels fit its platform, its scripts their readers, and it needs no network."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

BUNDLE: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "make_bundle.py"))
PLATFORMS = BUNDLE["PLATFORMS"]
each = pytest.mark.parametrize("name", PLATFORMS)


@each
def test_every_dependency_is_in_the_bundle_once(name: str) -> None:
    """What pyproject.toml requires stands once among the pins of each platform."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [canonicalize_name(Requirement(pin).name) for pin in BUNDLE["pins"](PLATFORMS[name])]
    assert len(names) == len(set(names))
    assert {
        canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]
    } <= set(names)


def test_markers_are_judged_for_the_platform_of_the_bundle() -> None:
    """Windows gets colorama and no pexpect, Linux the other way round, whatever machine makes it."""
    windows, linux = (
        {Requirement(pin).name for pin in BUNDLE["pins"](PLATFORMS[name])}
        for name in ("windows", "linux-arm64")
    )
    assert "colorama" in windows and "pexpect" not in windows
    assert "pexpect" in linux and "colorama" not in linux
    assert not {"appnope", "cffi"} & (windows | linux)


@each
def test_scripts_are_written_for_their_readers(name: str, tmp_path: Path) -> None:
    """A batch file is ASCII with CRLF and sets UTF-8; Linux gets LF and files it may start."""
    BUNDLE["write_scripts"](PLATFORMS[name], tmp_path, "3.11")
    for path in tmp_path.iterdir():
        assert b"@" not in path.read_bytes().replace(b"@echo", b"").replace(b'"$@"', b"")
    if name == "windows":
        batch = (tmp_path / "start.bat").read_bytes()
        assert batch.isascii() and batch.count(b"\n") == batch.count(b"\r\n")
        assert b"chcp 65001" in batch and b"py -3.11" in batch
        assert (tmp_path / "readme.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    else:
        assert os.access(tmp_path / "start.sh", os.X_OK)
        subprocess.run(["sh", "-n", str(tmp_path / "start.sh")], check=True)
        desktop = (tmp_path / "jxanalytics.desktop").read_text(encoding="utf-8")
        assert desktop.startswith("[Desktop Entry]\n") and "Name[zh_CN]=绩效分析" in desktop


def test_another_python_is_refused_in_words(tmp_path: Path) -> None:
    """Wheels fit one version of Python: another one is told which is needed, before anything is made."""
    BUNDLE["write_scripts"](PLATFORMS["linux"], tmp_path, "3.99")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "start.py")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "本安装包需要 Python 3.99" in done.stderr and not (tmp_path / "env").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="只在 Linux 上试装")
def test_the_bundle_installs_without_a_network_and_makes_a_book(tmp_path: Path) -> None:
    """Made for this machine, moved to a folder with a Chinese name, started twice: new, then book.

    Wheels come through pip's index, or from the folder that ``JXA_WHEELS`` names.
    """
    name = "linux-arm64" if os.uname().machine == "aarch64" else "linux"
    wheels = os.environ.get("JXA_WHEELS")
    python = "{}.{}".format(*sys.version_info)
    made = BUNDLE["make"](name, tmp_path, python, Path(wheels) if wheels else None)
    folder = tmp_path / "绩效 分析"
    shutil.move(made, folder)
    bare = {
        "HOME": str(tmp_path),
        "PATH": os.pathsep.join([str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin"]),
        "PIP_NO_INDEX": "1",
    }

    def start(*words: str) -> str:
        done = subprocess.run(
            [str(folder / "start.sh"), *words],
            env=bare,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "正在安装" in start()
    assert json.loads((folder / "env" / "ready.json").read_text("utf-8"))["place"] == str(folder)
    assert (folder / "使用说明" / "guide-start.html").is_file()
    said = start("book", "--root", str(folder / "绩效评价"))
    assert "正在安装" not in said
    book = folder / "绩效评价" / "reports" / "2019" / "book"
    assert "24.67%" in (book / "P0001-self.html").read_text(encoding="utf-8")
    assert len(list(book.glob("*.docx"))) == len(list(book.glob("*.pdf"))) == 1
