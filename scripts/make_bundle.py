"""Make an offline bundle: all wheels for one platform, a start script to double-click, the guide.

    python scripts/make_bundle.py linux                     # into dist/
    python scripts/make_bundle.py windows --interpreter python-3.11-windows.zip

Wheels are downloaded through pip at the locked versions, or taken from ``--wheels FOLDER``.
``--interpreter`` is an archive of a relocatable Python (python-build-standalone, or the NuGet package)
for machines that have none; it is unpacked as ``python/``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

from jxanalytics.guide import FOLDER as GUIDE
from jxanalytics.guide import write_guide

ROOT = Path(__file__).parents[1]
PARTS = Path(__file__).parent / "bundle"
LOCK = ROOT / "requirements.lock"
PYTHON = "3.11"
# Kylin V10 and the other systems in use have glibc 2.28; wheels for older ones run there too.
_GLIBC = range(28, 4, -1)
# Read by Windows as UTF-8 and with its own line ends.
_WINDOWS_TEXTS = {"readme.txt", "no-python.txt"}


@dataclass(frozen=True)
class Platform:
    """A platform: what it is called, the tags its wheels may have, and what markers of the lock see."""

    label: str
    tags: tuple[str, ...]
    machine: str
    windows: bool = False

    @property
    def scripts(self) -> tuple[str, ...]:
        return ("start.bat",) if self.windows else ("start.sh", "jxanalytics.desktop")

    def markers(self, python: str) -> dict[str, str]:
        """The environment that the lock's markers are judged in."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": "nt" if self.windows else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if self.windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": "win32" if self.windows else "linux",
        }


def _linux(label: str, machine: str) -> Platform:
    tags = (*(f"manylinux_2_{minor}_{machine}" for minor in _GLIBC), f"manylinux2014_{machine}")
    return Platform(label, tags, machine)


PLATFORMS: Mapping[str, Platform] = {
    "windows": Platform("64位 Windows 10、11", ("win_amd64",), "AMD64", windows=True),
    "linux": _linux("x86_64 的麒麟等 Linux（glibc 2.28 及以上）", "x86_64"),
    "linux-arm64": _linux("ARM64（鲲鹏、飞腾）的麒麟等 Linux（glibc 2.28 及以上）", "aarch64"),
}


def pins(platform: Platform, python: str = PYTHON) -> list[str]:
    """The locked versions that the platform needs.

    Judged here: pip judges markers for the machine it runs on, whatever platform it is told.
    """
    seen = platform.markers(python)
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines]
    return [
        f"{one.name}{one.specifier}"
        for one in requirements
        if one.marker is None or one.marker.evaluate(seen)
    ]


def download(platform: Platform, folder: Path, python: str, wheels: Path | None) -> None:
    """Every wheel into ``folder``, and ours, built from this checkout."""
    folder.mkdir(parents=True)
    source = ["--no-index", "--find-links", str(wheels)] if wheels else []
    where = [f"--platform={tag}" for tag in platform.tags]
    _run(
        "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--only-binary=:all:", "--implementation=cp", f"--python-version={python}", *where, *source,
        f"--dest={folder}", *pins(platform, python), f"pip=={version('pip')}",
    )  # fmt: skip
    _run("hatchling", "build", "-t", "wheel", "-d", str(folder))


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True)


def write_scripts(platform: Platform, folder: Path, python: str) -> None:
    """What is double-clicked and read, with the line ends and encodings of the platform."""
    said = {"@PYTHON@": python, "@VERSION@": version("jxanalytics"), "@PLATFORM@": platform.label}
    for name in ("start.py", *platform.scripts, *sorted(_WINDOWS_TEXTS)):
        text = (PARTS / name).read_text(encoding="utf-8")
        for mark, value in said.items():
            text = text.replace(mark, value)
        dos = platform.windows and name != "start.py"
        mark = "\ufeff" if dos and name == "readme.txt" else ""
        (folder / name).write_text(mark + text, encoding="utf-8", newline="\r\n" if dos else "\n")
        if name in ("start.sh", "jxanalytics.desktop"):
            (folder / name).chmod(0o755)
    told = {"python": python, "version": version("jxanalytics"), "platform": platform.label}
    (folder / "bundle.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def unpack_interpreter(archive: Path, folder: Path) -> None:
    """A relocatable Python as ``python/``: the folder of its executable, wherever the archive has it."""
    inside = folder / ".interpreter"
    shutil.unpack_archive(str(archive), str(inside))
    found = [*inside.rglob("python.exe"), *inside.rglob("bin/python3")]
    if not found:
        raise SystemExit(f"{archive}: no python.exe and no bin/python3 in it")
    first = min(found, key=lambda path: len(path.parts))
    home = first.parent if first.suffix == ".exe" else first.parent.parent
    shutil.move(str(home), str(folder / "python"))
    shutil.rmtree(inside, ignore_errors=True)


def archive(folder: Path, platform: Platform) -> Path:
    """The bundle as one file: zip for Windows, else tar.gz, which keeps what may be started."""
    if platform.windows:
        made = shutil.make_archive(str(folder), "zip", folder.parent, folder.name)
        return Path(made)
    target = folder.with_name(f"{folder.name}.tar.gz")
    with tarfile.open(target, "w:gz", compresslevel=1) as tar:
        tar.add(folder, arcname=folder.name)
    return target


def make(
    name: str,
    target: Path,
    python: str = PYTHON,
    wheels: Path | None = None,
    interpreter: Path | None = None,
) -> Path:
    """The bundle's folder below ``target``, made anew."""
    platform = PLATFORMS[name]
    folder = target / f"jxanalytics-{version('jxanalytics')}-{name}-py{python.replace('.', '')}"
    shutil.rmtree(folder, ignore_errors=True)
    download(platform, folder / "wheels", python, wheels)
    write_scripts(platform, folder, python)
    shutil.copy(ROOT / "LICENSE", folder)
    write_guide(folder / GUIDE)
    if interpreter is not None:
        unpack_interpreter(interpreter, folder)
    return folder


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("platform", choices=PLATFORMS)
    parser.add_argument("--python", default=PYTHON, help="version of Python, such as 3.12")
    parser.add_argument(
        "--wheels", type=Path, help="take wheels from this folder, without an index"
    )
    parser.add_argument("--interpreter", type=Path, help="archive of a relocatable Python")
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    args = parser.parse_args(arguments)
    folder = make(args.platform, args.to, args.python, args.wheels, args.interpreter)
    print(archive(folder, PLATFORMS[args.platform]))


if __name__ == "__main__":
    main()
