"""``make bench``: run every benchmark here, print its line, write ``benchmarks/results.json``.

A benchmark is a module of this folder with ``run() -> dict``, a row as the benchmark contract in
CONTRIBUTING.md describes: name, ours, peer, peer_name, floor, unit, ratio.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    rows = []
    for module in sorted(m.name for m in pkgutil.iter_modules([str(HERE)]) if m.name[0] != "_"):
        row = importlib.import_module(f"benchmarks.{module}").run()
        rows.append(row)
        floor = "" if row["floor"] is None else f", floor {row['floor']:.4g}"
        peer = (
            ""
            if row["peer"] is None
            else f", {row['peer_name']} {row['peer']:.4g} = {row['ratio']:.1f} times ours"
        )
        print(f"{row['name']}: ours {row['ours']:.4g} {row['unit']}{peer}{floor}", flush=True)
    (HERE / "results.json").write_text(
        json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
