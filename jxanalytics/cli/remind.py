"""``jxa remind``: a reminder to each unit that has not filed, or not filed again."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

NAME = "remind"
HELP = "催报：给每个有未报、逾期未重报项目的单位写一份催报通知"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    options.date(parser, "催报日期")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write one letter a unit in place of those of earlier reminders."""
    from jxanalytics.documents.notices.reminder import Reminder, reminder, to_remind
    from jxanalytics.documents.notices.words import folder_of
    from jxanalytics.errors import MisuseError
    from jxanalytics.model.season_store import load_season
    from jxanalytics.model.store import load_filed
    from jxanalytics.model.whole import write_folder
    from jxanalytics.season.filing import filing
    from jxanalytics.season.settings import issuer

    at = Place.of(args)
    season, year = load_season(at.folder), at.year
    if season["obligations"].empty:
        raise MisuseError(
            f"{year}年度没有应报名单，请先用 jxa roster --year {year} 写出名单，核对后收下"
        )
    table = filing(season, load_filed(at.folder), args.date)
    signed = issuer(at.workspace.settings.season)
    letters = {}
    for (code, unit), rows in to_remind(table, args.date).items():
        name = folder_of(code, unit)
        letters[f"催报通知-{name}.docx"] = reminder(Reminder(year, unit, rows, args.date, signed))
        print(f"{unit}：{len(rows)}个项目")
    place = write_folder(at.reports / "reminders", letters)
    print(f"已写入：{at.shown(place)}" if letters else "没有需要催报的单位")
    return 0
