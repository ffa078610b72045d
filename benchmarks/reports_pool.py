"""reports-pool: a report by our pool of two against plain papermill in a pool of two.

See `_reports`. Where processes cannot be forked: reports-fresh.
"""

from __future__ import annotations

import json

from benchmarks import _reports as reports

OURS, PEER, TURNS = 60, 8, 2


def run() -> dict[str, object]:
    """The row, seconds a report."""
    return reports.pool_row("reports-pool", OURS, PEER, TURNS)


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
