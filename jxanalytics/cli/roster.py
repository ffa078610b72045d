"""``jxa roster``: the list of projects that must file, taken from a workbook, anew or merged."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options

NAME = "roster"
HELP = "应报名单：收下应当报送的项目名单；更名、撤销的改名单后再收一次"


def arguments(parser: options.Parser) -> None:
    parser.add_argument("file", metavar="名单", help="Excel 名单，至少有项目名称、实施单位两栏")
    parser.add_argument(
        "--due", metavar="日期", type=options.day, help="报送期限；名单逐项写明的以名单为准"
    )
    options.year(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Merge the list into the season and take withdrawn projects out of the year."""
    from jxanalytics.errors import MisuseError
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.season.roster import merged, read_roster
    from jxanalytics.season.withdrawal import take_roster

    if args.year is None:
        raise MisuseError("请用 --year 指明名单的年度，如 --year 2025")
    lines = read_roster(args.file, args.due)
    folder = Workspace.find(args.root).data / str(args.year)
    result = take_roster(folder, lambda before: merged(before, lines))
    count = int((result.obligations["withdrawn"] != "是").sum())
    print(f"{args.year}年度应报项目{count}个，本次新增{len(result.new)}个")
    for old, new in result.renamed:
        print(f"更名：“{old}”现为“{new}”")
    for name in result.withdrawn:
        print(f"撤销：{name}，已报的表不再计入，原件和历次版本仍保留")
    for name in result.absent:
        print(f"这次的名单中没有：{name}，仍按应报统计；确已撤销的，请在名单“变动情况”栏填“撤销”")
    return 0
