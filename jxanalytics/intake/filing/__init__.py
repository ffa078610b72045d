"""Filing: forms read into an evaluation year — ids, rows, versions, corrections."""

from __future__ import annotations
