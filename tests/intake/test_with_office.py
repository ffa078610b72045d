"""Files saved by a real LibreOffice in the old formats read as the new ones do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jxanalytics.intake import read_file, to_json
from tests.conftest import ROOT
from tests.intake.facts import Facts, standard
from tests.intake.office import Sheet, write_xlsx

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="本机没有 LibreOffice，未试读旧格式"),
]


def bare(value: Any) -> Any:
    """Without names of files and places of cells: LibreOffice draws the grid anew."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in ("file", "place")}
    return [bare(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("suffix", ["doc", "xls"])
def test_an_old_file(suffix: str, tmp_path: Path) -> None:
    """A .doc or .xls holds the same forms as the .docx or .xlsx it was saved from."""
    if suffix == "doc":
        new = Path(shutil.copy(next((ROOT / "examples").glob("*.docx")), tmp_path))
    else:
        new = write_xlsx(tmp_path / "表.xlsx", Sheet("自评表", standard(Facts())))
    subprocess.run(
        [str(OFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", suffix, "--outdir", str(tmp_path), str(new)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    old = read_file(new.with_suffix(f".{suffix}"))
    assert old.refused is None and old.unused == ()
    wanted, found = to_json([read_file(new)]), to_json([old])
    assert bare(found) == bare(wanted)
