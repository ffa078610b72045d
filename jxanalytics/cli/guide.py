"""``jxa guide``: the user guide as pages that open without a network."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from jxanalytics.cli import parser as options
from jxanalytics.errors import MisuseError

NAME = "guide"
HELP = "打开使用说明：写成网页，放在工作目录的“使用说明”中，不联网可看"


def arguments(parser: options.Parser) -> None:
    options.root(parser)
    parser.add_argument("--no-open", action="store_true", help="只写文件，不打开浏览器")


def run(args: argparse.Namespace) -> int:
    """Write the guide into the working folder, or where one stands who has none; open it."""
    from jxanalytics.runs.workspace import Workspace

    try:
        folder = Workspace.find(args.root).root
    except MisuseError:
        folder = Path(args.root)
    page = leave(folder)
    if not args.no_open and _screen():
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    return 0


def leave(folder: Path) -> Path:
    """Write the guide into its place in a folder and say where it is; the page to open."""
    from jxanalytics.guide import FOLDER, write_guide

    page = write_guide(folder / FOLDER)
    print(f"使用说明：双击 {page}")
    return page


def _screen() -> bool:
    """Whether a browser has somewhere to show the page; else one in the terminal would take it over."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
