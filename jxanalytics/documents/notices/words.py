"""What all notices share: dates as letters write them, who signs, folder names of units."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from jxanalytics.model import say
from jxanalytics.model.filenames import safe_stem

# Who signs where the workspace does not say.
UNSIGNED = "（发文单位，待补充）"


def day(on: date) -> str:
    """2026年4月1日."""
    return say.day(on.isoformat())


def folder_of(number: str, name: str) -> str:
    """A file or folder name that tells a unit by number and name and is safe on every system:
    U003-某市教育局; the name alone where there is no number."""
    safe = re.sub("[^0-9A-Za-z一-鿿]", "", unicodedata.normalize("NFKC", name))[:40]
    return safe_stem("-".join(filter(None, (number, safe))), "单位")
