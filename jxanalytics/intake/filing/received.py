"""What came, when, in which file: the register of receipts, and the originals as they came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from jxanalytics.intake.filing.rows import DocumentRows
from jxanalytics.model.changing import Change
from jxanalytics.model.season import ORIGINALS, RECEIVED
from jxanalytics.model.season_store import Season, put_season
from jxanalytics.model.tables import from_rows

# Enough of a SHA-256 that no two files of a year share it.
_DIGITS = 16


@dataclass(frozen=True)
class Original:
    """A file as it came; ``kept`` is where it is put, relative to the year's folder."""

    path: Path

    @cached_property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:_DIGITS]

    @property
    def kept(self) -> str:
        return f"{ORIGINALS}/{self.digest}{self.path.suffix.lower()}"


class Received:
    """The receipts of a season while files are being imported ``on`` a day, in one change of the year."""

    def __init__(self, season: Season, change: Change, on: date | None):
        self.season, self.change, self.on = season, change, on
        self.rows: list[dict[str, Any]] = season["received"].to_dict("records")
        self.sealed = set(season["seals"]["project_id"])
        # The digests of the files each document came in, oldest first.
        self.digests: dict[str, list[str]] = {}
        for row in self.rows:
            self.digests.setdefault(row["document_id"], []).append(row["digest"])

    def refusal(self, original: Original, document: DocumentRows) -> str:
        """Why a form that differs from the version on file is not taken; "" where it is."""
        if str(document.document["project_id"]) in self.sealed:
            return "该项目已定稿，未采用；确需修改的，请先用 jxa seal --undo 取消定稿"
        mine = self.digests.get(document.document_id, [])
        if original.digest in mine[:-1]:
            return f"是此前收到的第{mine.index(original.digest) + 1}版，已有更新的版本，未采用"
        return ""

    def note(self, original: Original, document: DocumentRows, status: str) -> None:
        """Enter a form and keep its file; one that came in the same file before is entered already."""
        mine = self.digests.setdefault(document.document_id, [])
        if original.digest in mine:
            return
        mine.append(original.digest)
        self.change.write(original.kept, original.content)
        self.rows.append(
            {
                "document_id": document.document_id,
                "project_id": str(document.document["project_id"]),
                "date": "" if self.on is None else self.on.isoformat(),
                "file": original.path.name,
                "digest": original.digest,
                "kept": original.kept,
                "status": status,
            }
        )

    def put(self) -> None:
        """Make the register part of the change."""
        put_season(self.season.replaced(received=from_rows(RECEIVED, self.rows)), self.change)
