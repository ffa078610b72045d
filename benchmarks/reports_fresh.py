"""reports-fresh: a report by our pool where processes cannot be forked, as on Windows.

Interpreters are started and warmed ahead, one a report; against plain papermill in a pool of two,
the two by turns. See `_reports`.
"""

from __future__ import annotations

import json

from benchmarks import _reports as reports

OURS, PEER, TURNS = 12, 8, 2


def run() -> dict[str, object]:
    """The row, seconds a report."""
    return reports.pool_row("reports-fresh", OURS, PEER, TURNS, kind="fresh")


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
