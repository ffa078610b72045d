"""reports-pool: a report by our pool of two against plain papermill in a pool of two.

See `_reports`. Where processes cannot be forked: reports-fresh.
"""

from __future__ import annotations

import json

from benchmarks import _reports as reports

OURS, PEER, TURNS = 60, 8, 2


def run() -> dict[str, object]:
    """The row, seconds a report."""
    with reports.bench(OURS) as of:
        turns = [
            (reports.ours(of, OURS), reports.plain(of, PEER, reports.WORKERS)) for _ in range(TURNS)
        ]
        floor = reports.floor(of, OURS)
    ours, peer = (min(times) for times in zip(*turns, strict=True))
    return {
        "name": "reports-pool",
        "ours": ours.clock,
        "peer": peer.clock,
        "peer_name": "papermill in a pool of two",
        "floor": floor.clock,
        "unit": "s",
        "ratio": peer.clock / ours.clock,
        "cpu": {"ours": ours.cpu, "peer": peer.cpu, "floor": floor.cpu},
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
