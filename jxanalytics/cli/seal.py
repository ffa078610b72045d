"""``jxa seal``: the final version of projects; later forms are not taken until the seal is off."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

NAME = "seal"
HELP = "定稿：疑点均已办结的项目定稿，此后来件不再采用"
SHOWN = 20


def arguments(parser: options.Parser) -> None:
    parser.add_argument(
        "projects", nargs="*", metavar="项目", help="只办这些项目，写编号、编码或全称"
    )
    parser.add_argument("--undo", action="store_true", help="取消所列项目的定稿")
    options.year(parser)
    options.date(parser, "定稿日期")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Seal what is settled, or what is named; tell what is not ready and why."""
    from jxanalytics.errors import MisuseError
    from jxanalytics.model import say
    from jxanalytics.season.steps import seal, unseal

    at = Place.of(args)
    if args.undo:
        if not args.projects:
            raise MisuseError("请写明要取消定稿的项目，如 jxa seal P0001 --undo")
        gone = unseal(at.folder, args.projects)
        print(f"已取消定稿{len(gone)}个项目" if gone else "所列项目没有定稿，未作改动")
        return 0
    state, now, waiting = seal(at.folder, at.checks, args.date, args.projects)
    names = dict(
        zip(state.year["projects"]["project_id"], state.year["projects"]["name"], strict=True)
    )
    print(
        f"本次定稿{len(now)}个项目"
        + (f"：{say.listed([f'{p} {names[p]}' for p in now], SHOWN, noun='个')}" if now else "")
    )
    for project, reason in list(waiting.items())[:SHOWN]:
        done = "已按指定定稿，但尚有" if project in now else "未定稿：尚有"
        print(f"  {project} {names[project]} {done}{reason}")
    if len(waiting) > SHOWN:
        print(f"  ……共{len(waiting)}个项目有未办结的疑点")
    at.keep_ledgers(state)
    return 0
