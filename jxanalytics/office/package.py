"""The zip package of an Office file, written so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

# Programs write the time of day here.
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_TIME = rb"\g<1>2000-01-01T00:00:00Z\g<2>"


def fixed(package: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The package with fixed times, inside and on its members; ``changed`` members in their place,
    new ones at the end."""
    changed = changed or {}
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = changed[name] if name in changed else old.read(name)
            if name == _CORE:
                content = _TIMES.sub(_TIME, content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        for name in sorted(changed.keys() - set(old.namelist())):
            new.writestr(zipfile.ZipInfo(name), changed[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()
