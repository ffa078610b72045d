"""``jxa slides``: the deck for the review meeting, as PPTX and as HTML."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

if TYPE_CHECKING:
    from jxanalytics.narrative.meeting.deck import Deck

NAME = "slides"
HELP = "制作评审会汇报用的幻灯片（PPTX 与可离线放映的网页）"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument("--unit", metavar="单位", help="只汇报一个单位：单位编号、编码或名称")
    parser.add_argument("--project", metavar="项目", help="只汇报一个项目：项目编号、编码或名称")
    parser.add_argument(
        "--date", metavar="日期", default="", help="印在封面和页脚的汇报日期，如 2025年6月20日；默认印资料截至日期"
    )  # fmt: skip
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write both files of the deck into ``reports/<year>/slides/``."""
    from jxanalytics.model.whole import write_whole
    from jxanalytics.slides.powerpoint import to_pptx
    from jxanalytics.slides.web import to_html

    at = Place.of(args)
    deck = _deck(args, at)
    folder = at.reports / "slides"
    stem = f"绩效评价汇报-{deck.key}"
    made: dict[str, str | bytes] = {
        f"{stem}.pptx": to_pptx(deck),
        f"{stem}.html": to_html(deck),
    }
    for name, content in made.items():
        write_whole(folder / name, content)
        print(f"已写入：{at.shown(folder / name)}")
    return 0


def _deck(args: argparse.Namespace, at: Place) -> Deck:
    from jxanalytics.errors import MisuseError
    from jxanalytics.narrative.meeting import decks

    if args.unit is not None and args.project is not None:
        raise MisuseError("--unit 和 --project 只能用一个，请去掉其中之一")
    data, notice = at.load(), at.workspace.settings.notice
    if args.project is not None:
        key = data.project(args.project).id
        return decks.project_deck(data.facts(), key, date=args.date, notice=notice)
    if args.unit is not None:
        return decks.unit_deck(data.facts(), args.unit, date=args.date, notice=notice)
    return decks.year_deck(data.facts(), unit=at.workspace.author, date=args.date, notice=notice)
