"""``jxa scheme list|show|check|read``: the scoring schemes at hand, and whether one's own is sound."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jxanalytics.cli import parser as options
from jxanalytics.cli.telling import written

NAME = "scheme"
HELP = "评分办法：列出、查看、检查，试读规则句子"


def arguments(parser: options.Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="操作")
    actions.add_parser("list", help="列出自带的评分办法", description="列出自带的评分办法")
    said = "写出一个评分办法的全文（YAML），可存成文件修改：jxa scheme show 2020 --to 我的办法.yaml"
    show = actions.add_parser(
        "show", help="写出一个评分办法的全文，可存成文件修改", description=said
    )
    show.add_argument("--to", metavar="文件", help="写入文件，如 本地办法.yaml；不写则显示在屏幕上")
    show.add_argument("--words", action="store_true", help="改用文字说明，不写 YAML")
    said = "检查评分办法文件有无错误，规则有无疑问"
    check = actions.add_parser("check", help="检查评分办法文件有无错误", description=said)
    for action in (show, check):
        action.add_argument("scheme", metavar="办法", help="自带办法的名称，或 YAML 文件的路径")
    said = "试读一句评分规则：读成什么，哪一部分读不懂，有什么疑问"
    read = actions.add_parser("read", help="试读一句评分规则", description=said)
    read.add_argument("sentence", metavar="规则", help="规则句子，请加引号")
    for action in actions.choices.values():
        options.common(action)


def run(args: argparse.Namespace) -> int:
    """List, show, check or read; 3 when the scheme checked has faults or the rule cannot be read."""
    from jxanalytics.errors import MisuseError
    from jxanalytics.model.whole import write_whole
    from jxanalytics.scoring import load_scheme, scheme_list, scheme_text, scheme_yaml

    if args.action == "list":
        for row in scheme_list().to_dict("records"):
            print(
                f"{options.padded(row['key'], 16)}{row['名称']}（{row['年度']}）{row['依据文号']}"
            )
        return 0
    if args.action == "show":
        scheme = load_scheme(args.scheme)
        said = scheme_text(scheme) if args.words else scheme_yaml(scheme).rstrip()
        if args.to is None:
            print(said)
            return 0
        path = Path(args.to)
        if path.exists():
            raise MisuseError(f"“{path}”已存在，为免覆盖未作改动，请换一个文件名")
        print(written(write_whole(path, said + "\n"), Path()))
        return 0
    return _check(args.scheme) if args.action == "check" else _read(args.sentence)


def _check(name: str) -> int:
    from jxanalytics.scoring import check_scheme, load_scheme, scheme_doubts

    faults = check_scheme(name)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 3
    print(f"评分办法“{name}”没有发现错误")
    for doubt in scheme_doubts(load_scheme(name)):
        print(f"提示：{doubt}")
    return 0


def _read(text: str) -> int:
    from jxanalytics.scoring import Unreadable, parse_rule, sentence, weaknesses

    try:
        rule = parse_rule(text)
    except Unreadable as error:
        print(
            f"不能读懂“{error.part}”：{error.why}；可照“100%得满分，每下降5%扣1分，80%以下不得分”一类的写法改写",
            file=sys.stderr,
        )
        return 3
    print(f"读作：{sentence(rule)}")
    for weakness in weaknesses(rule):
        print(f"提示：{weakness.flaw}——{weakness.text}")
    return 0
