"""``jxa import``: forms filed into ``data/<year>/``, with a recap of what was read and what was not."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options
from jxanalytics.cli.progress import by_file

NAME = "import"
HELP = "导入：把收到的表和报告归入某一年度的数据，保留历次版本"


def arguments(parser: options.Parser) -> None:
    parser.add_argument("paths", nargs="+", metavar="文件或文件夹", help="要导入的文件或文件夹")
    options.year(parser)
    options.date(parser, "收到日期")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """File what can be read; 1 when a file is refused, the rest filed all the same."""
    from jxanalytics.errors import MisuseError
    from jxanalytics.intake import import_files
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    if args.year is None:
        raise MisuseError("请用 --year 指明要导入的年度，如 --year 2019")
    recap = import_files(args.paths, workspace.data / str(args.year), by_file(), on=args.date)
    print(recap.said)
    return 1 if recap.refused else 0
