"""What a workspace names to be ready before reports, older shapes of it too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jxanalytics.runs.preload import preload


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ("data", ["d"]),
        ("data, reports, shared", ["d", 3, "s"]),
        ("data, reports, shared, chapters", ["d", 3, "s", 2]),
        ("*told", ["d", 3, "s", 2]),
    ],
)
def test_a_function_is_told_as_much_as_it_takes(
    taken: str, told: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function written when less was told is called all the same, not passed over."""
    name = f"own_{len(told)}_{'all' if taken.startswith('*') else 'named'}"
    listed = taken.lstrip("*") if taken.startswith("*") else f"[{taken}]"
    text = f"seen = []\n\ndef ready({taken}):\n    seen.extend({listed})\n"
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    preload([f"{name}:ready"], "d", 3, "s", 2)
    assert sys.modules[name].seen == told
