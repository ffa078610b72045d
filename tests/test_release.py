"""What must agree before a version is given out; ``make release-check`` runs this with the wheel and the bundle."""

from __future__ import annotations

import re
import tomllib

import jxanalytics
from tests.conftest import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (.+)$", CHANGELOG, re.M)


def test_the_version_is_one() -> None:
    """pyproject.toml, the package and the guide name the same version, a semantic one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == jxanalytics.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", jxanalytics.__version__)
    for page in ("README.md", "README.zh-CN.md", "docs/guide/start.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert f"jxanalytics-{jxanalytics.__version__}-py3-none-any.whl" in text


def test_the_changelog_says_what_is_in_the_version() -> None:
    """The changelog begins with what is unreleased or with this version, each section once and dated."""
    first, *rest = SECTIONS
    released = [*rest] if first == "Unreleased" else SECTIONS
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", name) for name in released)
    assert first == "Unreleased" or first.startswith(f"{jxanalytics.__version__} ")
    assert len(SECTIONS) == len(set(SECTIONS))
