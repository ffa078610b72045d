"""``jxa demo``: a working folder with three made-up years, to try every command on."""

from __future__ import annotations

import argparse
from pathlib import Path

from jxanalytics.cli import guide
from jxanalytics.cli import parser as options

NAME = "demo"
HELP = "生成一个示例工作目录：三个年度的虚构数据，可立即试用各项命令"
NOTICE = "虚构示例数据"
# jxanalytics.samples.demo's, written out so that help loads no room.
SEED = 2024


def arguments(parser: options.Parser) -> None:
    parser.add_argument(
        "folder",
        metavar="目录",
        nargs="?",
        default="demo",
        help="放在哪里，默认为当前目录下的 demo",
    )
    parser.add_argument(
        "--seed",
        metavar="种子",
        type=options.whole(0, "不小于0的整数"),
        default=SEED,
        help="随机种子：同一种子生成的数据完全相同，默认2024",
    )


def run(args: argparse.Namespace) -> int:
    """Write the folder and say what to try."""
    from jxanalytics.model.store import save_year
    from jxanalytics.runs.template import start
    from jxanalytics.samples import make_demo

    workspace = start(args.folder, NOTICE)
    years = make_demo(args.seed)
    for year in years:
        save_year(year, workspace.data / str(year.year))
    projects = len(years[-1]["projects"])
    print(f"示例工作目录在：{args.folder}（{NOTICE}：{len(years)}个年度，每年度{projects}个项目）")
    guide.leave(Path(args.folder))
    print(f"可依次试用：\n  cd {args.folder}\n  jxa score\n  jxa stats\n  jxa slides\n  jxa book")
    return 0
