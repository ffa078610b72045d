"""What tests of this room share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.season.made import put


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two years on disk, never written to."""
    folder = tmp_path_factory.mktemp("season")
    put(folder)
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """A copy of the later year's folder, with the earlier one beside it."""
    shutil.copytree(kept, tmp_path / "data")
    return tmp_path / "data" / "2024"
