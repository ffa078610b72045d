"""The ledger of a year: what became of every report, one line a fact, only ever appended to.

A line cut off by a crash is passed over. What is finished is told by the notebooks in the store,
which appear whole or not at all; the ledger says how, when, why, and what each was made from.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jxanalytics.model.whole import write_whole
from jxanalytics.runs.content import Parts, digest
from jxanalytics.runs.execute import Result
from jxanalytics.runs.keys import Key

DONE, FAILED = "done", "failed"
# Lines a report before the file is written anew.
_SLACK = 4


@dataclass(frozen=True)
class Entry:
    """The last run of a report: ``digest`` of its key, its own parts, the set of shared ones."""

    name: str
    digest: str
    own: Parts
    shared: str
    state: str
    attempts: int
    seconds: float
    time: str
    reason: str = ""


class Ledger:
    """The entries of a file by report; ``append`` adds to both. One process writes at a time."""

    def __init__(self, path: Path):
        self._path = path
        self._shared: dict[str, Parts] = {}
        self._entries: dict[str, Entry] = {}
        self._lines = 0
        self._read()

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def parts(self, entry: Entry) -> Parts:
        """All that a report was made from."""
        return {**entry.own, **self._shared.get(entry.shared, {})}

    def append(self, result: Result, key: Key) -> None:
        """Note a result; on the disk when this returns."""
        said = json.dumps(dict(key.shared), sort_keys=True, ensure_ascii=False)
        shared = digest(said.encode())
        entry = Entry(
            name=result.task.name,
            digest=key.digest,
            own=dict(key.own),
            shared=shared,
            state=FAILED if result.failed else DONE,
            attempts=result.attempts,
            seconds=round(result.seconds, 3),
            time=datetime.now(UTC).isoformat(timespec="seconds"),
            reason=result.reason,
        )
        lines = [] if shared in self._shared else [_line({"shared": shared, "parts": key.shared})]
        self._shared[shared] = dict(key.shared)
        self._entries[entry.name] = entry
        self._write([*lines, _line(asdict(entry))])

    def _write(self, lines: list[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lines += len(lines)
        with self._path.open("a+b") as file:
            # A line cut off by a crash must not spoil the next one. What is written goes to the end.
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write("".join(lines).encode())
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> None:
        if not self._path.is_file():
            return
        for line in self._path.read_bytes().splitlines():
            self._lines += 1
            try:
                said = json.loads(line)
                if "parts" in said:
                    self._shared[said["shared"]] = said["parts"]
                else:
                    self._entries[said["name"]] = Entry(**said)
            except (ValueError, KeyError, TypeError):
                continue  # cut off, or of another version

    def compact(self, names: set[str]) -> None:
        """Forget reports that are no longer planned and earlier runs, when they are many."""
        kept = {name: entry for name, entry in self._entries.items() if name in names}
        if self._lines <= _SLACK * len(kept) and len(kept) == len(self._entries):
            return
        used = {entry.shared for entry in kept.values()}
        self._entries = kept
        self._shared = {k: v for k, v in self._shared.items() if k in used}
        lines = [_line({"shared": k, "parts": v}) for k, v in self._shared.items()]
        lines += [_line(asdict(entry)) for entry in kept.values()]
        write_whole(self._path, "".join(lines))
        self._lines = len(lines)


def _line(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
