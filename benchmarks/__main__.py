"""``python -m benchmarks NAME…``: run benchmarks, print a line each, write ``benchmarks/results.json``.

A benchmark is a module of this folder with ``run() -> dict``, a row as the benchmark contract in
CONTRIBUTING.md describes; the row's name is the module's with hyphens. Without a name all are run.
``--peer SIZE`` is for rows whose ``run`` takes a ``peer``: the size at which the peer is timed.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jxanalytics.model.whole import write_whole
from jxanalytics.runs.keys import program_digest

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
Row = dict[str, Any]


def names() -> list[str]:
    """The rows there are."""
    found = (m.name for m in pkgutil.iter_modules([str(HERE)]) if m.name[0] != "_")
    return sorted(name.replace("_", "-") for name in found)


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="; ".join(names()))
    parser.add_argument("--peer", type=int, metavar="SIZE", help="time the peer at this size")
    options = parser.parse_args(words)
    wanted, said = options.names, {} if options.peer is None else {"peer": options.peer}
    for name in wanted:
        if name not in names():
            near = difflib.get_close_matches(name, names(), n=1, cutoff=0.3)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names())}"
            parser.error(f"no benchmark {name}; {hint}")
        if said and "peer" not in inspect.signature(_run(name)).parameters:
            parser.error(f"{name} times its peer at one size only; run it without --peer")
    if said and not wanted:
        parser.error("--peer needs the name of a row")
    for name in wanted or names():
        row = _run(name)(**said)
        print(line(row), flush=True)
        keep(row)


def _run(name: str) -> Callable[..., Row]:
    """What measures a row."""
    run: Callable[..., Row] = importlib.import_module(f"benchmarks.{name.replace('-', '_')}").run
    return run


def line(row: Row) -> str:
    """A row as it is printed."""
    floor = "" if row["floor"] is None else f", floor {row['floor']:.4g}"
    peer = (
        ""
        if row["peer"] is None
        else f", {row['peer_name']} {row['peer']:.4g} = {row['ratio']:.1f} times ours"
    )
    return f"{row['name']}: ours {row['ours']:.4g} {row['unit']}{peer}{floor}"


def keep(row: Row) -> None:
    """Put a row into the results in place of its last one; others stay, each with its time and the
    program it was measured with."""
    measured = datetime.now(UTC).isoformat(timespec="minutes")
    fresh = {**row, "measured": measured, "program": program_digest()}
    rows = {one["name"]: one for one in _known() if one["name"] in names()}
    rows[row["name"]] = fresh
    text = json.dumps([rows[name] for name in sorted(rows)], ensure_ascii=False, indent=1)
    write_whole(RESULTS, text + "\n")


def _known() -> Iterable[Row]:
    if not RESULTS.is_file():
        return []
    rows: list[Row] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return rows


if __name__ == "__main__":
    main()
