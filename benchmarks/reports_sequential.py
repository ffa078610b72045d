"""reports-sequential: a report by our pool of two against plain papermill, one report after another.

See `_reports`. Ours, the peer and the floor take turns, so that all meet the same machine; the best
of the turns counts. ``overhead`` is what a report costs above the floor.
"""

from __future__ import annotations

import json

from benchmarks import _reports as reports

OURS, PEER, TURNS = 60, 4, 2


def run() -> dict[str, object]:
    """The row, seconds a report."""
    with reports.bench(OURS) as of:
        turns = [
            (reports.ours(of, OURS), reports.plain(of, PEER), reports.floor(of, OURS))
            for _ in range(TURNS)
        ]
    ours, peer, floor = (min(times) for times in zip(*turns, strict=True))
    return {
        "name": "reports-sequential",
        "ours": ours.clock,
        "peer": peer.clock,
        "peer_name": "papermill, one report after another",
        "floor": floor.clock,
        "unit": "s",
        "ratio": peer.clock / ours.clock,
        "cpu": {"ours": ours.cpu, "peer": peer.cpu, "floor": floor.cpu},
        "overhead": ours.clock - floor.clock,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
