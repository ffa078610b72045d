"""``jxa answers``: units' answers read in by number, and verdicts on them; what waits for a verdict is written out."""

from __future__ import annotations

import argparse
from pathlib import Path

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place
from jxanalytics.cli.telling import quoted

NAME = "answers"
HELP = "答复：收回单位填好的疑点清单，写出答复审核表；审核后再收一次"
BOOK = "答复审核表.xlsx"


def arguments(parser: options.Parser) -> None:
    parser.add_argument("files", nargs="*", metavar="文件", help="填好的疑点清单或答复审核表")
    options.year(parser)
    options.date(parser, "收到答复的日期")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Take the files, tell how the findings stand, write what waits for a verdict."""
    from jxanalytics.documents.notices.findings import answers_workbook
    from jxanalytics.model.whole import write_whole
    from jxanalytics.season.ledger import ANSWERED, summary
    from jxanalytics.season.steps import take_answers
    from jxanalytics.season.telling import ledger_lines

    at = Place.of(args)
    files = [Path(file) for file in args.files]
    state, new = take_answers(at.folder, at.checks, files, args.date)
    print(f"收到答复和审核意见{len(new)}条" if new else "没有新的答复")
    print("\n".join(ledger_lines(summary(state.ledger))))
    if (state.ledger["state"] == ANSWERED).any():
        path = at.shown(write_whole(at.reports / BOOK, answers_workbook(at.year, state.ledger)))
        print(f"已写入：{path}，填好“审核意见”后收回：jxa answers {quoted(path)} --year {at.year}")
    at.keep_ledgers(state)
    return 0
