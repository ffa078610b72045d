"""``jxa new``: a working folder of one's own, with an example year; ``--update`` after an upgrade."""

from __future__ import annotations

import argparse
from pathlib import Path

from jxanalytics.cli import guide
from jxanalytics.cli import parser as options
from jxanalytics.cli.telling import quoted
from jxanalytics.errors import MisuseError

NAME = "new"
HELP = "新建工作目录，内有示例年度；--update 在升级程序后更新目录中的模板"


def arguments(parser: options.Parser) -> None:
    parser.add_argument("folder", metavar="目录", nargs="?", help="放在哪里，应为空目录或新目录")
    parser.add_argument("--empty", action="store_true", help="不放示例年度")
    parser.add_argument(
        "--update",
        action="store_true",
        help="更新已有的工作目录（默认为当前目录）：没有改过的模板换成新版，改过的不动",
    )
    parser.add_argument("--dry-run", action="store_true", help="与 --update 同用：只说明，不改动")


def run(args: argparse.Namespace) -> int:
    """Make the folder and say what to do next, or update it and say what was done."""
    if args.dry_run and not args.update:
        raise MisuseError("--dry-run 只与 --update 同用，如 jxa new --update --dry-run")
    if args.update and args.empty:
        raise MisuseError("--empty 不与 --update 同用，请去掉其中一个")
    if args.update:
        return _update(args)
    if args.folder is None:
        raise MisuseError("请写明目录名，如 jxa new 2024年度绩效评价")
    from jxanalytics.runs.template import EXAMPLE_YEAR, start

    start(args.folder, example=not args.empty)
    print(f"工作目录已建立：{args.folder}")
    guide.leave(Path(args.folder))
    print(f"接下来：\n  cd {quoted(args.folder)}")
    if not args.empty:
        print(f"  jxa book                              编印示例年度（{EXAMPLE_YEAR}）的汇编")
    print("  jxa import 收到的文件夹 --year 年度   导入自己的表")
    return 0


def _update(args: argparse.Namespace) -> int:
    from jxanalytics.runs import upgrade
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.folder or ".")
    print(upgrade.came_from(workspace))
    changes = upgrade.compare(workspace) if args.dry_run else upgrade.update(workspace)
    for state in upgrade.State:
        paths = [change.path for change in changes if change.state is state]
        if paths:
            print(f"{_heading(state.value, args.dry_run)}（{len(paths)}个）")
            if state is not upgrade.State.CURRENT:
                print("".join(f"  {path}\n" for path in paths), end="")
    print(_advice({change.state for change in changes}, args.dry_run))
    if not args.dry_run:
        guide.leave(workspace.root)
    return 0


def _heading(state: str, dry_run: bool) -> str:
    return state.replace("已更新", "将更新") if dry_run else state


def _advice(states: set[object], dry_run: bool) -> str:
    """What is left for the user to do, one line each."""
    from jxanalytics.runs.upgrade import BESIDE, State

    said = ["未作改动，去掉 --dry-run 即更新"] if dry_run else ["您改过的文件都没有动"]
    if State.CONFLICT in states and not dry_run:
        said.append(f"您改过而程序也有新版的，新版放在 {BESIDE}/，请对照取舍")
    if State.NEW in states:
        said.append("新增的笔记本写入 _quarto.yml 的 chapters 后才编入汇编")
    if State.REMOVED in states:
        said.append("您删去的文件没有恢复")
    if State.DROPPED in states:
        said.append("程序不再提供的文件仍在，不用的可以删去")
    return "\n".join(said)
