"""Names of files and folders that every system takes, made from what people wrote."""

from __future__ import annotations

import re

# Names that Windows keeps for devices, whatever the ending: a file CON.xlsx cannot be made there.
_KEPT = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def safe_stem(name: str, otherwise: str, longest: int = 80) -> str:
    """A name without ending that can stand on Windows as well; ``otherwise`` where nothing is left."""
    stem = _FORBIDDEN.sub("_", name).strip(" .")[:longest].rstrip(" .") or otherwise
    return f"{stem}_" if _KEPT.fullmatch(stem) else stem
