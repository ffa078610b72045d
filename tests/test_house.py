"""What a newcomer meets first: the Makefile, the lock files, the documents at the root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from jxanalytics.cli import COMMANDS
from jxanalytics.runs.workspace import Workspace
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BASE, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="没有 make")


def pins(path: Path) -> dict[str, list[Requirement]]:
    """Requirements of a lock file by name; one with several versions has a marker each."""
    found: dict[str, list[Requirement]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


@pytest.mark.parametrize(
    ("lock", "listed"),
    [
        (BASE, [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]),
        (DEV, PROJECT["project"]["optional-dependencies"]["dev"]),
    ],
    ids=["base", "dev"],
)
def test_the_lock_fits_pyproject(lock: Path, listed: list[str]) -> None:
    """Every dependency in pyproject.toml is pinned to one version a marker, within its range."""
    locked = pins(lock)
    for line in listed:
        wanted = Requirement(line)
        for pin in locked[canonicalize_name(wanted.name)]:
            (exact,) = pin.specifier
            assert exact.operator == "=="
            assert wanted.specifier.contains(exact.version), f"{pin} against {wanted}"


def test_the_dev_lock_holds_the_base_lock() -> None:
    """The tests run on exactly what users install."""
    base, dev = BASE.read_text(encoding="utf-8"), DEV.read_text(encoding="utf-8")
    assert set(base.splitlines()) <= set(dev.splitlines())


@pytest.mark.parametrize("lock", [BASE, DEV], ids=["base", "dev"])
def test_the_lock_names_no_place(lock: Path) -> None:
    """Lock files hold names and versions only: no index, no address, no path."""
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|^-|@|\.whl", text, re.M)


# Where a package is imported under another name, or started rather than imported.
IMPORTED_AS = {
    "python-docx": "docx",
    "python-pptx": "pptx",
    "pyyaml": "yaml",
    "pypandoc-binary": "pypandoc",
}
STARTED = {"ipykernel": "the kernel that notebooks name"}


def test_every_dependency_is_justified() -> None:
    """Each one says in pyproject.toml what it is for, and the package imports it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.M | re.S)
    optional = re.search(r"^\[project.optional-dependencies\]\n(.*?)^\[dep", text, re.M | re.S)
    assert listed and optional
    lines = [line for line in (listed[1] + optional[1]).splitlines() if re.match(r' *"', line)]
    assert [line for line in lines if not re.search(r'",? +# \w', line)] == []
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "jxanalytics").rglob("*.py"))
    for line in PROJECT["project"]["dependencies"]:
        name = canonicalize_name(Requirement(line).name)
        module = IMPORTED_AS.get(name, name)
        assert name in STARTED or re.search(rf"^ *(?:import|from) {module}\b", code, re.M), name


@needs_make
def test_make_alone_lists_every_goal() -> None:
    """``make`` prints each goal of the Makefile with what its comment says."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    goals = re.findall(r"^\.PHONY: (.*)", makefile, re.M)[0].split()
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.M) == goals


@needs_make
def test_an_old_python_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """A Python that is too old is named as the cause before anything is installed."""
    old = tmp_path / "python3"
    old.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c \"import sys; sys.version_info = (3, 9); exec('''$2''')\"\n",
        encoding="utf-8",
    )
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    done = subprocess.run(
        ["make", ".venv/bin/python", f"PYTHON={old}"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "PYTHON=" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_both_readmes_name_every_command() -> None:
    """Each command that help lists stands in both READMEs, with the same fenced commands."""
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    for module in COMMANDS:
        if module.HELP:
            assert f"`jxa {module.NAME}" in english
            assert f"`jxa {module.NAME}" in chinese
    fences = [re.findall(r"```sh[^\n]*\n(.*?)```", text, re.S) for text in (english, chinese)]
    without_comments = [[re.sub(r" +#.*", "", block) for block in blocks] for blocks in fences]
    assert without_comments[0] == without_comments[1]


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    """Every relative link of a document at the root leads to a file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_configuration_is_sound() -> None:
    """The committed _quarto.yml is read without a fault and lists only the home page itself."""
    workspace = Workspace(ROOT)
    assert workspace.settings.title.format(year=2019) == "2019年度预算绩效评价结果汇编"
    assert workspace.config["book"]["chapters"] == ["index.md"]


@pytest.mark.slow
@needs_make
def test_a_fresh_copy_builds_the_book(tmp_path: Path) -> None:
    """``make book`` in a copy of what is committed, without Quarto on PATH, makes three formats."""
    if not (ROOT / ".git").exists():
        pytest.skip("不是 git 工作目录，无从得知哪些文件已提交")
    copy = tmp_path / "copy"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    for name in listed.stdout.rstrip("\0").split("\0"):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    for tool in ("sh", "make", "grep", "sed", "touch", "printf", "mkdir", "rm"):
        found = shutil.which(tool)
        if found:
            (tmp_path / "bin").mkdir(exist_ok=True)
            (tmp_path / "bin" / tool).symlink_to(found)
    done = subprocess.run(
        ["make", "book", f"PYTHON={sys.executable}"],
        cwd=copy,
        env={**os.environ, "PATH": str(tmp_path / "bin"), "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    book = copy / "reports" / "2019" / "book"
    assert (book / "index.html").is_file()
    assert len(list(book.glob("*.docx"))) == len(list(book.glob("*.pdf"))) == 1
