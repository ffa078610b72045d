"""A new working folder: the notebooks, ``_quarto.yml`` and ``index.md`` that come with the program.

Their one place is the root of the repository; an installed package carries copies of them (see
``force-include`` in pyproject.toml).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from jxanalytics.errors import DataError, MisuseError
from jxanalytics.runs.workspace import CONFIG, Workspace

HOME = "index.md"
_INSTALLED = Path(__file__).parents[1] / "template"
_CHECKOUT = Path(__file__).parents[2]


def template() -> Path:
    """The folder that holds the templates. Raises DataError where the installation lacks them."""
    for folder in (_INSTALLED, _CHECKOUT):
        if (folder / CONFIG).is_file() and (folder / "notebooks").is_dir():
            return folder
    raise DataError("程序自带的笔记本和设置缺失，请重新安装 jxanalytics")


def start(folder: str | Path, notice: str = "") -> Workspace:
    """Make a working folder at ``folder``, without data.

    ``notice`` (虚构示例数据, 征求意见稿) is put into the book's title, its preface and the settings.
    Raises MisuseError when something is there already: nothing is overwritten.
    """
    root = Path(folder).resolve()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise MisuseError(f"「{folder}」已有内容，为免覆盖未作改动，请换一个空目录")
    source = template()
    (root / "notebooks").mkdir(parents=True)
    (root / "data").mkdir()
    for notebook in sorted((source / "notebooks").glob("*.ipynb")):
        shutil.copyfile(notebook, root / "notebooks" / notebook.name)
    for name, noticed in ((CONFIG, _noticed_config), (HOME, _noticed_home)):
        text = (source / name).read_text(encoding="utf-8-sig")
        written = noticed(text, notice) if notice else text
        (root / name).write_text(written, encoding="utf-8", newline="\n")
    return Workspace(root)


def _noticed_config(text: str, notice: str) -> str:
    """Both titles with the notice behind them, and the notice itself; comments stay."""
    text = re.sub(r'^(  title: )("?)(.+?)\2$', rf"\1\2\3（{notice}）\2", text, flags=re.M)
    return re.sub(r"^(  notice: ).*$", rf'\1"{notice}"', text, flags=re.M)


def _noticed_home(text: str, notice: str) -> str:
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n**{notice}：书中单位、人员、项目和数据不对应任何真实情况，仅供演示。**\n{rest}"
