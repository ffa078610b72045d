"""The wheel alone, without the repository, is all a user needs."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.links import broken_links

EXAMPLE = "examples/合作交流办2019年度绩效评价材料.docx"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with what is installed; nothing is fetched."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (made,) = folder.glob("*.whl")
    return made


def run(folder: Path, *command: str | Path, code: int = 0, path: str = "") -> str:
    """What a command prints in a folder, without what the tests have in their environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    found = {"PYTHONPATH": path} if path else {}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**kept, **found},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_starts_a_working_folder(wheel: Path, tmp_path: Path) -> None:
    """From the unpacked wheel ``python -m jxanalytics`` makes a folder like the repository's own."""
    program, folder = tmp_path / "program", tmp_path / "新年度"
    zipfile.ZipFile(wheel).extractall(program)
    said = run(tmp_path, sys.executable, "-m", "jxanalytics", "new", folder, path=str(program))
    assert "jxa book" in said
    names = ["_quarto.yml", "index.md", "notebooks/overview.ipynb", "data/2019/funding.csv"]
    assert (folder / "使用说明" / "guide-start.html").is_file()
    assert broken_links(folder / "使用说明") == []
    names += ["reports/README.md", "extensions/examples/local_check.py", EXAMPLE]
    for name in names:
        assert (folder / name).read_bytes() == (ROOT / name).read_bytes(), name


@pytest.mark.slow
def test_the_installed_wheel_makes_the_book(wheel: Path, tmp_path: Path) -> None:
    """Installed into an empty environment that sees the other packages: new, read, check, book."""
    place = tmp_path / "environment"
    venv.create(place, with_pip=True)
    scripts = place / ("Scripts" if sys.platform == "win32" else "bin")
    python, jxa = scripts / "python", scripts / "jxa"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(tmp_path, python, "-c", where).strip())
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join(others), encoding="utf-8")
    run(tmp_path, python, "-m", "pip", "install", "--no-index", "--no-deps", wheel)
    assert str(ROOT) not in run(
        tmp_path, python, "-c", "import jxanalytics as j; print(j.__file__)"
    )
    run(tmp_path, jxa, "new", "新年度")
    folder = tmp_path / "新年度"
    assert "执行305.36" in run(folder, jxa, "read", EXAMPLE)
    assert "24.67%" in run(folder, jxa, "check", code=1)
    run(folder, python, "-m", "jxanalytics", "book", "--engine", "pandoc")
    book = folder / "reports" / "2019" / "book"
    assert "24.67%" in (book / "P0001-self.html").read_text(encoding="utf-8")
    assert len(list(book.glob("*.docx"))) == len(list(book.glob("*.pdf"))) == 1
