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
    with reports.bench(OURS) as of:
        turns = [
            (reports.ours(of, OURS, kind="fresh"), reports.plain(of, PEER, reports.WORKERS))
            for _ in range(TURNS)
        ]
        floor = reports.floor(of, OURS)
    ours, peer = (min(times) for times in zip(*turns, strict=True))
    return {
        "name": "reports-fresh",
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
