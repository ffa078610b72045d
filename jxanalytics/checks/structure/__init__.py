"""Form of what was filed: parts, numbering, dates, who evaluated, and whose report it is. JX80x–JX82x."""

from __future__ import annotations

from jxanalytics.checks.structure import agency, dating, identity, parts

__all__ = ["agency", "dating", "identity", "parts"]
