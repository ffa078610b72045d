"""``jxa scheme list|show|check``: the scoring schemes at hand, and whether one's own is sound."""

from __future__ import annotations

import argparse
import sys

from jxanalytics.cli import parser as options

NAME = "scheme"
HELP = "评分办法：列出、查看、检查"


def arguments(parser: options.Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="操作")
    actions.add_parser("list", help="列出自带的评分办法", description="列出自带的评分办法")
    for name, said in (("show", "用文字写出一个评分办法"), ("check", "检查评分办法文件有无错误")):
        action = actions.add_parser(name, help=said, description=said)
        action.add_argument("scheme", metavar="办法", help="自带办法的名称，或 YAML 文件的路径")
    for action in actions.choices.values():
        options.common(action)


def run(args: argparse.Namespace) -> int:
    """List, show or check; 3 when the scheme checked has faults."""
    from jxanalytics.scoring import check_scheme, load_scheme, scheme_list, scheme_text

    if args.action == "list":
        for row in scheme_list().to_dict("records"):
            print(
                f"{options.padded(row['key'], 16)}{row['名称']}（{row['年度']}）{row['依据文号']}"
            )
        return 0
    if args.action == "show":
        print(scheme_text(load_scheme(args.scheme)))
        return 0
    faults = check_scheme(args.scheme)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"评分办法“{args.scheme}”没有发现错误")
    return 3 if faults else 0
