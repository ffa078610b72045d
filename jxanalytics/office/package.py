"""The zip package of an Office file, written so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

# Programs write the time of day here.
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_TIME = rb"\g<1>2000-01-01T00:00:00Z\g<2>"


def fixed(package: bytes) -> bytes:
    """The package with fixed times, inside and on its members."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == _CORE:
                content = _TIMES.sub(_TIME, content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
