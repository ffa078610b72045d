"""``jxa roster``: the list of projects that must file, written out to be edited and taken back."""

from __future__ import annotations

import argparse
from pathlib import Path

from jxanalytics.cli import parser as options
from jxanalytics.cli.telling import quoted, shown, written

NAME = "roster"
HELP = "应报名单：写出名单供修改，改好后收下；更名、撤销的改名单后再收一次"
BOOK = "应报名单.xlsx"


def arguments(parser: options.Parser) -> None:
    parser.add_argument(
        "file", nargs="?", metavar="名单", help="改好的名单（Excel）；不写则写出名单供修改"
    )
    parser.add_argument(
        "--due", metavar="日期", type=options.day, help="报送期限；名单逐项写明的以名单为准"
    )
    options.year(parser)
    options.date(parser, "更名、撤销的日期，名单逐项写明的以名单为准")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write the list out, or merge one into the season and take withdrawn projects out of the year."""
    from jxanalytics.errors import MisuseError
    from jxanalytics.runs.workspace import Workspace

    if args.year is None:
        raise MisuseError("请用 --year 指明名单的年度，如 --year 2025")
    workspace = Workspace.find(args.root)
    folder = workspace.data / str(args.year)
    if args.file is None:
        return _write(folder, workspace.reports(args.year) / BOOK, workspace.root)
    return _take(folder, args)


def _write(folder: Path, path: Path, root: Path) -> int:
    from jxanalytics.documents.notices.roster import roster_workbook
    from jxanalytics.model.season_store import load_season
    from jxanalytics.model.store import load_filed, load_year
    from jxanalytics.model.whole import write_whole
    from jxanalytics.season.proposed import proposed

    last = folder.parent / str(int(folder.name) - 1)
    before = load_year(last) if last.is_dir() else None
    rows = proposed(load_season(folder), load_filed(folder), before)
    write_whole(path, roster_workbook(int(folder.name), rows))
    print(f"{written(path, root)}，列有项目{len(rows)}个")
    print(f"核对增删后收下：jxa roster {quoted(shown(path, root))} --year {folder.name}")
    return 0


def _take(folder: Path, args: argparse.Namespace) -> int:
    from jxanalytics.season.roster import merged, read_roster
    from jxanalytics.season.withdrawal import take_roster

    lines = read_roster(args.file, args.due)
    result = take_roster(folder, lambda before: merged(before, lines, args.date))
    count = int((result.obligations["withdrawn"] != "是").sum())
    print(f"{args.year}年度应报项目{count}个，本次新增{len(result.new)}个")
    for name, unit, other in result.alike[:10]:
        print(f"请核对：“{name}”（{unit}）按新项目收下，名单中另有“{other}”的同名项目；"
              "如是同一项目，请把实施单位写成一样，并把多出的一行在“变动情况”栏填“撤销”，再收一次")  # fmt: skip
    for old, new in result.renamed:
        print(f"更名：“{old}”现为“{new}”")
    for old, new in result.former:
        print(f"曾用名称已登记：“{new}”即往年的“{old}”，上下年据此对照")
    for name in result.withdrawn:
        print(f"撤销：{name}，已报的表不再计入，原件和历次版本仍保留")
    for name in result.absent:
        print(f"这次的名单中没有：{name}，仍按应报统计；确已撤销的，请在名单“变动情况”栏填“撤销”")
    return 0
