"""Write ``docs/licences.md`` anew: the licence of every package in the lock files, as installed.

Run in the development environment after a change of the lock files:
``.venv/bin/python scripts/licences.py``. Packages that the lock files name only for other systems
or other versions of Python are listed without a licence: their metadata is not at hand here.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "licences.md"
BASE, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
ELSEWHERE = "not installed where this list was made"
# A licence given as its whole text is too long for a table; its classifier says enough.
LONGEST = 60
# Read from the licence file where the metadata says nothing.
FROM_FILE = {"axe-playwright-python": "MIT"}

HEAD = """\
<!-- written by scripts/licences.py from installed metadata; do not edit by hand -->

# Licences

jxanalytics is under the [MIT licence](../LICENSE). This page lists what it carries and what it is
installed with. None of the packages is copied into it.

## Carried in the package

| what | where | licence |
| --- | --- | --- |
| Noto Sans SC, Noto Serif SC | `jxanalytics/fonts/` | SIL Open Font License 1.1 ([OFL.txt](../jxanalytics/fonts/OFL.txt)) |
| reveal.js | `jxanalytics/slides/resources/` | MIT |
| MiniSearch | `jxanalytics/book/resources/vendor/` | MIT |

## Programs inside packages

| program | comes with | licence |
| --- | --- | --- |
| pandoc | pypandoc_binary | GPL-2.0-or-later; run as a program of its own, its source at <https://github.com/jgm/pandoc> |
| Typst | typst | Apache-2.0 |

Quarto, LibreOffice and Chromium are used where they are found and are never installed by jxanalytics.
"""


def licence(name: str) -> str:
    """What a package's own metadata says, in one line."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE
    if expression := said.get("License-Expression"):
        return expression
    text = (said.get("License") or "").strip()
    if text and "\n" not in text and len(text) <= LONGEST and text != "UNKNOWN":
        return text
    classifiers = said.get_all("Classifier") or []
    found = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License ::")]
    if not found and name not in FROM_FILE:
        raise SystemExit(f"{name} states no licence: look at its licence file, add to FROM_FILE")
    return ", ".join(found) or FROM_FILE[name]


def names(lock: Path) -> list[str]:
    """The packages of a lock file in its order, once each."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(Requirement(line).name for line in lines))


def table(title: str, packages: list[str]) -> str:
    rows = "".join(f"| {name} | {licence(name)} |\n" for name in packages)
    return f"\n## {title}\n\n| package | licence |\n| --- | --- |\n{rows}"


def page() -> str:
    base = names(BASE)
    added = [name for name in names(DEV) if name not in base]
    return (
        HEAD
        + table("Packages a user installs (requirements.lock)", base)
        + table("Packages only for development (requirements-dev.lock)", added)
    )


def listed(text: str) -> list[str]:
    """The packages that a page lists below its two tables of packages."""
    rows = re.findall(r"^\| ([\w.\-]+) \| ", text.partition("\n## Packages a user")[2], re.M)
    return [name for name in rows if name not in ("package", "---")]


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
