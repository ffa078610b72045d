"""A new working folder: the notebooks, settings and preface that come with the program.

Their one place is the root of the repository; an installed package carries copies of them (see
``force-include`` in pyproject.toml). What a folder was given is recorded in it, so that
``runs.upgrade`` can tell a template nobody touched from one that is the user's own by now.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import jxanalytics
from jxanalytics.errors import DataError, MisuseError
from jxanalytics.model.whole import write_whole
from jxanalytics.runs.workspace import CONFIG, Workspace

HOME = "index.md"
# What the folder was given: version, notice, and the fingerprint of every template.
RECORD = ".jxanalytics.json"
EXAMPLE_YEAR = 2019
_EXAMPLE = (f"data/{EXAMPLE_YEAR}", "examples")
_INSTALLED = Path(__file__).parents[1] / "template"
_CHECKOUT = Path(__file__).parents[2]
_README = Path(__file__).parent / "resources" / "README.md"


def template() -> Path:
    """The folder that holds the templates. Raises DataError where the installation lacks them."""
    for folder in (_INSTALLED, _CHECKOUT):
        if (folder / CONFIG).is_file() and (folder / "notebooks").is_dir():
            return folder
    raise DataError("程序自带的笔记本和设置缺失，请重新安装 jxanalytics")


def start(folder: str | Path, notice: str = "", example: bool = False) -> Workspace:
    """Make a working folder at ``folder``; with ``example``, the reference year and its forms in it.

    ``notice`` (虚构示例数据, 征求意见稿) is put into the book's title, its preface and the settings.
    Raises MisuseError when something is there already: nothing is overwritten.
    """
    root = Path(folder).resolve()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise MisuseError(f"「{folder}」已有内容，为免覆盖未作改动，请换一个空目录")
    templates = shipped(notice)
    for name, content in templates.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (root / "data").mkdir()
    for name in _EXAMPLE if example else ():
        shutil.copytree(
            template() / name, root / name, ignore=shutil.ignore_patterns("make_*.py", "__*")
        )
    record(root, notice, {name: fingerprint(name, body) for name, body in templates.items()})
    return Workspace(root)


def shipped(notice: str = "") -> dict[str, bytes]:
    """Every template as this version of the program writes it, by its path in a working folder."""
    source = template()
    found = {"README.md": _README.read_bytes()}
    for name, noticed in ((CONFIG, _noticed_config), (HOME, _noticed_home)):
        text = (source / name).read_text(encoding="utf-8-sig")
        found[name] = (noticed(text, notice) if notice else text).encode()
    for path in sorted((source / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            found[path.relative_to(source).as_posix()] = path.read_bytes()
    for path in sorted((source / "extensions" / "examples").iterdir()):
        if path.is_file():
            found[path.relative_to(source).as_posix()] = path.read_bytes()
    found["reports/README.md"] = (source / "reports" / "README.md").read_bytes()
    return found


def fingerprint(name: str, content: bytes) -> str:
    """What stands for a template's content: a notebook that was merely run has still the same.

    Only the cells of a notebook count, not its outputs; in a text, neither the byte order mark nor
    the kind of line end, which editors change on their own.
    """
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    if name.endswith(".ipynb"):
        text = _cells(text)
    return hashlib.sha256(text.encode()).hexdigest()


def record(root: Path, notice: str, fingerprints: Mapping[str, str]) -> None:
    """Note in the folder what it was given."""
    said = {"version": jxanalytics.__version__, "notice": notice, "templates": fingerprints}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(root / RECORD, text + "\n")


def _cells(text: str) -> str:
    """The kinds, tags and words of a notebook's cells; the text as it is where it is no notebook."""
    try:
        cells = json.loads(text)["cells"]
        said = [
            (cell["cell_type"], cell["metadata"].get("tags", []), "".join(cell["source"]))
            for cell in cells
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return json.dumps(said)


def _noticed_config(text: str, notice: str) -> str:
    """Both titles with the notice behind them, and the notice itself; comments stay."""
    text = re.sub(r'^(  title: )("?)(.+?)\2$', rf"\1\2\3（{notice}）\2", text, flags=re.M)
    return re.sub(r"^(  notice: ).*$", rf'\1"{notice}"', text, flags=re.M)


def _noticed_home(text: str, notice: str) -> str:
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n**{notice}：书中单位、人员、项目和数据不对应任何真实情况，仅供演示。**\n{rest}"
