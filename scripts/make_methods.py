"""Write docs/methods.md, the methodology page, from what the statistics state of themselves."""

from __future__ import annotations

from pathlib import Path

from jxanalytics.statistics import methodology_markdown

PAGE = Path(__file__).parents[1] / "docs" / "methods.md"

if __name__ == "__main__":
    PAGE.write_text(methodology_markdown(), encoding="utf-8", newline="\n")
