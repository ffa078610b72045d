"""Old formats (.doc, .xls): converted by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from jxanalytics.intake.containers.blocks import Refused

SAVE_AS = "是旧格式或本程序不直接读取的格式，请用 Word、WPS 或 Excel 另存为 docx 或 xlsx 后再报送"
UNREADABLE = "由 LibreOffice 转换后没有可读的内容，请用 Word 或 Excel 另存为 docx 或 xlsx 后再报送"
TARGETS = {".doc": "docx", ".xls": "xlsx"}
TIME_LIMIT = 60


# Where its installers put it without telling the search path, below the folders for programs.
_PLACES = ("LibreOffice/program/soffice.exe", "LibreOffice.app/Contents/MacOS/soffice")
_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")


def office_program() -> str | None:
    """LibreOffice's program; None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is not None:
        return found
    folders = [os.environ[name] for name in _FOLDERS if name in os.environ] + ["/Applications"]
    places = (Path(folder) / place for folder in folders for place in _PLACES)
    return next((str(place) for place in places if place.is_file()), None)


def converted(data: bytes, suffix: str) -> bytes:
    """The same document as .docx or .xlsx.

    Raises Refused when LibreOffice is not installed, fails, or takes longer than TIME_LIMIT.
    """
    office = office_program()
    target = TARGETS.get(suffix)
    if office is None or target is None:
        raise Refused(SAVE_AS)
    with tempfile.TemporaryDirectory(prefix="jxa-") as folder:
        source = Path(folder) / f"document{suffix}"
        source.write_bytes(data)
        _run(
            [office, "--headless", "--norestore", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
             "--convert-to", target, "--outdir", folder, str(source)]
        )  # fmt: skip
        result = source.with_suffix(f".{target}")
        # The exit code is not believed: LibreOffice returns 0 for what it could not convert.
        if not result.is_file() or result.stat().st_size == 0:
            raise Refused(UNREADABLE)
        return result.read_bytes()


def _run(command: list[str]) -> None:
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise Refused(
            f"由 LibreOffice 转换超过{TIME_LIMIT}秒，已中止，请另存为 docx 或 xlsx"
        ) from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
