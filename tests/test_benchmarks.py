"""Benchmarks are rows with names; those named are run, and their results are kept beside the others."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

bench = importlib.import_module("benchmarks.__main__")
ROW = {"ours": 1.0, "peer": 5.0, "peer_name": "by hand", "ratio": 5.0, "floor": None, "unit": "s"}


def test_only_what_is_named_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name runs its row alone; the results of other rows stay, those of rows that are no more go."""
    ran = []

    def imported(module: str) -> SimpleNamespace:
        name = module.removeprefix("benchmarks.").replace("_", "-")
        return SimpleNamespace(run=lambda: ran.append(name) or {**ROW, "name": name})

    monkeypatch.setattr(bench.importlib, "import_module", imported)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    before = [{**ROW, "name": name} for name in ("check-10k", "gone", "reports-pool")]
    bench.RESULTS.write_text(json.dumps(before), encoding="utf-8")
    bench.main(["reports-pool"])
    assert ran == ["reports-pool"]
    assert capsys.readouterr().out == "reports-pool: ours 1 s, by hand 5 = 5.0 times ours\n"
    first, second = json.loads(bench.RESULTS.read_text(encoding="utf-8"))
    assert first == before[0]
    assert second["name"] == "reports-pool" and {"measured", "program"} <= second.keys()


def test_an_unknown_name_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is run for a name that is not there; the one that was meant is offered."""
    with pytest.raises(SystemExit) as stopped:
        bench.main(["report-pool"])
    assert stopped.value.code == 2
    assert "did you mean reports-pool?" in capsys.readouterr().err


def test_every_benchmark_is_a_row() -> None:
    """Each module has ``run`` and is named in what it says of itself."""
    for name in bench.names():
        module = importlib.import_module(f"benchmarks.{name.replace('-', '_')}")
        assert callable(module.run)
        assert module.__doc__ and module.__doc__.startswith(f"{name}: ")


def test_the_size_of_the_peer_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--peer`` reaches a row that takes it; a row that does not is refused before anything runs."""
    sizes = []

    def sized(peer: int = 10) -> dict[str, object]:
        sizes.append(peer)
        return {**ROW, "name": "book-300-chapters"}

    rows = {"book_300_chapters": sized, "check_10k": lambda: sizes.append(-1)}
    monkeypatch.setattr(
        bench.importlib, "import_module", lambda m: SimpleNamespace(run=rows[m.split(".")[1]])
    )
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    bench.main(["book-300-chapters", "--peer", "100"])
    assert sizes == [100]
    with pytest.raises(SystemExit):
        bench.main(["book-300-chapters", "check-10k", "--peer", "100"])
    assert sizes == [100]
    assert "check-10k" in capsys.readouterr().err
