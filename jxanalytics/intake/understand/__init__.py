"""Understanding: a document's texts and tables to forms, driven by words rather than positions."""

from __future__ import annotations

from jxanalytics.intake.understand.assemble import Understood, understand

__all__ = ["Understood", "understand"]
