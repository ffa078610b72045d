"""The same arguments make the same bytes, which load without a fault; others are refused."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from jxanalytics.errors import MisuseError
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year, save_year
from jxanalytics.samples import make_year, make_years
from tests.conftest import ROOT

SAVING = """
import sys
from pathlib import Path
from jxanalytics.model.store import save_year
from jxanalytics.samples import make_years
for year in make_years(seed=11, projects=12, units=4):
    save_year(year, Path(sys.argv[1]) / str(year.year))
"""


def fingerprint(folder: Path) -> str:
    """One hash of all files of the years in a folder and their names; locks beside the years are none."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.glob("*/**/*") if p.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """Processes with other hash seeds, time zones and locales save the same files."""
    for number, extra in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "UTC"},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        )
    ):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
        command = [sys.executable, "-c", SAVING, str(tmp_path / str(number))]
        subprocess.run(command, env=environment, check=True, timeout=120)
    assert fingerprint(tmp_path / "0") == fingerprint(tmp_path / "1")


def test_another_seed_makes_another_year() -> None:
    """The seed decides: two seeds share neither money nor scores."""
    one, other = make_year(seed=1, projects=20), make_year(seed=2, projects=20)
    assert not one["funding"]["annual"].equals(other["funding"]["annual"])


@pytest.mark.parametrize("parquet", [False, True])
def test_saved_years_load_without_fault(tmp_path: Path, parquet: bool) -> None:
    """Every year of a row loads again equal, in both formats."""
    for year in make_years((2020, 2021), projects=20, units=5):
        folder = tmp_path / str(year.year)
        save_year(year, folder, parquet)
        again = load_year(folder)
        for name in TABLES:
            pd.testing.assert_frame_equal(again[name], year[name])
        assert dict(again.texts) == dict(year.texts)


@pytest.mark.parametrize("projects", [1, 2, 3, 61])
@pytest.mark.parametrize("units", [1, 2, 3, 61])
def test_sizes(projects: int, units: int) -> None:
    """Small years, single units and more departments than there are bureaus can be made."""
    if units > projects:
        with pytest.raises(MisuseError, match="单位数"):
            make_year(projects=projects, units=units)
        return
    year = make_year(projects=projects, units=units)
    assert (len(year["projects"]), len(year["units"])) == (projects, units)
    assert year["projects"]["unit_id"].nunique() == units
    assert year["units"]["name"].is_unique and year["units"]["unit_code"].is_monotonic_increasing
    assert (year["documents"]["kind"] == "report").any()


@pytest.mark.parametrize("years", [(), (2022, 2024), (2023, 2022), (999,), (9999,)])
def test_years_must_follow_each_other(years: tuple[int, ...]) -> None:
    """Years that are not consecutive four-digit numbers are refused with what was given."""
    with pytest.raises(MisuseError, match="年度应"):
        make_years(years)


def test_the_city_is_the_callers() -> None:
    """Unit names begin with the name given."""
    assert make_year(projects=8, name="样例县")["units"]["name"].str.startswith("样例县").all()


def test_names_are_unique_in_a_large_year() -> None:
    """More projects than there are combinations of words become further phases."""
    assert make_year(projects=1000, units=40)["projects"]["name"].is_unique
