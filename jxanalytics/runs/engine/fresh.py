"""``python -m jxanalytics.runs.engine.fresh DATA SHARED NAME…``: warm up, wait for one report, run it, end.

Used where processes cannot be forked.
"""

from __future__ import annotations

import contextlib
import os
import sys

from jxanalytics.runs.channel import Channel, Closed
from jxanalytics.runs.engine.cells import serve
from jxanalytics.runs.preload import preload


def own_channel() -> Channel:
    """The pipes this process was started with; what is printed from now on goes to standard error."""
    channel = Channel(os.dup(0), os.dup(1), master=None)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    return channel


def main() -> None:
    """Get ready what is named on the command line, run the reports that are asked for, and end."""
    channel = own_channel()
    data, shared, *names = sys.argv[1:]
    preload(names, data, 1, shared)
    with contextlib.suppress(Closed):
        serve(channel)
    os._exit(0)


if __name__ == "__main__":
    main()
