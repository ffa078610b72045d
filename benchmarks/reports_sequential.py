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
        "ours": ours,
        "peer": peer,
        "peer_name": "papermill, one report after another",
        "floor": floor,
        "unit": "s",
        "ratio": peer / ours,
        "overhead": ours - floor,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
