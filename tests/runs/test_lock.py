"""Two builds of one year exclude each other; a lock does not outlive its holder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jxanalytics.errors import BuildError
from jxanalytics.runs.lock import year_lock

HOLD = (
    "import sys; from pathlib import Path; from jxanalytics.runs.lock import year_lock\n"
    "with year_lock(Path(sys.argv[1]), 2019):\n    print('held', flush=True)\n    sys.stdin.read()"
)


def test_a_second_build_is_told_who_builds(tmp_path: Path) -> None:
    """The message names the year and the process; after the holder is killed the lock is free."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(BuildError, match=f"2019年度.*进程{holder.pid}"), year_lock(tmp_path, 2019):
        pass
    with year_lock(tmp_path / "other", 2020):
        pass
    os.kill(holder.pid, 9)
    holder.communicate()
    with year_lock(tmp_path, 2019):
        pass
