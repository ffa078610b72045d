"""Every layout reads to what was filed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jxanalytics.intake import read_file, to_json
from tests.intake.layouts import LAYOUTS


def differences(expected: Any, got: Any, path: str = "") -> list[str]:
    """Where ``got`` lacks or contradicts ``expected``; further keys are welcome."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return [
            d
            for key in expected
            for d in differences(expected[key], got.get(key, "<缺>"), f"{path}.{key}")
        ]
    if isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            return [
                f"{path}: {len(expected)} ≠ {len(got)} {[g.get('name') for g in got if isinstance(g, dict)]}"
            ]
        return [
            d
            for i, pair in enumerate(zip(expected, got, strict=True))
            for d in differences(*pair, f"{path}[{i}]")
        ]
    return [] if expected == got else [f"{path}: {expected!r} ≠ {got!r}"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_reads_to_what_was_filed(name: str, tmp_path: Path) -> None:
    """Each layout gives exactly the forms, figures and texts that were put into it."""
    path, expected = LAYOUTS[name](tmp_path)
    reading = read_file(path)
    assert reading.refused is None
    assert differences(expected, to_json([reading])) == []
