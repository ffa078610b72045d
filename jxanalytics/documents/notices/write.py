"""Writing notices into folders: each file whole or not at all, what is no longer sent taken away."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from jxanalytics.model.whole import write_whole


def write_package(folder: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write a unit's package as ``folder/name/`` and, to be sent, ``folder/name.zip``; gives the zip.

    Written again it is the same; a package cut short is made whole by writing it again.
    """
    write_folder(folder / name, files)
    return write_whole(folder / f"{name}.zip", _zipped(files))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Have a folder hold these files and no others; they are all there before it is exchanged."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for file, content in files.items():
        path = part / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)
    return folder


def _zipped(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            # ZipInfo's own date: the same files give the same bytes.
            package.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()
