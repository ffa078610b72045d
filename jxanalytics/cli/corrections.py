"""``jxa corrections list|export|import|withdraw``: corrections of imported figures, by workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from jxanalytics.cli import parser as options
from jxanalytics.cli.telling import quoted, shown, written

NAME = "corrections"
HELP = "更正：导出更正表，填好后收回；列出、撤销已有的更正"
BOOK = "更正表.xlsx"


def arguments(parser: options.Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="操作")
    said = "列出已有的更正：原值、更正为、理由、更正人；不再适用的写明原因"
    actions.add_parser("list", help="列出已有的更正，指出不再适用的", description=said)
    said = "导出更正表（Excel）：一行一个数，在“更正为”“理由”“更正人”三栏填写"
    export = actions.add_parser("export", help="导出更正表，供填写", description=said)
    export.add_argument("file", nargs="?", metavar="文件", help=f"默认为 reports/年度/{BOOK}")
    said = "收回填好的更正表：逐条核对原值，全部适用才保存"
    take = actions.add_parser("import", help="收回填好的更正表", description=said)
    take.add_argument("file", metavar="文件", help="填好的更正表")
    said = "撤销一条更正，恢复填报数"
    back = actions.add_parser("withdraw", help="撤销一条更正", description=said)
    back.add_argument(
        "name", metavar="编号", help="更正的编号，见 jxa corrections list，须连同引号一起写"
    )
    for action in actions.choices.values():
        options.year(action)
        options.root(action)
        options.common(action)


def run(args: argparse.Namespace) -> int:
    """List, export, import or withdraw; list gives 1 where a correction no longer holds."""
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    year = workspace.year(args.year)
    folder = workspace.data / str(year)
    if args.action == "list":
        return _list(folder)
    if args.action == "export":
        path = Path(args.file) if args.file else workspace.reports(year) / BOOK
        return _export(folder, path, workspace.root)
    return _import(folder, args.file) if args.action == "import" else _withdraw(folder, args.name)


def _list(folder: Path) -> int:
    from jxanalytics.model.corrections import name_of, said
    from jxanalytics.model.store import standing

    found = standing(folder)
    wrong = 0
    print(f"{folder.name}年度有更正{len(found)}条")
    for entry, problem in found:
        print(f"{quoted(name_of(entry))}\n  {said(entry)}")
        if problem:
            wrong += 1
            print(f"  不再适用：{problem}")
    return 1 if wrong else 0


def _export(folder: Path, path: Path, root: Path) -> int:
    from jxanalytics.intake.filing.corrections import write_sheet

    write_sheet(folder, path)
    print(f"{written(path, root)}，填好“更正为”“理由”“更正人”后收回：")
    print(f"  jxa corrections import {quoted(shown(path, root))} --year {folder.name}")
    return 0


def _import(folder: Path, file: str) -> int:
    from jxanalytics.intake.filing.corrections import WITHDRAWN, add_corrections
    from jxanalytics.model.corrections import name_of, said

    new = add_corrections(folder, file)
    print(f"收到更正{len(new)}条" if new else "没有新的更正")
    for entry in new:
        told = "撤销更正，恢复填报数" if entry.new == WITHDRAWN else said(entry)
        print(f"{quoted(name_of(entry))}\n  {told}")
    return 0


def _withdraw(folder: Path, name: str) -> int:
    from jxanalytics.intake.filing.corrections import withdraw

    entry = withdraw(folder, name)
    print(f"已撤销：{name}，恢复为填报的“{entry.expected}”")
    return 0
