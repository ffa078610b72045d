"""A unit's package as a folder and as the zip that is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from jxanalytics.model.whole import write_folder, write_whole


def write_package(folder: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write a unit's package as ``folder/name/`` and, to be sent, ``folder/name.zip``; gives the zip.

    Written again it is the same; a package cut short is made whole by writing it again.
    """
    write_folder(folder / name, files)
    return write_whole(folder / f"{name}.zip", _zipped(files))


def _zipped(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            # ZipInfo's own date: the same files give the same bytes.
            package.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()
